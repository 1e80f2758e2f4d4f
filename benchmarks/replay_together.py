"""Measure, in a real Chromium, how far apart four cameras are while they play side by side.

Four videos of the same moments play at each speed. The strips of all four are read in one and the same
moment, again and again, off what each video shows then. Told is the time between the earliest and the latest
of the four pictures, in session time, how many looks found them within one picture (40 ms; at 4 a screen of
60 Hz shows each second picture), and how fast the session went. The first second, in which the browser begins
to play, is told apart.

Run: python benchmarks/replay_together.py [--seconds 8] [--height 468]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.browser.chromium import chromium, opened, replaying
from tests.browser.pictures import choose
from tests.review.replay.synthetic_folder import Piece, make_folder
from tests.review.replay.synthetic_session import scripted_events

SPEEDS = ("0.1", "0.25", "0.5", "1", "2", "4")
CAMERAS = ("door", "room", "table", "window")
PICTURE_MS = 40.0
BEGINNING_MS = 1000.0
FIRST_SEQ = 6
GRAIN = 5
# Each look gives [milliseconds since the press, [what each strip tells, 0.1 ms; null: not readable]].
LOOK = """seconds => new Promise(done => {
  const videos = [...document.querySelectorAll("video")];
  const canvas = new OffscreenCanvas(800, 16 * videos.length);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const looks = [];
  const began = performance.now();
  const cell = (row, n) => {
    let sum = 0;
    const { data } = context.getImageData(n * 16 + 6, row * 16 + 6, 4, 4);
    for (let at = 0; at < data.length; at += 4) sum += data[at];
    return sum / (data.length / 4) > 125 ? 1 : 0;
  };
  const strip = row => {
    const bits = Array.from({ length: 50 }, (_, n) => cell(row, n));
    const time = bits.slice(2, 42), sum = bits.slice(42, 48).reduce((all, bit) => all * 2 + bit, 0);
    if (!bits[0] || bits[1] || bits[48] || !bits[49]) return null;
    if (time.reduce((all, bit) => all + bit, 0) % 64 !== sum) return null;
    return time.reduce((all, bit) => all * 2 + bit, 0);
  };
  const look = () => {
    videos.forEach((video, row) =>
      context.drawImage(video, 0, video.videoHeight - 16, 800, 16, 0, row * 16, 800, 16));
    looks.push([performance.now() - began, videos.map((_, row) => strip(row))]);
    if (performance.now() - began > seconds * 1000) done(looks);
    else setTimeout(() => requestAnimationFrame(look), 90);
  };
  requestAnimationFrame(look);
})"""


def told(looks: list[tuple[float, list[Any]]]) -> str:
    """Say how far apart the pictures of some looks are."""
    read = [strips for _, strips in looks if None not in strips]
    spreads = sorted((max(strips) - min(strips)) / 10 for strips in read)
    if not spreads:
        return "nothing to be read"
    within = sum(spread <= PICTURE_MS + 12 for spread in spreads)  # 12 ms: how unevenly pictures were taken
    return (
        f"p50 {spreads[len(spreads) // 2]:.0f} ms, p95 {spreads[len(spreads) * 95 // 100]:.0f} ms, most"
        f" {spreads[-1]:.0f} ms; within a picture {within} of {len(looks)}"
    )


def main() -> None:
    """Play at each speed, look, and print the spread."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--height", type=int, default=468)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary, chromium() as browser:
        parent = asked.keep or Path(temporary)
        parent.mkdir(exist_ok=True)
        folder = next(parent.glob("20*"), None)
        if folder is None:
            piece = Piece(1.0, 61.0, height_px=asked.height, grain=GRAIN)
            folder = make_folder(parent, scripted_events(), pieces=(piece,), cameras=CAMERAS)
        with replaying(folder, "--lang", "en") as address, opened(browser, address, width=1600) as page:
            for speed in SPEEDS:
                choose(page, FIRST_SEQ)
                page.locator("#speed").select_option(speed)
                page.locator("#play").click()
                looks = page.evaluate(LOOK, asked.seconds)
                page.keyboard.press("k")
                first = [look for look in looks if look[0] < BEGINNING_MS]
                later = [look for look in looks if look[0] >= BEGINNING_MS]
                (from_ms, before), (to_ms, after) = later[0], later[-1]
                went = (
                    (after[0] - before[0]) / 10 / (to_ms - from_ms)
                    if after[0] and before[0]
                    else float("nan")
                )
                print(f"speed {speed}: {told(later)}; went at {went:.2f} (first second: {told(first)})")
    print("load", *os.getloadavg())


if __name__ == "__main__":
    main()
