"""Writing SVG: elements with escaped text, lines with round corners, signs."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from nao_sessions.protocol.diagram.layout.values import Point
from nao_sessions.protocol.diagram.measure import clean, width
from nao_sessions.protocol.diagram.signs import PATHS

ROUND = 6
"""Radius of a line's corners, where the line is long enough."""

TIP = (4, 9)
"""Half the width and the length of an arrow's head."""


class Canvas:
    """An SVG text that grows element by element; what an author wrote is escaped here."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.signs: set[str] = set()
        self._parts: list[str] = []

    def open(self, element: str, **attributes: str | int) -> None:
        """Write the start tag of an element that holds others."""
        self._parts.append(f"<{element}{_attributes(attributes)}>")

    def close(self, element: str) -> None:
        """Write the end tag of an element."""
        self._parts.append(f"</{element}>")

    def put(self, element: str, **attributes: str | int) -> None:
        """Write an empty element."""
        self._parts.append(f"<{element}{_attributes(attributes)}/>")

    def words(self, element: str, text: str, **attributes: str | int) -> None:
        """Write an element that contains a text."""
        self._parts.append(
            f"<{element}{_attributes(attributes)}>{escape(clean(text), quote=False)}</{element}>"
        )

    def rect(self, x: int, y: int, wide: int, high: int, look: str, corner: int = 0) -> None:
        """Draw a rectangle from its upper left corner, in pixels; ``look`` is its class."""
        more = {"rx": corner} if corner else {}
        self.put("rect", class_=look, x=x, y=y, width=wide, height=high, **more)

    def foot(self, x: int, y: int, wide: int, high: int, corner: int, **look: str) -> None:
        """Draw a rectangle whose two lower corners are round, from its upper left corner, in pixels."""
        self.put(
            "path",
            d=f"M{x} {y}H{x + wide}V{y + high - corner}Q{x + wide} {y + high} {x + wide - corner} {y + high}"
            f"H{x + corner}Q{x} {y + high} {x} {y + high - corner}Z",
            **look,
        )

    def sign(self, x: int, y: int, name: str, look: str = "sign") -> None:
        """Draw the sign of a name in 14 pixels; chips with a number and dashes of a loop are signs too."""
        if name == "number":
            self.number(x + 15, y + 7, "3", "")
            return
        if name == "elsewhere":
            self.number(x + 15, y + 7, "→", "dark")
            return
        if name == "loop":
            self.put("path", class_="wire loop", d=f"M{x - 2} {y + 7}H{x + 16}")
            return
        self.signs.add(name)
        self.put("use", class_=look, href=f"#{self.prefix}-sign-{name}", x=x, y=y, width=14, height=14)

    def number(self, right: int, middle: int, text: str, look: str) -> int:
        """Draw a number in a chip whose right edge is at ``right``; return the chip's width in pixels."""
        wide = max(20, round(width(text, 11, bold=True)) + 10)
        self.rect(right - wide, middle - 8, wide, 16, f"chip {look}".strip(), 8)
        light = " light" if look == "dark" else ""
        self.words("text", text, class_=f"number{light}", x=f"{right - wide / 2:g}", y=middle + 4)
        return wide

    def text(self) -> str:
        """Return the SVG text written so far."""
        return "".join(self._parts)

    def symbols(self) -> str:
        """Return the SVG definitions of the signs that were used."""
        prefix = escape(self.prefix)
        return "".join(
            f'<symbol id="{prefix}-sign-{name}" viewBox="0 0 16 16"><path d="{path}"/></symbol>'
            for name, path in PATHS.items()
            if name in self.signs
        )


def _attributes(attributes: dict[str, str | int]) -> str:
    return "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(clean(str(value)))}"'
        for name, value in attributes.items()
    )


def rounded(points: Sequence[Point], end_short: int = 0) -> str:
    """Return a line as path data, its corners round; the last point is drawn ``end_short`` pixels early."""
    path = [f"M{points[0][0]} {points[0][1]}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(ROUND, _away(before, corner) // 2, _away(corner, after) // 2)
        if radius < 2:
            path.append(f"L{corner[0]} {corner[1]}")
            continue
        first, last = _towards(corner, before, radius), _towards(corner, after, radius)
        path.append(f"L{first[0]} {first[1]}Q{corner[0]} {corner[1]} {last[0]} {last[1]}")
    end = _towards(points[-1], points[-2], min(end_short, _away(points[-2], points[-1])))
    path.append(f"L{end[0]} {end[1]}")
    return "".join(path)


def arrow(end: Point) -> str:
    """Return the head of an arrow that points down to ``end``, as path data."""
    half, long = TIP
    x, y = end
    return f"M{x} {y}L{x - half} {y - long}L{x + half} {y - long}Z"


def _away(one: Point, other: Point) -> int:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _towards(origin: Point, other: Point, pixels: int) -> Point:
    away = _away(origin, other)
    if away == 0:
        return origin
    return (
        origin[0] + (other[0] - origin[0]) * pixels // away,
        origin[1] + (other[1] - origin[1]) * pixels // away,
    )
