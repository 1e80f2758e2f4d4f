"""Where boxes and passing lines stand from left to right: lines as straight as the order allows.

In each layer the wished places are met as nearly as the widths let them be, in the sense of least squares
(pool adjacent violators: Barlow et al. 1972, "Statistical inference under order restrictions"); layers are
taken in turn until nothing moves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, inf

from nao_sessions.protocol.diagram.layout.order import Item

SWEEPS = 240
STILL = 0.2
"""Pixels: once no item moves further in a sweep down and up, more sweeps change nothing that can be seen."""

STEP = 24
"""A line that passes layers takes no smaller step on its way, if it can go straight."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How far an item reaches from its middle to the left and to the right, its lines included."""

    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Pull:
    """A wish that ``upper`` plus ``upper_at`` and ``lower`` plus ``lower_at`` stand below each other."""

    upper: tuple[int, Item]
    upper_at: float
    lower: tuple[int, Item]
    lower_at: float
    weight: float


def columns(
    layers: Sequence[Sequence[Item]], extents: Mapping[tuple[int, Item], Extent], pulls: Sequence[Pull]
) -> dict[tuple[int, Item], int]:
    """Return the middle of every item, by layer and item; the leftmost line stands at 0."""
    at: dict[tuple[int, Item], float] = {}
    widest = max((_width(number, layer, extents) for number, layer in enumerate(layers)), default=0.0)
    for number, layer in enumerate(layers):
        x = (widest - _width(number, layer, extents)) / 2
        for item in layer:
            extent = extents[number, item]
            at[number, item] = x + extent.left
            x += extent.left + extent.right
    wishes: dict[tuple[int, Item], list[tuple[tuple[int, Item], float, float]]] = {key: [] for key in at}
    for pull in pulls:
        offset = pull.upper_at - pull.lower_at
        wishes[pull.lower].append((pull.upper, offset, pull.weight))
        wishes[pull.upper].append((pull.lower, -offset, pull.weight))
    for sweep in range(SWEEPS):
        before = dict(at)
        numbers = range(len(layers)) if sweep % 2 == 0 else range(len(layers) - 1, -1, -1)
        for number in numbers:
            _settle(number, layers[number], extents, wishes, at)
        if all(abs(x - before[key]) < STILL for key, x in at.items()):
            break
    left = min((at[key] - extents[key].left for key in at), default=0.0)
    found = _rounded(layers, extents, {key: x - left for key, x in at.items()})
    _straighten(layers, extents, pulls, found)
    return found


def _width(number: int, layer: Sequence[Item], extents: Mapping[tuple[int, Item], Extent]) -> float:
    return sum(extents[number, item].left + extents[number, item].right for item in layer)


def _settle(
    number: int,
    layer: Sequence[Item],
    extents: Mapping[tuple[int, Item], Extent],
    wishes: Mapping[tuple[int, Item], Sequence[tuple[tuple[int, Item], float, float]]],
    at: dict[tuple[int, Item], float],
) -> None:
    """Move the items of one layer to where they are wished, without changing their order."""
    shift = 0.0
    blocks: list[list[float]] = []  # sum of weighted wishes, weight, how many items
    shifts: list[float] = []
    for place, item in enumerate(layer):
        key = (number, item)
        if place:
            shift += extents[number, layer[place - 1]].right + extents[key].left
        shifts.append(shift)
        total, weight = at[key] * 0.002, 0.002
        for other, offset, strength in wishes[key]:
            total += (at[other] + offset) * strength
            weight += strength
        blocks.append([total - shift * weight, weight, 1])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            last = blocks.pop()
            blocks[-1] = [one + other for one, other in zip(blocks[-1], last, strict=True)]
    place = 0
    for total, weight, many in blocks:
        for _ in range(int(many)):
            at[number, layer[place]] = total / weight + shifts[place]
            place += 1


def _rounded(
    layers: Sequence[Sequence[Item]],
    extents: Mapping[tuple[int, Item], Extent],
    at: Mapping[tuple[int, Item], float],
) -> dict[tuple[int, Item], int]:
    """Round to whole pixels, never nearer than allowed."""
    found: dict[tuple[int, Item], int] = {}
    for number, layer in enumerate(layers):
        least = 0.0
        for item in layer:
            extent = extents[number, item]
            found[number, item] = max(round(at[number, item]), ceil(least + extent.left))
            least = found[number, item] + extent.right
    return found


def _straighten(
    layers: Sequence[Sequence[Item]],
    extents: Mapping[tuple[int, Item], Extent],
    pulls: Sequence[Pull],
    at: dict[tuple[int, Item], int],
) -> None:
    """Take small steps out of lines that pass layers: all of a line stands where an end of it is."""
    places = {
        (number, item): place for number, layer in enumerate(layers) for place, item in enumerate(layer)
    }
    lines: dict[int, list[int]] = {}
    for number, item in places:
        if isinstance(item, int):
            lines.setdefault(item, []).append(number)
    for item, passed in lines.items():
        wanted = [at[number, item] for number in passed]
        for pull in pulls:
            for mine, other, offset in (
                (pull.upper, pull.lower, pull.lower_at - pull.upper_at),
                (pull.lower, pull.upper, pull.upper_at - pull.lower_at),
            ):
                # Where a box is reached from above its line may stand anywhere: only what it leaves is fixed.
                if mine[1] == item and isinstance(other[1], str) and (offset or other is pull.upper):
                    wanted.insert(0, round(at[other] + offset))
        for x in wanted:
            if all(_may_stand(x, number, places[number, item], layers, extents, at) for number in passed):
                for number in passed:
                    at[number, item] = x
                break


def _may_stand(
    x: int,
    number: int,
    place: int,
    layers: Sequence[Sequence[Item]],
    extents: Mapping[tuple[int, Item], Extent],
    at: Mapping[tuple[int, Item], int],
) -> bool:
    layer = layers[number]
    low, high = _slack(number, layer, place, extents, at)
    return low <= x <= high and abs(x - at[number, layer[place]]) < STEP


def _slack(
    number: int,
    layer: Sequence[Item],
    place: int,
    extents: Mapping[tuple[int, Item], Extent],
    at: Mapping[tuple[int, Item], int],
) -> tuple[float, float]:
    """Return between which x an item may move while its neighbours stay."""
    own = extents[number, layer[place]]
    low, high = own.left, inf
    if place:
        left = layer[place - 1]
        low = at[number, left] + extents[number, left].right + own.left
    if place + 1 < len(layer):
        right = layer[place + 1]
        high = at[number, right] - extents[number, right].left - own.right
    return low, high
