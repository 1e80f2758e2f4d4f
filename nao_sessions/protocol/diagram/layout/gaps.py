"""The gap between two layers: which line runs across it at which height.

Every net has pins on the gap's upper and lower side; its pins are joined by one level line, its track. Two
nets whose pins meet at one x must not lie on each other: the one that comes from above runs higher. Where
such rules form a ring, one net takes two tracks, joined where nothing else stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

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
        """Tell whether it goes straight through."""
        return len(set(self.above + self.below)) == 1 and bool(self.above) and bool(self.below)


@dataclass(slots=True)
class Piece:
    """One track of a net: usually its only one; else its upper or its lower part."""

    net: int
    above: tuple[int, ...]
    below: tuple[int, ...]
    upper: bool = True
    lower: bool = True
    track: int = 0

    @property
    def left(self) -> int:
        """Return its leftmost x."""
        return min(self.above + self.below)

    @property
    def right(self) -> int:
        """Return its rightmost x."""
        return max(self.above + self.below)


@dataclass(slots=True)
class Gap:
    """The tracks of one gap: ``across`` gives the way of a net through it."""

    tracks: int
    _upper: dict[int, int] = field(default_factory=dict)
    _lower: dict[int, int] = field(default_factory=dict)
    _joint: dict[int, int] = field(default_factory=dict)

    def across(self, net: int, enter: int, leave: int, *, below: bool = False) -> Iterator[tuple[int, int]]:
        """Yield the corners (x, track) from one pin to another, both ways; none where it goes straight.

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
    """Return every net that does not go straight through a gap its track, top track first."""
    taken = sorted({x for one in pins for x in one.above + one.below})
    pieces = [Piece(one.net, one.above, one.below) for one in pins if not one.straight]
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
        pieces[number] = Piece(whole.net, whole.above, (joint,), lower=False)
        pieces.insert(number + 1, Piece(whole.net, (joint,), whole.below, upper=False))
    ordered = _ordered(pieces, rules)
    tracks = _stacked(pieces, ordered)
    gap = Gap(tracks, _joint=joints)
    for piece in pieces:
        if piece.upper:
            gap._upper[piece.net] = piece.track
        if piece.lower:
            gap._lower[piece.net] = piece.track
    return gap


def _rules(pieces: Sequence[Piece]) -> dict[int, set[int]]:
    """Give, for every piece, those that must run below it."""
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
    """Return pieces that wait for each other, or None."""
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


def _free(piece: Piece, taken: Sequence[int]) -> int:
    """Return an x for a joint, as near to the middle of a piece as may be, where nothing else stands."""
    middle = (piece.left + piece.right) // 2
    for away in range(10_000):
        for x in (middle + away, middle - away):
            if x >= 0 and all(abs(x - other) >= CLOSE + 2 for other in taken):
                return x
    return middle  # pragma: no cover - ten thousand pixels are never full


def _crossings(upper: Piece, lower: Piece) -> int:
    """Count how often two pieces cross when one runs above the other."""
    down = sum(lower.left <= x <= lower.right for x in upper.below)
    return down + sum(upper.left <= x <= upper.right for x in lower.above)


def _ordered(pieces: Sequence[Piece], rules: Mapping[int, set[int]]) -> list[int]:
    """Sort the pieces from top to bottom: by the rules first, then so that few lines cross."""
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


def _loss(number: int, rest: Sequence[int], pieces: Sequence[Piece]) -> int:
    """Count what is lost by putting a piece above all that are left, rather than below."""
    return sum(
        _crossings(pieces[number], pieces[other]) - _crossings(pieces[other], pieces[number])
        for other in rest
        if other != number
    )


def _stacked(pieces: Sequence[Piece], ordered: Sequence[int]) -> int:
    """Return each piece the highest track that keeps the order; give how many tracks there are."""
    tracks = 0
    for place, number in enumerate(ordered):
        piece = pieces[number]
        higher = [pieces[other] for other in ordered[:place]]
        beside = [other.track + 1 for other in higher if _meet(piece, other)]
        piece.track = max(beside, default=0)
        tracks = max(tracks, piece.track + 1)
    return tracks


def _meet(one: Piece, other: Piece) -> bool:
    return one.left - CLOSE <= other.right and other.left - CLOSE <= one.right
