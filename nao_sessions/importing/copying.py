"""Pictures copied as they are: not one is decoded, and each keeps the time at which it is shown.

Some containers (Matroska) leave out when the first pictures are decoded; that is worked out from when all are
shown.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from av.container import InputContainer, OutputContainer
from av.video.stream import VideoStream


class CannotCopy(Exception):
    """When a container does not tell when its pictures are shown, or they cannot be read back."""


class PictureCopy:
    """Copies a stream of pictures, from its first key frame on."""

    def __init__(self, container: InputContainer, video: VideoStream) -> None:
        """Read the times of the whole stream. Raises: CannotCopy."""
        self.written: list[Fraction] = []
        shown: list[int] = []
        decoded: list[int | None] = []
        for packet in container.demux(video):
            if packet.size == 0:
                continue
            if packet.pts is None:
                raise CannotCopy
            if shown or packet.is_keyframe:
                shown.append(packet.pts)
                decoded.append(packet.dts)
        if not shown:
            raise CannotCopy
        self._dts = decoding_times(shown) if None in decoded else decoded
        self._made: OutputContainer
        self._track: VideoStream
        self._zero = Fraction(0)

    def begin(self, made: OutputContainer, video: VideoStream, zero: Fraction) -> None:
        """Make the track in a new file."""
        self._made, self._zero = made, zero
        self._track = made.add_stream_from_template(video)
        self._track.metadata.clear()

    def take(self, packet: Any) -> None:
        """Copy one picture."""
        if packet.size == 0 or not (self.written or packet.is_keyframe):
            return
        dts = self._dts[len(self.written)]
        assert dts is not None
        base = packet.time_base
        shift = round(self._zero / base)
        self.written.append(packet.pts * base - self._zero)
        packet.pts, packet.dts = packet.pts - shift, dts - shift
        packet.stream = self._track
        self._made.mux(packet)

    def end(self) -> None:
        """Nothing is held back."""


def decoding_times(shown: list[int]) -> list[int | None]:
    """Give a time of decoding to each picture, in order of the file: steady, and never after it is shown."""
    in_time = sorted(shown)
    delay = max(early - pts for early, pts in zip(in_time, shown, strict=True))
    return [early - delay for early in in_time]
