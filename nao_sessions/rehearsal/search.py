"""The search for seeds that reach what was not reached: more sessions, other profiles and professionals.

What no session reaches is then settled as far as it can be: the protocol itself rules it out, an exploration
finds the way there, an exploration of all states shows that there is none; or nobody knows, and that is said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nao_sessions.core.text import Text
from nao_sessions.protocol.flow import Protocol
from nao_sessions.rehearsal.behaviour import Behaviour, profile, profile_names
from nao_sessions.rehearsal.coverage import coverage, to_tell
from nao_sessions.rehearsal.flaws import Explored
from nao_sessions.rehearsal.many import options_for, plans_for
from nao_sessions.rehearsal.naming import Names
from nao_sessions.rehearsal.professional import POLICIES, Policy
from nao_sessions.rehearsal.report import NOT_REACHED, Finding
from nao_sessions.rehearsal.session import Plan, Rehearsed
from nao_sessions.rehearsal.unreachable import unreachable

Run = Callable[[Sequence[Plan]], list[Rehearsed]]

ROUND = 100
"""Sessions of one round of the search."""

_CANNOT = Text(fr="ne peut être atteint : {name} ; {why}", en="cannot be reached: {name}; {why}")
_ALL_STATES = Text(
    fr="l'exploration a visité tous les états ({states}) sans y arriver",
    en="the exploration has visited all states ({states}) without getting there",
)
_WAY = Text(
    fr="jamais atteint : {name} ; l'exploration y mène",
    en="never reached: {name}; the exploration leads there",
)
_UNKNOWN = Text(
    fr="jamais atteint : {name} ; on ne sait pas s'il peut l'être ({how_far})",
    en="never reached: {name}; nobody knows whether it can be ({how_far})",
)


@dataclass(frozen=True, slots=True)
class Search:
    """What a search came to: its sessions, what was reached late and by which options, what never."""

    plans: tuple[Plan, ...]
    sessions: tuple[Rehearsed, ...]
    late: Mapping[str, str]
    missing: tuple[str, ...]


def until_covered(
    protocol: Protocol,
    run: Run,
    *,
    seed: int,
    most: int,
    settings: Mapping[str, Any] | None = None,
    written: str = "",
    profiles: Sequence[Behaviour] = (),
    policies: Sequence[Policy] = POLICIES,
) -> Search:
    """Rehearse until everything that can be reached is, or so many sessions are run.

    Args:
        protocol: the protocol.
        run: runs sessions and gives them in order.
        seed: of the first session.
        most: sessions at most.
        settings: values of settings other than the defaults.
        written: the settings as they were written on the command line.
        profiles: behaviours of the children, in turn; none: all.
        policies: what the professional does, in turn.
    """
    behaviours = list(profiles) or [profile(name) for name in profile_names()]
    plans: list[Plan] = []
    sessions: list[Rehearsed] = []
    late: dict[str, str] = {}
    never = set(unreachable(protocol))
    missing = _missing(protocol, [])
    while missing - never and len(plans) < most:
        round_ = plans_for(
            protocol,
            behaviours,
            sessions=min(ROUND, most - len(plans)),
            seed=seed + len(plans),
            policies=policies,
            settings=settings or {},
            written=written,
        )
        done = run(round_)
        for plan, session in zip(round_, done, strict=True) if plans else ():
            for name in missing & session.reached:
                late.setdefault(name, options_for(plan))
        plans += round_
        sessions += done
        missing = _missing(protocol, sessions)
    return Search(tuple(plans), tuple(sessions), late, tuple(sorted(missing)))


def settled(protocol: Protocol, search: Search, explored: Explored, options: str) -> list[Finding]:
    """Say of everything that was not reached whether it can be.

    Args:
        protocol: the protocol.
        search: what did not reach it.
        explored: an exploration of the same protocol, with the same settings.
        options: of ``rehearse``, that explore it again; ``{depth}`` is put in.
    """
    names, never = Names(protocol), unreachable(protocol)
    found: list[Finding] = []
    for name in to_tell(protocol, search.missing):
        called = names.of(name)
        if name in never:
            found.append(Finding("unreachable", _CANNOT.format(name=called, why=never[name]), 0, about=name))
        elif name in explored.reached:
            story = explored.reached[name]
            depth = sum(one.words is not None for one in story)
            again = options.format(depth=max(depth, 1))
            told = tuple(one.in_words() for one in story)
            found.append(Finding("reachable", _WAY.format(name=called), 0, again, name, told))
        elif explored.complete:
            why = _ALL_STATES.format(states=explored.states)
            found.append(Finding("unreachable", _CANNOT.format(name=called, why=why), 0, about=name))
        else:
            text = _UNKNOWN.format(name=called, how_far=explored.how_far())
            more = f"--until-covered --sessions {2 * len(search.plans)}"
            found.append(Finding(NOT_REACHED, text, 0, more, name))
    return found


def _missing(protocol: Protocol, sessions: Sequence[Rehearsed]) -> set[str]:
    return {name for one in coverage(protocol, sessions) for name in one.missing}
