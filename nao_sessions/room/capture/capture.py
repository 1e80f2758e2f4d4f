"""The recording of one source, for as long as it is asked for.

A link is one connection to the source, a segment one MP4 file; a link has one or more of them. Whatever goes
wrong with the source or with the disk ends a segment, never the recording.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from typing import Any

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import DeviceUnavailable, NaoSessionsError, UsageError
from nao_sessions.room.capture.encoders import encoding_of, ready_to_copy
from nao_sessions.room.capture.link import Link
from nao_sessions.room.capture.looking import Looker, SoundBlock
from nao_sessions.room.capture.noticing import STILL_S
from nao_sessions.room.capture.order import Order
from nao_sessions.room.capture.segment import Segment
from nao_sessions.room.capture.showing import Showing
from nao_sessions.room.capture.writer import NO_SPACE
from nao_sessions.room.sources.opening import open_source
from nao_sessions.room.sources.port import Piece, Source, unreachable

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

    def __init__(self, order: Order, emit: Emit, showing: Showing, *, still_s: float = STILL_S) -> None:
        """Prepare a recording; what is frozen, black or silent for ``still_s`` seconds is reported."""
        self._order = order
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
        while not self._stop.is_set():
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

    def look(self, piece: Piece) -> None:
        """Examine a picture, to notice a frozen or a black one."""
        self._looker.look(piece)

    def hear(self, heard: SoundBlock) -> None:
        """Examine a block of sound that was written, to measure its level."""
        self._looker.hear(heard)

    def _one_link(self) -> None:
        order = self._order
        source = open_source(order.source, order.login, self._stop)
        source = ready_to_copy(source, sound_only=order.sound_only)
        with self._lock:
            self._source = source
        if self._stop.is_set():
            source.stop()
        self._looker.begin(source)
        try:
            Link(self, source, order.folder, order.name, order.clock).record()
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
