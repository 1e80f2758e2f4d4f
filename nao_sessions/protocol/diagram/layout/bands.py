"""One band: boxes in layers, lines in the gaps between them and in the room beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cmp_to_key

from nao_sessions.protocol.diagram.layout.columns import Extent, Pull, columns
from nao_sessions.protocol.diagram.layout.gaps import Gap, Pins, routed
from nao_sessions.protocol.diagram.layout.order import Item, Ordering
from nao_sessions.protocol.diagram.layout.values import SIDE, TRACK, Band, Box, Net, Point, Port
from nao_sessions.protocol.diagram.layout.wires import Run, wired

ABOVE, BELOW = 12, 18
"""Pixels from a layer to the first track below it, and from the last track to the next layer (an arrow)."""

PLAIN_GAP = 34
"""Pixels between two layers where lines only go straight."""

EDGE = 24
"""Pixels that a line keeps from the corners of the box that it leaves or reaches from above."""

LOOP_IN = 18
"""Pixels from a box's left side to where loops arrive."""


@dataclass(frozen=True, slots=True)
class Exits:
    """The ports of a box by the side that they leave: nets by number, the outermost line first."""

    left: tuple[tuple[int, tuple[Port, ...]], ...]
    right: tuple[tuple[int, tuple[Port, ...]], ...]
    bottom: tuple[int, tuple[Port, ...]] | None


class Banding:
    """Lays out one band."""

    def __init__(self, layers: Sequence[Sequence[str]], boxes: Mapping[str, Box]) -> None:
        self._boxes = boxes
        self._layer = {name: number for number, layer in enumerate(layers) for name in layer}
        self._nets, ports = self._grouped(layers)
        self._items = Ordering(layers, self._nets).layers
        self._exits = {name: self._sides(name, ports[name]) for layer in layers for name in layer}
        self._x = columns(self._items, self._extents(), self._pulls())
        self._entry: dict[int, int] = {}
        self._leave: dict[tuple[str, int], int] = {}
        self._gaps = [self._gap(number) for number in range(len(layers) + 1)]
        self._top, self._height = self._tops()

    def band(self) -> Band:
        """Return where everything lies."""
        places = {
            name: (self._left(name), self._top[number])
            for number, layer in enumerate(self._items)
            for name in layer
            if isinstance(name, str)
        }
        wires = wired(self._runs())
        ends = [x for wire in wires for x, _ in wire.points]
        ends += [x + self._boxes[name].width for name, (x, _) in places.items()]
        least = min([0, *(x for wire in wires for x, _ in wire.points)])
        names = tuple(name for layer in self._items for name in layer if isinstance(name, str))
        width = max(ends, default=0) - least + SIDE // 2
        return Band(names, width, self._height, places, wires).moved(-least, 0)

    def _grouped(self, layers: Sequence[Sequence[str]]) -> tuple[list[Net], dict[str, dict[int, list[Port]]]]:
        """Put the ports whose boxes stand in this band into nets."""
        sources: dict[tuple[str, bool], dict[str, list[Port]]] = {}
        for layer in layers:
            for name in layer:
                for port in self._boxes[name].ports:
                    if port.target in self._layer:
                        loop = self._layer[port.target] <= self._layer[name]
                        net = sources.setdefault((port.target, loop), {})
                        net.setdefault(name, []).append(port)
        nets: list[Net] = []
        ports: dict[str, dict[int, list[Port]]] = {name: {} for name in self._layer}
        for number, ((target, loop), names) in enumerate(sources.items()):
            nets.append(Net(target, loop, self._layer[target], tuple((n, self._layer[n]) for n in names)))
            for name, own in names.items():
                ports[name][number] = own
        return nets, ports

    def _sides(self, name: str, ports: Mapping[int, Sequence[Port]]) -> Exits:
        """Decide by which side each net leaves a box: loops by the left, one way on by the bottom.

        The one by the bottom is the one that goes furthest to the left: the others come from the right, and
        would have to cross it.
        """
        loops = [(net, tuple(own)) for net, own in ports.items() if self._nets[net].loop]
        onward = [(net, tuple(own)) for net, own in ports.items() if not self._nets[net].loop]
        place = {net: self._place_below(name, net) for net, _ in onward}
        bottom = min(onward, key=lambda one: place[one[0]], default=None)
        right = [one for one in onward if one is not bottom]

        def cuts_left(outer: Leaving, inner: Leaving) -> int:
            return sum(port.y < inner[1][-1].y for port in outer[1])

        def cuts_right(outer: Leaving, inner: Leaving) -> int:
            beside = sum(port.y > inner[1][0].y for port in outer[1])
            return beside + (place[outer[0]] < place[inner[0]])

        loops.sort(key=lambda one: -one[1][-1].y)
        right.sort(key=lambda one: one[1][0].y)
        return Exits(_nested(loops, cuts_left), _nested(right, cuts_right), bottom)

    def _place_below(self, name: str, net: int) -> int:
        """Return where a way on from a box stands in the layer below it, counted from the left."""
        layer = self._layer[name] + 1
        return self._items[layer].index(net if layer in self._nets[net].passes() else self._nets[net].target)

    def _extents(self) -> dict[tuple[int, Item], Extent]:
        extents: dict[tuple[int, Item], Extent] = {}
        for number, layer in enumerate(self._items):
            for item in layer:
                if isinstance(item, int):
                    extents[number, item] = Extent(TRACK / 2, TRACK / 2)
                    continue
                half = self._boxes[item].width / 2 + SIDE - TRACK / 2
                exits = self._exits[item]
                extents[number, item] = Extent(
                    half + len(exits.left) * TRACK, half + len(exits.right) * TRACK
                )
        return extents

    def _pulls(self) -> list[Pull]:
        """Return what shall stand below what: long lines most of all, then a box below the one before it."""
        pulls: list[Pull] = []
        for number, net in enumerate(self._nets):
            half = self._boxes[net.target].width / 2
            passes = list(net.passes())
            for layer in passes:
                if layer + 1 in passes:
                    pulls.append(Pull((layer, number), 0, (layer + 1, number), 0, 8))
            if net.loop:
                pulls += [
                    Pull((layer - 1, number), 0, (layer, name), self._offset(name, number), 0.4)
                    for name, layer in net.sources
                    if layer - 1 in passes
                ]
                continue
            for name, layer in net.sources:
                offset = self._offset(name, number)
                weight = 3.0 if not offset else 0.6
                if layer + 1 in passes:
                    pulls.append(Pull((layer, name), offset, (layer + 1, number), 0, weight / 2))
                else:
                    pulls.append(
                        Pull((layer, name), min(offset, half), (net.to_layer, net.target), 0, weight)
                    )
            if passes:
                pulls.append(Pull((passes[-1], number), 0, (net.to_layer, net.target), 0, 1))
        return pulls

    def _offset(self, name: str, net: int) -> float:
        """Return how far from its middle a box is left by a net."""
        exits = self._exits[name]
        half = self._boxes[name].width / 2
        for way, side in ((-1, exits.left), (1, exits.right)):
            for place, (number, _) in enumerate(side):
                if number == net:
                    return way * (half + SIDE + (len(side) - 1 - place) * TRACK)
        return 0

    def _middle(self, name: str) -> int:
        return self._x[self._layer[name], name]

    def _left(self, name: str) -> int:
        return self._middle(name) - self._boxes[name].width // 2

    def _pin(self, name: str, net: int) -> int:
        """Return where a net's line leaves a box: beside it, or below its middle."""
        chosen = self._leave.get((name, net))
        return round(self._middle(name) + self._offset(name, net)) if chosen is None else chosen

    def _gap(self, number: int) -> Gap:
        """Route the gap above a layer; choose where lines arrive there."""
        found: list[Pins] = []
        for net, about in enumerate(self._nets):
            passes = about.passes()
            above = [self._x[number - 1, net]] if number - 1 in passes else []
            below = [self._x[number, net]] if number in passes else []
            level = number if about.loop else number - 1
            leaving = [name for name, layer in about.sources if layer == level]
            if about.to_layer == number:
                below.append(self._arrival(net, above, leaving))
            (below if about.loop else above).extend(self._pin(name, net) for name in leaving)
            if above or below:
                found.append(Pins(net, tuple(above), tuple(below)))
        return routed(found)

    def _arrival(self, net: int, above: Sequence[int], leaving: Sequence[str]) -> int:
        """Choose where a net reaches its box: straight below what comes, where that is above the box."""
        about = self._nets[net]
        left, width = self._left(about.target), self._boxes[about.target].width
        middle = self._middle(about.target)
        self._entry[net] = left + min(LOOP_IN, width // 4) if about.loop else middle
        edge = min(EDGE, width // 4)
        if about.loop or len(above) + len(leaving) != 1:
            return self._entry[net]
        first = left + (EDGE + LOOP_IN if width > 4 * EDGE else edge)
        last = left + width - edge
        if above and first <= above[0] <= last:
            self._entry[net] = above[0]
        elif leaving and not self._offset(leaving[0], net):
            name = leaving[0]
            own = EDGE if self._boxes[name].width > 4 * EDGE else self._boxes[name].width // 2
            first = max(first, self._left(name) + own)
            last = min(last, self._left(name) + self._boxes[name].width - own)
            if first <= last:
                both = min(max((self._middle(name) + middle) // 2, first), last)
                self._entry[net] = self._leave[name, net] = both
        elif leaving and first <= self._pin(leaving[0], net) <= last:
            self._entry[net] = self._pin(leaving[0], net)
        return self._entry[net]

    def _tops(self) -> tuple[list[int], int]:
        """Return the top of every layer, and the height of the whole."""
        tops: list[int] = []
        y = 0
        for number, layer in enumerate(self._items):
            y += self._gap_height(number)
            tops.append(y)
            y += max((self._boxes[name].height for name in layer if isinstance(name, str)), default=0)
        return tops, y

    def _gap_height(self, number: int) -> int:
        tracks = self._gaps[number].tracks
        if number == 0 and not tracks:
            return 0
        return max(ABOVE + max(tracks - 1, 0) * TRACK + BELOW, PLAIN_GAP if number else 0)

    def _track_y(self, gap: int, track: int) -> int:
        """Return the height of a track: the tracks stand in the middle of their gap, rather high."""
        free = self._gap_height(gap) - ABOVE - BELOW - max(self._gaps[gap].tracks - 1, 0) * TRACK
        return self._top[gap] - self._gap_height(gap) + ABOVE + free // 2 + track * TRACK

    def _runs(self) -> list[Run]:
        """Return every line as a whole, from its port to its box."""
        runs: list[Run] = []
        for name, exits in self._exits.items():
            for net, ports in (*exits.left, *exits.right):
                for port in ports:
                    edge = self._left(name) + (self._boxes[name].width if self._offset(name, net) > 0 else 0)
                    y = self._top[self._layer[name]] + port.y
                    runs.append(self._run(name, net, (port,), [(edge, y), (self._pin(name, net), y)]))
            if exits.bottom is not None:
                net, ports = exits.bottom
                y = self._top[self._layer[name]] + self._boxes[name].height
                runs.append(self._run(name, net, ports, [(self._pin(name, net), y)]))
        return runs

    def _run(self, name: str, net: int, ports: tuple[Port, ...], points: list[Point]) -> Run:
        about = self._nets[net]
        layer = self._layer[name]
        if about.loop:
            for gap in range(layer, about.to_layer - 1, -1):
                arrives = gap == about.to_layer
                goal = self._entry[net] if arrives else self._x[gap - 1, net]
                points += self._corners(gap, net, points[-1][0], goal, below=arrives)
                points.append((goal, self._top[gap] if arrives else self._top[gap - 1]))
        else:
            for gap in range(layer + 1, about.to_layer + 1):
                goal = self._entry[net] if gap == about.to_layer else self._x[gap, net]
                points += self._corners(gap, net, points[-1][0], goal)
                points.append((goal, self._top[gap]))
        return Run(net, tuple(port.id for port in ports), name, about.target, about.loop, tuple(points))

    def _corners(self, gap: int, net: int, enter: int, leave: int, *, below: bool = False) -> list[Point]:
        if enter == leave and not below:
            return []
        if self._nets[net].loop and not below:
            # A loop comes from below: its way through the gap is read from the other side.
            corners = list(self._gaps[gap].across(net, leave, enter))[::-1]
        else:
            corners = list(self._gaps[gap].across(net, enter, leave, below=below))
        return [(x, self._track_y(gap, track)) for x, track in corners]


Leaving = tuple[int, tuple[Port, ...]]
"""A net, and the ports by which it leaves a box."""


def _nested(nets: Sequence[Leaving], cuts: Callable[[Leaving, Leaving], int]) -> tuple[Leaving, ...]:
    """Order the lines beside a box, the outermost first, so that few of them cross.

    Args:
        nets: the lines of one side, those that stand outermost where nothing crosses first.
        cuts: counts the crossings of two lines, the first of which runs outside the second.
    """

    def compared(one: Leaving, other: Leaving) -> int:
        return cuts(one, other) - cuts(other, one)

    return tuple(sorted(nets, key=cmp_to_key(compared)))
