"""How long the figures of 500 sessions take: read for the first time, kept, and after one more session.

``python benchmarks/progress_reading.py [--sessions N]``. What is kept is taken by the console itself, in a
thread; the rest is read by a process, whose start is counted. Beside them a Python that does nothing.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from nao_sessions.console.progress.figures import KEPT_FILE, up_to_date
from tests.console.rehearsed_folder import LIBRARY, make_session

PROTOCOLS = ("emotions", "rimes", "consignes", "imitation")
REPEATED = 5


def main() -> None:
    """Make the folders, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=500)
    count = parser.parse_args().sessions
    with tempfile.TemporaryDirectory(prefix="nao-progress-") as name:
        place = Path(name)
        for number in range(count):
            _session(place, number)
        lines = sum(path.read_bytes().count(b"\n") for path in place.glob("sessions/*/events.jsonl"))
        print(f"{count} sessions, {lines} lines of log")
        print(f"  a Python that does nothing   {_median([sys.executable, '-c', 'pass']):6.2f} s")
        command = [
            sys.executable, "-m", "nao_sessions.console.progress.reader",
            str(place / "sessions"), str(LIBRARY), str(place / "keep"),
        ]  # fmt: skip
        print(f"  read for the first time      {_seconds(command):6.2f} s")
        print(f"  taken from what is kept      {_taken(place):6.2f} s (median of {REPEATED})")
        _session(place, count)
        print(f"  after one more session       {_seconds(command):6.2f} s")
        kept_bytes = (place / "keep" / KEPT_FILE).stat().st_size
        print(f"  kept                         {kept_bytes / 1e6:6.2f} MB")


def _session(place: Path, number: int) -> None:
    protocol = PROTOCOLS[number % len(PROTOCOLS)]
    code = f"P{number % 12 + 1:02}"
    make_session(
        place / "sessions", protocol, children=(code,), profile="steady", seed=number % 40, day=number
    )


def _taken(place: Path) -> float:
    times = []
    for _ in range(REPEATED):
        begun = time.monotonic()
        assert up_to_date(place / "sessions", LIBRARY, place / "keep") is not None
        times.append(time.monotonic() - begun)
    return statistics.median(times)


def _median(command: list[str]) -> float:
    return statistics.median(_seconds(command) for _ in range(REPEATED))


def _seconds(command: list[str]) -> float:
    begun = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - begun


if __name__ == "__main__":
    main()
