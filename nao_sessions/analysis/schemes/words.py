"""Names under which a coding scheme is exported: the other program's own words where they are unique.

Where two of a list share a word, or where a word holds a sign that separates values in the program's lists,
the code stands: what is coded there must come back as what it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from nao_sessions.analysis.formats.boris.ethogram import NONE
from nao_sessions.analysis.formats.rows import mapped
from nao_sessions.analysis.schemes.model import Behaviour, Modifier, Scheme

BORIS = "boris"

LISTED = (",", "|")
"""The signs that separate behaviours or values in BORIS's lists."""
KEYED = (*LISTED, " (")
"""These, and the one that separates a value from its key."""


class SchemeWord(Protocol):
    """A part of a scheme with a code, and the word that another program has for it."""

    @property
    def code(self) -> str: ...
    @property
    def word(self) -> str: ...


def told_apart(ones: Iterable[SchemeWord], parting: Sequence[str] = ()) -> dict[str, str]:
    """Return a word for each part of a scheme, by code: unique, and never another part's code.

    Args:
        ones: the parts of the scheme.
        parting: signs that no word may hold; the code stands for a word with one.
    """
    every = list(ones)
    count = Counter(one.word for one in every)
    codes = {one.code for one in every}
    return {
        one.code: one.word
        if count[one.word] == 1
        and (one.word == one.code or one.word not in codes)
        and not any(sign in one.word for sign in parting)
        else one.code
        for one in every
    }


def behaviour_words(scheme: Scheme) -> Mapping[str, str]:
    """Return BORIS's words for the behaviours, by their codes."""
    return told_apart(scheme.behaviours, LISTED)


def modifier_words(scheme: Scheme) -> Mapping[str, str]:
    """Return BORIS's words for the modifiers, by their codes; unique within each behaviour."""
    words = {code: one.word for code, one in scheme.modifiers.items()}
    for behaviour in scheme.behaviours:
        apart = told_apart(scheme.modifiers[code] for code in dict.fromkeys(behaviour.modifiers))
        words |= {code: code for code, word in apart.items() if word == code}
    return words


def said_words(modifier: Modifier) -> Mapping[str, str]:
    """Return BORIS's words for a modifier's values, by code; the code where the word would mean "nothing"."""
    return {code: code if word == NONE else word for code, word in value_words(modifier).items()}


def in_boris_order(one: Behaviour) -> list[str]:
    """Return the codes of a behaviour's modifiers at their places in BORIS; "" at the place of an empty set.

    BORIS may have a set without values, which nobody can choose from: it stands under ``there`` by its place.
    """
    codes = list(one.modifiers)
    for place in sorted(_empty(one)):
        codes.insert(place, "")
    return codes


def empty_sets(one: Behaviour) -> list[Mapping[str, Any]]:
    """Return the modifier sets of a behaviour that have no values in BORIS, in their order."""
    return [each for _, each in sorted(_empty(one).items())]


def _empty(one: Behaviour) -> dict[int, Mapping[str, Any]]:
    """Return the sets of modifiers without values, by their places in BORIS."""
    kept = mapped(mapped(one.there.get(BORIS)).get("modifiers"))
    return {int(place): mapped(each) for place, each in kept.items() if place.isdecimal() and mapped(each)}


def value_words(modifier: Modifier) -> Mapping[str, str]:
    """Return BORIS's words for the values of a modifier, by their codes."""
    return told_apart(modifier.values, KEYED)
