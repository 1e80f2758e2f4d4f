"""The order of boxes and passing lines within each layer, so that few lines cross.

Barycentres, from above and from below in turn, then swaps of neighbours while they help.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from nao_sessions.protocol.diagram.layout.values import Net

Item = str | int
"""A box by its name, or the line of a net (by its number) that passes through the layer."""

SWEEPS = 8

_LEAVES = {True: -0.3, False: 0.2}
"""Loops leave a box on its left, ways on rather on its right: in steps between two neighbours."""


class Ordering:
    """Orders the layers of one band; ``layers`` is the result."""

    def __init__(self, layers: Sequence[Sequence[str]], nets: Sequence[Net]) -> None:
        self._nets = nets
        self.layers: list[list[Item]] = [list(layer) for layer in layers]
        self._rank: dict[Item, int] = {}
        for layer in layers:
            for name in layer:
                self._rank[name] = len(self._rank)
        for number, net in enumerate(nets):
            self._rank[number] = self._rank[net.target]
            for passed in net.passes():
                self.layers[passed].append(number)
        self._links = [self._gap_links(gap) for gap in range(len(layers))]
        self._turns = [self._gap_turns(gap) for gap in range(len(layers))]
        self._improve()

    def _gap_links(self, gap: int) -> list[tuple[Item, float, Item, float]]:
        """Return what is joined across the gap above a layer: the items above and below, with their sides."""
        links: list[tuple[Item, float, Item, float]] = []
        for number, net in enumerate(self._nets):
            above: list[tuple[Item, float]] = []
            below: list[tuple[Item, float]] = []
            passes = net.passes()
            if gap - 1 in passes:
                above.append((number, 0.0))
            if gap in passes:
                below.append((number, 0.0))
            here = below if net.loop else above
            layer = gap if net.loop else gap - 1
            here += [(name, _LEAVES[net.loop]) for name, at in net.sources if at == layer]
            if net.to_layer == gap and not net.loop:
                below.append((net.target, 0.0))
            links += [(upper, left, lower, right) for upper, left in above for lower, right in below]
        return links

    def _gap_turns(self, gap: int) -> list[tuple[Item, list[Item]]]:
        """Return the loops that turn in the gap above a layer: their box, and the items that come up."""
        turns: list[tuple[Item, list[Item]]] = []
        for number, net in enumerate(self._nets):
            if net.loop and net.to_layer == gap:
                risen: list[Item] = [name for name, at in net.sources if at == gap]
                turns.append((net.target, [*risen, *([number] if gap in net.passes() else [])]))
        return turns

    def _improve(self) -> None:
        for layer in self.layers:
            layer.sort(key=lambda item: (self._rank[item], isinstance(item, str)))
        best = [list(layer) for layer in self.layers]
        fewest = self._crossings()
        for sweep in range(SWEEPS):
            down = sweep % 2 == 0
            numbers = range(len(self.layers)) if down else range(len(self.layers) - 1, -1, -1)
            for number in numbers:
                self._sort(number, from_above=down)
            self._swap()
            crossings = self._crossings()
            if crossings < fewest:
                fewest, best = crossings, [list(layer) for layer in self.layers]
        self.layers = best

    def _sort(self, number: int, *, from_above: bool) -> None:
        """Sort a layer by the places of its neighbours in the layer above or below."""
        own = {item: float(place) for place, item in enumerate(self.layers[number])}
        pulls: dict[Item, list[float]] = {}
        for item, at in self._pulls(number, own, from_above=from_above):
            pulls.setdefault(item, []).append(at)
        scale = self._scale(number, from_above=from_above)
        key = {
            item: sum(pulls[item]) / len(pulls[item]) if item in pulls else place * scale
            for item, place in own.items()
        }
        self.layers[number].sort(key=lambda item: (key[item], own[item]))

    def _scale(self, number: int, *, from_above: bool) -> float:
        other = number - 1 if from_above else number + 1
        if not 0 <= other < len(self.layers):
            return 1.0
        return max(len(self.layers[other]), 1) / max(len(self.layers[number]), 1)

    def _pulls(
        self, number: int, own: Mapping[Item, float], *, from_above: bool
    ) -> Iterator[tuple[Item, float]]:
        if from_above and number:
            places = _places(self.layers[number - 1])
            for upper, left, lower, right in self._links[number]:
                yield lower, places[upper] + left - right
        if not from_above and number + 1 < len(self.layers):
            places = _places(self.layers[number + 1])
            for upper, left, lower, right in self._links[number + 1]:
                yield upper, places[lower] + right - left
        for item in self.layers[number]:
            # A loop comes down again beside its box: on the left, where loops arrive.
            if isinstance(item, int) and self._nets[item].loop and self._nets[item].to_layer == number:
                yield item, own[self._nets[item].target] - 0.4

    def _swap(self) -> None:
        """Swap neighbours in layers as long as that reduces the crossings of lines."""
        for number, layer in enumerate(self.layers):
            better = True
            rounds = 0
            while better and rounds < 4:
                better = False
                rounds += 1
                for at in range(len(layer) - 1):
                    before = self._crossings_at(number)
                    layer[at], layer[at + 1] = layer[at + 1], layer[at]
                    if self._crossings_at(number) < before:
                        better = True
                    else:
                        layer[at], layer[at + 1] = layer[at + 1], layer[at]

    def _crossings(self) -> int:
        return sum(self._crossings_above(gap) for gap in range(len(self.layers)))

    def _crossings_at(self, number: int) -> int:
        found = self._crossings_above(number)
        if number + 1 < len(self.layers):
            found += self._crossings_above(number + 1)
        return found

    def _crossings_above(self, gap: int) -> int:
        above, below = _places(self.layers[gap - 1] if gap else ()), _places(self.layers[gap])
        ends = sorted(
            (above[upper] + left, below[lower] + right) for upper, left, lower, right in self._links[gap]
        )
        lower = [end for _, end in ends]
        crossed = sum(lower[i] > lower[j] for i in range(len(lower)) for j in range(i + 1, len(lower)))
        for target, risen in self._turns[gap]:
            met = [below[item] + (_LEAVES[True] if isinstance(item, str) else 0) for item in risen]
            met.append(below[target] + _LEAVES[True])
            crossed += sum(min(met) < end < max(met) for end in lower)
        return crossed


def _places(layer: Sequence[Item]) -> dict[Item, int]:
    return {item: place for place, item in enumerate(layer)}
