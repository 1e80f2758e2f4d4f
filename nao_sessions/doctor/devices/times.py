"""Figures from a stream's times: rate, jitter, gaps, distance of key frames, bit rate, the camera's clock.

Pure: packets' times go in, figures come out. What a stream declares of itself is not used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.room.capture.counts import FrameCounter, FrameCounts
from nao_sessions.room.sync.arrivals import fit

FEWEST = 5
"""The fewest frames from which a rate or a jitter is worked out."""


@dataclass(frozen=True, slots=True)
class Came:
    """One packet: its times as its source counts, when its first byte came (CLOCK_MONOTONIC), its size.

    ``source_t`` is the source's own clock in seconds, None where it has none.
    """

    pts_ns: int
    dts_ns: int
    arrival_ns: int
    size: int
    is_key: bool
    source_t: float | None = None


@dataclass(frozen=True, slots=True)
class KeyDistance:
    """The greatest distance of key frames; ``at_least``: it runs since the last one, and may grow."""

    seconds: float
    at_least: bool


def rate_hz(frames: Sequence[Came]) -> float | None:
    """Return how many frames come in a second; None where there are too few.

    It is the median over spans of a quarter of the frames: neither a burst at the beginning, where a server
    sends what it had kept, nor one gap changes it.
    """
    if len(frames) < FEWEST:
        return None
    arrival_s = np.array([frame.arrival_ns for frame in frames], dtype=np.float64) / SECOND_NS
    quarter = len(frames) // 4
    span_s = float(np.median(arrival_s[quarter:] - arrival_s[:-quarter]))
    return quarter / span_s if span_s > 0 else None


def jitter_ms(frames: Sequence[Came]) -> float | None:
    """Return the delay in ms that 95 % of the frames do not exceed, against an even arrival; None if too few.

    The even arrival is by the source's own times; without them it is a constant step.
    """
    if len(frames) < FEWEST:
        return None
    arrival_s = np.array([frame.arrival_ns for frame in frames], dtype=np.float64) / SECOND_NS
    if frames[0].source_t is None:
        steps_s = np.diff(arrival_s)
        late_s = steps_s - np.median(steps_s)
    else:
        dts_s = np.array([frame.dts_ns for frame in frames], dtype=np.float64) / SECOND_NS
        late_s = fit(dts_s, arrival_s).residuals_s
    return max(0.0, float(np.quantile(late_s, 0.95))) * 1e3


def longest_gap_s(frames: Sequence[Came]) -> float | None:
    """Return the longest time between two frames, in seconds; None for fewer than two frames."""
    if len(frames) < 2:
        return None
    arrivals = sorted(frame.arrival_ns for frame in frames)
    return max(b - a for a, b in pairwise(arrivals)) / SECOND_NS


def counted(frames: Sequence[Came]) -> FrameCounts:
    """Return how many frames were dropped, repeated and late, counted as a recorder does."""
    counter = FrameCounter()
    for frame in frames:
        counter.add(frame.pts_ns, frame.dts_ns, frame.arrival_ns)
    return counter.counts


def key_distance(frames: Sequence[Came]) -> KeyDistance | None:
    """Return the greatest distance between key frames; None without key frames or with a single frame."""
    keys = [frame.pts_ns for frame in frames if frame.is_key]
    if not keys or len(frames) < 2:
        return None
    between = max((b - a for a, b in pairwise(keys)), default=0)
    behind = max(frame.pts_ns for frame in frames) - keys[-1]
    return KeyDistance(max(between, behind) / SECOND_NS, at_least=behind > between)


def bits_per_s(frames: Sequence[Came]) -> float | None:
    """Return the bits per second by the stream's own times; None where there are too few frames.

    Where there are two key frames the rate is taken from the first to the last: half a group of pictures
    would count its large key frame too much.
    """
    keys = [place for place, frame in enumerate(frames) if frame.is_key]
    some = frames[keys[0] : keys[-1] + 1] if len(keys) > 1 else frames
    if len(some) < 2:
        return None
    span_ns = some[-1].dts_ns - some[0].dts_ns
    return 8 * sum(frame.size for frame in some[:-1]) * SECOND_NS / span_ns if span_ns > 0 else None


def behind_utc_s(frames: Sequence[Came], utc_less_monotonic_ns: int) -> float | None:
    """Return how many s after the camera's own stamp the fastest frame came, by this computer's UTC.

    It is the sum of the delay and of how far the camera's clock is behind: if it is below 0 the camera's
    clock is ahead by at least as much. None where no frame has a stamp.
    """
    stamped = [frame for frame in frames if frame.source_t is not None]
    ways_s = [
        (frame.arrival_ns + utc_less_monotonic_ns) / SECOND_NS - (frame.source_t or 0.0) for frame in stamped
    ]
    return min(ways_s, default=None)
