"""How surely a measure is known: percentile intervals of a seeded bootstrap.

Bins that follow each other are alike, so that they are never drawn one by one: whole sessions are drawn where
there are several, else blocks of neighbours (Künsch 1989).
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nao_sessions.annotation.agreement.measures import Counted, Unit

DRAWS = 1_000
FEWEST_SESSIONS = 5
"""Fewer sessions cannot stand for all: blocks within them are drawn then."""
FEWEST_BLOCKS = 5
"""Of fewer draws nothing can be said of how they spread."""
BLOCKS = 20
"""Into how many blocks the units of few sessions are cut."""

Measure = Callable[[Counted], float | None]
"""Of units that are counted: a draw adds counts up, and never looks at a unit again."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The middle 95 % of the draws; ``count`` of what was ``drawn``: ``sessions`` or ``blocks``."""

    low: float
    high: float
    drawn: str
    count: int


def bootstrap(
    rows: Sequence[Unit], sessions: Sequence[str], measure: Measure, seed: int, draws: int = DRAWS
) -> Interval | None:
    """Give the interval of a measure; None where it is not defined often enough to have one."""
    blocks, drawn = _blocks(rows, sessions)
    if len(blocks) < FEWEST_BLOCKS:
        return None
    stream = random.Random(seed)
    found = []
    for _ in range(draws):
        chosen: Counter[tuple[str | None, ...]] = Counter()
        for block in stream.choices(blocks, k=len(blocks)):
            for unit, count in block.items():
                chosen[unit] += count
        value = measure(chosen)
        if value is not None:
            found.append(value)
    if len(found) < draws // 2:
        return None
    found.sort()
    low, high = found[int(0.025 * (len(found) - 1))], found[-1 - int(0.025 * (len(found) - 1))]
    return Interval(low, high, drawn, len(blocks))


def _blocks(
    rows: Sequence[Unit], sessions: Sequence[str]
) -> tuple[list[Counter[tuple[str | None, ...]]], str]:
    by_session: dict[str, list[tuple[str | None, ...]]] = {}
    for row, session in zip(rows, sessions, strict=True):
        by_session.setdefault(session, []).append(tuple(row))
    if len(by_session) >= FEWEST_SESSIONS:
        return [Counter(units) for units in by_session.values()], "sessions"
    length = max(1, len(rows) // BLOCKS)
    blocks = [
        Counter(units[start : start + length])
        for units in by_session.values()
        for start in range(0, len(units), length)
    ]
    return blocks, "blocks"
