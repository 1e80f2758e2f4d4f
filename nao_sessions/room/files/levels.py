"""How loud it was, for the replay: a line a tenth of a second of sound, beside the sound and its index.

What is written is never changed. A level lies at its place in the file: what syncs the sound syncs it too.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

# The brightness of a decoded picture, whatever its pixels are made of.
#
# Nothing is copied where the picture holds its brightness already: most cameras' pictures do.


def luma_of(frame: Any) -> NDArray[np.uint8]:
    """Return the brightness of a picture, shape (height, width).

    Of 8-bit planar YUV the first plane is just that.
    """
    if not frame.format.name.startswith("yuv") or frame.format.components[0].bits != 8:
        frame = frame.reformat(format="gray")
    plane = frame.planes[0]
    return np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[: frame.height, : frame.width]


HEADER = "segment,pts,arrival_ns,peak_db,rms_db"
LEVELS_END = ".levels.csv"
WINDOWS_PER_S = 10
"""A syllable lasts some 200 ms: two levels of it are seen, and an hour is 36,000 lines, 1.4 MB."""
FLOOR_DB = -120.0
"""The lowest level: digital silence is written as this."""

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class LoudnessTenth:
    """The loudness of a tenth of a second over all channels, in dB: 0 is the loudest there is.

    ``pts`` is where its first sample lies, in ticks of the file, as in the index; ``arrival_ns`` is the
    session time at which the block of sound with that sample came.
    """

    segment: int
    pts: int
    arrival_ns: int
    peak_db: float
    rms_db: float

    def to_line(self) -> str:
        """Return the level as a line of the file of levels, with its end."""
        return f"{self.segment},{self.pts},{self.arrival_ns},{self.peak_db:.1f},{self.rms_db:.1f}\n"

    @classmethod
    def from_line(cls, line: str) -> LoudnessTenth:
        """Return the level in a line of a file of levels.

        Raises:
            ValueError: the line is torn, or is no line of levels.
        """
        if not line.endswith("\n"):
            raise ValueError("a torn line")
        segment, pts, arrival_ns, peak_db, rms_db = line.rstrip("\n").split(",")[:5]
        return cls(int(segment), int(pts), int(arrival_ns), float(peak_db), float(rms_db))


@dataclass(frozen=True, slots=True)
class DecodedSound:
    """Some sound of a segment, decoded: ``samples`` (channels, count) lie between -1 and 1."""

    segment: int
    pts: int
    time_base: Fraction
    arrival_ns: int
    rate: int
    samples: Samples


def levels_path(folder: Path, name: str) -> Path:
    """Return the path of a stream's levels, ``NAME.levels.csv``."""
    return folder / f"{name}{LEVELS_END}"


class Loudness:
    """The levels of a recording, worked out while its sound comes; reads no clock, and writes nothing.

    Where sound is missing a level covers what was heard of its tenth of a second, or is missing as well.
    """

    def __init__(self) -> None:
        self._window: tuple[int, int] | None = None
        self._pts = self._arrival_ns = self._count = 0
        self._peak = self._energy = 0.0

    def add(self, blocks: Sequence[DecodedSound]) -> list[LoudnessTenth]:
        """Add blocks of sound in their order; return the levels that are complete."""
        return [level for block in blocks for level in self._add(block)]

    def finish(self) -> list[LoudnessTenth]:
        """Return the level in hand as it is, if there is one."""
        level, self._window = self._level(), None
        return level

    def _add(self, block: DecodedSound) -> Iterator[LoudnessTenth]:
        count = block.samples.shape[1]
        began = block.pts * block.time_base
        done = 0
        while done < count:
            window = math.floor((began + Fraction(done, block.rate)) * WINDOWS_PER_S)
            ends = math.ceil((Fraction(window + 1, WINDOWS_PER_S) - began) * block.rate)
            until = min(count, max(done + 1, ends))
            if self._window != (block.segment, window):
                yield from self._level()
                self._begin((block.segment, window), block, done)
            self._hear(block.samples[:, done:until])
            done = until

    def _begin(self, window: tuple[int, int], block: DecodedSound, done: int) -> None:
        self._window = window
        self._pts = block.pts + round(Fraction(done, block.rate) / block.time_base)
        self._arrival_ns = block.arrival_ns
        self._peak, self._energy, self._count = 0.0, 0.0, 0

    def _hear(self, samples: Samples) -> None:
        flat = np.ascontiguousarray(samples).reshape(-1)
        self._peak = max(self._peak, float(flat.max()), -float(flat.min()))
        self._energy += float(np.dot(flat, flat))
        self._count += flat.size

    def _level(self) -> list[LoudnessTenth]:
        if self._window is None:
            return []
        rms = math.sqrt(self._energy / self._count)
        return [
            LoudnessTenth(self._window[0], self._pts, self._arrival_ns, _decibels(self._peak), _decibels(rms))
        ]


def samples_of(frame: Any) -> Samples:
    """Return a decoded block of sound (``av.AudioFrame``) as samples between -1 and 1, (channels, count)."""
    samples = frame.to_ndarray()
    if samples.dtype.kind == "i":
        samples = samples / np.float32(np.iinfo(samples.dtype).max)
    elif samples.dtype.kind == "u":
        samples = samples / np.float32(128) - 1
    if not frame.format.is_planar:
        samples = samples.reshape(-1, frame.layout.nb_channels).T
    return np.asarray(samples, dtype=np.float32)


def _decibels(amplitude: float) -> float:
    return max(FLOOR_DB, round(20 * math.log10(amplitude), 1)) if amplitude > 0 else FLOOR_DB
