"""Several cameras in a real Chromium: at one moment when they stand, each at its own file when they play."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import opened, replaying, strip_of
from tests.browser.pictures import settled, stands_until, taken_in
from tests.review.replay.synthetic_folder import HEIGHT_PX, ORIGIN_NS, WIDTH_PX, Piece, make_folder
from tests.review.replay.synthetic_session import scripted_events

pytestmark = pytest.mark.browser


def shown(page: Page, number: int) -> int | None:
    """Give when the picture of one camera was taken (session ns)."""
    strip = strip_of(page.locator("video").nth(number), WIDTH_PX, HEIGHT_PX)
    return None if strip is None else strip - ORIGIN_NS


@pytest.mark.parametrize("speed", ["0.5", "2", "4"])
def test_four_cameras_show_one_moment_when_they_stop(browser: Browser, tmp_path: Path, speed: str) -> None:
    cameras = ("door", "room", "table", "window")
    folder = make_folder(tmp_path, scripted_events(), pieces=(Piece(1.0, 21.0),), cameras=cameras)
    taken = taken_in(folder)
    with replaying(folder, "--lang", "fr") as address, opened(browser, address, width=3000) as page:
        page.locator("#speed").select_option(speed)
        page.locator("#play").click()
        expect(page.locator("#clock")).to_have_text(re.compile(r"0:0[2-9],\d\d\d"))
        page.keyboard.press("k")
        for _ in range(100):  # a picture may still be on its way
            settled(page)
            seen = [shown(page, number) for number in range(len(cameras))]
            if len(set(seen)) == 1:
                break
            page.wait_for_timeout(100)
        assert len(set(seen)) == 1
        assert seen[0] in taken


def test_a_camera_whose_file_ends_goes_on_with_its_next_one(browser: Browser, tmp_path: Path) -> None:
    # the first camera has a gap while the second one films on; before, everything waited for ever
    folder = make_folder(
        tmp_path,
        scripted_events(),
        pieces=(Piece(1.0, 3.0), Piece(5.0, 12.0)),
        others={"window": (Piece(1.0, 12.0),)},
    )
    taken = [taken_in(folder, camera) for camera in ("room", "window")]

    def at_one_moment(seen: list[int | None]) -> bool:
        """Tell whether there is a moment at which both pictures are the newest of their cameras."""
        pictures = [one for one in seen if one is not None]
        ends = [stands_until(*one) for one in zip(taken, pictures, strict=False)]
        return len(pictures) == len(taken) and max(pictures) < min(ends)

    with replaying(folder, "--lang", "fr") as address, opened(browser, address, width=3000) as page:
        empty = page.locator(".screen-empty")
        page.locator("#play").click()
        expect(empty.first).to_be_visible()
        expect(empty.first).to_be_hidden()
        # at load the clock steps back to the picture that is really there, and that may lie in the gap
        expect(page.locator("#clock")).to_have_text(re.compile(r"0:0[6-9],\d\d\d"))
        page.keyboard.press("k")
        for _ in range(100):  # as above
            settled(page)
            seen = [shown(page, number) for number in range(2)]
            if at_one_moment(seen):
                break
            page.wait_for_timeout(100)
        assert at_one_moment(seen), seen
        assert seen[0] is not None
        assert seen[0] > 4_900_000_000  # of its next file: the first one ends at 3 s
