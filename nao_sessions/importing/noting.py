"""The events of a table as lines of a log: notes, in the order of time, with codes and never a name.

What a coder wrote is kept, but for the names that are known; whoever is not known is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from nao_sessions.analysis.formats.first_names import check_tiers
from nao_sessions.analysis.formats.foreign import BLANK
from nao_sessions.analysis.formats.people import People, Subject
from nao_sessions.analysis.formats.table import Findings, Row
from nao_sessions.core.errors import Place
from nao_sessions.core.events import Event
from nao_sessions.text.messages import msg

Note = Callable[[int, int], Event]
"""Gives the line, from its seq and from when the table's time 0 lies in session time."""


def notes_of(rows: Sequence[Row], people: People, file: str) -> tuple[list[Note], tuple[str, ...]]:
    """Give a line for each event, and the codes of those who take part.

    Args:
        rows: the events, in any order.
        people: who is called how in the table.
        file: the name of the table's file, as it may be written.

    Raises:
        TableRefused: a subject is neither a code nor known, or a tier is called like a person; its place is
            told, not what stands there.
    """
    findings = Findings()
    notes: list[Note] = []
    seen: dict[str, None] = dict.fromkeys(people.codes)
    told: set[str] = set()
    check_tiers(rows, people.hide, findings)
    for row in sorted(rows, key=lambda row: row.start_ns):
        subject = people.subject(row.subject)
        if subject is None:
            if row.subject not in told:
                told.add(row.subject)
                findings.add("I109", row.subject_place or row.place, _NO_CODE, _NO_CODE_HINT)
            continue
        if subject.participant is not None:
            seen.setdefault(subject.participant)
        notes.append(_note(row, subject, people, file))
    findings.check()
    return notes, tuple(seen)


def _note(row: Row, subject: Subject, people: People, file: str) -> Note:
    data: dict[str, Any] = {"code": people.hide(row.code)} if row.code else {}
    if row.comment:
        data["comment"] = people.hide(row.comment)
    if subject.role:
        data["subject"] = subject.role
    data |= {name: people.hide(text) for name, text in row.fields.items()}
    if row.open:
        data["open"] = True
    if row.original:
        data["original"] = {name: people.hide(text) for name, text in row.original.items()}
    if subject.role and row.subject.strip() != subject.role:
        data.setdefault("original", {})["subject"] = row.subject.strip()  # no name: the word for a role
    data["from"] = _where(row.place, file)

    def note(seq: int, zero_ns: int) -> Event:
        at = row.start_ns + zero_ns
        spans = {} if row.end_ns is None else {"end_ns": row.end_ns + zero_ns}
        kind = "event" if row.code else BLANK
        return Event(seq, "note", at, "import", kind, data | spans, participant=subject.participant)

    return note


def _where(place: Place, file: str) -> dict[str, str | int]:
    return {"file": file, "line": place.line}


_NO_CODE = msg("this subject has no code")
_NO_CODE_HINT = msg("--names FILE (or -): a line 'P07=...' with what the table says")
