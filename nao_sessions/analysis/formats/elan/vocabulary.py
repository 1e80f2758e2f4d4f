"""ELAN's controlled vocabularies: entries that are the same in every language, each word with what it means.

What a log or a scheme keeps of one is plain JSON; of what it holds nothing is sure, so that what has another
shape is read as nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from nao_sessions.analysis.formats.rows import listed, mapped, text_of

AS_HERE: Mapping[str, str] = MappingProxyType({})
"""Ids that are the same in a file."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word in one language, by ELAN's id of it ("fra"; "" where the file is too old to name one)."""

    language: str
    text: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: a word a language, the first of which counts; ``id`` is what annotations refer to it by."""

    words: tuple[Word, ...]
    id: str = ""
    ext_ref: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A vocabulary: what it is of in each of its languages ("" where it does not say), and its entries.

    ``ext_ref`` names a file that holds more.
    """

    told: tuple[tuple[str, str], ...] = ()
    entries: tuple[Entry, ...] = ()
    ext_ref: str = ""

    def first_words(self) -> tuple[Word, ...]:
        """Return the first word of each entry, which is the one that counts."""
        return tuple(entry.words[0] for entry in self.entries)

    def languages(self) -> tuple[str, ...]:
        """Return the languages of the vocabulary's texts and words, each once; ("",) where it has no text."""
        words = [word.language for entry in self.entries for word in entry.words]
        return tuple(dict.fromkeys([*(language for language, _ in self.told), *words])) or ("",)

    def known(self, elsewhere: Mapping[str, str], languages: Mapping[str, str] = AS_HERE) -> Vocabulary:
        """Return the vocabulary with the ids of another file in the place of its references.

        Args:
            elsewhere: the ids of what is known of other files, by the ids that it has here; what refers to
                nothing that is known is left out.
            languages: the ids of languages, by the ids that they have here; others stay.
        """

        def told(one: Word) -> Word:
            return replace(one, language=languages.get(one.language, one.language))

        entries = tuple(
            replace(one, words=tuple(map(told, one.words)), ext_ref=elsewhere.get(one.ext_ref, ""))
            for one in self.entries
        )
        return Vocabulary(
            tuple((languages.get(language, language), text) for language, text in self.told),
            entries,
            elsewhere.get(self.ext_ref, ""),
        )

    def trimmed(self) -> Vocabulary:
        """Return the vocabulary without spaces around its words; of two entries of one word, the first."""
        entries: dict[str, Entry] = {}
        for one in self.entries:
            words = tuple(replace(word, text=word.text.strip()) for word in one.words)
            entries.setdefault(words[0].text, replace(one, words=words))
        return replace(self, entries=tuple(entries.values()))


def vocabulary_from(value: object) -> Vocabulary:
    """Return a vocabulary from JSON values; the lists of older logs become words of no language."""
    if isinstance(value, list):
        return Vocabulary(entries=tuple(filter(None, (_entry([["", *listed(one)]]) for one in value))))
    kept = mapped(value)
    entries = []
    for one in listed(kept.get("entries")):
        more = mapped(one)
        entry = _entry(listed(more.get("words")), text_of(more.get("id")), text_of(more.get("ext_ref")))
        entries.append(entry)
    told = [tuple(map(text_of, one)) for one in map(listed, listed(kept.get("told"))) if len(one) == 2]
    return Vocabulary(
        told=tuple((language, text) for language, text in told),
        entries=tuple(filter(None, entries)),
        ext_ref=text_of(kept.get("ext_ref")),
    )


def _entry(words: Sequence[Any], id_: str = "", ext_ref: str = "") -> Entry | None:
    found = [list(map(text_of, one)) for one in map(listed, words) if len(one) == 3]
    kept = tuple(Word(language, text, meaning) for language, text, meaning in found if text)
    return Entry(kept, id_, ext_ref) if kept else None
