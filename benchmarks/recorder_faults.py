"""What each fault costs a recording: each is caused, and the strips in the pictures tell what was lost.

Lost = what the camera took between the first and the last picture that can be read (of a killed recorder: and
the kill), and that is not in the files. Off = how far the arrivals lie from when the pictures were taken.
Aim: a kill loses at most 0.3 s; a fault of the source loses what the source did not send, or damaged.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nao_sessions.room.files.index import read_index, segment_path, segments_of
from nao_sessions.room.files.probe import examine

sys.path[:0] = [str(Path(__file__).parent.parent / "tests" / part) for part in (".", "room")]

import timecode  # noqa: E402  (it lies with the tests)
from cameras import Recorder, camera, recorder  # noqa: E402

FPS = 25
AFTER_S = 3.0
"""So long the recording goes on once the fault is over."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What the camera does wrong, and what is done to the recorder once it rolls."""

    camera: tuple[str, ...] = ()
    cause: Callable[[Recorder], None] = lambda process: time.sleep(3.0)
    kills: bool = False


def stop_for(seconds: float) -> Callable[[Recorder], None]:
    """Have a recorder not run for so long."""

    def cause(process: Recorder) -> None:
        time.sleep(2.0)
        process.process.send_signal(signal.SIGSTOP)
        time.sleep(seconds)
        process.process.send_signal(signal.SIGCONT)

    return cause


FAULTS = {
    "nothing (for comparison)": Fault(),
    "SIGSTOP of the recorder for 5 s": Fault(cause=stop_for(5.0)),
    "kill -9, a key frame a second": Fault(kills=True),
    "kill -9, a key frame every 10 s": Fault(("--gop-s", "10"), kills=True),
    "link cut, refused for 0.5 s": Fault(("--cut-at-s", "3", "--refuse-s", "0.5")),
    "another size in the middle": Fault(("--resize-at-s", "3")),
    "source clock set back by 5 s": Fault(("--jump-at-s", "3.5")),
    "source clock set ahead by 5 s": Fault(("--jump-at-s", "3.5", "--jump-s", "5")),
    "garbage, 5 kB, once": Fault(("--garbage-at-s", "3")),
    "garbage, 5 kB, every 0.2 s for a second": Fault(("--garbage-at-s", "3", "3.2", "3.4", "3.6", "3.8")),
}


def measure(fault: Fault) -> str:
    """Record with a fault; tell in one row of a table what it cost."""
    with tempfile.TemporaryDirectory() as name, camera(*fault.camera) as source, recorder() as process:
        session = Path(name)
        origin_ns = process.start(source.tcp, session)
        process.wait_for("rolling")
        fault.cause(process)
        ended_ns = process.kill() if fault.kills else None
        if not fault.kills:
            time.sleep(AFTER_S)
            process.stop()
        room = session / "room"
        segments = segments_of(room, "room")
        arrivals = {(f.segment, f.pts): f.arrival_ns for f in read_index(room / "room.frames.csv")}
        taken, off_ms = [], []
        for segment in segments:
            for pts, taken_ns in timecode.frames_of(segment_path(room, "room", segment)):
                if taken_ns is not None:
                    taken.append(taken_ns)
                    off_ms.append((arrivals[segment, pts] - (taken_ns - origin_ns)) / 1e6)
        missing = round((max(taken) - min(taken)) / 1e9 * FPS) + 1 - len(taken)
        lost_s = missing / FPS
        problems = [problem.en for report in examine(session) for problem in report.problems]
        told = [event["event"] for event in process.events if event["event"] not in ("status", "rolling")]
        reasons = [event["reason"] for event in process.events if event["event"] == "closed"]
        if ended_ns is not None:
            lost_s += (ended_ns - max(taken)) / 1e9
        late = sum(event.get("late", 0) for event in process.events if event["event"] == "closed")
        off = f"{np.percentile(off_ms, 95):.1f}, {max(off_ms):.1f}"
        news = ", ".join(dict.fromkeys([*told, *reasons])) or "-"
        return f"{lost_s:.2f} s | {len(segments)} | {off} | {late} | {news} | {len(problems)}"


def main() -> None:
    """Cause every fault and print one row each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="those that hold this word")
    parser.add_argument("--times", type=int, default=1)
    given = parser.parse_args()
    print("| fault | lost | files | off, ms: p95, max | flagged late | told | problems |")
    print("|---|---|---|---|---|---|---|")
    for name, fault in FAULTS.items():
        for _ in range(given.times if given.only in name else 0):
            print(f"| {name} | {measure(fault)} |", flush=True)


if __name__ == "__main__":
    main()
