"""Measure how far ``sync.json`` is from the strip in every picture, for each kind of source, all at once.

Two cameras send MPEG-TS (over TCP and over HTTP, with B frames and a clock that is 100 ppm fast), one RTSP,
one JPEG over HTTP; a program keeps a core busy meanwhile. No clap is given: arrivals alone tell the times.
Aims: p95 within half a frame (20 ms), a drift below 1 ms a minute.

Run: python benchmarks/sync_sources.py [--minutes 10] [--idle]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np

from nao_sessions.room.sync.measuring import measure

sys.path[:0] = [str(Path(__file__).parent.parent / "tests" / part) for part in (".", "room")]

from cameras import camera, recorder, strip_errors_ms  # noqa: E402  (with the tests)
from other_cameras import jpeg_camera, rtsp_camera  # noqa: E402  (with the tests)

AIM_MS, AIM_DRIFT_MS = 20.0, 1.0


@contextmanager
def busy() -> Iterator[None]:
    """Keep a core busy."""
    process = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        yield
    finally:
        process.kill()
        process.wait()


def record(minutes: float, folder: Path, *, idle: bool) -> dict[str, tuple[list[float], int]]:
    """Record all sources at once; give the errors of each, in milliseconds, and how many pictures it lost."""
    with ExitStack() as stack:
        first = stack.enter_context(camera("--bframes", "2", "--drift-ppm", "100"))
        second = stack.enter_context(camera("--bframes", "2", "--drift-ppm", "100"))
        sources = {
            "MPEG-TS over TCP": first.tcp,
            "MPEG-TS over HTTP": second.http,
            "RTSP": stack.enter_context(rtsp_camera("--at-once")),
            "JPEG over HTTP": stack.enter_context(jpeg_camera()),
        }
        if not idle:
            stack.enter_context(busy())
        recorders = {name: stack.enter_context(recorder()) for name in sources}
        sessions = {name: folder / str(number) for number, name in enumerate(sources)}
        origins = {name: process.start(sources[name], sessions[name]) for name, process in recorders.items()}
        for process in recorders.values():
            process.wait_for("rolling")
        time.sleep(minutes * 60)
        print(f"load {os.getloadavg()[0]:.1f}", flush=True)
        for process in recorders.values():
            process.stop()
    told = {}
    for name, session in sessions.items():
        sync = measure(session)
        errors = strip_errors_ms(session, origins[name], sync)
        told[name] = errors, sync["streams"]["room"]["segments"][0]["dropped"]
    return told


def main() -> None:
    """Record, and print a line for each source."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--idle", action="store_true", help="keep no core busy")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name, (errors, dropped) in record(given.minutes, Path(folder), idle=given.idle).items():
            p50, p95 = np.quantile(np.abs(errors), [0.5, 0.95])
            minute = max(1, round(len(errors) / given.minutes / 2))
            drift = (np.median(errors[-minute:]) - np.median(errors[:minute])) / given.minutes
            reached = p95 <= AIM_MS and abs(drift) <= AIM_DRIFT_MS
            print(
                f"{name:18} {len(errors):6,} pictures, {dropped} dropped; "
                f"error p50 {p50:5.2f} ms, p95 {p95:5.2f}, max {np.abs(errors).max():5.2f}; "
                f"drift {drift:+.3f} ms a minute; {'reached' if reached else 'NOT reached'}"
            )


if __name__ == "__main__":
    main()
