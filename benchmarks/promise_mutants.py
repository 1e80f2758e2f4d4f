"""Mutants that each break one promise, over the library and the documented examples, and who tells of them.

    python benchmarks/promise_mutants.py [--most 20] [--seed 1] [--json FILE] [--fast]

For each promise so many mutants, made by ``tests/rehearsal/promise_operators.py`` on the YAML alone. Told
of a mutant: the findings of ``check`` that the file without the fault does not have, first the promise's own
checks, then the others; else what an exploration or rehearsals of the mutant alone find (``--fast``: not
asked). No earlier version is compared. Then what the same checks find of the files without a fault.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "rehearsal"))

from promise_operators import OPERATORS, Mutant, mutants, unchanged

from nao_sessions.core.errors import ProtocolRefused
from nao_sessions.engine import Engine
from nao_sessions.protocol import load_files
from nao_sessions.protocol.checks.promises import PROMISES
from nao_sessions.protocol.loading import check_files
from nao_sessions.rehearsal.exploration.explore import explore
from nao_sessions.rehearsal.many import plans_for, rehearse_many
from nao_sessions.rehearsal.people.behaviour import profile, profile_names
from nao_sessions.rehearsal.reports.report import report

ROOT = Path(__file__).parent.parent
FOLDERS = (
    ROOT / "protocols",
    ROOT / "protocols" / "boards",
    ROOT / "tests" / "protocol" / "examples",
)
DEPTH, STATES, SESSIONS = 3, 250, 40


@dataclass(frozen=True, slots=True)
class Verdict:
    """What told of a mutant: the promise's own checks, other checks, exploration and rehearsals."""

    mutant: Mutant
    own: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    rehearsed: tuple[str, ...] = ()

    @property
    def told(self) -> bool:
        """Tell whether anything told."""
        return bool(self.own or self.others or self.rehearsed)


class Library:
    """The files without a fault, and what is said of them."""

    def __init__(self) -> None:
        self.folders: dict[str, Mapping[str, bytes]] = {}
        self.protocols: dict[str, bytes] = {}
        for folder in FOLDERS:
            files = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
            for name in files:
                if name.endswith(".yaml") and "/" not in name and ".expect." not in name:
                    self.folders[name], self.protocols[name] = files, files[name]
        self._known: dict[str, Counter[str]] = {}

    def verdict(self, mutant: Mutant, *, fast: bool) -> Verdict:
        """Ask check, then, unless it told, exploration and rehearsals."""
        new = tuple(sorted(self._check(mutant.file, mutant.content) - self._codes(mutant.file)))
        promise = next(one for one in PROMISES if one.name == mutant.promise)
        own = tuple(code for code in new if code in promise.checks)
        others = tuple(code for code in new if code not in own)
        rehearsed: tuple[str, ...] = ()
        if not new and not fast:
            known = self._rehearsed(mutant.file, unchanged(self.protocols[mutant.file]))
            rehearsed = tuple(sorted(self._rehearsed(mutant.file, mutant.content) - known))
        return Verdict(mutant, own, others, rehearsed)

    def findings(self) -> Iterator[str]:
        """Yield what the checks of promises say of each file without a fault."""
        codes = {code for one in PROMISES for code in one.checks}
        for name, content in self.protocols.items():
            for found in check_files({**self.folders[name], name: content}, name):
                if found.code in codes:
                    yield found.render("en", f"{found.severity}: ")

    def _codes(self, file: str) -> Counter[str]:
        """Return what check says of a file without a fault."""
        if file not in self._known:
            self._known[file] = self._check(file, unchanged(self.protocols[file]))
        return self._known[file]

    def _check(self, file: str, content: bytes) -> Counter[str]:
        found = check_files({**self.folders[file], file: content}, file)
        return Counter(one.code for one in found)

    def _rehearsed(self, file: str, content: bytes) -> frozenset[str]:
        """Return what an exploration and rehearsals of a file alone find."""
        try:
            protocol = load_files({**self.folders[file], file: content}, file)
        except ProtocolRefused:
            return frozenset({"refused"})
        codes = tuple(f"V{number:02}" for number in range(1, max(1, protocol.participants_min) + 1))
        explored = explore(Engine(protocol), participants=codes, depth=DEPTH, most=STATES)
        plans = plans_for(
            protocol, [profile(name) for name in profile_names()], sessions=SESSIONS, seed=1,
            policies=("confirms", "presses_everything"), settings={},
        )  # fmt: skip
        found = report(protocol, plans, rehearse_many(protocol, plans)).findings
        told = {f"{one.code}: {one.text.en}" for one in found if not one.about}
        return frozenset({f"{flaw.step}: {flaw.code}" for flaw in explored.flaws} | told)


def main() -> int:
    """Break each promise, and print who tells."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--most", type=int, default=20, help="mutants of each promise")
    parser.add_argument("--seed", default="1", help="draws the mutants")
    parser.add_argument("--json", type=Path, help="every mutant and what told of it")
    parser.add_argument("--fast", action="store_true", help="ask check alone")
    asked = parser.parse_args()
    library = Library()
    verdicts = []
    print("| promise | mutants | own checks | other checks | rehearsal | told |\n|---|---|---|---|---|---|")
    for promise in OPERATORS:
        those = [
            library.verdict(one, fast=asked.fast)
            for one in mutants(library.protocols, promise, asked.most, asked.seed)
        ]
        verdicts += those
        print(_line(promise, those), flush=True)
    print(_line("all", verdicts))
    for one in verdicts:
        if not one.told:
            print(f"not told: {_described(one.mutant)}")
        elif not one.own:
            by = ", ".join((*one.others, *one.rehearsed))
            print(f"told by others: {_described(one.mutant)} ({by})")
    print("without a fault:")
    for line in library.findings():
        print(f"  {line}")
    if asked.json:
        written = [
            {
                "mutant": _described(one.mutant),
                "own": one.own,
                "others": one.others,
                "rehearsed": one.rehearsed,
            }
            for one in verdicts
        ]
        asked.json.write_text(json.dumps(written, ensure_ascii=False, indent=1))
    return 0


def _described(mutant: Mutant) -> str:
    return f"{mutant.promise} · {mutant.operator} · {mutant.file} {mutant.place}"


def _line(promise: str, those: list[Verdict]) -> str:
    own = sum(bool(one.own) for one in those)
    others = sum(bool(one.others) and not one.own for one in those)
    rehearsed = sum(bool(one.rehearsed) for one in those)
    told = sum(one.told for one in those)
    share = f"{told} ({100 * told / len(those):.0f} %)" if those else "0"
    return f"| {promise} | {len(those)} | {own} | {others} | {rehearsed} | {share} |"


if __name__ == "__main__":
    sys.exit(main())
