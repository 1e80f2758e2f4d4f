"""The journal of a running session: an engine, its state, and the lines of the log that they make.

An input and its outputs go to the sink together, before any of them is acted upon.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from nao_sessions.core.errors import RecordError
from nao_sessions.core.events import Event
from nao_sessions.engine import Engine, Output, State, View
from nao_sessions.text.messages import msg

Sink = Callable[[Sequence[Event]], None]
"""A function that takes lines of the log: it writes them, or it is a listener."""


class Journal:
    """The engine and the state of one running session, in real or in virtual time, and its lines.

    ``resumes`` is how often a person has resumed it after a pause or a stop, ``resumed_at`` when last (ns).
    """

    def __init__(self, engine: Engine, sink: Sink) -> None:
        self.engine = engine
        self.state = State()
        self.resumes, self.resumed_at = 0, 0
        self._sink = sink
        self._listeners: list[Sink] = []
        self._seq = 0
        self._at = 0

    def feed(
        self,
        at: int,
        source: str,
        kind: str,
        data: Mapping[str, Any],
        *,
        t: int | None = None,
        source_t: float | None = None,
        participant: str | None = None,
    ) -> tuple[Event, ...]:
        """Feed an input to the engine at a session time, never before the last line; return the outputs."""
        before = (self.state, self._seq, self._at)
        entry = self._event("in", at, source, kind, data, t=t, source_t=source_t, participant=participant)
        try:
            self.state, outputs = self.engine.step(self.state, entry)
            results = tuple(self._output(entry, output) for output in outputs)
            self._sink((entry, *results))
        except BaseException:
            self.state, self._seq, self._at = before  # what was not written did not happen
            raise
        self._count_resumes(results)
        self._tell((entry, *results))
        return results

    def note(self, at: int, source: str, kind: str, data: Mapping[str, Any], t: int | None = None) -> None:
        """Write a line that is no input or output of the engine: of a recorder, the clocks, the guard."""
        line = self._event("note", at, source, kind, data, t=t)
        self._sink((line,))
        self._tell((line,))

    def overhear(self, listener: Sink) -> None:
        """Add a listener, which gets every line once it is written; it must neither block nor raise."""
        self._listeners.append(listener)

    def replay(self, events: Sequence[Event]) -> tuple[Event, ...]:
        """Replay a log that was interrupted, and return the outputs that its last input still owes.

        The outputs that are already in the log are compared, and none is done again. What is owed was never
        acted upon, since it was not written; it is written now, so that the log is whole.

        Raises:
            ReplayDiffers: the log does not follow from its inputs.
        """
        replayed = reexecute(self.engine, events)
        self.state = replayed.state
        last = events[-1]
        self._seq, self._at = last.seq + 1, last.at
        owed = tuple(self._output(replayed.last_input, output) for output in replayed.owed)
        if owed:
            self._sink(owed)
        self._count_resumes((*events, *owed))
        return owed

    @property
    def view(self) -> View:
        """Return the view of the session as it is now."""
        return self.engine.view(self.state)

    @property
    def deadline(self) -> int | None:
        """Return the session time at which a timer is due, in ns; None without one."""
        return self.engine.deadline(self.state)

    def _count_resumes(self, lines: Sequence[Event]) -> None:
        for line in lines:
            if line.dir == "out" and line.kind == "continued" and line.data.get("by") == "resume":
                self.resumes, self.resumed_at = self.resumes + 1, line.at

    def _tell(self, lines: Sequence[Event]) -> None:
        for listener in self._listeners:
            listener(lines)

    def _output(self, cause: Event, output: Output) -> Event:
        return self._event("out", cause.at, "engine", output.kind, plain(output.data), cause=cause.seq)

    def _event(
        self, direction: Any, at: int, source: str, kind: str, data: Mapping[str, Any], **rest: Any
    ) -> Event:
        self._at = max(self._at, at)
        event = Event(self._seq, direction, self._at, source, kind, data, **rest)
        self._seq += 1
        return event


class ReplayDiffers(Exception):
    """Raised when a log does not follow from its inputs; ``seq`` is the first line that differs."""

    def __init__(self, seq: int, expected: str, found: str) -> None:
        super().__init__(f"seq {seq}: expected {expected}, found {found}")
        self.seq = seq
        self.expected = expected
        self.found = found


def log_differs(seq: int) -> RecordError:
    """Return the error to raise when a log does not follow from its inputs."""
    return RecordError(
        msg("seq {seq}: the log does not follow from its inputs; nothing was changed.", seq=seq),
        msg("'nao-sessions verify' says what differs."),
        code="R110",
    )


class Reexecution:
    """The result of feeding a log's inputs again: the state, and outputs that are not in the log yet."""

    __slots__ = ("last_input", "owed", "state")

    def __init__(self, state: State, last_input: Event, owed: tuple[Output, ...]) -> None:
        self.state = state
        self.last_input = last_input
        self.owed = owed


def reexecute(engine: Engine, events: Sequence[Event]) -> Reexecution:
    """Feed a log's inputs to an engine, compare every output, and return the state that is reached.

    Only the last input may still owe outputs: the session died between the two.

    Raises:
        ReplayDiffers: an output differs, is missing in the middle, or is too many; the log is empty.
    """
    state = State()
    pending: list[Output] = []
    cause: Event | None = None
    for event in events:
        if event.dir == "note":
            continue
        if event.dir == "in":
            if pending:
                raise ReplayDiffers(event.seq, _shown(pending[0].kind, pending[0].data), "an input")
            state, outputs = engine.step(state, event)
            pending, cause = list(outputs), event
            continue
        expected = pending.pop(0) if pending else None
        if expected is None or cause is None:
            raise ReplayDiffers(event.seq, "no output", _shown(event.kind, event.data))
        same = (expected.kind, plain(expected.data), cause.seq, cause.at)
        if same != (event.kind, event.data, event.cause, event.at):
            raise ReplayDiffers(
                event.seq, _shown(expected.kind, expected.data), _shown(event.kind, event.data)
            )
    if cause is None:
        raise ReplayDiffers(0, "a start line", "nothing")
    return Reexecution(state, cause, tuple(pending))


def plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return an output's data as JSON would read it back: lists for tuples."""
    return {name: value if value.__class__ in _SCALARS else _plain(value) for name, value in data.items()}


_SCALARS = frozenset({str, int, float, bool, type(None)})


def _plain(value: Any) -> Any:
    if value.__class__ in _SCALARS:
        return value
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if value.__class__ is dict and all(name.__class__ is str for name in value):
        return plain(value)
    return json.loads(json.dumps(value, ensure_ascii=False))


def _shown(kind: str, data: Mapping[str, Any]) -> str:
    return f"{kind} {json.dumps(plain(data), ensure_ascii=False, sort_keys=True)}"
