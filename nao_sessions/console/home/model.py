"""What the home page shows, worked out from the library and the sessions: pure functions, in one language.

Nothing is read here; a protocol that is not approved is offered as a rehearsal alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import tzinfo

from nao_sessions.console.home.past import Past, PastSessions
from nao_sessions.console.home.words import (
    CHILDREN,
    IMPORTED,
    MINUTES,
    MINUTES_AND_LIMIT,
    NOBODY,
    SO_MANY_CHILDREN,
    STATUSES,
    STILL_RECORDED,
    UNTITLED,
)
from nao_sessions.console.library import Library, LibraryEntry
from nao_sessions.console.people import People, Person
from nao_sessions.console.rendering import Problem, problem_of, told
from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.live.preflight import OVERRIDABLE
from nao_sessions.review.replay.words import date
from nao_sessions.text import glossary
from nao_sessions.text.languages import Language

SHOWN = 8
"""How many of the latest sessions are listed."""


@dataclass(frozen=True, slots=True)
class ProtocolCard:
    """A protocol that can be chosen; ``chip`` is its status in words, empty where it is approved."""

    stem: str
    title: str
    goal: str
    duration: str
    children: str
    chip: str
    picture: bool


@dataclass(frozen=True, slots=True)
class Broken:
    """A protocol that cannot be loaded."""

    stem: str
    title: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A session's folder that cannot be read, by its name."""

    id: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class PastSessionRow:
    """A session that is over or was interrupted.

    ``outcome`` is how it ended, in words; ``closing``: its folder is being closed."""

    id: str
    title: str
    date: str
    people: tuple[Person, ...]
    outcome: str
    rehearsal: bool
    closing: bool = False
    recorded: str = ""
    """A sentence where its recorders still go on; else empty."""
    problem: Problem | None = None
    despite: tuple[str, ...] = ()
    """The codes of findings that a person may override to go on; none unless one of them stopped it."""


@dataclass(frozen=True, slots=True)
class Home:
    """The whole page."""

    approved: tuple[ProtocolCard, ...]
    drafts: tuple[ProtocolCard, ...]
    broken: tuple[Broken, ...]
    interrupted: tuple[PastSessionRow, ...]
    recent: tuple[PastSessionRow, ...]
    unread: tuple[UnreadRow, ...]


def home_of(
    library: Library,
    past: PastSessions,
    people: People,
    language: Language,
    zone: tzinfo | None,
    closing: Collection[str] = (),
    problems: Mapping[str, NaoSessionsError] | None = None,
) -> Home:
    """Return the home page.

    ``closing``: the sessions that this console closes; ``problems``: why one was not closed or gone on with.
    """
    shown = [entry for entry in library.protocols if entry.problem is None and entry.status != "retired"]
    rows = {one.id: row_of(one, people, language, zone, closing, problems or {}) for one in past.read}
    return Home(
        approved=tuple(card_of(entry, language) for entry in shown if entry.status == "approved"),
        drafts=tuple(card_of(entry, language) for entry in shown if entry.status != "approved"),
        broken=tuple(
            Broken(entry.stem, entry.title(language), problem_of(entry.problem, language))
            for entry in library.protocols
            if entry.problem is not None
        ),
        interrupted=tuple(rows[one.id] for one in past.read if one.interrupted),
        recent=tuple(rows[one.id] for one in past.read if one.state != "open")[:SHOWN],
        unread=tuple(UnreadRow(one.id, problem_of(one.why, language)) for one in past.unread),
    )


def card_of(entry: LibraryEntry, language: Language) -> ProtocolCard:
    """Return the card of a protocol."""
    chip = STATUSES.get(entry.status)
    return ProtocolCard(
        stem=entry.stem,
        title=entry.title(language),
        goal=_capital(entry.goal(language)),
        duration=_duration(entry, language),
        children=children_of(entry, language),
        chip="" if chip is None else told(chip, language),
        picture=entry.picture is not None,
    )


def row_of(
    past: Past,
    people: People,
    language: Language,
    zone: tzinfo | None,
    closing: Collection[str],
    problems: Mapping[str, NaoSessionsError],
) -> PastSessionRow:
    """Return the row of a session on the home page."""
    outcome = IMPORTED if past.state == "imported" else _OUTCOMES.get(past.outcome, _OUTCOMES["interrupted"])
    outcome = past.completed or outcome
    problem = problems.get(past.id)
    return PastSessionRow(
        id=past.id,
        title=past.title or told(UNTITLED, language),
        date=date(past.begun, zone, language),
        people=tuple(people.get(code) for code in past.participants),
        outcome=told(outcome, language),
        rehearsal=past.rehearsal,
        closing=past.closing or past.id in closing,
        recorded=told(STILL_RECORDED, language) if past.recorded else "",
        problem=None if problem is None else problem_of(problem, language),
        despite=OVERRIDABLE if problem is not None and problem.code in OVERRIDABLE else (),
    )


def _duration(entry: LibraryEntry, language: Language) -> str:
    if entry.duration_minutes is None:
        return ""
    minutes, limit = entry.duration_minutes
    text = MINUTES if minutes == limit else MINUTES_AND_LIMIT
    return told(text.format(minutes=minutes, limit=limit), language)


def children_of(entry: LibraryEntry, language: Language) -> str:
    """Return for how many children a protocol is, in words."""
    least, most = entry.participants
    if most == 0:
        return told(NOBODY, language)
    least = max(least, 1)
    text = SO_MANY_CHILDREN if least == most else CHILDREN
    return told(text.format(n=most, least=least), language)


_OUTCOMES = glossary.shorts(glossary.OUTCOMES)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
