"""One recording, measured: a confined child reads its file once, and returns what was seen and heard of it.

Seconds are the file's own: how they become session time may be found better later, and is applied when the
features are read. Nothing but figures leaves: no picture and no sound.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from nao_sessions.analysis.corpus.index_files import packed
from nao_sessions.core.confined_child import ConfinedChild, media_limits, refused
from nao_sessions.core.errors import ForeignFileRefused, RecordError
from nao_sessions.room.files.container import open_recording
from nao_sessions.room.files.levels import FLOOR_DB, luma_of, samples_of
from nao_sessions.text.messages import Text, msg

# What is heard of a recording, second by second: how loud, and how much of it is likely a voice.
#
# A voice is periodic and stands out from the room: 40 ms count where their sound between 200 and 3,500 Hz
# is louder than the quiet of the minute around, and repeats itself 80 to 500 times a second. *Whose* voice
# is not known: Nao's counts, singing and a tone count, whispering and *s* do not.

LOW_HZ, HIGH_HZ = 200.0, 3500.0
"""Where a voice has its energy, and what a telephone, or 8,000 samples a second, still keep."""
FRAME_S = Fraction(1, 25)
"""Three periods of the deepest voice: what its pitch needs (Boersma, 1993)."""
LOWEST_HZ, HIGHEST_HZ = 80.0, 500.0
"""From a man's voice to a child who calls out."""
PERIODIC = 0.5
"""How like itself a frame has to be a period later, of 1 (normalised autocorrelation; Boersma takes 0.45)."""
ABOVE_QUIET_DB = 9.0
"""So much louder than the quiet around it a voice is."""
QUIET = 0.1
"""The quiet of a minute is what a tenth of its frames are below."""
AROUND_S = 30
"""How many seconds before and after a second count for how quiet it is there."""
LEAST_DB = -70.0
"""Quieter than this is no voice: what is left is a microphone's own noise."""

Sound = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _HeardSecond:
    """What one second of sound holds; ``level_db`` and ``periodic`` have a value for each frame of 40 ms."""

    heard_s: float
    rms_db: float
    peak_db: float
    level_db: NDArray[np.float32]
    periodic: NDArray[np.float32]


class Hearing:
    """The measuring of the sound of one file, in the order of its times; a second of it is held at most."""

    def __init__(self) -> None:
        self._seconds: dict[int, _HeardSecond] = {}
        self._second: int | None = None
        self._waiting: list[Sound] = []
        self._rate = 0

    def hear(self, frame: av.AudioFrame, at_s: Fraction) -> None:
        """Add a frame of decoded sound, which begins at ``at_s`` seconds in the file."""
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
        """Return one row of figures for each second in which there was sound."""
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
        self._seconds[self._second] = _HeardSecond(
            heard_s,
            decibels(float(np.sqrt(np.mean(np.square(sound, dtype=np.float64))))),
            decibels(float(np.max(np.abs(sound)))),
            level_db,
            periodic,
        )


def voice_of(sound: NDArray[np.float64], rate_hz: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return, for each 40 ms, how loud it is between LOW_HZ and HIGH_HZ (dBFS), and how periodic (0 to 1).

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
    """Return an amplitude (1: the loudest there is) in dBFS, to a tenth; digital silence is -120."""
    return max(FLOOR_DB, round(20 * float(np.log10(amplitude)), 1)) if amplitude > 0 else FLOOR_DB


# What is seen of a recording, second by second: how bright, how much moves, how sharp.
#
# Five pictures a second are looked at, whatever the camera's rate, so that two cameras can be compared. All
# sums are of whole numbers: the same pictures give the same figures on every machine that decodes them
# alike.

LOOKS_A_S = 5
WIDE_PX = 640
"""Sharpness is measured in pictures that are no wider: a camera of more pixels is not sharper for it."""
SMALL_PX = 160
"""Motion is measured in pictures as wide: a sensor's noise is gone from the means of its blocks."""
MOVES = 12
"""A point moves when its brightness changes by more than this, of 255: in a still room that is filmed with
noise no point does (benchmarks/features.py)."""
MOST_APART = Fraction(2, 5)
"""Two looks further apart, in seconds, are not compared: pictures are missing between them."""

Luma = NDArray[np.uint8]
_STRETCHED = np.clip(np.rint((np.arange(256) - 16) * 255 / 219), 0, 255).astype(np.uint8)
"""What most cameras call black is 16 and what they call white is 235 (ITU-R BT.601)."""
_FULL_RANGE = 2


@dataclass(slots=True)
class _Second:
    """What was measured of the pictures of one second, as it is gathered."""

    pictures: int = 0
    brightness: list[float] = field(default_factory=list)
    sharpness: list[float] = field(default_factory=list)
    motion: list[float] = field(default_factory=list)
    moving: list[float] = field(default_factory=list)


class Seeing:
    """The measuring of the pictures of one file, in the order of their times."""

    def __init__(self) -> None:
        self._seconds: dict[int, _Second] = {}
        self._slot: int | None = None
        self._before: tuple[Fraction, Luma] | None = None

    def see(self, frame: Any, at_s: Fraction) -> None:
        """Add a decoded picture (``av.VideoFrame``), shown at ``at_s`` seconds in the file."""
        second = self._seconds.setdefault(int(at_s // 1), _Second())
        second.pictures += 1
        slot = int(at_s * LOOKS_A_S // 1)
        if slot == self._slot:
            return
        self._slot = slot
        wide = shrunk(stretched(frame), WIDE_PX)
        small = shrunk(wide, SMALL_PX)
        second.brightness.append(int(wide.sum(dtype=np.int64)) / wide.size / 255)
        second.sharpness.append(sharpness_of(wide))
        if self._before is not None:
            before_s, before = self._before
            if before.shape == small.shape and 0 < at_s - before_s <= MOST_APART:
                changed = cv2.absdiff(small, before)
                second.motion.append(int(changed.sum(dtype=np.int64)) / changed.size / 255)
                second.moving.append(int(np.count_nonzero(changed > MOVES)) / changed.size)
        self._before = (at_s, small)

    def rows(self) -> list[dict[str, Any]]:
        """Return one row of figures for each second in which there was a picture."""
        return [
            {
                "medium": "picture",
                "second": number,
                "pictures": one.pictures,
                "brightness": _mean(one.brightness, 4),
                "motion": _mean(one.motion, 5),
                "moving_share": _mean(one.moving, 5),
                "sharpness": _mean(one.sharpness, 2),
            }
            for number, one in sorted(self._seconds.items())
        ]


def stretched(frame: Any) -> Luma:
    """Return the brightness of each point of a picture, from 0, black, to 255, white."""
    luma = luma_of(frame)
    limited = frame.format.name.startswith("yuv") and not frame.format.name.startswith("yuvj")
    if limited and int(frame.color_range) != _FULL_RANGE:
        return _STRETCHED[luma]
    return luma


def shrunk(luma: Luma, wide_px: int) -> Luma:
    """Return a picture scaled down to a width, each point the mean of those it replaces; never scaled up."""
    high, wide = luma.shape
    if wide <= wide_px:
        return luma
    size = (wide_px, max(1, round(high * wide_px / wide)))
    small: Any = cv2.resize(luma, size, interpolation=cv2.INTER_AREA)
    made: Luma = small
    return made


def sharpness_of(luma: Luma) -> float:
    """Return the variance of the Laplacian (Pech-Pacheco et al., 2000): small where edges are blurred."""
    edges = cv2.Laplacian(luma, cv2.CV_16S).astype(np.int64)
    return float(int((edges * edges).sum()) / edges.size - (int(edges.sum()) / edges.size) ** 2)


def _mean(values: list[float], digits: int) -> float | None:
    return round(sum(values) / len(values), digits) if values else None


FIGURES = {
    "pictures": "int64",
    "brightness": "float64",
    "motion": "float64",
    "moving_share": "float64",
    "sharpness": "float64",
    "heard_s": "float64",
    "rms_dbfs": "float64",
    "peak_dbfs": "float64",
    "voice_share": "float64",
}
"""The figures and their types; a row of pictures has none of the figures of sound, and vice versa."""


FigureRow = dict[str, str | int | float | None]
"""The figures of a second by their names, with ``medium`` and ``second``."""


def measured(path: Path) -> bytes | Text:
    """Return a recording's features as packed bytes, measured in a confined child; a sentence where it fails.

    The figures become a table here: what a child returns is no table that is taken as it is.
    """
    import pyarrow as pa

    try:
        rows = ConfinedChild(path.name, media_limits(path), [path]).call(figures_of, path)
    except (ForeignFileRefused, RecordError) as error:
        return error.sentence
    except OSError as error:
        return _unread(path, error)
    schema = pa.schema([("medium", pa.string()), ("second", pa.int64()), *FIGURES.items()])
    try:
        return packed(pa.Table.from_pylist(rows, schema=schema))
    except pa.ArrowException:  # a child that was taken over may name any figure
        return refused(path.name, "broken").sentence


def figures_of(path: Path) -> list[FigureRow]:
    """Return a recording's figures, a row for each second of its pictures, then one for each of its sound.

    Raises:
        RecordError: it cannot be opened.
    """
    seeing, hearing = Seeing(), Hearing()
    try:
        with open_recording(path) as container:
            for frame in _frames(container):
                if frame.pts is None or frame.time_base is None:
                    continue
                if isinstance(frame, av.VideoFrame):
                    seeing.see(frame, frame.pts * frame.time_base)
                else:
                    hearing.hear(frame, frame.pts * frame.time_base)
    except MemoryError:
        raise
    except (av.error.FFmpegError, OSError) as error:
        raise RecordError(_unread(path, error)) from error
    return [*seeing.rows(), *hearing.rows()]


def _unread(path: Path, error: Exception) -> Text:
    why = getattr(error, "strerror", None) or type(error).__name__
    return msg("{name} cannot be read ({why}).", name=path.name, why=why)


def _frames(container: Any) -> Iterator[Any]:
    """Yield decoded pictures and sound; a damaged packet is passed over, and a torn end ends them."""
    streams = [*container.streams.video[:1], *container.streams.audio[:1]]
    for stream in container.streams.video[:1]:
        stream.thread_count = 1  # many recordings at once are what fills a machine
    packets = container.demux(streams)
    while True:
        try:
            packet = next(packets)
        except (StopIteration, av.error.FFmpegError, OSError):
            return
        try:
            yield from packet.decode()
        except av.error.FFmpegError:
            continue
