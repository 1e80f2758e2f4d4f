"""What of an ELAN file is referred to by an id: languages, locales, data categories, lexicons."""

from __future__ import annotations

import re
from collections.abc import Mapping

from nao_sessions.analysis.formats.elan.model import CONSTRAINTS, Attributes, clean
from nao_sessions.analysis.formats.shapes import listed, mapped, text_of

ELEMENTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "LANGUAGE": (("LANG_ID",), ("LANG_DEF", "LANG_LABEL")),
    "LOCALE": (("LANGUAGE_CODE",), ("COUNTRY_CODE", "VARIANT")),
    "EXTERNAL_REF": (("EXT_REF_ID", "TYPE", "VALUE"), ()),
    "LEXICON_REF": (
        ("LEX_REF_ID", "NAME", "TYPE", "URL", "LEXICON_ID", "LEXICON_NAME"),
        ("DATCAT_ID", "DATCAT_NAME"),
    ),
}
"""By its tag, what an element must say, its id first, and what it may say (EAF 3.0)."""
REFERS = {
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
    needed, allowed = ELEMENTS[tag]
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
