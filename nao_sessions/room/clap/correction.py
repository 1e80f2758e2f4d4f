"""What the claps of a session do to the times of a recording: a shift, and with two of them a rate.

A clap tells one moment. Between two that lie apart, the clock's rate is measured as well; nearer together
their mean is taken, since a millisecond of error would count as a drift."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nao_sessions.room.clap.search import Moved, Told

APART_S = 120.0
"""Two claps this far apart, each off by 4 ms, tell a rate to 67 ppm: about what arrivals tell (facts 2b)."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """How a recording is to be read: session seconds = ``offset_s`` + ``rate`` x pts seconds, within
    ``uncertainty_s`` at any moment of it (95 %); ``late_s`` is how long after a picture was taken it had
    come."""

    offset_s: float
    rate: float
    uncertainty_s: float
    late_s: float


def corrected(told: Told, moved: Sequence[Moved]) -> Corrected:
    """Correct what arrivals tell by what claps tell, at least one.

    Claps whose mean is taken make it surer, by the square root of their number, unless they disagree by more.
    """
    first, last = moved[0], moved[-1]
    later_s = float(np.mean([one.later_s for one in moved]))
    slope = 0.0
    if last.pts_s - first.pts_s >= APART_S:
        slope = (last.later_s - first.later_s) / (last.pts_s - first.pts_s)
    middle_s = float(np.mean([one.pts_s for one in moved]))
    left_s = max(abs(one.later_s - later_s - slope * (one.pts_s - middle_s)) for one in moved)
    unsure_s = [one.uncertainty_s for one in moved]
    sure_s = max(unsure_s) if slope else float(np.sqrt(np.mean(np.square(unsure_s)) / len(moved)))
    return Corrected(
        offset_s=told.offset_s + later_s - slope * middle_s,
        rate=told.rate + slope,
        uncertainty_s=max(sure_s, left_s),
        late_s=-later_s,
    )
