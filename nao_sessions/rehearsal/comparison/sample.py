"""Rehearsed sessions put together: how often circumstances came, things in them, and what numbers were.

Samples are added to each other; nothing is judged here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from nao_sessions.rehearsal.comparison.chances import Average
from nao_sessions.rehearsal.many import options_for
from nao_sessions.rehearsal.people.professional import Policy
from nao_sessions.rehearsal.reports.observations import SessionObservations, Words
from nao_sessions.rehearsal.session import Plan

Key = tuple[Words, Words]
People = tuple[tuple[str, ...], Policy]
"""The behaviours of the children, by their names, and what the professional does."""


@dataclass(slots=True)
class Sample:
    """Sessions put together: how often circumstances came, things in them, numbers; a seed for each thing."""

    sessions: int = 0
    circumstances: Counter[Words] = field(default_factory=Counter)
    things: Counter[Key] = field(default_factory=Counter)
    numbers: dict[str, Average] = field(default_factory=dict)
    seeds: dict[Key, str] = field(default_factory=dict)
    people: dict[Words, Counter[People]] = field(default_factory=dict)
    """How often each group of people took each way."""

    def add(self, seen: SessionObservations, plan: Plan) -> None:
        """Add what one rehearsed session showed."""
        self.sessions += 1
        again = options_for(plan)
        people: People = (tuple(one.id for one in plan.profiles), plan.policy)
        for circumstances, things in seen.things.items():
            self.circumstances[circumstances] += 1
            if circumstances[0] == "exit":
                self.people.setdefault(circumstances, Counter())[people] += 1
            for thing in things:
                key = (circumstances, thing)
                self.things[key] += 1
                self.seeds.setdefault(key, again)
        for name, value in seen.numbers.items():
            one = Average(1, value, value * value)
            self.numbers[name] = self.numbers.get(name, Average()).joined(one)

    def __add__(self, other: Sample) -> Sample:
        """Return both samples together."""
        numbers = dict(self.numbers)
        for name, average in other.numbers.items():
            numbers[name] = numbers.get(name, Average()).joined(average)
        people = {way: Counter(counts) for way, counts in self.people.items()}
        for way, takers in other.people.items():
            people.setdefault(way, Counter()).update(takers)
        return Sample(
            self.sessions + other.sessions,
            self.circumstances + other.circumstances,
            self.things + other.things,
            numbers,
            {**other.seeds, **self.seeds},
            people,
        )
