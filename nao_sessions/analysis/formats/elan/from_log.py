"""The copy of an ELAN file, made of the log of an import that is older than copies.

Such a log has the file's tiers, types and vocabularies in its first line, and of annotations their times and
the numbers of their tiers: which annotation refers to which is found again by the times.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from nao_sessions.analysis.formats.elan.copy import UNNAMED, parents_first
from nao_sessions.analysis.formats.elan.model import (
    ASSOCIATED,
    NOWHERE,
    SYMBOLIC,
    TIME_SUBDIVIDED,
    Annotation,
    Eaf,
    Kind,
    Tier,
    free,
    to_ms,
)
from nao_sessions.analysis.formats.elan.spans import Span
from nao_sessions.analysis.formats.elan.vocabulary import vocabulary_from
from nao_sessions.analysis.formats.foreign import SUBJECT_MARK, Foreign
from nao_sessions.analysis.formats.rows import listed, mapped, text_of
from nao_sessions.core.clock import MILLISECOND_NS


def eaf_of_log(layout: Mapping[str, Any], found: Sequence[Foreign], zero_ns: int) -> Eaf | None:
    """Return the file that an import was made of; None where the log does not say on which tiers events were.

    Args:
        layout: what the log says of the file beside its events; its shape is not sure.
        found: the imported events.
        zero_ns: the session time of the file's 0.
    """
    tiers: list[Tier] = []
    parents: list[int | None] = []
    for one in map(mapped, listed(layout.get("tiers"))):
        names = (text_of(one.get("name")) or UNNAMED, text_of(one.get("whom")))
        name = free(SUBJECT_MARK.join(filter(None, names)), {tier.id for tier in tiers})
        facts = {key: text_of(one.get(key)) for key in ("participant", "annotator")}
        more = _texts(one.get("more"))
        tiers.append(Tier(name, kind=text_of(one.get("type")), place=NOWHERE, more=more, **facts))
        parent = one.get("parent")
        parents.append(parent if isinstance(parent, int) and parent >= 0 else None)
    if not found or any(one.number is None or one.number >= len(tiers) for one in found):
        return None
    for tier, parent in zip(tiers, parents, strict=True):
        tier.parent = tiers[parent].id if parent is not None and parent < len(tiers) else ""
    eaf = Eaf(
        tiers=tiers,
        types={name: _kind(mapped(one)) for name, one in mapped(layout.get("types")).items()},
        vocabularies={name: vocabulary_from(one) for name, one in mapped(layout.get("vocabularies")).items()},
        others={tag: list(map(_texts, listed(one))) for tag, one in mapped(layout.get("others")).items()},
        properties=_properties(layout.get("properties")),
    )
    hanging = _Hanging(eaf, zero_ns)
    for number in parents_first(parents):
        hanging.put(number, parents[number], [one for one in found if one.number == number])
    # as a file has them: in the order of time
    eaf.slots = {name: eaf.slots[name] for name, _ in sorted(hanging.slots.items(), key=lambda slot: slot[1])}
    return eaf


class _Hanging:
    """The tiers of a file that are filled with events, a tier after its parent.

    The parts of an annotation are in the order of the log, which is that of time.
    """

    def __init__(self, eaf: Eaf, zero_ns: int) -> None:
        self._eaf = eaf
        self.slots: dict[str, int] = {}
        """The time of each slot (ms), by its id."""
        self._zero_ns = zero_ns
        self._laid: dict[int, list[tuple[Span, Annotation]]] = {}

    def put(self, number: int, parent: int | None, ones: Sequence[Foreign]) -> None:
        """Add the events of a tier, attached to annotations of the parent tier as the tier's type says."""
        constraint = self._eaf.kind(number).constraint
        above = sorted(self._laid.get(parent, []) if parent is not None else [], key=lambda one: one[0])
        begins = [span[0] for span, _ in above]
        self._laid[number] = []
        slots: dict[tuple[str, int], str] = {}
        for one in ones:
            span = (one.start_ns, one.start_ns if one.stop_ns is None else one.stop_ns)
            made = Annotation(
                id=f"a{len(self._eaf.annotations) + 1}",
                tier=number,
                place=NOWHERE,
                slots=None,
                value=one.words,
                more=_texts(one.original),
            )
            last = bisect_right(begins, span[0])
            # of two that touch, a child without length may close the first
            near = [each for each in reversed(above[max(0, last - 2) : last]) if span[1] <= each[0][1]]
            if constraint == ASSOCIATED:
                near = [each for each in near if each[0] == span]
            if constraint in SYMBOLIC and near:
                made.refers_to = near[0][1].id
            elif constraint == TIME_SUBDIVIDED and near and near[0][1].slots is not None:
                around, (first, second) = near[0][0], near[0][1].slots
                slots |= {(near[0][1].id, around[0]): first, (near[0][1].id, around[1]): second}
                edges = []
                for ns, role in zip(span, ("start", "end"), strict=True):
                    key = (near[0][1].id, ns)
                    if key not in slots:
                        slots[key] = self._slot(ns, timed=role in one.original)
                    edges.append(slots[key])
                made.slots = (edges[0], edges[1])
            else:
                made.slots = (self._slot(span[0]), self._slot(span[1]))
            self._eaf.annotations.append(made)
            self._laid[number].append((span, made))

    def _slot(self, ns: int, *, timed: bool = True) -> str:
        """Add a slot at a session time, and return its id; if not ``timed``, it has no time in the file."""
        name = f"ts{len(self._eaf.slots) + 1}"
        ms = format(Decimal(ns - self._zero_ns) / MILLISECOND_NS, "f") if timed else ""
        self._eaf.slots[name] = (ms, NOWHERE)
        self.slots[name] = to_ms(ns - self._zero_ns)
        return name


def _kind(one: Mapping[str, Any]) -> Kind:
    return Kind(text_of(one.get("constraint")), text_of(one.get("vocabulary")), _texts(one.get("more")))


def _properties(value: object) -> list[tuple[str, str]]:
    """Return the properties of the header as names and texts; the oldest logs have them as a map."""
    pairs = [*mapped(value).items(), *map(listed, listed(value))]
    return [(text_of(one[0]), text_of(one[1])) for one in pairs if len(one) == 2]


def _texts(value: object) -> dict[str, str]:
    return {name: text_of(text) for name, text in mapped(value).items()}
