"""A scheme as an ELAN template: a tier and a controlled vocabulary for each stream.

ELAN has no keys and no modifiers: they stand in a property alone, which ELAN drops when it saves a template.
Points are annotations like any other there; the end of their description says what they are. What came from
ELAN goes back by its words, in all their languages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from nao_sessions.analysis.formats.boris.scheme import title_and_definition
from nao_sessions.analysis.formats.elan.document import Document
from nao_sessions.analysis.formats.elan.model import EXTERNAL, LANGUAGES, LinguisticType, elements_of
from nao_sessions.analysis.formats.elan.vocabulary import Vocabulary, VocabularyEntry, Word, vocabulary_from
from nao_sessions.analysis.formats.foreign import OURS
from nao_sessions.analysis.formats.rows import mapped, text_of
from nao_sessions.analysis.formats.words import CodedStream
from nao_sessions.analysis.schemes.model import Behaviour, Scheme, told_apart
from nao_sessions.analysis.schemes.yaml_files import as_yaml
from nao_sessions.text.languages import Language

ELAN = "elan"
KEPT_SCHEME = f"{OURS}scheme"
"""The PROPERTY of an ELAN template that holds the scheme as it is here."""
ELEMENTS = {"languages": "LANGUAGE", "external": EXTERNAL}
"""Tags of elements that a vocabulary refers to, by the names under which a scheme keeps them (``there``)."""
POINT = " (point)"
"""The end of the description of a point: ELAN knows no moments, and keeps descriptions."""
_NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)


def as_elan(scheme: Scheme) -> str:
    """Return a scheme as the text of an ELAN template."""
    document = Document(_NO_DATE)
    document.property(KEPT_SCHEME, as_yaml(scheme))
    there = mapped(scheme.there.get(ELAN))
    document.speaks(elements_of("LANGUAGE", there.get("languages")))
    external = document.external(elements_of(EXTERNAL, there.get("external")))
    for stream in streams_of(scheme):
        name = document.vocabulary(stream.name, stream.vocabulary["fr"].known(external))
        document.tier(stream.name, document.type_of(stream.name, LinguisticType(vocabulary=name)))
    return document.end().decode("utf-8")


def streams_of(scheme: Scheme) -> Iterator[CodedStream]:
    """Yield the streams of a scheme, each coded on one tier by the words of one ELAN vocabulary."""
    there = mapped(scheme.there.get(ELAN))
    by_name: dict[str, list[Behaviour]] = {}
    for one in scheme.behaviours:
        by_name.setdefault(vocabulary_of(one), []).append(one)
    for name, behaviours in by_name.items():
        words = told_apart(behaviours)
        yield CodedStream(
            name=name,
            words=words,
            vocabulary={
                language: Vocabulary(
                    told=_descriptions(scheme, name, language),
                    entries=tuple(
                        entry_of(one, words[one.code], written_in(there) or language) for one in behaviours
                    ),
                    ext_ref=text_of(mapped(there.get("elsewhere")).get(name)),
                )
                for language in LANGUAGES
            },
            more=any(one.modifiers for one in behaviours),
        )


def vocabulary_of(one: Behaviour) -> str:
    """Return the name of the vocabulary that holds a behaviour: its group's, or one of its own."""
    there = mapped(one.there.get(ELAN)).get("vocabulary")
    return there if isinstance(there, str) and there else one.group or one.code


def _descriptions(scheme: Scheme, name: str, language: Language) -> tuple[tuple[str, str], ...]:
    """Return the description of a vocabulary in each language: as it came, else the scheme's title."""
    there = mapped(scheme.there.get(ELAN))
    kept = mapped(there.get("told")).get(name)
    language = written_in(there) or language
    own = LANGUAGES[language]["LANG_ID"], scheme.title.in_language(language)
    return vocabulary_from({"told": kept}).told or (own,)


def written_in(there: Mapping[str, Any]) -> Language | None:
    """Return the language, of French and English, in which all words of a template are; None without one."""
    written = there.get("written")
    return next((language for language, one in LANGUAGES.items() if one["LANG_ID"] == written), None)


def entry_of(one: Behaviour, word: str, language: Language) -> VocabularyEntry:
    """Return a behaviour's entry: words as they came from ELAN, else one word with its meaning."""
    there = mapped(one.there.get(ELAN))
    came = vocabulary_from({"entries": [{"words": there.get("words")}]}).entries
    own = Word(LANGUAGES[language]["LANG_ID"], word, title_and_definition(one, language, beside=word))
    found = came[0].words if came and came[0].words[0].text.strip() == word else (own,)
    # of words that came, those that tell of a moment tell it still
    marked = {each for each in found if each.meaning.endswith(POINT)} or set(found)
    point = marked if one.kind == "point" else set()
    words = tuple(
        replace(each, meaning=each.meaning.removesuffix(POINT) + (POINT if each in point else ""))
        for each in found
    )
    return VocabularyEntry(words, text_of(there.get("id")), text_of(there.get("ext_ref")))
