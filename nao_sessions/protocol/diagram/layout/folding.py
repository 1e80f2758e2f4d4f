"""Folding a tall drawing into bands that stand side by side, cut where the fewest ways are cut."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

GAP = 40
"""Pixels between two layers, about."""

SLACK = 1.04
"""A band that is only so much too tall is not cut: the pages become that much larger."""

STRETCH = 1.15
"""A drawing that is only so much too tall stays whole."""


def folded(heights: Sequence[int], crossing: Sequence[int], room: int) -> list[range]:
    """Return the layers of each band, so that no band is taller than ``room``, about (a single layer may be).

    Args:
        heights: of the layers.
        crossing: how many ways on a cut above each layer would cut; the first counts for nothing.
        room: the greatest height of a band.

    As few bands as possible; among these, few cut ways and even heights.
    """
    count = len(heights)
    if count == 0:
        return []
    above = [0]
    for height in heights:
        above.append(above[-1] + height + GAP)
    if above[-1] - GAP <= room * STRETCH:
        return [range(count)]
    fewest = _fewest(above, room)
    even = above[-1] / fewest
    # best[k][i]: the least cost of k bands that hold the first i layers, and where the last one begins.
    best: list[list[tuple[float, int]]] = [[(inf, -1)] * (count + 1) for _ in range(fewest + 1)]
    best[0][0] = (0.0, 0)
    for bands in range(1, fewest + 1):
        for end in range(bands, count + 1):
            for begin in range(end):
                if above[end] - above[begin] > room * SLACK + GAP and end - begin > 1:
                    continue
                cost = best[bands - 1][begin][0] + _cost(above[end] - above[begin], even)
                if begin:
                    cost += 0.12 * crossing[begin]
                if cost < best[bands][end][0]:
                    best[bands][end] = (cost, begin)
    found: list[range] = []
    end = count
    for bands in range(fewest, 0, -1):
        begin = best[bands][end][1]
        found.append(range(begin, end))
        end = begin
    return found[::-1]


def _cost(height: float, even: float) -> float:
    return ((height - even) / even) ** 2


def _fewest(above: Sequence[int], room: int) -> int:
    """Return how few bands can hold all layers: fill each as far as it goes."""
    bands, begin = 1, 0
    for end in range(1, len(above)):
        if above[end] - above[begin] > room * SLACK + GAP and end - begin > 1:
            bands += 1
            begin = end - 1
    return bands
