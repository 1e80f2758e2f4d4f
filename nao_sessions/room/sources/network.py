"""A camera that sends one row of bytes: MPEG-TS over TCP or HTTP, or JPEG pictures over HTTP.

We read the socket ourselves: a packet came when the byte came at which it begins.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av

from nao_sessions.room.address import parse
from nao_sessions.room.sources.http_body import target_of
from nao_sessions.room.sources.http_login import authorization
from nao_sessions.room.sources.login import Login
from nao_sessions.room.sources.network_stream import READ_BYTES, NetworkStream
from nao_sessions.room.sources.port import PROBE_OPTIONS, Kind, Piece, demuxed, first_streams, unreachable

REMEMBERED_BYTES = 1 << 22
MULTIPART = "multipart/"
"""How HTTP names a row of JPEG pictures (RFC 2046; the subtype x-mixed-replace is what cameras say)."""
MICROSECOND = Fraction(1, 1_000_000)


class NetworkSource:
    """A network stream and its demultiplexer (see :class:`nao_sessions.room.sources.port.Source`)."""

    def __init__(self, url: str, login: Login | None = None, stopped: threading.Event | None = None) -> None:
        """Connect, and read until it is known what comes, or until ``stopped`` is set.

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
        """Return how it sends."""
        return "jpeg" if self._is_jpeg else "mpegts"

    @property
    def last_byte_ns(self) -> int:
        """Return when a byte last came."""
        return self._stream.last_byte_ns

    def pieces(self) -> Iterator[Piece]:
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
            yield Piece(packet, is_picture, arrival_ns, source_t)

    def stop(self) -> None:
        """Receive no more."""
        self._stream.close()

    def close(self) -> None:
        """Give the container and the socket back."""
        self._stream.close()
        self._container.close()

    def _arrival_ns(self, packet: Any) -> int:
        """Return when a packet's first byte came; one that shares its place with another came with it."""
        found = self._stream.arrivals.at(packet.pos) if packet.pos is not None else None
        if packet.pos is not None:
            self._stream.arrivals.forget_before(packet.pos - REMEMBERED_BYTES)
        self._last_arrival_ns = found or self._last_arrival_ns or time.monotonic_ns()
        return self._last_arrival_ns
