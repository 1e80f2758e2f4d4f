"""What the claps of a session do to the times of a recording: a shift, and with two of them perhaps a rate.

A clap tells one moment. Two of them are read in the way that is surer for the whole recording: their mean, if
arrivals tell the rate well, or the line through both, if these were late or the claps contradict their rate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nao_sessions.room.sync.clap.search import ClapShift, StatedTimes


@dataclass(frozen=True, slots=True)
class ClapCorrection:
    """How a recording is to be read: session seconds = ``offset_s`` + ``rate`` x pts seconds, within
    ``uncertainty_s`` at any moment of it (95 %); ``late_s`` is how long after a picture was taken it had
    come."""

    offset_s: float
    rate: float
    uncertainty_s: float
    late_s: float


def corrected(told: StatedTimes, moved: Sequence[ClapShift]) -> ClapCorrection:
    """Correct what arrivals tell by what claps tell, at least one."""
    first, last = moved[0], moved[-1]
    middle_s = float(np.mean([one.pts_s for one in moved]))
    later_s, unsure_s = mean_of(moved)
    reach_s = max(middle_s - told.first_pts_s, told.last_pts_s - middle_s)
    length_s = told.last_pts_s - told.first_pts_s
    drift_s = told.drift_s * 2 * reach_s / length_s if length_s else 0.0
    unsure_s = float(np.hypot(unsure_s, drift_s))
    slope = 0.0
    if last.pts_s > first.pts_s and (line_s := _line_unsure_s(told, first, last)) < unsure_s:
        slope, unsure_s = (last.later_s - first.later_s) / (last.pts_s - first.pts_s), line_s
        later_s = first.later_s + slope * (middle_s - first.pts_s)
    return ClapCorrection(
        offset_s=told.offset_s + later_s - slope * middle_s,
        rate=told.rate + slope,
        uncertainty_s=unsure_s,
        late_s=-later_s,
    )


def mean_of(moved: Sequence[ClapShift]) -> tuple[float, float]:
    """Return the mean of what claps tell, in seconds, and its uncertainty (95 %).

    Claps make it surer by the square root of their number, unless they disagree by more.
    """
    later_s = np.array([one.later_s for one in moved])
    unsure_s = np.array([one.uncertainty_s for one in moved])
    mean_s = float(later_s.mean())
    sure_s = float(np.sqrt(np.mean(np.square(unsure_s)) / len(moved)))
    return mean_s, max(sure_s, float(np.abs(later_s - mean_s).max()))


def _line_unsure_s(told: StatedTimes, first: ClapShift, last: ClapShift) -> float:
    """Return how far the line through two claps may be off anywhere in the recording, in seconds (95 %)."""
    places_s = np.array([told.first_pts_s, first.pts_s, last.pts_s, told.last_pts_s])
    share = (places_s - first.pts_s) / (last.pts_s - first.pts_s)
    return float(np.hypot((1 - share) * first.uncertainty_s, share * last.uncertainty_s).max())
