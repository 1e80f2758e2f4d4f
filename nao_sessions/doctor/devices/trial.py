"""One device, tried for some seconds through the very source that a recorder reads; nothing is written.

Packets are kept with their times as they come, and decoded only after the last, so that decoding delays none.

What a device's pictures and sound hold: a black picture, one that repeats itself, how loud the sound is.
Pictures are judged as a recorder does it (``room/capture/looking.py``), over a shorter time.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import DeviceUnavailable, UsageError
from nao_sessions.doctor.devices.times import Came
from nao_sessions.room.capture.encoders import encoding_of, ready_to_copy
from nao_sessions.room.capture.looking import (
    BLOCKS,
    PICTURES_TO_JUDGE,
    QUIET_DB,
    Blocks,
    Noticing,
    Tell,
    decoder_of,
)
from nao_sessions.room.room_file import RecordedSource
from nao_sessions.room.sources.opening import open_source
from nao_sessions.room.sources.port import Source, TimedPacket, unreachable

LOOK_EVERY_S = 0.4
LONG_ENOUGH = 1 / 3
"""The part of the trial for which a picture must be black or unchanged to count as such: key frames may be a
second apart, and an encoder's second one is finer than its first."""
NS = Fraction(1, 1_000_000_000)
TOP = 0.99
"""The part of the loudest possible sample from which a sample counts as cut."""
CUT_SHARE = 0.001
"""The share of cut samples above which a sound clips; fewer are the peaks of a loud sound."""
SILENCE_DB = -120.0
"""The level of a sound whose samples are all 0, and the lowest level at all."""


@dataclass(frozen=True, slots=True)
class PictureContent:
    """What the pictures show: ``decoded`` counts those that could be decoded, the rest holds for all."""

    decoded: int
    black: bool
    frozen: bool


@dataclass(frozen=True, slots=True)
class SoundContent:
    """How loud the sound is, in decibels (0 is the loudest possible), and which share of it is cut."""

    peak_db: float
    rms_db: float
    cut_share: float
    silent: bool

    @property
    def clips(self) -> bool:
        """Return whether samples reach the maximum so often that the sound is distorted."""
        return self.cut_share > CUT_SHARE


def see(stream: Any, pieces: Sequence[TimedPacket], seconds: float) -> PictureContent:
    """Return what the pictures show that a stream sent in some seconds.

    Key frames alone are compared: the same picture is encoded alike in them, and ever more finely in the
    frames between. Where a camera sends too few key frames, all are compared.
    """
    found: set[str] = set()
    looks: list[tuple[int, bool, Blocks]] = []
    decoded, next_ns = 0, 0
    for frame in _decoded(stream, pieces):
        decoded += 1
        if frame.pts is not None and (frame.key_frame or frame.pts >= next_ns):
            next_ns = frame.pts + round(LOOK_EVERY_S / NS)
            small = frame.reformat(*BLOCKS, "gray", interpolation="AREA")
            looks.append((frame.pts, bool(frame.key_frame), small.to_ndarray()))
    still_ns = round(LONG_ENOUGH * seconds / NS)
    noticing = Noticing(_remembering(found), still_ns)
    keys = [look for look in looks if look[1]]
    enough = len(keys) >= PICTURES_TO_JUDGE and keys[-1][0] - keys[0][0] >= still_ns
    for at_ns, _, blocks in keys if enough else looks:
        noticing.see(blocks, at_ns)
    return PictureContent(decoded, "black" in found, "frozen" in found)


def hear(stream: Any, pieces: Sequence[TimedPacket]) -> SoundContent | None:
    """Return the levels of a stream's sound; None where nothing could be decoded."""
    blocks = []
    for frame in _decoded(stream, pieces):
        samples = frame.to_ndarray()
        whole = float(np.iinfo(samples.dtype).max) if samples.dtype.kind == "i" else 1.0
        block = np.abs(samples.astype(np.float64)).ravel() / whole
        if block.size:
            blocks.append(block)
    return level(np.concatenate(blocks)) if blocks else None


def level(loudness: NDArray[np.float64]) -> SoundContent:
    """Return the levels of a sound, from the absolute values of its samples, where 1 is the maximum."""
    peak_db = _decibels(float(loudness.max()))
    return SoundContent(
        peak_db=peak_db,
        rms_db=_decibels(float(np.sqrt(np.mean(loudness**2)))),
        cut_share=float(np.mean(loudness >= TOP)),
        silent=peak_db < QUIET_DB,
    )


def _remembering(found: set[str]) -> Tell:
    """Return a callback that keeps in a set the troubles noticed and not over yet."""

    def tell(event: dict[str, Any]) -> None:
        if event["event"] == "well_again":
            found.discard(event["after"])
        else:
            found.add(event["event"])

    return tell


def _decoded(stream: Any, pieces: Sequence[TimedPacket]) -> Iterator[Any]:
    """Yield decoded frames, each timed by the arrival of its packet, in ns."""
    decoder = decoder_of(stream)
    for piece in pieces:
        packet = av.Packet(bytes(piece.packet))
        packet.pts, packet.time_base = piece.arrival_ns, NS
        try:
            yield from decoder.decode(packet)
        except av.error.FFmpegError:
            continue
    try:
        yield from decoder.decode(None)
    except av.error.FFmpegError:
        return


def _decibels(loudness: float) -> float:
    return max(SILENCE_DB, 20 * math.log10(loudness)) if loudness > 0 else SILENCE_DB


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
    kept: dict[bool, list[TimedPacket]]


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


def _came(piece: TimedPacket) -> Came:
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
