"""What stands on the screen of the replay page: drawn from the frame that says itself what it is."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, expect

from nao_sessions.core.events import Event
from tests.browser.chromium import opened, replaying
from tests.browser.pictures import choose, newest, settled, shown_ns, taken_in
from tests.review.replay.synthetic_folder import Piece, make_folder
from tests.review.replay.synthetic_session import merged, random_touches

pytestmark = pytest.mark.browser

HURRIES = 12
# The frame says that it is another one than the one that it is.
LYING = "window.VideoFrame = class extends VideoFrame { get timestamp() { return 0; } };"
WITHOUT_WEBCODECS = "delete window.VideoFrame;"
# What a video hands on for showing does not come, as with Chromium after a file was opened.
UNSHOWN = "document.querySelector('video').style.opacity = 0"


@dataclass(frozen=True, slots=True)
class Replayed:
    """A session of two video files that is being replayed."""

    address: str
    touches: list[Event]
    taken: list[int]


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replayed]:
    pieces = (Piece(1.0, 6.0), Piece(8.0, 13.0, b_frames=2))
    drawn = merged(random_touches(10, (1.2, 5.5), seed=7), random_touches(10, (8.2, 12.4), seed=8))
    touches = [event._replace(seq=n + 1) for n, event in enumerate(drawn)]
    folder = make_folder(tmp_path_factory.mktemp("screen"), touches, pieces=pieces)
    with replaying(folder, "--lang", "en") as address:
        yield Replayed(address, touches, taken_in(folder))


def test_the_picture_is_there_though_the_video_itself_is_not(browser: Browser, replayed: Replayed) -> None:
    with opened(browser, replayed.address) as page:
        page.evaluate(UNSHOWN)
        for touch in replayed.touches[::3]:
            assert choose(page, touch.seq).endswith("checked as shown")
            assert shown_ns(page) == newest(replayed.taken, touch.at)


def test_a_video_that_plays_is_seen_itself(browser: Browser, replayed: Replayed) -> None:
    with opened(browser, replayed.address) as page:
        choose(page, replayed.touches[0].seq)
        expect(page.locator(".screen canvas")).to_be_visible()
        page.locator("#play").click()
        expect(page.locator(".screen canvas")).to_be_hidden()
        page.locator("#play").click()
        expect(page.locator(".screen canvas")).to_be_visible()


def test_a_picture_that_says_that_it_is_another_is_not_said_to_be_checked(
    browser: Browser, replayed: Replayed
) -> None:
    with opened(browser, replayed.address, before=LYING) as page:
        assert choose(page, replayed.touches[5].seq).endswith("is not in the file")


def test_a_browser_without_webcodecs_shows_the_right_pictures_too(
    browser: Browser, replayed: Replayed
) -> None:
    with opened(browser, replayed.address, before=WITHOUT_WEBCODECS) as page:
        for touch in replayed.touches[::2]:
            assert choose(page, touch.seq).endswith("checked as shown")
            assert shown_ns(page) == newest(replayed.taken, touch.at)


def test_whatever_was_clicked_in_a_hurry_the_last_one_is_shown(browser: Browser, replayed: Replayed) -> None:
    drawn = random.Random(9)
    with opened(browser, replayed.address) as page:
        for _ in range(HURRIES):
            few = drawn.sample(replayed.touches, 2)
            hurried = [drawn.choice(few) for _ in range(4)]
            for touch in hurried:
                page.locator(f".event[data-seq='{touch.seq}']").dispatch_event("click")
                page.wait_for_timeout(drawn.randrange(80))
            assert settled(page).endswith("checked as shown")
            assert shown_ns(page) == newest(replayed.taken, hurried[-1].at)


def test_the_line_that_was_pressed_is_meant_though_the_list_moves_under_the_finger(
    browser: Browser, replayed: Replayed
) -> None:
    with opened(browser, replayed.address, height=700) as page:
        line = page.locator(f".event[data-seq='{replayed.touches[4].seq}']")
        line.hover()
        page.mouse.down()
        page.locator("#events").evaluate("(list) => list.scrollBy(0, 45)")
        page.mouse.up()
        expect(line).to_have_attribute("aria-current", "true")
