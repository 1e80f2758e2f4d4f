"""The elements of an ELAN file that matter here, each with its place, and when its annotations begin and end.

Read by the standard library's expat. A document type and entities are refused as soon as they begin: an EAF
has neither, and what they can do (a million laughs, files of this computer) is never begun.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from xml.parsers import expat

from nao_sessions.analysis.formats.elan.model import (
    OWN_AUTHOR,
    SUBDIVIDED,
    Annotation,
    Eaf,
    ElanTier,
    LinguisticType,
)
from nao_sessions.analysis.formats.elan.vocabulary import Vocabulary, VocabularyEntry, Word
from nao_sessions.analysis.formats.rows import BACKWARDS
from nao_sessions.analysis.formats.table import NOT_A_TIME, TIME_HINT, TableFindings, time_ns
from nao_sessions.core.errors import Place
from nao_sessions.text.messages import msg


def parse_eaf(content: bytes, file: str, findings: TableFindings) -> Eaf:
    """Return the content of an ELAN file. Raises: TableRefused, when it is no ELAN file, or damaged."""
    reader = _Reader(file, findings)
    try:
        reader.parser.Parse(content, True)
    except expat.ExpatError as error:
        where = Place(file, error.lineno, error.offset + 1)
        raise findings.refuse("I101", where, _NO_XML, _NO_XML_HINT) from None
    except (
        LookupError,
        ValueError,
    ):  # of pyexpat: Python has no such encoding, or expat cannot use it
        raise findings.refuse("I101", Place(file, 1, 1), _NO_ENCODING, SAVE_AGAIN) from None
    if reader.document.root is None:
        raise findings.refuse("I101", Place(file, 1, 1), _NO_EAF, _NO_XML_HINT)
    return reader.document


_ENTITIES = msg("a document type or an entity: an ELAN file has none, and nothing of it is read")

SAVE_AGAIN = msg("open the file in ELAN and save it again")

_NO_XML = msg("this XML is broken or cut short here")
_NO_XML_HINT = msg("is this the whole .eaf file?")
_NO_ENCODING = msg("this XML names an encoding that cannot be read; ELAN writes UTF-8")
_NO_EAF = msg("this file is no ELAN file")

KEPT = frozenset(
    {"EXT_REF", "LANG_REF", "CVE_REF", "DEFAULT_LOCALE", "LEXICON_REF", "GRAPHIC_REFERENCES", "SVG_REF"}
)
"""Attributes that are kept as they stand: what they mean is ELAN's own."""
COMMENT, UNKNOWN = "comment", "unknown"
"""The keys under which comments and unknown elements are counted."""
_HOLDERS = frozenset({"TIME_ORDER", "ANNOTATION", "CONSTRAINT", "REF_LINK_SET"})
"""Elements whose attributes say nothing that is not known, or that is counted by what they hold."""


class _Gathered:
    """A controlled vocabulary that is being read; before EAF 2.8 its description is in no language."""

    def __init__(self, id_: str, told: str, ext_ref: str) -> None:
        self.id = id_
        self.told: list[tuple[str, str]] = [("", told)] if told else []
        self.entries: list[VocabularyEntry] = []
        self.ext_ref = ext_ref


class _Reader:
    """The handler of expat's events: it builds the file in memory, ``document``."""

    def __init__(self, file: str, findings: TableFindings) -> None:
        self.document = Eaf()
        self._file = file
        self._findings = findings
        self._text: list[str] | None = None
        self._property = ""
        self._vocabulary = _Gathered("", "", "")
        self._entry = VocabularyEntry(())
        self._word = Word("", "")
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.CommentHandler = self._comment
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.ExternalEntityRefHandler = self._refuse

    def place(self) -> Place:
        return Place(self._file, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def _refuse(self, *_: object) -> int:
        raise self._findings.refuse("I116", self.place(), _ENTITIES, SAVE_AGAIN)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        document, get = self.document, attributes.get
        match name:
            case "ANNOTATION_DOCUMENT":
                document.version, document.root = get("VERSION") or get("FORMAT", ""), self.place()
                document.left_out["AUTHOR"] += get("AUTHOR", "").strip() not in ("", OWN_AUTHOR)
            case "HEADER":
                document.units = get("TIME_UNITS", "milliseconds")
            case "MEDIA_DESCRIPTOR":
                document.media.append((attributes, self.place()))
            case "TIME_SLOT":
                document.slots[get("TIME_SLOT_ID", "")] = (get("TIME_VALUE", ""), self.place())
            case "LINGUISTIC_TYPE":
                kind = get("LINGUISTIC_TYPE_ID", "")
                document.types[kind] = LinguisticType(
                    get("CONSTRAINTS", ""), get("CONTROLLED_VOCABULARY_REF", ""), _kept(attributes)
                )
            case "TIER":
                tier = ElanTier(
                    id=get("TIER_ID", ""),
                    participant=get("PARTICIPANT", ""),
                    kind=get("LINGUISTIC_TYPE_REF", ""),
                    place=self.place(),
                    annotator=get("ANNOTATOR", ""),
                    parent=get("PARENT_REF", ""),
                    more=_kept(attributes),
                )
                document.tiers.append(tier)
            case "ALIGNABLE_ANNOTATION" | "REF_ANNOTATION" if document.tiers:
                aligned = name == "ALIGNABLE_ANNOTATION"
                annotation = Annotation(
                    id=get("ANNOTATION_ID", ""),
                    tier=len(document.tiers) - 1,
                    place=self.place(),
                    slots=(get("TIME_SLOT_REF1", ""), get("TIME_SLOT_REF2", "")) if aligned else None,
                    refers_to=get("ANNOTATION_REF", ""),
                    previous=get("PREVIOUS_ANNOTATION", ""),
                    more=_kept(attributes),
                )
                document.annotations.append(annotation)
            case "LINKED_FILE_DESCRIPTOR" | "CROSS_REF_LINK" | "GROUP_REF_LINK":
                document.left_out[name] += 1
            case "LICENSE":
                self._text = [get("LICENSE_URL", "")]
            case "ANNOTATION_VALUE" | "PROPERTY":
                self._text, self._property = [], get("NAME", "")
            case "LOCALE" | "LANGUAGE" | "EXTERNAL_REF" | "LEXICON_REF":
                document.others.setdefault(name, []).append(dict(attributes))
            case "CONTROLLED_VOCABULARY":
                self._vocabulary = _Gathered(get("CV_ID", ""), get("DESCRIPTION", ""), get("EXT_REF", ""))
                document.standing.setdefault(self._vocabulary.id, self.place())
            case "DESCRIPTION":
                self._text, self._word = [], Word(get("LANG_REF", ""), "")
            case "CV_ENTRY_ML" | "CV_ENTRY":
                self._entry = VocabularyEntry((), get("CVE_ID", ""), get("EXT_REF", ""))
                self._text, self._word = [], Word("", "", get("DESCRIPTION", ""))
            case "CVE_VALUE":
                self._text, self._word = [], Word(get("LANG_REF", ""), "", get("DESCRIPTION", ""))
            case _ if name not in _HOLDERS:
                document.left_out[UNKNOWN] += 1

    def _comment(self, _: str) -> None:
        self.document.left_out[COMMENT] += 1

    def _end(self, name: str) -> None:
        if name == "ANNOTATION_VALUE" and self._text is not None:
            if self.document.annotations:
                self.document.annotations[-1].value = "".join(self._text)
            self._text = None
        elif name == "LICENSE" and self._text is not None:
            self.document.left_out[name] += bool("".join(self._text).strip())
            self._text = None
        elif name == "PROPERTY" and self._text is not None:
            self.document.properties.append((self._property, "".join(self._text)))
            self._text = None
        elif name == "DESCRIPTION" and self._text is not None:
            self._vocabulary.told += self._texts() or [(self._word.language, "")]
        elif name in ("CV_ENTRY", "CVE_VALUE") and self._text is not None:
            # before EAF 2.8 the entry itself held its word
            words = (replace(self._word, text=text) for _, text in self._texts())
            self._entry = replace(self._entry, words=(*self._entry.words, *words))
        if name in ("CV_ENTRY", "CV_ENTRY_ML") and self._entry.words:
            self._vocabulary.entries.append(self._entry)
        elif name == "CONTROLLED_VOCABULARY":
            one = self._vocabulary
            before = self.document.vocabularies.get(one.id, Vocabulary())
            self.document.vocabularies[one.id] = Vocabulary(
                (*before.told, *one.told), (*before.entries, *one.entries), one.ext_ref or before.ext_ref
            )

    def _texts(self) -> list[tuple[str, str]]:
        """Return the gathered text with its language, none where it is empty, and begin the next one."""
        text, self._text = "".join(self._text or ()), None
        return [(self._word.language, text)] if text.strip() else []

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)


def _kept(attributes: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in attributes.items() if name in KEPT and text}


Span = tuple[int, int]
"""Start and end of an annotation in the file's own time (ns)."""


def spans_of(document: Eaf, findings: TableFindings) -> dict[str, Span]:
    """Return the span of every annotation, by its id; add a finding for each annotation without times."""
    times: dict[str, int] = {}
    for slot, (value, place) in document.slots.items():
        if value:
            found = time_ns(value, "ms")
            if found is None:
                findings.add("I107", place, NOT_A_TIME, TIME_HINT)
            else:
                times[slot] = found
    by_tier: dict[int, list[Annotation]] = defaultdict(list)
    known: set[str] = set()
    for annotation in document.annotations:
        by_tier[annotation.tier].append(annotation)
        if annotation.id in known:
            findings.add("I117", annotation.place, _ID_TWICE, SAVE_AGAIN)
        known.add(annotation.id)
    spans: dict[str, Span] = {}
    for of_tier in by_tier.values():
        _share_between(of_tier, times)
    for annotation in document.annotations:
        if annotation.slots is not None:
            first, second = (times.get(slot) for slot in annotation.slots)
            declared = all(slot in document.slots for slot in annotation.slots)
            if first is None or second is None or not declared:
                findings.add("I117", annotation.place, _NO_SLOT, SAVE_AGAIN)
            elif second < first:
                findings.add("I108", annotation.place, BACKWARDS)
            else:
                spans[annotation.id] = (first, second)
    _refer(document, spans, findings)
    return spans


def _share_between(annotations: list[Annotation], times: dict[str, int]) -> None:
    """Set the times of slots without one, in a row of annotations, to equal shares of the time between."""
    follows = {a.slots[0]: a.slots[1] for a in annotations if a.slots is not None}
    for first in [slot for slot in follows if slot in times]:
        chain, seen = [first], {first}
        while (following := follows.get(chain[-1])) is not None and following not in seen:
            chain.append(following)
            seen.add(following)
            if following in times:
                break
        if len(chain) > 2 and chain[-1] in times:
            begin, length = times[first], times[chain[-1]] - times[first]
            for number, slot in enumerate(chain[1:-1], start=1):
                times[slot] = begin + length * number // (len(chain) - 1)


def _refer(document: Eaf, spans: dict[str, Span], findings: TableFindings) -> None:
    """Set the spans of annotations that refer to others, however deep they are nested."""
    below: dict[str, dict[int, list[Annotation]]] = defaultdict(lambda: defaultdict(list))
    for annotation in document.annotations:
        if annotation.slots is None:
            below[annotation.refers_to][annotation.tier].append(annotation)
    placed = list(spans)
    while placed:
        parent = placed.pop()
        for tier, children in below.pop(parent, {}).items():
            placed += _place_below(children, document.kind(tier).constraint, spans[parent], spans)
    for by_tier in below.values():
        for annotation in (one for children in by_tier.values() for one in children):
            findings.add("I117", annotation.place, _NO_PARENT, SAVE_AGAIN)


def _place_below(
    children: list[Annotation], constraint: str, span: Span, spans: dict[str, Span]
) -> list[str]:
    """Set the spans of a parent's annotations to its own, or to equal shares of it where they divide it.

    Return their ids.
    """
    if constraint != SUBDIVIDED:
        ids = [child.id for child in children]
        spans.update(dict.fromkeys(ids, span))
    else:
        ids = [child.id for child in _in_order(children)]
        spans.update(zip(ids, equal_shares(*span, len(ids)), strict=True))
    return ids


def _in_order(children: list[Annotation]) -> list[Annotation]:
    """Return the parts of an annotation in the order of PREVIOUS_ANNOTATION; unchanged where it is broken."""
    after = {child.previous: child for child in children}
    if len(after) < len(children):
        return children
    ordered: list[Annotation] = []
    following = after.get("")
    while following is not None and len(ordered) < len(children):
        ordered.append(following)
        following = after.get(following.id)
    return ordered if len(ordered) == len(children) else children


def equal_shares(start_ns: int, stop_ns: int, count: int) -> list[Span]:
    """Return *count* equal parts of a span of time, for annotations that divide another one."""
    length = stop_ns - start_ns
    bounds = [start_ns + length * number // count for number in range(count + 1)]
    return list(pairwise(bounds))


_ID_TWICE = msg("another annotation has the same ANNOTATION_ID")
_NO_SLOT = msg("this annotation has no times")
_NO_PARENT = msg("this annotation refers to another one, which is missing")
