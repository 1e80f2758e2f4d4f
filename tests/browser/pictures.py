"""Choosing an event on the replay page, and which picture is on the screen then, by its own strip.

Nothing here believes the page: the strip is read off a screenshot.
"""

from __future__ import annotations

from bisect import bisect_right
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.chromium import strip_of
from tests.review.replay.synthetic_folder import HEIGHT_PX, ORIGIN_NS, WIDTH_PX
from tests.timecode import frames_of


def choose(page: Page, seq: int) -> str:
    """Click an event in the list and give what the page says of the picture, once it has settled."""
    page.locator(f".event[data-seq='{seq}']").click()
    return settled(page)


def settled(page: Page) -> str:
    expect(page.locator("#player")).to_have_attribute("aria-busy", "false")
    return page.locator("#shown").inner_text().replace("\u00a0", " ")


def shown_ns(page: Page) -> int | None:
    """Give when the picture on the screen was taken, by its strip (session ns)."""
    strip = strip_of(page.locator("video").first, WIDTH_PX, HEIGHT_PX)
    return None if strip is None else strip - ORIGIN_NS


def taken_in(folder: Path, camera: str = "*") -> list[int]:
    """Decode every picture of the videos and give when it was taken, by its strip (session ns), in order."""
    videos = (folder / "room").glob(f"{camera}.*.mp4")
    return sorted(strip - ORIGIN_NS for path in videos for _, strip in frames_of(path) if strip is not None)


def stands_until(taken: list[int], picture: int) -> int:
    """Give when a picture stops being the newest one, among times in order."""
    return taken[bisect_right(taken, picture)]


def newest(taken: list[int], at: int) -> int:
    """Give when the newest picture of a moment was taken, among times in order."""
    return taken[bisect_right(taken, at) - 1]
