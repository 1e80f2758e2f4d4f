"""ELAN files as somebody may have made them: tiers below tiers in all four ways, and words in two languages.

What a file says is read again by :func:`said`, which knows nothing of this project: of what has no time of
its own, what it hangs on and as the which.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

from hypothesis import strategies as st

CONSTRAINTS = ("Time_Subdivision", "Symbolic_Subdivision", "Symbolic_Association", "Included_In")
SYMBOLIC = ("Symbolic_Subdivision", "Symbolic_Association")
MADE = "2026-01-01T00:00:00Z"
SLOTS = ("TIME_SLOT_REF1", "TIME_SLOT_REF2")
ABOVE = ("ANNOTATION_REF", "PREVIOUS_ANNOTATION")
WORDS = st.sampled_from(["oui", "non", "vers lui", "É", "a&<b", " loin "])
VALUES = st.sampled_from(["", "oui", "là", "x > y", " oui  ", "\u00a0", "non\n"])
NAMED = ("", " b", "@P07", "@", "@ P07 ", " @adulte")
"""How the name of a tier may end."""
OURS = ("coding", "detail", "session")
"""Linguistic types that this program gives too."""
LONG_MS = 100
"""Whatever may be divided lasts so long at least."""


class _File:
    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.root = ET.Element(
            "ANNOTATION_DOCUMENT",
            {"AUTHOR": "", "DATE": "2026-01-01T00:00:00Z", "FORMAT": "3.0", "VERSION": "3.0"},
        )
        self.header = ET.SubElement(self.root, "HEADER", {"TIME_UNITS": "milliseconds"})
        self.order = ET.SubElement(self.root, "TIME_ORDER")
        self.slots: list[tuple[int, str, bool]] = []
        self.count = 0
        self.tiers = 0
        self.called = draw(st.sampled_from(("k", *OURS)))

    def kind(self, constraint: str, words: str) -> str:
        """Give how a type is called; one of them perhaps as one of this program's is."""
        return f"k{constraint}{words}" if words or constraint else self.called

    def slot(self, ms: int, *, told: bool = True) -> str:
        self.slots.append((ms, f"ts{len(self.slots) + 1}", told))
        return self.slots[-1][1]

    def tier(self, constraint: str, parent: str) -> ET.Element:
        self.tiers += 1
        draw, facts = self.draw, {"TIER_ID": f"t{self.tiers}{self.draw(st.sampled_from(NAMED))}"}
        optional = {
            "PARTICIPANT": draw(st.sampled_from(["", "P07", "adulte"])),
            "ANNOTATOR": draw(st.sampled_from(["", "C01"])),
            "DEFAULT_LOCALE": draw(st.sampled_from(["", "fr"])),
            "LANG_REF": draw(st.sampled_from(["", "eng"])),
            "EXT_REF": draw(st.sampled_from(["", "er1"])),
            "PARENT_REF": parent,
        }
        words = draw(st.sampled_from(["", "v"]))
        facts["LINGUISTIC_TYPE_REF"] = self.kind(constraint, words)
        return ET.SubElement(self.root, "TIER", facts | {k: v for k, v in optional.items() if v})

    def annotation(self, tier: ET.Element, lies: dict[str, str], value: str) -> str:
        self.count += 1
        tag = "REF_ANNOTATION" if "ANNOTATION_REF" in lies else "ALIGNABLE_ANNOTATION"
        more = {"CVE_REF": "c0"} if value == "oui" and self.draw(st.booleans()) else {}
        one = ET.SubElement(
            ET.SubElement(tier, "ANNOTATION"), tag, {"ANNOTATION_ID": f"a{self.count}", **lies, **more}
        )
        ET.SubElement(one, "ANNOTATION_VALUE").text = value
        return f"a{self.count}"

    def aligned(self, tier: ET.Element, first: str, last: str, value: str) -> str:
        return self.annotation(tier, {"TIME_SLOT_REF1": first, "TIME_SLOT_REF2": last}, value)

    def below(self, above: str, spans: list[tuple[str, int, int]], symbolic: bool, depth: int) -> None:
        """Make tiers below one that holds these annotations: by their ids, with the slots' times."""
        draw = self.draw
        for _ in range(draw(st.integers(0, 2 if depth == 1 else 1))):
            constraint = draw(st.sampled_from(SYMBOLIC if symbolic else CONSTRAINTS))
            tier = self.tier(constraint, above)
            made: list[tuple[str, int, int]] = []
            for parent, start, stop in spans:
                if not draw(st.booleans()):
                    continue
                if constraint == "Symbolic_Association":
                    made.append(
                        (self.annotation(tier, {"ANNOTATION_REF": parent}, draw(VALUES)), start, stop)
                    )
                elif constraint == "Symbolic_Subdivision":
                    previous = ""
                    for _ in range(draw(st.integers(1, 3))):
                        lies = {"ANNOTATION_REF": parent}
                        lies |= {"PREVIOUS_ANNOTATION": previous} if previous else {}
                        previous = self.annotation(tier, lies, draw(VALUES))
                        made.append((previous, 0, 0))
                else:
                    made += self._in_time(tier, constraint, parent, start, stop)
            if depth < 3:
                # whatever is shared out has no times of its own, and nothing with times below it
                untold = constraint in SYMBOLIC or any(stop - start < LONG_MS for _, start, stop in made)
                self.below(tier.attrib["TIER_ID"], made, untold, depth + 1)

    def _in_time(
        self, tier: ET.Element, constraint: str, parent: str, start: int, stop: int
    ) -> list[tuple[str, int, int]]:
        draw = self.draw
        cuts = sorted(draw(st.lists(st.integers(start + 1, stop - 1), max_size=3, unique=True)))
        if constraint == "Time_Subdivision":
            one = next(each for each in self.root.iter() if each.get("ANNOTATION_ID") == parent)
            told = draw(st.booleans())
            inner = [(self.slot(ms, told=told), ms) for ms in cuts]
            edges = [(one.attrib["TIME_SLOT_REF1"], start), *inner, (one.attrib["TIME_SLOT_REF2"], stop)]
            return [
                # whoever divides what is shared out knows no times
                (self.aligned(tier, first, last, draw(VALUES)), a, b if told or not inner else a)
                for (first, a), (last, b) in pairwise(edges)
            ]
        return [
            (self.aligned(tier, self.slot(a), self.slot(b), draw(VALUES)), a, b)
            for a, b in zip(cuts[::2], cuts[1::2], strict=False)
        ]


@st.composite
def eaf_files(draw: st.DrawFn) -> bytes:
    """Give an EAF 3.0."""
    file = _File(draw)
    for _ in range(draw(st.integers(1, 3))):
        tier = file.tier("", "")
        edges = sorted(
            draw(st.lists(st.integers(0, 36_000).map(lambda n: n * LONG_MS), max_size=6, unique=True))
        )
        spans = []
        for a, b in zip(edges[::2], edges[1::2], strict=False):
            spans.append((file.aligned(tier, file.slot(a), file.slot(b), draw(VALUES)), a, b))
        file.below(tier.attrib["TIER_ID"], spans, False, 1)
    for ms, name, told in sorted(file.slots, key=lambda one: one[0]):
        at = {"TIME_VALUE": str(ms)} if told else {}
        ET.SubElement(file.order, "TIME_SLOT", {"TIME_SLOT_ID": name, **at})
    root = file.root
    for constraint in ("", *CONSTRAINTS):
        for words in ("", "v"):
            facts = {"LINGUISTIC_TYPE_ID": file.kind(constraint, words)}
            facts["GRAPHIC_REFERENCES"] = draw(st.sampled_from(["false", "true"]))
            facts |= {"CONSTRAINTS": constraint} if constraint else {}
            facts |= {"CONTROLLED_VOCABULARY_REF": "v", "EXT_REF": "er2"} if words else {}
            facts["TIME_ALIGNABLE"] = "false" if constraint in SYMBOLIC else "true"
            ET.SubElement(root, "LINGUISTIC_TYPE", facts)
    ET.SubElement(root, "LOCALE", {"LANGUAGE_CODE": "fr", "COUNTRY_CODE": "CH"})
    for id_, label in (("fra", "French (fra)"), ("eng", "English (eng)"), ("nld", "Dutch")):
        ET.SubElement(root, "LANGUAGE", {"LANG_ID": id_, "LANG_DEF": f"http://x/{id_}", "LANG_LABEL": label})
    for constraint in CONSTRAINTS:
        ET.SubElement(root, "CONSTRAINT", {"STEREOTYPE": constraint, "DESCRIPTION": constraint})
    elsewhere = {"EXT_REF": "er2"} if draw(st.booleans()) else {}
    vocabulary = ET.SubElement(root, "CONTROLLED_VOCABULARY", {"CV_ID": "v", **elsewhere})
    for language, told in (("fra", "Les mots"), ("eng", draw(st.sampled_from(["", "Words"]))), ("nld", "")):
        ET.SubElement(vocabulary, "DESCRIPTION", {"LANG_REF": language}).text = told
    for number in range(draw(st.integers(1, 3))):
        facts = {"CVE_ID": f"c{number}", **({"EXT_REF": "er1"} if draw(st.booleans()) else {})}
        entry = ET.SubElement(vocabulary, "CV_ENTRY_ML", facts)
        for language in draw(st.lists(st.sampled_from(["fra", "eng", "nld"]), min_size=1, unique=True)):
            told = {"DESCRIPTION": draw(WORDS)} if draw(st.booleans()) else {}
            ET.SubElement(entry, "CVE_VALUE", {"LANG_REF": language, **told}).text = draw(WORDS)
    for number in (1, 2):
        facts = {"EXT_REF_ID": f"er{number}", "TYPE": "iso12620", "VALUE": f"http://x/{number}"}
        ET.SubElement(root, "EXTERNAL_REF", facts)
    for where in draw(st.lists(st.sampled_from(["salle 2", "préau", ""]), max_size=3)):
        ET.SubElement(file.header, "PROPERTY", {"NAME": "lieu"}).text = where
    return ET.tostring(root)


def said(content: bytes) -> dict[str, Any]:
    """Give what an EAF says, without ids of its own and whatever this program adds to it."""
    root = ET.fromstring(content)
    slots = {one.attrib["TIME_SLOT_ID"]: one.get("TIME_VALUE", "") for one in root.iter("TIME_SLOT")}
    types = {one.attrib["LINGUISTIC_TYPE_ID"]: dict(one.attrib) for one in root.iter("LINGUISTIC_TYPE")}
    tiers: list[Any] = []
    names: dict[str, tuple[str, int]] = {}
    for tier in root.iter("TIER"):
        for number, one in enumerate(_on(tier)):
            names[one.attrib["ANNOTATION_ID"]] = (tier.attrib["TIER_ID"], number)
    for tier in root.iter("TIER"):
        ones = []
        for one in _on(tier):
            value = one.find("ANNOTATION_VALUE")
            assert value is not None
            lies = [slots[one.attrib[role]] for role in SLOTS if role in one.attrib]
            above = [names[one.attrib[role]] for role in ABOVE if role in one.attrib]
            ones.append((lies, above, value.text or "", one.get("CVE_REF")))
        tiers.append((dict(tier.attrib), types[tier.attrib["LINGUISTIC_TYPE_REF"]], ones))
    for vocabulary in root.iter("CONTROLLED_VOCABULARY"):
        for told in vocabulary.iter("DESCRIPTION"):
            told.text = told.text or vocabulary.get("CV_ID")  # ELAN can save none that is empty
    kept = ("LOCALE", "LANGUAGE", "EXTERNAL_REF", "CONTROLLED_VOCABULARY")
    found: dict[str, Any] = {
        tag: [ET.canonicalize(ET.tostring(one), strip_text=True) for one in root.iter(tag)] for tag in kept
    }
    lieu = [one.text or "" for one in root.iter("PROPERTY") if one.get("NAME") == "lieu"]
    used = {tier["LINGUISTIC_TYPE_REF"] for tier, *_ in tiers}
    mine = [kind for name, kind in types.items() if name.startswith("k") or name in used]
    return found | {"tiers": tiers, "types": mine, "lieu": lieu}


def _on(tier: ET.Element) -> list[ET.Element]:
    return [*tier.iter("ALIGNABLE_ANNOTATION"), *tier.iter("REF_ANNOTATION")]
