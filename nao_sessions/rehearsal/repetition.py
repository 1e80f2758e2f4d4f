"""Repetition without progress: what a session comes to where nobody does anything any more.

Nao's own doing and the deadlines are followed alone. Progress is a change of anything that decides the way
on: a step, a trial counted, a help given, a count that a condition reads. Where a session is in the same
state again but for clocks, and for counts that nothing reads, it will be there for ever: that is a wait
without an end, however much Nao says in it. A time that runs from the entry of a step (`limit`) runs on all
the while: as long as one of these comes nearer, the session moves. The session's own limit is left out.
"""

from __future__ import annotations

from dataclasses import dataclass

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.engine import Engine, State
from nao_sessions.engine.compiled import Compiled
from nao_sessions.engine.state import Draft
from nao_sessions.engine.waits import deadlines
from nao_sessions.rehearsal.abstraction import Abstraction, Key

MOST_ALONE = 5_000
"""Ends of actions and deadlines that are followed; what has not come round by then is not told."""

_Deadline = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Repetition:
    """A round that comes again for ever: how long it takes, its steps, what Nao says in it, its states."""

    seconds: float
    steps: tuple[str, ...]
    said: str
    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class _Rest:
    """A state in which Nao is done: how many steps were entered before it, what is due when, the time."""

    entered: int
    due: frozenset[_Deadline]
    at: int


class Repetitions:
    """Looks for repetitions in the sessions of one protocol, from each state once."""

    def __init__(self, engine: Engine, abstraction: Abstraction) -> None:
        self._engine = engine
        self._abstraction = abstraction
        self._compiled = Compiled.of(engine.protocol)
        self._known: set[Key] = set()
        self.events = 0

    def from_state(self, state: State, at: int) -> Repetition | None:
        """Give the repetition that a state leads to where nobody acts; None if it was given before."""
        rests: dict[Key, _Rest] = {}
        entered: list[str] = []
        said = ""
        for _ in range(MOST_ALONE):
            if state.outcome or state.paused:
                break
            running = state.frames[-1].running() if state.frames else ()
            if running:
                at += SECOND_NS
                event = Event(0, "in", at, "explore", "done", {"action": running[0], "how": "finished"})
            else:
                deadline = self._engine.deadline(state)
                if deadline is None:
                    break
                if not state.frames:
                    key = self._abstraction.key(state, at)
                    if key in self._known:
                        break
                    rest = _Rest(len(entered), self._due(state), at)
                    before = rests.get(key)
                    if before is not None and not before.due & rest.due:
                        self._known.update(rests)
                        return _round(rests, key, entered, said, rest, state)
                    rests[key] = rest
                at = max(at, deadline)
                event = Event(0, "in", at, "explore", "timer", {})
            self.events += 1
            state, outputs = self._engine.step(state, event)
            for output in outputs:
                if output.kind == "entered":
                    entered.append(output.data["step"])
                elif output.kind == "do" and output.data["verb"] == "say":
                    said = output.data["text"]
        self._known.update(rests)
        return None

    def _due(self, state: State) -> frozenset[_Deadline]:
        """Give what is due and when: what is due at the same time a round later has come nearer."""
        due = deadlines(Draft.reading(state), self._compiled)
        return frozenset((one.what, "" if one.entry is None else one.entry.id, one.at) for one in due)


def _round(
    rests: dict[Key, _Rest], key: Key, entered: list[str], said: str, rest: _Rest, state: State
) -> Repetition:
    keys = list(rests)
    first = rests[key]
    steps = tuple(dict.fromkeys(entered[first.entered :])) or (state.step,)
    seconds = (rest.at - first.at) / SECOND_NS
    return Repetition(seconds, steps, said, tuple(keys[keys.index(key) :]))
