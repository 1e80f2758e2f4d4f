"""The arrays that the searches hand each other, by what they hold."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Seconds = NDArray[np.float64]
"""Times, or values at times, shape (n,)."""

Luma = NDArray[np.float32]
"""Mean brightness of the blocks of pictures, 0 to 255, shape (frames, rows, columns)."""

Samples = NDArray[np.float32]
"""Mono sound, shape (samples,)."""

Waves = NDArray[np.float64]
"""Slow changes that are taken out of what was seen, shape (frames, waves)."""
