"""An RTSP camera, over TCP: FFmpeg speaks with it, through a relay that knows when every byte came.

RTSP over UDP loses pictures in silence, and its ports are what firewalls close: it is not used.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import av

from nao_sessions.room.address import parse
from nao_sessions.room.sources.login import Login
from nao_sessions.room.sources.port import PROBE_OPTIONS, Kind, Piece, demuxed, first_streams, unreachable
from nao_sessions.room.sources.rtsp_relay import RtspRelay

OPTIONS = {**PROBE_OPTIONS, "rtsp_transport": "tcp"}
OPEN_S = 20.0
"""What may pass until it is known what comes: a camera may send a key frame every ten seconds."""


class RtspSource:
    """A session with an RTSP camera (see :class:`nao_sessions.room.sources.port.Source`)."""

    def __init__(self, url: str, login: Login | None = None, stopped: threading.Event | None = None) -> None:
        """Connect, and have the camera play, until ``stopped`` is set. Raises: DeviceUnavailable."""
        parts = parse(url)
        self._relay = RtspRelay(url, stopped)
        who = login.in_address() if login is not None else ""
        own = parts._replace(netloc=f"{who}127.0.0.1:{self._relay.port}").geturl()
        try:
            self._container: Any = av.open(own, options=OPTIONS, timeout=(OPEN_S, None))
        except (av.error.FFmpegError, OSError) as error:
            self._relay.close()
            # The error's own text holds the address, and with it the password.
            raise unreachable(self._relay.stream.failure or error.strerror or "no RTSP") from None
        self.picture, self.sound = first_streams(self._container)
        self._untimed: list[Any] = []
        self._moved_s = 0.0

    @property
    def kind(self) -> Kind:
        """Return how it sends."""
        return "rtsp"

    @property
    def last_byte_ns(self) -> int:
        """Return when a byte last came."""
        return self._relay.stream.last_byte_ns

    def pieces(self) -> Iterator[Piece]:
        """Yield every packet, with the arrival of its frame's first byte, and UTC once the camera told it."""
        for packet in demuxed(self._container, (self.picture, self.sound), self._exhausted, untimed=True):
            yield from self._placed(packet)

    def stop(self) -> None:
        """Let the camera go."""
        self._relay.stop()

    def close(self) -> None:
        """Give the container and the sockets back."""
        self._relay.stop()
        self._container.close()
        self._relay.close()

    def _exhausted(self) -> bool:
        return self._relay.stream.exhausted

    def _placed(self, packet: Any) -> Iterator[Piece]:
        """Yield a packet its place in time.

        FFmpeg gives the first picture none: it waits for the next one, from which its own is counted back.
        When the camera reports its clock FFmpeg moves its times; pictures keep the camera's own steps, and
        sound is moved along with them, so that a file has one clock from end to end.
        """
        is_picture = packet.stream.type == "video"
        if packet.pts is None:
            if is_picture:
                self._untimed.append(packet)
            return
        frames = self._relay.frames(2 * packet.stream.index)
        rate = float(1 / packet.time_base)
        if is_picture and self._untimed:
            waiting, self._untimed = self._untimed, []
            matched = frames.match_before(packet.pts, len(waiting), rate)
            limit = packet.pts if packet.dts is None else packet.dts
            for number, (earlier, (seen, pts)) in enumerate(zip(waiting, matched, strict=False)):
                earlier.pts, earlier.dts = pts, min(pts, limit - len(waiting) + number)
                yield Piece(earlier, True, seen.arrival_ns, seen.utc_s)
        if packet.dts is None:
            return
        found = frames.match(packet.pts, rate)
        if is_picture and found is not None:
            self._moved_s = found.moved / rate
        back = round(self._moved_s * rate)
        packet.pts, packet.dts = packet.pts - back, packet.dts - back
        if found is None:
            yield Piece(packet, is_picture, time.monotonic_ns(), None)
        else:
            yield Piece(packet, is_picture, found.arrival_ns, found.utc_s)
