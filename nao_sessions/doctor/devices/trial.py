"""One device, tried for some seconds through the very source that a recorder reads; nothing is written.

Packets are kept with their times as they come, and decoded only after the last, so that decoding delays none.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from typing import Any

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import DeviceUnavailable, UsageError
from nao_sessions.doctor.devices.content import PictureContent, SoundContent, hear, see
from nao_sessions.doctor.devices.times import Came
from nao_sessions.room.capture.encoders import encoding_of, ready_to_copy
from nao_sessions.room.room_file import RecordedSource
from nao_sessions.room.sources.opening import open_source
from nao_sessions.room.sources.port import Piece, Source, unreachable

OPEN_WITHIN_S = 25.0
"""How long a device may take to open: an RTSP camera has 20 s to say what it sends, the others less."""
KEPT_BYTES = 96 * 1024 * 1024
"""The most bytes of one device that are kept to be decoded, a usual camera's minute; later only times are."""
TO_CATCH_UP_S = 0.5
"""How early a device may end its stream without counting as having hung up."""


@dataclass(frozen=True, slots=True)
class PictureForm:
    """The form of a source's pictures, as the stream declares it."""

    codec: str
    profile: str
    width_px: int
    height_px: int
    pixels: str
    declared_hz: float | None


@dataclass(frozen=True, slots=True)
class SoundForm:
    """The form of a source's sound, as the stream declares it."""

    codec: str
    sample_rate_hz: int
    channels: int


@dataclass(frozen=True, slots=True)
class TrialResult:
    """The result of a device's trial: a ``failure``, or what the device sent.

    ``pictures`` and ``sounds`` are its packets as a recorder would write them, ``encoded`` names those that
    this computer has encoded, ``seen`` and ``heard`` are their content. ``hung_up_after_s`` is set where the
    device ended the stream by itself.
    """

    source: RecordedSource
    seconds: float
    failure: DeviceUnavailable | UsageError | None = None
    picture: PictureForm | None = None
    sound: SoundForm | None = None
    encoded: tuple[str, ...] = ()
    pictures: tuple[Came, ...] = ()
    sounds: tuple[Came, ...] = ()
    seen: PictureContent | None = None
    heard: SoundContent | None = None
    hung_up_after_s: float | None = None
    utc_less_monotonic_ns: int = 0


def try_source(asked: RecordedSource, seconds: float, stopped: threading.Event) -> TrialResult:
    """Return what a source sends for some seconds, or until ``stopped``; an unreachable one is a failure."""
    too_long = threading.Timer(OPEN_WITHIN_S, stopped.set)
    too_long.daemon = True
    too_long.start()
    try:
        source = open_source(asked.url, asked.login, stopped)
        picture, sound = _picture_form(source, asked), _sound_form(source)
        source = ready_to_copy(source, sound_only=asked.sound_only)
    except (DeviceUnavailable, UsageError) as error:
        return TrialResult(asked, seconds, failure=error)
    finally:
        too_long.cancel()
    try:
        return _listened(TrialResult(asked, seconds, picture=picture, sound=sound), source, stopped)
    finally:
        source.close()


def _listened(tried: TrialResult, source: Source, stopped: threading.Event) -> TrialResult:
    """Return the trial of an opened source, with the packets that it sent and their content."""
    began_ns = time.monotonic_ns()
    end = threading.Timer(tried.seconds, source.stop)
    end.daemon = True
    end.start()
    try:
        packets = _taken(source, tried.seconds, stopped)
    except ValueError as error:  # it cannot be encoded after all, as a recorder would find
        return replace(tried, failure=unreachable(str(error)))
    finally:
        end.cancel()
        source.stop()
    lasted_s = (time.monotonic_ns() - began_ns) / SECOND_NS
    hung_up = lasted_s < tried.seconds - TO_CATCH_UP_S and not stopped.is_set()
    return replace(
        tried,
        encoded=tuple(encoding_of(source)),
        pictures=tuple(packets.came[True]),
        sounds=tuple(packets.came[False]),
        seen=see(source.picture, packets.kept[True], tried.seconds) if source.picture is not None else None,
        heard=hear(source.sound, packets.kept[False]) if source.sound is not None else None,
        hung_up_after_s=lasted_s if hung_up else None,
        utc_less_monotonic_ns=time.time_ns() - time.monotonic_ns(),
    )


@dataclass(frozen=True, slots=True)
class _Taken:
    """The times of all packets (``came``) and those kept to decode, of pictures (True) and sound (False)."""

    came: dict[bool, list[Came]]
    kept: dict[bool, list[Piece]]


def _taken(source: Source, seconds: float, stopped: threading.Event) -> _Taken:
    """Return what a source sends in some seconds; packets still on their way then are not waited for."""
    packets = _Taken({True: [], False: []}, {True: [], False: []})
    total = 0
    until_ns = time.monotonic_ns() + round(seconds * SECOND_NS)
    for piece in source.pieces():
        packets.came[piece.is_picture].append(_came(piece))
        total += piece.packet.size
        if total <= KEPT_BYTES:
            packets.kept[piece.is_picture].append(piece)
        if time.monotonic_ns() >= until_ns or stopped.is_set():
            break
    return packets


def _came(piece: Piece) -> Came:
    packet = piece.packet
    return Came(
        pts_ns=round(packet.pts * packet.time_base * SECOND_NS),
        dts_ns=round(packet.dts * packet.time_base * SECOND_NS),
        arrival_ns=piece.arrival_ns,
        size=packet.size,
        is_key=bool(packet.is_keyframe),
        source_t=piece.source_t,
    )


def _picture_form(source: Source, asked: RecordedSource) -> PictureForm | None:
    stream = source.picture
    if stream is None or asked.sound_only:
        return None
    codec: Any = stream.codec_context
    declared = stream.average_rate
    return PictureForm(
        codec=codec.name,
        profile=codec.profile or "",
        width_px=codec.width,
        height_px=codec.height,
        pixels=codec.pix_fmt or "",
        # FFmpeg makes up 25 a second for JPEG, which declares nothing.
        declared_hz=float(declared) if declared and codec.name != "mjpeg" else None,
    )


def _sound_form(source: Source) -> SoundForm | None:
    if source.sound is None:
        return None
    codec: Any = source.sound.codec_context
    return SoundForm(codec.name, codec.sample_rate, codec.channels)
