"""What a child was last asked by before it did something in a trial: the question, or a help after it.

A pure function of the log; what Nao said and did for it is known by what led to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from nao_sessions.core.events import Event
from nao_sessions.export.source import happened_ns
from nao_sessions.export.spans import endings_without_steps

QUESTION = "none"
"""The word of no help: the question alone had been asked."""
_SAID_OR_DONE = frozenset({"say", "gesture"})
_KINDS = frozenset({"question", "prompt", "do", "done", "timer", "response", "trial"})


@dataclass(frozen=True, slots=True)
class Asked:
    """The question (``help`` is ``none``) or a help; ``ended_ns`` is None while Nao was still at it."""

    help: str
    began_ns: int
    ended_ns: int | None


@dataclass(slots=True)
class _Asking:
    """A question or a help as the log tells it: its actions, and the lines that led to more of them."""

    help: str
    began_ns: int
    led_on: set[int | None]
    actions: list[tuple[int, int]] = field(default_factory=list)
    """When each began, and when it was over."""


def last_asked(events: Sequence[Event]) -> dict[int, Asked]:
    """Give, by the seq of each response in a trial, what it came after."""
    over = endings_without_steps(events)
    by_seq = {event.seq: event for event in events}
    found: dict[int, Asked] = {}
    asked: list[_Asking] = []
    of_action: dict[str, _Asking] = {}
    for event in events:
        if event.kind not in _KINDS:
            continue
        match event.dir, event.kind:
            case "out", "question":
                asked = [_Asking(QUESTION, happened_ns(event), {event.cause})]
            case "out", "prompt" if asked:
                asked.append(_Asking(str(event.data.get("help")), happened_ns(event), {event.cause}))
            case "out", "do" if asked and event.cause in asked[-1].led_on:
                of_action[str(event.data.get("id"))] = asked[-1]
                if event.data.get("verb") in _SAID_OR_DONE and event.seq in over:
                    asked[-1].actions.append((happened_ns(event), over[event.seq].stop_ns))
            case "in", "done" if (whose := of_action.get(str(event.data.get("action")))) is not None:
                whose.led_on.add(event.seq)
            case "in", "timer" if asked:  # a pause between two sentences
                asked[-1].led_on.add(event.seq)
            case "out", "response" if asked and event.data.get("number") is not None:
                cause = by_seq.get(-1 if event.cause is None else event.cause, event)
                found[event.seq] = _last(asked, happened_ns(cause))
            case "out", "trial":
                asked = []
    return found


def _last(asked: Sequence[_Asking], at_ns: int) -> Asked:
    """Give the last one that had begun at a time: a touch may have come just before a help."""
    last = next((one for one in reversed(asked) if one.began_ns <= at_ns), asked[0])
    ends = [stop for start, stop in last.actions if start <= at_ns]
    ended = max(ends, default=last.began_ns)
    return Asked(last.help, last.began_ns, ended if ended <= at_ns else None)
