"""The choice of what reads a source: the scheme of its address decides, and nothing else knows the kinds."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import av

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.room.address import DEVICES, device_of, parse
from nao_sessions.room.files.container import FOREIGN, open_recording
from nao_sessions.room.sources.login import read_login
from nao_sessions.room.sources.network import NetworkSource
from nao_sessions.room.sources.port import Kind, Source, TimedPacket, demuxed, first_streams, unreachable
from nao_sessions.room.sources.rtsp import RtspSource

# A camera or a microphone that is plugged in: V4L2 and ALSA, read by FFmpeg.
#
# Their drivers stamp what they take; a stamp that cannot be true gives way to when it came out of the
# driver.

SILENCE_S = 6.0
OPEN_S = 10.0
GATHERED_BYTES = 1024
"""Some ten milliseconds of 16 bits at 48 kHz."""
STAMP_AGE_NS = 2 * SECOND_NS
"""A stamp that is older, or in the future, is of another clock."""
WAYS: Mapping[str, tuple[Mapping[str, str], ...]] = {
    # JPEG first: a USB 2 cable carries 720p at 30 a second in no other way; then what the driver likes best.
    "v4l2": ({"input_format": "mjpeg", "video_size": "1280x720", "framerate": "30"}, {}),
    "alsa": ({"sample_rate": "48000", "channels": "1"}, {"sample_rate": "48000", "channels": "2"}, {}),
}
"""The options tried on a device, in this order, until it agrees. An address may ask for something else."""
ASKED = {"format": "input_format", "size": "video_size", "rate": "framerate"}
"""FFmpeg's name for each option that an address may hold
(``v4l2:/dev/video0?size=640x480&rate=15&format=yuyv422``)."""


class DeviceSource:
    """A camera or microphone of this computer (see :class:`nao_sessions.room.sources.port.Source`)."""

    def __init__(self, url: str) -> None:
        """Open the device. Raises: DeviceUnavailable."""
        parts = parse(url)
        options = {ASKED[key]: values[-1] for key, values in parse_qs(parts.query).items() if key in ASKED}
        ways = (options,) if options else WAYS[parts.scheme]
        reason = "no device"
        self._container: Any = None
        for way in ways:
            try:
                self._container = av.open(
                    device_of(parts),
                    format=parts.scheme,
                    options=dict(way),
                    timeout=(OPEN_S, SILENCE_S),
                )
                break
            except (av.error.FFmpegError, OSError, ValueError) as error:
                reason = getattr(error, "strerror", None) or "no device"
        if self._container is None:
            raise unreachable(reason)
        self.picture, self.sound = first_streams(self._container)
        self._first: TimedPacket | None = None
        self._gathered = bytearray()
        self._stopped = threading.Event()
        self._last_byte_ns = time.monotonic_ns()

    @property
    def kind(self) -> Kind:
        """Return the kind of the source, ``device``."""
        return "device"

    @property
    def last_byte_ns(self) -> int:
        """Return when the device last delivered a packet (ns of CLOCK_MONOTONIC)."""
        return self._last_byte_ns

    def pieces(self) -> Iterator[TimedPacket]:
        """Yield the device's packets, until it is unplugged or stopped."""
        for packet in demuxed(self._container, (self.picture, self.sound)):
            self._last_byte_ns = now_ns = time.monotonic_ns()
            stamped = TimedPacket(
                packet,
                packet.stream.type == "video",
                taken_ns(packet, now_ns, time.time_ns()),
                float(packet.pts * packet.time_base),
            )
            if stamped.is_picture:
                yield stamped
            elif (block := self._gather(stamped)) is not None:
                yield block
            if self._stopped.is_set():
                return

    def _gather(self, piece: TimedPacket) -> TimedPacket | None:
        """Collect small pieces of sound into one of GATHERED_BYTES; None until there is enough."""
        self._first = self._first or piece
        self._gathered += bytes(piece.packet)
        if len(self._gathered) < GATHERED_BYTES:
            return None
        first, self._first = self._first, None
        block = av.Packet(bytes(self._gathered))
        self._gathered.clear()
        block.pts = block.dts = first.packet.pts
        block.time_base = first.packet.time_base
        return replace(first, packet=block)

    def stop(self) -> None:
        """Ask the reading to end, and return at once: it ends after its next packet, or soon without one."""
        self._stopped.set()

    def close(self) -> None:
        """Close the device."""
        self._container.close()


def taken_ns(packet: Any, now_ns: int, realtime_ns: int) -> int:
    """Return when a packet was taken (CLOCK_MONOTONIC): V4L2 stamps in that clock, ALSA in CLOCK_REALTIME.

    Where the stamp is of neither, a block of sound was taken as long before now as it lasts, a picture now.
    """
    stamp_ns: int = round(packet.pts * packet.time_base * SECOND_NS)
    for clock_ns in (now_ns, realtime_ns):
        if 0 <= clock_ns - stamp_ns < STAMP_AGE_NS:
            return now_ns - (clock_ns - stamp_ns)
    if packet.stream.type == "audio" and packet.duration:
        lasts_ns: int = round(Fraction(packet.duration) * packet.time_base * SECOND_NS)
        return now_ns - lasts_ns
    return now_ns


# A file, sent as if it were filmed now: each packet comes when its time has come.
#
# For rehearsals and tests: nothing is decoded, and the file ends as a camera does that is switched off.


class FilmSource:
    """A file in real time (see :class:`nao_sessions.room.sources.port.Source`)."""

    def __init__(self, path: str) -> None:
        """Open the file. Raises: DeviceUnavailable, if there is none, or it is no film."""
        try:
            self._container: Any = open_recording(Path(path), FOREIGN)
        except (av.error.FFmpegError, OSError) as error:
            raise unreachable(error.strerror or "no film") from None
        self.picture, self.sound = first_streams(self._container)
        if self.picture is None and self.sound is None:
            self._container.close()
            raise unreachable("no film")
        self._stopped = threading.Event()
        self._last_byte_ns = time.monotonic_ns()

    @property
    def kind(self) -> Kind:
        """Return the kind of the source, ``film``."""
        return "film"

    @property
    def last_byte_ns(self) -> int:
        """Return when the last packet was due (ns of CLOCK_MONOTONIC)."""
        return self._last_byte_ns

    def pieces(self) -> Iterator[TimedPacket]:
        """Yield the packets of the film, each at its time as if it were filmed now."""
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
            yield TimedPacket(packet, packet.stream.type == "video", due_ns, source_t)

    def stop(self) -> None:
        """Stop yielding packets."""
        self._stopped.set()

    def close(self) -> None:
        """Close the file."""
        self._container.close()


def open_source(url: str, login: str = "", stopped: threading.Event | None = None) -> Source:
    """Connect to a source and return it; ``login`` is a login's name, setting ``stopped`` ends the wait.

    Raises:
        DeviceUnavailable: it cannot be reached, or gives nothing that can be recorded.
        UsageError: its address is of no known kind, or the login cannot be used.
    """
    parts = parse(url)
    if parts.scheme in DEVICES:
        return DeviceSource(url)
    if parts.scheme == "file":
        return FilmSource(device_of(parts))
    if parts.scheme == "rtsp":
        return RtspSource(url, read_login(login), stopped)
    return NetworkSource(url, read_login(login), stopped)
