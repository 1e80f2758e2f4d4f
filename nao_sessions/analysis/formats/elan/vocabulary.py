"""ELAN's controlled vocabularies: entries that are the same in every language, each word with what it means.

What a log or a scheme keeps of one is plain JSON, of which nothing is sure: what has another shape is read as
nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from nao_sessions.analysis.formats.rows import listed, mapped, text_of

AS_HERE: Mapping[str, str] = MappingProxyType({})
"""No ids to replace: they are the same in the other file."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word in one language, by ELAN's id of it ("fra"; "" where the file is too old to name one)."""

    language: str
    text: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class VocabularyEntry:
    """One entry: a word for each language, of which the first counts; annotations refer to it by ``id``."""

    words: tuple[Word, ...]
    id: str = ""
    ext_ref: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A controlled vocabulary: its description in each language, ``told``, and its entries.

    ``ext_ref`` names a file that holds more. A language is "" where an old file names none.
    """

    told: tuple[tuple[str, str], ...] = ()
    entries: tuple[VocabularyEntry, ...] = ()
    ext_ref: str = ""

    def first_words(self) -> tuple[Word, ...]:
        """Return the first word of each entry, which is the one that counts."""
        return tuple(entry.words[0] for entry in self.entries)

    def languages(self) -> tuple[str, ...]:
        """Return the languages of the vocabulary's texts and words, each once; ("",) where it has no text."""
        words = [word.language for entry in self.entries for word in entry.words]
        return tuple(dict.fromkeys([*(language for language, _ in self.told), *words])) or ("",)

    def known(self, elsewhere: Mapping[str, str], languages: Mapping[str, str] = AS_HERE) -> Vocabulary:
        """Return the vocabulary with its references replaced by the ids of another file.

        Args:
            elsewhere: the new ids of external references, by their ids here; other references are left out.
            languages: the new ids of languages, by their ids here; others stay.
        """

        def renamed(one: Word) -> Word:
            return replace(one, language=languages.get(one.language, one.language))

        entries = tuple(
            replace(one, words=tuple(map(renamed, one.words)), ext_ref=elsewhere.get(one.ext_ref, ""))
            for one in self.entries
        )
        return Vocabulary(
            tuple((languages.get(language, language), text) for language, text in self.told),
            entries,
            elsewhere.get(self.ext_ref, ""),
        )

    def trimmed(self) -> Vocabulary:
        """Return the vocabulary without spaces around its words; of two entries of one word, the first."""
        entries: dict[str, VocabularyEntry] = {}
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
    pairs = [tuple(map(text_of, one)) for one in map(listed, listed(kept.get("told"))) if len(one) == 2]
    return Vocabulary(
        told=tuple((language, text) for language, text in pairs),
        entries=tuple(filter(None, entries)),
        ext_ref=text_of(kept.get("ext_ref")),
    )


def _entry(words: Sequence[Any], id_: str = "", ext_ref: str = "") -> VocabularyEntry | None:
    """Return an entry from lists of language, word and meaning; None where no word is left."""
    found = [list(map(text_of, one)) for one in map(listed, words) if len(one) == 3]
    kept = tuple(Word(language, text, meaning) for language, text, meaning in found if text)
    return VocabularyEntry(kept, id_, ext_ref) if kept else None
