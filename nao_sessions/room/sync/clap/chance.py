"""The test that all searches share: could the best of many agreements be as large by chance?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# The arrays that the searches hand each other, by what they hold.

Seconds = NDArray[np.float64]
"""Times, or values at times, shape (n,)."""

Luma = NDArray[np.float32]
"""Mean brightness of the blocks of pictures, 0 to 255, shape (frames, rows, columns)."""

Samples = NDArray[np.float32]
"""Mono sound, shape (samples,)."""

Waves = NDArray[np.float64]
"""Slow changes that are removed from what the camera saw, shape (frames, waves)."""


MOST_CHANCE = 1e-6
"""A pattern is found when chance would do as well less than once in a million searches."""

OTHERS = 60
"""The number of patterns that nobody showed, with which a recording is compared to learn what chance does."""

_LEAST_SCALE = 0.01
_NEARLY_ONE = 0.999999


def chance_of(score: float, others: Sequence[float]) -> float:
    """Return the chance (0 to 1) of a score, from the scores of patterns that nobody showed.

    These were found in the same recording.
    Each score is the largest of many correlations. Fisher's z makes correlations comparable, and the largest
    of many follow Gumbel's law, which is fitted by its two moments.
    """
    z = np.arctanh(np.clip(np.asarray(others, dtype=np.float64), 0.0, _NEARLY_ONE))
    scale = max(float(np.std(z)) * np.sqrt(6) / np.pi, _LEAST_SCALE)
    place = float(np.mean(z)) - np.euler_gamma * scale
    reduced = (float(np.arctanh(np.clip(score, 0.0, _NEARLY_ONE))) - place) / scale
    return float(-np.expm1(-np.exp(-reduced)))
