"""The sound of the room: speech, tones and a quiet hush, as samples that each have their instant.

Sample n of the room's sound is the air at origin + n/48000 s, whatever the load: nothing here reads a clock.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from math import gcd
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

RATE_HZ = 48_000
HUSH_S = 4  # the hush repeats after this long
HUSH_LEVEL = 0.0006  # about -64 dB: a quiet room
FADE_SAMPLES = 48  # 1 ms: a tone switched on harder than this is heard as a click
STOP_FADE_SAMPLES = 240
FILTER_TAPS = 24
MAX_PHASES = 640


class Source(Protocol):
    """A source of sound: sample 0 is its beginning."""

    def samples(self, start: int, count: int) -> Samples:
        """Return `count` samples at 48 kHz from `start` on; silence outside its length."""
        ...

    @property
    def length(self) -> int:
        """Return the length in samples at 48 kHz."""
        ...


class Tone:
    """A sine with short fades at both ends."""

    def __init__(self, frequency_hz: float, seconds: float) -> None:
        self._turn = 2.0 * np.pi * frequency_hz / RATE_HZ
        self._length = max(0, round(seconds * RATE_HZ))

    @property
    def length(self) -> int:
        """Its length in samples at 48 kHz."""
        return self._length

    def samples(self, start: int, count: int) -> Samples:
        """Return `count` samples from `start` on."""
        n = np.arange(start, start + count)
        fade = np.clip(np.minimum(n + 1, self._length - n) / FADE_SAMPLES, 0.0, 1.0)
        tone: Samples = (np.sin(n * self._turn) * fade).astype(np.float32)
        return tone


class Recording:
    """Samples of any rate, resampled to 48 kHz by a windowed-sinc filter.

    A rate that would need more than ``MAX_PHASES`` phases of the filter, or is not positive, is a ValueError.
    """

    def __init__(self, pcm: Samples, rate_hz: int) -> None:
        if rate_hz <= 0:
            raise ValueError(f"a rate of {rate_hz} Hz")
        common = gcd(rate_hz, RATE_HZ)
        self._step, self._phases = rate_hz // common, RATE_HZ // common
        if self._phases > MAX_PHASES:
            raise ValueError(f"a rate of {rate_hz} Hz has too many phases against 48 kHz")
        self._length = len(pcm) * self._phases // self._step
        margin = np.zeros(FILTER_TAPS, np.float32)
        self._pcm = np.concatenate((margin, pcm, margin))
        self._filter = _sinc_table(self._phases, min(1.0, RATE_HZ / rate_hz))

    @property
    def length(self) -> int:
        """Its length in samples at 48 kHz."""
        return self._length

    def samples(self, start: int, count: int) -> Samples:
        """Return `count` samples from `start` on."""
        out = np.zeros(count, np.float32)
        first, last = max(start, 0), min(start + count, self._length)
        if first >= last:
            return out
        position = np.arange(first, last) * self._step
        whole, phase = position // self._phases, position % self._phases
        taps = np.arange(FILTER_TAPS) - FILTER_TAPS // 2 + 1 + FILTER_TAPS
        heard = np.einsum("ij,ij->i", self._pcm[whole[:, None] + taps], self._filter[phase])
        out[first - start : last - start] = heard
        return out


def _sinc_table(phases: int, cutoff: float) -> Samples:
    """Return phases x taps: a sinc of `cutoff` (of the lower Nyquist) under a Hann window, unit gain."""
    tap = np.arange(FILTER_TAPS) - FILTER_TAPS // 2 + 1
    distance = tap[None, :] - np.arange(phases)[:, None] / phases
    window = np.cos(np.pi * distance / (FILTER_TAPS + 2)) ** 2
    table = cutoff * np.sinc(cutoff * distance) * window
    scaled: Samples = (table / table.sum(axis=1, keepdims=True)).astype(np.float32)
    return scaled


@dataclass(slots=True)
class _Voice:
    identity: object
    start: int
    stop: int
    source: Source
    gain: float


class Mixer:
    """The mix of all that sounds in the room; commands come from one thread, another takes the blocks."""

    def __init__(self, origin_ns: int, seed: int) -> None:
        self._origin_ns = origin_ns
        self._lock = threading.Lock()
        self._voices: list[_Voice] = []
        noise = np.random.default_rng(seed).standard_normal(HUSH_S * RATE_HZ)
        hush = np.fft.rfft(noise)
        hush /= np.sqrt(1.0 + np.arange(len(hush)) / (100.0 * HUSH_S))  # softer above 100 Hz, as rooms are
        shaped = np.fft.irfft(hush)
        self._hush: Samples = (shaped / shaped.std() * HUSH_LEVEL).astype(np.float32)

    def sample_at(self, instant_ns: int) -> int:
        """Return the number of the sample at an instant of CLOCK_MONOTONIC."""
        return round((instant_ns - self._origin_ns) * RATE_HZ / 1e9)

    def command(self, message: Mapping[str, Any]) -> None:
        """Begin or stop a sound, as a line from the robot's process says.

        Raises: KeyError, TypeError, ValueError or OSError when the line or its file is not as agreed.
        """
        kind, at = message["sound"], self.sample_at(int(message["at"]))
        if kind == "stop":
            with self._lock:
                for voice in self._voices:
                    if message.get("id") is None or voice.identity == message["id"]:
                        voice.stop = min(voice.stop, max(at, voice.start))
            return
        if kind == "speech":
            pcm = np.frombuffer(Path(message["pcm"]).read_bytes(), dtype="<i2")
            source: Source = Recording(pcm.astype(np.float32) / 32768.0, int(message["rate"]))
        elif kind == "sine":
            source = Tone(float(message["frequency"]), float(message["seconds"]))
        else:
            raise ValueError(f"no sound is called {kind!r}")
        gain = min(1.0, max(0.0, float(message.get("gain", 1.0))))
        with self._lock:
            self._voices.append(_Voice(message.get("id"), at, at + source.length, source, gain))

    def block(self, start: int, count: int) -> Samples:
        """Return `count` samples of the room's sound from `start` on; what ended before is forgotten."""
        with self._lock:
            self._voices = [v for v in self._voices if v.stop + STOP_FADE_SAMPLES > start]
            voices = [v for v in self._voices if v.start < start + count]
        mixed: Samples = np.take(self._hush, np.arange(start, start + count), mode="wrap")
        for voice in voices:
            heard = voice.source.samples(start - voice.start, count)
            past_stop = np.arange(start, start + count) - voice.stop
            if past_stop[-1] > 0:
                heard = heard * np.clip(1.0 - past_stop / STOP_FADE_SAMPLES, 0.0, 1.0).astype(np.float32)
            mixed += heard * np.float32(voice.gain)
        return np.clip(mixed, -1.0, 1.0)
