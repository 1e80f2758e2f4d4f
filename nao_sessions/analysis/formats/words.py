"""How another program calls what is coded by a scheme: behaviours, modifiers and values of modifiers.

A coder's file holds codes; what leaves for the program that a scheme came from says that program's words, and
what comes back says them too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from nao_sessions.analysis.formats.elan.vocabulary import Vocabulary
from nao_sessions.analysis.formats.rows import mapped, texts_in
from nao_sessions.record.additions.annotations import Annotation
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text


@dataclass(frozen=True, slots=True)
class CodedStream:
    """The behaviours coded on one tier: their words by their codes; ``more``: any has modifiers."""

    name: str
    words: Mapping[str, str]
    vocabulary: Mapping[Language, Vocabulary]
    more: bool = False


@dataclass(frozen=True, slots=True)
class ExportedScheme:
    """A scheme as files for other programs need it; ``subjects`` are whom it is about.

    ``ethogram`` holds BORIS's behaviours in each language, ``words`` BORIS's words, ``streams`` ELAN's
    vocabularies, ``languages`` and ``external`` what these refer to, ``meanings`` what each code means.
    """

    scheme: str
    title: Text
    streams: tuple[CodedStream, ...]
    ethogram: Mapping[Language, tuple[Mapping[str, Any], ...]]
    subjects: tuple[str, ...]
    meanings: Mapping[str, Text]
    words: SchemeWords
    languages: Mapping[str, Mapping[str, str]]
    external: Mapping[str, Mapping[str, str]]
    file: str = ""
    """The name of its copy beside the annotations."""


def by_scheme(
    coded: Iterable[Annotation], schemes: Iterable[ExportedScheme]
) -> list[tuple[ExportedScheme | None, list[Annotation]]]:
    """Return each scheme with its annotations, also without any; last those of no known scheme."""
    known = {one.scheme: one for one in schemes}
    found: dict[str, list[Annotation]] = {name: [] for name in known}
    for one in coded:
        by = known.get(one.scheme)
        codes = {code for stream in by.streams for code in stream.words} if by is not None else set()
        found.setdefault(one.scheme if one.behaviour in codes else "", []).append(one)
    return [(known.get(name), ones) for name, ones in found.items()]


BETWEEN = ","
"""What stands between several values of a modifier that were chosen at once."""


@dataclass(frozen=True, slots=True)
class SchemeWords:
    """The words of a scheme: of behaviours and modifiers by their codes, of values by their modifier's.

    ``sets`` are the modifiers of each behaviour: those of another may have the same words.
    """

    behaviours: Mapping[str, str]
    modifiers: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sets: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the words as JSON values, for a file of another program to carry."""
        return {
            "behaviours": dict(self.behaviours),
            "modifiers": dict(self.modifiers),
            "values": {code: dict(words) for code, words in self.values.items()},
            "sets": {code: list(codes) for code, codes in self.sets.items()},
        }


Wordings = Mapping[str, SchemeWords]
"""The words of several schemes, by the schemes' ids."""


@dataclass(frozen=True, slots=True)
class ElanVocabulary:
    """The words of one vocabulary of an ELAN file, by the codes of the scheme that it is of."""

    vocabulary: str
    scheme: str
    words: Mapping[str, str]


def wordings_of(lists: Sequence[ElanVocabulary]) -> Wordings:
    """Return the words of each scheme, of all of its vocabularies."""
    found: dict[str, dict[str, str]] = {}
    for one in lists:
        found.setdefault(one.scheme, {}).update(one.words)
    return {scheme: SchemeWords(words) for scheme, words in found.items()}


def understood_as_listed(one: Annotation, vocabulary: str, lists: Sequence[ElanVocabulary]) -> Annotation:
    """Return an annotation with its word replaced by the code that its tier's vocabulary has for it."""
    known = [(each, code) for each in lists for code, word in each.words.items() if word == one.behaviour]
    here = [(each.scheme, code) for each, code in known if each.vocabulary == vocabulary]
    found = here or [(each.scheme, code) for each, code in known]
    if len(found) != 1:
        return one
    [(scheme, behaviour)] = found
    return replace(one, scheme=scheme, behaviour=behaviour)


def words_from(value: object) -> SchemeWords:
    """Return the words from JSON values of :meth:`Words.to_json`; values of another shape are dropped."""
    kept = mapped(value)
    values = {str(code): _texts(words) for code, words in mapped(kept.get("values")).items()}
    sets = {code: texts_in(codes) for code, codes in mapped(kept.get("sets")).items()}
    return SchemeWords(_texts(kept.get("behaviours")), _texts(kept.get("modifiers")), values, sets)


def spoken(one: Annotation, wordings: Wordings) -> Annotation:
    """Return an annotation in the words of its scheme; unchanged where its scheme has none."""
    words = wordings.get(one.scheme)
    if words is None:
        return one
    modifiers = {}
    for code, value in one.modifiers.items():
        modifiers[words.modifiers.get(code, code)] = _each(value, words.values.get(code, {}))
    return replace(one, behaviour=words.behaviours.get(one.behaviour, one.behaviour), modifiers=modifiers)


def understood(one: Annotation, wordings: Wordings) -> Annotation:
    """Return an annotation with its words replaced by codes, if one scheme alone knows them."""
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
    known = words.sets.get(behaviour, list(words.modifiers))
    codes = {words.modifiers.get(code, code): code for code in known}
    modifiers = {}
    for name, text in one.modifiers.items():
        code = codes.get(name, name)
        values = {word: value for value, word in words.values.get(code, {}).items()}
        modifiers[code] = _each(text, values)
    return replace(one, scheme=scheme, behaviour=behaviour, modifiers=modifiers)


def _each(value: str, known: Mapping[str, str]) -> str:
    """Return a value, or each of several, as it is called on the other side."""
    return known.get(value) or BETWEEN.join(known.get(part, part) for part in value.split(BETWEEN))


def _texts(value: object) -> dict[str, str]:
    return {code: word for code, word in mapped(value).items() if isinstance(word, str)}
