"""What was imported, as ELAN has it: its tiers by their names, with their types and vocabularies.

Of a table without tiers each code is one, for each whom it is about. Modifiers and comments hang on tiers
below, as those of a coder do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from xml.etree import ElementTree as ET

from nao_sessions.analysis.formats.elan.document import DETAIL, NOTHING, Aligned, Attributes, Document, Kind
from nao_sessions.analysis.formats.elan.hanging import Laid, Lanes, More, Times, hanging, times_of
from nao_sessions.analysis.formats.elan.layout import ON_ANNOTATIONS, ON_TIERS, ElanLayout
from nao_sessions.analysis.formats.foreign import SUBJECT_MARK, Foreign, foreign_of, layout_of
from nao_sessions.analysis.formats.shapes import listed, mapped, text_of
from nao_sessions.export.source import Source
from nao_sessions.export.tiers import Span

PLAIN = "imported"
"""The linguistic type of what was imported from a table that knows none."""


@dataclass(frozen=True, slots=True)
class _Tier:
    name: str
    participant: str
    kind: str
    annotator: str = ""
    parent: int | None = None
    more: Attributes = field(default_factory=dict, hash=False)


def lay_out(document: Document, source: Source, lanes: Lanes) -> list[str]:
    """Put what was imported on tiers, and give their names.

    Args:
        document: where they are put.
        source: the session.
        lanes: spreads spans over as many tiers as it takes.
    """
    found = foreign_of(source, blank=True)
    if not found:
        return []
    layout = layout_of(source, "elan")
    # each stays at its place, as events and tiers below refer to it by its number
    told = [_told(mapped(one)) for one in listed(layout.get("tiers"))]
    for one in found:
        if one.number is None or one.number >= len(told):
            break
    else:
        return _as_there(document, layout, told, found, lanes)
    document.types.setdefault(PLAIN, Kind())
    names: list[str] = []
    by_tier: dict[_Tier, list[Foreign]] = {}
    for one in found:
        name = SUBJECT_MARK.join(filter(None, (one.tier or one.code, one.subject)))
        by_tier.setdefault(_Tier(name, one.subject, PLAIN), []).append(one)
    for tier, ones in by_tier.items():
        names += _laid(document, tier, ones, lanes)[0]
    return names


def _as_there(
    document: Document,
    layout: Mapping[str, Any],
    told: Sequence[_Tier],
    found: Sequence[Foreign],
    lanes: Lanes,
) -> list[str]:
    names: list[str] = []
    held = ElanLayout(document, layout)
    laid: dict[int, tuple[str, Laid]] = {}
    begin, elements = len(document.root), dict[int, list[ET.Element]]()

    def more(one: Foreign) -> Attributes:
        return held.more(one.original, ON_ANNOTATIONS)

    for number, tier in _parents_first(told):
        kind = held.kind(tier.kind)
        tier = replace(tier, more=held.more(tier.more, ON_TIERS))
        ones = [one for one in found if one.number == number]
        above = laid.get(tier.parent) if tier.parent is not None else None
        before = len(document.root)
        put = hanging(document, kind.constraint, above[1], ones, lanes, more) if above is not None else None
        if above is not None and put is not None:
            name = document.free_name(tier.name)
            named = document.type_of(tier.kind or PLAIN, kind)
            made = document.tier(name, named, tier.participant, tier.annotator, above[0], tier.more)
            names.append(name)
            laid[number] = (name, put(made))
            elements[number] = document.root[before:]
            continue
        # it stands by itself: of a type that hangs there is another one that does not
        wanted = f"{tier.kind or PLAIN} (2)" if kind.constraint else tier.kind or PLAIN
        alone = replace(tier, kind=document.type_of(wanted, replace(kind, constraint="")))
        made_names, ids = _laid(document, alone, ones, lanes, more)
        names += made_names
        laid[number] = (made_names[0], ids)
        elements[number] = document.root[before:]
    document.root[begin:] = [each for number in sorted(elements) for each in elements[number]]
    return names


def _no_more(_: Foreign) -> Attributes:
    return NOTHING


def _laid(
    document: Document, tier: _Tier, ones: Sequence[Foreign], lanes: Lanes, more: More = _no_more
) -> tuple[list[str], Laid]:
    """Put events on a tier, and on more where they overlap; give the names, and what others may hang on."""
    by_number = dict(enumerate(ones))
    spans = [
        Span(one.start_ns, one.stop_ns, one.words, number, one.subject) for number, one in by_number.items()
    ]
    laid: dict[Times, Aligned] = {}
    names: list[str] = []
    for lane in lanes(spans) or [[]]:
        name = document.free_name(tier.name)
        made = document.tier(name, tier.kind, tier.participant, tier.annotator, more=tier.more)
        names.append(name)
        here = {span.seq: document.aligned(made, span, more(by_number[span.seq])) for span in lane}
        laid |= {times_of(by_number[seq]): there for seq, there in here.items()}
        for what in ("modifiers", "comment"):
            said = {seq: getattr(by_number[seq], what) for seq in here}
            if any(said.values()):
                below_name = document.free_name(f"{name} {what}")
                below = document.tier(
                    below_name, document.own[DETAIL], tier.participant, tier.annotator, name
                )
                names.append(below_name)
                for seq, text in said.items():
                    if text:
                        document.referring(below, here[seq].id, text)
    # what hangs is all on one tier, and so is what it hangs on
    return names, laid if len(by_number) == len(lane) else {}


def _parents_first(told: Sequence[_Tier]) -> list[tuple[int, _Tier]]:
    """Give the tiers with their numbers, each after the one that it hangs on."""

    def depth(number: int) -> int:
        count, parent = 0, told[number].parent
        while parent is not None and parent < len(told) and count <= len(told):
            count, parent = count + 1, told[parent].parent
        return count

    return sorted(enumerate(told), key=lambda one: (depth(one[0]), one[0]))


def _told(one: Mapping[str, Any]) -> _Tier:
    name, whom = text_of(one.get("name")), text_of(one.get("whom"))
    parent = one.get("parent")
    return _Tier(
        name=SUBJECT_MARK.join(filter(None, (name or "?", whom))),
        participant=text_of(one.get("participant")),
        kind=text_of(one.get("type")),
        annotator=text_of(one.get("annotator")),
        parent=parent if isinstance(parent, int) and parent >= 0 else None,
        more=mapped(one.get("more")),
    )
