"""The recording of one source, for as long as it is asked for: segment after segment, link after link.

Whatever goes wrong with the source or with the disk ends a segment, never the recording.
"""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from typing import Any

import av

from nao_sessions.core.errors import DeviceUnavailable
from nao_sessions.room.order import Order
from nao_sessions.room.segment import ClockJump, Segment
from nao_sessions.room.source import NetworkStream, unreachable
from nao_sessions.room.start import SegmentStart
from nao_sessions.room.writer import NO_SPACE

BACK_OFF_S = (0.1, 0.2, 0.5, 1.0, 2.0)
DISK_RETRY_S = 5.0
DISK_RETRY_BYTES = 64 * 1024 * 1024
"""Free space that is worth another segment: some minutes of a usual camera."""
PROBE_OPTIONS = {
    # A stream joined in the middle of a 10 s group of pictures shows its size only at the next key frame.
    "analyzeduration": "20000000",
    "probesize": str(32 * 1024 * 1024),
    "fpsprobesize": "0",  # the frame rate is measured, never declared: it needs no probing
}
READ_BYTES = 4096
"""Small, so that a frame is handed on as soon as it is whole."""

Emit = Callable[[dict[str, Any]], None]


class Capture:
    """Records until it is stopped.

    ``run`` belongs to one thread; ``stop``, ``segment`` and ``status`` may be used from any.
    """

    def __init__(self, order: Order, emit: Emit) -> None:
        self._order = order
        self._emit = emit
        self._stop = threading.Event()
        self._stream: NetworkStream | None = None
        self._lock = threading.Lock()
        self._gap_from_ns: int | None = None
        self._told_unreachable = False
        self.segment: Segment | None = None
        self.next_segment = order.segment
        self.last_picture_ns: int | None = None

    def run(self) -> None:
        """Record; returns once stopped, with everything closed."""
        failures = 0
        while not self._stop.is_set():
            began = self.next_segment
            try:
                self._one_link()
            except DeviceUnavailable as error:
                self._tell_unreachable(error)
            except OSError as error:
                if error.errno not in NO_SPACE:
                    raise
                self._disk_full()
                self._wait_for_space()
            failures = 0 if self.next_segment != began else failures + 1
            self._stop.wait(BACK_OFF_S[min(failures, len(BACK_OFF_S) - 1)])

    def stop(self) -> None:
        """Ask for the end; what has come is still written."""
        self._stop.set()
        with self._lock:
            if self._stream is not None:
                self._stream.close()

    def _one_link(self) -> None:
        stream = NetworkStream(self._order.source)
        with self._lock:
            self._stream = stream
        if self._stop.is_set():
            stream.close()
        try:
            try:
                container = av.open(stream, format="mpegts", options=PROBE_OPTIONS, buffer_size=READ_BYTES)
            except (av.error.FFmpegError, IndexError) as error:
                raise unreachable(stream.failure or "no MPEG-TS") from error
            with container:
                if not container.streams.video:
                    raise unreachable("no picture")
                _Link(self, container, stream).record()
        finally:
            with self._lock:
                self._stream = None
            stream.close()

    def open_segment(self, segment: Segment) -> None:
        """Take note of a segment that has been opened."""
        self.next_segment = segment.number + 1
        self.segment = segment

    def tell_rolling(self, segment: Segment) -> None:
        """Tell that a key frame lies on disk, and the gap that ends with it."""
        self._told_unreachable = False
        if self._gap_from_ns is not None:
            self._emit(
                {"event": "gap", "from": self._gap_from_ns, "to": segment.first_ns, "segment": segment.number}
            )
            self._gap_from_ns = None
        self._emit(
            {
                "event": "rolling",
                "segment": segment.number,
                "from": segment.first_ns,
                "sound": segment.has_sound,
            }
        )

    def close_segment(self, reason: str) -> None:
        """Close the segment in hand, if there is one.

        Raises:
            OSError: the disk is full: the files stay readable as they are.
        """
        segment, self.segment = self.segment, None
        if segment is None:
            return
        self._gap_from_ns = segment.last_ns
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
        """Give what is being recorded."""
        return self._order

    @property
    def stopping(self) -> bool:
        """Tell whether the end was asked for."""
        return self._stop.is_set()

    @property
    def last_byte_ns(self) -> int | None:
        """Give when the source last sent anything (CLOCK_MONOTONIC); None without a link."""
        with self._lock:
            return self._stream.last_byte_ns if self._stream is not None else None

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

    def _tell_unreachable(self, error: DeviceUnavailable) -> None:
        if not self._told_unreachable and not self.stopping:
            self._told_unreachable = True
            told = {"code": error.code, "text": error.sentence.en, "text_fr": error.sentence.fr}
            self._emit({"event": "failed", **told, "fatal": False})


class _Link:
    """One connection to the source, from its first packet to its last."""

    def __init__(self, capture: Capture, container: Any, stream: NetworkStream) -> None:
        self._capture = capture
        self._container = container
        self._stream = stream
        self._video = container.streams.video[0]
        self._sound = container.streams.audio[0] if container.streams.audio else None
        self._start: SegmentStart | None = self._new_start()
        self._sound_heard = False
        self._last_arrival_ns: int | None = None

    def record(self) -> None:
        """Write every packet until the link ends.

        Raises:
            OSError: the disk is full, or cannot be written.
        """
        wanted = [stream for stream in (self._video, self._sound) if stream is not None]
        reason = "cut"
        try:
            for packet in self._packets(wanted):
                self._take(packet)
            if self._start is not None:
                self._begin(self._start.finish())
        except OSError as error:
            reason = "disk_full" if error.errno in NO_SPACE else "failed"
            raise
        finally:
            self._capture.close_segment("stopped" if self._capture.stopping else reason)

    def _packets(self, wanted: list[Any]) -> Any:
        """Give the packets that have a place in time; what is broken in between is passed over.

        The last picture is left out: the demultiplexer hands it over because the stream ended, and it may
        be half a picture.
        """
        broken = 0
        last: Any = None
        while broken < 100:
            try:
                for packet in self._container.demux(wanted):
                    if packet.pts is None or packet.dts is None:
                        continue
                    broken = 0
                    if self._stream.exhausted and packet.stream is self._video:
                        last, packet = packet, last
                    if packet is not None:
                        yield packet
                return
            except av.error.EOFError:
                return
            except av.error.InvalidDataError:
                broken += 1

    def _new_start(self) -> SegmentStart:
        return SegmentStart(with_sound=self._sound is not None)

    def _take(self, packet: Any) -> None:
        is_video = packet.stream is self._video
        if not is_video:
            self._sound_heard = True
        if self._start is not None:
            self._begin(self._start.add(packet, is_video=is_video))
            return
        segment = self._capture.segment
        assert segment is not None
        if is_video and packet.is_keyframe and self._sound_heard and segment.waits_for_sound:
            self._next_segment(packet, "sound_began")
            return
        self._write(packet, is_video=is_video)

    def _write(self, packet: Any, *, is_video: bool) -> None:
        segment = self._capture.segment
        assert segment is not None
        if not is_video:
            segment.add_sound(packet)
            return
        was_rolling = segment.rolling
        try:
            segment.add_video(packet)
        except ClockJump:
            self._next_segment(packet, "clock_jump")
            return
        self._capture.last_picture_ns = time.monotonic_ns()
        if segment.rolling and not was_rolling:
            self._capture.tell_rolling(segment)
        if packet.pos is not None:
            self._stream.arrivals.forget_before(packet.pos - (1 << 22))

    def _next_segment(self, packet: Any, reason: str) -> None:
        self._capture.close_segment(reason)
        self._start = self._new_start()
        self._begin(self._start.add(packet, is_video=True))

    def _begin(self, beginning: Any) -> None:
        if beginning is None:
            return
        order = self._capture.order
        segment = Segment(
            order.folder,
            order.name,
            self._capture.next_segment,
            clock=order.clock,
            arrival=self._arrival_ns,
            video=self._video,
            sound=self._sound,
            beginning=beginning,
        )
        self._capture.open_segment(segment)
        self._start = None
        self._sound_heard = False
        for packet in beginning.packets:
            self._take(packet)

    def _arrival_ns(self, packet: Any) -> int:
        """Give when a packet's first byte came; one that shares its place with another came with it."""
        found = self._stream.arrivals.at(packet.pos) if packet.pos is not None else None
        self._last_arrival_ns = found or self._last_arrival_ns or time.monotonic_ns()
        return self._last_arrival_ns
