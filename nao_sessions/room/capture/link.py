"""One connection to a source, recorded from its first piece to its last, segment after segment.

A new segment begins where the source's clock was set, where its picture has another size or form, and where
its sound begins after its picture.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import av
from av.video.stream import VideoStream

from nao_sessions.core.clock import SessionClock
from nao_sessions.room.capture.encoders import encoding_of
from nao_sessions.room.capture.looking import SoundBlock
from nao_sessions.room.capture.segment import ClockJump, Segment
from nao_sessions.room.capture.start import SegmentOpening, SegmentStart
from nao_sessions.room.capture.writer import NO_SPACE
from nao_sessions.room.sources.port import Piece, Source

# The parameters of a picture's stream: its size and form, which a camera may change while it sends.
#
# An MP4 tells them once, at its head: what comes with others belongs to another file. Cameras send them
# before each key frame (ITU-T H.264 annex B, H.265 annex B).

_START = b"\0\0\1"
_KINDS = {"h264": 7, "hevc": 33}
"""The type of the unit that holds size and form (SPS); decoders follow changes of the others (PPS, VPS)."""
_IS_CONFIGURED = 1
"""The first byte of extradata that is no annex B: such packets hold no parameters (ISO/IEC 14496-15)."""


class Parameters:
    """The parameters of a stream of pictures, compared with those of each key frame."""

    def __init__(self, stream: VideoStream) -> None:
        self._codec = stream.codec_context.name
        extradata = stream.codec_context.extradata
        self._is_annex_b = self._codec in _KINDS and not (extradata and extradata[0] == _IS_CONFIGURED)
        self._known: frozenset[bytes] = frozenset()
        self._opened: Any = None

    def changed(self, packet: Any) -> VideoStream | None:
        """Return the video stream with its new parameters, if a key frame changes them; else None.

        Damaged packets, and those that cannot be understood, change nothing.
        """
        if not self._is_annex_b or packet.is_corrupt:
            return None
        data = bytes(packet)
        # Cameras send it once or twice, or leave it out: what counts is that none of them was there before.
        found = frozenset(parameters_in(data, self._codec))
        if not found or found & self._known:
            return None
        if not self._known:
            self._known = found
            return None
        try:
            opened = av.open(io.BytesIO(data), format=self._codec)
            stream = opened.streams.video[0]
        except (av.error.FFmpegError, OSError, IndexError):
            return None
        if not stream.codec_context.width:
            return None
        self._known = found
        self._opened = opened  # a stream goes with its container
        return stream


def parameters_in(data: bytes, codec: str) -> Iterator[bytes]:
    """Yield the parameter sets (size and form of the pictures) before the first slice of a frame."""
    place = data.find(_START)
    while 0 <= place < len(data) - len(_START):
        head = data[place + len(_START)]
        kind, is_slice = (head & 31, 1 <= head & 31 <= 5) if codec == "h264" else (head >> 1, head >> 1 < 32)
        if is_slice:
            return
        following = data.find(_START, place + len(_START))
        if kind == _KINDS[codec]:
            yield data[place : None if following < 0 else following].rstrip(b"\0")
        place = following


class SegmentKeeper(Protocol):
    """The owner of a recording's segments: numbers them, and is called when one opens, rolls and closes."""

    segment: Segment | None
    next_segment: int
    last_frame_ns: int | None

    @property
    def stopping(self) -> bool:
        """Return whether the end of the recording was asked for."""

    def open_segment(self, segment: Segment) -> None:
        """Remember a segment that has been opened as the one in hand."""

    def tell_rolling(self, segment: Segment) -> None:
        """Report that the segment's first key frame lies on disk."""

    def close_segment(self, reason: str) -> None:
        """Close the segment in hand, if there is one."""

    def look(self, piece: Piece) -> None:
        """Examine a picture, to notice a frozen or a black one."""

    def hear(self, heard: SoundBlock) -> None:
        """Examine a block of sound that was written, to measure its level."""


class Link:
    """The recording of one connection. Belongs to one thread."""

    def __init__(
        self, keeper: SegmentKeeper, source: Source, folder: Path, name: str, clock: SessionClock
    ) -> None:
        self._keeper, self._source = keeper, source
        self._folder, self._name, self._clock = folder, name, clock
        self._parameters = None if source.picture is None else Parameters(source.picture)
        self._start: SegmentStart | None = self._new_start()
        self._sound_heard = False

    def record(self) -> None:
        """Write every piece until the link ends.

        Raises:
            OSError: the disk is full, or cannot be written.
            ValueError: an MP4 cannot hold what comes.
        """
        reason = "cut"
        try:
            for piece in self._source.pieces():
                if piece.is_picture:
                    self._keeper.look(piece)
                self._take(piece)
            if self._start is not None:
                self._begin(self._start.finish())
        except OSError as error:
            reason = "disk_full" if error.errno in NO_SPACE else "failed"
            raise
        finally:
            self._keeper.close_segment("stopped" if self._keeper.stopping else reason)

    @property
    def _is_of_pictures(self) -> bool:
        return self._source.picture is not None

    def _new_start(self) -> SegmentStart:
        return SegmentStart(with_sound=self._source.sound is not None, with_picture=self._is_of_pictures)

    def _take(self, piece: Piece) -> None:
        self._sound_heard = self._sound_heard or not piece.is_picture
        is_key = piece.is_picture and piece.packet.is_keyframe
        if is_key and self._parameters is not None:
            changed = self._parameters.changed(piece.packet)
            if changed is not None:
                self._source.picture = changed
                if self._start is None:
                    self._next_segment(piece, "new_parameters")
                    return
        if self._start is not None:
            self._begin(self._start.add(piece))
            return
        segment = self._keeper.segment
        assert segment is not None
        if is_key and self._sound_heard and segment.waits_for_sound:
            self._next_segment(piece, "sound_began")
            return
        self._write(segment, piece)

    def _write(self, segment: Segment, piece: Piece) -> None:
        was_rolling = segment.rolling
        sound = None if piece.is_picture else bytes(piece.packet)  # a packet that is written is empty
        try:
            pts = segment.add(piece)
        except ClockJump:
            self._next_segment(piece, "clock_jump")
            return
        if sound is not None and pts is not None:
            self._keeper.hear(SoundBlock(sound, segment.number, pts, segment.time_base, piece.arrival_ns))
        if piece.is_picture == self._is_of_pictures:
            self._keeper.last_frame_ns = time.monotonic_ns()
        if segment.rolling and not was_rolling:
            self._keeper.tell_rolling(segment)

    def _next_segment(self, piece: Piece, reason: str) -> None:
        self._keeper.close_segment(reason)
        self._start = self._new_start()
        self._begin(self._start.add(piece))

    def _begin(self, beginning: SegmentOpening | None) -> None:
        if beginning is None:
            return
        segment = Segment(
            self._folder,
            self._name,
            self._keeper.next_segment,
            clock=self._clock,
            source=self._source,
            beginning=beginning,
            encoded=encoding_of(self._source),
        )
        self._keeper.open_segment(segment)
        self._start = None
        self._sound_heard = False
        for piece in beginning.pieces:
            self._take(piece)
