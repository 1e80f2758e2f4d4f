"""How a recording's sound rises and falls, in four bands, a hundred times a second: what two recorders share.

Gain, noise and the place in the room change a waveform; when a voice begins, they do not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from nao_sessions.room.sync.clap.chance import Samples
from nao_sessions.room.sync.clap.film import SOUND_HZ, read_sound

STEP_S = 0.01
BANDS_HZ = ((150, 400), (400, 1000), (1000, 2200), (2200, 3600))
"""The bands in which voices are loud; all of them are still held by 8,000 samples a second."""

_FRAME = SOUND_HZ // 50
_SLOW_S = 1.0
"""What changes more slowly than this (a fan, the gain of a telephone) is taken out."""
_CHUNK_S = 60.0
_MOST = 3.0

Changes = NDArray[np.float32]
"""Changes of loudness, shape (bands, steps), scaled to 1 and without their slow part; 0 where nothing is."""


@dataclass(frozen=True, slots=True)
class LoudnessChanges:
    """The changes of a recording's loudness; step n is at ``n * STEP_S`` on its clock."""

    changes: Changes

    @property
    def length_s(self) -> float:
        """Return the length of the sound in seconds."""
        return float(self.changes.shape[1] * STEP_S)


def sound_length_s(recording: Path) -> float:
    """Return when a recording's sound ends, on its own clock; 0 where there is none. Raises: OSError."""
    with av.open(str(recording)) as container:
        if not container.streams.audio:
            return 0.0
        stream = container.streams.audio[0]
        if stream.duration is not None and stream.time_base is not None:
            ticks: int = (stream.start_time or 0) + stream.duration
            return ticks * float(stream.time_base)
        return 0.0 if container.duration is None else float(container.duration / av.time_base)


def hear(
    recording: Path, length_s: float, tell: Callable[[float], None] = lambda share: None
) -> LoudnessChanges:
    """Return the changes of a recording's loudness; ``tell`` is called with the share that is done.

    Raises:
        OSError: the file cannot be opened.
    """
    parts = []
    for first_s, samples in pieces(recording, length_s):
        parts.append(_power(samples))
        tell(min(1.0, (first_s + _CHUNK_S) / length_s))
    power = np.concatenate(parts, axis=1) if parts else np.zeros((len(BANDS_HZ), 0))
    return LoudnessChanges(changes_of(power))


def pieces(recording: Path, length_s: float) -> Iterator[tuple[float, Samples]]:
    """Yield the sound of a recording minute by minute, each with its first second. Raises: OSError."""
    for first_s in np.arange(0.0, length_s, _CHUNK_S):
        last_s = min(float(first_s) + _CHUNK_S, length_s)
        yield float(first_s), read_sound(recording, float(first_s), last_s)


def changes_of(power: NDArray[np.floating]) -> Changes:
    """Return the loudness of each band without its slow changes, scaled.

    Args:
        power: of each band at each step, shape (bands, steps); 0 where nothing was recorded.
    """
    if not power.shape[1]:
        return power.astype(np.float32)
    empty = power.sum(axis=0) <= 0
    if empty.all():
        return np.zeros(power.shape, np.float32)
    quiet = np.quantile(power[:, ~empty], 0.2, axis=1)[:, None] + 1e-12
    loud = np.log(power + quiet)
    width = round(_SLOW_S / STEP_S) | 1
    kernel = np.ones(width) / width
    slow = np.stack([np.convolve(np.pad(one, width // 2, "edge"), kernel, "valid") for one in loud])
    rest = loud - slow
    rest[:, empty] = 0.0
    scale = rest[:, ~empty].std(axis=1)[:, None] + 1e-6
    return np.asarray(np.clip(rest / scale, -_MOST, _MOST), np.float32)


def _power(samples: Samples) -> NDArray[np.float64]:
    """Return the power of each band at each step, shape (bands, steps)."""
    step = round(STEP_S * SOUND_HZ)
    count = len(samples) // step
    padded = np.pad(samples, (_FRAME // 2, _FRAME))
    frames = np.lib.stride_tricks.sliding_window_view(padded, _FRAME)[::step][:count]
    spectrum = np.abs(np.fft.rfft(frames * np.hanning(_FRAME), axis=1)) ** 2
    pitch = np.fft.rfftfreq(_FRAME, 1 / SOUND_HZ)
    return np.stack([spectrum[:, (pitch >= low) & (pitch < high)].sum(axis=1) for low, high in BANDS_HZ])
