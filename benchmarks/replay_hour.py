"""Measure, in a real Chromium, how long it takes from a click to the right picture of an hour-long video.

An hour of 832x468 with uneven times and lost pictures goes through the recorder's own writer, and beside it a
log of 10,000 lines; random touches are clicked in random order, and the strip of the picture is read off a
screenshot. The time runs from the press itself, as the browser stamped it, to the picture that was checked.
Nothing watches the page meanwhile (each question by DevTools costs its thread 30 ms): it is asked afterwards.
Aim: 200 of 200, p95 under 150 ms; the page open in under a second. Needs Debian's Chromium; making the hour
takes minutes, so a folder that was made before may be named.

Run: python benchmarks/replay_hour.py [--events 200] [--key-every 25] [--minutes 60] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from operator import contains
from pathlib import Path
from urllib.parse import urljoin

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import Browser, Page

from nao_sessions.core.events import Event
from tests.browser.chromium import chromium, opened, replaying, strip_of
from tests.browser.pictures import newest, settled, taken_in
from tests.review.replay.synthetic_folder import ORIGIN_NS, WIDTH_PX, Piece, make_folder
from tests.review.replay.synthetic_session import long_session, merged, random_touches

HEIGHT_PX = 468
GRAIN = 5
STRIP_UNIT_NS = 100_000
BEGINS_S = 1.0
LEFT_ALONE_S = 0.5
FIRST_SEQ, MOST_TOUCHES = 100_000, 200
# The floor: the same file and the same seeks in a page that does nothing else.
BARE = """<!doctype html><video src="media/v0s1" preload="auto" muted width="1000"></video>"""
BARE_SEEK = """seconds => new Promise(done => {
  const video = document.querySelector("video");
  const began = performance.now();
  let [sought, shown] = [false, false];
  const over = () => { if (sought && shown) done(performance.now() - began); };
  video.addEventListener("seeked", () => { sought = true; over(); }, { once: true });
  video.requestVideoFrameCallback(() => { shown = true; over(); });
  video.currentTime = seconds;
})"""
PRESSED = """addEventListener("click", event => { window.pressedAt = event.timeStamp; }, true)"""
TOOK_MS = """() => {
  const shown = performance.getEntriesByName("shown").at(-1);
  return shown.startTime + shown.duration - window.pressedAt;
}"""
MEDIA_BYTES = """() => performance.getEntriesByType("resource").filter(one => one.name.includes("/media/"))
  .reduce((sum, one) => sum + one.transferSize, 0)"""


def touches_of(minutes: int) -> list[Event]:
    """Give the touches that can be clicked, with seqs of their own."""
    drawn = random_touches(MOST_TOUCHES, (BEGINS_S + 0.2, BEGINS_S + 60 * minutes - 0.5), seed=13)
    return [event._replace(seq=FIRST_SEQ + n) for n, event in enumerate(drawn)]


def made(parent: Path, minutes: int, key_every: int) -> Path:
    """Make the folder, unless it lies there already."""
    found = next(parent.glob("20*"), None)
    if found is not None:
        return found
    lines = [event for event in long_session(10_000) if event.at < 60 * minutes * 1_000_000_000]
    piece = Piece(BEGINS_S, BEGINS_S + 60 * minutes, height_px=HEIGHT_PX, key_every=key_every, grain=GRAIN)
    return make_folder(parent, merged(lines, touches_of(minutes)), pieces=(piece,))


def witnessed(folder: Path) -> list[int]:
    """Give when every picture was taken, by its strip; what was read once is kept beside the folder."""
    kept = folder.parent / "taken.json"
    if not kept.exists():
        kept.write_text(json.dumps(taken_in(folder)))
    return list(json.loads(kept.read_text()))


def shown_ns(page: Page) -> int | None:
    """Give when the picture on the screen was taken, by its strip (session ns)."""
    strip = strip_of(page.locator("video").first, WIDTH_PX, HEIGHT_PX)
    return None if strip is None else strip - ORIGIN_NS


def click(page: Page, seq: int) -> None:
    """Click an event in the list, and leave the page alone until its picture is there."""
    page.locator(f".event[data-seq='{seq}']").click()
    time.sleep(LEFT_ALONE_S)
    settled(page)


def bare_ms(browser: Browser, address: str, seconds: list[float]) -> list[float]:
    """Give how long the same seeks take a browser that does nothing else (the reference)."""
    page = browser.new_page()
    page.goto(address)
    page.route("**/bare", lambda route: route.fulfill(body=BARE, content_type="text/html"))
    page.goto(urljoin(address, "/bare"))
    page.wait_for_function("document.querySelector('video').readyState >= 2")
    took = [float(page.evaluate(BARE_SEEK, at)) for at in seconds]
    page.close()
    return took


def spread(values: list[float]) -> str:
    """Give the median, the 95th percentile and the greatest, in words."""
    values = sorted(values)
    p50, p95 = values[len(values) // 2], values[len(values) * 95 // 100]
    return f"p50 {p50:.0f} ms, p95 {p95:.0f} ms, longest {values[-1]:.0f} ms"


def main() -> None:
    """Click every touch, and print how many showed the right picture, and after how long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=200)
    parser.add_argument("--key-every", type=int, default=25)
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    touches = random.Random(15).sample(touches_of(asked.minutes), asked.events)
    found, expected, took_ms = [], list[set[int]](), []
    with tempfile.TemporaryDirectory() as temporary, chromium() as browser:
        parent = asked.keep or Path(temporary)
        parent.mkdir(exist_ok=True)
        folder = made(parent, asked.minutes, asked.key_every)
        video = folder / "room" / "room.01.mp4"
        taken = witnessed(folder)
        print(
            f"{len(taken)} pictures, {video.stat().st_size / 1e6:.0f} MB, a key frame each {asked.key_every}"
        )
        with replaying(folder, "--lang", "en") as address:
            seconds = [touch.at / 1e9 - BEGINS_S for touch in touches]
            print(f"reference, a bare player: {spread(bare_ms(browser, address, seconds))}")
            began = time.monotonic()
            with opened(browser, address) as page:
                print(f"from the address to the first picture: {(time.monotonic() - began) * 1e3:.0f} ms")
                page.evaluate(PRESSED)
                for touch in touches:
                    click(page, touch.seq)
                    took_ms.append(page.evaluate(TOOK_MS))
                    found.append(shown_ns(page))
                    # a strip tells 0.1 ms: of a touch within that of a picture either one may be the newest
                    expected.append({newest(taken, touch.at), newest(taken, touch.at - STRIP_UNIT_NS)})
                fetched = page.evaluate(MEDIA_BYTES)
    print(f"right pictures: {sum(map(contains, expected, found))} of {len(touches)}")
    print(f"from click to checked picture: {spread(took_ms)}")
    print(f"fetched of the video: {fetched / 1e6:.0f} MB; load", *os.getloadavg())


if __name__ == "__main__":
    main()
