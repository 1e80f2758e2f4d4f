"""Bytes from the network, read by ourselves so that the arrival of every one of them is known.

A demultiplexer hands out frames late, by 883 ms when it opens and 81 ms ever after (facts 2d); the instant at
which a frame's first byte came out of the socket is the nearest that this host can know to when it was taken.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from bisect import bisect_right
from collections import deque

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.room.address import parse, place_of
from nao_sessions.room.sources.http_body import BadResponse, Response, request
from nao_sessions.room.sources.port import unreachable

CONNECT_S = 5.0
SILENCE_S = 6.0
"""The silence after which a link is taken to be dead: a cable that is pulled raises no error."""
AWAY_S = 0.1
"""How often to look whether the reader is away; until then the kernel holds the bytes that come."""
LISTEN_S = 0.25
"""How long one read waits for bytes, before it is seen whether the stream was stopped."""
BUFFER_BYTES = 64 * 1024 * 1024
"""What may wait to be written (a minute or more of picture) before the sender is held back."""
READ_BYTES, READ_BYTES_BEHIND = 16_384, 2_048
"""The kernel stamps a read with the arrival of its last packet: small reads keep frames apart that waited."""
BEHIND_NS = 20_000_000
"""A read this late after the arrival is behind: less than a picture's time, so that no two come as one."""
SO_TIMESTAMPNS = 35
"""Linux, asm-generic/socket.h; Python's socket module does not name it."""
ANCILLARY_BYTES = 64
STAMP_AGE_NS = 10_000_000_000
"""A stamp that is older, or in the future, is taken for a step of the clock it was read on. A recorder that
did not run for so long has been killed by its session (``recording.HANG_S``)."""
REMEMBERED_READS = 200_000
_TIMESPEC = struct.Struct("@qq")


def arrival_ns(ancillary: list[tuple[int, int, bytes]]) -> int:
    """Return when the bytes of a read came in (ns of CLOCK_MONOTONIC), by the stamp in its ancillary data.

    The kernel stamps in CLOCK_REALTIME when the packet comes, however late this thread is woken for it.
    Without a usable stamp it is now.
    """
    now_ns, realtime_ns = time.monotonic_ns(), time.time_ns()
    for level, kind, data in ancillary:
        if (level, kind) == (socket.SOL_SOCKET, SO_TIMESTAMPNS) and len(data) >= _TIMESPEC.size:
            seconds, ns = _TIMESPEC.unpack_from(data)
            age_ns: int = realtime_ns - (seconds * 1_000_000_000 + ns)
            if 0 <= age_ns < STAMP_AGE_NS:
                return now_ns - age_ns
    return now_ns


class Arrivals:
    """The arrival of each byte of a stream; positions count from its first byte."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ends: deque[int] = deque(maxlen=REMEMBERED_READS)
        self._times_ns: deque[int] = deque(maxlen=REMEMBERED_READS)
        self._total = 0

    def note(self, count: int, at_ns: int) -> None:
        """Note that ``count`` more bytes arrived at an instant (ns of CLOCK_MONOTONIC)."""
        with self._lock:
            self._total += count
            self._ends.append(self._total)
            self._times_ns.append(at_ns)

    def at(self, position: int) -> int | None:
        """Return when the byte at a position arrived (ns of CLOCK_MONOTONIC); None if it has not yet."""
        with self._lock:
            found = bisect_right(self._ends, position)
            return self._times_ns[found] if found < len(self._times_ns) else None

    def forget_before(self, position: int) -> None:
        """Forget the arrivals of bytes before a position, which nobody will ask for again."""
        with self._lock:
            while self._ends and self._ends[0] <= position:
                self._ends.popleft()
                self._times_ns.popleft()


class NetworkStream:
    """A stream that is being received: what PyAV reads from, and the arrival of each of its bytes.

    The reader takes the bytes from the socket itself, and the kernel's stamps are right however late it is.
    Only while it is away for long (a slow disk) a thread of the stream takes them, so that the sender is not
    held back. ``read`` is called by one thread; ``close`` may be called by any: ``read`` then returns what
    came and ends, and ``exhausted`` is True.
    """

    def __init__(self, url: str, authorization: str = "", stopped: threading.Event | None = None) -> None:
        """Connect, and request the stream where that is done over HTTP, with the given authorization.

        Once ``stopped`` is set no more is received, as after ``close``.

        Raises:
            DeviceUnavailable: nobody answers there.
            UsageError: the address is of a kind that is not recorded.
        """
        parts = parse(url)
        self.arrivals = Arrivals()
        self._receiving = threading.Lock()
        self._waiting = bytearray()
        self._read_bytes = READ_BYTES
        self._response = Response() if parts.scheme == "http" else None
        self.last_byte_ns = time.monotonic_ns()
        self.failure: str | None = None
        self.exhausted = False
        try:
            self._socket = socket.create_connection(place_of(parts), CONNECT_S)
            self.last_byte_ns = time.monotonic_ns()
            if self._response is not None:
                self._socket.sendall(request(parts, authorization))
        except OSError as error:
            raise unreachable(error.strerror or str(error)) from error
        self._stopped = stopped or threading.Event()
        # Deadlines of the kernel's: with Python's own, every read would take a call more.
        self._socket.settimeout(None)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, _timeval(LISTEN_S))
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, _timeval(CONNECT_S))
        with contextlib.suppress(OSError):  # a kernel that stamps nothing: our own clock is next best
            self._socket.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._stand_in, name="socket", daemon=True)
        self._thread.start()

    def content_type(self) -> str:
        """Return the content type that HTTP states, waiting for it; empty where none is stated."""
        if self._response is None:
            return ""
        with self._receiving:
            while not self._response.content_type and not self._waiting and not self._ended.is_set():
                self._waiting += self._receive()
            return self._response.content_type

    @property
    def challenges(self) -> tuple[str, ...]:
        """Return HTTP's ``WWW-Authenticate`` fields, which ask for a login; empty without, or not yet."""
        return self._response.challenges if self._response is not None else ()

    def send(self, data: bytes) -> None:
        """Send bytes to the source. Raises: OSError."""
        self._socket.sendall(data)

    def read(self, size: int) -> bytes:
        """Return up to ``size`` bytes, waiting for the first; empty at the end of the stream."""
        with self._receiving:
            piece = b""
            while not self.exhausted and not piece:
                if self._waiting:
                    piece = bytes(self._waiting[:size])
                    del self._waiting[:size]
                elif self._ended.is_set():
                    # For ever: FFmpeg asks again, and what still came would follow the half picture that it
                    # has already handed over.
                    self.exhausted = True
                else:
                    piece = self._receive()
                    self._waiting += piece[size:]
                    piece = piece[:size]
            return piece

    def close(self) -> None:
        """Stop receiving; what has come can still be read."""
        self._ended.set()
        with contextlib.suppress(OSError):  # the other end was faster
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(timeout=SILENCE_S)
        with self._receiving:
            self._socket.close()

    def _stand_in(self) -> None:
        """Receive bytes into the buffer while the reader is busy elsewhere."""
        while not self._ended.wait(AWAY_S):
            if not self._receiving.acquire(blocking=False):
                continue  # the reader waits for bytes itself
            try:
                while len(self._waiting) < BUFFER_BYTES and not self._ended.is_set():
                    body = self._receive(socket.MSG_DONTWAIT)
                    if not body:
                        break
                    self._waiting += body
            finally:
                self._receiving.release()

    def _receive(self, flags: int = 0) -> bytes:
        """Return the bytes of one read, perhaps none; at the end of the stream, note that it ended."""
        response = self._response
        if self._stopped.is_set():  # asked at every read: some streams never pause
            self._ended.set()
            return b""
        try:
            data, ancillary, _, _ = self._socket.recvmsg(self._read_bytes, ANCILLARY_BYTES, flags)
        except BlockingIOError:  # nothing came for a while
            if time.monotonic_ns() - self.last_byte_ns > SILENCE_S * SECOND_NS:
                self._fail("silent")
            return b""
        except OSError as error:
            self._fail(str(error))
            return b""
        if not data:
            self._ended.set()
            return b""
        at_ns = arrival_ns(ancillary)
        self.last_byte_ns = at_ns
        is_behind = time.monotonic_ns() - at_ns > BEHIND_NS
        self._read_bytes = READ_BYTES_BEHIND if is_behind else READ_BYTES
        try:
            body = data if response is None else response.feed(data)
        except BadResponse as error:
            self._fail(str(error))
            return b""
        if response is not None and response.ended:
            self._ended.set()
        if body:
            self.arrivals.note(len(body), at_ns)
        return body

    def _fail(self, why: str) -> None:
        """Note why the stream ended, unless it was stopped."""
        if not self._ended.is_set():
            self.failure = why
        self._ended.set()


def _timeval(seconds: float) -> bytes:
    """Return a time as the kernel takes it (struct timeval)."""
    return struct.pack("@ll", int(seconds), round(seconds % 1 * 1e6))
