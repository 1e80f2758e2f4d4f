"""The times of a segment by the arrivals of its frames: the line under them, and how far they lie from it.

Nothing arrives before it was taken: arrivals alone show nothing nearer to the truth than that line.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.room.files.index import Frame
from nao_sessions.room.files.mp4 import VideoFacts, video_facts
from nao_sessions.room.sync.clap.chance import Seconds

# Ticks of one clock as ticks of another, in whole numbers.
#
# Nothing is rounded twice. Fractions would say the same, at ten times the work: a packet needs it four
# times.


class Ticks:
    """The conversion of another clock's times to ticks of ``to`` seconds, from ``base`` of its seconds on."""

    def __init__(self, to: Fraction, base: Fraction = Fraction(0)) -> None:
        self._to, self._base = to, base
        self._time_base: Fraction | None = None
        self._times, self._less, self._by = 1, 0, 1

    def of(self, ticks: int, time_base: Fraction) -> int:
        """Return the tick nearest to a time of the other clock, given in ticks of ``time_base`` seconds."""
        if time_base != self._time_base:
            self._learn(time_base)
        return (ticks * self._times - self._less) // self._by

    def _learn(self, time_base: Fraction) -> None:
        """Work out ticks x time_base / to - base / to + 1/2 as one division of whole numbers."""
        step, start = time_base / self._to, self._base / self._to
        self._time_base = time_base
        self._times = 2 * step.numerator * start.denominator
        self._by = 2 * step.denominator * start.denominator
        self._less = 2 * start.numerator * step.denominator - self._by // 2


WINDOW_S = 2.0
"""A window holds some 50 frames; the fastest of them was held up by next to nothing."""
RATE_SPAN_S = 30.0
"""The shortest span whose rate is fitted: on a shorter one the windows' own spread outweighs it."""
MAX_RATE_ERROR = 500e-6
"""Quartz clocks differ by 100 ppm or so (facts 2b); more than this is no clock's drift."""

PASSED_OVER = 0.05
"""The share of a window's frames, the fastest, that are passed over. Nothing arrives before it was taken:
their own times are wrong, as those of RTSP's first two may be (by 27 to 65 ms, of GStreamer's server)."""

SENDING_MS: Mapping[str, float] = {"mpegts": 2.9, "rtsp": 1.6, "jpeg": 1.2, "film": 1.0}
"""The milliseconds from a picture to its first byte of a source that keeps nothing back, by its kind (95 %):
benchmarks/sync_coverage.py, cameras that only compute. A camera's own delay (its sensor, its encoder, the
network: 30 to 300 ms) comes on top of it, and only a clap tells it. Of a device, whose driver stamps a
picture nobody knows where in its exposure, and of older recordings the length of one picture is taken."""

QUARTZ_RATE_ERROR = 100e-6
"""How far the rate may be off where none could be fitted: that of ordinary quartz clocks (facts 2b)."""

MEDIAN_RATE = 2.5 * 1.2533 * 1.4826
"""The median of n slopes is within this many of their median deviations over sqrt(n) of the truth (95 %):
1.4826 make a standard deviation, 1.2533 is the median's own loss, 2.5 Student's t of so few slopes."""

QUICKEST = 0.1
"""The line touches the quickest tenth of the windows: on a busy host whole windows are late."""


@dataclass(frozen=True, slots=True)
class ClockModel:
    """The clock of a segment: session seconds = ``offset_s`` + ``rate`` x pts seconds.

    ``spread_s`` is how far the fastest frames of the windows lie from the line, ``drift_s`` how far a wrong
    rate leads off at the ends of the segment, where its middle is right (both 95 %).
    """

    offset_s: float
    rate: float
    spread_s: float
    drift_s: float
    residuals_s: Seconds


def fit(pts_s: Seconds, arrival_s: Seconds) -> ClockModel:
    """Return the clock of a recording, fitted as the line under its frames' arrivals.

    One of the fastest frames of each window stands for it; frames that wait (those shown before others that
    they are decoded from, those behind a key frame in the network) never do. The rate is the median slope
    between windows half the span apart (Theil and Sen's estimator, thinned), which a few wrong windows do not
    move.
    """
    way = arrival_s - pts_s
    place = np.floor((pts_s - pts_s.min()) / WINDOW_S).astype(np.int64)
    fastest = np.array([_fast(np.flatnonzero(place == n), way) for n in np.unique(place)])
    x, y = pts_s[fastest], way[fastest]
    slope, rate_error = 0.0, QUARTZ_RATE_ERROR
    half = len(x) // 2
    if half >= 2 and x[-1] - x[0] >= RATE_SPAN_S:
        slopes = (y[half:] - y[: len(y) - half]) / (x[half:] - x[: len(x) - half])
        middle = float(np.median(slopes))
        slope = float(np.clip(middle, -MAX_RATE_ERROR, MAX_RATE_ERROR))
        rate_error = MEDIAN_RATE * float(np.median(np.abs(slopes - middle))) / math.sqrt(len(slopes))
    flat = y - slope * x
    offset = float(np.quantile(flat, QUICKEST, method="lower"))
    spread_s = float(np.quantile(np.abs(flat - offset), 0.95))
    return ClockModel(
        offset_s=offset,
        rate=1.0 + slope,
        spread_s=spread_s,
        drift_s=min(rate_error, MAX_RATE_ERROR) * float(np.ptp(pts_s)) / 2,
        residuals_s=way - slope * pts_s - offset,
    )


def _fast(window: NDArray[np.int64], way: Seconds) -> int:
    """Return the frame that stands for a window: the fastest of those whose own times can be right."""
    return int(window[np.argsort(way[window], kind="stable")[int(len(window) * PASSED_OVER)]])


@dataclass(frozen=True, slots=True)
class ArrivalReading:
    """The times of a segment before any clap: session time = ``offset_ns`` + ``rate`` x pts x ``time_base``.

    ``uncertainty_ms`` holds in 95 of 100 recordings, but for the delay that is the camera's own. It is None
    where nobody knows: at another speed than real time arrivals show nothing. The methods *given* and *file*
    are of imported videos: no arrival was observed, a person or a table said when they begin, or nobody did;
    *sound* is of a recording that was added, by what it and the session heard.
    """

    time_base: Fraction
    offset_ns: int
    rate: float
    uncertainty_ms: float | None
    verdict: Literal["measured", "estimated", "absent"]
    method: Literal["arrival", "accelerated", "given", "file", "sound"]
    pts_s: Seconds
    model: ClockModel
    has_sound: bool = False
    """Whether there is sound beside its pictures."""


def read_arrivals(
    video: Path, frames: Sequence[Frame], aligned: Mapping[str, Any] | None = None
) -> ArrivalReading | None:
    """Return the times of a segment, fitted to its arrivals; None without frames, or without a readable file.

    ``aligned`` is the alignment (JSON) of a recording that was added by its sound: its arrivals were not
    observed.
    """
    known = video_facts(video)
    if known is None or not frames:
        return None
    speed = float(known.facts.get("speed", 1.0))
    pts_s = np.array([frame.pts for frame in frames], dtype=np.float64) * float(known.time_base)
    arrival_s = np.array([frame.arrival_ns for frame in frames], dtype=np.float64) / SECOND_NS / speed
    model = fit(pts_s, arrival_s)
    if aligned is not None:
        return replace(
            _given(aligned, known, pts_s, model),
            rate=float(aligned["rate"]),
            verdict="measured" if aligned["verdict"] == "measured" else "estimated",
            method="sound",
        )
    if isinstance(given := known.facts.get("given"), dict):
        return _given(given, known, pts_s, model)
    step_s = float(np.median(np.diff(np.sort(pts_s)))) if len(frames) > 1 else 0.0
    sending_ms = SENDING_MS.get(str(known.facts.get("source")), step_s * 1e3)
    real_time = speed == 1.0
    return ArrivalReading(
        time_base=known.time_base,
        offset_ns=round(model.offset_s * speed * SECOND_NS),
        rate=model.rate * speed,
        uncertainty_ms=round(math.hypot(sending_ms, model.spread_s * 1e3), 3) if real_time else None,
        verdict="estimated" if real_time else "absent",
        method="arrival" if real_time else "accelerated",
        pts_s=pts_s,
        model=model,
        has_sound=known.both,
    )


def _given(given: Mapping[str, Any], known: VideoFacts, pts_s: Seconds, model: ClockModel) -> ArrivalReading:
    """Return the times of an imported segment as its file states them; how sure they are, a person stated."""
    uncertainty_ms = given.get("uncertainty_ms")
    return ArrivalReading(
        time_base=known.time_base,
        offset_ns=int(given["offset_ns"]),
        rate=1.0,
        uncertainty_ms=None if uncertainty_ms is None else float(uncertainty_ms),
        verdict="absent" if uncertainty_ms is None else "estimated",
        method="given" if given.get("method") == "given" else "file",
        pts_s=pts_s,
        model=model,
        has_sound=known.both,
    )
