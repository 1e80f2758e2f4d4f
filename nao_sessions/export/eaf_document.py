"""An EAF 3.0 that is being made: its tiers, slots and ids, its linguistic types and vocabularies.

What goes in is already in the file's own time; elements come in the order that ELAN's schema asks for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from xml.etree import ElementTree as ET

from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.core.text import Language
from nao_sessions.export.tiers import Span

SCHEMA = "http://www.mpi.nl/tools/elan/EAFv3.0.xsd"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
ASSOCIATED = "Symbolic_Association"
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
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Words = Sequence[tuple[str, str]]


class Document:
    """An EAF that is being made: its slots, its tiers, its ids."""

    def __init__(self, begun: datetime, language: Language = "fr") -> None:
        self._language = LANGUAGES[language]
        ET.register_namespace("xsi", XSI)
        self.root = ET.Element(
            "ANNOTATION_DOCUMENT",
            {
                "AUTHOR": "nao_sessions",
                "DATE": begun.isoformat(timespec="seconds"),
                "FORMAT": "3.0",
                "VERSION": "3.0",
                f"{{{XSI}}}noNamespaceSchemaLocation": SCHEMA,
            },
        )
        self.header = ET.SubElement(self.root, "HEADER", {"MEDIA_FILE": "", "TIME_UNITS": "milliseconds"})
        self.order = ET.SubElement(self.root, "TIME_ORDER")
        self.slots: list[tuple[int, str]] = []
        self.count = 0
        self.types: dict[str, tuple[str, str]] = {}
        """The constraint and the vocabulary of each linguistic type, "" where there is none."""
        self.vocabularies: dict[str, tuple[str, Words]] = {}
        """What each vocabulary is of, and its words with what they mean."""
        self._names: set[str] = set()

    def tier(self, name: str, kind: str, subject: str = "", coder: str = "", parent: str = "") -> ET.Element:
        attributes = {"LINGUISTIC_TYPE_REF": kind, "TIER_ID": clean(name)}
        optional = {"PARTICIPANT": subject, "ANNOTATOR": coder, "PARENT_REF": parent}
        return ET.SubElement(self.root, "TIER", attributes | {k: clean(v) for k, v in optional.items() if v})

    def free_name(self, wanted: str) -> str:
        """Give a name that no tier has yet: the wanted one, else with a number."""
        number, name = 1, clean(wanted)
        while name in self._names:
            number += 1
            name = f"{clean(wanted)} ({number})"
        self._names.add(name)
        return name

    def type_of(self, wanted: str, constraint: str, vocabulary: str) -> str:
        """Give the name of a linguistic type that is such: the wanted one, else with a number."""
        known = (constraint, clean(vocabulary) if clean(vocabulary) in self.vocabularies else "")
        number, name = 1, clean(wanted)
        while self.types.setdefault(name, known) != known:
            number += 1
            name = f"{clean(wanted)} ({number})"
        return name

    def vocabulary(self, wanted: str, of: str, words: Words) -> str:
        """Give the name of a vocabulary of such words: the wanted one, else with a number."""
        # a word that stands there twice is one
        made = (clean(of), list(dict(words).items()))
        number, name = 1, clean(wanted)
        while self.vocabularies.setdefault(name, made) != made:
            number += 1
            name = f"{clean(wanted)} ({number})"
        return name

    def aligned(self, tier: ET.Element, span: Span) -> str:
        assert span.stop_ns is not None  # as _lanes gives it
        one = ET.SubElement(
            ET.SubElement(tier, "ANNOTATION"),
            "ALIGNABLE_ANNOTATION",
            {
                "ANNOTATION_ID": self._id(),
                "TIME_SLOT_REF1": self._slot(to_ms(span.start_ns)),
                "TIME_SLOT_REF2": self._slot(to_ms(span.stop_ns)),
            },
        )
        ET.SubElement(one, "ANNOTATION_VALUE").text = clean(span.label)
        return one.attrib["ANNOTATION_ID"]

    def referring(self, tier: ET.Element, to: str, value: str) -> str:
        one = ET.SubElement(
            ET.SubElement(tier, "ANNOTATION"),
            "REF_ANNOTATION",
            {"ANNOTATION_ID": self._id(), "ANNOTATION_REF": to},
        )
        ET.SubElement(one, "ANNOTATION_VALUE").text = clean(value)
        return one.attrib["ANNOTATION_ID"]

    def _id(self) -> str:
        self.count += 1
        return f"a{self.count}"

    def _slot(self, ms: int) -> str:
        name = f"ts{len(self.slots) + 1}"
        self.slots.append((ms, name))
        return name

    def end(self) -> bytes:
        # ELAN wants the slots in the order of time
        for ms, name in sorted(self.slots, key=lambda slot: slot[0]):
            ET.SubElement(self.order, "TIME_SLOT", {"TIME_SLOT_ID": name, "TIME_VALUE": str(ms)})
        for name, (constraint, words) in self.types.items():
            attributes = {"GRAPHIC_REFERENCES": "false", "LINGUISTIC_TYPE_ID": name,
                          "TIME_ALIGNABLE": "false" if constraint else "true"}  # fmt: skip
            optional = {"CONSTRAINTS": constraint, "CONTROLLED_VOCABULARY_REF": words}
            attributes |= {key: value for key, value in optional.items() if value}
            ET.SubElement(self.root, "LINGUISTIC_TYPE", attributes)
        if self.vocabularies:
            ET.SubElement(self.root, "LANGUAGE", dict(self._language))
        ET.SubElement(
            self.root,
            "CONSTRAINT",
            {"DESCRIPTION": "1-1 association with a parent annotation", "STEREOTYPE": ASSOCIATED},
        )
        for number, (name, (of, entries)) in enumerate(self.vocabularies.items(), start=1):
            made = ET.SubElement(self.root, "CONTROLLED_VOCABULARY", {"CV_ID": name})
            # ELAN cannot save a description again that it read empty
            ET.SubElement(made, "DESCRIPTION", {"LANG_REF": self._language["LANG_ID"]}).text = of or name
            for place, (word, meaning) in enumerate(entries, start=1):
                entry = ET.SubElement(made, "CV_ENTRY_ML", {"CVE_ID": f"cveid_{number}_{place}"})
                told = {"DESCRIPTION": clean(meaning)} if meaning else {}
                language = {"LANG_REF": self._language["LANG_ID"]}
                ET.SubElement(entry, "CVE_VALUE", told | language).text = clean(word)
        ET.indent(self.root)
        written: bytes = ET.tostring(self.root, encoding="utf-8", xml_declaration=True)
        return written


def to_ms(ns: int) -> int:
    """Round to the nearest millisecond, in whole numbers."""
    return (ns + MILLISECOND_NS // 2) // MILLISECOND_NS


def clean(text: str) -> str:
    """Leave out the characters that XML cannot hold at all; XML knows one way to end a line."""
    return NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
