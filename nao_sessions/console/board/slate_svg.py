"""A slate as an SVG picture: what was to be seen at a moment of the session, or at its end.

Drawn from the strokes alone, so that a drawing can be looked at again as it grew.
"""

from __future__ import annotations

from collections.abc import Iterable

from nao_sessions.console.board.strokes import HEIGHT, WIDTH, Point, Stroke, visible_at

_THICKNESS = 28
"""In slate units: about 7 px on a tablet of 1024 px."""

_NO_PRESSURE = 0.5


def slate_svg(strokes: Iterable[Stroke], until_ns: int | None = None) -> str:
    """Draw a slate.

    Args:
        strokes: as ``strokes_of`` reads them.
        until_ns: session time of the moment that is wanted; None: the end.
    """
    drawn = "".join(_path(stroke) for stroke in visible_at(strokes, until_ns))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>'
        f'<g fill="none" stroke="#20242b" stroke-linecap="round" stroke-linejoin="round">{drawn}</g></svg>\n'
    )


def _path(stroke: Stroke) -> str:
    """Draw one stroke: a point of its own is a dot, and a pen that is pressed harder draws thicker."""
    first, *rest = stroke.points
    where = [f"M{first.x} {first.y}", *(f"L{point.x} {point.y}" for point in rest or (first,))]
    return f'<path stroke-width="{_thickness(stroke.points)}" d="{"".join(where)}"/>'


def _thickness(points: tuple[Point, ...]) -> int:
    told = [point.pressure for point in points if point.pressure > 0]
    mean = sum(told) / len(told) if told else _NO_PRESSURE
    return round(_THICKNESS * (0.5 + mean))
