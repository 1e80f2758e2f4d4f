"""An ELAN annotation file (EAF) in memory, as it is read and as it is written.

Of what a file holds, this is what the package knows; the words are ELAN's own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from nao_sessions.analysis.formats.elan.vocabulary import Vocabulary
from nao_sessions.analysis.formats.foreign import OURS, SUBJECT_MARK
from nao_sessions.analysis.formats.rows import listed, mapped, text_of
from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.core.errors import Place
from nao_sessions.text.languages import Language

ELEMENTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "LANGUAGE": (("LANG_ID",), ("LANG_DEF", "LANG_LABEL")),
    "LOCALE": (("LANGUAGE_CODE",), ("COUNTRY_CODE", "VARIANT")),
    "EXTERNAL_REF": (("EXT_REF_ID", "TYPE", "VALUE"), ()),
    "LEXICON_REF": (
        ("LEX_REF_ID", "NAME", "TYPE", "URL", "LEXICON_ID", "LEXICON_NAME"),
        ("DATCAT_ID", "DATCAT_NAME"),
    ),
}
"""Elements that others refer to by an id, by their tags: required attributes, the id first, and optional ones
(EAF 3.0)."""
REFERS = {
    "LANG_REF": "LANGUAGE",
    "DEFAULT_LOCALE": "LOCALE",
    "EXT_REF": "EXTERNAL_REF",
    "LEXICON_REF": "LEXICON_REF",
}
"""The tag of the element that an attribute refers to, by the attribute's name."""
ON_TIERS = ("DEFAULT_LOCALE", "LANG_REF", "EXT_REF")
ON_TYPES = ("EXT_REF", "LEXICON_REF", "GRAPHIC_REFERENCES")
ON_ANNOTATIONS = ("EXT_REF", "LANG_REF", "CVE_REF", "SVG_REF")
"""Further attributes of tiers, of linguistic types and of annotations that are kept as they stand."""


def elements_of(tag: str, kept: object) -> dict[str, Attributes]:
    """Return the elements of a tag that have all their required attributes and a usable id, by their ids."""
    needed, allowed = ELEMENTS[tag]
    found: dict[str, Attributes] = {}
    for one in map(mapped, listed(kept)):
        facts = {name: text_of(one.get(name)) for name in (*needed, *allowed)}
        if all(facts[name] for name in needed) and _may_be_id(facts[needed[0]]):
            found.setdefault(facts[needed[0]], {name: clean(text) for name, text in facts.items() if text})
    return found


def _may_be_id(text: str) -> bool:
    """Return whether a text may be an XML id, and is none that slots, annotations or constraints use."""
    ours = re.fullmatch(r"(a|ts)\d+", text) is not None or text in CONSTRAINTS
    return not ours and re.fullmatch(r"[^\W\d][\w.-]*", text) is not None


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
"""How annotations of a tier may lie under those of its parent, and ELAN's description of each way."""
SYMBOLIC = (ASSOCIATED, SUBDIVIDED)
"""The constraints of tiers whose annotations have no times of their own."""
LANGUAGES: Mapping[Language, Mapping[str, str]] = {
    "fr": {
        "LANG_DEF": "http://cdb.iso.org/lg/CDB-00138512-001",
        "LANG_ID": "fra",
        "LANG_LABEL": "French (fra)",
    },
    "en": {
        "LANG_DEF": "http://cdb.iso.org/lg/CDB-00138502-001",
        "LANG_ID": "eng",
        "LANG_LABEL": "English (eng)",
    },
}
"""The languages of vocabularies as ELAN declares them: it leaves out texts whose language is not declared."""
EXTERNAL, EXTERNAL_ID = "EXTERNAL_REF", "EXT_REF_ID"
"""The element that says where a data category or a file with more words is, and its id."""
OWN_AUTHOR = "nao_sessions"
"""The author that a file written here names."""
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NOWHERE = Place("")
"""The place of what was read from no file."""
Attributes = Mapping[str, str]
"""Attributes of an element, as ELAN calls them."""


@dataclass(slots=True)
class Annotation:
    """An annotation as it stands, spaces and all: aligned to slots, or referring to another annotation.

    ``tier`` is the number of its tier.
    """

    id: str
    tier: int
    place: Place
    slots: tuple[str, str] | None
    refers_to: str = ""
    previous: str = ""
    value: str = ""
    more: Attributes = field(default_factory=dict)

    @property
    def word(self) -> str:
        """Return the annotation's value without the spaces around it."""
        return self.value.strip()


@dataclass(slots=True)
class ElanTier:
    """A tier: its name, whom it is about, its linguistic type, who annotated it, and its parent's name."""

    id: str
    participant: str
    kind: str
    place: Place
    annotator: str = ""
    parent: str = ""
    more: Attributes = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return the tier's name without the participant at its end: ``regard`` of ``regard@P07``."""
        return self._parted[0]

    @property
    def whom(self) -> str:
        """Return the participant at the end of the tier's name, "" without one: ``P07`` of ``regard@P07``.

        Spaces stay as they are in the name.
        """
        return self._parted[1]

    @property
    def subject(self) -> str:
        """Return the word for whom the tier is about: its participant attribute, else its name's end."""
        return self.participant.strip() or self.whom.strip()

    @property
    def _parted(self) -> tuple[str, str]:
        name, mark, whom = self.id.rpartition(SUBJECT_MARK)
        return (name, whom) if mark and name and whom.strip() else (self.id, "")


@dataclass(frozen=True, slots=True)
class LinguisticType:
    """A linguistic type: how annotations lie under those of the parent tier, its vocabulary, and more."""

    constraint: str = ""
    vocabulary: str = ""
    more: Attributes = field(default_factory=dict)


@dataclass(slots=True)
class Eaf:
    """What an ELAN file or template holds.

    ``slots`` are the time slots in their order, by their ids: a time (ms) as written, "" where ELAN shares
    time out, and a place. ``standing`` are the places of vocabularies; ``properties`` those of the header, of
    which two may have one name; ``others`` elements that are kept as they stand, by their tags; ``left_out``
    counts what else it holds that is not read.
    """

    version: str = ""
    root: Place | None = None
    units: str = "milliseconds"
    media: list[tuple[Attributes, Place]] = field(default_factory=list)
    slots: dict[str, tuple[str, Place]] = field(default_factory=dict)
    tiers: list[ElanTier] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)
    types: dict[str, LinguisticType] = field(default_factory=dict)
    properties: list[tuple[str, str]] = field(default_factory=list)
    vocabularies: dict[str, Vocabulary] = field(default_factory=dict)
    standing: dict[str, Place] = field(default_factory=dict)
    others: dict[str, list[Attributes]] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def property_values(self) -> dict[str, str]:
        """Return the header's properties by their names; of two with one name, the last one."""
        return dict(self.properties)

    @property
    def own_properties(self) -> list[tuple[str, str]]:
        """Return the header's properties, without ELAN's for this file alone and without this program's."""
        names = ("URN", "lastUsedAnnotationId")
        return [one for one in self.properties if one[0] not in names and not one[0].startswith(OURS)]

    def kind(self, tier: int) -> LinguisticType:
        """Return the linguistic type of a tier, by the tier's number."""
        return self.types.get(self.tiers[tier].kind, LinguisticType())

    def parents(self) -> list[int | None]:
        """Return, by each tier's number, the number of its parent tier; None where it has none."""
        by_id = {tier.id: number for number, tier in enumerate(self.tiers)}
        return [by_id.get(tier.parent) for tier in self.tiers]


def last_number(prefix: str, ids: Iterable[str]) -> int:
    """Return the highest number among ids such as ``a7``; 0 where there is none."""
    found = (re.fullmatch(f"{prefix}([0-9]{{1,9}})", id_) for id_ in ids)
    return max((int(one[1]) for one in found if one is not None), default=0)


def to_ms(ns: int) -> int:
    """Return a time in ns rounded to the nearest whole millisecond."""
    return (ns + MILLISECOND_NS // 2) // MILLISECOND_NS


def clean(text: str) -> str:
    """Return a text without characters that XML cannot hold, and with one kind of line end."""
    return NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
