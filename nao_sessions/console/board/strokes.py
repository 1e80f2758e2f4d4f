"""The strokes of a slate as values: what a page sends, what the file holds, what is left to be seen.

Nothing that was drawn is ever taken out of the file: what is erased is said to be erased.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

WIDTH, HEIGHT = 4000, 3000
"""The slate's own units: every device draws the same area, four to three, whatever its size."""

MOST_POINTS = 500
"""Points in one message: at 240 a second, two seconds of the fastest pen."""

MOST_ERASED = 500

Milliseconds = Annotated[float, Field(ge=0, le=1e13, allow_inf_nan=False)]
_X = Annotated[int, Field(ge=0, le=WIDTH)]
_Y = Annotated[int, Field(ge=0, le=HEIGHT)]
Pressure = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
StrokeId = Annotated[str, Field(pattern=r"^[A-Za-z0-9.-]{1,40}$")]


class Drawn(BaseModel):
    """A part of a stroke as a page sends it.

    ``points`` hold time (milliseconds of the host's CLOCK_MONOTONIC), x, y and pressure (0 where the pointer
    tells none). ``part`` counts from 0; ``ended``: the pointer went up.
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
    """A point of a stroke: session time in nanoseconds, slate units, pressure from 0 to 1 (0: not told)."""

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
    """Read the strokes in the lines of a slate's file, in the order in which they began, also erased ones.

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
        except (ValueError, KeyError, TypeError):
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
