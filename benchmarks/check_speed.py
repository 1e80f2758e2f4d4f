"""How long `nao-sessions check` takes as a whole process: one protocol from a cold start, and the library.

And what it costs that a board is read by a confined child, beside reading it here, in the same run.

Run: python benchmarks/check_speed.py [TIMES]
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from nao_sessions.boards.opening import open_boards
from nao_sessions.core.confined_child import TEXT_LIMITS, ConfinedChild

ROOT = Path(__file__).resolve().parent.parent
LIBRARY = ROOT / "protocols"


def seconds(*paths: Path) -> tuple[float, float]:
    """Run the command once on some paths, and give how long it took: by the clock, and of a processor."""
    program = "from nao_sessions.cli.main import main; main()"
    command = [sys.executable, "-c", program, "check", *map(str, paths)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    subprocess.run(command, capture_output=True, check=False)
    elapsed = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return elapsed, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def line(name: str, measured: list[tuple[float, float]]) -> str:
    """Write the medians and the worst case of some runs."""
    clock, processor = zip(*measured, strict=True)
    return (
        f"{name:24} median {statistics.median(clock):.3f} s, worst {max(clock):.3f} s, "
        f"of a processor {statistics.median(processor):.3f} s"
    )


def board_seconds(read: Callable[[str, bytes], object], path: Path) -> tuple[float, float]:
    """Read a board once; give how long it took: by the clock, and of a processor, a child's included."""
    content = path.read_bytes()
    before, begun = os.times(), time.perf_counter()
    read(path.name, content)
    elapsed, after = time.perf_counter() - begun, os.times()
    return elapsed, sum(after[:4]) - sum(before[:4])


def by_a_child(name: str, content: bytes) -> object:
    """Read a board as a protocol's is, without what is remembered."""
    return ConfinedChild(name, TEXT_LIMITS).call(open_boards, name, content)


def main() -> None:
    """Measure, and print."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    for path in sorted(path for path in LIBRARY.glob("*.yaml") if path.suffixes == [".yaml"]):
        print(line(path.stem, [seconds(path) for _ in range(times)]))
    print(line("the whole library", [seconds(LIBRARY) for _ in range(times)]))
    board = LIBRARY / "boards" / "repas.obf"
    print(line("a board, read here", [board_seconds(open_boards, board) for _ in range(times)]))
    print(line("a board, by a child", [board_seconds(by_a_child, board) for _ in range(times)]))


if __name__ == "__main__":
    main()
