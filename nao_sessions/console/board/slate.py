"""The slate, a board to draw on: its strokes as values, its file ``slate/CODE.jsonl``, its drawing as SVG.

Nothing that was drawn is ever taken out of the file: what is erased is said to be erased.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from nao_sessions.console.board.boards import SessionBoards
from nao_sessions.core.received import read_received
from nao_sessions.record.private import append_private, make_private_folder

WIDTH, HEIGHT = 4000, 3000
"""The slate's own units: every device draws the same area, four to three, whatever its size."""

MOST_POINTS = 500
"""How many points a message may have: at 240 a second, two seconds of the fastest pen."""

MOST_ERASED = 500

Milliseconds = Annotated[float, Field(ge=0, le=1e13, allow_inf_nan=False)]
_X = Annotated[int, Field(ge=0, le=WIDTH)]
_Y = Annotated[int, Field(ge=0, le=HEIGHT)]
Pressure = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
StrokeId = Annotated[str, Field(pattern=r"^[A-Za-z0-9.-]{1,40}$")]


class Drawn(BaseModel):
    """A part of a stroke as a page sends it.

    ``points`` hold time (milliseconds of the host's CLOCK_MONOTONIC), x, y and pressure (0: not known).
    ``part`` counts from 0; ``ended``: the pointer went up.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: Literal["drawn"]
    stroke: StrokeId
    part: int = Field(ge=0, le=100_000)
    pointer: Literal["touch", "pen", "mouse"] = "touch"
    points: list[tuple[Milliseconds, _X, _Y, Pressure]] = Field(max_length=MOST_POINTS)
    uncertainty_ms: float | None = Field(default=None, ge=0, le=1e6, allow_inf_nan=False)
    ended: bool = False


class Erased(BaseModel):
    """Strokes that were erased, as a page sends it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: Literal["erased"]
    strokes: list[StrokeId] = Field(min_length=1, max_length=MOST_ERASED)
    at_ms: Milliseconds | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a stroke: session time in nanoseconds, slate units, pressure from 0 to 1 (0: not known)."""

    at_ns: int
    x: int
    y: int
    pressure: float


@dataclass(frozen=True, slots=True)
class Stroke:
    """One stroke, as far as it was drawn; ``erased_ns``: when it was erased, in session time."""

    id: str
    pointer: str
    points: tuple[Point, ...]
    erased_ns: int | None = None


def line_of(record: dict[str, Any]) -> bytes:
    """Return a record as a line of ``slate/CODE.jsonl``."""
    return (json.dumps(record, separators=(",", ":"), allow_nan=False) + "\n").encode("ascii")


def strokes_of(lines: Iterable[bytes]) -> tuple[Stroke, ...]:
    """Return the strokes in the lines of a slate's file, in the order in which they began, also erased ones.

    A torn or foreign line is left out. Parts that were sent twice count once.
    """
    pointers: dict[str, str] = {}
    parts: dict[str, dict[int, tuple[Point, ...]]] = {}
    erased: dict[str, int] = {}
    for line in lines:
        try:
            record = json.loads(line)
            if record["kind"] == "drawn":
                points = tuple(Point(int(t), int(x), int(y), float(p)) for t, x, y, p in record["points"])
                identity = str(record["stroke"])
                pointers.setdefault(identity, str(record["pointer"]))
                parts.setdefault(identity, {}).setdefault(int(record["part"]), points)
            elif record["kind"] == "erased":
                for identity in record["strokes"]:
                    erased.setdefault(str(identity), int(record["at"]))
        except (ValueError, KeyError, TypeError, OverflowError):
            continue
    return tuple(
        Stroke(
            identity,
            pointer,
            tuple(point for _, points in sorted(parts[identity].items()) for point in points),
            erased.get(identity),
        )
        for identity, pointer in pointers.items()
    )


def visible_at(strokes: Iterable[Stroke], until_ns: int | None = None) -> tuple[Stroke, ...]:
    """Return the strokes visible at a session time (None: at the end), each as far as it was drawn."""
    found: list[Stroke] = []
    for stroke in strokes:
        if stroke.erased_ns is not None and (until_ns is None or stroke.erased_ns <= until_ns):
            continue
        points = tuple(point for point in stroke.points if until_ns is None or point.at_ns <= until_ns)
        if points:
            found.append(Stroke(stroke.id, stroke.pointer, points))
    return tuple(found)


# A slate as an SVG picture: what was to be seen at a moment of the session, or at its end.
#
# Drawn from the strokes alone, so that a drawing can be looked at again as it grew.

_THICKNESS = 28
"""How thick a stroke of middle pressure is, in slate units: about 7 px on a tablet of 1024 px."""

_NO_PRESSURE = 0.5


def slate_svg(strokes: Iterable[Stroke], until_ns: int | None = None) -> str:
    """Return a slate's strokes as an SVG drawing.

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
    """Return one stroke as an SVG path: a single point becomes a dot, higher pressure a thicker line."""
    first, *rest = stroke.points
    where = [f"M{first.x} {first.y}", *(f"L{point.x} {point.y}" for point in rest or (first,))]
    return f'<path stroke-width="{_thickness(stroke.points)}" d="{"".join(where)}"/>'


def _thickness(points: tuple[Point, ...]) -> int:
    pressures = [point.pressure for point in points if point.pressure > 0]
    mean = sum(pressures) / len(pressures) if pressures else _NO_PRESSURE
    return round(_THICKNESS * (0.5 + mean))


# The slates of a session: ``slate/CODE.jsonl``, a later thing beside the log, only ever written at its end.
#
# The log says when a stroke began and ended; the points lie in the file alone.

MOST_BYTES = 8 * 1024 * 1024
"""How large a slate's file may grow: some 200,000 points, a quarter of an hour without lifting the finger."""


class SlateFull(Exception):
    """When a slate's file has grown as large as it may."""


class Slates:
    """The slates of a session's boards, written and read; lines are written one after the other."""

    def __init__(self) -> None:
        self._writing = asyncio.Lock()

    async def add(self, boards: SessionBoards, code: str, what: Drawn | Erased) -> None:
        """Append to a board's file what was drawn or erased on it.

        Raises:
            SlateFull: the file may not grow any more.
            OSError: it cannot be written.
        """
        record = _drawn(boards, what) if isinstance(what, Drawn) else _erased(boards, what)
        async with self._writing:
            await asyncio.to_thread(_append, slate_path(_folder(boards), code), line_of(record))
        if isinstance(what, Drawn):
            _log(boards, code, what)

    async def strokes(self, boards: SessionBoards, code: str) -> tuple[Stroke, ...]:
        """Return the strokes drawn on a board so far."""
        return await asyncio.to_thread(read_slate, slate_path(_folder(boards), code))


def slate_path(folder: Path, code: str) -> Path:
    """Return the path of a board's strokes (JSON lines) in a session's folder; the code is not checked."""
    return folder / "slate" / f"{code}.jsonl"


def read_slate(path: Path) -> tuple[Stroke, ...]:
    """Return the strokes on a slate; none where nothing was drawn. Raises: RecordError, OSError."""
    try:
        return strokes_of(read_received(path, path.parent.parent).splitlines())
    except FileNotFoundError:
        return ()


def _folder(boards: SessionBoards) -> Path:
    return boards.running.session.begun.folder.path


def _append(path: Path, line: bytes) -> None:
    make_private_folder(path.parent)
    if path.exists() and path.stat().st_size + len(line) > MOST_BYTES:
        raise SlateFull
    append_private(path, line, within=path.parent.parent)


def _session_ns(boards: SessionBoards, at_ms: float | None) -> int:
    """Return the session time, in nanoseconds, of a page's time ``at_ms`` (None: now)."""
    return boards.clock.at_ns(boards.moment(at_ms, 0.0, time.monotonic_ns()).monotonic_ns)


def _drawn(boards: SessionBoards, drawn: Drawn) -> dict[str, object]:
    return {
        "kind": "drawn",
        "stroke": drawn.stroke,
        "part": drawn.part,
        "pointer": drawn.pointer,
        "uncertainty_ms": drawn.uncertainty_ms,
        "points": [[_session_ns(boards, t), x, y, round(p, 3)] for t, x, y, p in drawn.points],
        "ended": drawn.ended,
    }


def _erased(boards: SessionBoards, erased: Erased) -> dict[str, object]:
    return {"kind": "erased", "strokes": erased.strokes, "at": _session_ns(boards, erased.at_ms)}


def _log(boards: SessionBoards, code: str, drawn: Drawn) -> None:
    """Write to the log that a stroke began or ended; timed by its arrival where it has no points."""
    arrived_ns = time.monotonic_ns()
    data = {"board": code, "stroke": drawn.stroke, "pointer": drawn.pointer}
    first, last = (drawn.points[0][0], drawn.points[-1][0]) if drawn.points else (None, None)
    if drawn.part == 0:
        boards.note("stroke_began", data, boards.moment(first, 0.0, arrived_ns))
    if drawn.ended:
        boards.note("stroke_ended", data, boards.moment(last, 0.0, arrived_ns))
