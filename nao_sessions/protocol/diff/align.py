"""Which elements of two lists belong together: equal ones, then like ones, in their order.

The alignment of least cost (Needleman and Wunsch 1970); two lists give one answer, always the same.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from typing import Any

ALIKE = 0.4
"""How alike two elements have to be (0 to 1) to be the same one, changed."""

_WHOLE = 1_000
_GAP = 600
"""What it costs to leave an element alone, in thousandths of a pair that has nothing in common."""

MOST_PAIRS = 40_000
"""Comparisons of one pair of lists; longer lists are aligned by what is equal in them alone."""

Pair = tuple[int | None, int | None]


def align(before: Sequence[Any], after: Sequence[Any], likeness: Callable[[int, int], float]) -> list[Pair]:
    """Return pairs of positions, in order; None on one side where an element has no counterpart.

    Args:
        before: what the elements of the first list mean.
        after: the same, of the second.
        likeness: how alike two elements are that are not equal, 0 to 1.
    """
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    rows, columns = len(before) - head - tail, len(after) - head - tail
    pairs: list[Pair] = [(index, index) for index in range(head)]
    if rows * columns > MOST_PAIRS:
        pairs += _by_equals(before[head : head + rows], after[head : head + columns], head)
    else:
        pairs += _cheapest(before, after, head, rows, columns, likeness)
    return pairs + [(head + rows + index, head + columns + index) for index in range(tail)]


def _cheapest(
    before: Sequence[Any],
    after: Sequence[Any],
    head: int,
    rows: int,
    columns: int,
    likeness: Callable[[int, int], float],
) -> list[Pair]:
    def cost(row: int, column: int) -> int:
        if before[head + row] == after[head + column]:
            return 0
        alike = likeness(head + row, head + column)
        return round(_WHOLE * (1 - alike)) if alike >= ALIKE else 2 * _GAP + 1

    costs = [[cost(row, column) for column in range(columns)] for row in range(rows)]
    total = [[0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(1, rows + 1):
        total[row][0] = row * _GAP
    for column in range(1, columns + 1):
        total[0][column] = column * _GAP
    for row in range(1, rows + 1):
        for column in range(1, columns + 1):
            total[row][column] = min(
                total[row - 1][column - 1] + costs[row - 1][column - 1],
                total[row - 1][column] + _GAP,
                total[row][column - 1] + _GAP,
            )
    pairs: list[Pair] = []
    row, column = rows, columns
    while row or column:
        here = total[row][column]
        if row and column and here == total[row - 1][column - 1] + costs[row - 1][column - 1]:
            row, column = row - 1, column - 1
            pairs.append((head + row, head + column))
        elif row and here == total[row - 1][column] + _GAP:
            row -= 1
            pairs.append((head + row, None))
        else:
            column -= 1
            pairs.append((None, head + column))
    return pairs[::-1]


def _by_equals(before: Sequence[Any], after: Sequence[Any], head: int) -> list[Pair]:
    pairs: list[Pair] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, low, high, start, end in matcher.get_opcodes():
        if tag == "equal":
            pairs += [(head + low + index, head + start + index) for index in range(high - low)]
            continue
        pairs += [(head + index, None) for index in range(low, high)]
        pairs += [(None, head + index) for index in range(start, end)]
    return pairs


def likeness(before: str, after: str) -> float:
    """Return the similarity of two texts, 0 to 1."""
    return difflib.SequenceMatcher(None, before, after, autojunk=False).ratio()
