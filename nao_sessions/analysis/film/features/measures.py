"""One recording, measured: its file is read once, and what was seen and heard of it comes back as bytes.

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
from nao_sessions.analysis.film.features.heard import Hearing
from nao_sessions.room.luma import luma_of
from nao_sessions.text.messages import Text, msg

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
    """What one second holds, as it is gathered."""

    pictures: int = 0
    brightness: list[float] = field(default_factory=list)
    sharpness: list[float] = field(default_factory=list)
    motion: list[float] = field(default_factory=list)
    moving: list[float] = field(default_factory=list)


class Seeing:
    """Looks at the pictures of one file, in the order of their times."""

    def __init__(self) -> None:
        self._seconds: dict[int, _Second] = {}
        self._slot: int | None = None
        self._before: tuple[Fraction, Luma] | None = None

    def see(self, frame: Any, at_s: Fraction) -> None:
        """Take a decoded picture (``av.VideoFrame``) at its time in the file."""
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
        """Return a row a second in which there was a picture."""
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
    """Return the brightness of a picture from 0, black, to 255, white."""
    luma = luma_of(frame)
    limited = frame.format.name.startswith("yuv") and not frame.format.name.startswith("yuvj")
    if limited and int(frame.color_range) != _FULL_RANGE:
        return _STRETCHED[luma]
    return luma


def shrunk(luma: Luma, wide_px: int) -> Luma:
    """Make a picture as wide, each point the mean of what it stands for; a small one stays as it is."""
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
"""What is measured; a picture's row is empty in the columns of sound, and the other way round."""


def measured(path: Path) -> bytes | Text:
    """Measure a recording; a sentence where nothing of it can be read. A torn end ends it."""
    import pyarrow as pa

    seeing, hearing = Seeing(), Hearing()
    try:
        with av.open(str(path)) as container:
            for frame in _frames(container):
                if frame.pts is None or frame.time_base is None:
                    continue
                if isinstance(frame, av.VideoFrame):
                    seeing.see(frame, frame.pts * frame.time_base)
                else:
                    hearing.hear(frame, frame.pts * frame.time_base)
    except (av.error.FFmpegError, OSError) as error:
        return msg(
            "{name} cannot be read ({why}).", name=path.name, why=error.strerror or type(error).__name__
        )
    rows = [*seeing.rows(), *hearing.rows()]
    schema = pa.schema([("medium", pa.string()), ("second", pa.int64()), *FIGURES.items()])
    return packed(pa.Table.from_pylist(rows, schema=schema))


def _frames(container: Any) -> Iterator[Any]:
    """Decode pictures and sound; a packet that is damaged is passed over, and a torn end ends them."""
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
