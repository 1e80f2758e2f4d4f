"""Rounds of a path: steps that come one after the other again and again, told once with how often."""

from __future__ import annotations

from collections.abc import Sequence

LONGEST_ROUND = 4
"""Steps of a round that is recognised."""


def rounds(steps: Sequence[str]) -> list[tuple[tuple[str, ...], int]]:
    """Return a path as rounds of steps, each with how often it comes one after the other.

    Of the rounds that begin at a step, the one that covers most steps is taken; of equal ones the shortest.
    """
    found: list[tuple[tuple[str, ...], int]] = []
    at = 0
    while at < len(steps):
        times = {size: _times(steps, at, size) for size in range(1, LONGEST_ROUND + 1)}
        again = [size for size in times if times[size] > 1]
        size = max(again, key=lambda one: (one * times[one], -one), default=1)
        found.append((tuple(steps[at : at + size]), times[size]))
        at += size * times[size]
    return found


def _times(steps: Sequence[str], at: int, size: int) -> int:
    one, times = tuple(steps[at : at + size]), 1
    while tuple(steps[at + size * times : at + size * (times + 1)]) == one:
        times += 1
    return times
