"""Why trials were not scored, read from the lines of the log that made them void.

Nothing here judges: a word that was heard, an adult's press and a program that died are told apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from nao_sessions.core.events import Event
from nao_sessions.session.responses import is_word_heard_everywhere

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
    by_seq: dict[int, Event] = {}
    last: dict[tuple[object, ...], int] = {}
    found: dict[int, VoidReason] = {}
    heard = False
    for event in events:
        by_seq[event.seq] = event
        if event.dir == "out" and event.kind in ("question", "response"):
            heard = event.kind == "response" and (heard or is_word_heard_everywhere(event))
        if event.dir != "out" or event.kind not in ("trial", "rejudged"):
            continue
        key = tuple(event.data.get(name) for name in ("step", "child", "number"))
        if event.kind == "trial":
            last[key] = event.seq
        seq = last.get(key, -1)
        found.pop(seq, None)
        cause = by_seq.get(-1 if event.cause is None else event.cause)
        if event.data.get("judgement") == "void" and cause is not None:
            found[seq] = _reason(cause, heard=heard)
    found.pop(-1, None)
    return found


def _reason(cause: Event, *, heard: bool) -> VoidReason:
    if cause.kind == "command":
        return BY_COMMAND.get(str(cause.data.get("name")), "interrupted")
    return _BY_INPUT.get(cause.kind) or ("heard" if heard else "interrupted")
