"""Blind coding: what a coder must not know of a session is taken away before the page is made.

What is heard in the room's sound cannot be taken away: where the robot is hidden it begins switched off,
and how loud it was is not told. Nor is when a question ended, which is all that a latency tells.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from nao_sessions.analysis.coding.blinding import Hidden, begins_silent
from nao_sessions.core.events import Event
from nao_sessions.review.replay.narration import LANES, Lane
from nao_sessions.review.replay.page_model import Page, page_of
from nao_sessions.review.replay.reading import Recording
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg

_LANES: dict[Hidden, frozenset[Lane]] = {
    "robot": frozenset({"speech", "action"}),
    # what an adult pressed is a judgement or goes with one, and so is what the program made of it
    "judgements": frozenset({"child", "adult", "note"}),
    "phase": frozenset({"step"}),
    "number": frozenset(),
}
_ALWAYS: frozenset[Lane] = frozenset({"technical"})
"""The program's own lines tell of everything: protocol and settings, the clock, what Nao was sent, answers
that did not count."""
_TITLE = msg("Session {place} of {count}")
_ONE = msg("A session, blind")


def page_for(
    recording: Recording, language: Language, hidden: frozenset[Hidden], place: int, count: int
) -> tuple[Page, frozenset[int]]:
    """Lay a recording out for a coder, and give the seqs of the events that may be shown.

    Args:
        recording: the session as it is.
        language: of the page.
        hidden: what the coder must not know.
        place: of the session in the order in which it is coded, from 1.
        count: how many there are in that order.
    """
    if "robot" in hidden:
        untimed = tuple(_untimed(event) for event in recording.events)
        recording = replace(recording, events=untimed, latencies={})
    whole = page_of(recording, language)
    lanes = _ALWAYS.union(*(_LANES[one] for one in hidden)) if hidden else frozenset()
    events = [event for event in whole.data["events"] if LANES[event["lane"]] not in lanes]
    shown = frozenset(int(event["seq"]) for event in events)
    data: dict[str, Any] = {**whole.data, "events": events}
    if begins_silent(hidden):
        data["curves"] = []
    if not hidden & {"phase", "number"}:
        return replace(whole, data=data), shown
    title = _ONE if count == 1 else _TITLE.format(place=place, count=count)
    # its facts tell when it was, by which protocol, with which settings; its troubles name files alone
    return replace(whole, title=title.in_language(language), facts=(), data=data), shown


def _untimed(event: Event) -> Event:
    """Return an event without the time since Nao's sentence."""
    return event._replace(data={name: value for name, value in event.data.items() if name != "latency_ns"})
