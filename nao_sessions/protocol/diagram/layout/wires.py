"""From whole lines to what is drawn: lines to one box share their way from where they meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from nao_sessions.protocol.diagram.layout.values import Point, Wire


@dataclass(frozen=True, slots=True)
class Run:
    """One line as a whole, from its ports to its box."""

    net: int
    ports: tuple[str, ...]
    source: str
    target: str
    loop: bool
    points: tuple[Point, ...]


def wired(runs: Sequence[Run]) -> tuple[Wire, ...]:
    """Return the lines to draw, net by net: the longest whole, the others up to where they meet one."""
    by_net: dict[int, list[Run]] = {}
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
    """Leave out points that are no corners."""
    kept: list[Point] = []
    for point in points:
        if kept and kept[-1] == point:
            continue
        if len(kept) > 1 and (
            kept[-2][0] == kept[-1][0] == point[0] or kept[-2][1] == kept[-1][1] == point[1]
        ):
            kept.pop()
        kept.append(point)
    return kept


def _until(points: Sequence[Point], drawn: Sequence[tuple[Point, Point]]) -> list[Point]:
    """Follow a line until it meets one that is drawn."""
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
