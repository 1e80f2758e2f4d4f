"""The events of an imported session: sentences on the lane of whom they are about, and rows.

The coder's own words are shown as they stand; where the end of a state was never coded, that is said. On the
lane, what goes on at once covers each other: each tier of ELAN, and each state of a table, has a row as well.
"""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.core.events import Event
from nao_sessions.review.replay.narration import Context, EventNarration, Lane, quoted
from nao_sessions.review.replay.reading import ReplayedSession
from nao_sessions.review.replay.rows import Row, RowMark
from nao_sessions.text import glossary
from nao_sessions.text.formats import joined
from nao_sessions.text.messages import Text, msg, verbatim

_LANES: Mapping[str, Lane] = {"nao": "action", "adult": "adult", "group": "child"}
_ROLES: Mapping[str, Text] = {
    "nao": msg("Nao"),
    "adult": glossary.PEOPLE["adult"].label,
    "group": msg("The group"),
}


def beginning(event: Event, context: Context) -> EventNarration:
    """Return a sentence on what the session was imported from."""
    words = msg("Session imported from {file}. Events: {count}")
    return EventNarration(
        "note", words.format(file=quoted(str(event.data["file"])), count=event.data["events"])
    )


def coded(event: Event, context: Context) -> EventNarration:
    """Return a sentence on one event of the imported table."""
    role = str(event.data.get("subject", ""))
    written = event.data.get("code")
    code = verbatim(context.filled(str(written))) if written else _BLANK
    further = [context.filled(str(event.data[name])) for name in _FURTHER if event.data.get(name)]
    sentence: Text = joined([code, *further], " · ")
    if event.participant is not None or role in _ROLES:
        who = verbatim(event.participant) if event.participant is not None else _ROLES[role]
        sentence = msg("{who}: {told}", who=who, told=sentence)
    if event.data.get("open"):
        sentence = msg("{told} (its end was not coded)", told=sentence)
    lane: Lane = "child" if event.participant is not None else _LANES.get(role, "note")
    return EventNarration(lane, sentence, alert=bool(event.data.get("open")), label=code)


def imported_rows(recording: ReplayedSession) -> tuple[Row, ...]:
    """Return a row for each tier and subject, in the file's order; without tiers, for each kind of state.

    Moments without a tier share one row. A row's title names its subject where one tier is about several.
    """
    events = [event for event in recording.events if (event.dir, event.source) == ("note", "import")]
    found: dict[tuple[tuple[int, str], str], list[Event]] = {}
    for event in events:
        if event.kind != "imported":
            found.setdefault((_place(event), _whom(event)), []).append(event)
    alike = [name for (_, name), _ in found]
    context = Context(tuple(map(str, recording.facts.get("participants") or ())))
    rows = []
    for ((_, name), whom), of in sorted(found.items(), key=lambda item: item[0][0][0]):
        title = verbatim(name) if name else _MOMENTS
        if whom and alike.count(name) > 1:
            who = _ROLES.get(whom, verbatim(whom))
            title = msg("{title} · {who}", title=title, who=who)
        rows.append(Row("imported", title, tuple(_mark(event, context) for event in of)))
    return tuple(rows)


def _place(event: Event) -> tuple[int, str]:
    """Return the row of an event: the tier's place in its file, and the row's name ("" for moments)."""
    tier = str(event.data.get("tier", ""))
    if tier:
        original = event.data.get("original")
        number = str(original.get("tier", "")) if isinstance(original, Mapping) else ""
        return int(number) if number.isdecimal() else 0, tier
    lasts = event.data.get("open") or event.data.get("end_ns") is not None
    return (0, str(event.data.get("code", ""))) if lasts else (1, "")


def _whom(event: Event) -> str:
    """Return the child's code or the role that an event is about, or ""."""
    return event.participant or str(event.data.get("subject", ""))


def _mark(event: Event, context: Context) -> RowMark:
    narration = coded(event, context)
    end = event.data.get("end_ns")
    return RowMark(
        event.happened_ns,
        narration.sentence,
        end if isinstance(end, int) else None,
        None if narration.label is _BLANK else narration.label,
        faint=bool(event.data.get("open")),
    )


_MOMENTS = msg("Moments")
_BLANK = msg("(without text)")
_FURTHER = ("modifiers", "tier", "comment")
