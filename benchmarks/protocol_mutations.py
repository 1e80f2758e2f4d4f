"""Thousands of mutants of every file of the library and of the examples: what a check makes of them.

    python benchmarks/protocol_mutations.py [--mutants 2000] [FILE...]

Prints for each file how many mutants were refused and loaded, which checks spoke first, the work (calls of
functions, the same on every machine) of the file as it is and of the worst mutant, and the slowest mutant in
milliseconds. Exit 1 where one raised, or was told without a place, or took more work than the bound.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

TESTS = Path(__file__).parent.parent / "tests" / "protocol"
sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.protocol.counted_work import counted  # noqa: E402  (lies elsewhere)
from tests.protocol.protocol_mutants import EXAMPLES, LIBRARY, ROOT, Examined, examined, mutant  # noqa: E402  (lies elsewhere)

MOST_WORK = 2_000_000
"""Calls that no mutant may need; the longest file of the library needs 300,000."""


def main() -> int:
    """Spoil one file after the other."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", help="names of files; default: all")
    parser.add_argument("--mutants", type=int, default=2000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "protocols", Path(folder) / "protocols")
        shutil.copytree(EXAMPLES, Path(folder) / "examples")
        files = [file for file in LIBRARY if not asked.files or file.name in asked.files]
        wrong = [spoil(file, Path(folder), asked.mutants) for file in files]
    print(f"{len(files)} files, {len(files) * asked.mutants} mutants, {sum(wrong)} faults")
    return 1 if sum(wrong) else 0


def spoil(file: Path, folder: Path, mutants: int) -> int:
    """Check the mutants of one file, print what came of it, and give the number of faults."""
    inside = (
        file.relative_to(ROOT) if file.is_relative_to(ROOT / "protocols") else Path("examples") / file.name
    )
    path, content = folder / inside, file.read_bytes()
    examined(content, path)
    _, own = counted(lambda: examined(content, path))
    outcomes: Counter[str] = Counter()
    first: Counter[str] = Counter()
    most_work, slowest_ms, faults = 0, 0.0, 0
    for number in range(mutants):
        spoilt = mutant(content, file.name, number)
        began = time.perf_counter()
        found, work = counted(lambda: examined(spoilt, path))  # noqa: B023  (called at once)
        slowest_ms = max(slowest_ms, (time.perf_counter() - began) * 1000)
        most_work = max(most_work, work)
        outcomes[kind_of(found)] += 1
        first.update([one.code for one in found.findings if one.severity == "error"][:1])
        for fault in (*found.faults, *(["too much work"] if work > MOST_WORK else [])):
            faults += 1
            print(f"{file.name} #{number}: {fault}", file=sys.stderr)
    path.write_bytes(content)
    spoke = ", ".join(f"{code} {count}" for code, count in first.most_common(5))
    print(f"{file.name}: {dict(outcomes)}; work {own:,} as it is, {most_work:,} at most; "
          f"slowest {slowest_ms:.0f} ms while counting; {spoke}", flush=True)  # fmt: skip
    return faults


def kind_of(found: Examined) -> str:
    """Name what became of a mutant."""
    return "raised" if found.faults and not found.findings else "refused" if found.refused else "loaded"


if __name__ == "__main__":
    sys.exit(main())
