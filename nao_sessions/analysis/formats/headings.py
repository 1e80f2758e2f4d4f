"""The headings of tables and the keys of JSON lines, in French and in English, and what each one holds.

A heading of names is refused, a heading that is not known is left out and reported: nothing slips in unread.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from nao_sessions.analysis.formats.annotation_text import folded
from nao_sessions.analysis.formats.table import Findings
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
NAMES = ("nom", "prenom", "nom de famille", "name", "first name", "firstname", "last name", "surname")
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
    return _plain(text) in NAMES


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


def read_headings(cells: Sequence[tuple[str, Place]], findings: Findings) -> list[Heading | None]:
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
