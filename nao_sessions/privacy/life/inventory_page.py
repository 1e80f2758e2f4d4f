"""The inventory in words: one page to print, or the same lines in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nao_sessions.paper.page import Html, document, el, html, html_list, html_table
from nao_sessions.privacy.ledger.words import LEGAL_WORDS, PURPOSE_WORDS
from nao_sessions.privacy.life.inventory import Inventory, InventoryPerson
from nao_sessions.text.formats import number
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg, msgn, verbatim

_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class InventorySection:
    """A part of the sheet: its heading, sentences, and a table with its heads."""

    heading: Text
    sentences: tuple[Text, ...] = ()
    heads: tuple[Text, ...] = ()
    rows: tuple[tuple[Text, ...], ...] = ()


PERSON_COLUMNS: tuple[tuple[str, Text], ...] = (
    ("code", msg("code")),
    ("sessions", msg("sessions")),
    ("filmed", msg("with film")),
    ("film_hours", msg("film (h)")),
    ("sound_hours", msg("sound (h)")),
    ("memos", msg("memos")),
    ("first_utc", msg("first")),
    ("last_utc", msg("last")),
    ("exports", msg("exports")),
    ("agreed_until", msg("agreed until")),
)
"""The columns of the table of persons, by the names of what they show."""


def sections_of(inventory: Inventory) -> tuple[InventorySection, ...]:
    """Return the parts of the sheet, in the order in which somebody asks for them."""
    found = inventory
    size = sum(place.size_bytes for place in found.places)
    total = (
        msgn("{n} person by code.", "{n} persons by code.", n=len(found.persons)),
        msg(
            "Sessions with persons: {sessions} (logs: {logs}); film: {film} h; sound: {sound} h; {mb} MB.",
            sessions=len(found.sessions),
            logs=sum(1 for one in found.sessions if one.logged),
            film=number(found.film_hours, 1),
            sound=number(found.sound_hours, 1),
            mb=size // _MB,
        ),
        msg("Simulated sessions, in which nobody took part: {n}.", n=found.simulated),
    )
    return (
        InventorySection(msg("How much"), total),
        InventorySection(
            msg("Whose"),
            heads=tuple(words for _, words in PERSON_COLUMNS),
            rows=tuple(tuple(_cell(one, name) for name, _ in PERSON_COLUMNS) for one in found.persons),
        ),
        InventorySection(msg("Where"), tuple(_places(found))),
        InventorySection(msg("Where it went"), tuple(_copies(found))),
        InventorySection(msg("For what"), tuple(_purposes(found))),
        InventorySection(msg("Who looked"), (_look(found),)),
        InventorySection(msg("What is not known"), tuple(_unknown(found))),
    )


def inventory_page(inventory: Inventory, language: Language) -> str:
    """Return the sheet as a page to print."""
    title = _TITLE.in_language(language)
    parts: list[Html] = [
        el("h1", title),
        el("p", _MADE.format(when=inventory.made_utc).in_language(language)),
    ]
    for one in sections_of(inventory):
        parts.append(el("h2", one.heading.in_language(language)))
        parts.append(html_list(said.in_language(language) for said in one.sentences))
        rows = ([cell.in_language(language) for cell in row] for row in one.rows)
        parts.append(html_table(rows, [head.in_language(language) for head in one.heads]))
    return document(language, title, title, html(*parts))


def inventory_lines(inventory: Inventory, language: Language) -> Iterator[str]:
    """Yield the sheet line by line, for a terminal."""
    yield _TITLE.in_language(language)
    yield _MADE.format(when=inventory.made_utc).in_language(language)
    for one in sections_of(inventory):
        yield ""
        yield one.heading.in_language(language)
        yield from (f"  {said.in_language(language)}" for said in one.sentences)
        if one.rows:
            shown = [[cell.in_language(language) for cell in row] for row in (one.heads, *one.rows)]
            yield from _aligned(shown)


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _cell(person: InventoryPerson, name: str) -> Text:
    value = getattr(person, name)
    if isinstance(value, float):
        return number(value, 1)
    if name.endswith("_utc"):
        return verbatim(value[:10])
    if name == "agreed_until" and not value:
        return _NO_AGREEMENT if person.in_ledger else _NOT_IN_LEDGER
    return verbatim(str(value))


def _places(found: Inventory) -> Iterator[Text]:
    for place in found.places:
        words = _PLACE_OPEN if place.open else _PLACE
        yield words.format(
            path=place.path, by=place.encrypted_by, n=place.sessions, mb=place.size_bytes // _MB
        )


def _copies(found: Inventory) -> Iterator[Text]:
    for one in found.exports:
        facts = {"when": one.when_utc[:10], "format": one.format, "n": len(one.sessions)}
        if one.plain:
            yield _PLAIN.format(**facts, why=one.plain)
        else:
            yield _SEALED.format(**facts, to=", ".join(one.to))
    for backup in found.backups:
        yield _BACKUPS.format(
            n=backup.number, place=backup.place, first=backup.first_utc[:10], last=backup.last_utc[:10]
        )
    if not found.exports:
        yield msg("No export is noted in the house's journal.")
    if not found.backups:
        yield msg("No backup is noted in the house's journal.")


def _purposes(found: Inventory) -> Iterator[Text]:
    for one in found.purposes:
        words = {"purpose": PURPOSE_WORDS[one.purpose], "legal": LEGAL_WORDS[one.legal]}
        yield _PURPOSE.format(**words, notice=one.notice)
    if not found.purposes:
        yield msg("No purpose and no legal ground is declared.")


def _look(found: Inventory) -> Text:
    if found.last_look:
        return msg("A session was last looked at in the console on {when}.", when=found.last_look)
    return msg("Nobody is noted to have looked at a session here.")


def _unknown(found: Inventory) -> Iterator[Text]:
    for one in found.unread:
        yield _UNREAD.format(name=one.name, why=one.why.sentence)
    for gone in found.missing[:MOST_MISSING]:
        said = _MISSING if gone.closed_utc else _MISSING_OPEN
        yield said.format(name=gone.name, when=gone.seen_utc)
    if (more := len(found.missing) - MOST_MISSING) > 0:
        yield msgn("And {n} session more like these.", "And {n} sessions more like these.", n=more)
    if unknown := sum(one.unknown for one in found.sessions):
        yield msgn(
            "How long {n} recording is: it has no index.", "How long {n} recordings are: they have no index.",
            n=unknown,
        )  # fmt: skip
    strangers = [one.code for one in found.persons if not one.in_ledger]
    if strangers:
        yield msg(
            "What these persons agreed to: they are not in the ledger ({codes}).", codes=", ".join(strangers)
        )
    yield msg("What was copied by hand, photographed or printed, and whether what left is still there.")
    yield msg("Who looked at a session by other means than the console.")
    yield msg("What Nao itself still holds, and which names belong to the codes: that list is on paper.")


_TITLE = msg("Inventory of what was recorded")
_MADE = msg("As of {when}. For the 72 hours after a breach (GDPR art. 33): print it, and keep it elsewhere.")
_NO_AGREEMENT = msg("no agreement")
_NOT_IN_LEDGER = msg("not in the ledger")
_PLACE = msg("{path}: encrypted ({by}); sessions: {n}, {mb} MB.")
_PLACE_OPEN = msg("{path}: NOT encrypted; sessions: {n}, {mb} MB.")
_SEALED = msg("Export of {when}, {format}, sessions: {n}; sealed to: {to}.")
_PLAIN = msg("Export of {when}, {format}, sessions: {n}; NOT sealed: {why}.")
_BACKUPS = msgn(
    "{n} backup, encrypted, in {place}: {first}.",
    "{n} backups, encrypted, in {place}: {first} to {last}.",
)
_PURPOSE = msg("{purpose}: {legal}, notice {notice}.")
_UNREAD = msg("What {name} holds: it cannot be read ({why})")
_MISSING = msg(
    "Where {name} is, which this house closed at {when}: it lies in none of these folders, and nobody erased "
    "it by 'nao-sessions erase'"
)
_MISSING_OPEN = msg(
    "Where {name} is, which was never closed and ran at {when}: it lies in none of these folders, and nobody "
    "erased it by 'nao-sessions erase'"
)
MOST_MISSING = 20
"""The most sessions that are named each; JSON has them all."""
