"""A camera that sends one row of bytes: MPEG-TS over TCP or HTTP, or JPEG pictures over HTTP.

We read the socket ourselves: a packet came when the byte came at which it begins.

Bytes from the network, read by ourselves so that the arrival of every one of them is known. A demultiplexer
hands out frames late, by 883 ms when it opens and 81 ms ever after (facts 2d); the instant at which a frame's
first byte came out of the socket is the nearest that this host can know to when it was taken.

The little of HTTP/1.1 that a camera's stream needs: one request, one head, one body, plain or chunked. No
I/O: bytes go in and bytes come out, so that the time of every byte stays known to the caller.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import secrets
import socket
import struct
import threading
import time
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any
from urllib.parse import SplitResult

import av

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.room.address import parse, place_of
from nao_sessions.room.sources.login import Login
from nao_sessions.room.sources.port import (
    PROBE_OPTIONS,
    Kind,
    TimedPacket,
    demuxed,
    first_streams,
    unreachable,
)

HEAD_LIMIT = 65_536


class BadResponse(ValueError):
    """Raised when a server answers with something else than a stream."""


def target_of(url: SplitResult) -> str:
    """Return the target of a request as it stands in the request's first line: path and query."""
    return f"{url.path or '/'}?{url.query}" if url.query else url.path or "/"


def request(url: SplitResult, authorization: str = "") -> bytes:
    """Return the GET request for a URL, with the value of its ``Authorization`` field, if any."""
    lines = [
        f"GET {target_of(url)} HTTP/1.1",
        f"Host: {url.netloc}",
        "User-Agent: nao-sessions",
        "Accept: */*",
        "Connection: close",
    ]
    if authorization:
        lines.append(f"Authorization: {authorization}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")


class Response:
    """The reader of one response: takes its bytes in pieces of any size, and returns those of the body."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._head_read = False
        self._chunked = False
        self._left = 0
        self.content_type = ""
        self.challenges: tuple[str, ...] = ()
        self.ended = False

    def feed(self, data: bytes) -> bytes:
        """Return the bytes of the body that lie in ``data``.

        Raises:
            BadResponse: no HTTP, another status than 200, or a broken chunk.
        """
        self._waiting += data
        if not self._head_read and not self._read_head():
            return b""
        if not self._chunked:
            body = bytes(self._waiting)
            self._waiting.clear()
            return body
        return self._read_chunks()

    def _read_head(self) -> bool:
        end = self._waiting.find(b"\r\n\r\n")
        if end < 0:
            if len(self._waiting) > HEAD_LIMIT:
                raise BadResponse("the head of the response never ends")
            return False
        first, *lines = self._waiting[:end].decode("latin-1").split("\r\n")
        del self._waiting[: end + 4]
        words = first.split(" ", 2)
        if len(words) < 2 or not words[0].startswith("HTTP/1."):
            raise BadResponse("no HTTP response")
        parted = (line.partition(":") for line in lines)
        fields = [(name.strip().lower(), value.strip()) for name, _, value in parted]
        if words[1] != "200":
            self.challenges = tuple(value for name, value in fields if name == "www-authenticate")
            raise BadResponse(f"HTTP status {words[1]}")
        named = dict(fields)
        self.content_type = named.get("content-type", "").lower()
        self._chunked = "chunked" in named.get("transfer-encoding", "").lower()
        self._head_read = True
        return True

    def _read_chunks(self) -> bytes:
        body = bytearray()
        while self._waiting and not self.ended:
            if self._left > 2:
                piece = self._waiting[: self._left - 2]
                body += piece
                del self._waiting[: len(piece)]
                self._left -= len(piece)
            elif self._left:  # the line's end after a chunk
                gone = min(self._left, len(self._waiting))
                del self._waiting[:gone]
                self._left -= gone
            elif not self._read_size():
                break
        return bytes(body)

    def _read_size(self) -> bool:
        end = self._waiting.find(b"\r\n")
        if end < 0:
            if len(self._waiting) > 1024:
                raise BadResponse("a broken chunk")
            return False
        try:
            size = int(self._waiting[:end].partition(b";")[0], 16)
        except ValueError as error:
            raise BadResponse("a broken chunk") from error
        del self._waiting[: end + 2]
        self.ended = size == 0
        self._left = size + 2 if size else 0
        return True


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


# The answer to a camera that asks over HTTP who wants to see it: Digest where it offers that, else Basic.
#
# A password is not sent before it was asked for, and with Digest not at all (RFC 7616, RFC 7617).

_FIELD = re.compile(r'(?<!\w)(\w++)\s*+=\s*+(?:"([^"]*)"|([^\s,]+))')
_HASHES: dict[str, Callable[[bytes], str]] = {
    "md5": lambda data: hashlib.md5(data, usedforsecurity=False).hexdigest(),
    "sha-256": lambda data: hashlib.sha256(data).hexdigest(),
}


def authorization(
    login: Login, challenges: Sequence[str], target: str, *, own_nonce: str | None = None
) -> str | None:
    """Return the ``Authorization`` value for a GET; None if no known way of logging in is asked for.

    Args:
        login: the user and the password.
        challenges: the values of the ``WWW-Authenticate`` fields, each one challenge.
        target: the path that is requested, as it stands in the request's first line.
        own_nonce: the client's nonce; by default a new one.
    """
    digests = [challenge for challenge in challenges if challenge.lower().startswith("digest")]
    for challenge in digests:
        fields = {name.lower(): quoted or bare for name, quoted, bare in _FIELD.findall(challenge)}
        hashed = _HASHES.get(fields.get("algorithm", "md5").lower())
        offered = [quality.strip() for quality in fields.get("qop", "").split(",") if quality.strip()]
        if hashed is not None and "nonce" in fields and (not offered or "auth" in offered):
            return _digest(
                login, fields, target, hashed, bool(offered), own_nonce or secrets.token_urlsafe(16)
            )
    if any(challenge.lower().startswith("basic") for challenge in challenges):
        return login.basic()
    return None


def _digest(
    login: Login,
    fields: dict[str, str],
    target: str,
    hashed: Callable[[bytes], str],
    has_quality: bool,
    own_nonce: str,
) -> str:
    realm, nonce = fields.get("realm", ""), fields["nonce"]
    who = hashed(f"{login.user}:{realm}:{login.password}".encode())
    what = hashed(f"GET:{target}".encode())
    between = f"{nonce}:00000001:{own_nonce}:auth" if has_quality else nonce
    values = {
        "username": login.user,
        "realm": realm,
        "nonce": nonce,
        "uri": target,
        "response": hashed(f"{who}:{between}:{what}".encode()),
    }
    if "opaque" in fields:
        values["opaque"] = fields["opaque"]
    text = ", ".join(f'{name}="{value}"' for name, value in values.items())
    if "algorithm" in fields:
        text += f", algorithm={fields['algorithm']}"
    if has_quality:
        text += f', qop=auth, nc=00000001, cnonce="{own_nonce}"'
    return f"Digest {text}"


REMEMBERED_BYTES = 1 << 22
MULTIPART = "multipart/"
"""The content type of a row of JPEG pictures (RFC 2046; cameras say multipart/x-mixed-replace)."""
MICROSECOND = Fraction(1, 1_000_000)


class NetworkSource:
    """A network stream and its demultiplexer (see :class:`nao_sessions.room.sources.port.Source`)."""

    def __init__(self, url: str, login: Login | None = None, stopped: threading.Event | None = None) -> None:
        """Connect, and read until the form of the stream is known, or until ``stopped`` is set.

        Raises:
            DeviceUnavailable: nobody answers there, or what comes is no stream.
        """
        self._stream = NetworkStream(url, stopped=stopped)
        content_type = self._stream.content_type()
        if login is not None and self._stream.challenges:
            answer = authorization(login, self._stream.challenges, target_of(parse(url)))
            self._stream.close()
            self._stream = NetworkStream(url, answer or "", stopped)
            content_type = self._stream.content_type()
        self._is_jpeg = content_type.startswith(MULTIPART)
        try:
            self._container: Any = av.open(
                self._stream,
                format="mpjpeg" if self._is_jpeg else "mpegts",
                options=PROBE_OPTIONS,
                metadata_errors="replace",  # a camera's name may be in any letters
                buffer_size=READ_BYTES,
            )
        except (av.error.FFmpegError, IndexError) as error:
            self._stream.close()
            what = "no JPEG" if self._is_jpeg else "no MPEG-TS"
            raise unreachable(self._stream.failure or what) from error
        self.picture, self.sound = first_streams(self._container)
        self._last_arrival_ns: int | None = None

    @property
    def kind(self) -> Kind:
        """Return the kind of the source: ``jpeg`` for pictures one by one, else ``mpegts``."""
        return "jpeg" if self._is_jpeg else "mpegts"

    @property
    def last_byte_ns(self) -> int:
        """Return when a byte last arrived (ns of CLOCK_MONOTONIC)."""
        return self._stream.last_byte_ns

    def pieces(self) -> Iterator[TimedPacket]:
        """Yield every packet, with the arrival of its first byte."""
        for packet in demuxed(self._container, (self.picture, self.sound), lambda: self._stream.exhausted):
            is_picture = packet.stream.type == "video"
            arrival_ns = self._arrival_ns(packet)
            time_base = packet.time_base
            source_t: float | None = packet.pts * time_base.numerator / time_base.denominator
            if self._is_jpeg:  # it has no times: what FFmpeg makes up (25 a second) is no one's
                packet.time_base = MICROSECOND
                packet.pts = packet.dts = arrival_ns // 1000
                source_t = None
            yield TimedPacket(packet, is_picture, arrival_ns, source_t)

    def stop(self) -> None:
        """Stop receiving."""
        self._stream.close()

    def close(self) -> None:
        """Close the container and the socket."""
        self._stream.close()
        self._container.close()

    def _arrival_ns(self, packet: Any) -> int:
        """Return when a packet's first byte came; one that shares its place with another came with it."""
        found = self._stream.arrivals.at(packet.pos) if packet.pos is not None else None
        if packet.pos is not None:
            self._stream.arrivals.forget_before(packet.pos - REMEMBERED_BYTES)
        self._last_arrival_ns = found or self._last_arrival_ns or time.monotonic_ns()
        return self._last_arrival_ns
