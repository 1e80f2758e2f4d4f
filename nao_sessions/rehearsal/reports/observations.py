"""What one rehearsed session showed, as plain words: what came, in which circumstances, and its numbers.

Only what people in the room could see, or a report shows, is noted, each thing once a session: sessions are
drawn independently of each other, what comes within one is not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.engine import Engine, Output, State
from nao_sessions.protocol.trials import FAILED, PASSED
from nao_sessions.rehearsal.session import Plan, RehearsalResult, rehearse

Words = tuple[str, ...]
"""A thing, or the circumstances that it came in: its kind, then what is named."""

SESSION: Words = ("session",)
"""The circumstances that every session has."""

MOST_VISITS = 6
"""The number up to which visits to a step are counted."""

NOT_JUDGED = "not_judged"
"""The word for the judgement of a trial that is not judged."""

_WHAT = ("text", "name", "where", "colour", "file")


@dataclass(slots=True)
class SessionObservations:
    """The observations of one session: for each circumstance the things that came in it, and its numbers."""

    things: dict[Words, set[Words]] = field(default_factory=lambda: {SESSION: set()})
    numbers: dict[str, float] = field(default_factory=dict)


def observe(engine: Engine, plan: Plan) -> SessionObservations:
    """Rehearse one session, and return what it showed."""
    observer = _Observer()
    protocol = engine.protocol
    observer.end(rehearse(engine, plan, observer.watch), protocol.blocks.keys())
    observer.note(SESSION, ("slot", str(protocol.expected_ms), str(protocol.limit_ms)))
    return observer.seen


class _Observer:
    def __init__(self) -> None:
        self.seen = SessionObservations()
        self._before = State()
        self._now = 0
        self._stays: Counter[str] = Counter()
        self._visits: Counter[str] = Counter()
        self._helps: Counter[str] = Counter()
        self._times: Counter[Words] = Counter()
        self._judged: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._asked: Counter[str] = Counter()
        self._errors: Counter[str] = Counter()

    def note(self, circumstances: Words, *things: Words) -> None:
        """Note things; circumstances without any are noted, too."""
        self.seen.things.setdefault(circumstances, set()).update(things)

    def watch(self, event: Event, outputs: Sequence[Output], state: State) -> None:
        """Note what one input led to."""
        before = self._before
        self._stays[before.step] += event.at - self._now
        self._now = event.at
        self._before = state
        if not outputs:
            return
        values = self._values(before, state)
        for circumstances in values:
            self.note(("in", state.step, *circumstances))
        here = before.step
        for output in outputs:
            if output.kind == "entered":
                self._entered(here, output, before, state, values)
                here = output.data["step"]
            else:
                self._output(output, state, values)
        self._changed(before, state)

    def _output(self, output: Output, state: State, values: Sequence[Words]) -> None:
        data = output.data
        match output.kind:
            case "do":
                said = " ".join(str(value) for key, value in data.items() if key in _WHAT)
                self._shown(("does", data["verb"], said), state, values)
            case "note" | "adult":
                self._shown((output.kind, str(data["text"])), state, values)
            case "board":
                shown = f"{data['picture']} {data['choices']} {data['highlight']}"
                self._shown(("shows", shown), state, values)
            case "group_done":
                self.note(("exit", data["by"]), ("done", data["step"]))
            case "prompt":
                self.note(SESSION, ("help", data["step"], str(data["index"]), str(data["help"])))
                self._helps[data["step"]] += 1
            case "question":
                for answer in data["answers"]:
                    self.note(("asks", data["step"], str(data["item"])), ("offers", str(answer)))
            case "trial":
                self._trial(data["step"], data)
            case "error":
                self.note(SESSION, ("error", str(data.get("code"))))

    def _shown(self, thing: Words, state: State, values: Sequence[Words]) -> None:
        """Note what was said or shown: in this step, with what the conditions there may read."""
        step = state.step
        self.note(("step", step), thing)
        block = 0 if state.block is None else state.block.begun
        again = (step, str(self._visits[step]), str(block), *thing)
        self._times[again] += 1
        if self._times[again] > 1:
            self.note(("step", step), ("again", str(self._times[again]), *thing))
        for circumstances in values:
            self.note(("in", step, *circumstances), thing)

    def _entered(
        self, here: str, output: Output, before: State, state: State, values: Sequence[Words]
    ) -> None:
        target, way = output.data["step"], output.data["by"]
        self._visits[target] += 1
        self.note(("step", target))
        exit_ = ("exit", way)
        self.note(exit_, ("to", target))
        self.note(SESSION, exit_)
        if here in self._asked:
            self.note(exit_, ("asked", here, str(self._asked[here])))
            self.note(exit_, ("failed", here, str(self._errors[here])))
        for name, change in _changes(before, state):
            self.note(exit_, ("set", name, change))
        for circumstances in values:
            self.note(("leaving", here, *circumstances), ("way", way, target))

    def _trial(self, step: str, data: Mapping[str, Any]) -> None:
        judgement, number = str(data["judgement"] or NOT_JUDGED), data["number"]
        self._judged[step][judgement] += 1
        if number == 1:
            self._asked[step] = self._errors[step] = 0
        self._asked[step] += judgement != "void"
        if judgement in FAILED:
            self._errors[step] += 1
        elif judgement != "void":
            self._errors[step] = 0
        self.note(SESSION, ("judged", step, judgement))
        self.note(SESSION, ("in a row", step, str(self._errors[step])))
        self.note(("asks", step, str(data["item"])), ("answer", str(data["answer"])))

    def _changed(self, before: State, state: State) -> None:
        for name, change in _changes(before, state):
            self.note(("changes", before.step, name), ("set", name, change))
            self.note(SESSION, ("set at", before.step, name, change))

    def _values(self, before: State, state: State) -> list[Words]:
        """Return what conditions may read now: the item, successes of a block, data."""
        values: list[Words] = [("data", name, str(value)) for name, value in before.data]
        for step, counts in self._judged.items():
            values.append(("passed", step, str(sum(counts[one] for one in PASSED))))
            values.append(("correct", step, str(counts["correct"])))
        block = state.block
        in_hand = block is not None and block.step == state.step and block.phase != "over"
        if in_hand and block is not None and block.question is not None:
            values.append(("item", block.question.item))
        return values

    def end(self, session: RehearsalResult, lists: Set[str]) -> None:
        """Note how the session ended, which lists of moments came in it, and its numbers."""
        self.note(SESSION, ("end", session.outcome))
        for step, count in self._visits.items():
            self.note(SESSION, ("visits", step, str(min(count, MOST_VISITS))))
        for name in session.reached & lists:
            self.note(SESSION, ("list", name))
        for name, value in self._before.data:
            self.note(SESSION, ("data", name, str(value)))
        numbers = self.seen.numbers
        numbers["duration"] = session.duration_ns / SECOND_NS
        numbers["speech"] = session.spoken_ms / 1000
        for step, count in self._visits.items():
            numbers[f"stay {step}"] = self._stays[step] / SECOND_NS / count
        for step, counts in self._judged.items():
            trials = sum(count for judgement, count in counts.items() if judgement != "void")
            numbers[f"trials {step}"] = trials
            if trials:
                numbers[f"helps {step}"] = self._helps[step] / trials


def _changes(before: State, state: State) -> list[tuple[str, str]]:
    """Return the data that an input changed, and by how much, or to what."""
    if before.data == state.data:
        return []
    known = dict(before.data)
    return [(name, _change(known.get(name), value)) for name, value in state.data if known.get(name) != value]


def _change(old: object, new: object) -> str:
    if isinstance(old, int | float) and isinstance(new, int | float) and not isinstance(new, bool):
        return f"{new - old:+g}"
    return str(new)
