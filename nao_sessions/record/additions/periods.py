"""Observation periods: which parts of a session a coder planned to look at, and which were looked at.

Spans are half-open pairs of session nanoseconds, sorted and disjoint. What a coder never looked at is neither
agreement nor disagreement, so that every measure, rate and duration is over the spans that all have looked
at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Spans = tuple[tuple[int, int], ...]

Source = Literal["page", "coder", "planned", "live", "unstated"]
"""The source of what was looked at: what the coding page played; the coder's word; what was planned is
assumed; whoever judged live was there; nothing is stated, and the whole session is assumed.
"""


def union(*several: Iterable[tuple[int, int]]) -> Spans:
    """Return the union of several lists of spans, joined where they touch, without empty spans."""
    found: list[tuple[int, int]] = []
    for begin, end in sorted(span for spans in several for span in spans):
        if end <= begin:
            continue
        if found and begin <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((begin, end))
    return tuple(found)


def intersection(first: Spans, second: Spans) -> Spans:
    """Return the parts of time that lie in both lists of spans."""
    return union((max(a, c), min(b, d)) for a, b in first for c, d in second)


def difference(first: Spans, second: Spans) -> Spans:
    """Return the parts of time that lie in the first list of spans and not in the second."""
    found = []
    for begin, end in first:
        at = begin
        for a, b in second:
            if b > at and a < end:
                found.append((at, a))
                at = max(at, b)
        found.append((at, end))
    return union(found)


def length_ns(spans: Spans) -> int:
    """Return the length of all spans together, in nanoseconds."""
    return sum(end - begin for begin, end in spans)


def holds(spans: Spans, at_ns: int) -> bool:
    """Return whether a moment lies in one of the spans."""
    return any(begin <= at_ns < end for begin, end in spans)


def spans_of(value: object) -> Spans:
    """Return the spans in a JSON value, a list of pairs of whole nanoseconds. Raises: ValueError."""
    if not isinstance(value, list):
        raise ValueError("spans are a list of pairs")
    found = []
    for pair in value:
        if not (isinstance(pair, list) and len(pair) == 2 and all(type(ns) is int for ns in pair)):
            raise ValueError("a span is two whole numbers of nanoseconds")
        found.append((pair[0], pair[1]))
    return union(found)


@dataclass(frozen=True, slots=True)
class Periods:
    """The parts of a session that a coder planned to watch, and watched, by one scheme; None: not stated.

    ``played`` is what the coding page played, whatever the coder said; ``source`` is how ``watched`` is
    known.
    """

    planned: Spans | None = None
    watched: Spans | None = None
    played: Spans | None = None
    source: Source = "unstated"

    def observed(self, whole: Spans) -> Spans:
        """Return the spans that were watched, among those planned; ``whole`` where nothing is stated."""
        planned = whole if self.planned is None else self.planned
        return planned if self.watched is None else intersection(planned, self.watched)

    def to_json(self) -> dict[str, Any]:
        """Return the periods as JSON values, for pages and for other programs' files."""
        return {
            "planned": None if self.planned is None else [list(span) for span in self.planned],
            "watched": None if self.watched is None else [list(span) for span in self.watched],
            "source": self.source,
        }


def periods_from(record: Mapping[str, Any]) -> Periods:
    """Return the periods from a record of :meth:`Periods.to_json`. Raises: ValueError."""
    planned, watched = record.get("planned"), record.get("watched")
    source: Source = "unstated" if planned is None else "planned"
    return Periods(
        None if planned is None else spans_of(planned),
        None if watched is None else spans_of(watched),
        source="coder" if watched is not None or record.get("source") == "coder" else source,
    )
