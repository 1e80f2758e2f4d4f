"""What an ELAN file held beside its annotations, put into an EAF that is being made: languages, types, words.

What it refers to and does not hold is left out: ELAN opens no file with such a reference.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

from nao_sessions.analysis.formats.elan.document import (
    CONSTRAINTS,
    EXTERNAL,
    Attributes,
    Document,
    Kind,
    clean,
)
from nao_sessions.analysis.formats.elan.vocabulary import vocabulary_from
from nao_sessions.analysis.formats.shapes import listed, mapped, text_of

_ELEMENTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "LANGUAGE": (("LANG_ID",), ("LANG_DEF", "LANG_LABEL")),
    "LOCALE": (("LANGUAGE_CODE",), ("COUNTRY_CODE", "VARIANT")),
    "EXTERNAL_REF": (("EXT_REF_ID", "TYPE", "VALUE"), ()),
    "LEXICON_REF": (
        ("LEX_REF_ID", "NAME", "TYPE", "URL", "LEXICON_ID", "LEXICON_NAME"),
        ("DATCAT_ID", "DATCAT_NAME"),
    ),
}
"""By its tag, what an element must say, its id first, and what it may say (EAF 3.0)."""
_REFERS = {
    "LANG_REF": "LANGUAGE",
    "DEFAULT_LOCALE": "LOCALE",
    "EXT_REF": "EXTERNAL_REF",
    "LEXICON_REF": "LEXICON_REF",
}
"""By the name of an attribute, what it refers to."""
ON_TIERS = ("DEFAULT_LOCALE", "LANG_REF", "EXT_REF")
ON_TYPES = ("EXT_REF", "LEXICON_REF", "GRAPHIC_REFERENCES")
ON_ANNOTATIONS = ("EXT_REF", "LANG_REF", "CVE_REF", "SVG_REF")


def elements_of(tag: str, kept: object) -> dict[str, Attributes]:
    """Give those elements that a layout or a scheme holds and that say all that they must, by their ids."""
    needed, allowed = _ELEMENTS[tag]
    found: dict[str, Attributes] = {}
    for one in map(mapped, listed(kept)):
        facts = {name: text_of(one.get(name)) for name in (*needed, *allowed)}
        if all(facts[name] for name in needed) and _may_be_id(facts[needed[0]]):
            found.setdefault(facts[needed[0]], {name: clean(text) for name, text in facts.items() if text})
    return found


def _properties(kept: object) -> list[tuple[str, str]]:
    """Give names and texts; logs had them as a map at first."""
    pairs = [*mapped(kept).items(), *map(listed, listed(kept))]
    return [(text_of(one[0]), text_of(one[1])) for one in pairs if len(one) == 2]


def types_of(layout: Mapping[str, Any]) -> list[str]:
    """Give the names of the linguistic types that a layout holds."""
    return list(mapped(layout.get("types")))


def _may_be_id(text: str) -> bool:
    """Tell whether a text may be an id in XML, and is none of a slot, an annotation or a constraint."""
    ours = re.fullmatch(r"(a|ts)\d+", text) is not None or text in CONSTRAINTS
    return not ours and re.fullmatch(r"[^\W\d][\w.-]*", text) is not None


class ElanLayout:
    """What a layout holds beside its tiers, as the document has it from now on."""

    def __init__(self, document: Document, layout: Mapping[str, Any]) -> None:
        """Put elements, properties and vocabularies into the document."""
        self._known: dict[str, set[str]] = {}
        taken: set[str] = set(document.languages)
        others = mapped(layout.get("others"))
        for tag in _ELEMENTS:
            ones = elements_of(tag, others.get(tag))
            ones = {name: one for name, one in ones.items() if name not in taken}
            taken |= set(ones)
            self._known[tag] = set(ones)
            if tag == "LANGUAGE":
                document.languages |= ones
            else:
                document.others[tag] = list(ones.values())
        for name, text in _properties(layout.get("properties")):
            ET.SubElement(document.header, "PROPERTY", {"NAME": clean(name)}).text = clean(text)
        self._vocabularies = {}
        for name, kept in mapped(layout.get("vocabularies")).items():
            known = vocabulary_from(kept).known({id_: id_ for id_ in self._known[EXTERNAL]})
            self._vocabularies[name] = document.vocabulary(name, known)
        self._types = mapped(layout.get("types"))
        for name in self._types:
            if name:
                document.type_of(name, self.kind(name))

    def kind(self, name: str) -> Kind:
        """Give what a linguistic type of the layout says."""
        told = mapped(self._types.get(name))
        constraint = text_of(told.get("constraint"))
        return Kind(
            constraint if constraint in CONSTRAINTS else "",
            self._vocabularies.get(text_of(told.get("vocabulary")), ""),
            tuple(self.more(mapped(told.get("more")), ON_TYPES).items()),
        )

    def more(self, told: Mapping[str, Any], allowed: tuple[str, ...]) -> Attributes:
        """Give those of an element's further attributes that it may have, and that refer to nothing amiss."""
        texts = {name: text for name in allowed if (text := text_of(told.get(name)))}
        found = {}
        for name, text in texts.items():
            known = self._known.get(_REFERS.get(name, ""))
            kept = text if known is None else " ".join(one for one in text.split() if one in known)
            if name == "GRAPHIC_REFERENCES" and kept not in ("true", "false"):
                continue
            if kept:
                found[name] = kept
        return found
