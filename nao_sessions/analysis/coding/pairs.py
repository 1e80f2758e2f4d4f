"""What two coders wrote of the same things, pair by pair, and where they differ."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Literal

from nao_sessions.analysis.agreement.units import match_events
from nao_sessions.analysis.schemes.model import Scheme
from nao_sessions.record.additions.annotations import Annotation

Difference = Literal["same", "name", "times", "modifiers", "alone"]


@dataclass(frozen=True, slots=True)
class Pair:
    """What two coders wrote of one thing, or one of them alone; ``difference`` is the first that counts."""

    key: str
    first: Annotation | None
    second: Annotation | None
    difference: Difference

    @property
    def is_agreed(self) -> bool:
        """Return whether both coders say the same, so that nobody has to choose."""
        return self.difference == "same"

    @property
    def at_ns(self) -> int:
        """Return the session time in ns at which the pair begins: the earlier of both starts."""
        return min(one.start_ns for one in (self.first, self.second) if one is not None)


def pairs_of(
    first: Sequence[Annotation], second: Sequence[Annotation], scheme: Scheme, tolerance_ns: int
) -> tuple[Pair, ...]:
    """Match two coders' annotations, stream by stream and subject by subject, in the order of time."""
    kinds = {one.code: one.kind for one in scheme.behaviours}
    streams = [codes for codes in scheme.streams().values() if kinds[codes[0]] == "state"]
    streams.append(tuple(code for code, kind in kinds.items() if kind == "point"))
    of_both = {one.id for one in first} & {one.id for one in second}  # numbered where they came from
    found: list[Pair] = []
    for codes in streams:
        for subject in sorted({one.subject for one in (*first, *second)}):
            mine, theirs = (
                [one for one in both if one.subject == subject and one.behaviour in codes]
                for both in (first, second)
            )
            for a, b in _by_name_first(mine, theirs, tolerance_ns):
                found.append(Pair(_key(a, b, of_both), a, b, _difference(a, b, tolerance_ns)))
    return tuple(sorted(found, key=lambda pair: (pair.at_ns, pair.key)))


def _by_name_first(
    first: Sequence[Annotation], second: Sequence[Annotation], tolerance_ns: int
) -> list[tuple[Annotation | None, Annotation | None]]:
    """Match annotations of the same behaviour first, then what is left, whatever it is called.

    Here nothing is measured: people look at what differs, and what agrees is no work for them.
    """
    found = []
    for code in sorted({one.behaviour for one in (*first, *second)}):
        mine, theirs = ([one for one in both if one.behaviour == code] for both in (first, second))
        found += [pair for pair in match_events(mine, theirs, tolerance_ns) if None not in pair]
    taken = {id(one) for pair in found for one in pair}
    mine, theirs = ([one for one in both if id(one) not in taken] for both in (first, second))
    return found + match_events(mine, theirs, tolerance_ns)


def _key(a: Annotation | None, b: Annotation | None, of_both: Set[str]) -> str:
    """Return a pair's key: its annotations' ids; where both coders have a lone one's id, also whose it is."""
    key = "_".join(one.id for one in (a, b) if one is not None)
    if (a is not None and b is not None) or key not in of_both:
        return key
    return f"{key}_{'first' if b is None else 'second'}"


def _difference(a: Annotation | None, b: Annotation | None, tolerance_ns: int) -> Difference:
    """Return the first way in which two annotations differ; times differ by more than the tolerance."""
    if a is None or b is None:
        return "alone"
    if a.behaviour != b.behaviour:
        return "name"
    if (a.stop_ns is None) != (b.stop_ns is None):
        return "times"
    if a.stop_ns is not None and b.stop_ns is not None and abs(a.stop_ns - b.stop_ns) > tolerance_ns:
        return "times"
    return "same" if dict(a.modifiers) == dict(b.modifiers) else "modifiers"
