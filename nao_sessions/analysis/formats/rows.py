"""One event out of a table's row or a JSON line: what its headings mean, its cells, its times.

JSON whose shape is not sure is read here too: a value of another kind counts as empty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from nao_sessions.analysis.formats.annotation_text import folded
from nao_sessions.analysis.formats.table import NOT_A_TIME, TIME_HINT, TableFindings, TableRow, time_ns
from nao_sessions.core.errors import Place
from nao_sessions.text.messages import msg

Role = Literal["start", "end", "duration", "code", "subject", "comment", "modifiers"]

HEADINGS: dict[Role, tuple[str, ...]] = {
    "start": ("debut", "start", "onset", "begin", "begin time", "start time", "temps", "time"),
    "end": ("fin", "end", "stop", "offset", "end time", "stop time"),
    "duration": ("duree", "duration"),
    "code": (
        "code", "event", "evenement", "kind", "behaviour", "behavior", "comportement", "annotation", "label",
    ),
    "subject": ("sujet", "subject", "participant"),
    "comment": ("commentaire", "commentaires", "comment", "comments", "remarque", "remarques"),
    "modifiers": ("modificateur", "modificateurs", "modifier", "modifiers"),
}  # fmt: skip
NAME_HEADINGS = ("nom", "prenom", "nom de famille", "name", "first name", "firstname", "last name", "surname")
"""Headings of names: whoever meant something else by them gives the column another heading."""

_ROLES = {heading: role for role, headings in HEADINGS.items() for heading in headings}
_UNIT = re.compile(r" ?[(\[]? ?\b(ms|msec|millisecondes?|milliseconds?|s|sec|secondes?|seconds?) ?[)\]]?$")


@dataclass(frozen=True, slots=True)
class Heading:
    """What a column holds, and the unit of plain numbers in it."""

    role: Role
    unit: str = "s"


def heading_of(text: str) -> Heading | None:
    """Return what a heading such as ``Début (ms)``, ``start_s`` or ``code`` means; None where not known."""
    plain = _plain(text)
    if plain in _ROLES:
        return Heading(_ROLES[plain])
    unit = _UNIT.search(plain)
    role = _ROLES.get(plain[: unit.start()]) if unit else None
    if unit is None or role not in ("start", "end", "duration"):
        return None
    return Heading(role, "ms" if unit[1].startswith("m") else "s")


def is_of_names(text: str) -> bool:
    """Return whether a heading announces people's names."""
    return _plain(text) in NAME_HEADINGS


def says_names(text: str) -> bool:
    """Return whether any word of a label announces names: ``Nom de l'enfant``, ``nom_enfant``."""
    return not _NAMING.isdisjoint(_words(text))


def is_about_somebody(text: str) -> bool:
    """Return whether a label announces who a person is: ``élève``, ``sujet``."""
    return not _SOMEBODY.isdisjoint(_words(text))


def _words(text: str) -> set[str]:
    """Return the words of a label, without case and accents; plurals are there in the singular as well."""
    words = re.findall(r"[^\W\d_]+", folded(text))
    return {
        *words,
        *(word.removesuffix("s") for word in words),
        *("child" for word in words if word == "children"),
    }


_NAMING = frozenset({"nom", "prenom", "name", "firstname", "lastname", "surname"})
_SOMEBODY = frozenset(
    {
        "enfant", "child", "eleve", "pupil", "sujet", "subject", "participant", "patient", "observer",
        "observateur", "observatrice", "coder", "codeur", "codeuse", "annotator", "annotateur", "annotatrice",
    }
)  # fmt: skip


def read_headings(cells: Sequence[tuple[str, Place]], findings: TableFindings) -> list[Heading | None]:
    """Return what each heading of a row means, None where not known; add the refused ones to the findings.

    A heading of names is refused, and so is one that means what another means, though it is returned too.

    Raises:
        TableRefused: no column tells when, or none tells what.
    """
    found: list[Heading | None] = []
    for text, place in cells:
        heading = heading_of(text)
        if is_of_names(text):
            findings.add("I104", place, _OF_NAMES, _OF_NAMES_HINT)
        elif heading is not None and any(one and one.role == heading.role for one in found):
            findings.add("I105", place, _TWICE.format(what=text.strip()), _TWICE_HINT)
        found.append(heading)
    roles = {heading.role for heading in found if heading}
    where = cells[0][1] if cells else Place("", 1, 1)
    for role in ("start", "code"):
        if role not in roles:
            accepted = ", ".join(HEADINGS[role])
            raise findings.refuse("I103", where, _MISSING[role], _MISSING_HINT.format(accepted=accepted))
    if {"end", "duration"} <= roles:
        findings.add("I105", where, _END_TWICE, _TWICE_HINT)
    return found


def _plain(text: str) -> str:
    """Return a heading without case, accents and the signs that join its words."""
    return re.sub(r"[\s_]+", " ", folded(text)).strip()


_OF_NAMES = msg("this column announces names")
_OF_NAMES_HINT = msg("take it out, or call it 'subject' and give the codes with --names")
_TWICE = msg("'{what}': another column says this already")
_TWICE_HINT = msg("keep one of the two")
_END_TWICE = msg("both the end and the duration are given")
_MISSING = {
    "start": msg("no column tells when"),
    "code": msg("no column tells what"),
}
_MISSING_HINT = msg("possible headings: {accepted}")


def called(values: object, key: str) -> list[dict[str, Any]]:
    """Return the maps of a list that have a text (or number) under a key, there as a text."""
    maps = [one for one in listed(values) if isinstance(one, Mapping)]
    return [{**one, key: text} for one in maps if (text := text_of(one.get(key))).strip()]


def texts_in(values: object) -> list[str]:
    """Return the texts of a list, numbers as texts; empty for any other value."""
    return [text for one in listed(values) if (text := text_of(one))]


def listed(value: object) -> Sequence[Any]:
    """Return a value that is a list; an empty list for any other value."""
    return value if isinstance(value, list | tuple) else ()


def mapped(value: object) -> Mapping[str, Any]:
    """Return a value that is a map; an empty map for any other value."""
    return value if isinstance(value, Mapping) else {}


def text_of(value: object) -> str:
    """Return a text, or a number as text; "" for any other value."""
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def shaped_alike(one: object, other: object) -> bool:
    """Return whether two JSON values are of one kind: texts, numbers, booleans, lists or maps."""
    return _shape(one) == _shape(other)


def _shape(value: object) -> int:
    kinds = (bool, str, int | float, list | tuple, Mapping)
    return next((number for number, kind in enumerate(kinds) if isinstance(value, kind)), -1)


@dataclass(frozen=True, slots=True)
class Cell:
    """A text of a table, the heading that says what it means, and its place."""

    text: str
    heading: Heading
    place: Place


def row_of(cells: Mapping[Role, Cell], place: Place, findings: TableFindings) -> TableRow | None:
    """Return the event in a row of cells; None, and findings, where something is wrong."""
    start_ns = _time(cells.get("start"), place, findings)
    code = cells["code"].text.strip() if "code" in cells else ""
    if not code:
        findings.add("I110", cells["code"].place if "code" in cells else place, _NO_CODE, _NO_CODE_HINT)
    end = cells.get("end") or cells.get("duration")
    has_end = end is not None and bool(end.text.strip())
    end_ns = _time(end, place, findings) if has_end else None
    if start_ns is None or not code or (has_end and end_ns is None):
        return None
    if end is not None and end_ns is not None:
        if end.heading.role == "duration":
            end_ns += start_ns
        if end_ns < start_ns:
            findings.add("I108", end.place, BACKWARDS, BACKWARDS_HINT)
            return None
    subject = cells.get("subject")
    modifiers = _text(cells, "modifiers")
    return TableRow(
        place=place,
        start_ns=start_ns,
        end_ns=end_ns,
        code=code,
        subject="" if subject is None else subject.text.strip(),
        subject_place=None if subject is None else subject.place,
        comment=_text(cells, "comment"),
        fields={"modifiers": modifiers} if modifiers else {},
        original={
            role: cells[role].text.strip()
            for role in ("start", "end", "duration")
            if role in cells and cells[role].text.strip()
        },
    )


def _text(cells: Mapping[Role, Cell], role: Role) -> str:
    return cells[role].text.strip() if role in cells else ""


def _time(cell: Cell | None, place: Place, findings: TableFindings) -> int | None:
    """Return the time in a cell (ns); None, and a finding, where there is none."""
    if cell is None or not cell.text.strip():
        findings.add("I107", place if cell is None else cell.place, _NO_TIME, TIME_HINT)
        return None
    found = time_ns(cell.text, cell.heading.unit)
    if found is None:
        findings.add("I107", cell.place, NOT_A_TIME, TIME_HINT)
    return found


_NO_TIME = msg("the start is missing")
_NO_CODE = msg("the event's code is missing")
_NO_CODE_HINT = msg("say what happened, or take the line out")
BACKWARDS = msg("the end is before the start")
BACKWARDS_HINT = msg("a duration goes into a column 'duration'")
