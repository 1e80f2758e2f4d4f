"""A span of time: at best, and at worst; None at worst means without end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Milliseconds at best and at worst."""

    best: int = 0
    worst: int | None = 0

    def __add__(self, other: Span) -> Span:
        """Put one after the other."""
        worst = None if self.worst is None or other.worst is None else self.worst + other.worst
        return Span(self.best + other.best, worst)

    def times(self, fewest: int, most: int) -> Span:
        """Repeat it: ``fewest`` times at best, ``most`` at worst."""
        return Span(self.best * fewest, None if self.worst is None else self.worst * most)

    def or_not(self) -> Span:
        """Let it be left out at best."""
        return Span(0, self.worst)


def exactly(length: int) -> Span:
    """Return what lasts the same at best and at worst."""
    return Span(length, length)


def longest(spans: list[Span]) -> Span:
    """Return what lasts when all begin together and the last ends it."""
    best = max((span.best for span in spans), default=0)
    return Span(best, latest(span.worst for span in spans))


def either(spans: list[Span]) -> Span:
    """Return what lasts when one of them happens."""
    best = min((span.best for span in spans), default=0)
    return Span(best, latest(span.worst for span in spans))


def latest(worsts: Iterable[int | None]) -> int | None:
    """Return the largest of some worst cases; without end when one is."""
    found = 0
    for worst in worsts:
        if worst is None:
            return None
        found = max(found, worst)
    return found


def mean(spans: list[tuple[Span, int]]) -> Span:
    """Return the mean of some spans with their weights: what many draws from a deck come to."""
    total = sum(weight for _, weight in spans)
    if not total:
        return Span()
    best = round(sum(span.best * weight for span, weight in spans) / total)
    if any(span.worst is None for span, _ in spans):
        return Span(best, None)
    return Span(best, round(sum((span.worst or 0) * weight for span, weight in spans) / total))
