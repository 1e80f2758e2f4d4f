"""What a reader's eye meets in the diagrams of the library, counted from the finished SVG by geometry alone.

Nothing of the layout's code is used, so that any layout can stand behind it: the drawings are read back as
cards and lines, and crossings, bends, lengths and sizes are counted from their coordinates.

Run: python benchmarks/diagram_geometry.py [TIMES]

TIMES: how often each drawing is made for the time (21).
"""

from __future__ import annotations

import re
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree

from nao_sessions.protocol import load
from nao_sessions.protocol.diagram import svg
from nao_sessions.protocol.series_loading import is_series

LIBRARY = Path(__file__).resolve().parent.parent / "protocols"
SVG = "{http://www.w3.org/2000/svg}"

Point = tuple[float, float]
Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True)
class Line:
    """A drawn line as its corners; ``number`` is its place in the drawing."""

    number: int
    source: str
    target: str
    loop: bool
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Figures:
    """The counts of one drawing.

    ``crossings``: points where lines cross. ``bends``: corners of lines, those that lines to one card share
    counted once. ``length``: of all lines, in pixels. ``covered``: pairs of a line and a card that it runs
    through. ``unled``: ways out that have a number and no line. ``backward``: ways on, not loops, that lead
    to a step with a smaller number. ``late``: first steps, of the protocol or of a group, whose number is not
    the first. ``right``: loops that do not leave their card on its left. ``width``, ``height``: of a page, in
    pixels. ``area``: of all pages.
    """

    crossings: int
    bends: int
    length: int
    covered: int
    lines: int
    unled: int
    backward: int
    late: int
    right: int
    width: int
    height: int
    pages: int
    area: int


def corners(path: str) -> tuple[Point, ...]:
    """Return the corners of a path of M, L and Q, each curve as the corner that it rounds."""
    found: list[Point] = []
    for command, text in re.findall(r"([MLQ])([^MLQ]*)", path):
        numbers = [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", text)]
        if command == "Q":
            found += [(numbers[0], numbers[1])]
        else:
            found += [(numbers[0], numbers[1])]
    sharp = found[:1]
    for point, following in zip(found[1:], [*found[2:], None], strict=True):
        if following is None or not straight(sharp[-1], point, following):
            sharp.append(point)
    return tuple(sharp)


def straight(one: Point, middle: Point, other: Point) -> bool:
    """Return whether three points lie on one line."""
    area = (middle[0] - one[0]) * (other[1] - one[1]) - (middle[1] - one[1]) * (other[0] - one[0])
    return abs(area) < 1e-6


def crossing(a: Point, b: Point, c: Point, d: Point) -> Point | None:
    """Return where the piece a-b crosses the piece c-d inside both, or None."""
    wide, high = (b[0] - a[0], b[1] - a[1]), (d[0] - c[0], d[1] - c[1])
    turn = wide[0] * high[1] - wide[1] * high[0]
    if abs(turn) < 1e-9:
        return None
    along = ((c[0] - a[0]) * high[1] - (c[1] - a[1]) * high[0]) / turn
    across = ((c[0] - a[0]) * wide[1] - (c[1] - a[1]) * wide[0]) / turn
    inside_one = 1 / max(length(a, b), 1)
    inside_other = 1 / max(length(c, d), 1)
    if inside_one < along < 1 - inside_one and inside_other < across < 1 - inside_other:
        return round(a[0] + along * wide[0]), round(a[1] + along * wide[1])
    return None


def length(one: Point, other: Point) -> float:
    """Return the distance of two points."""
    return float(((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5)


def runs_through(one: Point, other: Point, card: Rectangle) -> bool:
    """Return whether a piece enters the inside of a card by more than a pixel (Liang and Barsky 1984)."""
    begin, end = 0.0, 1.0
    for axis in (0, 1):
        low, high = card[axis] + 1, card[axis + 2] - 1
        step = other[axis] - one[axis]
        if abs(step) < 1e-9:
            if not low < one[axis] < high:
                return False
            continue
        first, last = sorted(((low - one[axis]) / step, (high - one[axis]) / step))
        begin, end = max(begin, first), min(end, last)
    return begin < end


def walk(
    element: ElementTree.Element, ancestors: tuple[str, ...] = ()
) -> Iterator[tuple[ElementTree.Element, tuple[str, ...]]]:
    """Yield every element with the names of the cards around it."""
    yield element, ancestors
    if "data-step" in element.attrib:
        ancestors = (*ancestors, element.attrib["data-step"])
    for child in element:
        yield from walk(child, ancestors)


def rectangle(group: ElementTree.Element) -> Rectangle:
    """Return the outline of a card."""
    box = next(child for child in group if child.get("class") == "box")
    x, y, width, height = (float(box.attrib[name]) for name in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def figures(text: str) -> Figures:
    """Count one drawing."""
    root = ElementTree.fromstring(text)
    cards: dict[str, Rectangle] = {}
    around: dict[str, tuple[str, ...]] = {}
    numbers: dict[str, tuple[int, ...]] = {}
    lines: list[Line] = []
    unled = pages = 0
    for element, ancestors in walk(root):
        if element.tag == f"{SVG}g" and "data-step" in element.attrib:
            name = element.attrib["data-step"]
            cards[name], around[name] = rectangle(element), ancestors
            number = next(c for c in element if c.tag == f"{SVG}text" and c.get("class") == "number light")
            numbers[name] = tuple(int(part) for part in (number.text or "").split("."))
        elif element.tag == f"{SVG}path" and "data-exits" in element.attrib:
            lines.append(
                Line(
                    len(lines),
                    element.attrib["data-from"],
                    element.attrib["data-to"],
                    "loop" in element.get("class", ""),
                    corners(element.attrib["d"]),
                )
            )
        elif element.tag == f"{SVG}text" and (element.text or "").startswith("→ "):
            unled += 1
        elif element.tag == f"{SVG}path" and element.get("class") == "cut":
            pages += 1
    pages += 1
    pieces = [(line, one, other) for line in lines for one, other in pairwise(line.points)]
    met: set[Point] = set()
    for (line, a, b), (other, c, d) in combinations(pieces, 2):
        if line.number != other.number:
            point = crossing(a, b, c, d)
            if point is not None:
                met.add(point)
    turned = {(round(x), round(y), line.target, line.loop) for line in lines for x, y in line.points[1:-1]}
    covered = 0
    for line in lines:
        source = line.source.partition("!")[0]
        outside = {source, *around.get(source, ())} if "!" in line.source else set(around.get(source, ()))
        covered += sum(
            any(runs_through(one, other, card) for one, other in pairwise(line.points))
            for name, card in cards.items()
            if name not in outside
        )
    backward = sum(
        numbers[line.target] < numbers[line.source]
        for line in lines
        if not line.loop and line.source in numbers and line.target in numbers
    )
    late = sum(
        numbers[line.target][-1] != 1
        for line in lines
        if line.source.endswith("!start") and line.target in numbers
    )
    right = sum(
        line.loop and line.source in cards and line.points[0][0] > cards[line.source][0] + 1 for line in lines
    )
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    total = sum(length(one, other) for _, one, other in pieces)
    return Figures(
        len(met), len(turned), round(total), covered, len(lines), unled, backward, late, right,
        round(width), round(height / pages), pages, round(width * height),
    )  # fmt: skip


def main() -> None:
    """Measure, and print."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    names = tuple(Figures.__dataclass_fields__)
    print(f"{'':20}" + "".join(f"{name:>10}" for name in names) + f"{'ms':>10}")
    totals = dict.fromkeys((*names, "ms"), 0.0)
    for path in sorted(LIBRARY.glob("*.yaml")):
        if path.suffixes != [".yaml"] or is_series(path):
            continue
        protocol = load(path)
        measured: list[float] = []
        for _ in range(times):
            begun = time.perf_counter()
            text = svg(protocol, "fr")
            measured.append(1000 * (time.perf_counter() - begun))
        counted = figures(text)
        row = {name: float(getattr(counted, name)) for name in names} | {"ms": statistics.median(measured)}
        print(f"{path.stem:20}" + "".join(f"{row[name]:10.0f}" for name in names) + f"{row['ms']:10.1f}")
        totals = {name: totals[name] + row[name] for name in totals}
    print(f"{'all':20}" + "".join(f"{totals[name]:10.0f}" for name in names) + f"{totals['ms']:10.1f}")


if __name__ == "__main__":
    main()
