"""The recording of one source, for as long as it is asked for.

A link is one connection to the source, a segment one MP4 file; a link has one or more of them. Whatever goes
wrong with the source or with the disk ends a segment, never the recording.

One connection to a source, recorded from its first piece to its last, segment after segment. A new segment
begins where the source's clock was set, where its picture has another size or form, and where its sound
begins after its picture.
"""

from __future__ import annotations

import io
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import av
from av.video.stream import VideoStream

from nao_sessions.core.clock import SECOND_NS, SessionClock
from nao_sessions.core.errors import DeviceUnavailable, NaoSessionsError, UsageError
from nao_sessions.room.capture.encoders import encoding_of, ready_to_copy
from nao_sessions.room.capture.film_latch import FilmPlace
from nao_sessions.room.capture.looking import STILL_S, Looker, Showing, SoundBlock
from nao_sessions.room.capture.order import Order
from nao_sessions.room.capture.segment import ClockJump, Segment, SegmentOpening, SegmentStart
from nao_sessions.room.capture.writer import NO_SPACE
from nao_sessions.room.sources.opening import open_source
from nao_sessions.room.sources.port import Source, TimedPacket, unreachable

# The parameters of a picture's stream: its size and form, which a camera may change while it sends.
#
# An MP4 tells them once, at its head: what comes with others belongs to another file. Cameras send them
# before each key frame (ITU-T H.264 annex B, H.265 annex B).

_START = b"\0\0\1"
_KINDS = {"h264": 7, "hevc": 33}
"""The type of the unit that holds size and form (SPS); decoders follow changes of the others (PPS, VPS)."""
_IS_CONFIGURED = 1
"""The first byte of extradata that is no annex B: such packets hold no parameters (ISO/IEC 14496-15)."""


class PictureParameters:
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

    def look_at_film(self) -> bool:
        """Return whether nothing may be written any more: the film is over, or nobody can end it."""

    @property
    def is_mute(self) -> bool:
        """Return whether pictures are recorded without their sound."""

    @property
    def reason(self) -> str:
        """Return why the recording ends, once that was asked for."""

    def open_segment(self, segment: Segment) -> None:
        """Remember a segment that has been opened as the one in hand."""

    def tell_rolling(self, segment: Segment) -> None:
        """Report that the segment's first key frame lies on disk."""

    def close_segment(self, reason: str) -> None:
        """Close the segment in hand, if there is one."""

    def look(self, piece: TimedPacket) -> None:
        """Examine a picture, to notice a frozen or a black one."""

    def hear(self, heard: SoundBlock) -> None:
        """Examine a block of sound that was written, to measure its level."""


class SourceConnection:
    """The recording of one connection. Belongs to one thread."""

    def __init__(
        self, keeper: SegmentKeeper, source: Source, folder: Path, name: str, clock: SessionClock
    ) -> None:
        self._keeper, self._source = keeper, source
        self._folder, self._name, self._clock = folder, name, clock
        self._parameters = None if source.picture is None else PictureParameters(source.picture)
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
                if self._keeper.look_at_film():  # what waits already is not written either
                    return
                if piece.is_picture:
                    self._keeper.look(piece)
                self._take(piece)
            if self._start is not None and not self._keeper.look_at_film():
                self._begin(self._start.finish())
        except OSError as error:
            reason = "disk_full" if error.errno in NO_SPACE else "failed"
            raise
        finally:
            self._keeper.close_segment(self._keeper.reason or reason)

    @property
    def _is_of_pictures(self) -> bool:
        return self._source.picture is not None

    def _new_start(self) -> SegmentStart:
        with_sound = self._source.sound is not None and not self._keeper.is_mute
        return SegmentStart(with_sound=with_sound, with_picture=self._is_of_pictures)

    def _take(self, piece: TimedPacket) -> None:
        if not piece.is_picture and self._keeper.is_mute:
            return
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

    def _write(self, segment: Segment, piece: TimedPacket) -> None:
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

    def _next_segment(self, piece: TimedPacket, reason: str) -> None:
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


BACK_OFF_S = (0.1, 0.2, 0.5, 1.0, 2.0)
DISK_RETRY_S = 5.0
DISK_RETRY_BYTES = 64 * 1024 * 1024
"""Free space that is worth another segment: some minutes of a usual camera."""
SEAMS = frozenset({"sound_began", "new_parameters", "clock_jump"})
"""The reasons to end a segment that the next one follows at once, on the same link."""
SEAM_NS = SECOND_NS // 10
"""A shorter time between two such segments is no gap: pictures come ten a second or more."""
Emit = Callable[[dict[str, Any]], None]


class Capture:
    """The recording of one source, until it is stopped.

    ``run`` belongs to one thread; ``stop``, ``segment`` and ``status`` may be used from any.
    """

    def __init__(
        self,
        order: Order,
        emit: Emit,
        showing: Showing,
        film: FilmPlace,
        *,
        still_s: float = STILL_S,
    ) -> None:
        """Prepare a recording; what is frozen, black or silent for ``still_s`` seconds is reported.

        ``film`` says whether anything may be written still.
        """
        self._order = order
        self._film = film
        self.unheard = False
        self._emit = emit
        self._stop = threading.Event()
        self._source: Source | None = None
        self._looker = Looker(order, self._noticed, showing, still_s)
        self._lock = threading.Lock()
        self._gap_from_ns: int | None = None
        self._seam = False
        self._told_unreachable = False
        self.segment: Segment | None = None
        self.next_segment = order.segment
        self.last_frame_ns: int | None = None

    def run(self) -> None:
        """Record until stopped; returns with all files closed."""
        failures = 0
        while not self._stop.is_set() and not self.look_at_film():
            began = self.next_segment
            try:
                self._one_link()
            except (DeviceUnavailable, UsageError) as error:  # UsageError: its login was taken away meanwhile
                self._tell_unreachable(error)
            except OSError as error:
                if error.errno not in NO_SPACE:
                    raise
                self._disk_full()
                self._wait_for_space()
            failures = 0 if self.next_segment != began else failures + 1
            self._stop.wait(BACK_OFF_S[min(failures, len(BACK_OFF_S) - 1)])

    def stop(self) -> None:
        """Ask the recording to end, and return at once; what has arrived is still written."""
        self._stop.set()
        with self._lock:
            if self._source is not None:
                self._source.stop()

    def look_at_film(self) -> bool:
        """Return whether nothing may be written any more: the film is over, or nobody can end it.

        That nobody can is told once, and the capture then ends, whoever is heard again; one that its session
        stops ends by that.
        """
        if self._film.is_over:
            if self.segment is None:  # no camera, or no link: nothing is being written
                self._film.fall_silent()
            return True
        if self.unheard or self.stopping or not (whom := self._film.unheard):
            return self.unheard
        with self._lock:
            told, self.unheard = self.unheard, True
        if not told:
            self._emit({"event": "unheard", "whom": whom})
        return True

    @property
    def is_mute(self) -> bool:
        """Return whether pictures are recorded without their sound."""
        return self._film.is_mute and not self._order.sound_only

    def look(self, piece: TimedPacket) -> None:
        """Examine a picture, to notice a frozen or a black one."""
        self._looker.look(piece)

    def hear(self, heard: SoundBlock) -> None:
        """Examine a block of sound that was written, to measure its level."""
        self._looker.hear(heard)

    def _one_link(self) -> None:
        order = self._order
        source = open_source(order.source, order.login, self._stop)
        if self.is_mute:
            source.sound = None
        source = ready_to_copy(source, sound_only=order.sound_only)
        with self._lock:
            self._source = source
        if self._stop.is_set():
            source.stop()
        self._looker.begin(source)
        try:
            SourceConnection(self, source, order.folder, order.name, order.clock).record()
        except ValueError as error:
            raise unreachable(str(error)) from error
        finally:
            self._looker.end()
            with self._lock:
                self._source = None
            source.close()

    def _noticed(self, event: dict[str, Any]) -> None:
        """Emit an event about the picture or the sound, with the number of the present segment."""
        segment = self.segment
        self._emit({**event, "segment": segment.number if segment is not None else None})

    def open_segment(self, segment: Segment) -> None:
        """Remember a segment that has been opened as the one in hand."""
        self.next_segment = segment.number + 1
        self.segment = segment

    def tell_rolling(self, segment: Segment) -> None:
        """Report that the segment's first key frame lies on disk, and the gap before it, if there was one."""
        self._told_unreachable = False
        from_ns, to_ns, self._gap_from_ns = self._gap_from_ns, segment.first_ns, None
        if from_ns is not None and to_ns is not None and not (self._seam and to_ns - from_ns < SEAM_NS):
            self._emit({"event": "gap", "from": from_ns, "to": to_ns, "segment": segment.number})
        rolling = {
            "event": "rolling",
            "segment": segment.number,
            "from": segment.first_ns,
            "sound": segment.has_sound,
        }
        with self._lock:
            encoded = encoding_of(self._source) if self._source is not None else {}
        self._emit({**rolling, "encoded": encoded} if encoded else rolling)

    def close_segment(self, reason: str) -> None:
        """Close the segment in hand, if there is one.

        Raises:
            OSError: the disk is full: the files stay readable as they are.
        """
        segment, self.segment = self.segment, None
        if self._film.is_over:
            self._film.fall_silent()
        if segment is None:
            return
        self._gap_from_ns, self._seam = segment.last_ns, reason in SEAMS
        try:
            segment.close()
        finally:
            self._emit(
                {
                    "event": "closed",
                    "segment": segment.number,
                    "reason": reason,
                    **segment.counts.as_dict(),
                    "bytes": segment.bytes_written,
                }
            )

    @property
    def order(self) -> Order:
        """Return the order: what is being recorded, and where."""
        return self._order

    @property
    def stopping(self) -> bool:
        """Return whether the end of the recording was asked for."""
        return self._stop.is_set()

    @property
    def reason(self) -> str:
        """Return why the recording ends: film_over, unheard, stopped; "" while it is to go on."""
        if self._film.is_over:
            return "film_over"
        return "unheard" if self.unheard else "stopped" if self.stopping else ""

    @property
    def last_byte_ns(self) -> int | None:
        """Return when the source last sent anything (ns of CLOCK_MONOTONIC); None without a link."""
        with self._lock:
            return self._source.last_byte_ns if self._source is not None else None

    def _disk_full(self) -> None:
        try:
            self.close_segment("disk_full")
        except OSError as error:
            if error.errno not in NO_SPACE:
                raise
        self._emit({"event": "disk_full"})

    def _wait_for_space(self) -> None:
        while not self._stop.wait(DISK_RETRY_S):
            if shutil.disk_usage(self._order.folder).free >= DISK_RETRY_BYTES:
                return

    def _tell_unreachable(self, error: NaoSessionsError) -> None:
        if not self._told_unreachable and not self.stopping:
            self._told_unreachable = True
            failure = {"code": error.code, "text": error.sentence.en, "text_fr": error.sentence.fr}
            self._emit({"event": "failed", **failure, "fatal": False})
