"""One segment on disk: the packets of a stream, put as they are into an MP4 that no power cut spoils.

While it is open the file is a row of short fragments; closed, it is a plain MP4.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.audio.stream import AudioStream
from av.bitstream import BitStreamFilterContext
from av.video.stream import VideoStream

from nao_sessions.record.private import open_private
from nao_sessions.room.sync.arrivals import Ticks

TICKS = Fraction(1, 90_000)
"""The unit of pictures' times, in seconds: the clock of MPEG, and exact for most rates."""
FRAGMENT_US = 30_000
"""A fragment a frame, below 33 a second: 3 % of a usual stream in heads. Four more frames may be on their way
when a recorder is killed (one is being received, two are in the demultiplexer, one waits for its successor).
"""
OPTIONS = {
    # hybrid_fragmented: readable while open, plain once closed. delay_moov: the first fragment is readable
    # too (without it, 0.2 to 0.5 s are not). use_metadata_tags: our own facts are kept in the file.
    "movflags": "hybrid_fragmented+delay_moov+use_metadata_tags",
    "frag_duration": str(FRAGMENT_US),
    "flush_packets": "1",
    "avoid_negative_ts": "disabled",  # each track keeps its start; the default moves all by up to 59 ms
    "movie_timescale": "90000",  # starts of tracks exact to the tick; the default rounds them to 1 ms
    "max_interleave_delta": "1",  # a picture does not wait for sound (by default up to 10 s)
}
WRITE_BYTES = 1 << 22
"""More than any frame: a fragment comes in one piece."""
NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

_ADTS_HEAD_BYTES = 7
_BOX_HEAD_BYTES = 8


def audio_specific_config(adts: bytes) -> bytes | None:
    """Return the two bytes that an MP4 says about AAC, from the head of an ADTS frame (ISO/IEC 14496-3).

    The multiplexer would learn them from the first packet, which is too late for the head of the file. None
    if this is no ADTS, or if its channels cannot be told in two bytes.
    """
    if len(adts) < _ADTS_HEAD_BYTES or adts[0] != 0xFF or adts[1] & 0xF6 != 0xF0:
        return None
    object_type = (adts[2] >> 6) + 1
    rate_index = adts[2] >> 2 & 0x0F
    channels = (adts[2] & 1) << 2 | adts[3] >> 6
    if channels == 0 or rate_index > 12:
        return None
    return bytes([object_type << 3 | rate_index >> 1, (rate_index & 1) << 7 | channels << 3])


class VideoFile:
    """The file that PyAV writes into: private, never in an older file's place, and never torn.

    A fragment whose head is cut short makes readers refuse the whole file. So its first eight bytes are
    written last (before that they are zeros, and readers pass over what follows); and when the disk is full,
    what was begun is taken back and the file takes no byte more: it stays readable as it is.
    """

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.size = 0
        self.closed = False  # PyAV writes no trailer into a closed file
        self._place = 0
        self._fd = open_private(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, within=path.parent.parent)

    def write(self, data: bytes) -> int:
        """Write all of ``data``, a whole fragment at a time.

        Raises:
            OSError: the disk is full, or cannot be written.
        """
        head = _BOX_HEAD_BYTES if data[4:8] == b"moof" else 0
        try:
            if self._place < self.size:
                os.fdatasync(self._fd)
            self._write_at(self._place + head, data[head:])
            self._write_at(self._place, data[:head])
        except OSError:
            self.closed = True
            os.ftruncate(self._fd, self.size)
            raise
        self._place += len(data)
        self.size = max(self.size, self._place)
        return len(data)

    def _write_at(self, place: int, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            written = os.pwrite(self._fd, rest, place)
            rest, place = rest[written:], place + written

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move to another place in the file, and return that place."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self.size}[whence]
        self._place = start + offset
        return self._place

    def tell(self) -> int:
        """Return the place in the file, in bytes from its start."""
        return self._place

    def sync(self) -> None:
        """Write the file through to the disk, so that a power cut loses nothing."""
        os.fdatasync(self._fd)

    def release(self) -> None:
        """Close the file, once its content has reached the disk."""
        self.closed = True
        with contextlib.suppress(OSError):  # the disk is full or gone: writing has told
            self.sync()
        os.close(self._fd)


class SegmentWriter:
    """The writer of one file, which copies the packets of a stream of pictures, of one of sound, or of both.

    ``base`` (seconds of the source's clock) becomes 0 in the file; no packet may be earlier. Packets of one
    stream must come in decoding order; each is changed, and belongs to the file afterwards.
    """

    def __init__(
        self,
        path: Path,
        video: VideoStream | None,
        sound: AudioStream | None,
        *,
        base: Fraction,
        first_sound: bytes = b"",
        facts: dict[str, str] | None = None,
    ) -> None:
        """Open the file of a segment.

        Raises:
            FileExistsError: a file of that name lies there already.
            ValueError: an MP4 cannot hold such pictures, or, without pictures, such sound.
            OSError: the disk is full, or cannot be written.
        """
        self.file = VideoFile(path)
        self._last_sound_dts: int | None = None
        self._held: dict[int, Any] = {}
        self._last_shown = 0
        try:
            self._container = av.open(self.file, "w", format="mp4", options=OPTIONS, buffer_size=WRITE_BYTES)
            self._container.metadata.update(facts or {})
            self._video = None if video is None else self._container.add_stream_from_template(video)
            if self._video is not None:
                self._video.time_base = TICKS
            self._sound, self._filter = self._add_sound(sound, first_sound)
            if self._video is None and self._sound is None:
                raise ValueError("no sound that an MP4 holds")
            self._container.start_encoding()
        except BaseException:
            self.file.release()
            raise
        lead = self._sound if self._video is None else self._video
        assert lead is not None
        assert lead.time_base is not None
        self.time_base: Fraction = lead.time_base
        self.has_sound = self._sound is not None
        self._base = base
        self._in_file = Ticks(self.time_base, base)
        self._in_sound: Ticks | None = None

    def _add_sound(
        self, sound: AudioStream | None, first: bytes
    ) -> tuple[AudioStream | None, BitStreamFilterContext | None]:
        """Add a track for the sound; return it and, for raw AAC, the filter of its packets.

        Both are None where there is no sound, or an MP4 cannot hold such sound.
        """
        if sound is None:
            return None, None
        needs_config = sound.codec_context.name.startswith("aac") and not sound.codec_context.extradata
        config = audio_specific_config(first) if needs_config else None
        if needs_config and config is None:
            return None, None
        try:
            track = self._container.add_stream_from_template(sound)
        except ValueError:
            return None, None
        if config is None:
            return track, None
        adapt = BitStreamFilterContext("aac_adtstoasc", sound, track)
        track.codec_context.codec_tag = "mp4a"
        track.codec_context.extradata = config
        return track, adapt

    def video(self, packet: Any) -> int:
        """Write one picture; return its pts in ticks of the file's time base.

        Raises:
            OSError: the disk is full, or cannot be written.
        """
        assert self._video is not None
        time_base = packet.time_base
        pts, dts = self._in_file.of(packet.pts, time_base), self._in_file.of(packet.dts, time_base)
        packet.pts, packet.dts, packet.time_base = pts, dts, self.time_base
        self._last_shown = max(self._last_shown, pts)
        self._mux(packet, self._video)
        return pts

    def sound(self, packet: Any) -> int | None:
        """Write one block of sound; return its pts, in ticks of the file's time base.

        One that is damaged, or that lies before the file's start, is left out (None).

        Raises:
            OSError: the disk is full, or cannot be written.
        """
        if self._sound is None:
            return None
        time_base = packet.time_base
        if self._in_sound is None:
            self._in_sound = Ticks(time_base, self._base)
        pts, dts = self._in_sound.of(packet.pts, time_base), self._in_sound.of(packet.dts, time_base)
        if pts < 0 or (self._last_sound_dts is not None and dts <= self._last_sound_dts):
            return None
        self._last_sound_dts = dts
        place = self._in_file.of(packet.pts, time_base)
        packet.pts, packet.dts = pts, dts
        try:
            adapted: Sequence[Any] = self._filter.filter(packet) if self._filter is not None else [packet]
        except av.error.InvalidDataError:
            return None
        for block in adapted:
            self._mux(block, self._sound)
        return place

    def _mux(self, packet: Any, track: VideoStream | AudioStream) -> None:
        """Write a packet once the next one of its track has come, since only that tells the packet's length.

        A fragment may end after any packet, and the next one begins where the last packet is said to end: a
        guessed duration would put a picture up to a frame beside its time.
        """
        before = self._held.pop(track.index, None)
        packet.stream = track
        self._held[track.index] = packet
        if before is not None:
            before.duration = packet.dts - before.dts  # of one track, and so in the same ticks
            self._container.mux(before)

    def _mux_last(self) -> None:
        """Write the packets that are still held back.

        FFmpeg ends a track's edit list where the last packet in the file is shown no more; frames that are
        shown after it (it may be a B frame) would be skipped by players. So it lasts until they end.
        """
        for packet in self._held.values():
            if self._video is not None and packet.stream is self._video:
                packet.duration += max(0, self._last_shown - packet.pts)
            self._container.mux(packet)

    def close(self) -> None:
        """Close the file as a plain MP4; a frozen one stays a row of fragments. Nothing can be written after.

        Raises:
            OSError: the disk is full: the file stays readable as it is.
        """
        try:
            if not self.file.closed:
                self._mux_last()
            self._container.close()
        finally:
            self.file.release()
