"""What an EAF 3.0 must be, as a list of what is wrong with one: written for these tests, not taken over.

ELAN's schema itself is not kept here. These rules are those of its parts that this project writes: which
elements come in which order, which attributes they have and must have, what refers to what; and
what ELAN holds to beyond its schema: a tier below another has a constraint and what is on it lies as that
says, no annotation ends before it begins, none overlaps another one of its tier.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from xml.etree import ElementTree

LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}noNamespaceSchemaLocation"


def _text(_: str) -> bool:
    return True


def _whole(text: str) -> bool:
    return re.fullmatch(r"[+-]?\d+", text) is not None


def _natural(text: str) -> bool:
    return text.isdecimal() and int(text) < 2**32


def _yes_or_no(text: str) -> bool:
    return text in ("true", "false", "0", "1")


def _name(text: str) -> bool:
    return re.fullmatch(r"[^\W\d][\w.-]*", text) is not None


def _moment(text: str) -> bool:
    return re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?", text) is not None


Check = Callable[[str], bool]
_FURTHER: dict[str, Check] = {"EXT_REF": _text, "LANG_REF": _name, "CVE_REF": _text}
ATTRIBUTES: dict[str, dict[str, Check]] = {
    "ANNOTATION_DOCUMENT": {
        "DATE!": _moment, "AUTHOR!": _text, "VERSION!": _text, "FORMAT": _text, LOCATION: _text,
    },
    "HEADER": {"MEDIA_FILE": _text, "TIME_UNITS": lambda text: text == "milliseconds"},
    "MEDIA_DESCRIPTOR": {
        "MEDIA_URL!": _text, "MIME_TYPE!": _text, "RELATIVE_MEDIA_URL": _text, "TIME_ORIGIN": _whole,
    },
    "PROPERTY": {"NAME": _text},
    "TIME_ORDER": {},
    "TIME_SLOT": {"TIME_SLOT_ID!": _name, "TIME_VALUE": _natural},
    "TIER": {
        "TIER_ID!": _text, "LINGUISTIC_TYPE_REF!": _text, "PARTICIPANT": _text, "ANNOTATOR": _text,
        "PARENT_REF": _text, "DEFAULT_LOCALE": _name, "LANG_REF": _name, "EXT_REF": _name,
    },
    "ANNOTATION": {},
    "ALIGNABLE_ANNOTATION": {
        "ANNOTATION_ID!": _name, "TIME_SLOT_REF1!": _name, "TIME_SLOT_REF2!": _name, **_FURTHER,
    },
    "REF_ANNOTATION": {
        "ANNOTATION_ID!": _name, "ANNOTATION_REF!": _name, "PREVIOUS_ANNOTATION": _name, **_FURTHER,
    },
    "ANNOTATION_VALUE": {},
    "LINGUISTIC_TYPE": {
        "LINGUISTIC_TYPE_ID!": _text, "TIME_ALIGNABLE": _yes_or_no, "GRAPHIC_REFERENCES": _yes_or_no,
        "CONSTRAINTS": _name, "CONTROLLED_VOCABULARY_REF": _text, "EXT_REF": _name, "LEXICON_REF": _name,
    },
    "LOCALE": {"LANGUAGE_CODE!": _name, "COUNTRY_CODE": _text, "VARIANT": _text},
    "LANGUAGE": {"LANG_ID!": _name, "LANG_DEF": _text, "LANG_LABEL": _text},
    "CONSTRAINT": {"STEREOTYPE!": _name, "DESCRIPTION": _text},
    "CONTROLLED_VOCABULARY": {"CV_ID!": _text, "EXT_REF": _name},
    "DESCRIPTION": {"LANG_REF!": _name},
    "CV_ENTRY_ML": {"CVE_ID!": _text, "EXT_REF": _name},
    "CVE_VALUE": {"LANG_REF!": _name, "DESCRIPTION": _text},
    "EXTERNAL_REF": {"EXT_REF_ID!": _name, "TYPE!": _text, "VALUE!": _text},
}  # fmt: skip
"""Each element's attributes; ``!`` marks those that must be there."""
CHILDREN = {
    "ANNOTATION_DOCUMENT": ("HEADER", "TIME_ORDER", "TIER*", "LINGUISTIC_TYPE*", "LOCALE*", "LANGUAGE*",
                            "CONSTRAINT*", "CONTROLLED_VOCABULARY*", "EXTERNAL_REF*"),
    "HEADER": ("MEDIA_DESCRIPTOR*", "PROPERTY*"),
    "TIME_ORDER": ("TIME_SLOT*",),
    "TIER": ("ANNOTATION*",),
    "ALIGNABLE_ANNOTATION": ("ANNOTATION_VALUE",),
    "REF_ANNOTATION": ("ANNOTATION_VALUE",),
    "CONTROLLED_VOCABULARY": ("DESCRIPTION*", "CV_ENTRY_ML*"),
    "CV_ENTRY_ML": ("CVE_VALUE+",),
}  # fmt: skip
"""Each element's children in their order: one, ``+`` one or more, ``*`` as many as there are."""
IDS = {"TIME_SLOT": "TIME_SLOT_ID", "ALIGNABLE_ANNOTATION": "ANNOTATION_ID",
       "REF_ANNOTATION": "ANNOTATION_ID",
       "CONSTRAINT": "STEREOTYPE", "LANGUAGE": "LANG_ID", "LOCALE": "LANGUAGE_CODE",
       "EXTERNAL_REF": "EXT_REF_ID"}  # fmt: skip
"""What may be there once in the whole document."""
KEYS = {"TIER": "TIER_ID", "LINGUISTIC_TYPE": "LINGUISTIC_TYPE_ID", "CONTROLLED_VOCABULARY": "CV_ID"}
"""What may be there once among its like."""
REFERENCES = (
    ("ALIGNABLE_ANNOTATION", "TIME_SLOT_REF1", "TIME_SLOT", "TIME_SLOT_ID"),
    ("ALIGNABLE_ANNOTATION", "TIME_SLOT_REF2", "TIME_SLOT", "TIME_SLOT_ID"),
    ("REF_ANNOTATION", "ANNOTATION_REF", "*", "ANNOTATION_ID"),
    ("REF_ANNOTATION", "PREVIOUS_ANNOTATION", "REF_ANNOTATION", "ANNOTATION_ID"),
    ("TIER", "LANG_REF", "LANGUAGE", "LANG_ID"),
    ("TIER", "DEFAULT_LOCALE", "LOCALE", "LANGUAGE_CODE"),
    ("TIER", "EXT_REF", "EXTERNAL_REF", "EXT_REF_ID"),
    ("LINGUISTIC_TYPE", "EXT_REF", "EXTERNAL_REF", "EXT_REF_ID"),
    ("CONTROLLED_VOCABULARY", "EXT_REF", "EXTERNAL_REF", "EXT_REF_ID"),
    ("CV_ENTRY_ML", "EXT_REF", "EXTERNAL_REF", "EXT_REF_ID"),
    ("TIER", "LINGUISTIC_TYPE_REF", "LINGUISTIC_TYPE", "LINGUISTIC_TYPE_ID"),
    ("TIER", "PARENT_REF", "TIER", "TIER_ID"),
    ("LINGUISTIC_TYPE", "CONSTRAINTS", "CONSTRAINT", "STEREOTYPE"),
    ("LINGUISTIC_TYPE", "CONTROLLED_VOCABULARY_REF", "CONTROLLED_VOCABULARY", "CV_ID"),
    ("DESCRIPTION", "LANG_REF", "LANGUAGE", "LANG_ID"),
    ("CVE_VALUE", "LANG_REF", "LANGUAGE", "LANG_ID"),
)


def wrong_with(content: bytes) -> list[str]:
    """Give what is wrong with an EAF; nothing where it is one."""
    root = ElementTree.fromstring(content)
    if root.tag != "ANNOTATION_DOCUMENT":
        return [f"the root is {root.tag}"]
    found = [trouble for element in root.iter() for trouble in _alone(element)]
    return found or list(_named(root)) or list(_meant(root))


def shown_on(content: bytes) -> dict[str, list[tuple[float, float]]]:
    """Give the beginning and the end of what is on each tier, in milliseconds and in the order of time."""
    root = ElementTree.fromstring(content)
    times = _slots(root)
    return {
        tier.attrib["TIER_ID"]: sorted(_times(one, times)[:2] for one in tier.iter("ALIGNABLE_ANNOTATION"))
        for tier in root.iter("TIER")
    }


def _alone(element: ElementTree.Element) -> Iterator[str]:
    """Tell of an element's attributes and children, by itself."""
    known = ATTRIBUTES.get(element.tag)
    if known is None:
        yield f"{element.tag} is unknown"
        return
    checks = {name.removesuffix("!"): check for name, check in known.items()}
    for name, value in element.attrib.items():
        if name not in checks or not checks[name](value):
            yield f"{element.tag} {name}={value!r}"
    for name in known:
        if name.endswith("!") and name[:-1] not in element.attrib:
            yield f"{element.tag} lacks {name[:-1]}"
    children = "".join(f"<{child.tag}>" for child in element)
    if element.tag == "ANNOTATION":
        order = "<ALIGNABLE_ANNOTATION>|<REF_ANNOTATION>"
    else:
        order = "".join(map(_in_order, CHILDREN.get(element.tag, ())))
    if re.fullmatch(order, children) is None:
        yield f"{element.tag} holds {children[:200]}"


def _in_order(child: str) -> str:
    """Give a child as a part of the expression that all children must match."""
    name = child.rstrip("*+")
    return f"(<{name}>){child[len(name) :]}"


def _named(root: ElementTree.Element) -> Iterator[str]:
    ids = Counter(one.attrib[name] for tag, name in IDS.items() for one in root.iter(tag))
    yield from (f"id {one} is there {count} times" for one, count in ids.items() if count > 1)
    for tag, name in KEYS.items():
        keys = Counter(one.attrib[name] for one in root.iter(tag))
        yield from (f"{tag} {one} is there {count} times" for one, count in keys.items() if count > 1)
    for tag, name, to, key in REFERENCES:
        known = {one.attrib[key] for one in root.iter(None if to == "*" else to) if key in one.attrib}
        for one in root.iter(tag):
            if name in one.attrib and one.attrib[name] not in known:
                yield f"{tag} {name}={one.attrib[name]} is nowhere"


def _meant(root: ElementTree.Element) -> Iterator[str]:
    constraints = {
        one.attrib["LINGUISTIC_TYPE_ID"]: one.get("CONSTRAINTS", "") for one in root.iter("LINGUISTIC_TYPE")
    }
    times = _slots(root)
    lies = {one.attrib["ANNOTATION_ID"]: _times(one, times) for one in root.iter("ALIGNABLE_ANNOTATION")}
    on = {
        tier.attrib["TIER_ID"]: sorted(lies[one.attrib["ANNOTATION_ID"]] for one in _aligned(tier))
        for tier in root.iter("TIER")
    }
    for tier in root.iter("TIER"):
        name, parent = tier.attrib["TIER_ID"], tier.get("PARENT_REF")
        constraint = constraints[tier.attrib["LINGUISTIC_TYPE_REF"]]
        if (parent is not None) != bool(constraint):
            yield f"TIER {name} and its type differ on a parent"
        symbolic = constraint.startswith("Symbolic")
        if (on[name] and symbolic) or (not symbolic and any(True for _ in tier.iter("REF_ANNOTATION"))):
            yield f"TIER {name} holds what its type does not know"
        reached = 0
        for start, stop, one in on[name]:
            if start >= stop:
                yield f"{one} ends before it begins"
            if start < reached:
                yield f"{one} overlaps another one of TIER {name}"
            reached = stop
        if parent is None or symbolic:
            continue
        left = on[name]
        for start, stop, one in on[parent]:
            inside = [each for each in left if start <= each[0] and each[1] <= stop]
            left = [each for each in left if each not in inside]
            edges = [start, *(each[1] for each in inside)]
            filled = [each[0] for each in inside] == edges[:-1] and edges[-1] == stop
            if constraint == "Time_Subdivision" and inside and not filled:
                yield f"{one} is not filled by what is on TIER {name}"
        if left:
            yield f"{left[0][2]} lies in nothing of TIER {parent}"


def _aligned(tier: ElementTree.Element) -> Iterator[ElementTree.Element]:
    return tier.iter("ALIGNABLE_ANNOTATION")


def _slots(root: ElementTree.Element) -> dict[str, float]:
    """Give when the slots are; those that are not told lie between their neighbours."""
    found: dict[str, float] = {}
    waiting: list[str] = []
    reached = 0.0
    for one in root.iter("TIME_SLOT"):
        waiting.append(one.attrib["TIME_SLOT_ID"])
        if "TIME_VALUE" in one.attrib:
            last, now = reached, float(one.attrib["TIME_VALUE"])
            count = len(waiting)
            found |= {slot: last + (now - last) * (n + 1) / count for n, slot in enumerate(waiting)}
            reached, waiting = now, []
    return found


def _times(one: ElementTree.Element, times: Mapping[str, float]) -> tuple[float, float, str]:
    start, stop = (times[one.attrib[role]] for role in ("TIME_SLOT_REF1", "TIME_SLOT_REF2"))
    return start, stop, one.attrib["ANNOTATION_ID"]
