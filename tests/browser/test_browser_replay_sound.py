"""A microphone on the replay page: it has no picture to wait for, it is what is heard, and can lead alone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import opened, replaying
from tests.browser.pictures import settled
from tests.review.replay.synthetic_folder import Piece, make_folder
from tests.review.replay.synthetic_session import scripted_events
from tests.room.aligning.two_recorders import BEGINS_S, heard, make_session, voices

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session of which nothing but a microphone was recorded."""
    said = heard(voices(20.0, seed=5), 1, noise=0.003, rings_s=0.3)
    return make_session(tmp_path_factory.mktemp("alone"), said).path


@pytest.fixture(scope="module")
def beside_a_camera(alone: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session with a camera, and that microphone."""
    parent = tmp_path_factory.mktemp("beside")
    folder = make_folder(parent, scripted_events(), pieces=(Piece(1.0, 18.0),))
    for path in (alone / "room").glob("table.*"):
        shutil.copy(path, folder / "room")
    sync, heard_at = (json.loads((one / "sync.json").read_text("utf-8")) for one in (folder, alone))
    sync["streams"].update(heard_at["streams"])
    (folder / "sync.json").write_text(json.dumps(sync), encoding="utf-8")
    return folder


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The replay page of the folder that the test names."""
    folder = request.getfixturevalue(request.param)
    with replaying(folder, "--lang", "fr") as address, opened(browser, address) as page:
        yield page


def _file_s(page: Page) -> float:
    """Give where the microphone's file is played, in its own seconds."""
    found: float = page.evaluate("document.querySelector('.screen-sound video').currentTime")
    return found


def _go_to(page: Page, seconds: str) -> None:
    page.locator("#go-to-time").fill(seconds)
    page.locator("#go-to-time").press("Enter")
    settled(page)


@pytest.mark.parametrize("page", ["beside_a_camera"], indirect=True)
def test_a_move_goes_with_both_and_calls_nothing_missing(page: Page) -> None:
    for seconds in ("8", "12,5", "4"):
        _go_to(page, seconds)
        assert abs(_file_s(page) - (float(seconds.replace(",", ".")) - BEGINS_S)) < 0.2
        expect(page.locator("#shown")).not_to_have_class("shown-wrong")
        expect(page.locator("#shown")).to_contain_text("c'est bien l'image affichée")


@pytest.mark.parametrize("page", ["beside_a_camera"], indirect=True)
def test_the_microphone_is_what_is_heard(page: Page) -> None:
    settled(page)
    muted = page.evaluate("[...document.querySelectorAll('video')].map((video) => video.muted)")
    assert muted == [True, False]
    expect(page.locator(".screen-sound")).to_contain_text("table")
    page.locator("#sound").uncheck()
    assert page.evaluate("[...document.querySelectorAll('video')].every((video) => video.muted)")


@pytest.mark.parametrize("page", ["alone"], indirect=True)
def test_without_a_camera_the_sound_leads(page: Page) -> None:
    _go_to(page, "5")
    before = _file_s(page)
    page.locator("#play").click()
    page.wait_for_function("(from) => document.querySelector('video').currentTime > from + 1", arg=before)
    page.locator("#play").click()
    minutes, seconds = page.locator("#clock").inner_text().split(":")
    told_s = int(minutes) * 60 + float(seconds.replace(",", ".")) - BEGINS_S
    # a busy computer plays on for a moment after it was told to stop: the clock went along, and not ahead
    assert before + 0.5 < told_s < _file_s(page) + 0.1
    expect(page.locator("#shown")).not_to_have_class("shown-wrong")
