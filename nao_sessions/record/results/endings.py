"""How far a session came that its protocol's goodbye completed: it may have been led there on the way.

Read from the log alone: *Finish*, *Change the activity* and *Go to* leave what is under way. It is not said
by whom.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nao_sessions.core.events import Event
from nao_sessions.record.manifest import Manifest
from nao_sessions.text import glossary
from nao_sessions.text.messages import Text, msg, msgn

_LEAVING = frozenset({"commands/change", "commands/goto"})


def outcome_of(facts: Manifest, events: Sequence[Event]) -> str:
    """Return how a session ended, by the words of :mod:`nao_sessions.text.glossary`.

    It is "" of one that is still open, and of an imported one: nobody knows. One that was closed without an
    end in its log was interrupted.
    """
    ended = next((one.data.get("outcome") for one in reversed(events) if one.kind == "ended"), None)
    known = facts.outcome or str(ended or "")
    return known or ("" if facts.state in ("open", "imported") else "interrupted")


def _is_led_early(events: Iterable[Event]) -> bool:
    """Tell whether somebody led the session to its end before the protocol did."""
    return any(
        (event.dir, event.kind, event.data.get("by")) == ("out", "entered", "commands/finish")
        for event in events
    )


def _steps_left(events: Iterable[Event]) -> tuple[str, ...]:
    """Return the steps that somebody left for another one, and that were not entered again, in order."""
    step, left = "", dict[str, None]()
    for event in events:
        if (event.dir, event.kind) != ("out", "entered"):
            continue
        if step and event.data.get("by") in _LEAVING:
            left[step] = None
        step = str(event.data["step"])
        left.pop(step, None)
    return tuple(left)


def is_led(events: Iterable[Event]) -> bool:
    """Tell whether a session that was completed was led to its end, with some of it not played."""
    events = tuple(events)
    return _is_led_early(events) or bool(_steps_left(events))


def completed_words(events: Iterable[Event]) -> Text:
    """Return how a session came to its end that its log says was completed, for « séance … »."""
    events = tuple(events)
    if _is_led_early(events):
        return _EARLY
    count = len(_steps_left(events))
    if not count:
        return glossary.OUTCOMES["completed"].label
    return _LEFT.format(n=count)


_EARLY = msg("led to its end early")
_LEFT = msgn(
    "led to its end; an activity was left before it was over",
    "led to its end; {n} activities were left before they were over",
)
