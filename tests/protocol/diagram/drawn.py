"""Reading a drawing back: an SVG of the diagram as boxes, lines and texts with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as Xml

SVG = "{http://www.w3.org/2000/svg}"
KINDS = ("step", "trials", "group", "end")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_COMMAND = re.compile(r"([MLQHVZ])([^MLQHVZ]*)")

Point = tuple[float, float]


@dataclass(frozen=True)
class Area:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: Area) -> bool:
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def holds(self, other: Area) -> bool:
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.x + other.width <= self.x + self.width
            and other.y + other.height <= self.y + self.height
        )

    def crossed_by(self, one: Point, other: Point) -> bool:
        """Tell whether a level or upright piece of a line runs through the inside."""
        piece = Area(
            min(one[0], other[0]), min(one[1], other[1]), abs(one[0] - other[0]), abs(one[1] - other[1])
        )
        inside = Area(self.x + 1, self.y + 1, self.width - 2, self.height - 2)
        return (
            piece.x < inside.x + inside.width
            and inside.x < piece.x + piece.width + 0.001
            and piece.y < inside.y + inside.height
            and inside.y < piece.y + piece.height + 0.001
        )


@dataclass(frozen=True)
class Line:
    """A drawn line between boxes; rounded corners are read as sharp ones."""

    exits: tuple[str, ...]
    source: str
    target: str
    loop: bool
    points: tuple[Point, ...]

    def pieces(self) -> Iterator[tuple[Point, Point]]:
        return zip(self.points, self.points[1:], strict=False)


@dataclass(frozen=True)
class Written:
    """A text with its class, and the card that it stands on (None: none)."""

    text: str
    look: str
    x: float
    y: float
    card: str | None


class Drawn:
    """A diagram, read back."""

    def __init__(self, text: str) -> None:
        self.root = Xml.fromstring(text)
        self.canvas = Area(0, 0, float(self.root.attrib["width"]), float(self.root.attrib["height"]))
        self.boxes: dict[str, Area] = {}
        self.panels: dict[str, Area] = {}
        self.sections: list[tuple[str, Area]] = []
        self.kinds: dict[str, str] = {}
        self.exits: list[Xml.Element] = []
        self.exit_card: dict[str, str] = {}
        self.steps: list[str] = []
        self.lines: list[Line] = []
        self.texts: list[Written] = []
        self.marks: dict[str, Area] = {}
        self._read(self.root, None)

    def _read(self, element: Xml.Element, card: str | None) -> None:
        kind = element.attrib.get("class", "")
        if element.tag == f"{SVG}g" and "data-step" in element.attrib:
            card = element.attrib["data-step"]
            self.steps.append(card)
            self.kinds[card] = kind
            self.boxes[card] = _rectangle(element)
        elif element.tag == f"{SVG}g" and "data-panel" in element.attrib:
            card = element.attrib["data-panel"]
            self.panels[card] = _rectangle(element)
        elif element.tag == f"{SVG}g" and "data-section" in element.attrib:
            self.sections.append((element.attrib["data-section"], _rectangle(element)))
        elif "data-mark" in element.attrib:
            self.marks[element.attrib["data-mark"]] = _mark(element)
        if "data-exit" in element.attrib:
            assert card is not None
            self.exits.append(element)
            self.exit_card[element.attrib["data-exit"]] = card
        if element.tag == f"{SVG}path" and "data-exits" in element.attrib:
            self.lines.append(
                Line(
                    tuple(element.attrib["data-exits"].split()),
                    element.attrib["data-from"],
                    element.attrib["data-to"],
                    "loop" in kind,
                    tuple(points_of(element.attrib["d"])),
                )
            )
        if element.tag == f"{SVG}text":
            self.texts.append(
                Written(
                    element.text or "", kind, float(element.attrib["x"]), float(element.attrib["y"]), card
                )
            )
        for child in element:
            self._read(child, card)

    def cards(self) -> dict[str, Area]:
        """Give all cards: those of steps, and the panels beside them."""
        return {**self.boxes, **self.panels}

    def words(self, card: str) -> list[str]:
        """Give the texts of a card, its inner cards left out."""
        return [written.text for written in self.texts if written.card == card]


def points_of(path: str) -> list[Point]:
    """Give the corners of a path of level and upright pieces; the control point of a curve is a corner."""
    points: list[Point] = []
    for command, rest in _COMMAND.findall(path):
        numbers = [float(one) for one in _NUMBER.findall(rest)]
        assert command in "MLQ", command
        if command == "Q":
            points.append((numbers[0], numbers[1]))
        points.append((numbers[-2], numbers[-1]))
    # The ends of the curves lie on the pieces: only corners are kept.
    kept = points[:1]
    for point in points[1:]:
        if point == kept[-1]:
            continue
        if len(kept) > 1 and (
            kept[-2][0] == kept[-1][0] == point[0] or kept[-2][1] == kept[-1][1] == point[1]
        ):
            kept.pop()
        kept.append(point)
    return kept


def _rectangle(element: Xml.Element) -> Area:
    found = [child for child in element if child.attrib.get("class") == "box"]
    assert len(found) == 1
    return Area(*(float(found[0].attrib[name]) for name in ("x", "y", "width", "height")))


def _mark(element: Xml.Element) -> Area:
    if element.tag == f"{SVG}circle":
        x, y, r = (float(element.attrib[name]) for name in ("cx", "cy", "r"))
        return Area(x - r, y - r, 2 * r, 2 * r)
    child = element.find(f"{SVG}rect")
    assert child is not None
    return Area(*(float(child.attrib[name]) for name in ("x", "y", "width", "height")))
