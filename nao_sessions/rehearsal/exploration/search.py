"""The search for seeds that reach what was not reached: more sessions, other profiles and professionals.

What no session reaches is then settled as far as it can be: the protocol itself rules it out, an exploration
finds the way there, an exploration of all states shows that there is none; or nobody knows, and that is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nao_sessions.protocol.checks.places import sites_of
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.part_names import PartNames
from nao_sessions.rehearsal.exploration.flaws import ExplorationResult
from nao_sessions.rehearsal.exploration.unreachable import unreachable
from nao_sessions.rehearsal.many import options_for, plans_for
from nao_sessions.rehearsal.people.behaviour import BehaviourProfile, profile, profile_names
from nao_sessions.rehearsal.people.professional import POLICIES, Policy
from nao_sessions.rehearsal.reports.coverage import coverage, exits, to_tell
from nao_sessions.rehearsal.reports.report import NOT_REACHED, ReportFinding
from nao_sessions.rehearsal.session import RehearsalPlan, RehearsalResult
from nao_sessions.text.formats import joined
from nao_sessions.text.messages import Text, msg, msgn, verbatim

Run = Callable[[Sequence[RehearsalPlan]], list[RehearsalResult]]
"""A function that runs sessions, and returns their results in order."""

ROUND = 100
"""The sessions of one round of the search."""

_CANNOT = msg("cannot be reached: {name}; {why}")
_ALL_STATES = msg("the exploration has visited all states ({states}) without getting there")
_WAY = msg("never reached: {name}; the exploration leads there")
_OTHERWISE = msg(
    "never reached: {name}; the exploration of all states does not lead there ({fixed}), "
    "otherwise it may be possible"
)
_UNKNOWN = msg("never reached: {name}; nobody knows whether it can be ({how_far})")
_CHILDREN = msgn("{n} child", "{n} children")
_SETTINGS = msg("{text}; that depends on the setting {names}: try other values with --setting")


@dataclass(frozen=True, slots=True)
class Search:
    """The result of a search: its sessions, the parts reached late with the options that do, those never."""

    plans: tuple[RehearsalPlan, ...]
    sessions: tuple[RehearsalResult, ...]
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
    profiles: Sequence[BehaviourProfile] = (),
    policies: Sequence[Policy] = POLICIES,
) -> Search:
    """Rehearse until all reachable parts have been reached, or ``most`` sessions have run.

    Args:
        protocol: the protocol.
        run: runs sessions.
        seed: of the first session.
        most: sessions at most.
        settings: values of settings other than the defaults.
        written: the settings as they were written on the command line.
        profiles: behaviours of the children, in turn; none: all.
        policies: what the professional does, in turn.
    """
    behaviours = list(profiles) or [profile(name) for name in profile_names()]
    plans: list[RehearsalPlan] = []
    sessions: list[RehearsalResult] = []
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


def settled(
    protocol: Protocol, search: Search, explored: ExplorationResult, options: str
) -> list[ReportFinding]:
    """Return a finding for each part that was not reached: whether it can be reached, and how.

    Args:
        protocol: the protocol.
        search: what did not reach it.
        explored: an exploration of the same protocol, with the same settings.
        options: of ``rehearse``, that explore it again; ``{depth}`` is put in.
    """
    names, never, fixed = PartNames(protocol), unreachable(protocol), held_fast(protocol, explored)
    found: list[ReportFinding] = []
    for name in to_tell(protocol, search.missing):
        called = names.of(name)
        if name in never:
            found.append(
                ReportFinding("unreachable", _CANNOT.format(name=called, why=never[name]), 0, about=name)
            )
        elif name in explored.reached:
            story = explored.reached[name]
            depth = sum(line.words is not None for line in story)
            again = options.format(depth=max(depth, 1))
            sentences = tuple(line.in_words() for line in story)
            found.append(ReportFinding("reachable", _WAY.format(name=called), 0, again, name, sentences))
        elif explored.complete and not fixed:
            why = _ALL_STATES.format(states=explored.states)
            found.append(ReportFinding("unreachable", _CANNOT.format(name=called, why=why), 0, about=name))
        else:
            how = _OTHERWISE if explored.complete else _UNKNOWN
            text = how.format(name=called, fixed=joined(fixed, ", "), how_far=explored.how_far())
            read = _settings_of(protocol, name)
            if read:
                text = _SETTINGS.format(text=text, names=joined(read, ", "))
            more = f"--until-covered --sessions {2 * len(search.plans)}"
            found.append(ReportFinding(NOT_REACHED, text, 0, more, name))
    return found


def _settings_of(protocol: Protocol, name: str) -> list[Text]:
    """Return the settings that decide on a way: its own condition reads them, or one beside it."""
    read: set[str] = set()
    for _, branches in exits(protocol):
        if name in {way for way, _ in branches}:
            conditions = [branch.condition for _, branch in branches if branch.condition is not None]
            read = {path[1] for one in conditions for path in one.paths if path[0] == "settings"}
    called = msg("'{label}' ({name})")
    return [
        verbatim(one.name)
        if one.label is None
        else called.format(label=one.label.as_written(), name=one.name)
        for one in protocol.settings
        if one.name in read
    ]


def missed(protocol: Protocol, names: Sequence[str], explored: ExplorationResult) -> Iterator[Text]:
    """Yield what is to be said of parts that an exploration did not reach, where that is known."""
    called, never, fixed = PartNames(protocol), unreachable(protocol), held_fast(protocol, explored)
    every = msg("all states were visited")
    for name in names:
        if name in never or (explored.complete and not fixed):
            yield _CANNOT.format(name=called.of(name), why=never.get(name, every))
        elif explored.complete:
            yield _OTHERWISE.format(name=called.of(name), fixed=joined(fixed, ", "))


def held_fast(protocol: Protocol, explored: ExplorationResult) -> list[Text]:
    """Return what an exploration holds fast though sessions differ in it: other values may lead elsewhere."""
    read = {
        path[1]
        for site in sites_of(protocol)
        if site.kind != "text"
        for path in site.paths
        if path[0] == "settings"
    }
    held = (
        (explored.one_draw, msg("its draw")),
        (bool(read), msg("these settings")),
        (protocol.participants_max > explored.children, _CHILDREN.format(n=explored.children)),
        (not explored.interrupting, msg("people who wait for Nao")),
    )
    return [words for holds, words in held if holds]


def _missing(protocol: Protocol, sessions: Sequence[RehearsalResult]) -> set[str]:
    return {name for one in coverage(protocol, sessions) for name in one.missing}
