"""ELAN's controlled vocabularies, as a scheme: each a group of states, of which one goes on at a time.

ELAN knows no moments: a description that ends with ``(point)``, as a template from here has it, means one.
The scheme that a template was written from travels in a property, which ELAN drops when it saves one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from nao_sessions.analysis.formats.elan.copy import without_folders
from nao_sessions.analysis.formats.elan.model import LANGUAGES, Eaf
from nao_sessions.analysis.formats.elan.parsing import parse_eaf
from nao_sessions.analysis.formats.elan.vocabulary import Vocabulary, VocabularyEntry
from nao_sessions.analysis.formats.elan.write_scheme import (
    ELAN,
    ELEMENTS,
    KEPT_SCHEME,
    POINT,
    as_elan,
    entry_of,
    streams_of,
    vocabulary_of,
    written_in,
)
from nao_sessions.analysis.formats.rows import mapped
from nao_sessions.analysis.formats.table import TableFindings
from nao_sessions.analysis.schemes.foreign import (
    UNNAMED,
    Codes,
    ForeignScheme,
    as_it_left,
    can_be_kept,
    checked,
    kept_scheme,
    says_first_name,
    there_of,
    unnamed,
)
from nao_sessions.analysis.schemes.model import (
    ELAN_KNOWS_NO,
    FIRST_NAME_LEFT_OUT,
    FIRST_NAME_STAYS,
    NO_VOCABULARY,
    NO_WORDS,
    TIERS_LEFT_OUT,
    VOCABULARY_HINT,
    WRITTEN_TWICE,
    Behaviour,
    Kind,
    Scheme,
)
from nao_sessions.core.errors import Finding, Place, SchemeRefused, TableRefused
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Localized, Text, verbatim

Vocabularies = Sequence[tuple[str, Vocabulary]]
"""Vocabularies with their names."""


def read_elan_vocabulary(content: bytes, file: str) -> ForeignScheme:
    """Return the scheme that the controlled vocabularies of an ELAN template or file describe, with remarks.

    Raises:
        SchemeRefused: it is no such file, or holds none.
    """
    try:
        document = parse_eaf(content, file, TableFindings())
    except TableRefused as refused:
        where = refused.findings[-1].place
        raise SchemeRefused([Finding("K108", where, NO_VOCABULARY, VOCABULARY_HINT)]) from refused
    read = _shown(document, file)
    standing = {
        ("behaviours", one.code): document.standing[name]
        for one in read.behaviours
        if (name := vocabulary_of(one)) in document.standing
    }
    if not read.behaviours:
        raise SchemeRefused([Finding("K108", Place(file), NO_VOCABULARY, VOCABULARY_HINT)])
    kept = kept_scheme(document.property_values.get(KEPT_SCHEME))
    if kept is None:
        remarks = (ELAN_KNOWS_NO, *_tiers(document), *_doubts(document))
        return ForeignScheme(checked(_relative(read), file, standing), _findings(document, file, remarks))
    before = parse_eaf(as_elan(kept).encode("utf-8"), file, TableFindings())
    written = _shown(before, file)
    order = [code for stream in streams_of(kept) for code in stream.words]
    left = as_it_left(read, written, kept, order, key=lambda one: (vocabulary_of(one), one.word))
    # what it was written with is no news
    known = set(_doubts(before))
    remarks = tuple(one for one in _doubts(document) if one not in known)
    return ForeignScheme(checked(_relative(left), file, standing), _findings(document, file, remarks))


def _relative(scheme: Scheme) -> Scheme:
    """Return a scheme without the vocabulary of a behaviour where its group or its code says it already."""
    behaviours = []
    for one in scheme.behaviours:
        elan = mapped(one.there.get(ELAN))
        if elan.get("vocabulary") == (one.group or one.code):
            elan = {key: value for key, value in elan.items() if key != "vocabulary"}
            others = {key: value for key, value in one.there.items() if key != ELAN}
            one = replace(one, there=others | ({ELAN: elan} if elan else {}))
        behaviours.append(one)
    return replace(scheme, behaviours=tuple(behaviours))


def _findings(document: Eaf, file: str, remarks: Iterable[Text]) -> tuple[Finding, ...]:
    """Return remarks on a file as findings, with the place of its root."""
    place = document.root or Place(file)
    return tuple(Finding("K109", place, one, None, "remark") for one in remarks)


_AS_HERE = {("GRAPHIC_REFERENCES", "false")}
"""The further attributes of a linguistic type of a template written here."""


def _tiers(document: Eaf) -> Iterator[Text]:
    """Yield a remark where tiers and types differ from those of a template written here."""
    types = document.types.values()
    more = [[tier.participant, tier.annotator, tier.parent, *tier.more] for tier in document.tiers]
    words = {name: kind.vocabulary for name, kind in document.types.items()}
    as_here = all(tier.id == words.get(tier.kind) for tier in document.tiers) and not any(map(any, more))
    facts = {fact for one in types for fact in one.more.items()} - _AS_HERE
    if not as_here or any(one.constraint for one in types) or facts:
        yield TIERS_LEFT_OUT.format(tiers=len(document.tiers), types=len(types))


def _doubts(document: Eaf) -> Iterator[Text]:
    """Yield remarks on first names that seem to be written, on duplicates, and on what is empty."""
    for tag in ELEMENTS.values():
        if any(says_first_name(list(one.values())) for one in document.others.get(tag, ())):
            yield FIRST_NAME_LEFT_OUT.format(what=tag)
    for name, vocabulary in document.vocabularies.items():
        if says_first_name([text for _, text in vocabulary.told]):
            yield FIRST_NAME_LEFT_OUT.format(what=name)
        if says_first_name(name):
            yield FIRST_NAME_STAYS.format(what=name)
        for word in (word for entry in vocabulary.entries for word in entry.words):
            if says_first_name([word.text, word.meaning]):
                yield FIRST_NAME_STAYS.format(what=word.text)
        if not vocabulary.entries:
            yield NO_WORDS.format(name=name)
        words = Counter(word.text.strip() for word in vocabulary.first_words())
        for twice in (word for word, count in words.items() if count > 1):
            yield WRITTEN_TWICE.format(name=f"{name} = {twice}")


def _shown(document: Eaf, file: str) -> Scheme:
    """Return the scheme that the vocabularies of a file describe, as the file shows them."""
    found = [(name, one.trimmed()) for name, one in document.vocabularies.items() if one.entries]
    count = Counter(word for _, one in found for word in {word.text for word in one.first_words()})
    codes, groups = Codes(count), Codes(document.vocabularies)
    alone = _alone(document, found)
    language = written_in(alone) or "fr"
    behaviours: dict[str, Behaviour] = {}
    for name, vocabulary in found:
        shared = any(count[word.text] > 1 for word in vocabulary.first_words())
        group = groups.of(name) if len(vocabulary.entries) > 1 or shared else ""
        for entry in vocabulary.entries:
            # a word of several vocabularies is as many behaviours: the tier says which one is meant
            word = entry.words[0].text
            code = codes.of(word if count[word] == 1 else f"{group}\n{word}")  # no word is called so
            behaviours.setdefault(code, _behaviour(code, entry, group, name, language))
    stem = unnamed((PurePath(file).stem,)) or UNNAMED
    used = {one.group for one in behaviours.values()}
    titles = {groups.of(name): name for name in document.vocabularies if groups.of(name) in used}
    return Scheme(
        Codes().of(stem),
        verbatim(stem),
        "1",
        tuple(behaviours.values()),
        groups={code: verbatim(name) for code, name in titles.items() if code != name},
        there=there_of("", "", alone, ELAN),
    )


def _alone(document: Eaf, found: Vocabularies) -> dict[str, Any]:
    """Return what ELAN alone knows of vocabularies, without what seems to hold a first name."""
    languages = {word.language for _, one in found for entry in one.entries for word in entry.words}
    ours = [one["LANG_ID"] for one in LANGUAGES.values() if {one["LANG_ID"]} == languages]
    alone: dict[str, Any] = {
        name: [
            {fact: without_folders(text) for fact, text in one.items()}
            for one in document.others.get(tag, ())
            if not says_first_name(list(one.values()))
        ]
        for name, tag in ELEMENTS.items()
    }
    alone["told"] = {
        name: [list(each) for each in one.told]
        for name, one in found
        if one.told and can_be_kept({name: ""}) and not says_first_name(list(map(list, one.told)))
    }
    alone["elsewhere"] = {name: one.ext_ref for name, one in found if one.ext_ref and can_be_kept({name: ""})}
    alone["written"] = "".join(ours)
    return {name: value for name, value in alone.items() if value}


def _behaviour(
    code: str, entry: VocabularyEntry, group: str, vocabulary: str, language: Language
) -> Behaviour:
    """Return an entry as a behaviour; its titles are its words in French and English, where it has them."""
    point, words = any(word.meaning.endswith(POINT) for word in entry.words), entry.words
    by_language = {word.language: replace(word, meaning=word.meaning.removesuffix(POINT)) for word in words}
    first = by_language[words[0].language]
    fr, en = (by_language.get(LANGUAGES[each]["LANG_ID"], first) for each in ("fr", "en"))
    kind: Kind = "point" if point else "state"
    one = Behaviour(
        code=code,
        title=Localized(fr=fr.text, en=en.text),
        kind=kind,
        key="",
        group="" if point else group,
        definition=Localized(fr=fr.meaning.strip(), en=en.meaning.strip()),
    )
    ids = {"id": entry.id, "ext_ref": entry.ext_ref}
    alone: dict[str, Any] = {name: id_ for name, id_ in ids.items() if id_ and not says_first_name(id_)}
    alone["vocabulary"] = vocabulary
    if entry_of(one, words[0].text, language).words != entry.words:
        alone["words"] = [[word.language, word.text, word.meaning] for word in words]
    return replace(one, there=there_of(words[0].text, code, alone, ELAN))
