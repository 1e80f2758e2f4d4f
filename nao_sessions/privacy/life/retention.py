"""How long what was recorded is kept: a term for each purpose, and the calendar of what falls due when.

The clock is given by whoever asks. The film of a group is kept as long as the child's with the shortest term.
"""

from __future__ import annotations

import calendar
import contextlib
import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from nao_sessions.core.codes import is_code, is_part
from nao_sessions.core.errors import NaoSessionsError, RecordError, UsageError
from nao_sessions.core.received import files_below, is_there, read_received
from nao_sessions.privacy.acts import PERSON
from nao_sessions.privacy.film_use import FILM_NOES, film_objections
from nao_sessions.privacy.ledger.file import LedgerFile
from nao_sessions.privacy.ledger.rules import may_use
from nao_sessions.privacy.ledger.values import LOG, NOES, PURPOSES, SELF, Ledger, Purpose
from nao_sessions.privacy.life.erasure import ErasurePlaces, in_parts, is_nobody, sessions_in
from nao_sessions.privacy.presence import people_in
from nao_sessions.privacy.sealing import shows_persons
from nao_sessions.record.film import FILM_OVER, SOUND_OVER
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.house import ERASED, JOURNAL_FILE, House, digest
from nao_sessions.text.formats import Day
from nao_sessions.text.messages import Text, msg, msgn

Kept = Purpose | Literal["log"]
"""What has a term: the film, by what it was made for, and the log with all else of a person."""
KEPT: tuple[Kept, ...] = (*PURPOSES, "log")
_BY_AGREEMENT = frozenset({"research", "teaching", "publication"})
"""Purposes whose film is kept until the agreement to it ends."""
TERM_SET, CONTACT = "retention", "contact"
"""The kinds of the journal's lines that change a term, and that tell of a last contact."""
_MOST_MONTHS = 600
ACTS_MONTHS = 12
"""How long the journal keeps what persons did. The CNIL's délibération 2021-122 (14 October 2021) asks for
six months to a year."""


ADULTS_MONTHS = 3
"""How long a film is kept in which no child takes part, from its own day: our choice, for a rehearsal."""
OBJECTED_MONTHS = 1
"""How long a film is kept that somebody objects to. RGPD 12(3): who asks has an answer within a month; that
the film is gone by then, and counts from the day on which it was said, is our reading."""


@dataclass(frozen=True, slots=True)
class RetentionTerm:
    """How many months something is kept after the last contact, and who says so, since when."""

    months: int
    source: Text
    since: datetime.date


_REFERENCE = msg(
    "CNIL, délibération 2023-095 of 14 September 2023 (to be checked), social and medico-social sector: "
    "active base two years after the last contact. That it holds for film is our reading: justify it in "
    "writing, or set a shorter one"
)
_SAME = msg("as support; the ledger's last day counts, where an agreement is there")
_DEFAULTS: Mapping[Kept, RetentionTerm] = {
    kept: RetentionTerm(24, _SAME if kept in _BY_AGREEMENT else _REFERENCE, datetime.date(2023, 9, 14))
    for kept in KEPT
}
"""The terms as long as the house has set none."""


@dataclass(frozen=True, slots=True)
class DueRecord:
    """What of a person falls due, and the last day on which it is kept.

    ``session`` is None where it is everything of the person; else the film of that session is meant.
    ``objected``: somebody refuses that film, or that anything is written down, by now, or took a yes back.
    ``held_on``: the film's day. ``code`` is "" where no child is in the film.
    """

    code: str
    on: datetime.date
    session: Path | None = None
    objected: bool = False
    held_on: datetime.date | None = None

    def is_overdue(self, today: datetime.date) -> bool:
        """Return whether the last day is over."""
        return today > self.on


def terms_of(house: House) -> dict[Kept, RetentionTerm]:
    """Return the terms of a house. Raises: RecordError."""
    found = dict(_DEFAULTS)
    for line in house.lines():
        if line["kind"] == TERM_SET and line["of"] in KEPT:
            day = datetime.date.fromisoformat(line["when_utc"][:10])
            found[line["of"]] = RetentionTerm(int(line["months"]), _SET, day)
    return found


def set_term(house: House, of: str, months: str) -> None:
    """Set the term of a purpose, or of the log; the journal keeps it.

    Raises:
        UsageError: there is no such purpose, or it is no number of months (G157).
        OSError, RecordError: it cannot be noted.
    """
    if of not in KEPT or not months.isdecimal() or not 0 < int(months) <= _MOST_MONTHS:
        kinds = ", ".join(KEPT)
        raise UsageError(
            msg("'{of}={months}' is no term.", of=of, months=months),
            msg("One of {kinds}, and a number of months: --set support=12", kinds=kinds),
            code="G157",
        )
    house.note(TERM_SET, of=of, months=int(months))


def set_contact(house: House, code: str, day: datetime.date) -> None:
    """Write down that somebody was in contact later than in a session.

    Raises:
        UsageError: it is no code (G152).
        OSError, RecordError: it cannot be noted.
    """
    if not is_code(code):
        raise UsageError(msg("'{code}' is the code of no person.", code=code), code="G152")
    house.note(CONTACT, code=code, on=day.isoformat())


def calendar_of(places: ErasurePlaces) -> list[DueRecord]:
    """Return what falls due when, the first first: of each person everything, and film that goes before.

    Raises:
        RecordError: journal or ledger cannot be read; a session that cannot be read is left out.
    """
    terms = terms_of(places.house)
    ledger = LedgerFile(places.house).read()
    sessions = list(_sessions(places))
    contacts = _contacts(sessions, ledger, places.house)
    whole = {code: _later(day, terms["log"].months) for code, day in contacts.items()}
    due = []
    for code, day in whole.items():
        refused = _log_refused_day(code, sessions, ledger)
        whole[code] = day if refused is None else min(day, refused)
        due.append(DueRecord(code, whole[code], objected=refused is not None))
    for one in sessions:
        if not one.filmed:
            continue
        if not one.codes:
            due.append(DueRecord("", _later(one.day, ADULTS_MONTHS), one.folder))
            continue
        days = {code: _film_day(code, one, terms, ledger, contacts) for code in one.codes}
        code, day = min(days.items(), key=lambda item: item[1])
        objected = _objected_day(one, ledger, places.house)
        if objected is not None:
            due.append(DueRecord(code, objected, one.folder, objected=True, held_on=one.day))
        elif day < min(whole[code] for code in one.codes):
            due.append(DueRecord(code, day, one.folder))
    return sorted(due, key=lambda one: (one.on, one.code, str(one.session or "")))


def overdue(places: ErasurePlaces, today: datetime.date) -> list[DueRecord]:
    """Return what is kept longer than its term on a day. Raises: RecordError."""
    return [one for one in calendar_of(places) if one.is_overdue(today)]


@dataclass(frozen=True, slots=True)
class DueLine:
    """A line of the home page on what is due, with the sessions that it is about, and the day of each."""

    text: Text
    sessions: tuple[tuple[str, datetime.date], ...] = ()


def due_in_words(sessions: Path, today: datetime.date) -> tuple[DueLine, ...]:
    """Return the home page's lines on film that somebody objects to, and on what is kept too long.

    Empty where there is none, or where nobody can tell: no vault is open, journal or ledger cannot be read.
    """
    try:
        due = calendar_of(ErasurePlaces.default().of_sessions(sessions))
    except (NaoSessionsError, OSError):
        return ()
    lines = []
    if unlogged := [one for one in due if one.objected and one.session is None]:
        lines.append(DueLine(_REFUSED_LOG.format(n=len(unlogged), day=Day(unlogged[0].on))))
    if objected := [one for one in due if one.objected and one.session is not None]:
        of = tuple((one.session.name, one.held_on) for one in objected if one.session and one.held_on)
        lines.append(DueLine(_OBJECTED.format(n=len(objected), day=Day(objected[0].on)), of))
    if late := [one for one in due if one.is_overdue(today)]:
        lines.append(DueLine(_OVERDUE.format(n=len(late))))
    return tuple(lines)


def old_acts(house: House, today: datetime.date) -> list[dict[str, Any]]:
    """Return the journal's lines about what persons did that are older than a year. Raises: RecordError.

    What left by an export is not among them: the erasure of a child has to know it.
    """
    last = _later(today, -ACTS_MONTHS).isoformat()
    return [line for line in house.lines() if line.get("kind") == PERSON and line["when_utc"][:10] < last]


def forget_acts(house: House, lines: Sequence[Mapping[str, Any]]) -> None:
    """Empty lines of the journal, of which their digests stay, so that the chain holds.

    Raises:
        OSError, RecordError: the journal cannot be read or written.
    """
    digests = [digest(line) for line in lines]
    for part in in_parts(digests):
        house.note(ERASED, plan=JOURNAL_FILE, emptied=list(part))
    house.empty(JOURNAL_FILE, digests)


@dataclass(frozen=True, slots=True)
class _Session:
    folder: Path
    codes: tuple[str, ...]
    day: datetime.date
    purpose: Purpose
    filmed: bool


def _sessions(places: ErasurePlaces) -> Iterator[_Session]:
    """Yield the sessions in which persons took part."""
    for folder in sessions_in(places.sessions):
        with contextlib.suppress(OSError, RecordError, ValueError):  # it hides no other
            manifest = SessionFolder(folder).read_manifest()
            people = people_in(folder)
            all_there = dict.fromkeys((*manifest.participants, *people.children))
            persons = (one for one in all_there if not is_part(one))
            codes = tuple(one for one in persons if not is_nobody(one))
            if codes or shows_persons(manifest):
                seconds = manifest.clock.utc_ns / 1e9 or (folder / "session.json").stat().st_mtime
                day = datetime.datetime.fromtimestamp(seconds, datetime.UTC).date()
                yield _Session(folder, codes, day, people.purpose, bool(files_below(folder / "room")))


def _contacts(sessions: Sequence[_Session], ledger: Ledger, house: House) -> dict[str, datetime.date]:
    """Return the last contact with each person: a session, an agreement, or what was written down."""
    found: dict[str, datetime.date] = {}
    said = [(word.person, word.given_on) for word in ledger.words if word.word not in NOES]
    noted = [
        (str(line["code"]), datetime.date.fromisoformat(line["on"]))
        for line in house.lines()
        if line["kind"] == CONTACT
    ]
    children = {code for code, person in ledger.persons.items() if person.role == "child"}
    held = [(code, one.day) for one in sessions for code in one.codes]
    known = {code for code, _ in held} | children
    for code, day in (*held, *said, *noted):
        if code in known:
            found[code] = max(day, found.get(code, day))
    return found


def _film_day(
    code: str,
    session: _Session,
    terms: Mapping[Kept, RetentionTerm],
    ledger: Ledger,
    contacts: Mapping[str, datetime.date],
) -> datetime.date:
    """Return the last day on which a session's film is kept for one of those who are in it."""
    last = _later(contacts[code], terms[session.purpose].months)
    if session.purpose not in _BY_AGREEMENT:
        return last
    days = [
        word.until
        for word in ledger.words
        if word.person == code and word.word not in NOES and word.until and session.purpose in word.purposes
    ]
    return min(last, max(days)) if days else last


def _objected_day(session: _Session, ledger: Ledger, house: House) -> datetime.date | None:
    """Return the last day of a film that somebody of the session objects to by now; None: nobody does.

    That filming was ended counts, or that a child said no, until somebody writes why the film is kept.
    """
    noes = {word.person for word in ledger.words if word.word in NOES} | ledger.disagreements
    folder = SessionFolder(session.folder)
    # an adult's code stands in the log alone, the guard's mark beside it
    log = b"".join(read_received(path) for path in (folder.events, folder.halts) if is_there(path))
    ended = any(f'"{kind}"'.encode() in log for kind in (FILM_OVER, SOUND_OVER, *FILM_NOES))
    if not ended and not any(code in session.codes or f'"{code}"'.encode() in log for code in noes):
        return None
    found = film_objections(folder, LedgerFile(house))
    return None if found is None else _later(found.since, OBJECTED_MONTHS)


def _log_refused_day(code: str, sessions: Sequence[_Session], ledger: Ledger) -> datetime.date | None:
    """Return the last day of all that is kept of a child to whose log somebody objects; None: nobody does."""
    now = datetime.datetime.now().astimezone()
    purposes = {one.purpose for one in sessions if code in one.codes}
    reasons = [one for purpose in purposes for one in may_use(ledger, (code,), LOG, purpose, now).reasons]
    who = {one.by or SELF for one in reasons if one.is_objection}
    said = [
        word.given_on
        for word in ledger.words
        if word.person == code and word.word in NOES and word.by in who and LOG in word.recorders
    ]
    return _later(min(said), OBJECTED_MONTHS) if said else None


def _later(day: datetime.date, months: int) -> datetime.date:
    """Return the day some months later; the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


_OBJECTED = msgn(
    "{n} film is refused by now, or filming was ended in its session and nobody wrote why it is kept: it is "
    "to be destroyed by {day}, on the session's page.",
    "{n} films are refused by now, or filming was ended in their sessions and nobody wrote why they are "
    "kept: they are to be destroyed by {day}, on each session's page.",
)
_REFUSED_LOG = msgn(
    "Somebody no longer agrees that anything is written down of {n} child: all that is kept of it is to be "
    "erased by {day}. Whoever looks after this computer does that.",
    "Somebody no longer agrees that anything is written down of {n} children: all that is kept of them is to "
    "be erased by {day}. Whoever looks after this computer does that.",
)
_OVERDUE = msgn(
    "{n} thing is kept longer than its term: 'nao-sessions retention' shows it, and asks before it erases.",
    "{n} things are kept longer than their terms: 'nao-sessions retention' shows them, and asks before it "
    "erases.",
)
_SET = msg("set by this house")
