"""Logs of rehearsed sessions, for the tests of fidelity: as the engine made them, and changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.engine import Engine
from nao_sessions.engine.state import State
from nao_sessions.protocol.flow import Protocol
from nao_sessions.rehearsal.people.behaviour import PersonActs, profile
from nao_sessions.rehearsal.people.people import InTheRoom, VirtualPeople
from nao_sessions.rehearsal.people.professional import Policy
from nao_sessions.rehearsal.session import RehearsalPlan, rehearse

Tamper = Callable[[Event], Event | None]


def played(
    protocol: Protocol,
    who: str,
    seed: int = 1,
    policy: Policy = "confirms",
    among: Callable[[InTheRoom], InTheRoom] = lambda people: people,
) -> list[Event]:
    """Give the log of a rehearsal; ``among`` puts others among the people who are there."""
    lines: list[Event] = []

    def watch(event: Event, outputs: Sequence[Any], state: State) -> None:
        lines.append(event._replace(seq=len(lines)))
        cause = lines[-1].seq
        for output in outputs:
            lines.append(Event(len(lines), "out", event.at, "engine", output.kind, output.data, cause=cause))

    plan = RehearsalPlan(seed, (profile(who),) * max(1, protocol.participants_min), policy)
    people = VirtualPeople(plan.codes, plan.profiles, plan.policy, plan.seed)
    rehearse(Engine(protocol), plan, watch, among(people))
    return lines


class Once:
    """Does something once, a while after the session has come to something."""

    def __init__(self, people: InTheRoom, when: Callable[[State], bool], *acts: PersonActs) -> None:
        self._people, self._when, self._acts = people, when, list(acts)

    def look(self, engine: Engine, state: State, now_ns: int) -> list[PersonActs]:
        """Let the others act, and act if it is time."""
        found = self._people.look(engine, state, now_ns)
        if self._acts and self._when(state):
            found, self._acts = [*found, *self._acts], []
        return found

    def notice(self, act: PersonActs, engine: Engine, state: State) -> list[PersonActs]:
        """Let the others notice."""
        return self._people.notice(act, engine, state)


class Anything:
    """Breaks in again and again with what a professional, a child or a failing program may do."""

    COMMANDS = (
        "pause",
        "calm",
        "redo",
        "skip",
        "prompt",
        "repeat",
        "encourage",
        "improvise",
        "louder",
        "goto",
    )
    JUDGEMENTS = ("yes", "not_yet", "void", "refused", "heard", "not_heard")

    def __init__(self, people: InTheRoom, seed: int) -> None:
        self._people, self._random, self._next_ns = people, Random(seed), 0

    def look(self, engine: Engine, state: State, now_ns: int) -> list[PersonActs]:
        """Let the others act, and break in at times."""
        found = self._people.look(engine, state, now_ns)
        if now_ns >= self._next_ns and self._random.random() < 0.15:
            self._next_ns = now_ns + 5 * SECOND_NS
            found = [*found, *self._breaks_in(state)]
        return found

    def notice(self, act: PersonActs, engine: Engine, state: State) -> list[PersonActs]:
        """Let the others notice."""
        return self._people.notice(act, engine, state)

    def _breaks_in(self, state: State) -> list[PersonActs]:
        draw, after = self._random, round(self._random.random() * 6 * SECOND_NS)
        kind = draw.choice(("command", "command", "command", "judge", "resumed", "fell", "touch"))
        resume = PersonActs(after + 3 * SECOND_NS, "command", {"name": "resume"})
        if kind in ("resumed", "fell"):
            return [PersonActs(after, kind, {}), resume]
        if kind == "touch":
            return [PersonActs(after, "touch", {"part": "head.front", "pressed": True})]
        if kind == "judge":
            how = draw.choice(self.JUDGEMENTS)
            return [PersonActs(after, "command", {"name": "judge", "as": how})]
        name = draw.choice(self.COMMANDS)
        data = {"name": name, "text": "Attends un peu.", "step": state.step}
        return [PersonActs(after, "command", data), *([resume] if name in ("pause", "calm") else [])]


def tampered(events: Sequence[Event], change: Tamper) -> list[Event]:
    """Give a log with a change to the first event that it changes or drops (None)."""
    found: list[Event] = []
    whole = True
    for event in events:
        new = change(event) if whole else event
        whole = whole and new == event
        if new is not None:
            found.append(new)
    assert not whole
    return found


def drop(kind: str, **data: object) -> Tamper:
    """Drop the first event of a kind that has these data."""

    def change(event: Event) -> Event | None:
        is_it = event.kind == kind and all(event.data.get(name) == value for name, value in data.items())
        return None if is_it else event

    return change


def put(kind: str, name: str, value: object, other: object) -> Tamper:
    """Put another value into the first event of a kind that has this one."""

    def change(event: Event) -> Event:
        it = event.kind == kind and event.data.get(name) == value
        return event._replace(data={**event.data, name: other}) if it else event

    return change
