"""What was imported, as ELAN has it: its tiers by their names, with their types and vocabularies.

Of a table without tiers each code is one, for each whom it is about. Modifiers and comments hang on tiers
below, as those of a coder do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nao_sessions.export.eaf_document import ASSOCIATED, DETAIL, Document
from nao_sessions.export.foreign import (
    SUBJECT_MARK,
    Foreign,
    foreign_of,
    layout_of,
    listed,
    mapped,
    text_of,
)
from nao_sessions.export.source import Source
from nao_sessions.export.tiers import Span

PLAIN = "imported"
"""The linguistic type of what was imported from a table that knows none."""
Lanes = Callable[[list[Span]], list[list[Span]]]


@dataclass(frozen=True, slots=True)
class _Tier:
    name: str
    participant: str
    kind: str
    annotator: str = ""
    parent: int | None = None


def lay_out(document: Document, source: Source, lanes: Lanes) -> list[str]:
    """Put what was imported on tiers, and give their names.

    Args:
        document: where they are put.
        source: the session.
        lanes: spreads spans over as many tiers as it takes.
    """
    found = foreign_of(source)
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
    document.types.setdefault(PLAIN, ("", ""))
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
    for name, entries in mapped(layout.get("vocabularies")).items():
        pairs = [one for one in listed(entries) if len(listed(one)) == 2]
        document.vocabulary(name, name, [(text_of(word), text_of(meaning)) for word, meaning in pairs])
    types = mapped(layout.get("types"))
    laid: dict[int, tuple[str, dict[tuple[int, int | None], str]]] = {}
    for number, tier in _parents_first(told):
        kind = mapped(types.get(tier.kind))
        ones = [one for one in found if one.number == number]
        parent = laid.get(tier.parent) if tier.parent is not None else None
        # as ELAN shows them, all but associations have times of their own
        hangs = kind.get("constraint") == ASSOCIATED and parent is not None
        named = document.type_of(
            tier.kind or PLAIN, ASSOCIATED if hangs else "", text_of(kind.get("vocabulary"))
        )
        if hangs and parent is not None and all((one.start_ns, one.stop_ns) in parent[1] for one in ones):
            name = document.free_name(tier.name)
            below = document.tier(name, named, tier.participant, tier.annotator, parent[0])
            ids = {}
            for one in ones:
                span = (one.start_ns, one.stop_ns)
                ids[span] = document.referring(below, parent[1][span], one.code)
            names.append(name)
            laid[number] = (name, ids)
            continue
        if hangs:
            named = document.type_of(f"{tier.kind or PLAIN} (2)", "", text_of(kind.get("vocabulary")))
        one_tier = _Tier(tier.name, tier.participant, named, tier.annotator)
        made, ids = _laid(document, one_tier, ones, lanes)
        names += made
        laid[number] = (made[0], ids)
    return names


def _laid(
    document: Document, tier: _Tier, ones: Sequence[Foreign], lanes: Lanes
) -> tuple[list[str], dict[tuple[int, int | None], str]]:
    """Put events on a tier, and on more where they overlap; give the names, and the ids by the times."""
    by_number = dict(enumerate(ones))
    spans = [
        Span(one.start_ns, one.stop_ns, one.code, number, one.subject) for number, one in by_number.items()
    ]
    ids: dict[tuple[int, int | None], str] = {}
    names = []
    for lane in lanes(spans) or [[]]:
        name = document.free_name(tier.name)
        made = document.tier(name, tier.kind, tier.participant, tier.annotator)
        names.append(name)
        here = {span.seq: document.aligned(made, span) for span in lane}
        for seq, there in here.items():
            ids[by_number[seq].start_ns, by_number[seq].stop_ns] = there
        for what in ("modifiers", "comment"):
            said = {seq: getattr(by_number[seq], what) for seq in here}
            if any(said.values()):
                below_name = document.free_name(f"{name} {what}")
                below = document.tier(below_name, DETAIL, tier.participant, tier.annotator, name)
                names.append(below_name)
                for seq, text in said.items():
                    if text:
                        document.referring(below, here[seq], text)
    return names, ids


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
        parent=parent if isinstance(parent, int) else None,
    )
