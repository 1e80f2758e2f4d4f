"""The port of what is recorded: a source yields its packets one by one, each with the time of its arrival.

Cameras on the network, devices and files stand behind it; ``sources/opening.py`` chooses by the address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import av
from av.audio.stream import AudioStream
from av.video.stream import VideoStream

from nao_sessions.core.errors import DeviceUnavailable
from nao_sessions.room.files.container import readable
from nao_sessions.text.messages import msg

PROBE_OPTIONS = {
    # A stream joined in the middle of a 10 s group of pictures shows its size only at the next key frame.
    "analyzeduration": "20000000",
    "probesize": str(32 * 1024 * 1024),
    "fpsprobesize": "0",  # the frame rate is measured, never declared: it needs no probing
}
BROKEN_IN_A_ROW = 100
"""After this many broken packets one after the other, the stream is taken to have ended."""


@dataclass(frozen=True, slots=True)
class TimedPacket:
    """A packet that has its place in time (pts, dts and time base).

    ``arrival_ns`` is when its first byte came (CLOCK_MONOTONIC); ``source_t`` its time on the source's clock,
    in seconds: UTC where the source states that, None where it states nothing.
    """

    packet: Any
    is_picture: bool
    arrival_ns: int
    source_t: float | None


Kind = Literal["rtsp", "mpegts", "jpeg", "device", "film"]
"""The way pictures or sound come, on which depends what is known of their delay; ``film`` is a file."""


class Source(Protocol):
    """One connection to a camera or a microphone, from its opening to its end.

    ``picture`` and ``sound`` are the streams that it gives, None for what it has not. Packets of one stream
    come in decoding order. What the other side does ends the pieces, and never raises.
    """

    picture: VideoStream | None
    sound: AudioStream | None

    @property
    def kind(self) -> Kind:
        """Return the kind of the source: how it sends its packets."""

    @property
    def last_byte_ns(self) -> int:
        """Return when a byte last arrived (ns of CLOCK_MONOTONIC); any thread may ask."""

    def pieces(self) -> Iterator[TimedPacket]:
        """Return the source's packets, until it ends or is stopped. Belongs to one thread."""

    def stop(self) -> None:
        """Stop the source; packets that have arrived are still yielded. Any thread may call it, again too."""

    def close(self) -> None:
        """Close the source; called after the last packet, by the thread that reads the packets."""


_REFUSALS = re.compile(r"\b40[13]\b")
"""The status by which HTTP and RTSP refuse: no login, or not this one (RFC 9110, RFC 2326)."""


def unreachable(reason: str) -> DeviceUnavailable:
    """Return the error to raise for a camera that cannot be reached or, by the reason, refuses the login."""
    if _REFUSALS.search(reason):
        return DeviceUnavailable(
            msg("The camera refuses the login, or wants one ({reason}).", reason=reason),
            msg("Check `login` in the room file, and the file that it names."),
            code="refused",
            reason=reason,
        )
    return DeviceUnavailable(
        msg("The camera does not answer ({reason}).", reason=reason),
        msg("Check that it is switched on and linked to the room's network."),
        code="unreachable",
        reason=reason,
    )


def first_streams(container: Any) -> tuple[VideoStream | None, AudioStream | None]:
    """Return the first picture stream and the first sound stream of a container; None for one it lacks.

    One of an unknown codec counts as lacking.
    """
    pictures, sounds = readable(container.streams.video), readable(container.streams.audio)
    return pictures[0] if pictures else None, sounds[0] if sounds else None


def demuxed(
    container: Any,
    wanted: Sequence[Any | None],
    exhausted: Callable[[], bool] = lambda: False,
    *,
    untimed: bool = False,
) -> Iterator[Any]:
    """Yield the packets of some streams that have a place in time; broken packets are left out.

    A stream that is not there is None in ``wanted``. ``untimed`` asks for those packets as well to which the
    demultiplexer gives no time.

    Once the bytes are exhausted the last picture is left out: the demultiplexer hands it over because the
    stream ended, and it may be half a picture.
    """
    there = [stream for stream in wanted if stream is not None]
    broken = 0
    last: Any = None
    while broken < BROKEN_IN_A_ROW:
        try:
            for packet in container.demux(*there):
                if packet.size == 0 or (not untimed and (packet.pts is None or packet.dts is None)):
                    continue
                broken = 0
                if packet.stream.type == "video" and exhausted():
                    last, packet = packet, last
                if packet is not None:
                    yield packet
            return
        except av.error.InvalidDataError:
            broken += 1
        except (av.error.FFmpegError, OSError):
            return
