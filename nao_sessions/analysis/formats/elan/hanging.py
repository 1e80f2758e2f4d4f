"""Annotations below others, as ELAN hangs them: those that belong to one, or divide it, in order or in time.

What comes out of a log has times alone. A tier hangs where all of its times say so, and stands by itself
where they do not: ELAN repairs a file in which a child does not fit below its parent, by changing it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from xml.etree import ElementTree as ET

from nao_sessions.analysis.formats.elan.document import (
    ASSOCIATED,
    INCLUDED,
    SUBDIVIDED,
    TIME_SUBDIVIDED,
    Aligned,
    Attributes,
    Document,
    to_ms,
)
from nao_sessions.analysis.formats.foreign import Foreign
from nao_sessions.export.tiers import Span

Times = tuple[int, int | None]
"""When something began and ended, in session time (ns): what is on a tier is known by it."""
Lanes = Callable[[list[Span]], list[list[Span]]]
More = Callable[[Foreign], Attributes]
Laid = Mapping[Times, Aligned]
"""What is on a tier; what has no times of its own in ELAN has slots without a name."""
Put = Callable[[ET.Element], Laid]
"""Puts what hangs on its tier."""
_Family = tuple[Aligned, tuple[int, int], Sequence[Foreign]]
"""What is above, its times, and what lies in it in the order of time."""
_Families = Sequence[_Family]
_Seen = Mapping[Times, Span]
"""What ELAN shows of each."""


def times_of(one: Foreign) -> Times:
    """Give by what it is known."""
    return one.start_ns, one.stop_ns


def shares(start_ns: int, stop_ns: int, count: int) -> list[tuple[int, int]]:
    """Give equal parts of a time, as whatever has no times of its own lies in what it divides."""
    length = stop_ns - start_ns
    bounds = [start_ns + length * number // count for number in range(count + 1)]
    return list(pairwise(bounds))


def hanging(
    document: Document,
    constraint: str,
    above: Laid,
    ones: Sequence[Foreign],
    lanes: Lanes,
    more: More,
) -> Put | None:
    """Give how events are put below what is on the tier above; None where not all of them fit there.

    Args:
        document: where they will be put.
        constraint: how they lie to what is above.
        above: what is there.
        ones: the events, in the order of their beginnings.
        lanes: gives spans as ELAN shows them.
        more: what else stands with each.
    """
    if constraint == ASSOCIATED:
        known = {times_of(one) for one in ones}
        whole = len(known) == len(ones) and known <= above.keys()
        return partial(_associated, document, above, ones, more) if whole else None
    families = _families(above, ones)
    if families is None:
        return None
    if constraint == SUBDIVIDED:
        whole = all(
            [times_of(one) for one in children] == shares(*times, len(children))
            for _, times, children in families
        )
        return partial(_subdivided, document, families, more) if whole else None
    spans = [Span(one.start_ns, one.stop_ns, one.words, number) for number, one in enumerate(ones)]
    shown = lanes(spans) or [[]]
    seen = {times_of(ones[span.seq]): span for span in shown[0]}
    if len(shown) > 1 or not all(_lie_within(document, family, seen) for family in families):
        return None
    if constraint == TIME_SUBDIVIDED:
        whole = all(_fill(document, family, seen) for family in families)
        return partial(_time_subdivided, document, families, seen, more) if whole else None
    return partial(_included, document, ones, seen, more) if constraint == INCLUDED else None


def _families(above: Laid, ones: Sequence[Foreign]) -> _Families | None:
    """Give what lies in each of those above, in the order of time; None where something lies in none."""
    parents = sorted((start, stop) for start, stop in above if stop is not None)
    below: dict[tuple[int, int], list[Foreign]] = {}
    for one in ones:
        place = bisect_right(parents, (one.start_ns, float("inf"))) - 1
        # of two that touch, a child without length may close the first
        for start, stop in reversed(parents[max(0, place - 1) : place + 1]):
            if start <= one.start_ns and one.stop_ns is not None and one.stop_ns <= stop:
                below.setdefault((start, stop), []).append(one)
                break
        else:
            return None
    return [(above[times], times, children) for times, children in sorted(below.items())]


def _lie_within(document: Document, family: _Family, seen: _Seen) -> bool:
    """Tell whether spans lie in the one above as ELAN shows both; that one must have times of its own."""
    parent, _, children = family
    if not parent.first:
        return False
    first, last = document.ms_of(parent.first), document.ms_of(parent.last)
    spans = [seen[times_of(one)] for one in children]
    return all(first <= to_ms(one.start_ns) and to_ms(_stop_ns(one)) <= last for one in spans)


def _fill(document: Document, family: _Family, seen: _Seen) -> bool:
    """Tell whether spans fill the one above without a gap, also as ELAN shows them."""
    parent, (start, stop), children = family
    bounds = [start, *(one.stop_ns for one in children)]
    joined = [one.start_ns for one in children] == bounds[:-1] and bounds[-1] == stop
    return joined and to_ms(_stop_ns(seen[times_of(children[-1])])) == document.ms_of(parent.last)


def _associated(
    document: Document, above: Laid, ones: Sequence[Foreign], more: More, tier: ET.Element
) -> Laid:
    return {times_of(one): _below(document, tier, above[times_of(one)], one, "", more(one)) for one in ones}


def _subdivided(document: Document, families: _Families, more: More, tier: ET.Element) -> Laid:
    laid: dict[Times, Aligned] = {}
    for parent, _, children in families:
        previous = ""
        for one in children:
            put = _below(document, tier, parent, one, previous, more(one))
            previous, laid[times_of(one)] = put.id, put
    return laid


def _time_subdivided(
    document: Document, families: _Families, seen: _Seen, more: More, tier: ET.Element
) -> Laid:
    laid: dict[Times, Aligned] = {}
    for parent, _, children in families:
        first = parent.first
        for one in children:
            last = parent.last
            if one is not children[-1]:
                last = document.slot(to_ms(_stop_ns(seen[times_of(one)])), told="end" in one.original)
            laid[times_of(one)] = document.between(tier, first, last, one.words, more(one))
            first = last
    return laid


def _included(document: Document, ones: Sequence[Foreign], seen: _Seen, more: More, tier: ET.Element) -> Laid:
    return {times_of(one): document.aligned(tier, seen[times_of(one)], more(one)) for one in ones}


def _stop_ns(span: Span) -> int:
    assert span.stop_ns is not None  # as lanes give it
    return span.stop_ns


def _below(
    document: Document, tier: ET.Element, parent: Aligned, one: Foreign, previous: str, more: Attributes
) -> Aligned:
    return Aligned(document.referring(tier, parent.id, one.words, previous, more), "", "")
