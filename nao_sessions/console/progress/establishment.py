"""Figures for the establishment's own evaluation: sessions, minutes, participants, protocols, by month.

Numbers of people and sessions alone: no code, no name, no order of merit. Nothing under five is shown
exactly: protocols that were rarely used are put together, and where one month is hidden so is another, for
nobody is to find the hidden number by subtracting the others from the total.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

from nao_sessions.analysis.tables.cells import safe_row
from nao_sessions.console.progress.figures import SessionFigures
from nao_sessions.text.formats import month
from nao_sessions.text.languages import PROFILES, Language
from nao_sessions.text.messages import msg

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
    """Return the figures by month and by protocol, as they may be shown; undated sessions are in no month."""
    months = _grouped([one for one in sessions if one.utc_s], lambda one: _month_key(one, zone))
    hidden = _hidden({key: len(group) for key, group in months.items()})
    protocols = _put_together(
        _grouped(sessions, lambda one: one.title or UNTITLED.in_language(language)), language
    )
    return Establishment(
        months=tuple(
            _row(_month(key, language), months[key], language, hidden=key in hidden) for key in sorted(months)
        ),
        protocols=tuple(_row(name, group, language) for name, group in protocols),
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


def _row(
    name: str, sessions: Sequence[SessionFigures], language: Language, *, hidden: bool = False
) -> EstablishmentRow:
    count = len(sessions)
    if hidden and count >= LEAST:
        return EstablishmentRow(name, *[HIDDEN.in_language(language)] * 3)
    # Minutes of fewer than five sessions would tell how long one child's session was.
    minutes = str(round(sum(one.seconds for one in sessions) / 60)) if count >= LEAST else "—"
    people = len({code for one in sessions for code in one.children})
    return EstablishmentRow(name, shown(count, language), minutes, shown(people, language))


def _hidden(counts: Mapping[str, int]) -> set[str]:
    """Return the months to hide: those below five, and others until no count can be found by subtraction."""
    hidden = {key for key, count in counts.items() if count < LEAST}
    others = sorted(counts.keys() - hidden, key=lambda key: (counts[key], key))
    while hidden and others and (len(hidden) < 2 or sum(counts[key] for key in hidden) < LEAST):
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
