"""What a change gains in rehearsals: working copies of the project in turns, session by session, on one core.

Other programs disturb all of them alike then, so that a difference of one per cent is seen on a busy machine.
Each is a process of its own that rehearses with the code of its folder. Beside them, the floor of
``rehearsal_speed.py``: the log's lines and bare triggers alone, of the first.

Run: python benchmarks/rehearsal_in_turns.py FOLDER FOLDER... [ROUNDS]
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from statistics import median, quantiles

import rehearsal_speed

from nao_sessions.engine import Engine
from nao_sessions.protocol.loading import load
from nao_sessions.rehearsal.session import rehearse

FLOOR = "the floor"


def answer(name: str) -> None:
    """Do a session for each number that comes, and give the processor's time that it took."""
    engine = Engine(load(rehearsal_speed.SORTING))
    works: list[Callable[[], object]] = []
    for plan in rehearsal_speed.plans(rehearsal_speed.SHARE):
        if name == FLOOR:
            works.append(rehearsal_speed.floor(rehearsal_speed.lines_of(engine, plan)))
        else:
            works.append(partial(rehearse, engine, plan))
    for line in sys.stdin:
        print(rehearsal_speed.seconds(works[int(line)]), flush=True)


class Copy:
    """A process that rehearses with the code of a folder."""

    def __init__(self, name: str, folder: str) -> None:
        self.name = name
        self.took: list[list[float]] = [[] for _ in range(rehearsal_speed.SHARE)]
        self._process = subprocess.Popen(
            [sys.executable, __file__, "--answer", name],
            env=os.environ | {"PYTHONPATH": folder},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def do(self, number: int) -> None:
        """Have one session done, and keep what it took."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{number}\n")
        self._process.stdin.flush()
        self.took[number].append(float(self._process.stdout.readline()))

    def in_all(self, which: Callable[[list[float]], float]) -> float:
        """Give what all sessions took, of each its best round, say."""
        return sum(map(which, self.took))

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def lower_quartile(values: list[float]) -> float:
    """Give the value that a quarter lie below."""
    return quantiles(values, n=4)[0]


def main() -> None:
    """Measure, and print."""
    if sys.argv[1] == "--answer":
        answer(sys.argv[2])
        return
    folders = [str(Path(word).resolve()) for word in sys.argv[1:] if not word.isdigit()]
    rounds = next((int(word) for word in sys.argv[1:] if word.isdigit()), 40)
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    copies = [Copy(Path(folder).name, folder) for folder in folders]
    floor = Copy(FLOOR, folders[0])
    everyone = [*copies, floor]
    order = Random(0)
    for number in range(rehearsal_speed.SHARE * rounds):
        # Who comes twice in a row finds the processor's caches warm: the lot decides that, not the place.
        for copy in order.sample(everyone, len(everyone)):
            copy.do(number % rehearsal_speed.SHARE)
    print(f"Python {sys.version.split()[0]}, {rounds} rounds; load {os.getloadavg()[0]:.1f}")
    for name, which in (("best", min), ("lower quartile", lower_quartile), ("median", median)):
        print(f"\nof each session its {name}")
        first, lowest = copies[0].in_all(which), floor.in_all(which)
        for copy in everyone:
            took = copy.in_all(which)
            print(
                f"{copy.name:26} {rehearsal_speed.SHARE / took:6.0f} sessions/s, "
                f"{took / first:6.1%} of the first's time, {lowest / took:6.1%} of the floor's speed"
            )
    for copy in everyone:
        copy.close()


if __name__ == "__main__":
    main()
