"""The layout as a whole: boxes in, bands out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from math import inf

from nao_sessions.protocol.diagram.layout.bands import Banding
from nao_sessions.protocol.diagram.layout.values import Box, LayerBand

# Folding a tall drawing into bands that stand side by side, cut where the fewest ways are cut.

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
    """Return the least number of bands that can hold all layers, each filled as far as possible."""
    bands, begin = 1, 0
    for end in range(1, len(above)):
        if above[end] - above[begin] > room * SLACK + GAP and end - begin > 1:
            bands += 1
            begin = end - 1
    return bands


# Which box stands in which layer: cycles broken, every way on goes down, no layer wider than the page.

BETWEEN = 46
"""Pixels that a layer needs between two boxes, about: lines run there."""

Arcs = Mapping[str, Sequence[str]]


def reading_order(names: Sequence[str], arcs: Arcs, start: str) -> tuple[list[str], set[tuple[str, str]]]:
    """Return the boxes ordered so that ways lead to later ones, and the ways that lead back (loops).

    A depth-first search from the start, ways in their own order: a way to a box that is under way is a loop.
    Among the boxes that may come next, the one that was found first does.
    """
    loops: set[tuple[str, str]] = set()
    found: dict[str, int] = {}
    under_way: set[str] = set()
    for root in (start, *names):
        if root in found:
            continue
        found[root] = len(found)
        under_way.add(root)
        work = [(root, iter(arcs.get(root, ())))]
        while work:
            name, targets = work[-1]
            for target in targets:
                if target in under_way:
                    loops.add((name, target))
                elif target not in found:
                    found[target] = len(found)
                    under_way.add(target)
                    work.append((target, iter(arcs.get(target, ()))))
                    break
            else:
                under_way.discard(work.pop()[0])
    return _sorted(found, arcs, loops), loops


def _sorted(found: Mapping[str, int], arcs: Arcs, loops: set[tuple[str, str]]) -> list[str]:
    """Return names sorted so that each comes after everything that leads to it (Kahn 1962)."""
    onward = {
        name: [target for target in dict.fromkeys(arcs.get(name, ())) if (name, target) not in loops]
        for name in found
    }
    waiting = dict.fromkeys(found, 0)
    for targets in onward.values():
        for target in targets:
            waiting[target] += 1
    ready = [(number, name) for name, number in found.items() if not waiting[name]]
    heapify(ready)
    ordered: list[str] = []
    while ready:
        _, name = heappop(ready)
        ordered.append(name)
        for target in onward[name]:
            waiting[target] -= 1
            if not waiting[target]:
                heappush(ready, (found[target], target))
    return ordered


class Layering:
    """Puts boxes into layers, from the start down."""

    def __init__(self, boxes: Mapping[str, Box], arcs: Arcs, start: str, last: str | None, room: int) -> None:
        self._boxes = boxes
        self._room = room
        self._used: list[int] = []
        self.layer: dict[str, int] = {}
        self.order, self.loops = reading_order(list(boxes), arcs, start)
        on = {name: self._onward(name, arcs) for name in boxes}
        before: dict[str, list[str]] = {name: [] for name in boxes}
        for name, targets in on.items():
            for target in targets:
                before[target].append(name)
        reached = _reached(start, arcs)
        for name in self.order:
            if name in reached and name != last:
                above = [self.layer[other] for other in before[name] if other in self.layer]
                self._put(name, max(above, default=-1) + 1)
        for name in reversed(self.order):
            if name not in reached and name != last:
                below = [self.layer[other] for other in on[name] if other in self.layer]
                self._put_above(name, min(below, default=len(self._used)))
        if last is not None:
            self.layer[last] = len(self._used)

    def _onward(self, name: str, arcs: Arcs) -> list[str]:
        return [target for target in dict.fromkeys(arcs.get(name, ())) if (name, target) not in self.loops]

    def _put(self, name: str, at: int) -> None:
        """Place a box in the first layer from ``at`` on that has enough room."""
        need = self._boxes[name].width + BETWEEN
        while at < len(self._used) and self._used[at] and self._used[at] + need > self._room:
            at += 1
        while at >= len(self._used):
            self._used.append(0)
        self._used[at] += need
        self.layer[name] = at

    def _put_above(self, name: str, below: int) -> None:
        """Place a box that the start does not lead to above its target's layer; without room, below all."""
        need = self._boxes[name].width + BETWEEN
        for at in range(below - 1, -1, -1):
            if self._used[at] + need <= self._room:
                self._used[at] += need
                self.layer[name] = at
                return
        self._used.append(need)
        self.layer[name] = len(self._used) - 1

    def layers(self) -> list[list[str]]:
        """Return the layers from top to bottom, each in reading order."""
        found: list[list[str]] = [[] for _ in range(max(self.layer.values(), default=-1) + 1)]
        for name in self.order:
            found[self.layer[name]].append(name)
        return [layer for layer in found if layer]


def _reached(start: str, arcs: Arcs) -> set[str]:
    found = {start}
    work = [start]
    while work:
        for target in arcs.get(work.pop(), ()):
            if target not in found:
                found.add(target)
                work.append(target)
    return found


@dataclass(frozen=True, slots=True)
class Folding:
    """Which boxes stand in which layer of which band."""

    bands: tuple[tuple[tuple[str, ...], ...], ...]

    def cut(self, boxes: Mapping[str, Box]) -> frozenset[str]:
        """Return the ids of the ports whose way leads into another band: no line is drawn for them."""
        band = {
            name: number for number, layers in enumerate(self.bands) for layer in layers for name in layer
        }
        return frozenset(
            port.id for box in boxes.values() for port in box.ports if band.get(port.target) != band[box.name]
        )


def fold(boxes: Mapping[str, Box], start: str, last: str | None, *, width: int, height: int) -> Folding:
    """Return the layers of a level, and how they are divided into bands.

    Args:
        boxes: what is laid out, by name, in the order of the file.
        start: the box that everything begins with.
        last: a box that stands below all others, if any.
        width: the width that a layer keeps within, if its boxes let it.
        height: the height that a band keeps within, if its layers let it.
    """
    arcs = {name: [port.target for port in box.ports if port.target in boxes] for name, box in boxes.items()}
    layering = Layering(boxes, arcs, start, last, width)
    layers = layering.layers()
    number = {name: place for place, layer in enumerate(layers) for name in layer}
    heights = [max(boxes[name].height for name in layer) for layer in layers]
    bands = folded(heights, _crossing(arcs, number, len(layers)), height)
    return Folding(tuple(tuple(tuple(layers[place]) for place in band) for band in bands))


def _crossing(arcs: Mapping[str, Sequence[str]], layer: Mapping[str, int], count: int) -> list[int]:
    """Return, for each layer, the number of boxes to which a way leads across the layer's top."""
    crossed: list[set[str]] = [set() for _ in range(count)]
    for name, targets in arcs.items():
        for target in targets:
            low, high = sorted((layer[name], layer[target]))
            for place in range(low + 1, high + 1):
                crossed[place].add(target)
    return [len(one) for one in crossed]


def arrange(boxes: Mapping[str, Box], folding: Folding) -> tuple[LayerBand, ...]:
    """Return the layout of every band, each from its own origin."""
    return tuple(Banding(layers, boxes).band() for layers in folding.bands)
