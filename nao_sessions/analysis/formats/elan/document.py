"""An EAF 3.0 that is being made: its tiers, slots and ids, its linguistic types and vocabularies.

What goes in is already in the file's own time; elements come in the order that ELAN's schema asks for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from xml.etree import ElementTree as ET

from nao_sessions.analysis.formats.elan.vocabulary import Vocabulary
from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.export.tiers import Span
from nao_sessions.text.languages import Language

SCHEMA = "http://www.mpi.nl/tools/elan/EAFv3.0.xsd"
OWN_AUTHOR = "nao_sessions"
"""Whom a file from here names as its author."""
XSI = "http://www.w3.org/2001/XMLSchema-instance"
ASSOCIATED = "Symbolic_Association"
SUBDIVIDED = "Symbolic_Subdivision"
TIME_SUBDIVIDED = "Time_Subdivision"
INCLUDED = "Included_In"
CONSTRAINTS = {
    TIME_SUBDIVIDED: "Time subdivision of parent annotation's time interval, no time gaps allowed",
    SUBDIVIDED: "Symbolic subdivision of a parent annotation, in their order",
    ASSOCIATED: "1-1 association with a parent annotation",
    INCLUDED: "Time alignable annotations within the parent annotation's time interval, gaps are allowed",
}
"""How what is on a tier may lie to what is on the one above, and what a file says of each."""
SYMBOLIC = (ASSOCIATED, SUBDIVIDED)
"""What is on such tiers has no times of its own."""
OWN_KIND = "session"
"""The linguistic type of the session's own tiers: what is in them stands in the log."""
CODING = "coding"
"""The linguistic type of what was coded by no scheme that is known."""
DETAIL = "detail"
"""The linguistic type of what is said below an annotation: its modifiers, its remark."""
LANGUAGE = {
    "LANG_DEF": "http://cdb.iso.org/lg/CDB-00138512-001",
    "LANG_ID": "fra",
    "LANG_LABEL": "French (fra)",
}
LANGUAGES: Mapping[Language, Mapping[str, str]] = {
    "fr": LANGUAGE,
    "en": {
        "LANG_DEF": "http://cdb.iso.org/lg/CDB-00138502-001",
        "LANG_ID": "eng",
        "LANG_LABEL": "English (eng)",
    },
}
"""ELAN asks for a language of what vocabularies mean, and leaves out what has one without its definition."""
EXTERNAL, EXTERNAL_ID = "EXTERNAL_REF", "EXT_REF_ID"
"""The element that says where a data category or a file with more words is, and its id."""
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Attributes = Mapping[str, str]
"""Further attributes of an element, as ELAN calls them."""
NOTHING: Attributes = {}


@dataclass(frozen=True, slots=True)
class Kind:
    """A linguistic type: how what is of it hangs on the tier above, its vocabulary, and what else it says."""

    constraint: str = ""
    vocabulary: str = ""
    more: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Aligned:
    """An annotation that was put down, with the slots of its beginning and its end."""

    id: str
    first: str
    last: str


class Document:
    """An EAF that is being made: its slots, its tiers, its ids."""

    def __init__(self, begun: datetime, language: Language = "fr", taken: Collection[str] = ()) -> None:
        """Begin.

        Args:
            begun: its date.
            language: that it is written in.
            taken: names of linguistic types that it will have from elsewhere.
        """
        self._language = LANGUAGES[language]
        ET.register_namespace("xsi", XSI)
        self.root = ET.Element(
            "ANNOTATION_DOCUMENT",
            {
                "AUTHOR": OWN_AUTHOR,
                "DATE": begun.isoformat(timespec="seconds"),
                "FORMAT": "3.0",
                "VERSION": "3.0",
                f"{{{XSI}}}noNamespaceSchemaLocation": SCHEMA,
            },
        )
        self.header = ET.SubElement(self.root, "HEADER", {"MEDIA_FILE": "", "TIME_UNITS": "milliseconds"})
        self.order = ET.SubElement(self.root, "TIME_ORDER")
        self.slots: list[tuple[int, str, bool]] = []
        """When each slot is (ms), its id, and whether the file says when: ELAN shares out the others."""
        self.count = 0
        self.own = {kind: free(kind, taken) for kind in (OWN_KIND, CODING, DETAIL)}
        """How the linguistic types are called that this program gives: some have their names already."""
        self.types: dict[str, Kind] = {}
        self.vocabularies: dict[str, Vocabulary] = {}
        self.languages: dict[str, Attributes] = {}
        """Those that a file brought, by their ids, beside the one that is written in."""
        self.others: dict[str, list[Attributes]] = {}
        """Further elements that a file brought and that tiers refer to, by their tags."""
        self._names: set[str] = set()

    @property
    def language(self) -> str:
        """Give ELAN's id of the language that is written in."""
        return self._language["LANG_ID"]

    def tier(
        self,
        name: str,
        kind: str,
        subject: str = "",
        coder: str = "",
        parent: str = "",
        more: Attributes = NOTHING,
    ) -> ET.Element:
        attributes = {"LINGUISTIC_TYPE_REF": kind, "TIER_ID": clean(name)}
        optional = {"PARTICIPANT": subject, "ANNOTATOR": coder, "PARENT_REF": parent, **more}
        return ET.SubElement(self.root, "TIER", attributes | {k: clean(v) for k, v in optional.items() if v})

    def free_name(self, wanted: str) -> str:
        """Give a name that no tier has yet: the wanted one, else with a number."""
        name = free(clean(wanted), self._names)
        self._names.add(name)
        return name

    def type_of(self, wanted: str, kind: Kind) -> str:
        """Give the name of a linguistic type that is such: the wanted one, else with a number."""
        words = clean(kind.vocabulary)
        known = replace(kind, vocabulary=words if words in self.vocabularies else "")
        number, name = 1, clean(wanted)
        while self.types.setdefault(name, known) != known:
            number += 1
            name = f"{clean(wanted)} ({number})"
        return name

    def vocabulary(self, wanted: str, vocabulary: Vocabulary) -> str:
        """Give the name of such a vocabulary: the wanted one, else with a number."""
        number, name = 1, clean(wanted)
        while self.vocabularies.setdefault(name, vocabulary) != vocabulary:
            number += 1
            name = f"{clean(wanted)} ({number})"
        return name

    def external(self, ones: Mapping[str, Attributes]) -> dict[str, str]:
        """Give the ids of data categories and files, now that these are in the file too, by their own ids.

        Every file counts its own from 1: another one of an id that is taken gets a new one.
        """
        there = self.others.setdefault(EXTERNAL, [])
        ids: dict[str, str] = {}
        for id_, one in ones.items():
            same = next((each for each in there if {**each, EXTERNAL_ID: id_} == dict(one)), None)
            if same is None:
                same = {**one, EXTERNAL_ID: free(id_, self._ids() | ones.keys() - {id_}, "{}_{}")}
                there.append(same)
            ids[id_] = same[EXTERNAL_ID]
        return ids

    def speaks(self, languages: Mapping[str, Attributes]) -> dict[str, str]:
        """Declare languages, and give their ids in the file by their own.

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
        """Give the ids that are taken: in a file they are all of one kind."""
        others = (next(iter(one.values())) for ones in self.others.values() for one in ones)
        return {*self.languages, *others}

    def aligned(self, tier: ET.Element, span: Span, more: Attributes = NOTHING) -> Aligned:
        assert span.stop_ns is not None  # as _lanes gives it
        first, last = self.slot(to_ms(span.start_ns)), self.slot(to_ms(span.stop_ns))
        return self.between(tier, first, last, span.label, more)

    def slot(self, ms: int, *, told: bool = True) -> str:
        """Give a new slot at a time; one that is not told stands between its neighbours."""
        name = f"ts{len(self.slots) + 1}"
        self.slots.append((ms, name, told))
        return name

    def ms_of(self, slot: str) -> int:
        """Give when a slot is."""
        return self.slots[int(slot.removeprefix("ts")) - 1][0]

    def between(
        self, tier: ET.Element, first: str, last: str, value: str, more: Attributes = NOTHING
    ) -> Aligned:
        """Put an annotation between two slots."""
        slots = {"TIME_SLOT_REF1": first, "TIME_SLOT_REF2": last}
        return Aligned(self._annotation(tier, "ALIGNABLE_ANNOTATION", slots, value, more), first, last)

    def referring(
        self, tier: ET.Element, to: str, value: str, previous: str = "", more: Attributes = NOTHING
    ) -> str:
        """Put an annotation below another one, after one that is below it already."""
        refers = {"ANNOTATION_REF": to, **({"PREVIOUS_ANNOTATION": previous} if previous else {})}
        return self._annotation(tier, "REF_ANNOTATION", refers, value, more)

    def _annotation(self, tier: ET.Element, tag: str, lies: Attributes, value: str, more: Attributes) -> str:
        self.count += 1
        id_ = f"a{self.count}"
        facts = {name: clean(text) for name, text in more.items()} | {"ANNOTATION_ID": id_} | dict(lies)
        one = ET.SubElement(ET.SubElement(tier, "ANNOTATION"), tag, facts)
        ET.SubElement(one, "ANNOTATION_VALUE").text = clean(value)
        return id_

    def end(self) -> bytes:
        # ELAN wants the slots in the order of time
        for ms, name, told in sorted(self.slots, key=lambda slot: slot[0]):
            at = {"TIME_VALUE": str(ms)} if told else {}
            ET.SubElement(self.order, "TIME_SLOT", {"TIME_SLOT_ID": name, **at})
        for name, kind in self.types.items():
            attributes = {"GRAPHIC_REFERENCES": "false", **dict(kind.more), "LINGUISTIC_TYPE_ID": name,
                          "TIME_ALIGNABLE": "false" if kind.constraint in SYMBOLIC else "true"}  # fmt: skip
            optional = {"CONSTRAINTS": kind.constraint, "CONTROLLED_VOCABULARY_REF": kind.vocabulary}
            attributes |= {key: value for key, value in optional.items() if value}
            ET.SubElement(self.root, "LINGUISTIC_TYPE", attributes)
        self._write_others("LOCALE")
        used = {language for one in self.vocabularies.values() for language in one.languages()}
        self.speaks({one["LANG_ID"]: one for one in LANGUAGES.values() if one["LANG_ID"] in used})
        if used - self.languages.keys():
            self.languages.setdefault(self.language, self._language)
        for one in self.languages.values():
            ET.SubElement(self.root, "LANGUAGE", dict(one))
        constraints = {ASSOCIATED, *(kind.constraint for kind in self.types.values())}
        for stereotype, says in CONSTRAINTS.items():
            if stereotype in constraints:
                ET.SubElement(self.root, "CONSTRAINT", {"DESCRIPTION": says, "STEREOTYPE": stereotype})
        taken = {clean(entry.id) for one in self.vocabularies.values() for entry in one.entries}
        for number, (name, vocabulary) in enumerate(self.vocabularies.items(), start=1):
            self._controlled(number, name, vocabulary, taken)
        self._write_others("LEXICON_REF", "EXTERNAL_REF")
        ET.indent(self.root)
        written: bytes = ET.tostring(self.root, encoding="utf-8", xml_declaration=True)
        return written

    def _controlled(self, number: int, name: str, vocabulary: Vocabulary, taken: Collection[str]) -> None:
        facts = {"CV_ID": name, **({"EXT_REF": vocabulary.ext_ref} if vocabulary.ext_ref else {})}
        made = ET.SubElement(self.root, "CONTROLLED_VOCABULARY", facts)
        # ELAN leaves out words in a language without a description, and cannot save an empty one again
        told = dict(vocabulary.told)
        languages = {self._in(one)["LANG_REF"]: one for one in reversed(vocabulary.languages())}
        for language in reversed(languages.values()):
            ET.SubElement(made, "DESCRIPTION", self._in(language)).text = clean(told.get(language) or name)
        for place, entry in enumerate(vocabulary.entries, start=1):
            facts = {"CVE_ID": clean(entry.id) or free(f"cveid_{number}_{place}", taken)}
            facts |= {"EXT_REF": entry.ext_ref} if entry.ext_ref else {}
            one = ET.SubElement(made, "CV_ENTRY_ML", facts)
            written: set[str] = set()
            for word in entry.words:
                # two languages that nobody declared would be one
                if (language := self._in(word.language)["LANG_REF"]) in written:
                    continue
                written.add(language)
                told_as = {"DESCRIPTION": clean(word.meaning)} if word.meaning else {}
                ET.SubElement(one, "CVE_VALUE", told_as | self._in(word.language)).text = clean(word.text)

    def _in(self, language: str) -> dict[str, str]:
        return {"LANG_REF": language if language in self.languages else self.language}

    def _write_others(self, *tags: str) -> None:
        for tag in tags:
            for one in self.others.get(tag, ()):
                ET.SubElement(self.root, tag, {name: clean(text) for name, text in one.items()})


def free(wanted: str, taken: Collection[str], numbered: str = "{} ({})") -> str:
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = numbered.format(wanted, number)
    return name


def to_ms(ns: int) -> int:
    """Round to the nearest millisecond, in whole numbers."""
    return (ns + MILLISECOND_NS // 2) // MILLISECOND_NS


def clean(text: str) -> str:
    """Leave out the characters that XML cannot hold at all; XML knows one way to end a line."""
    return NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
