"""Where a recording lies on a session's clock, exactly: many short pieces of both, compared by their phases.

Generalised cross-correlation with the phase transform (Knapp and Carter, 1976): every pitch counts alike, so
that a room's echoes leave one sharp peak at the way that sound takes first. A line through all pieces tells
the offset and the rate; what is left tells how sure it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from nao_sessions.room.clap.arrays import Samples, Seconds
from nao_sessions.room.clap.film import SOUND_HZ

PIECE_S = 2.0
"""Clocks 200 ppm apart drift by 0.4 ms in it: less than half a wave of the highest pitch that is compared."""
REACH_S = 0.08
MOST_PIECES = 60
LOW_HZ, HIGH_HZ = 200.0, 1800.0
LEAST_PEAK = 6.0
"""A peak counts when it stands so many standard deviations out: of 2,560 lags chance reaches four."""
INLIER_S = 0.005
LEAST_PIECES = 3
LEAST_SHARE = 0.5
"""So many of the pieces that have a peak must lie on the line: what Nao repeats makes peaks, too."""
RATE_SPAN_S = 30.0
MOST_RATE = 500e-6


@dataclass(frozen=True, slots=True)
class Aligned:
    """Session seconds = ``offset_s`` + ``rate`` x the file's seconds, within ``uncertainty_s`` (two standard
    errors); ``at_s`` and ``residual_s`` are of the pieces on the line, ``pieces`` had a peak."""

    offset_s: float
    rate: float
    uncertainty_s: float
    at_s: Seconds
    residual_s: Seconds
    pieces: int


Read = Callable[[float, float], Samples]
"""Gives the sound between two times of a clock, ``SOUND_HZ`` samples a second."""


def align(file: Read, session: Read, rough: Sequence[tuple[float, float]], last_s: float) -> Aligned | None:
    """Lay a file on a session; None where its pieces tell no line.

    Args:
        file: reads the file by its own clock.
        session: reads the session by the session's clock.
        rough: places of the file and of the session that belong together within ``REACH_S``, at least one.
        last_s: where the file ends.
    """
    places = np.array(rough)
    slope, middle = 0.0, float(np.median(places[:, 0]))
    if np.ptp(places[:, 0]) >= RATE_SPAN_S:
        slope = _slope(places[:, 0], places[:, 1] - places[:, 0])
    later_s = float(np.median(places[:, 1] - places[:, 0] - slope * (places[:, 0] - middle)))
    found = []
    for at_s in np.linspace(0.0, max(0.0, last_s - PIECE_S), MOST_PIECES):
        expected_s = at_s + later_s + slope * (at_s - middle)
        if expected_s < REACH_S:
            continue
        lag_s, peak = lag_of(
            file(float(at_s), float(at_s) + PIECE_S),
            session(expected_s - REACH_S, expected_s + PIECE_S + REACH_S),
        )
        if peak >= LEAST_PEAK:
            found.append((float(at_s) + PIECE_S / 2, expected_s - float(at_s) + lag_s))
    return _line(np.array(found)) if len(found) >= LEAST_PIECES else None


def lag_of(piece: Samples, longer: Samples) -> tuple[float, float]:
    """Give where a piece lies in a longer one, in seconds beside its middle, and how far its peak
    stands out."""
    size = 1 << (len(longer) + len(piece)).bit_length()
    cross = np.fft.rfft(longer, size) * np.conj(np.fft.rfft(piece, size))
    pitch = np.fft.rfftfreq(size, 1 / SOUND_HZ)
    strength = np.abs(cross)
    band = (pitch >= LOW_HZ) & (pitch <= HIGH_HZ) & (strength > 0)
    if not band.any():
        return 0.0, 0.0
    alike = np.fft.irfft(np.where(band, cross / np.maximum(strength, 1e-30), 0.0), size)
    lags = max(3, len(longer) - len(piece) + 1)
    near = alike[:lags]
    best = int(np.clip(near.argmax(), 1, lags - 2))
    before, at, after = near[best - 1 : best + 2]
    bend = before - 2 * at + after
    exact = best + (float(before - after) / (2 * float(bend)) if bend else 0.0)
    return exact / SOUND_HZ - REACH_S, float(at / (np.std(near) or 1.0))


def _line(found: Seconds) -> Aligned | None:
    at_s, later_s = found[:, 0], found[:, 1]
    first = np.abs(later_s - np.median(later_s)) <= 2 * REACH_S
    slope = 0.0
    if np.ptp(at_s) >= RATE_SPAN_S:
        slope = float(np.clip(_slope(at_s[first], later_s[first]), -MOST_RATE, MOST_RATE))
    offset_s = float(np.median(later_s[first] - slope * at_s[first]))
    residual_s = later_s - slope * at_s - offset_s
    on_line = np.abs(residual_s) <= INLIER_S
    if on_line.sum() < max(LEAST_PIECES, LEAST_SHARE * len(at_s)):
        return None
    middle_s = float(at_s[on_line].mean())
    if np.ptp(at_s[on_line]) >= RATE_SPAN_S:
        slope = float(np.polyfit(at_s[on_line] - middle_s, later_s[on_line], 1)[0])
    offset_s = float(np.median(later_s[on_line] - slope * at_s[on_line]))
    residual_s = later_s[on_line] - slope * at_s[on_line] - offset_s
    spread_s = 1.4826 * float(np.median(np.abs(residual_s)))
    # At the ends of a line through n points an error is twice that of its middle.
    uncertainty_s = 2 * 2 * 1.2533 * spread_s / np.sqrt(on_line.sum()) + 0.5 / SOUND_HZ
    return Aligned(offset_s, 1.0 + slope, float(uncertainty_s), at_s[on_line], residual_s, len(at_s))


def _slope(x: Seconds, y: Seconds) -> float:
    """Give the median slope between all pairs that lie apart (Theil and Sen's estimator)."""
    first, second = np.triu_indices(len(x), 1)
    apart = np.abs(x[second] - x[first]) >= RATE_SPAN_S / 2
    if not apart.any():
        return 0.0
    return float(np.median((y[second] - y[first])[apart] / (x[second] - x[first])[apart]))
