"""*On ne filme plus* under a finger and by its key: offline, by the second adult, with a frozen session."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.verify import verify
from tests.browser.chromium import chromium
from tests.browser.console_room import Hands, Room, console_room, device, prepare
from tests.guard.filmed_session import children, command_of, until

pytestmark = pytest.mark.browser
PATIENT_MS = 60_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with console_room(tmp_path, speed=2.0) as running:
        yield running


def films(room: Room) -> bool:
    return any("capture.recorder" in command_of(pid) for pid in children(room.server))


@pytest.mark.fair_weather("the cut is the test's own")
def test_the_film_is_ended_from_a_tablet_that_was_offline_and_destroyed_on_the_page_afterwards(
    browser: Browser, room: Room
) -> None:
    context, page = device(browser, room)
    prepare(Hands(page, "touch"), room)
    end_film = page.locator("#end-film")
    expect(end_film).to_be_visible(timeout=PATIENT_MS)
    context.set_offline(True)
    end_film.tap()
    expect(page.locator("[data-notice=end_film]")).to_contain_text("On ne filme plus", timeout=PATIENT_MS)
    assert films(room)
    context.set_offline(False)
    until(lambda: not films(room), "end of the recorders")
    expect(page.locator("#recording-text")).to_have_text("Plus rien n'est filmé", timeout=PATIENT_MS)
    expect(end_film).to_be_hidden()
    expect(page.locator("[data-notice=end_film]")).to_have_count(0)
    expect(page.locator("[data-notice=film_over]")).to_be_visible()
    folder = room.session
    context.close()
    room.close_session(browser)

    context, page = device(browser, room)
    page.goto(f"{room.at}/after/{folder.name}")
    page.locator("#film summary").tap()
    page.get_by_role("button", name="Oui, détruire pour de bon").tap()
    expect(page.locator("#film")).to_have_count(0)
    assert list((folder / "room").iterdir()) == []
    assert verify(SessionFolder(folder)).sound
    page.goto(f"{room.at}/replay/{folder.name}/")
    expect(page.locator("body")).to_contain_text("Plus rien n'est filmé", timeout=PATIENT_MS)
    context.close()


@pytest.mark.fair_weather("what is frozen is the session, by the test itself")
def test_the_second_adult_ends_the_film_by_a_key_though_the_session_is_frozen(
    browser: Browser, room: Room
) -> None:
    context, page = device(browser, room)
    prepare(Hands(page, "touch"), room)
    expect(page.locator("#end-film")).to_be_visible(timeout=PATIENT_MS)
    second = context.new_page()
    second.goto(f"{room.at}/session?as=second")
    expect(second.locator("#end-film")).to_be_visible(timeout=PATIENT_MS)
    server = room.server
    os.kill(server, signal.SIGSTOP)
    try:
        second.keyboard.press("f")
        until(lambda: '"film_over"' in (room.session / "halts.jsonl").read_text(), "the guard's mark")
        expect(second.locator("#news")).to_have_text("Plus rien n'est filmé.", timeout=PATIENT_MS)
    finally:
        os.kill(server, signal.SIGCONT)
    until(lambda: room.events("film_over"), "the line in the log")
    expect(page.locator("#recording-text")).to_have_text("Plus rien n'est filmé", timeout=PATIENT_MS)
    context.close()
    room.close_session(browser)
