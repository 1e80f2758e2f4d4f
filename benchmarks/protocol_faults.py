"""Faults put into every protocol of the library, and what tells of them: check, exploration, rehearsal.

    python benchmarks/protocol_faults.py [--most 3] [--jobs 2] [--json FILE] [PROTOCOL...]

The operators, and who is asked in which order, are stated in ``tests/rehearsal/fault_operators.py`` and
``fault_detection.py``; rehearsals are those of ``nao-sessions rehearse --against``. Prints a table of
operators with what told of a fault first, the share of false alarms, and every fault that nothing tells of.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.rehearsal.fault_detection import Subject, Verdict, library
from tests.rehearsal.fault_operators import OPERATORS, mutants


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
    parser.add_argument("--json", type=Path, help="every fault and what told of it")
    asked = parser.parse_args()
    names = asked.protocols or library()
    found: list[Faulty] = []
    alarms = tried = 0
    with ProcessPoolExecutor(asked.jobs) as pool:
        work = {pool.submit(examined, name, asked.most): name for name in names}
        for one in as_completed(work):
            faulty, wrong, of = one.result()
            found += faulty
            alarms += wrong
            tried += of
            told = sum(f.verdict.caught for f in faulty)
            said = f"{len(faulty)} faults, {told} told, {wrong} false alarms of {of}"
            print(f"{work[one]}: {said}", file=sys.stderr, flush=True)
            if asked.json:
                written = [asdict(one) for one in found]
                asked.json.write_text(json.dumps(written, ensure_ascii=False, indent=1))
    show(found)
    print(f"false alarms: {alarms} of {tried} comparisons without a fault")
    return 0


def examined(name: str, most: int | None) -> tuple[list[Faulty], int, int]:
    """Give what is told of each fault of one protocol; of how many comparisons without one something is."""
    subject = Subject(name)
    found = [
        Faulty(name, one.operator, one.place, subject.verdict(one))
        for one in mutants(subject.content, subject.name, most=most)
    ]
    return found, *subject.false_alarms()


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
