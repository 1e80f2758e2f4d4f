"""How another program calls what is coded by a scheme: behaviours, their modifiers and these ones' values.

A coder's file holds codes; what leaves for the program that a scheme came from says that program's words, and
what comes back says them too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from nao_sessions.export.shapes import mapped
from nao_sessions.session.annotations import Annotation

BETWEEN = ","
"""Between values of which several were chosen at once."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a scheme: of behaviours and modifiers by their codes, of values by their modifier's."""

    behaviours: Mapping[str, str]
    modifiers: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Give them as a file for another program keeps them."""
        values = {code: dict(words) for code, words in self.values.items()}
        return {"behaviours": dict(self.behaviours), "modifiers": dict(self.modifiers), "values": values}


Wordings = Mapping[str, Words]
"""The words of several schemes, by the schemes' ids."""


def worth_telling(wordings: Wordings) -> Wordings:
    """Give the words of all schemes where any is not its code; none else, since then nothing needs them."""
    maps = [
        each
        for words in wordings.values()
        for each in (words.behaviours, words.modifiers, *words.values.values())
    ]
    return wordings if any(code != word for each in maps for code, word in each.items()) else {}


def words_from(value: object) -> Words:
    """Read them again; what has another shape is no word."""
    kept = mapped(value)
    values = {str(code): _texts(words) for code, words in mapped(kept.get("values")).items()}
    return Words(_texts(kept.get("behaviours")), _texts(kept.get("modifiers")), values)


def spoken(one: Annotation, wordings: Wordings) -> Annotation:
    """Give an annotation in the words of its scheme; as it is, where nobody knows them."""
    words = wordings.get(one.scheme)
    if words is None:
        return one
    modifiers = {}
    for code, value in one.modifiers.items():
        modifiers[words.modifiers.get(code, code)] = _each(value, words.values.get(code, {}))
    return replace(one, behaviour=words.behaviours.get(one.behaviour, one.behaviour), modifiers=modifiers)


def understood(one: Annotation, wordings: Wordings) -> Annotation:
    """Give what is said in words as an annotation of the one scheme that knows them; else as it is."""
    found = [
        (scheme, code)
        for scheme, words in wordings.items()
        for code, word in words.behaviours.items()
        if word == one.behaviour
    ]
    if len(found) != 1:
        return one
    [(scheme, behaviour)] = found
    words = wordings[scheme]
    codes = {word: code for code, word in words.modifiers.items()}
    modifiers = {}
    for name, said in one.modifiers.items():
        code = codes.get(name, name)
        known = {word: value for value, word in words.values.get(code, {}).items()}
        modifiers[code] = _each(said, known)
    return replace(one, scheme=scheme, behaviour=behaviour, modifiers=modifiers)


def _each(said: str, known: Mapping[str, str]) -> str:
    """Give a value, or each of several, as it is called on the other side."""
    return known.get(said) or BETWEEN.join(known.get(part, part) for part in said.split(BETWEEN))


def _texts(value: object) -> dict[str, str]:
    return {code: word for code, word in mapped(value).items() if isinstance(word, str)}
