"""Faults put into every protocol of the library, and what tells of them: check, exploration, rehearsal.

    python benchmarks/protocol_faults.py [--most 3] [--jobs 2] [--false-alarms 10] [--json FILE] [PROTOCOL...]

The operators, and what counts as a rehearsal that is not as expected, are stated in
``tests/rehearsal/fault_operators.py`` and ``fault_detection.py``. Prints a table of operators, the share of
false alarms of the expectations, and every fault that nothing tells of.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "rehearsal"))

from fault_detection import Subject, Verdict, library
from fault_operators import OPERATORS, mutants


@dataclass(frozen=True, slots=True)
class Faulty:
    """One fault of one protocol, and what told of it."""

    protocol: str
    operator: str
    place: str
    verdict: Verdict


def main() -> int:
    """Spoil one protocol after the other."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("protocols", nargs="*", help="names of protocols; default: all")
    parser.add_argument("--most", type=int, help="places of an operator in a protocol, drawn; default: all")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--false-alarms", type=int, default=10, help="further rehearsals without a fault")
    parser.add_argument("--json", type=Path, help="every fault and what told of it")
    asked = parser.parse_args()
    names = asked.protocols or library()
    found: list[Faulty] = []
    alarms = 0
    with ProcessPoolExecutor(asked.jobs) as pool:
        work = [pool.submit(examined, name, asked.most, asked.false_alarms) for name in names]
        for name, one in zip(names, work, strict=True):
            faulty, wrong = one.result()
            found += faulty
            alarms += wrong
            told = sum(f.verdict.caught for f in faulty)
            print(f"{name}: {len(faulty)} faults, {told} told, {wrong} false alarms", file=sys.stderr)
            if asked.json:
                written = [asdict(one) for one in found]
                asked.json.write_text(json.dumps(written, ensure_ascii=False, indent=1))
    show(found)
    print(f"false alarms: {alarms} of {len(names) * asked.false_alarms} rehearsals without a fault")
    return 0


def examined(name: str, most: int | None, more: int) -> tuple[list[Faulty], int]:
    """Give what is told of each fault of one protocol, and how many false alarms its expectation gives."""
    subject = Subject(name)
    found = [
        Faulty(name, one.operator, one.place, subject.verdict(one))
        for one in mutants(subject.content, subject.name, most=most)
    ]
    return found, subject.false_alarms(more)


def show(found: Sequence[Faulty]) -> None:
    """Print the table, and what was missed."""
    print("| operator | faults | check | exploration | rehearsal | only same seeds | missed | told |")
    print("|---|---|---|---|---|---|---|---|")
    for operator in (*OPERATORS, "all"):
        print(_line(operator, [one for one in found if operator in ("all", one.operator)]))
    for one in found:
        if not one.verdict.caught:
            seeds = "; other than with the same seeds" if one.verdict.exact else ""
            print(f"missed: {one.protocol} {one.operator} {one.place}{seeds}")


def _line(operator: str, those: Sequence[Faulty]) -> str:
    verdicts = [one.verdict for one in those]
    missed = [one for one in verdicts if not one.caught]
    exact = sum(one.exact for one in missed)
    share = f"{100 * (1 - len(missed) / len(those)):.1f} %" if those else ""
    counts = [
        len(those),
        sum(bool(one.check) for one in verdicts),
        sum(bool(one.exploration) for one in verdicts),
        sum(bool(one.rehearsal) for one in verdicts),
        exact,
        len(missed) - exact,
    ]
    return f"| {operator} | {' | '.join(map(str, counts))} | {share} |"


if __name__ == "__main__":
    sys.exit(main())
