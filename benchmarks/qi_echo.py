"""How long a bare call over qi takes to a simulator on this machine: what every other figure stands beside.

    python benchmarks/qi_echo.py [--times 1000]

Prints the round trip of the cheapest call, in milliseconds: p50, p99 and the longest.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

os.environ.setdefault("QI_LOG_LEVEL", "0")
import qi

sys.path.insert(0, str(Path(__file__).parents[1]))


class QiEcho:
    """A session that only asks a robot whether it is there."""

    def __init__(self, url: str) -> None:
        self._session = qi.Session()
        self._session.connect(url)
        self._memory: Any = self._session.service("ALMemory")

    def once_ms(self) -> float:
        """Give the time of one round trip, in milliseconds."""
        begun_ns = time.perf_counter_ns()
        self._memory.ping()
        return (time.perf_counter_ns() - begun_ns) / 1e6

    def close(self) -> None:
        """End the session."""
        self._session.close()


def percentiles(times_ms: Sequence[float]) -> list[float]:
    """Give the 99 percentiles; of a single time, that time."""
    several = times_ms if len(times_ms) > 1 else [*times_ms] * 2
    return statistics.quantiles(several, n=100, method="inclusive")


def row(name: str, times_ms: Sequence[float]) -> str:
    """Give one line of a table: the name, p50, p99, the longest, how many."""
    cuts = percentiles(times_ms)
    return f"{name:<34} {cuts[49]:8.2f} {cuts[98]:8.2f} {max(times_ms):8.2f} {len(times_ms):6d}"


HEADER = f"{'milliseconds':<34} {'p50':>8} {'p99':>8} {'max':>8} {'n':>6}"


def main() -> None:
    """Measure, and print."""
    from tests.robot.simulated_nao import SimulatedNao

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--times", type=int, default=1000)
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory() as folder:
        nao = SimulatedNao(Path(folder) / "trace.jsonl")
        try:
            echo = QiEcho(nao.url)
            echo.once_ms()
            measured = [echo.once_ms() for _ in range(times)]
            echo.close()
        finally:
            nao.close()
    print(HEADER)
    print(row("qi round trip", measured))


if __name__ == "__main__":
    main()
