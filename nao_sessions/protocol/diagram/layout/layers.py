"""Which box stands in which layer: cycles broken, every way on goes down, no layer wider than the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush

from nao_sessions.protocol.diagram.layout.values import Box

BETWEEN = 46
"""Pixels that a layer needs between two boxes, about: lines run there."""

Arcs = Mapping[str, Sequence[str]]


def reading_order(names: Sequence[str], arcs: Arcs, start: str) -> tuple[list[str], set[tuple[str, str]]]:
    """Return the boxes so that ways on lead from earlier to later ones, and the ways that lead back (loops).

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
    """Sort so that nothing stands before what leads to it (Kahn 1962)."""
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
        """Put a box into the first layer from ``at`` on that has room for it."""
        need = self._boxes[name].width + BETWEEN
        while at < len(self._used) and self._used[at] and self._used[at] + need > self._room:
            at += 1
        while at >= len(self._used):
            self._used.append(0)
        self._used[at] += need
        self.layer[name] = at

    def _put_above(self, name: str, below: int) -> None:
        """Put a box that only commands lead to just above what it leads to; else below everything."""
        need = self._boxes[name].width + BETWEEN
        for at in range(below - 1, -1, -1):
            if self._used[at] + need <= self._room:
                self._used[at] += need
                self.layer[name] = at
                return
        self._used.append(need)
        self.layer[name] = len(self._used) - 1

    def layers(self) -> list[list[str]]:
        """Return the layers from top to bottom, each in the order of reading."""
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
