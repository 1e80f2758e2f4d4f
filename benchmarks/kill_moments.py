"""Kill session, recorder and robot, each at moments spread over a session, and tell what every kill left.

The simulator's trace and the strip in the pictures are the witnesses. Exit 1 if anything was wrong.

``lost`` is video that the camera sent and the recording has not (aim: under 0.3 s); ``silent`` is the same
against the clock, the camera's own delay included; ``told`` and ``still`` run from the session's death to
the guard's first call and to Nao's silence; ``back`` to the first picture of the next segment (aim: 3 s);
``paused`` to the session's pause (aim: 1 s).
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.kills.room_under_test import RoomUnderTest
from tests.kills.scenarios import (
    Moment,
    Result,
    after_s,
    freeze_simulator,
    kill_recorder,
    kill_session,
    kill_simulator,
)

SCENARIOS: dict[str, Callable[[RoomUnderTest, Moment], Result]] = {
    "session": kill_session,
    "recorder": kill_recorder,
    "robot": kill_simulator,
    "frozen": freeze_simulator,
}
SHORTEST_SESSION_S = 9.0
"""A session of the protocol takes 10 s or more from its first step, with a child at its best."""


def kill(name: str, seconds: float) -> Result:
    """Run one session with one kill; whatever breaks on the way is wrong too."""
    with tempfile.TemporaryDirectory() as folder, RoomUnderTest(Path(folder), child="touches") as room:
        try:
            return SCENARIOS[name](room, after_s(seconds))
        except Exception as error:
            return Result(wrong=[f"{type(error).__name__}: {error}"])


def main() -> int:
    """Run every kill, a line each, and give the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--moments", type=int, default=10)
    parser.add_argument("--only", choices=sorted(SCENARIOS), action="append")
    given = parser.parse_args()
    within = random.Random(1)
    worst: dict[str, dict[str, float]] = {}
    failures = 0
    for name in given.only or SCENARIOS:
        for n in range(given.moments):
            seconds = SHORTEST_SESSION_S * (n + within.random()) / given.moments
            result = kill(name, seconds)
            figures = "  ".join(f"{key} {value:6.3f} s" for key, value in result.figures.items())
            wrong = [*result.wrong, *result.late]
            verdict = "ok" if not wrong else f"WRONG {wrong}"
            print(f"{name:9} {seconds:6.2f} s  {result.step:10} {figures}  {verdict}", flush=True)
            failures += bool(wrong)
            for key, value in result.figures.items():
                worst.setdefault(name, {})[key] = max(value, worst.get(name, {}).get(key, value))
    for name, figures_of in worst.items():
        print(f"{name:9} worst: " + ", ".join(f"{key} {value:.3f} s" for key, value in figures_of.items()))
    print(f"{failures} kill(s) left something wrong")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
