"""What is heard of a recording, second by second: how loud, and how much of it is likely a voice.

A voice is periodic and stands out from the room: 40 ms count where their sound between 200 and 3,500 Hz is
louder than the quiet of the minute around, and repeats itself 80 to 500 times a second. *Whose* voice is not
known: Nao's counts, singing and a tone count, whispering and *s* do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from nao_sessions.room.files.levels import FLOOR_DB, samples_of

LOW_HZ, HIGH_HZ = 200.0, 3500.0
"""Where a voice has its energy, and what a telephone, or 8,000 samples a second, still keep."""
FRAME_S = Fraction(1, 25)
"""Three periods of the deepest voice: what its pitch needs (Boersma, 1993)."""
LOWEST_HZ, HIGHEST_HZ = 80.0, 500.0
"""From a man's voice to a child who calls out."""
PERIODIC = 0.5
"""How like itself a frame has to be a period later, of 1 (normalised autocorrelation; Boersma takes 0.45)."""
ABOVE_QUIET_DB = 9.0
QUIET = 0.1
"""The quiet of a minute is what a tenth of its frames are below."""
AROUND_S = 30
LEAST_DB = -70.0
"""Quieter than this is no voice: what is left is a microphone's own noise."""

Sound = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Second:
    """What one second holds; ``level_db`` and ``periodic`` are of its frames."""

    heard_s: float
    rms_db: float
    peak_db: float
    level_db: NDArray[np.float32]
    periodic: NDArray[np.float32]


class Hearing:
    """Listens to the sound of one file, in the order of its times; a second of it is held at most."""

    def __init__(self) -> None:
        self._seconds: dict[int, _Second] = {}
        self._second: int | None = None
        self._waiting: list[Sound] = []
        self._rate = 0

    def hear(self, frame: av.AudioFrame, at_s: Fraction) -> None:
        """Take some decoded sound at its time in the file."""
        sound, rate = samples_of(frame), frame.sample_rate
        done, count = 0, sound.shape[1]
        while done < count:
            now_s = at_s + Fraction(done, rate)
            second = int(now_s // 1)
            until = min(count, done + max(1, -int(-(second + 1 - now_s) * rate // 1)))
            if (second, rate) != (self._second, self._rate):
                self._end()
                self._second, self._rate = second, rate
            self._waiting.append(sound[:, done:until])
            done = until

    def rows(self) -> list[dict[str, Any]]:
        """Return a row a second in which there was sound."""
        self._end()
        numbers = sorted(self._seconds)
        found = []
        for number in numbers:
            one = self._seconds[number]
            around = [self._seconds[n].level_db for n in range(number - AROUND_S, number + AROUND_S + 1)
                      if n in self._seconds]  # fmt: skip
            levels = np.concatenate(around)
            share = None
            if len(one.level_db):
                bar = max(float(np.quantile(levels, QUIET)) + ABOVE_QUIET_DB, LEAST_DB)
                share = float(np.mean((one.level_db >= bar) & (one.periodic >= PERIODIC)))
            found.append(
                {
                    "medium": "sound",
                    "second": number,
                    "heard_s": round(one.heard_s, 3),
                    "rms_dbfs": one.rms_db,
                    "peak_dbfs": one.peak_db,
                    "voice_share": None if share is None else round(share, 3),
                }
            )
        return found

    def _end(self) -> None:
        """Measure the second in hand; where sound came twice for one second, the longer part of it stays."""
        if self._second is None or not self._waiting:
            return
        channels = min(len(part) for part in self._waiting)
        sound = np.concatenate([part[:channels] for part in self._waiting], axis=1)
        self._waiting = []
        before = self._seconds.get(self._second)
        heard_s = sound.shape[1] / self._rate
        if before is not None and before.heard_s >= heard_s:
            return
        level_db, periodic = voice_of(sound.mean(axis=0, dtype=np.float64), self._rate)
        self._seconds[self._second] = _Second(
            heard_s,
            decibels(float(np.sqrt(np.mean(np.square(sound, dtype=np.float64))))),
            decibels(float(np.max(np.abs(sound)))),
            level_db,
            periodic,
        )


def voice_of(sound: NDArray[np.float64], rate_hz: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return of each 40 ms how loud it is where voices are (dB), and how periodic (0 to 1).

    Args:
        sound: one channel, shape (samples,).
        rate_hz: samples a second.
    """
    wide = round(rate_hz * FRAME_S)
    frames = sound[: len(sound) // wide * wide].reshape(-1, wide)
    if not len(frames):
        return np.zeros(0, np.float32), np.zeros(0, np.float32)
    window = np.hanning(wide)
    size = 1 << (2 * wide - 1).bit_length()
    pitch = np.fft.rfftfreq(size, 1 / rate_hz)
    power = np.abs(np.fft.rfft((frames - frames.mean(axis=1, keepdims=True)) * window, size)) ** 2
    voice = (pitch >= LOW_HZ) & (pitch <= HIGH_HZ)
    level = 2 * power[:, voice].sum(axis=1) / size / float(np.sum(window**2))
    level_db = 10 * np.log10(np.maximum(level, 10 ** (FLOOR_DB / 10)))
    alike = np.fft.irfft(np.where((pitch >= LOWEST_HZ) & (pitch <= HIGH_HZ), power, 0.0), size)
    of_window = np.fft.irfft(np.abs(np.fft.rfft(window, size)) ** 2, size)
    first, last = int(rate_hz / HIGHEST_HZ), int(rate_hz / LOWEST_HZ) + 1
    lags = alike[:, first:last] / (of_window[first:last] / of_window[0])
    periodic = lags.max(axis=1) / np.maximum(alike[:, 0], 1e-20)
    return np.round(level_db, 1).astype(np.float32), np.round(periodic, 3).astype(np.float32)


def decibels(amplitude: float) -> float:
    """Return dB below the loudest there is, to a tenth; digital silence is -120."""
    return max(FLOOR_DB, round(20 * float(np.log10(amplitude)), 1)) if amplitude > 0 else FLOOR_DB
