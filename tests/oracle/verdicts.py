"""What check, exploration and search say of a small protocol, beside what the oracle finds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nao_sessions.engine import Engine
from nao_sessions.protocol import load_files
from nao_sessions.rehearsal.coverage import universe
from nao_sessions.rehearsal.explore import explore
from nao_sessions.rehearsal.many import rehearse_many
from nao_sessions.rehearsal.search import settled, until_covered
from nao_sessions.rehearsal.unreachable import unreachable
from oracle.interpreter import read_protocol
from oracle.reach import Reach
from oracle.reach import explore as explore_by_oracle

DEPTH = 12
MOST_STATES = 500
SESSIONS = 4


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the two said: differences as sentences, and which of the comparisons could be made."""

    differences: tuple[str, ...]
    oracle: Reach
    complete: bool
    """Whether nao_sessions' exploration says that it has visited all states."""
    claims: int
    """How many parts it says cannot be reached."""


def drawn(names: Iterable[str]) -> set[str]:
    """Return what only a lot leads to: an exploration draws once, by its seed (its docs say so)."""
    return {name for name in names if "/choose." in name}


def compare_verdicts(text: str, states: int, *, search: bool = True) -> Verdicts:
    """Return where the verdicts on a protocol part.

    Args:
        text: the protocol.
        states: how many states the oracle visits at most; what it reaches, it reaches in any case.
        search: whether to rehearse sessions, too, and to hold *cannot be reached* of ``--until-covered``.
    """
    protocol = load_files({"essai.yaml": text.encode()}, "essai.yaml")
    names = {name for parts in universe(protocol).values() for name in parts}
    reach = explore_by_oracle(read_protocol(text), states)
    explored = explore(Engine(protocol), depth=DEPTH, most=MOST_STATES)
    never = set(unreachable(protocol))
    ours, theirs = reach.parts & names, set(explored.reached) & names
    found = [f"said never to be reached, and reached: {name}" for name in sorted(never & ours)]
    if explored.complete:
        missed = ours - theirs - drawn(names)
        found += [f"not among all states, and reached: {name}" for name in sorted(missed)]
    if reach.complete:
        # A judgement and *next help* of the professional, which the oracle does not know, lead to these, too.
        more = {name for name in theirs - ours if "/feedback/" not in name and "/prompts." not in name}
        found += [f"reached, and by the oracle never: {name}" for name in sorted(more)]
    claims = len(never & names)
    if search:
        sessions = until_covered(
            protocol, lambda plans: rehearse_many(protocol, plans), seed=1, most=SESSIONS
        )
        verdicts = settled(protocol, sessions, explored, "--depth {depth}")
        unreached = {one.about for one in verdicts if one.code == "unreachable"}
        claims = len(unreached)
        found += [f"search: cannot be reached, and reached: {name}" for name in sorted(unreached & ours)]
    return Verdicts(tuple(found), reach, explored.complete, claims)
