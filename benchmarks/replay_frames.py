"""Measure, in a real Chromium, whether the picture of an event is the newest that was taken then.

A session of 42 seconds with uneven times, lost pictures, two segments and B frames; random touches are
clicked in random order, and the strip of the picture is read off a screenshot. Aim: the right picture each
time (an annotation tool of the field is 267 ms off). Needs Debian's Chromium.

Run: python benchmarks/replay_frames.py [EVENTS]
"""

from __future__ import annotations

import random
import sys
import tempfile
from operator import eq
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.browser.chromium import chromium, opened, replaying
from tests.browser.pictures import choose, newest, shown_ns, taken_in
from tests.review.replay.synthetic_folder import make_folder
from tests.review.replay.synthetic_session import merged, random_touches, scripted_events


def main() -> None:
    """Click every event, and print how many showed the right picture, and after how long."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    drawn = merged(
        random_touches(count // 2, (1.2, 20.5), seed=13), random_touches(count // 2, (23.2, 42.4), seed=14)
    )
    touches = [event._replace(seq=10_000 + n) for n, event in enumerate(drawn)]
    found, expected, seeks_ms = [], [], []
    with tempfile.TemporaryDirectory() as parent, chromium() as browser:
        folder = make_folder(Path(parent), merged(scripted_events(), touches))
        taken = taken_in(folder)
        with replaying(folder, "--lang", "en") as address, opened(browser, address) as page:
            for touch in random.Random(15).sample(touches, len(touches)):
                said = choose(page, touch.seq)
                found.append(shown_ns(page))
                expected.append(newest(taken, touch.at))
                if found[-1] != expected[-1]:
                    address_now = page.evaluate("location.hash")
                    print(f"wrong: {touch.seq} at {touch.at}, {found[-1]}; at {address_now} it says: {said}")
                seeks_ms.append(page.evaluate("performance.getEntriesByName('shown').at(-1).duration"))
    seeks_ms.sort()
    print(f"right pictures: {sum(map(eq, found, expected))} of {len(touches)}")
    p50, p95 = seeks_ms[len(seeks_ms) // 2], seeks_ms[len(seeks_ms) * 95 // 100]
    print(f"from click to checked picture: p50 {p50:.0f} ms, p95 {p95:.0f} ms")


if __name__ == "__main__":
    main()
