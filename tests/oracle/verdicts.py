"""What check, exploration and search say of a small protocol, beside what the oracle finds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nao_sessions.core.events import Event
from nao_sessions.engine import Engine, Output, State, Trace
from nao_sessions.protocol import load_files
from nao_sessions.protocol.flow import Protocol
from nao_sessions.rehearsal.exploration.explore import explore
from nao_sessions.rehearsal.exploration.search import settled, until_covered
from nao_sessions.rehearsal.exploration.unreachable import unreachable
from nao_sessions.rehearsal.many import rehearse_many
from nao_sessions.rehearsal.reports.coverage import universe
from nao_sessions.rehearsal.reports.report import NOT_REACHED
from tests.oracle.reach import Reach
from tests.oracle.reach import explore as explore_by_oracle
from tests.oracle.values import read_protocol

DEPTH = 12
MOST_STATES = 500
SESSIONS = 4
CODES = ("V01", "V02")
"""The children of a protocol for several: more of them make more states, and hardly other ones."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the two said: differences as sentences, and which of the comparisons could be made."""

    differences: tuple[str, ...]
    oracle: Reach
    complete: bool
    """Whether nao_sessions' exploration says that it has visited all states."""
    claims: int
    """How many parts it says cannot be reached."""


class _Witnessed(Engine):
    """The engine; of the exploration's own steps, which it traces, it keeps the outcomes and judgements."""

    def __init__(self, protocol: Protocol) -> None:
        super().__init__(protocol)
        self.outcomes: set[str] = set()
        self.judgements: set[str] = set()
        self._is_traced = False

    def traced(self, trace: Trace) -> _Witnessed:
        other = super().traced(trace)
        assert isinstance(other, _Witnessed)
        other._is_traced = True
        return other

    def step(self, state: State, event: Event) -> tuple[State, tuple[Output, ...]]:
        after, outputs = super().step(state, event)
        if self._is_traced:
            self.outcomes |= {after.outcome} - {""}
            self.judgements |= {str(one.data["judgement"]) for one in outputs if one.kind == "trial"}
        return after, outputs


def drawn(names: Iterable[str]) -> set[str]:
    """Return what only a lot leads to: an exploration draws once, by its seed (its docs say so)."""
    return {name for name in names if "/choose." in name}


def _sets_data(protocol: Protocol, *places: str) -> bool:
    """Whether a block sets data, of those in whose name one of the places stands: ways may depend on it."""
    return any(
        act.verb == "set"
        for name, moments in protocol.blocks.items()
        if any(place in name for place in places)
        for moment in moments
        for act in moment.acts
    )


def compare_verdicts(text: str, states: int, *, search: bool = True) -> Verdicts:
    """Return where the verdicts on a protocol part.

    Args:
        text: the protocol.
        states: how many states the oracle visits at most; what it reaches, it reaches in any case.
        search: whether to rehearse sessions, too, and to hold *cannot be reached* of ``--until-covered``.
    """
    protocol = load_files({"essai.yaml": text.encode()}, "essai.yaml")
    # Ends, single dashes and branches of one exit have names of their own, which the oracle does not give.
    kinds = universe(protocol)
    names = {name for kind, parts in kinds.items() if kind not in ("ends", "moments") for name in parts}
    names = {name for name in names if " -> " not in name} | drawn(kinds["moments"])
    children = CODES[: min(protocol.participants_max, len(CODES))]
    reach = explore_by_oracle(read_protocol(text), states, children)
    engine = _Witnessed(protocol)
    explored = explore(engine, depth=DEPTH, most=MOST_STATES, participants=children)
    never = set(unreachable(protocol))
    ours, theirs = reach.parts & names, set(explored.reached) & names
    found = [f"said never to be reached, and reached: {name}" for name in sorted(never & ours)]
    if explored.complete and not (explored.one_draw and _sets_data(protocol, "/choose.")):
        missed = ours - theirs - drawn(names)
        # A lot that an exploration does not draw may lead to an end or a judgement of its own.
        exact = not any("/choose." in name for name in names)
        if exact:
            missed |= {f"outcome {name}" for name in reach.outcomes - engine.outcomes}
            missed |= {f"judgement {name}" for name in reach.judgements - engine.judgements}
        found += [f"not among all states, and reached: {name}" for name in sorted(missed)]
    # Of a lot an exploration says that it knows one draw; pauses the oracle does not try.
    if reach.complete and not _sets_data(protocol, "commands/pause", "commands/resume"):
        more = theirs - ours
        more |= {f"outcome {name}" for name in engine.outcomes - reach.outcomes}
        found += [f"reached, and by the oracle never: {name}" for name in sorted(more)]
    claims = len(never & names)
    if search:
        sessions = until_covered(
            protocol, lambda plans: rehearse_many(protocol, plans), seed=1, most=SESSIONS
        )
        verdicts = settled(protocol, sessions, explored, "--depth {depth}")
        claimed = {"unreachable", *([NOT_REACHED] if explored.complete and not explored.one_draw else [])}
        unreached = {one.about for one in verdicts if one.code in claimed}
        claims = len(unreached)
        found += [f"search: cannot be reached, and reached: {name}" for name in sorted(unreached & ours)]
    return Verdicts(tuple(found), reach, explored.complete, claims)
