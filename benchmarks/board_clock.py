"""Measure, in a real Chromium, how far the time that a touch gets in the log is from when it was made.

Touches are given to Chromium with the time at which they were made (its own `timestamp`), each some
milliseconds ago; the page tells them in the host's time as it knows it, and the log is compared with the
truth: page and server share one machine, whose CLOCK_MONOTONIC both would read. Beside it, in the same run:
when the touches came in, which is what a page without a clock would have to say. Needs Debian's Chromium.

Run: python benchmarks/board_clock.py [TOUCHES]
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "engine"))
sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "browser"))

from browser.board_acts import at_question, set_board, set_mode, wait_for
from browser.board_room import BoardRoom, board, board_room, tablet
from browser.chromium import chromium
from playwright.sync_api import CDPSession, Page

MILLISECOND_NS = 1_000_000
OLDEST_MS = 30.0
BETWEEN_MS = 40


def main() -> None:
    """Touch a board many times, and print how far each touch's time is off."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    drawn = random.Random(15)
    with (
        tempfile.TemporaryDirectory() as parent,
        chromium() as browser,
        board_room(Path(parent), speed=1.0) as room,
        tablet(browser, room) as context,
    ):
        page = board(context, room)
        set_board(page, again_ms="0")
        at_question(room, page)
        set_mode(page, model=True)  # the adult's touches are noted with their times, and end no question
        page.locator(".board-model").wait_for()
        finger = context.new_cdp_session(page)
        made = [touch(page, finger, drawn.uniform(0, OLDEST_MS)) for _ in range(count)]
        wait_for(page, lambda: len(room.playing.events("touch")) == count)
        tell(room, made)


def touch(page: Page, finger: CDPSession, ago_ms: float) -> int:
    """Touch the first choice some milliseconds ago; give when (CLOCK_MONOTONIC, ns)."""
    where = page.locator(".tile").first.bounding_box()
    assert where is not None
    middle = {"x": where["x"] + where["width"] / 2, "y": where["y"] + where["height"] / 2}
    now_ns, now_utc_ns = time.monotonic_ns(), time.time_ns()
    ago_ns = round(ago_ms * MILLISECOND_NS)
    finger.send(
        "Input.dispatchTouchEvent",
        {"type": "touchStart", "touchPoints": [middle], "timestamp": (now_utc_ns - ago_ns) / 1e9},
    )
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(BETWEEN_MS)
    return now_ns - ago_ns


def tell(room: BoardRoom, made: list[int]) -> None:
    """Print the errors of all touches."""
    clock, notes = room.playing.begun.clock, room.playing.events("touch")
    told = [clock.origin_ns + (note.at if note.t is None else note.t) for note in notes]
    arrived = [clock.origin_ns + note.at for note in notes]
    errors = [abs(t - truth) / MILLISECOND_NS for t, truth in zip(told, made, strict=True)]
    delays = [(t - truth) / MILLISECOND_NS for t, truth in zip(arrived, made, strict=True)]
    said = [float(note.data["uncertainty_ms"]) for note in notes]
    within = sum(error <= spread for error, spread in zip(errors, said, strict=True))
    print(f"{len(made)} touches")
    print(f"time in the log, off by: {spread_of(errors)}")
    print(f"uncertainty that it states: {spread_of(said)}; it holds for {within} of {len(made)}")
    print(f"time of arrival instead, off by: {spread_of(delays)}")


def spread_of(values_ms: list[float]) -> str:
    """Write the middle and the far end of some values."""
    ordered = sorted(values_ms)
    p50, p95 = ordered[len(ordered) // 2], ordered[len(ordered) * 95 // 100]
    return f"p50 {p50:.2f} ms, p95 {p95:.2f} ms, at most {ordered[-1]:.2f} ms"


if __name__ == "__main__":
    main()
