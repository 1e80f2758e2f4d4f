"""One segment as it is recorded: its file, the lines of its index, and the counts of its frames.

A frame's line says what was observed: when its first byte came, and what the source's own clock said.

The start of a segment: what is held back until its first frame and its first sound are known. A file begins
with a key frame, and its time 0 is the earliest thing in it; both must be known before the first byte is
written, since an MP4 tells them at its head.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from nao_sessions.core.clock import SECOND_NS, SessionClock
from nao_sessions.room.capture.counts import FrameCounter, FrameCounts
from nao_sessions.room.capture.writer import SegmentWriter
from nao_sessions.room.files.index import (
    CORRUPT,
    KEY,
    LATE,
    Frame,
    IndexWriter,
    index_path,
    segment_path,
    segments_of,
)
from nao_sessions.room.files.mp4 import FACTS
from nao_sessions.room.sources.port import Source, TimedPacket
from nao_sessions.room.sync.arrivals import Ticks

SOUND_PATIENCE = Fraction(1)
"""Seconds of picture to wait for the first sound; then the segment has none, and sound begins the next."""
SOUND_LEAD = Fraction(50, 1000)
"""Sound of this long before the first picture is kept: two blocks of AAC, which decode only in a row."""
HELD_SOUNDS = 400
"""The most blocks of sound held back before the first key frame; the oldest are dropped."""


@dataclass(frozen=True, slots=True)
class SegmentOpening:
    """The pieces a segment begins with, and the source's time that becomes 0 in its file."""

    pieces: tuple[TimedPacket, ...]
    base: Fraction
    first_sound: bytes | None


def _time(piece: TimedPacket) -> Fraction:
    time: Fraction = piece.packet.pts * piece.packet.time_base
    return time


class SegmentStart:
    """The pieces that are held back until a segment can begin; one without pictures begins at once."""

    def __init__(self, *, with_sound: bool, with_picture: bool = True) -> None:
        self._with_sound = with_sound
        self._with_picture = with_picture
        self._early_sound: deque[TimedPacket] = deque(maxlen=HELD_SOUNDS)
        self._held: list[TimedPacket] = []
        self._key_time: Fraction | None = None
        self._has_sound = False

    def add(self, piece: TimedPacket) -> SegmentOpening | None:
        """Add one piece; return the opening of the segment once it is known, else None."""
        if not self._with_picture:
            self._held.append(piece)
            return self._beginning()
        if piece.is_picture:
            self._add_picture(piece)
        elif self._key_time is None:
            self._early_sound.append(piece)
        else:
            self._add_sound(piece)
        if self._key_time is None:
            return None
        waited = piece.is_picture and _time(piece) - self._key_time >= SOUND_PATIENCE
        if self._has_sound or not self._with_sound or waited:
            return self._beginning()
        return None

    def finish(self) -> SegmentOpening | None:
        """Return the opening from what is held when the stream ends; None if no key frame came."""
        return self._beginning() if self._key_time is not None else None

    def _add_picture(self, piece: TimedPacket) -> None:
        if self._key_time is None:
            if not piece.packet.is_keyframe:
                return
            self._key_time = _time(piece)
            for sound in self._early_sound:
                self._add_sound(sound)
            self._early_sound.clear()
        self._held.append(piece)

    def _add_sound(self, piece: TimedPacket) -> None:
        assert self._key_time is not None
        if _time(piece) >= self._key_time - SOUND_LEAD:
            self._held.append(piece)
            self._has_sound = True

    def _beginning(self) -> SegmentOpening:
        base = min(piece.packet.dts * piece.packet.time_base for piece in self._held)
        first_sound = next((piece for piece in self._held if not piece.is_picture), None)
        return SegmentOpening(
            pieces=tuple(self._held),
            base=base,
            first_sound=None if first_sound is None else bytes(first_sound.packet),
        )


NANOSECOND = Fraction(1, SECOND_NS)
JUMP_BACK_NS = 1 * SECOND_NS
JUMP_AHEAD_NS = 2 * SECOND_NS
"""A source's clock that goes back by the first, or ahead by the second, was set: a new segment begins."""


class ClockJump(Exception):
    """Raised when the source's clock was set: the frames after it belong to another segment."""


class Segment:
    """A segment that is being recorded: its file, and a line of the index for each picture.

    Where there is no picture each block of sound has a line. ``sync`` may be called from another thread; all
    else by one.
    """

    def __init__(
        self,
        folder: Path,
        name: str,
        wanted: int,
        *,
        clock: SessionClock,
        source: Source,
        beginning: SegmentOpening,
        encoded: Mapping[str, str],
    ) -> None:
        """Open the files, under the wanted number, or the one after the last segment if that is higher.

        Raises:
            ValueError: an MP4 cannot hold such pictures, or such sound.
            OSError: the disk is full, or cannot be written.
        """
        self.number = max([wanted, *(n + 1 for n in segments_of(folder, name))])
        self._clock = clock
        self._of_pictures = source.picture is not None
        self._counter = FrameCounter()
        self._of_source = Ticks(NANOSECOND)
        self._last_dts_ns: int | None = None
        self._last_arrival_ns = 0
        self._key_bytes = 0
        self.first_ns: int | None = None
        self.last_ns: int | None = None
        self.rolling = False
        self._index = IndexWriter(index_path(folder, name))
        facts: dict[str, object] = {
            "segment": self.number,
            "origin_ns": clock.origin_ns,
            "speed": clock.speed,
            "source": source.kind,
        }
        if encoded:
            facts["encoded"] = dict(encoded)
        try:
            self._writer = SegmentWriter(
                segment_path(folder, name, self.number, sound_only=not self._of_pictures),
                source.picture,
                source.sound if beginning.first_sound is not None else None,
                base=beginning.base,
                first_sound=beginning.first_sound or b"",
                facts={FACTS: json.dumps(facts)},
            )
        except BaseException:
            self._index.close()
            raise
        self.has_sound = self._writer.has_sound
        self.waits_for_sound = source.sound is not None and beginning.first_sound is None

    @property
    def counts(self) -> FrameCounts:
        """Return the counts of frames so far."""
        return self._counter.counts

    @property
    def bytes_written(self) -> int:
        """Return the size of the segment's file on disk, in bytes."""
        return self._writer.file.size

    @property
    def time_base(self) -> Fraction:
        """Return the seconds of one tick of the file's pictures, or of its sound where it has none."""
        return self._writer.time_base

    def add(self, piece: TimedPacket) -> int | None:
        """Write one piece and its line in the index; return its pts in ticks of the file, None if left out.

        Raises:
            ClockJump: the piece belongs to another segment; it was not written.
            OSError: the disk is full, or cannot be written.
        """
        if piece.is_picture != self._of_pictures:
            return self._writer.sound(piece.packet)
        packet = piece.packet
        time_base, arrived_ns = packet.time_base, piece.arrival_ns
        pts_ns = self._of_source.of(packet.pts, time_base)
        dts_ns = self._of_source.of(packet.dts, time_base)
        if self._last_dts_ns is not None:
            step_ns, waited_ns = dts_ns - self._last_dts_ns, arrived_ns - self._last_arrival_ns
            if step_ns <= -JUMP_BACK_NS or step_ns - waited_ns >= JUMP_AHEAD_NS:
                raise ClockJump
            if step_ns <= 0:
                self._counter.repeated()
                return None
        if pts_ns < dts_ns:
            return None  # shown before it is decoded: its times were damaged on the way
        key, corrupt, size = bool(packet.is_keyframe), packet.is_corrupt, packet.size
        pts = self._writer.video(packet) if piece.is_picture else self._writer.sound(packet)
        if pts is None:
            return None
        self._last_dts_ns, self._last_arrival_ns = dts_ns, arrived_ns
        arrival_ns = self._clock.at_ns(arrived_ns)
        late = self._counter.add(pts_ns, dts_ns, arrived_ns)
        frame = Frame(
            segment=self.number,
            frame=self._counter.counts.frames - 1,
            pts=pts,
            key=key,
            arrival_ns=arrival_ns,
            source_t=piece.source_t,
            flags=(KEY if key else "") + (CORRUPT if corrupt else "") + (LATE if late else ""),
        )
        self._index.add(frame)
        if self.first_ns is None:
            self.first_ns, self._key_bytes = arrival_ns, size
        self.last_ns = arrival_ns
        self.rolling = self.rolling or self._writer.file.size > self._key_bytes
        return pts

    def sync(self) -> None:
        """Write the segment's files through to the disk, so that a power cut loses nothing."""
        self._writer.file.sync()
        self._index.sync()

    def close(self) -> None:
        """Close the segment's files.

        Raises:
            OSError: the disk is full: the files stay readable as they are.
        """
        try:
            self._writer.close()
        finally:
            self._index.close()
