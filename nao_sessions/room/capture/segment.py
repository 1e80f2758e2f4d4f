"""One segment as it is recorded: its file, the lines of its index, and the counts of its frames.

A frame's line says what was observed: when its first byte came, and what the source's own clock said.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from nao_sessions.core.clock import SECOND_NS, SessionClock
from nao_sessions.room.capture.counts import FrameCounter, FrameCounts
from nao_sessions.room.capture.start import SegmentOpening
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
from nao_sessions.room.sources.port import Piece, Source
from nao_sessions.room.sync.arrivals import Ticks

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

    def add(self, piece: Piece) -> int | None:
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
