"""What coding costs: how long an act takes until it is on the disk, and how long a long coding takes to read.

Run by hand: ``python benchmarks/annotation.py``. Beside the figures stands a reference of the same run: a
bare write with fdatasync.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from nao_sessions.analysis.agreement.report import ComparisonParameters, compare
from nao_sessions.analysis.agreement.units import CodedSession
from nao_sessions.analysis.coding.acts import Press
from nao_sessions.analysis.coding.session import CodingSession
from nao_sessions.analysis.schemes.files import find_scheme
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.record.additions.annotations import Annotation, read_coding

ACTS = 1_000
"""An hour of close coding: one press each 3.6 seconds."""


def main() -> None:
    """Print the figures."""
    scheme = find_scheme("engagement")
    keys = [one.code for one in scheme.behaviours]
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as made:
        folder = Path(made)
        desk = CodingSession(folder, "C01", scheme)
        took = []
        for number in range(ACTS):
            start = time.perf_counter()
            desk.press(Press(keys[number % len(keys)], number * 3_600_000_000, "P07"))
            took.append((time.perf_counter() - start) * 1e3)
        desk.close()
        start = time.perf_counter()
        found = read_coding(folder, "C01").annotations
        read_ms = (time.perf_counter() - start) * 1e3
        bare = _bare(folder)
    print(f"an act on the disk: p50 {_at(took, 0.5):.1f} ms, p95 {_at(took, 0.95):.1f} ms")
    print(f"the last hundred of {ACTS}: p50 {_at(took[-100:], 0.5):.1f} ms")
    print(
        f"reference, write and fdatasync of a line: p50 {_at(bare, 0.5):.1f} ms, p95 {_at(bare, 0.95):.1f} ms"
    )
    print(f"reading {ACTS} acts ({len(found)} annotations): {read_ms:.0f} ms")
    _agreement(found)


def _agreement(found: tuple[Annotation, ...]) -> None:
    scheme = find_scheme("engagement")
    end = max(one.start_ns for one in found) + SECOND_NS
    start = time.perf_counter()
    result = compare(
        [CodedSession("s", 0, end, {"A": found, "B": found})], ("A", "B"), scheme, ComparisonParameters()
    )
    print(
        f"agreement of two such codings, {len(result)} comparisons with intervals: "
        f"{time.perf_counter() - start:.1f} s"
    )


def _bare(folder: Path) -> list[float]:
    file = os.open(folder / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    took = []
    for _ in range(200):
        start = time.perf_counter()
        os.write(file, b"x" * 250 + b"\n")
        os.fdatasync(file)
        took.append((time.perf_counter() - start) * 1e3)
    os.close(file)
    return took


def _at(values: list[float], share: float) -> float:
    return sorted(values)[int(share * (len(values) - 1))]


if __name__ == "__main__":
    main()
