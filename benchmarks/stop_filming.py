"""How long it is filmed after the tap on *On ne filme plus*: from the tap to the last picture on disk.

    python benchmarks/stop_filming.py [COUNT] [SEED]

Each time another session with its own guard, recorder and camera, at a moment drawn by SEED. One in ten is
tapped in Chromium, on the console's own page; the others are the page's own request to the guard. One in five
has its session frozen (SIGSTOP) beforehand, one in twenty its recorder. Held against: the strip in each
picture, by which the camera, another program, says when it took it; ffprobe, which says how far the pictures
in the file reach; the clock of the file system, for when the file was written last.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from playwright.sync_api import expect

from tests import timecode
from tests.browser.chromium import chromium
from tests.browser.console_room import Hands, console_room, device, prepare
from tests.guard.filmed_session import filmed, is_alive, until
from tests.room.cameras import ROOT

AIM_S = 1.0
WAYS = ("page", "guard", "session frozen", "recorder frozen")


@dataclass(frozen=True, slots=True)
class Tap:
    """What became of one tap, in seconds after it; negative: before it.

    ``beyond_s`` is by how much ffprobe's end of the film and the last strip's moment differ.
    """

    way: str
    last_picture_s: float
    written_s: float
    beyond_s: float


def _ends(folder: Path, way: str, tapped_ns: int, tapped_utc_ns: int) -> Tap:
    """Read from the files alone when the film ends: from the last one, if a busy computer made two of it."""
    *_, path = sorted((folder / "room").glob("room.*.mp4"))
    taken = [(pts, at) for pts, at in timecode.frames_of(path) if at is not None]
    shown = [at for _, at in taken]
    asked = ["-show_entries", "packet=pts_time", "-select_streams", "v", "-of", "json"]
    answer = subprocess.run(["ffprobe", "-v", "error", *asked, str(path)], capture_output=True, check=True)
    packets = sorted(float(one["pts_time"]) for one in json.loads(answer.stdout)["packets"])
    reach_s = packets[-1] - packets[0]
    return Tap(
        way,
        (max(shown) - tapped_ns) / 1e9,
        (path.stat().st_mtime_ns - tapped_utc_ns) / 1e9,
        reach_s - (max(shown) - min(shown)) / 1e9,
    )


def _at_the_guard(way: str, wait_s: float) -> Tap:
    with tempfile.TemporaryDirectory() as place, filmed(Path(place)) as session:
        (recorder,) = session.recorders.values()
        time.sleep(wait_s)
        if way == "session frozen":
            session.process.send_signal(signal.SIGSTOP)
        if way == "recorder frozen":
            os.kill(recorder, signal.SIGSTOP)
        tapped_ns, tapped_utc_ns = time.monotonic_ns(), time.time_ns()
        assert session.press() == 200
        until(lambda: not is_alive(recorder), "end of the recorder")
        return _ends(session.folder, way, tapped_ns, tapped_utc_ns)


def _on_the_page(count: int, rng: random.Random) -> list[Tap]:
    taps = []
    with (
        tempfile.TemporaryDirectory() as place,
        chromium() as browser,
        console_room(Path(place), speed=1.0) as room,
    ):
        for _ in range(count):
            context, page = device(browser, room)
            prepare(Hands(page, "touch"), room)
            until(lambda: room.events("entered"), "the first step")
            button = page.locator("#end-film")
            expect(button).to_be_visible(timeout=60_000)
            time.sleep(2 + 3 * rng.random())
            tapped_ns, tapped_utc_ns = time.monotonic_ns(), time.time_ns()
            button.tap()
            until(lambda: room.events("closed"), "the end of the film")
            taps.append(_ends(room.session, "page", tapped_ns, tapped_utc_ns))
            context.close()
            room.close_session(browser)
    return taps


def _tell(name: str, values: list[float]) -> None:
    p50, p95 = np.percentile(values, (50, 95))
    print(f"{name}: p50 {p50:+.3f} s, p95 {p95:+.3f} s, max {max(values):+.3f} s")


def main() -> None:
    """Tap so often, and print what came of it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    rng = random.Random(seed)
    pages, frozen, stuck = count // 10, count // 5, count // 20
    ways = ["session frozen"] * frozen + ["recorder frozen"] * stuck
    ways += ["guard"] * (count - pages - len(ways))
    rng.shuffle(ways)
    taps = []
    for way in ways:
        taps.append(_at_the_guard(way, rng.random() * 2))
        print(taps[-1], flush=True)
    if pages:
        _tell_all(taps, seed)
        taps += _on_the_page(pages, rng)
    _tell_all(taps, seed)


def _tell_all(taps: Sequence[Tap], seed: int) -> None:
    head = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    load = f"load {os.getloadavg()[0]:.1f} of {os.cpu_count()}"
    print(f"\n{len(taps)} taps, seed {seed}, {head.stdout.strip()}, {load}")
    for way in WAYS:
        if mine := [one for one in taps if one.way == way]:
            _tell(f"{way} ({len(mine)}), last picture", [one.last_picture_s for one in mine])
    _tell("all, last picture", [one.last_picture_s for one in taps])
    _tell("all, file written last", [one.written_s for one in taps])
    beyond_ms = max(abs(one.beyond_s) for one in taps) * 1e3
    print(f"ffprobe's film and the strips differ by {beyond_ms:.0f} ms at most")
    within = sum(one.last_picture_s <= AIM_S for one in taps)
    print(f"within {AIM_S:.0f} s: {within} of {len(taps)}", flush=True)


if __name__ == "__main__":
    main()
