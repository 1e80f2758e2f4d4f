"""What the world does to a console: browser killed, Wi-Fi gone, server killed or frozen, two at once."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from console_room import PATIENT_MS, Hands, Room, console_room, device, prepare, readable, trial_is_open
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with console_room(tmp_path_factory.mktemp("faults"), speed=8.0) as started:
        yield started


@pytest.fixture
def room(console: Room, browser: Browser) -> Iterator[Room]:
    yield console
    console.close_session(browser)


def begun(browser: Browser, room: Room) -> tuple[BrowserContext, Page, Hands]:
    """Give a tablet whose session is in its first trial."""
    context, page = device(browser, room)
    hands = Hands(page, "touch")
    prepare(hands, room)
    expect(page.locator("#yes-label")).to_have_text("On commence", timeout=PATIENT_MS)
    readable(page)
    hands.press("#yes")
    trial_is_open(page, 1, "V01")
    return context, page, hands


def test_the_session_goes_on_without_a_browser_and_another_one_sees_the_truth(
    browser: Browser, room: Room
) -> None:
    context, _, _ = begun(browser, room)
    before = len(room.events("prompt"))
    context.close()  # the tablet is gone: the child is helped all the same, once its patience is over
    other, page = device(browser, room)
    page.goto(f"{room.at}/session")
    expect(page.locator("#helps")).to_have_text("aide verbale", timeout=PATIENT_MS)
    assert len(room.events("prompt")) == before + 1
    expect(page.locator("#control-line")).to_be_visible()
    Hands(page, "touch").press("#take-over")
    expect(page.locator("#control-line")).to_be_hidden()
    other.close()


def test_a_page_whose_wifi_is_gone_says_so_keeps_what_it_showed_and_comes_back_with_the_truth(
    browser: Browser, room: Room
) -> None:
    context, page, hands = begun(browser, room)
    console = context.new_cdp_session(page)
    console.send("Network.enable")
    offline = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
    console.send("Network.emulateNetworkConditions", offline)
    expect(page.locator("#cut-off")).to_be_visible()
    expect(page.locator("#session.stale")).to_have_count(1)
    expect(page.locator("#doing")).to_have_text("Nao attend la réponse de V01")
    trials = len(room.events("trial"))
    expect(page.locator("#yes")).to_be_disabled()
    expect(page.locator("#stop")).to_be_enabled()
    page.keyboard.press("KeyO")  # nothing of it arrives, now or later
    page.wait_for_timeout(3000)
    console.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1},
    )
    expect(page.locator("#cut-off")).to_be_hidden(timeout=PATIENT_MS)
    expect(page.locator("#session.stale")).to_have_count(0)
    assert len(room.events("trial")) == trials
    readable(page)
    trial_is_open(page, 1, "V01")
    readable(page)
    hands.press("#yes")
    trial_is_open(page, 2, "V02")
    context.close()


def test_a_page_that_hears_nothing_any_more_says_so_and_comes_back(browser: Browser, room: Room) -> None:
    context, page, _ = begun(browser, room)
    server = room.server
    os.kill(server, signal.SIGSTOP)
    try:
        expect(page.locator("#cut-off")).to_be_visible()
    finally:
        os.kill(server, signal.SIGCONT)
    expect(page.locator("#cut-off")).to_be_hidden(timeout=PATIENT_MS)
    trial_is_open(page, 1, "V01")
    context.close()


def test_a_killed_server_is_there_again_and_continuer_brings_the_same_step_back(
    browser: Browser, room: Room
) -> None:
    context, page, hands = begun(browser, room)
    session, said = room.session, len(room.events("entered"))
    os.kill(room.server, signal.SIGKILL)
    expect(page.locator("#over-title")).to_have_text(
        "La séance s'est interrompue. Rien de ce qui s'est passé n'est perdu.", timeout=PATIENT_MS
    )
    hands.press("#to-end")
    page.wait_for_url(room.at + "/")
    hands.press(f"form[action='/sessions/{session.name}/continue'] button")
    page.wait_for_url("**/session*", timeout=60_000)
    expect(page.locator("#doing")).to_have_text("La séance avait été interrompue")
    assert (room.session, len(room.events("entered"))) == (session, said)
    readable(page)
    hands.press("#trouble [data-act=resume]")
    trial_is_open(page, 1, "V01")
    readable(page)
    hands.press("#yes")
    trial_is_open(page, 2, "V02")
    assert [event.data["judgement"] for event in room.events("trial")] == ["void", "correct"]
    context.close()


def test_two_tablets_press_at_the_same_moment_and_each_trial_is_judged_once(
    browser: Browser, room: Room
) -> None:
    context, page, _ = begun(browser, room)
    second, other = device(browser, room)
    other.goto(f"{room.at}/session?as=second")
    expect(other.locator("#doing")).to_have_text("Nao attend la réponse de V01")
    for number, turn in enumerate(("V01", "V02", "V01"), start=1):
        for tablet in (page, other):
            trial_is_open(tablet, number, turn)
        readable(page)
        for tablet in (page, other):
            tablet.evaluate("document.getElementById('yes').click()")
    trial_is_open(page, 4, "V02")
    numbers = [(event.data["child"], event.data["number"]) for event in room.events("trial")]
    assert len(numbers) == 3
    second.close()
    context.close()
