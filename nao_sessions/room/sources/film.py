"""A file, sent as if it were filmed now: each packet comes when its time has come.

For rehearsals and tests: nothing is decoded, and the file ends as a camera does that is switched off.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.room.sources.port import Kind, Piece, demuxed, first_streams, unreachable


class FilmSource:
    """A file in real time (see :class:`nao_sessions.room.sources.port.Source`)."""

    def __init__(self, path: str) -> None:
        """Open the file. Raises: DeviceUnavailable, if there is none, or it is no film."""
        try:
            self._container: Any = av.open(path)
        except (av.error.FFmpegError, OSError) as error:
            raise unreachable(error.strerror or "no film") from None
        self.picture, self.sound = first_streams(self._container)
        self._stopped = threading.Event()
        self._last_byte_ns = time.monotonic_ns()

    @property
    def kind(self) -> Kind:
        """Return how it sends."""
        return "film"

    @property
    def last_byte_ns(self) -> int:
        """Return when the last packet was due."""
        return self._last_byte_ns

    def pieces(self) -> Iterator[Piece]:
        """Yield each packet when its time has come."""
        began_ns = time.monotonic_ns()
        first_s: Fraction | None = None
        for packet in demuxed(self._container, (self.picture, self.sound)):
            at_s = packet.dts * packet.time_base
            first_s = at_s if first_s is None else first_s
            due_ns = began_ns + round((at_s - first_s) * SECOND_NS)
            if self._stopped.wait(max(0.0, (due_ns - time.monotonic_ns()) / SECOND_NS)):
                return
            self._last_byte_ns = due_ns
            source_t = float(packet.pts * packet.time_base)
            yield Piece(packet, packet.stream.type == "video", due_ns, source_t)

    def stop(self) -> None:
        """Send no more."""
        self._stopped.set()

    def close(self) -> None:
        """Close the file."""
        self._container.close()
