"""Who or what judged each trial: the adult, the program by the answer, time that ran out, a correction.

A pure function of the log and its corrections: a judgement has the line that led to it as its cause.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from nao_sessions.core.events import Event
from nao_sessions.record.results.trials import UNSCORED, SessionTrial

Judge = Literal["adult", "program", "silence", "corrected", "void", "unscored"]
"""``adult``: judged, answered for the child, or confirmed by the adult; ``program``: an answer that was
compared with the right ones; ``silence``: nobody answered for as long as is waited; ``corrected``: a person
judged otherwise after the session; ``void``, ``unscored``: not judged."""
JUDGES: tuple[Judge, ...] = ("adult", "program", "silence", "corrected", "void", "unscored")

_HANDS = frozenset({"command", "button"})
"""What only an adult's console sends."""


def judges_of(events: Iterable[Event]) -> dict[int, Judge]:
    """Give, by the seq of each trial's record, who or what judged it when the session ended."""
    causes: dict[int, Event] = {}
    last: dict[tuple[object, ...], int] = {}
    found: dict[int, Judge] = {}
    for event in events:
        causes[event.seq] = event
        if event.dir != "out" or event.kind not in ("trial", "rejudged"):
            continue
        key = (event.data.get("step"), event.data.get("child"), event.data.get("number"))
        if event.kind == "trial":
            last[key] = event.seq
            found[event.seq] = _judge(event, causes.get(-1 if event.cause is None else event.cause))
        elif key in last:
            found[last[key]] = _unjudged(event) or "adult"
    return found


def judge_now(trial: SessionTrial, in_session: Judge) -> Judge:
    """Return who or what a trial's judgement is by, as it counts: after its correction, where it has one."""
    if trial.judgement == trial.in_session:
        return in_session
    return _none_by(trial.judgement) or "corrected"


def _judge(trial: Event, cause: Event | None) -> Judge:
    if (unjudged := _unjudged(trial)) is not None:
        return unjudged
    # an answer of the adult may be taken up later, when Nao's sentence ends, and a silence may come after it
    if cause is not None and cause.kind == "timer":
        return "silence"
    by_hand = cause is not None and (cause.source == "professional" or cause.kind in _HANDS)
    return "adult" if by_hand or trial.data.get("way") == "professional" else "program"


def _unjudged(trial: Event) -> Judge | None:
    return _none_by(trial.data.get("judgement") or UNSCORED)


def _none_by(judgement: str) -> Judge | None:
    return "void" if judgement == "void" else "unscored" if judgement == UNSCORED else None
