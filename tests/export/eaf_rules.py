"""What an EAF 3.0 must be, as a list of what is wrong with one: written for these tests, not taken over.

ELAN's schema itself is not kept here. These rules are those of its parts that this project writes: which
elements come in which order, which attributes they have and must have, what refers to what; and
three that ELAN holds to beyond its schema: a tier below another has a constraint, no annotation ends
before it begins, none overlaps another one of its tier.
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
        "PARENT_REF": _text,
    },
    "ANNOTATION": {},
    "ALIGNABLE_ANNOTATION": {"ANNOTATION_ID!": _name, "TIME_SLOT_REF1!": _name, "TIME_SLOT_REF2!": _name},
    "REF_ANNOTATION": {"ANNOTATION_ID!": _name, "ANNOTATION_REF!": _name, "PREVIOUS_ANNOTATION": _name},
    "ANNOTATION_VALUE": {},
    "LINGUISTIC_TYPE": {
        "LINGUISTIC_TYPE_ID!": _text, "TIME_ALIGNABLE": _yes_or_no, "GRAPHIC_REFERENCES": _yes_or_no,
        "CONSTRAINTS": _name, "CONTROLLED_VOCABULARY_REF": _text,
    },
    "LANGUAGE": {"LANG_ID!": _name, "LANG_DEF": _text, "LANG_LABEL": _text},
    "CONSTRAINT": {"STEREOTYPE!": _name, "DESCRIPTION": _text},
    "CONTROLLED_VOCABULARY": {"CV_ID!": _text},
    "DESCRIPTION": {"LANG_REF!": _name},
    "CV_ENTRY_ML": {"CVE_ID!": _text},
    "CVE_VALUE": {"LANG_REF!": _name, "DESCRIPTION": _text},
}  # fmt: skip
"""Each element's attributes; ``!`` marks those that must be there."""
CHILDREN = {
    "ANNOTATION_DOCUMENT": ("HEADER", "TIME_ORDER", "TIER*", "LINGUISTIC_TYPE*", "LANGUAGE*", "CONSTRAINT*",
                            "CONTROLLED_VOCABULARY*"),
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
       "CONSTRAINT": "STEREOTYPE", "LANGUAGE": "LANG_ID"}  # fmt: skip
"""What may be there once in the whole document."""
KEYS = {"TIER": "TIER_ID", "LINGUISTIC_TYPE": "LINGUISTIC_TYPE_ID", "CONTROLLED_VOCABULARY": "CV_ID"}
"""What may be there once among its like."""
REFERENCES = (
    ("ALIGNABLE_ANNOTATION", "TIME_SLOT_REF1", "TIME_SLOT", "TIME_SLOT_ID"),
    ("ALIGNABLE_ANNOTATION", "TIME_SLOT_REF2", "TIME_SLOT", "TIME_SLOT_ID"),
    ("REF_ANNOTATION", "ANNOTATION_REF", "ALIGNABLE_ANNOTATION", "ANNOTATION_ID"),
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


def shown_on(content: bytes) -> dict[str, list[tuple[int, int]]]:
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
        known = {one.attrib[key] for one in root.iter(to)}
        for one in root.iter(tag):
            if name in one.attrib and one.attrib[name] not in known:
                yield f"{tag} {name}={one.attrib[name]} is nowhere"


def _meant(root: ElementTree.Element) -> Iterator[str]:
    kinds = [one.attrib for one in root.iter("LINGUISTIC_TYPE")]
    constrained = {kind["LINGUISTIC_TYPE_ID"] for kind in kinds if "CONSTRAINTS" in kind}
    for tier in root.iter("TIER"):
        if ("PARENT_REF" in tier.attrib) != (tier.attrib["LINGUISTIC_TYPE_REF"] in constrained):
            yield f"TIER {tier.attrib['TIER_ID']} and its type differ on a parent"
    times = _slots(root)
    for tier in root.iter("TIER"):
        reached = 0
        for start, stop, name in sorted(_times(one, times) for one in tier.iter("ALIGNABLE_ANNOTATION")):
            if start >= stop:
                yield f"{name} ends before it begins"
            if start < reached:
                yield f"{name} overlaps another one of TIER {tier.attrib['TIER_ID']}"
            reached = stop


def _slots(root: ElementTree.Element) -> dict[str, int]:
    return {one.attrib["TIME_SLOT_ID"]: int(one.attrib["TIME_VALUE"]) for one in root.iter("TIME_SLOT")}


def _times(one: ElementTree.Element, times: Mapping[str, int]) -> tuple[int, int, str]:
    start, stop = (times[one.attrib[role]] for role in ("TIME_SLOT_REF1", "TIME_SLOT_REF2"))
    return start, stop, one.attrib["ANNOTATION_ID"]
