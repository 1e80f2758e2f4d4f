"""What tells that a protocol has a fault: check, exploration, or rehearsals beside those without the fault.

Check and exploration are asked what they say of the faulty protocol and do not say of the protocol as it
is. Rehearsals are those of ``nao-sessions rehearse FAULTY --against PROTOCOL``, nothing else: what is
compared, and how far apart is too far, stands in ``nao_sessions/rehearsal/comparison/differences.py``.
Both versions are rehearsed with seeds of their own. How often the same comparison tells something of the
protocol without any fault is counted beside: sessions of it against all its others.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from nao_sessions.core.errors import ProtocolRefused
from nao_sessions.engine import Engine
from nao_sessions.protocol import load_files
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.loading import check_files
from nao_sessions.rehearsal.comparison.differences import SessionSample, differences
from nao_sessions.rehearsal.comparison.earlier import ROUNDS, Earlier
from nao_sessions.rehearsal.exploration.explore import explore
from nao_sessions.rehearsal.people.behaviour import BehaviourProfile
from tests.rehearsal.fault_operators import Mutant, unchanged

LIBRARY = Path(__file__).parents[2] / "protocols"

DEPTH = 3
STATES = 250
"""How far a mutant is explored."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What told of a fault first: the codes of check, else the flaws of exploration, else a rehearsal.

    ``exact`` tells of what nothing told whether sessions with the very same seeds were otherwise at all.
    """

    check: tuple[str, ...] = ()
    exploration: tuple[str, ...] = ()
    rehearsal: tuple[str, ...] = ()
    exact: bool = False

    @property
    def caught(self) -> bool:
        """Tell whether anything told."""
        return bool(self.check or self.exploration or self.rehearsal)


def library() -> list[str]:
    """Give the names of the library's protocols."""
    files = sorted(path.name for path in LIBRARY.glob("*.yaml"))
    return [name.removesuffix(".yaml") for name in files if not name.endswith(".expect.yaml")]


class Subject:
    """A protocol of the library, and what is known of it without a fault."""

    def __init__(self, name: str, profiles: tuple[BehaviourProfile, ...] = ()) -> None:
        self.name = f"{name}.yaml"
        self.files = {
            str(path.relative_to(LIBRARY)): path.read_bytes() for path in LIBRARY.rglob("*") if path.is_file()
        }
        self.content = self.files[self.name]
        self.profiles = profiles
        self.protocol = self._load(unchanged(self.content))

    @cached_property
    def codes(self) -> Counter[str]:
        """Give what check says of it without a fault."""
        return self._check(unchanged(self.content))

    @cached_property
    def flaws(self) -> frozenset[str]:
        """Give what exploration says of it without a fault."""
        return _explored(self.protocol)

    @cached_property
    def earlier(self) -> Earlier:
        """Rehearse it without a fault."""
        return Earlier(self.protocol, self.profiles)

    def false_alarms(self) -> tuple[int, int]:
        """Count how often something is told of sessions without a fault beside the others, of how many."""
        earlier, last = self.earlier, ROUNDS[-1]
        looks: list[tuple[tuple[SessionSample, ...], tuple[int, ...]]] = [(earlier.pieces, ROUNDS)]
        if earlier.seldom:
            looks.append((earlier.seldom_pieces, ROUNDS[-1:]))
        firsts = range(0, len(earlier.pieces), last)
        return sum(any(self._alarmed(*look, first) for look in looks) for first in firsts), len(firsts)

    def _alarmed(self, pieces: tuple[SessionSample, ...], rounds: tuple[int, ...], first: int) -> bool:
        before = sum((*pieces[:first], *pieces[first + ROUNDS[-1] :]), SessionSample())
        return any(
            differences(sum(pieces[first : first + many], SessionSample()), before, self.earlier.ways)
            for many in rounds
        )

    def verdict(self, mutant: Mutant) -> Verdict:
        """Let check, exploration and rehearsals look at a mutant, until one of them tells."""
        codes = self._check(mutant.content) - self.codes
        try:
            protocol = self._load(mutant.content)
        except ProtocolRefused:
            return Verdict(check=tuple(sorted(codes)) or ("refused",))
        if codes:
            return Verdict(check=tuple(sorted(codes)))
        flaws = _explored(protocol) - self.flaws
        if flaws:
            return Verdict(exploration=tuple(sorted(flaws)))
        now, found = self.earlier.beside(protocol)
        told = tuple(f"{' '.join(one.circumstances)}: {' '.join(one.thing)}" for one in found)
        return Verdict(rehearsal=told[:5], exact=bool(told) or self._otherwise(now))

    def _otherwise(self, now: SessionSample) -> bool:
        """Tell whether sessions of a mutant are other than those without its fault with the same seeds."""
        same = self.earlier.sample(self.protocol, 0, now.sessions)
        return (now.things, now.numbers) != (same.things, same.numbers)

    def _check(self, content: bytes) -> Counter[str]:
        return Counter(finding.code for finding in check_files({**self.files, self.name: content}, self.name))

    def _load(self, content: bytes) -> Protocol:
        return load_files({**self.files, self.name: content}, self.name)


def _explored(protocol: Protocol) -> frozenset[str]:
    """Give the flaws that an exploration finds."""
    codes = tuple(f"V{number:02}" for number in range(1, max(1, protocol.participants_min) + 1))
    found = explore(Engine(protocol), participants=codes, depth=DEPTH, most=STATES)
    return frozenset(f"{flaw.step}: {flaw.code}" for flaw in found.flaws)
