"""An earlier version of a protocol, rehearsed, and new versions rehearsed beside it.

The sessions of both are drawn alike and apart: the same people and settings in the same turns, seeds of
their own.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from functools import cached_property
from random import Random
from typing import Any

from nao_sessions.core.events import Event
from nao_sessions.engine import Engine, Output, State
from nao_sessions.protocol.expression import Value
from nao_sessions.protocol.flow import Protocol, Setting
from nao_sessions.rehearsal.comparison.differences import Difference, differences
from nao_sessions.rehearsal.comparison.sample import People, Sample
from nao_sessions.rehearsal.exploration.explore import explore
from nao_sessions.rehearsal.many import Files, Progress, engine_of, plans_for, spread
from nao_sessions.rehearsal.people.behaviour import Behaviour, profile, profile_names
from nao_sessions.rehearsal.people.professional import POLICIES
from nao_sessions.rehearsal.reports.observations import SessionObservations, Words, observe
from nao_sessions.rehearsal.session import Plan

TURN = 2
"""A turn is each child with each professional so many times."""

ROUNDS = (1, 4)
"""Looks at the new version, as numbers of turns."""

SELDOM = 0.05
"""A way that is taken in fewer sessions is looked at once more, with those people who take it most often."""

MOST_SELDOM = 8
"""So many such pairs of children and professional at most; the rarest ways choose first."""

EARLIER = 5
"""The earlier version is rehearsed so many times as often as the new one at most."""

APART = 1_000_000
"""The seeds of the earlier version begin so much later."""

VARIED = 0.5
"""Share of sessions with one setting at another value than its default."""

DEPTH, STATES = 3, 250
"""How far the earlier version is explored for ways that its sessions did not take."""


class Earlier:
    """The earlier version of a protocol: its sessions, rehearsed once, and the ways on that it has."""

    def __init__(
        self,
        protocol: Protocol,
        profiles: Sequence[Behaviour] = (),
        *,
        seed: int = 1,
        jobs: int = 1,
        progress: Progress = lambda done: None,
    ) -> None:
        self._protocol = protocol
        self._profiles = tuple(profiles) or tuple(profile(name) for name in profile_names())
        self._seed, self._jobs, self._progress = seed, jobs, progress
        self.turn = TURN * len(self._profiles) * len(POLICIES)
        self.pieces = self._pieces(())
        """Its sessions, turn by turn."""
        self.whole = sum(self.pieces, Sample())
        self.ways = _ways(protocol)

    @cached_property
    def seldom(self) -> tuple[People, ...]:
        """Return those people who take the ways that are seldom taken."""
        chosen: dict[People, None] = {}
        ways = sorted(self.whole.people.items(), key=lambda one: (one[1].total(), one[0]))
        for _, counts in ways:
            if counts.total() < SELDOM * self.whole.sessions and len(chosen) < MOST_SELDOM:
                chosen[counts.most_common(1)[0][0]] = None
        return tuple(chosen)

    @cached_property
    def seldom_pieces(self) -> tuple[Sample, ...]:
        """Return sessions with those people alone, turn by turn."""
        return self._pieces(self.seldom)

    def _pieces(self, people: Sequence[People]) -> tuple[Sample, ...]:
        plans = self._plans(self._protocol, APART, EARLIER * ROUNDS[-1] * self.turn, people)
        seen = self._seen(self._protocol, plans)
        return tuple(
            _sample(seen[first : first + self.turn], plans[first : first + self.turn])
            for first in range(0, len(plans), self.turn)
        )

    def sample(self, protocol: Protocol, first: int, sessions: int, people: Sequence[People] = ()) -> Sample:
        """Rehearse a version; its first session is so many seeds behind that of all."""
        plans = self._plans(protocol, first, sessions, people)
        return _sample(self._seen(protocol, plans), plans)

    def _plans(self, protocol: Protocol, first: int, sessions: int, people: Sequence[People]) -> list[Plan]:
        return varied(protocol, self._profiles, sessions=sessions, seed=self._seed + first, people=people)

    def _seen(self, protocol: Protocol, plans: Sequence[Plan]) -> list[SessionObservations]:
        return spread(_observe_share, protocol, plans, jobs=self._jobs, progress=self._progress)

    def beside(self, protocol: Protocol) -> tuple[Sample, list[Difference]]:
        """Rehearse a new version, a little first, more as long as nothing is told.

        Returns:
            Its sessions with everybody, and what is not as before.
        """
        now = Sample()
        for looked, until in zip((0, *ROUNDS), ROUNDS, strict=False):
            now += self.sample(protocol, looked * self.turn, (until - looked) * self.turn)
            found = differences(now, self.whole, self.ways)
            if found:
                return now, found
        if not self.seldom:
            return now, []
        rare = self.sample(protocol, 0, ROUNDS[-1] * self.turn, self.seldom)
        return now, differences(rare, sum(self.seldom_pieces, Sample()), self.ways)


def varied(
    protocol: Protocol,
    profiles: Sequence[Behaviour],
    *,
    sessions: int,
    seed: int,
    people: Sequence[People] = (),
) -> list[Plan]:
    """Return plans with all professionals; in half of them one setting, drawn by the seed, has another value.

    ``people``: who plays, in turn, instead of everybody.
    """
    plans = []
    others = [(one, value) for one in protocol.settings for value in _other_values(one)]
    for number in range(seed, seed + sessions):
        draw = Random(f"{number}/settings")
        settings: dict[str, Value] = {}
        written = ""
        if others and draw.random() < VARIED:
            setting, value = draw.choice(others)
            settings[setting.name] = value
            written = f" --setting {shlex.quote(f'{setting.name}={_written(setting, value)}')}"
        if people:
            names, policy = people[number % len(people)]
            children = tuple(next(one for one in profiles if one.id == name) for name in names)
            plans.append(Plan(number, children, policy, settings, protocol.language, written))
            continue
        plans += plans_for(
            protocol, profiles, sessions=1, seed=number, policies=POLICIES, settings=settings, written=written
        )
    return plans


def _other_values(setting: Setting) -> list[Value]:
    """Return values that a setting may have and does not have by default: others to choose, or its bounds."""
    if setting.choices:
        values: Sequence[Any] = setting.choices
    elif isinstance(setting.default, bool):
        values = (False, True)
    elif setting.minimum is not None and setting.maximum is not None:
        whole = isinstance(setting.default, int)
        values = [int(one) if whole else float(one) for one in (setting.minimum, setting.maximum)]
    else:
        values = ()
    return [value for value in values if value != setting.default]


def _written(setting: Setting, value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g} s" if setting.type == "duration" else str(value)


def _sample(seen: Sequence[SessionObservations], plans: Sequence[Plan]) -> Sample:
    sample = Sample()
    for one, plan in zip(seen, plans, strict=True):
        sample.add(one, plan)
    return sample


def _observe_share(files: Files, plans: Sequence[Plan]) -> list[SessionObservations]:
    engine = engine_of(files)
    return [observe(engine, plan) for plan in plans]


def _ways(protocol: Protocol) -> frozenset[Words]:
    """Return the ways on that a short exploration finds."""
    codes = tuple(f"V{number:02}" for number in range(1, max(1, protocol.participants_min) + 1))
    engine = _Watched(protocol)
    explore(engine, participants=codes, depth=DEPTH, most=STATES)
    return frozenset(engine.ways)


class _Watched(Engine):
    """An engine that tells the ways on that it took."""

    def __init__(self, protocol: Protocol) -> None:
        super().__init__(protocol)
        self.ways: set[Words] = set()

    def step(self, state: State, event: Event) -> tuple[State, tuple[Output, ...]]:
        """Take one input."""
        state, outputs = super().step(state, event)
        for output in outputs:
            if output.kind == "entered":
                self.ways.add(("exit", output.data["by"], "to", output.data["step"]))
        return state, outputs
