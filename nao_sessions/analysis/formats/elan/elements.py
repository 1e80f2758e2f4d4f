"""What an ELAN file holds beside its tiers, put into an EAF that is being made: languages, types, words.

What it refers to and does not hold is left out: ELAN opens no file with such a reference.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from nao_sessions.analysis.formats.elan.document import (
    CONSTRAINTS,
    EXTERNAL,
    Attributes,
    Document,
    Kind,
    clean,
)
from nao_sessions.analysis.formats.elan.parsing import Document as Parsed
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
    """Return those elements of a file or a scheme that say all that they must, by their ids."""
    needed, allowed = _ELEMENTS[tag]
    found: dict[str, Attributes] = {}
    for one in map(mapped, listed(kept)):
        facts = {name: text_of(one.get(name)) for name in (*needed, *allowed)}
        if all(facts[name] for name in needed) and _may_be_id(facts[needed[0]]):
            found.setdefault(facts[needed[0]], {name: clean(text) for name, text in facts.items() if text})
    return found


def _may_be_id(text: str) -> bool:
    """Tell whether a text may be an id in XML, and is none of a slot, an annotation or a constraint."""
    ours = re.fullmatch(r"(a|ts)\d+", text) is not None or text in CONSTRAINTS
    return not ours and re.fullmatch(r"[^\W\d][\w.-]*", text) is not None


class Elements:
    """What a file held beside its tiers, as the document has it from now on."""

    def __init__(self, document: Document, parsed: Parsed) -> None:
        """Put elements, properties, vocabularies and linguistic types into the document."""
        self._known: dict[str, set[str]] = {}
        self._parsed = parsed
        taken: set[str] = set(document.languages)
        for tag in _ELEMENTS:
            ones = elements_of(tag, parsed.others.get(tag))
            ones = {name: one for name, one in ones.items() if name not in taken}
            taken |= set(ones)
            self._known[tag] = set(ones)
            if tag == "LANGUAGE":
                document.languages |= ones
            else:
                document.others[tag] = list(ones.values())
        for name, text in parsed.own_properties:
            ET.SubElement(document.header, "PROPERTY", {"NAME": clean(name)}).text = clean(text)
        external = {id_: id_ for id_ in self._known[EXTERNAL]}
        self._vocabularies = {
            name: document.vocabulary(name, one.known(external)) for name, one in parsed.vocabularies.items()
        }
        for name in parsed.constraints:
            if name:
                document.type_of(name, self.kind(name))

    def kind(self, name: str) -> Kind:
        """Return what a linguistic type of the file says."""
        constraint = self._parsed.constraints.get(name, "")
        return Kind(
            constraint if constraint in CONSTRAINTS else "",
            self._vocabularies.get(self._parsed.vocabulary_of.get(name, ""), ""),
            tuple(self.more(self._parsed.types_more.get(name, {}), ON_TYPES).items()),
        )

    def more(self, said: Attributes, allowed: tuple[str, ...]) -> Attributes:
        """Return the further attributes that an element may have, without references to nothing."""
        texts = {name: text for name in allowed if (text := said.get(name))}
        found = {}
        for name, text in texts.items():
            known = self._known.get(_REFERS.get(name, ""))
            kept = text if known is None else " ".join(one for one in text.split() if one in known)
            if name == "GRAPHIC_REFERENCES" and kept not in ("true", "false"):
                continue
            if kept:
                found[name] = kept
        return found
