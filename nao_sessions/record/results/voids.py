"""Why trials were not scored, read from the lines of the log that made them void.

Nothing here judges: a word that was heard, an adult's press and a program that died are told apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from nao_sessions.core.events import Event
from nao_sessions.record.results.responses import is_word_heard_everywhere

VoidReason = Literal[
    "heard",
    "left",
    "crash",
    "adult",
    "redone",
    "skipped",
    "calm",
    "ended",
    "button",
    "time",
    "interrupted",
    "corrected",
]
"""Why a trial is not scored: a word that the protocol listens for everywhere was heard; the child left; the
program died; the adult judged it so, had it asked again, led to another place, asked for a calming down or
for the session's end, or pressed a button of the protocol; the protocol's time was over; something else that
the protocol reacts to; a person said so after the session."""
BY_COMMAND: Mapping[str, VoidReason] = {
    "judge": "adult",
    "redo": "redone",
    "skip": "skipped",
    "change": "skipped",
    "goto": "skipped",
    "calm": "calm",
    "finish": "ended",
    "close": "ended",
    "leave": "left",
}
"""Which reason a command of the adult is."""
_BY_INPUT: Mapping[str, VoidReason] = {"resumed": "crash", "timer": "time", "button": "button"}


def void_reasons(events: Iterable[Event]) -> dict[int, VoidReason]:
    """Return why each trial is void that is so at the session's end, by the seq of its record: what caused
    the line that made it void, the record itself or the judgement that came later."""
    origins = _Origins()
    last: dict[tuple[object, ...], int] = {}
    found: dict[int, VoidReason] = {}
    for event in events:
        origins.take(event)
        if event.dir != "out" or event.kind not in ("trial", "rejudged"):
            continue
        key = tuple(event.data.get(name) for name in ("step", "child", "number"))
        if event.kind == "trial":
            last[key] = event.seq
        seq = last.get(key, -1)
        found.pop(seq, None)
        if event.data.get("judgement") == "void" and event.cause is not None:
            found[seq] = origins.reason(event.cause)
    found.pop(-1, None)
    return found


class _Origins:
    """What led to a line, through the sentences and gestures that came first.

    What the adult's press or a word that is heard everywhere does may begin with Nao speaking: the input
    that then ends the trial is that he is done, or a timer, and what led there is the press or the word.
    """

    def __init__(self) -> None:
        self._inputs: dict[int, Event] = {}
        self._asked: dict[str, int] = {}
        """By an action's id: the seq of the input that it was asked for by."""
        self._heard: set[int] = set()
        self._pending: int | None = None
        """The last press or word of this kind since the question, or since the child last acted."""

    def take(self, event: Event) -> None:
        """Take a line of the log."""
        if event.dir == "in":
            self._inputs[event.seq] = event
            if event.kind == "button" or (event.kind == "command" and event.data.get("name") in BY_COMMAND):
                self._pending = event.seq
        elif event.dir == "out" and event.cause is not None:
            match event.kind:
                case "do":
                    self._asked[str(event.data.get("id"))] = event.cause
                case "question":
                    self._pending = None
                case "response":
                    self._pending = None
                    if is_word_heard_everywhere(event):
                        self._heard.add(event.cause)
                        self._pending = event.cause

    def reason(self, cause: int) -> VoidReason:
        """Return why a trial is void that an input made so."""
        origin = self._inputs.get(cause)
        while origin is not None and origin.kind == "done":
            origin = self._inputs.get(self._asked.get(str(origin.data.get("action")), -1))
        own = self._reason_of(origin)
        if own in ("time", "interrupted") and self._pending is not None:
            return self._reason_of(self._inputs.get(self._pending))
        return own

    def _reason_of(self, origin: Event | None) -> VoidReason:
        if origin is None:
            return "interrupted"
        if origin.seq in self._heard:
            return "heard"
        if origin.kind == "command":
            return BY_COMMAND.get(str(origin.data.get("name")), "interrupted")
        return _BY_INPUT.get(origin.kind, "interrupted")
