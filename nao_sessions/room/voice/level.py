"""How loud a recording is where voices are, moment by moment.

Nothing here knows what was said, or when.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nao_sessions.room.clap.arrays import Samples, Seconds

LOW_HZ, HIGH_HZ = 200.0, 3500.0
"""Where a voice has its energy, and what a telephone, or 8,000 samples a second, still keep."""

HOP_S = 0.005
FRAME_S = 0.04
"""The window through which loudness is seen: in one half as long, the tail of a room that rings flickers so
much that it looks like new sound (90 % of ends within 75 instead of 55 ms, in a room that falls by 60 dB in
0.6 s)."""

SILENCE = 1e-12


@dataclass(frozen=True, slots=True)
class Level:
    """Loudness: ``db`` at ``at_s``, the middles of the frames, both of shape (frames,)."""

    at_s: Seconds
    db: Seconds

    def between(self, first_s: float, last_s: float) -> Seconds:
        """Give the loudness between two times."""
        return self.db[(self.at_s >= first_s) & (self.at_s <= last_s)]


def voice_level(samples: Samples, rate_hz: int, begins_s: float) -> Level:
    """Measure how loud the voice's part of some sound is.

    Args:
        samples: mono sound, shape (samples,).
        rate_hz: samples a second.
        begins_s: when the first sample is, on any clock.
    """
    spectrum = np.fft.rfft(samples.astype(np.float64))
    pitch = np.fft.rfftfreq(len(samples), 1 / rate_hz)
    # Edges that slope: a sudden one would ring on after every sound, as a room does.
    spectrum *= np.interp(pitch, (LOW_HZ / 2, LOW_HZ, HIGH_HZ, HIGH_HZ + LOW_HZ), (0.0, 1.0, 1.0, 0.0))
    voice = np.fft.irfft(spectrum, len(samples))
    window = np.hanning(round(FRAME_S * rate_hz) | 1)
    power = np.convolve(voice**2, window / window.sum(), mode="same")[:: round(HOP_S * rate_hz)]
    at_s = begins_s + np.arange(len(power)) * round(HOP_S * rate_hz) / rate_hz
    return Level(at_s, 10 * np.log10(np.maximum(power, SILENCE)))
