"""A copy at a constant rate with the session's time in the picture, for tools that count frames.

A picture that is missing is shown again, one too many is left out: both are listed, and nobody need guess.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

from nao_sessions.analysis.film.names import HiddenSound
from nao_sessions.analysis.film.slots import RATE
from nao_sessions.analysis.film.sound import SoundCopy
from nao_sessions.analysis.tables.source import Film
from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.record.private import private_replacement

OPTIONS = {"preset": "veryfast", "crf": "20", "g": "50", "bf": "0"}
MP4 = {"movie_timescale": "90000"}
"""Where the sound begins beside the pictures, exact to the tick: the default rounds it to 1 ms."""
Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class CopiedFrame:
    """A frame of the copy that is not what a camera gave then: ``repeated`` (invented), or ``left_out``."""

    kind: str
    frame: int
    session_ns: int


def constant_copy(
    film: Film, hidden: HiddenSound, target: Path, progress: Progress, rate: int = RATE
) -> list[CopiedFrame]:
    """Write the copy, and list what was invented and left out in it.

    Args:
        film: a recording with pictures.
        hidden: what is hidden of its sound.
        target: the MP4 that is made.
        progress: told the share that is done, 0 to 1.
        rate: frames a second.

    Raises:
        OSError: the recording cannot be read, or the copy not be written.
    """
    with (
        private_replacement(target) as draft,
        av.open(str(film.path)) as read,
        av.open(str(draft), "w", options=MP4) as made,
    ):
        video = read.streams.video[0]
        pictures = _Pictures(film, made, video, rate)
        heard = read.streams.audio[0] if read.streams.audio else None
        # the sound keeps its place beside the pictures, whose first one is shown at 0
        zero_s = min((float(frame.pts * film.sync.time_base) for frame in film.frames), default=0.0)
        sound = SoundCopy(made, heard, (zero_s, float("inf")), hidden) if heard is not None else None
        whole_s = max(film.length_ns / 1e9, 1e-9)
        for packet in read.demux([stream for stream in (video, heard) if stream is not None]):
            if packet.stream.index == video.index:
                for frame in packet.decode():
                    pictures.take(frame)
                    progress(min(1.0, pictures.reached_s / whole_s))
            elif sound is not None:
                sound.take(packet, zero_s)
        pictures.end()
        if sound is not None:
            sound.end()
    return pictures.listed


class _Pictures:
    """Puts each picture into its slot, and fills the slots that have none with the one before."""

    def __init__(self, film: Film, made: Any, video: Any, rate: int) -> None:
        self.listed: list[CopiedFrame] = []
        self._zero_s = 0.0
        self.reached_s = 0.0
        self._film, self._made, self._rate = film, made, rate
        self._track = made.add_stream("libx264", rate=rate)
        self._width, self._height = video.width // 2 * 2, video.height // 2 * 2
        self._track.width, self._track.height = self._width, self._height + band_of(self._height)
        self._track.pix_fmt = "yuv420p"
        self._track.options = dict(OPTIONS)
        self._next = 0
        self._last: tuple[Any, int] | None = None

    def take(self, frame: Any) -> None:
        own_s = float(frame.pts * frame.time_base)
        at_ns = self._film.sync.session_ns(frame.pts)
        if self._last is None:
            self._zero_s = own_s
        self.reached_s = own_s - self._zero_s
        slot = round(self.reached_s * self._rate)
        if slot < self._next:
            self.listed.append(CopiedFrame("left_out", slot, at_ns))
            return
        while self._last is not None and self._next < slot:
            self.listed.append(CopiedFrame("repeated", self._next, self._last[1]))
            self._write(*self._last, repeated=True)
        picture = frame.to_ndarray(format="bgr24")[: self._height, : self._width]
        self._last = (picture, at_ns)
        self._write(picture, at_ns, repeated=False)

    def end(self) -> None:
        for packet in self._track.encode(None):
            self._made.mux(packet)

    def _write(self, picture: Any, at_ns: int, *, repeated: bool) -> None:
        drawn = with_time(picture, at_ns, self._next, repeated=repeated)
        frame = av.VideoFrame.from_ndarray(drawn, format="bgr24")
        frame.pts, frame.time_base = self._next, Fraction(1, self._rate)
        for packet in self._track.encode(frame):
            self._made.mux(packet)
        self._next += 1


def with_time(picture: Any, at_ns: int, number: int, *, repeated: bool) -> Any:
    """Put session time and frame number on a dark band below the picture; a repeated picture says so."""
    ms = at_ns // MILLISECOND_NS
    text = f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}  #{number}"
    height, width = picture.shape[:2]
    band = band_of(height)
    drawn = np.zeros((height + band, width, 3), np.uint8)
    drawn[:height] = picture
    size = band / 32
    colour = (90, 170, 255) if repeated else (255, 255, 255)
    text += "  REPEATED" if repeated else ""
    cv2.putText(drawn, text, (band // 3, height + band - band // 4), cv2.FONT_HERSHEY_SIMPLEX, size, colour,
                max(1, round(size * 2)), cv2.LINE_AA)  # fmt: skip
    return drawn


def band_of(height: int) -> int:
    """Return how high the band is, in px: even, as H.264 wants it."""
    return max(16, height // 24) // 2 * 2
