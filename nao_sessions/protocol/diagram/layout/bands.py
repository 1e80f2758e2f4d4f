"""One band: boxes in layers, lines in the gaps between them and in the room beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cmp_to_key
from itertools import pairwise
from math import ceil, inf

from nao_sessions.protocol.diagram.layout.order import Item, Ordering
from nao_sessions.protocol.diagram.layout.values import SIDE, TRACK, Box, LayerBand, Net, Point, Port, Wire

# From whole lines to what is drawn: lines to one box share their way from where they meet.


@dataclass(frozen=True, slots=True)
class LineRun:
    """One line as a whole, from its ports to its box."""

    net: int
    ports: tuple[str, ...]
    source: str
    target: str
    loop: bool
    points: tuple[Point, ...]


def wired(runs: Sequence[LineRun]) -> tuple[Wire, ...]:
    """Return the lines to draw, net by net: the longest whole, the others up to where they meet one."""
    by_net: dict[int, list[LineRun]] = {}
    for run in runs:
        by_net.setdefault(run.net, []).append(run)
    wires: list[Wire] = []
    for net in by_net.values():
        net.sort(key=lambda run: -_length(run.points))
        drawn: list[tuple[Point, Point]] = []
        for number, run in enumerate(net):
            points = _simple(run.points)
            whole = number == 0
            if not whole:
                points = _until(points, drawn)
            drawn += pairwise(points)
            wires.append(Wire(run.ports, run.source, run.target, run.loop, tuple(points), whole))
    return tuple(wires)


def _length(points: Sequence[Point]) -> int:
    return sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairwise(points))


def _simple(points: Sequence[Point]) -> list[Point]:
    """Return the points of a line without those that are no corners."""
    corners: list[Point] = []
    for point in points:
        if corners and corners[-1] == point:
            continue
        if len(corners) > 1 and (
            corners[-2][0] == corners[-1][0] == point[0] or corners[-2][1] == corners[-1][1] == point[1]
        ):
            corners.pop()
        corners.append(point)
    return corners


def _until(points: Sequence[Point], drawn: Sequence[tuple[Point, Point]]) -> list[Point]:
    """Return a line cut where it first meets one that is already drawn."""
    followed: list[Point] = [points[0]]
    for begin, end in pairwise(points):
        meeting = _meeting(begin, end, drawn)
        if meeting is not None:
            if meeting != followed[-1]:
                followed.append(meeting)
            return followed
        followed.append(end)
    return followed


def _meeting(begin: Point, end: Point, drawn: Sequence[tuple[Point, Point]]) -> Point | None:
    """Return the first point of a level or upright piece that lies on a drawn one."""
    found: list[Point] = []
    for first, last in drawn:
        low = (
            max(min(begin[0], end[0]), min(first[0], last[0])),
            max(min(begin[1], end[1]), min(first[1], last[1])),
        )
        high = (
            min(max(begin[0], end[0]), max(first[0], last[0])),
            min(max(begin[1], end[1]), max(first[1], last[1])),
        )
        if low[0] <= high[0] and low[1] <= high[1]:
            # The two share the rectangle low..high, a point or a piece: what is nearest to the beginning.
            found.append((_clamped(begin[0], low[0], high[0]), _clamped(begin[1], low[1], high[1])))
    if not found:
        return None
    return min(found, key=lambda point: abs(point[0] - begin[0]) + abs(point[1] - begin[1]))


def _clamped(value: int, low: int, high: int) -> int:
    return min(max(value, low), high)


# The gap between two layers: which line runs across it at which height.
#
# Every net has pins on the gap's upper and lower side; its pins are joined by one level line, its track.
# Two nets whose pins meet at one x must not lie on each other: the one that comes from above runs higher.
# Where such rules form a ring, one net takes two tracks, joined where nothing else stands.

CLOSE = 7
"""Two upright lines nearer than this look like one."""


@dataclass(frozen=True, slots=True)
class Pins:
    """Where a net meets a gap: x on its upper side, x on its lower side."""

    net: int
    above: tuple[int, ...]
    below: tuple[int, ...]

    @property
    def straight(self) -> bool:
        """Return whether the pins above and below all have the same x, so that a straight line joins them."""
        return len(set(self.above + self.below)) == 1 and bool(self.above) and bool(self.below)


@dataclass(slots=True)
class TrackPiece:
    """One track of a net: usually its only one; else its upper or its lower part."""

    net: int
    above: tuple[int, ...]
    below: tuple[int, ...]
    upper: bool = True
    lower: bool = True
    track: int = 0

    @property
    def left(self) -> int:
        """Return the leftmost x of the piece's pins."""
        return min(self.above + self.below)

    @property
    def right(self) -> int:
        """Return the rightmost x of the piece's pins."""
        return max(self.above + self.below)


@dataclass(slots=True)
class Gap:
    """The tracks of one gap: ``across`` gives the way of a net through it."""

    tracks: int
    _upper: dict[int, int] = field(default_factory=dict)
    _lower: dict[int, int] = field(default_factory=dict)
    _joint: dict[int, int] = field(default_factory=dict)

    def across(self, net: int, enter: int, leave: int, *, below: bool = False) -> Iterator[tuple[int, int]]:
        """Yield the corners (x, track) of a line between two pins, either way; none if it is straight.

        ``below``: both pins are on the lower side (a loop that turns down to its box).
        """
        if net not in self._upper:
            return
        if below or net not in self._joint:
            track = self._lower[net]
            yield enter, track
            yield leave, track
            return
        yield enter, self._upper[net]
        yield self._joint[net], self._upper[net]
        yield self._joint[net], self._lower[net]
        yield leave, self._lower[net]


def routed(pins: Sequence[Pins]) -> Gap:
    """Put every net that does not go straight through a gap on a track; return the gap, top track first."""
    taken = sorted({x for one in pins for x in one.above + one.below})
    pieces = [TrackPiece(one.net, one.above, one.below) for one in pins if not one.straight]
    joints: dict[int, int] = {}
    while True:
        rules = _rules(pieces)
        ring = _ring(rules)
        if ring is None:
            break
        number = min(
            (piece for piece in ring if pieces[piece].upper and pieces[piece].lower and pieces[piece].above),
            key=lambda piece: (len(pieces[piece].above) + len(pieces[piece].below), piece),
        )
        whole = pieces[number]
        joint = _free(whole, taken)
        taken.append(joint)
        joints[whole.net] = joint
        pieces[number] = TrackPiece(whole.net, whole.above, (joint,), lower=False)
        pieces.insert(number + 1, TrackPiece(whole.net, (joint,), whole.below, upper=False))
    ordered = _ordered(pieces, rules)
    tracks = _stacked(pieces, ordered)
    gap = Gap(tracks, _joint=joints)
    for piece in pieces:
        if piece.upper:
            gap._upper[piece.net] = piece.track
        if piece.lower:
            gap._lower[piece.net] = piece.track
    return gap


def _rules(pieces: Sequence[TrackPiece]) -> dict[int, set[int]]:
    """Return, for every piece, the pieces that must run below it."""
    rules: dict[int, set[int]] = {number: set() for number in range(len(pieces))}
    for number, piece in enumerate(pieces):
        for other, lower in enumerate(pieces):
            if number == other:
                continue
            if piece.net == lower.net:
                if piece.upper and lower.lower:
                    rules[number].add(other)
            elif any(abs(x - y) < CLOSE for x in piece.above for y in lower.below):
                rules[number].add(other)
    return rules


def _ring(rules: Mapping[int, set[int]]) -> list[int] | None:
    """Return pieces each of which must run above the next, the last above the first; None without such."""
    state: dict[int, int] = {}
    path: list[int] = []

    def visit(piece: int) -> list[int] | None:
        state[piece] = 1
        path.append(piece)
        for other in sorted(rules[piece]):
            if state.get(other) == 1:
                return path[path.index(other) :]
            if other not in state:
                found = visit(other)
                if found is not None:
                    return found
        state[piece] = 2
        path.pop()
        return None

    for piece in sorted(rules):
        if piece not in state:
            found = visit(piece)
            if found is not None:
                return found
    return None


def _free(piece: TrackPiece, taken: Sequence[int]) -> int:
    """Return an x for a joint where nothing else is, as near to the middle of a piece as possible."""
    middle = (piece.left + piece.right) // 2
    for away in range(10_000):
        for x in (middle + away, middle - away):
            if x >= 0 and all(abs(x - other) >= CLOSE + 2 for other in taken):
                return x
    return middle  # pragma: no cover - ten thousand pixels are never full


def _crossings(upper: TrackPiece, lower: TrackPiece) -> int:
    """Return how often two pieces cross if ``upper`` runs above ``lower``."""
    down = sum(lower.left <= x <= lower.right for x in upper.below)
    return down + sum(upper.left <= x <= upper.right for x in lower.above)


def _ordered(pieces: Sequence[TrackPiece], rules: Mapping[int, set[int]]) -> list[int]:
    """Return the pieces sorted from top to bottom: by the rules first, then so that few lines cross."""
    waiting = dict.fromkeys(rules, 0)
    for below in rules.values():
        for number in below:
            waiting[number] += 1
    ordered: list[int] = []
    while waiting:
        ready = [number for number, count in waiting.items() if not count]
        rest = list(waiting)
        first = min(ready, key=lambda number: (_loss(number, rest, pieces), pieces[number].left, number))
        ordered.append(first)
        del waiting[first]
        for number in rules[first]:
            waiting[number] -= 1
    return ordered


def _loss(number: int, rest: Sequence[int], pieces: Sequence[TrackPiece]) -> int:
    """Return how many more crossings a piece has above all remaining pieces than below them."""
    return sum(
        _crossings(pieces[number], pieces[other]) - _crossings(pieces[other], pieces[number])
        for other in rest
        if other != number
    )


def _stacked(pieces: Sequence[TrackPiece], ordered: Sequence[int]) -> int:
    """Put each piece on the highest track that keeps the order; return the number of tracks."""
    tracks = 0
    for place, number in enumerate(ordered):
        piece = pieces[number]
        higher = [pieces[other] for other in ordered[:place]]
        beside = [other.track + 1 for other in higher if _meet(piece, other)]
        piece.track = max(beside, default=0)
        tracks = max(tracks, piece.track + 1)
    return tracks


def _meet(one: TrackPiece, other: TrackPiece) -> bool:
    return one.left - CLOSE <= other.right and other.left - CLOSE <= one.right


# Where boxes and passing lines stand from left to right: lines as straight as the order allows.
#
# In each layer the wished places are met as nearly as the widths let them be, in the sense of least squares
# (pool adjacent violators: Barlow et al. 1972, "Statistical inference under order restrictions"); layers
# are taken in turn until nothing moves.

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
    """Return the x of the middle of every item, by (layer, item); the leftmost line is at 0."""
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
    """Move the items of one layer towards their wished places, without changing their order."""
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
    """Round the places of items to whole pixels, never nearer to each other than allowed."""
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
    """Remove small steps from lines that pass layers: move all of a line to where one of its ends is."""
    places = {
        (number, item): place for number, layer in enumerate(layers) for place, item in enumerate(layer)
    }
    lines: dict[int, list[int]] = {}
    for number, item in places:
        if isinstance(item, int):
            lines.setdefault(item, []).append(number)
    for item, passed in lines.items():
        choices = [at[number, item] for number in passed]
        for pull in pulls:
            for mine, other, offset in (
                (pull.upper, pull.lower, pull.lower_at - pull.upper_at),
                (pull.lower, pull.upper, pull.upper_at - pull.lower_at),
            ):
                # Where a box is reached from above its line may stand anywhere: only what it leaves is fixed.
                if mine[1] == item and isinstance(other[1], str) and (offset or other is pull.upper):
                    choices.insert(0, round(at[other] + offset))
        for x in choices:
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
    """Return the lowest and highest x to which an item may move while its neighbours stay."""
    own = extents[number, layer[place]]
    low, high = own.left, inf
    if place:
        left = layer[place - 1]
        low = at[number, left] + extents[number, left].right + own.left
    if place + 1 < len(layer):
        right = layer[place + 1]
        high = at[number, right] - extents[number, right].left - own.right
    return low, high


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
    """Lays out one band: orders its layers, sets its columns, routes its lines gap by gap."""

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

    def band(self) -> LayerBand:
        """Return the band with the places of its boxes, marks and lines."""
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
        return LayerBand(names, width, self._height, places, wires).moved(-least, 0)

    def _grouped(self, layers: Sequence[Sequence[str]]) -> tuple[list[Net], dict[str, dict[int, list[Port]]]]:
        """Group the ports whose targets are in this band into nets."""
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
        """Decide by which side each net leaves a box: loops by the left, a single way on by the bottom.

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
        """Return the index, from the left, of a net's item in the layer below a box."""
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
        """Return which items should stand below which: long lines first, then a box below the one before."""
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
        """Return how far from the middle of a box a net leaves it, in pixels."""
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
        """Return the x where a net's line leaves a box: beside it, or below its middle."""
        chosen = self._leave.get((name, net))
        return round(self._middle(name) + self._offset(name, net)) if chosen is None else chosen

    def _gap(self, number: int) -> Gap:
        """Route the lines in the gap above a layer, and choose where they arrive."""
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
        """Choose the x where a net reaches its box: straight below its source, if that is above the box."""
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
        """Return the y of the top of every layer, and the height of the band."""
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
        """Return the y of a track; tracks are in the middle of their gap, or a little higher."""
        free = self._gap_height(gap) - ABOVE - BELOW - max(self._gaps[gap].tracks - 1, 0) * TRACK
        return self._top[gap] - self._gap_height(gap) + ABOVE + free // 2 + track * TRACK

    def _runs(self) -> list[LineRun]:
        """Return every line in full, from its port to its box."""
        runs: list[LineRun] = []
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

    def _run(self, name: str, net: int, ports: tuple[Port, ...], points: list[Point]) -> LineRun:
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
        return LineRun(net, tuple(port.id for port in ports), name, about.target, about.loop, tuple(points))

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
    """Return the lines beside a box, the outermost first, ordered so that few of them cross.

    Args:
        nets: the lines of one side, those that stand outermost where nothing crosses first.
        cuts: counts the crossings of two lines, the first of which runs outside the second.
    """

    def compared(one: Leaving, other: Leaving) -> int:
        return cuts(one, other) - cuts(other, one)

    return tuple(sorted(nets, key=cmp_to_key(compared)))
