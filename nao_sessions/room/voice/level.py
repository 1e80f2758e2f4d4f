"""How loud a recording is, moment by moment, in bands from a hum to a hiss.

Nothing here knows what was said, or when.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nao_sessions.room.sync.clap.arrays import Samples, Seconds

Levels = NDArray[np.float64]

EDGES_HZ = (150, 300, 600, 1000, 1600, 2500, 3600, 5200, 7600)
"""Between them lie the bands: a vowel is loud in the low ones, a *t* or an *s* in the high ones."""

HOP_S = 0.005
FRAME_S = 0.02
SILENCE = 1e-12


@dataclass(frozen=True, slots=True)
class Level:
    """Loudness: ``db``, shape (frames, bands), at ``at_s``, the middles of the frames."""

    at_s: Seconds
    db: Levels

    def between(self, first_s: float, last_s: float) -> Levels:
        """Return the loudness between two times."""
        return self.db[(self.at_s >= first_s) & (self.at_s <= last_s)]


def band_levels(samples: Samples, rate_hz: int, begins_s: float) -> Level:
    """Measure how loud some sound is in each band.

    Args:
        samples: mono sound, shape (samples,).
        rate_hz: samples a second.
        begins_s: when the first sample is, on any clock.
    """
    width, hop = round(FRAME_S * rate_hz), round(HOP_S * rate_hz)
    padded = np.pad(samples.astype(np.float64), width // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, width)[::hop]
    power = np.abs(np.fft.rfft(frames * np.hanning(width), axis=1)) ** 2 / width**2
    pitch = np.fft.rfftfreq(width, 1 / rate_hz)
    bands = [power[:, (pitch >= low) & (pitch < high)].sum(axis=1) for low, high in pairwise(EDGES_HZ)]
    at_s = begins_s + np.arange(len(frames)) * hop / rate_hz
    return Level(at_s, 10 * np.log10(np.maximum(np.stack(bands, axis=1), SILENCE)))
