"""Kill the recorder at moments spread over a recording, and tell how many seconds of video each kill lost.

The strip in the last picture that can be read is the witness: lost = instant of the kill - instant of that
picture. Aim: under 0.3 s.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from nao_sessions.room.files.probe import examine

sys.path[:0] = [str(Path(__file__).parent.parent / "tests" / part) for part in (".", "room")]

from cameras import camera, last_picture_ns, recorder  # noqa: E402  (it lies with the tests)


def lost_s(after_s: float, options: list[str]) -> tuple[float, int, int]:
    """Kill a recorder so long after it rolls; give the seconds lost, the frames indexed and readable."""
    with tempfile.TemporaryDirectory() as folder, camera(*options) as source, recorder() as process:
        session = Path(folder)
        process.start(source.tcp, session)
        process.wait_for("rolling")
        time.sleep(after_s)
        killed_ns = process.kill()
        (report,) = examine(session)
        assert not report.problems, report
        lost = (killed_ns - last_picture_ns(session / "room" / "room.01.mp4")) / 1e9
        return lost, report.frames_indexed, report.frames_readable


def main() -> None:
    """Run every case and print one line a kill."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--span-s", type=float, default=5.0, help="the last kill comes so long after rolling")
    given = parser.parse_args()
    phase = random.Random(1)
    cases = {
        "no B frames, GOP 1 s": [],
        "2 B frames, GOP 1 s": ["--bframes", "2"],
        "no B frames, GOP 10 s, no sound": ["--gop-s", "10", "--no-sound"],
        "15 frames a second": ["--fps", "15"],
    }
    for name, options in cases.items():
        losses = []
        for n in range(given.kills):
            after_s = given.span_s * n / max(1, given.kills - 1) + phase.random() * 0.25
            lost, indexed, readable = lost_s(after_s, options)
            losses.append(lost)
            print(
                f"{name}: {after_s:5.2f} s after rolling: lost {lost:.3f} s ({readable}/{indexed})",
                flush=True,
            )
        print(
            f"{name}: median {sorted(losses)[len(losses) // 2]:.3f} s, worst {max(losses):.3f} s", flush=True
        )


if __name__ == "__main__":
    main()
