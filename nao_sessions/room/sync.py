"""The reading of a stream's index: for each segment, session time = offset + rate x pts, and how sure.

Nothing arrives before it was taken: the line under all arrivals is the nearest that arrivals alone can tell.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.room.counts import FrameCounter, FrameCounts
from nao_sessions.room.index import Frame, index_path, read_index, segment_path, segments_of, streams_of
from nao_sessions.room.mp4 import video_facts

FORMAT = 1
SYNC_FILE = "sync.json"
WINDOW_S = 2.0
"""A window holds some 50 frames; the fastest of them was held up by next to nothing."""
RATE_SPAN_S = 30.0
"""Below this span a rate cannot be told from the windows' own spread, and 1 is nearer."""
MAX_RATE_ERROR = 500e-6
"""Quartz clocks differ by 100 ppm or so (facts 2b); more than this is no clock's drift."""

QUICKEST = 0.1
"""The line touches the quickest tenth of the windows: on a busy host whole windows are late."""

Seconds = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ClockModel:
    """How to read a segment: session seconds = ``offset_s`` + ``rate`` x pts seconds.

    ``spread_s`` is how far the fastest frames of the windows lie from the line (95 %).
    """

    offset_s: float
    rate: float
    spread_s: float
    residuals_s: Seconds


def fit(pts_s: Seconds, arrival_s: Seconds) -> ClockModel:
    """Fit the line under the arrivals.

    The fastest frame of each window stands for it; frames that wait (those shown before others that they are
    decoded from, those behind a key frame in the network) never do. The rate is the median slope between
    windows half the span apart (Theil and Sen's estimator, thinned), which a few wrong windows do not move.
    """
    way = arrival_s - pts_s
    place = np.floor((pts_s - pts_s.min()) / WINDOW_S).astype(np.int64)
    fastest = np.array([np.flatnonzero(place == n)[way[place == n].argmin()] for n in np.unique(place)])
    x, y = pts_s[fastest], way[fastest]
    slope = 0.0
    half = len(x) // 2
    if half >= 2 and x[-1] - x[0] >= RATE_SPAN_S:
        slopes = (y[half:] - y[: len(y) - half]) / (x[half:] - x[: len(x) - half])
        slope = float(np.clip(np.median(slopes), -MAX_RATE_ERROR, MAX_RATE_ERROR))
    flat = y - slope * x
    offset = float(np.quantile(flat, QUICKEST, method="lower"))
    return ClockModel(
        offset_s=offset,
        rate=1.0 + slope,
        spread_s=float(np.quantile(np.abs(flat - offset), 0.95)),
        residuals_s=way - slope * pts_s - offset,
    )


@dataclass(frozen=True, slots=True)
class ArrivalReading:
    """How arrivals tell to read a segment: session time = ``offset_ns`` + ``rate`` x pts x ``time_base``.

    ``uncertainty_ms`` is None where nobody knows: at another speed than real time arrivals tell nothing.
    """

    time_base: Fraction
    offset_ns: int
    rate: float
    uncertainty_ms: float | None
    verdict: Literal["estimated", "absent"]
    method: Literal["arrival", "accelerated"]
    pts_s: Seconds
    model: ClockModel


def read_arrivals(video: Path, frames: Sequence[Frame]) -> ArrivalReading | None:
    """Fit the line under a segment's arrivals; None without frames, or where its file cannot be opened."""
    known = video_facts(video)
    if known is None or not frames:
        return None
    speed = float(known.facts.get("speed", 1.0))
    pts_s = np.array([frame.pts for frame in frames], dtype=np.float64) * float(known.time_base)
    arrival_s = np.array([frame.arrival_ns for frame in frames], dtype=np.float64) / SECOND_NS / speed
    model = fit(pts_s, arrival_s)
    step_s = float(np.median(np.diff(np.sort(pts_s)))) if len(frames) > 1 else 0.0
    real_time = speed == 1.0
    return ArrivalReading(
        time_base=known.time_base,
        offset_ns=round(model.offset_s * speed * SECOND_NS),
        rate=model.rate * speed,
        uncertainty_ms=round((step_s + model.spread_s) * 1e3, 3) if real_time else None,
        verdict="estimated" if real_time else "absent",
        method="arrival" if real_time else "accelerated",
        pts_s=pts_s,
        model=model,
    )


def measure(folder: Path) -> dict[str, Any]:
    """Read the indexes of a session folder and write its ``sync.json``; give what was written.

    May be called again at any time: the indexes are never changed, and the file is replaced whole.

    Raises:
        OSError: the file cannot be written.
    """
    room = folder / "room"
    streams = {name: {"segments": _segments(room, name)} for name in streams_of(room)}
    record: dict[str, Any] = {"format": FORMAT, "streams": streams}
    new = folder / f".{SYNC_FILE}.{os.getpid()}"
    fd = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(fd, "w", encoding="utf-8") as file:
        json.dump(record, file, ensure_ascii=False, indent=2)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(folder / SYNC_FILE)
    return record


def _segments(room: Path, name: str) -> list[dict[str, Any]]:
    frames: dict[int, list[Frame]] = {number: [] for number in segments_of(room, name)}
    for frame in read_index(index_path(room, name)):
        frames.setdefault(frame.segment, []).append(frame)
    return [_segment(room, name, number, frames[number]) for number in sorted(frames)]


def _segment(room: Path, name: str, number: int, frames: list[Frame]) -> dict[str, Any]:
    path = segment_path(room, name, number)
    reading = read_arrivals(path, frames) if path.exists() else None
    if reading is None:
        return {"segment": number, "frames": len(frames), "method": "none", "verdict": "absent"}
    counts = _count(reading.pts_s)
    residuals_s = reading.model.residuals_s
    return {
        "segment": number,
        "time_base": [reading.time_base.numerator, reading.time_base.denominator],
        "offset_ns": reading.offset_ns,
        "rate": reading.rate,
        "uncertainty_ms": reading.uncertainty_ms,
        "residual_p50_ms": round(float(np.quantile(residuals_s, 0.5)) * 1e3, 3),
        "residual_p95_ms": round(float(np.quantile(residuals_s, 0.95)) * 1e3, 3),
        "frames": len(frames),
        "dropped": counts.dropped,
        "duplicated": counts.duplicated,
        "late": sum("l" in frame.flags for frame in frames),
        "method": reading.method,
        "verdict": reading.verdict,
    }


def _count(pts_s: Seconds) -> FrameCounts:
    """Count the steps between frames as they are shown, but for those that the end left out of order."""
    order = np.argsort(pts_s, kind="stable")
    depth = int(np.abs(order - np.arange(len(order))).max())
    counter = FrameCounter()
    for pts in pts_s[order][: len(order) - depth]:
        pts_ns = round(float(pts) * 1e9)
        counter.add(pts_ns, pts_ns, 0)
    return counter.counts
