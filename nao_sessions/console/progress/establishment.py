"""Figures for the establishment's own evaluation: sessions, minutes, participants, protocols, by month.

Numbers of people and sessions alone: no code, no name, no order of merit. Nothing under five is shown
exactly: protocols that were rarely used are put together, and where one month is hidden so is another, in the
same words, for nobody is to find the hidden number by subtracting the others from the total.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo

from nao_sessions.analysis.tables.cells import safe_row
from nao_sessions.console.progress.figures import SessionFigures
from nao_sessions.text.formats import month
from nao_sessions.text.languages import PROFILES, Language
from nao_sessions.text.messages import msg

UNDATED = ""
"""The month of a session of which nobody knows when it was: it is in the total alone."""
LEAST = 5
"""The smallest number that is shown exactly."""


@dataclass(frozen=True, slots=True)
class EstablishmentRow:
    """One month, one protocol, or all: what it is called, then the three numbers as they may be shown."""

    name: str
    sessions: str
    minutes: str
    participants: str


@dataclass(frozen=True, slots=True)
class Establishment:
    """All figures: a row a month, the newest last; a row a protocol, by their titles; the total."""

    months: tuple[EstablishmentRow, ...]
    protocols: tuple[EstablishmentRow, ...]
    total: EstablishmentRow


def establishment(
    sessions: Sequence[SessionFigures], language: Language, zone: tzinfo | None = None
) -> Establishment:
    """Return the figures by month and by protocol, as they may be shown; undated sessions are in no month.

    Where every month would be hidden there is none: how many there are would tell of few sessions.
    """
    months = _grouped(sessions, lambda one: _month_key(one, zone))
    hidden = _hidden({key: len(group) for key, group in months.items()})
    protocols = _put_together(
        _grouped(sessions, lambda one: one.title or UNTITLED.in_language(language)), language
    )
    dated = [] if hidden >= months.keys() else sorted(months.keys() - {UNDATED})
    rows = [None if key in hidden else months[key] for key in dated]
    return Establishment(
        months=_rows([_month(key, language) for key in dated], rows, language),
        protocols=_rows([name for name, _ in protocols], [group for _, group in protocols], language),
        total=_row(TOTAL.in_language(language), sessions, language),
    )


def as_csv(figures: Establishment, language: Language) -> bytes:
    """Return the figures as CSV that Excel opens in that language: UTF-8 with a byte order mark."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=PROFILES[language].cells, lineterminator="\r\n")
    writer.writerow([head.in_language(language) for head in (PERIOD, SESSIONS, MINUTES, PARTICIPANTS)])
    for row in (*figures.months, figures.total):
        writer.writerow(_cells(row))
    writer.writerow([])
    writer.writerow([head.in_language(language) for head in (PROTOCOL, SESSIONS, MINUTES, PARTICIPANTS)])
    for row in figures.protocols:
        writer.writerow(_cells(row))
    return b"\xef\xbb\xbf" + written.getvalue().encode("utf-8")


def shown(count: int, language: Language) -> str:
    """Return a count as it may be published: 0, « moins de 5 », or the number."""
    return FEW.in_language(language) if 0 < count < LEAST else str(count)


def _rows(
    names: Sequence[str], groups: Sequence[Sequence[SessionFigures] | None], language: Language
) -> tuple[EstablishmentRow, ...]:
    """Return the rows of a table; None is a hidden one. One with few participants hides those of all rows.

    Else the total might leave a single number for it: two rows with fewer than 5 each, in all 8.
    """
    hidden = HIDDEN.in_language(language)
    rows = [
        _row(name, group, language) if group is not None else EstablishmentRow(name, hidden, hidden, hidden)
        for name, group in zip(names, groups, strict=True)
    ]
    if any(group is not None and len(_people(group)) < LEAST for group in groups):
        rows = [replace(row, participants=hidden) for row in rows]
    return tuple(rows)


def _people(sessions: Sequence[SessionFigures]) -> set[str]:
    return {code for one in sessions for code in one.children}


def _row(name: str, sessions: Sequence[SessionFigures], language: Language) -> EstablishmentRow:
    count = len(sessions)
    # Minutes of fewer than five sessions would tell how long one child's session was.
    minutes = str(round(sum(one.seconds for one in sessions) / 60)) if count >= LEAST else "—"
    return EstablishmentRow(name, shown(count, language), minutes, shown(len(_people(sessions)), language))


def _hidden(counts: Mapping[str, int]) -> set[str]:
    """Return the months to hide: those below five, and the earliest others until no count can be worked out.

    One other at least, and more as long as all of them have no more sessions than one each, and five of one
    other. Which others are hidden does not hang on how many sessions they have: that would tell of them.
    """
    few = {key for key, count in counts.items() if count < LEAST}
    others, hidden = sorted(counts.keys() - few), set(few)
    while few and others and (hidden == few or sum(counts[key] for key in hidden) < len(hidden) + LEAST):
        hidden.add(others.pop(0))
    return hidden


def _put_together(
    groups: Mapping[str, list[SessionFigures]], language: Language
) -> list[tuple[str, list[SessionFigures]]]:
    """Return protocols with their sessions; those with fewer than five merged with the next smallest."""
    by_size = sorted(groups, key=lambda name: (len(groups[name]), name))
    together: list[SessionFigures] = []
    while by_size and (len(groups[by_size[0]]) < LEAST or 0 < len(together) < LEAST):
        together += groups[by_size.pop(0)]
    rows = [(name, groups[name]) for name in sorted(by_size, key=str.casefold)]
    return [*rows, (OTHERS.in_language(language), together)] if together else rows


def _grouped(
    sessions: Iterable[SessionFigures], key: Callable[[SessionFigures], str]
) -> dict[str, list[SessionFigures]]:
    groups: dict[str, list[SessionFigures]] = defaultdict(list)
    for one in sessions:
        groups[key(one)].append(one)
    return groups


def _month_key(session: SessionFigures, zone: tzinfo | None) -> str:
    if not session.utc_s:
        return UNDATED
    return datetime.fromtimestamp(session.utc_s, UTC).astimezone(zone).strftime("%Y-%m")


def _month(key: str, language: Language) -> str:
    return month(date.fromisoformat(f"{key}-01"), language)


def _cells(row: EstablishmentRow) -> list[object]:
    """Return a row's cells, none of which a spreadsheet takes for a formula."""
    return safe_row((row.name, row.sessions, row.minutes, row.participants))


FEW = msg("fewer than {least}", least=LEAST)
HIDDEN = msg("not shown")
UNTITLED = msg("Untitled sessions")
OTHERS = msg("Other protocols")
TOTAL = msg("In all")
PERIOD = msg("Month")
PROTOCOL = msg("Protocol")
SESSIONS = msg("Sessions")
MINUTES = msg("Minutes")
PARTICIPANTS = msg("Participants")
