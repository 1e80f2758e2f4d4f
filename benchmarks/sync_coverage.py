"""Hold the ± of ``sync.json`` against the strip in every picture, for each kind of source.

The strip holds the instant at which its picture was made (CLOCK_MONOTONIC of the camera's process): it
shares neither code nor rule with arrivals, claps or marks. For each recording: the ± stated, the 95th
percentile of the true error of its pictures (those painted late left out), their ratio. For each kind: how
many recordings the ± covers, and stated over true at the 5th and at the 95th of 100 recordings. Aims: 95 %
covered, both ratios from 1 to 3.

    python benchmarks/sync_coverage.py [--recordings 12] [--seconds 15] [--sessions FOLDER ...]

``--sessions`` judges sessions that were recorded on the simulator (with a clap, or not), all alike.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(Path(__file__).parents[1]))

from nao_sessions.room.sync.measuring import measure  # noqa: E402  (after the paths)
from tests import timecode  # noqa: E402  (with the tests)
from tests.room.cameras import camera, recorder  # noqa: E402  (with the tests)
from tests.room.other_cameras import jpeg_camera, rtsp_camera  # noqa: E402  (with the tests)

PICTURE_MS = 40.0
"""A test camera on a busy machine paints a picture late, and says so in its strip: what is off by more than a
picture is the camera's, and is counted apart."""


@dataclass(frozen=True)
class Judged:
    """One recording: the ± stated and the true error at the 95th of 100 pictures, in milliseconds."""

    stated_ms: float
    true_ms: float
    pictures: int
    painted_late: int


def judged(session: Path, origin_ns: int, record: dict[str, object]) -> Judged:
    """Judge the first segment of a session's camera by its strips."""
    ticks, per = record["time_base"]  # type: ignore[misc]
    errors = np.array([
        (record["offset_ns"] + record["rate"] * pts * ticks / per * 1e9 - (taken_ns - origin_ns)) / 1e6
        for pts, taken_ns in timecode.frames_of(session / "room" / "room.01.mp4") if taken_ns is not None
    ])  # fmt: skip
    late = np.abs(errors - np.median(errors)) > PICTURE_MS
    true_ms = float(np.quantile(np.abs(errors[~late]), 0.95))
    return Judged(float(record["uncertainty_ms"]), true_ms, len(errors), int(late.sum()))  # type: ignore[arg-type]


def recorded(seconds: float, folder: Path) -> Iterator[tuple[str, Judged]]:
    """Record every kind of source at once, and judge each."""
    with ExitStack() as stack:
        slow = stack.enter_context(camera("--bframes", "2", "--drift-ppm", "100"))
        plain = stack.enter_context(camera("--bframes", "0"))
        sources = {
            "MPEG-TS over TCP, B frames, 100 ppm": slow.tcp,
            "MPEG-TS over HTTP": plain.http,
            "RTSP": stack.enter_context(rtsp_camera("--at-once")),
            "JPEG over HTTP": stack.enter_context(jpeg_camera()),
        }
        recorders = {name: stack.enter_context(recorder()) for name in sources}
        sessions = {name: folder / str(number) for number, name in enumerate(sources)}
        origins = {name: one.start(sources[name], sessions[name]) for name, one in recorders.items()}
        for one in recorders.values():
            one.wait_for("rolling")
        time.sleep(seconds)
        for one in recorders.values():
            one.stop()
    for name, session in sessions.items():
        record = measure(session)["streams"]["room"]["segments"][0]
        yield name, judged(session, origins[name], record)


def of_session(folder: Path) -> tuple[str, Judged]:
    """Judge a session that was recorded on the simulator."""
    origin_ns = json.loads((folder / "session.json").read_text(encoding="utf-8"))["clock"]["origin_ns"]
    sync = json.loads((folder / "sync.json").read_text(encoding="utf-8"))
    record = sync["streams"]["room"]["segments"][0]
    return f"simulator, {record['method']}", judged(folder, origin_ns, record)


def main() -> int:
    """Record or read, print a line for each kind, and give 1 where an aim is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--recordings", type=int, default=12)
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument("--sessions", type=Path, nargs="*", default=[])
    given = parser.parse_args()
    found: defaultdict[str, list[Judged]] = defaultdict(list)
    for folder in given.sessions:
        name, one = of_session(folder)
        found[name].append(one)
    for _ in range(0 if given.sessions else given.recordings):
        with tempfile.TemporaryDirectory() as parent:
            for name, one in recorded(given.seconds, Path(parent)):
                found[name].append(one)
    missed = False
    print(f"load {os.getloadavg()[0]:.1f}")
    for name, all_of_it in found.items():
        stated = np.array([one.stated_ms for one in all_of_it])
        true = np.array([one.true_ms for one in all_of_it])
        least, most = np.quantile(stated / true, [0.05, 0.95])
        covered = int((true <= stated).sum())
        reached = covered >= 0.95 * len(stated) and least >= 1 and most <= 3
        missed = missed or not reached
        pictures, late = (sum(getattr(one, of) for one in all_of_it) for of in ("pictures", "painted_late"))
        print(
            f"{name:36} {len(stated):3} recordings, {pictures:6,} pictures ({late} painted late); "
            f"stated {np.median(stated):5.2f} ms, true p95 {np.quantile(true, 0.95):5.2f}; "
            f"covered {covered} of {len(stated)}, stated over true {least:4.2f} to {most:4.2f}: "
            f"{'reached' if reached else 'MISSED'}"
        )
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
