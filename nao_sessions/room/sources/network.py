"""A camera that sends one row of bytes: MPEG-TS over TCP or HTTP, or JPEG pictures over HTTP.

We read the socket ourselves: a packet came when the byte came at which it begins.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

import av

from nao_sessions.room.address import parse
from nao_sessions.room.sources.http_body import target_of
from nao_sessions.room.sources.login import Login
from nao_sessions.room.sources.network_stream import READ_BYTES, NetworkStream
from nao_sessions.room.sources.port import PROBE_OPTIONS, Kind, Piece, demuxed, first_streams, unreachable

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
