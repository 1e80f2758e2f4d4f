"""The search for seeds that reach what was not reached: more sessions, other profiles and professionals.

What is not found is told as not reached; that nothing can reach it, exploration alone can say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nao_sessions.protocol.flow import Protocol
from nao_sessions.rehearsal.behaviour import Behaviour, profile, profile_names
from nao_sessions.rehearsal.coverage import coverage
from nao_sessions.rehearsal.many import plans_for
from nao_sessions.rehearsal.professional import POLICIES, Policy
from nao_sessions.rehearsal.session import Plan, Rehearsed

Run = Callable[[Sequence[Plan]], list[Rehearsed]]

ROUND = 100
"""Sessions of one round of the search."""


@dataclass(frozen=True, slots=True)
class Search:
    """What a search came to: its plans and sessions, what was reached late and by which seed, what never."""

    plans: tuple[Plan, ...]
    sessions: tuple[Rehearsed, ...]
    found: Mapping[str, int]
    missing: tuple[str, ...]


def until_covered(
    protocol: Protocol, run: Run, *, seed: int, most: int, settings: Mapping[str, Any] | None = None
) -> Search:
    """Rehearse until everything is reached, or so many sessions are run; all profiles, all professionals.

    Args:
        protocol: the protocol.
        run: runs sessions and gives them in order.
        seed: of the first session.
        most: sessions at most.
        settings: values of settings other than the defaults.
    """
    profiles: list[Behaviour] = [profile(name) for name in profile_names()]
    policies: Sequence[Policy] = POLICIES
    plans: list[Plan] = []
    sessions: list[Rehearsed] = []
    found: dict[str, int] = {}
    missing = _missing(protocol, [])
    while missing and len(plans) < most:
        round_ = plans_for(
            protocol,
            profiles,
            sessions=min(ROUND, most - len(plans)),
            seed=seed + len(plans),
            policies=policies,
            settings=settings or {},
        )
        done = run(round_)
        plans += round_
        sessions += done
        for session in done:
            for name in missing & {*session.path, *session.exits, *session.blocks}:
                found.setdefault(name, session.seed)
        missing = _missing(protocol, sessions)
    return Search(tuple(plans), tuple(sessions), found, tuple(sorted(missing)))


def _missing(protocol: Protocol, sessions: Sequence[Rehearsed]) -> set[str]:
    return {name for one in coverage(protocol, sessions) for name in one.missing}
