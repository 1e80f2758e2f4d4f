"""What if: what people did in a recorded session, played to another version of its protocol.

People do what they did, when they did it; Nao takes the time that it took for the same sentence or gesture,
else what the timing model says; time is the new version's own. What is compared is what the session was for
those in the room: steps, sentences, questions and judgements, in their order. Behind the first difference
people would have done otherwise: nothing is claimed about what follows.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.engine import Engine, Output, State
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.timing import Lengths, sounds_of
from nao_sessions.protocol.trials import BY_EVENT

PEOPLE = frozenset({"button", "command", *BY_EVENT, "slept", "fell"})
MOVED_NS = 500 * MILLISECOND_NS
"""The least difference in time that counts; a version played to itself is up to 0.15 s off (measured)."""
MOST_STEPS = 50_000


@dataclass(frozen=True, slots=True)
class Narration:
    """One thing that happened for those in the room: at which session time (ns), its kind, and what.

    ``child`` is whom a sentence of Nao's is said to, where it names one.
    """

    at: int
    kind: str
    what: str
    child: str | None = None


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The comparison of a recorded session with another version of its protocol: where they differ first.

    ``same`` counts what both had in common; ``recorded`` and ``now`` are the first that differ: None where
    one of them ended, both None where they never differ. ``common`` is what they have in common, at the
    times of the new version, and ``after`` the first of what it does from there on; ``moved`` are those in
    common that come at another time, as recorded and with the new version.
    """

    same: int
    recorded: Narration | None
    now: Narration | None
    after: tuple[Narration, ...]
    common: tuple[Narration, ...] = ()
    moved: tuple[tuple[Narration, Narration], ...] = ()

    @property
    def parts(self) -> bool:
        """Return whether the recorded session and the other version of the protocol ever differ."""
        return self.recorded is not None or self.now is not None


def what_if(events: Sequence[Event], old: Protocol, new: Protocol) -> WhatIf:
    """Play what people did in a recorded session to another version of its protocol, and compare.

    Args:
        events: the session's log.
        old: the protocol that ran.
        new: the other version.
    """
    outputs = (event for event in events if event.dir == "out")
    narrations = (_narration(event.at, event.kind, event.data) for event in outputs)
    recorded = [one for one in narrations if one is not None]
    now = _Replay(events, old, new).run()
    same = 0
    for before, after in zip(recorded, now, strict=False):
        if (before.kind, before.what) != (after.kind, after.what):
            break
        same += 1
    return WhatIf(
        same,
        recorded[same] if same < len(recorded) else None,
        now[same] if same < len(now) else None,
        tuple(now[same : same + 8]),
        tuple(now[:same]),
        tuple(
            (was, becomes)
            for was, becomes in zip(recorded[:same], now, strict=False)
            if abs(was.at - becomes.at) >= MOVED_NS
        ),
    )


def _narration(at: int, kind: str, data: Mapping[str, Any]) -> Narration | None:
    match kind:
        case "entered":
            return Narration(at, "step", str(data["step"]))
        case "do" if data["verb"] == "say":
            return Narration(at, "says", str(data["text"]), data.get("participant"))
        case "question":
            return Narration(at, "question", str(data["item"]))
        case "trial":
            return Narration(at, "judged", f"{data['item']} {data['judgement'] or 'unscored'}".strip())
        case "prompt":
            return Narration(at, "help", str(data["help"]))
        case "ended":
            return Narration(at, "ended", str(data["outcome"]))
    return None


class _Replay:
    """The playing of the new version: the recorded people, Nao's recorded durations, time of its own."""

    def __init__(self, events: Sequence[Event], old: Protocol, new: Protocol) -> None:
        self._events = events
        self._engine = Engine(new)
        self._labels = _labels(old)
        self._new_buttons = _labels(new)
        self._durations = _durations(events)
        self._lengths = Lengths(sounds_of(new))
        self._state = State()
        self._heap: list[tuple[int, int, str, Mapping[str, Any], str | None]] = []
        self._order = 0
        self._running: set[str] = set()
        self._narrations: list[Narration] = []

    def run(self) -> list[Narration]:
        """Play to the end of the session, or of what people did, and return what happened."""
        start = next(event for event in self._events if event.kind == "start")
        self._feed(0, "start", start.data, None)
        begun = next((event.at for event in self._events if event.kind == "begin"), 0)
        self._feed(begun, "begin", {}, None)
        for event in self._events:
            if event.dir == "in" and event.kind in PEOPLE:
                self._push(event.at, event.kind, self._data(event), event.participant)
        for _ in range(MOST_STEPS):
            if self._state.outcome:
                break
            deadline = self._engine.deadline(self._state)
            if self._heap and (deadline is None or self._heap[0][0] <= deadline):
                at, _, kind, data, by = heapq.heappop(self._heap)
                if kind != "done" or str(data["action"]) in self._running:
                    self._feed(at, kind, data, by)
            elif deadline is not None:
                self._feed(deadline, "timer", {}, None)
            else:
                break
        return self._narrations

    def _feed(self, at: int, kind: str, data: Mapping[str, Any], by: str | None) -> None:
        event = Event(self._order, "in", at, "what-if", kind, data, participant=by)
        self._state, outputs = self._engine.step(self._state, event)
        if kind == "done":
            self._running.discard(str(data["action"]))
        for output in outputs:
            self._act(at, output)

    def _act(self, at: int, output: Output) -> None:
        narration = _narration(at, output.kind, output.data)
        if narration is not None:
            self._narrations.append(narration)
        if output.kind == "halt":
            self._running.difference_update(output.data["ids"])
        if output.kind != "do":
            return
        action, verb = output.data["id"], output.data["verb"]
        self._running.add(action)
        known = self._durations.get(_key(output.data))
        predicted = self._lengths.begin(verb, output.data, at // MILLISECOND_NS) * MILLISECOND_NS
        length = known.pop(0) if known else predicted
        self._push(at + length, "done", {"action": action, "how": "finished"}, None)

    def _push(self, at: int, kind: str, data: Mapping[str, Any], by: str | None) -> None:
        self._order += 1
        heapq.heappush(self._heap, (at, self._order, kind, data, by))

    def _data(self, event: Event) -> Mapping[str, Any]:
        """Return what a person did; a button that is called otherwise now is found by its label."""
        if event.kind != "button" or event.data["id"] in self._new_buttons:
            return event.data
        label = self._labels.get(str(event.data["id"]))
        found = next((name for name, known in self._new_buttons.items() if label and known == label), None)
        return {**event.data, "id": found or event.data["id"]}


def _labels(protocol: Protocol) -> dict[str, str]:
    levels = [step.level for step in protocol.steps.values()] + [protocol.always]
    return {
        entry.id: entry.label.template(protocol.language).source
        for level in levels
        for entry in level.buttons
        if entry.label is not None
    }


def _durations(events: Sequence[Event]) -> dict[str, list[int]]:
    """Return how long each sentence and gesture took, in the order in which they were done."""
    begun: dict[str, Event] = {}
    found: dict[str, list[int]] = defaultdict(list)
    for event in events:
        if event.kind == "do" and event.dir == "out":
            begun[event.data["id"]] = event
        elif event.kind == "done" and event.data.get("how") == "finished" and event.data["action"] in begun:
            first = begun[event.data["action"]]
            found[_key(first.data)].append(event.at - first.at)
    return found


def _key(data: Mapping[str, Any]) -> str:
    return "/".join(str(value) for name, value in sorted(data.items()) if name != "id")
