"""An EAF 3.0 that is being made, from nothing or from a copy: tiers, slots, types, vocabularies.

What goes in is already in the file's own time; elements come in the order that ELAN's schema asks for.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from xml.etree import ElementTree as ET

from nao_sessions.analysis.formats.coded import free
from nao_sessions.analysis.formats.elan.model import (
    ASSOCIATED,
    CONSTRAINTS,
    EXTERNAL,
    EXTERNAL_ID,
    LANGUAGES,
    NOWHERE,
    OWN_AUTHOR,
    SYMBOLIC,
    Annotation,
    Attributes,
    Eaf,
    ElanTier,
    LinguisticType,
    clean,
    last_number,
    to_ms,
)
from nao_sessions.analysis.formats.elan.vocabulary import Vocabulary
from nao_sessions.analysis.formats.tiers import Span
from nao_sessions.text.languages import Language

SCHEMA = "http://www.mpi.nl/tools/elan/EAFv3.0.xsd"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
OWN_KIND = "session"
"""The linguistic type of the session's own tiers: what is in them stands in the log."""
CODING = "coding"
"""The linguistic type of tiers that were coded by no known scheme."""
DETAIL = "detail"
"""The linguistic type of tiers that hold the modifiers or the remarks of annotations on another one."""

_One = TypeVar("_One", LinguisticType, Vocabulary)


class Document:
    """An ELAN annotation file (EAF) that is being made, piece by piece; :meth:`end` returns its bytes."""

    def __init__(self, begun: datetime, language: Language = "fr", base: Eaf | None = None) -> None:
        """Prepare a document, empty or with the content of ``base``.

        Args:
            begun: the date of the document.
            language: the language that it is written in.
            base: its content at first; it is changed as the document is made.
        """
        self.eaf = Eaf() if base is None else base
        self._begun = begun
        self._language = LANGUAGES[language]
        self.languages = {one["LANG_ID"]: one for one in self.eaf.others.pop("LANGUAGE", [])}
        """The languages that the base declares, and those added since, by their ids."""
        self.own = {kind: free(kind, self.eaf.types) for kind in (OWN_KIND, CODING, DETAIL)}
        """The names of this program's linguistic types: others where the base has types of these names."""
        self._names = {tier.id for tier in self.eaf.tiers}
        self.count = last_number("a", (one.id for one in self.eaf.annotations))
        """The last number of an annotation's id."""
        self._slots = last_number("ts", self.eaf.slots)

    @property
    def language(self) -> str:
        """Return ELAN's id of the document's language."""
        return self._language["LANG_ID"]

    def tier(self, wanted: str, kind: str, subject: str = "", coder: str = "", parent: str = "") -> int:
        """Add a tier, and return its number; a name that is taken gets a number."""
        name = free(clean(wanted), self._names)
        self._names.add(name)
        self.eaf.tiers.append(ElanTier(name, subject, kind, NOWHERE, coder, parent))
        return len(self.eaf.tiers) - 1

    def name_of(self, tier: int) -> str:
        """Return the name of a tier."""
        return self.eaf.tiers[tier].id

    def property(self, name: str, value: str) -> None:
        """Add a property to the header."""
        self.eaf.properties.append((name, value))

    def type_of(self, wanted: str, kind: LinguisticType) -> str:
        """Return the name of a linguistic type, added if need be; a name taken by another gets a number."""
        words = clean(kind.vocabulary)
        known = replace(kind, vocabulary=words if words in self.eaf.vocabularies else "")
        return name_for(self.eaf.types, wanted, known)

    def vocabulary(self, wanted: str, vocabulary: Vocabulary) -> str:
        """Return the name of a vocabulary, added if need be; a name taken by another gets a number."""
        return name_for(self.eaf.vocabularies, wanted, vocabulary)

    def external(self, ones: Mapping[str, Attributes]) -> dict[str, str]:
        """Add external references (data categories, files), and return their ids here by their own ids.

        Every file counts its own from 1: another one of an id that is taken gets a new one.
        """
        there = self.eaf.others.setdefault(EXTERNAL, [])
        ids: dict[str, str] = {}
        for id_, one in ones.items():
            same = next((each for each in there if {**each, EXTERNAL_ID: id_} == dict(one)), None)
            if same is None:
                same = {**one, EXTERNAL_ID: free(id_, self._ids() | ones.keys() - {id_}, "{}_{}")}
                there.append(same)
            ids[id_] = same[EXTERNAL_ID]
        return ids

    def speaks(self, languages: Mapping[str, Attributes]) -> dict[str, str]:
        """Declare languages in the document, and return their ids here by their own ids.

        French and English are as the file has them already; of others, one whose id is taken gets a new one.
        """
        ids: dict[str, str] = {}
        ours = {one["LANG_ID"] for one in LANGUAGES.values()}
        for id_, one in languages.items():
            known = self.languages.items()
            same = next((key for key, each in known if {**each, "LANG_ID": id_} == dict(one)), None)
            if same is None and id_ in ours and id_ in self.languages:
                same = id_
            if same is None:
                same = free(id_, self._ids() | languages.keys() - {id_}, "{}_{}")
                self.languages[same] = {**one, "LANG_ID": same}
            ids[id_] = same
        return ids

    def _ids(self) -> set[str]:
        """Return the ids of languages and external elements that are taken: in a file each may stand once."""
        others = (next(iter(one.values())) for ones in self.eaf.others.values() for one in ones)
        return {*self.languages, *others}

    def aligned(self, tier: int, span: Span) -> str:
        """Add an annotation with times of its own to a tier, and return its id."""
        assert span.stop_ns is not None  # as lanes give it
        slots = self._slot(to_ms(span.start_ns)), self._slot(to_ms(span.stop_ns))
        return self._annotation(Annotation("", tier, NOWHERE, slots, value=span.label))

    def referring(self, tier: int, to: str, value: str) -> str:
        """Add an annotation that refers to another one to a tier, and return its id."""
        return self._annotation(Annotation("", tier, NOWHERE, None, to, value=value))

    def _annotation(self, one: Annotation) -> str:
        self.count += 1
        one.id = f"a{self.count}"
        self.eaf.annotations.append(one)
        return one.id

    def _slot(self, ms: int) -> str:
        self._slots += 1
        name = f"ts{self._slots}"
        self.eaf.slots[name] = (str(ms), NOWHERE)
        return name

    def end(self) -> bytes:
        """Return the finished document as the bytes of an EAF."""
        eaf = self.eaf
        ET.register_namespace("xsi", XSI)
        facts = {
            "AUTHOR": OWN_AUTHOR,
            "DATE": self._begun.isoformat(timespec="seconds"),
            "FORMAT": "3.0",
            "VERSION": "3.0",
            f"{{{XSI}}}noNamespaceSchemaLocation": SCHEMA,
        }
        root = ET.Element("ANNOTATION_DOCUMENT", facts)
        header = _add(root, "HEADER", {"MEDIA_FILE": "", "TIME_UNITS": "milliseconds"})
        for media, _ in eaf.media:
            _add(header, "MEDIA_DESCRIPTOR", media)
        for name, value in eaf.properties:
            _add(header, "PROPERTY", {"NAME": name}, value)
        self._add_slots(_add(root, "TIME_ORDER", {}))
        tiers = [_add_tier(root, tier) for tier in eaf.tiers]
        for one in eaf.annotations:
            _add_annotation(tiers[one.tier], one)
        for name, kind in eaf.types.items():
            attributes = {"GRAPHIC_REFERENCES": "false", **kind.more, "LINGUISTIC_TYPE_ID": name,
                          "TIME_ALIGNABLE": "false" if kind.constraint in SYMBOLIC else "true"}  # fmt: skip
            optional = {"CONSTRAINTS": kind.constraint, "CONTROLLED_VOCABULARY_REF": kind.vocabulary}
            _add(root, "LINGUISTIC_TYPE", attributes | _nonempty(optional))
        self._add_others(root, "LOCALE")
        used = {language for one in eaf.vocabularies.values() for language in one.languages()}
        self.speaks({one["LANG_ID"]: one for one in LANGUAGES.values() if one["LANG_ID"] in used})
        if used - self.languages.keys():
            self.languages.setdefault(self.language, self._language)
        for language in self.languages.values():
            _add(root, "LANGUAGE", language)
        constraints = {ASSOCIATED, *(kind.constraint for kind in eaf.types.values())}
        for stereotype, says in CONSTRAINTS.items():
            if stereotype in constraints:
                _add(root, "CONSTRAINT", {"DESCRIPTION": says, "STEREOTYPE": stereotype})
        taken = {clean(entry.id) for one in eaf.vocabularies.values() for entry in one.entries}
        for number, (name, vocabulary) in enumerate(eaf.vocabularies.items(), start=1):
            self._add_vocabulary(root, number, name, vocabulary, taken)
        self._add_others(root, "LEXICON_REF", EXTERNAL)
        ET.indent(root)
        written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
        return written

    def _add_slots(self, order: ET.Element) -> None:
        """Write the slots in the order of time, as ELAN wants them; one without a time stays in its place."""
        slots, reached = [], 0
        for name, (value, _) in self.eaf.slots.items():
            reached = int(value) if value else reached
            slots.append((reached, name, value))
        for _, name, value in sorted(slots, key=lambda slot: slot[0]):
            _add(order, "TIME_SLOT", {"TIME_SLOT_ID": name} | _nonempty({"TIME_VALUE": value}))

    def _add_vocabulary(
        self, root: ET.Element, number: int, name: str, vocabulary: Vocabulary, taken: Collection[str]
    ) -> None:
        """Write a vocabulary with its entries; ``taken`` are ids that entries have already."""
        made = _add(
            root, "CONTROLLED_VOCABULARY", {"CV_ID": name} | _nonempty({"EXT_REF": vocabulary.ext_ref})
        )
        # ELAN leaves out words in a language without a description, and cannot save an empty one again
        descriptions = dict(vocabulary.told)
        languages = {self._in(one)["LANG_REF"]: one for one in reversed(vocabulary.languages())}
        for language in reversed(languages.values()):
            _add(made, "DESCRIPTION", self._in(language), descriptions.get(language) or name)
        for place, entry in enumerate(vocabulary.entries, start=1):
            facts = {"CVE_ID": clean(entry.id) or free(f"cveid_{number}_{place}", taken)}
            one = _add(made, "CV_ENTRY_ML", facts | _nonempty({"EXT_REF": entry.ext_ref}))
            written: set[str] = set()
            for word in entry.words:
                # two languages that nobody declared would be one
                if (language := self._in(word.language)["LANG_REF"]) in written:
                    continue
                written.add(language)
                _add(
                    one,
                    "CVE_VALUE",
                    _nonempty({"DESCRIPTION": word.meaning}) | self._in(word.language),
                    word.text,
                )

    def _in(self, language: str) -> dict[str, str]:
        """Return the attribute that names a language; the document's own where it is not declared."""
        return {"LANG_REF": language if language in self.languages else self.language}

    def _add_others(self, root: ET.Element, *tags: str) -> None:
        for tag in tags:
            for one in self.eaf.others.get(tag, ()):
                _add(root, tag, one)


def name_for(known: dict[str, _One], wanted: str, one: _One) -> str:
    """Return the name of an entry, added to ``known`` if need be; a name that is taken gets a number."""
    number, name = 1, clean(wanted)
    while known.setdefault(name, one) != one:
        number += 1
        name = f"{clean(wanted)} ({number})"
    return name


def _add_tier(root: ET.Element, tier: ElanTier) -> ET.Element:
    optional = {"PARTICIPANT": tier.participant, "ANNOTATOR": tier.annotator, "PARENT_REF": tier.parent}
    facts = {"LINGUISTIC_TYPE_REF": tier.kind, "TIER_ID": tier.id}
    return _add(root, "TIER", facts | _nonempty({**optional, **tier.more}))


def _add_annotation(tier: ET.Element, one: Annotation) -> None:
    facts = {**one.more, "ANNOTATION_ID": one.id}
    if one.slots is not None:
        tag = "ALIGNABLE_ANNOTATION"
        facts |= {"TIME_SLOT_REF1": one.slots[0], "TIME_SLOT_REF2": one.slots[1]}
    else:
        tag = "REF_ANNOTATION"
        facts |= {"ANNOTATION_REF": one.refers_to} | _nonempty({"PREVIOUS_ANNOTATION": one.previous})
    _add(_add(_add(tier, "ANNOTATION", {}), tag, facts), "ANNOTATION_VALUE", {}, one.value)


def _add(parent: ET.Element, tag: str, attributes: Attributes, text: str | None = None) -> ET.Element:
    """Add an element below another one, its texts cleaned for XML, and return it."""
    one = ET.SubElement(parent, tag, {name: clean(value) for name, value in attributes.items()})
    one.text = None if text is None else clean(text)
    return one


def _nonempty(attributes: Attributes) -> dict[str, str]:
    """Return the attributes that are not empty."""
    return {name: value for name, value in attributes.items() if value}
