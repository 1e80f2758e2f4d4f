"""The encoding of what cannot be copied: times are kept, gaps too, and what comes is never held up."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

import av
import numpy as np
import pytest

from nao_sessions.core.errors import DeviceUnavailable
from nao_sessions.room.capture import encoders as encoded
from nao_sessions.room.capture.encoders import EncodedSource, PictureEncoder, SoundEncoder, ready_to_copy
from nao_sessions.room.sources.opening import STAMP_AGE_NS, taken_ns
from nao_sessions.room.sources.port import TimedPacket

RATE = 48_000
MICRO = Fraction(1, 1_000_000)


def wave(samples: int) -> bytes:
    return (np.sin(np.arange(samples) * 0.06) * 9000).astype("<i2").tobytes()


def raw_sound() -> av.AudioStream:
    """Give a stream of 16 bits at 48 kHz, as a device gives it."""
    written = io.BytesIO()
    with av.open(written, "w", format="wav") as file:
        track = file.add_stream("pcm_s16le", rate=RATE, layout="mono")
        frame = av.AudioFrame(format="s16", layout="mono", samples=64)
        frame.sample_rate, frame.pts = RATE, 0
        file.mux(track.encode(frame))
    written.seek(0)
    return av.open(written).streams.audio[0]


def sound(at_s: float, samples: int = 480) -> TimedPacket:
    packet = av.Packet(wave(samples))
    packet.pts = packet.dts = round(at_s * 1_000_000)
    packet.time_base = MICRO
    return TimedPacket(packet, False, round(at_s * 1e9) + 7_000_000, at_s + 1000)


def encoded_sound(*pieces: TimedPacket) -> list[TimedPacket]:
    encoder = SoundEncoder(raw_sound())
    given = [one for piece in pieces for one in encoder.take(piece)]
    return given + list(encoder.finish())


def at_s(piece: TimedPacket) -> float:
    return float(piece.packet.pts * piece.packet.time_base)


def test_a_block_of_sound_has_the_times_of_its_first_sample() -> None:
    blocks = encoded_sound(*(sound(5 + n / 100) for n in range(100)))
    for block in blocks:
        assert block.arrival_ns == pytest.approx(at_s(block) * 1e9 + 7_000_000, abs=50_000)
        assert block.source_t == pytest.approx(at_s(block) + 1000, abs=5e-5)
    assert at_s(blocks[0]) == pytest.approx(5 - 1024 / RATE, abs=1e-4)
    assert {b.packet.pts - a.packet.pts for a, b in pairwise(blocks)} == {1024}


def test_a_device_whose_stamps_shake_still_counts_its_samples() -> None:
    blocks = encoded_sound(*(sound(5 + n / 100 + (n % 3) * 0.004) for n in range(100)))
    assert {b.packet.pts - a.packet.pts for a, b in pairwise(blocks)} == {1024}


def test_sound_that_was_missed_leaves_a_gap_of_its_length() -> None:
    pieces = [sound(5 + n / 100) for n in range(50)] + [sound(7 + n / 100) for n in range(50)]
    steps = [at_s(b) - at_s(a) for a, b in pairwise(encoded_sound(*pieces))]
    assert 1.5 <= max(steps) < 1.5 + 2 * 1024 / RATE
    assert sorted(steps)[-2] == pytest.approx(1024 / RATE)


def jpeg_pictures() -> tuple[av.VideoStream, list[bytes]]:
    """Give a stream of JPEG pictures of 64 x 48, and forty of them."""
    codec = av.CodecContext.create("mjpeg", "w")
    codec.width, codec.height, codec.pix_fmt, codec.time_base = 64, 48, "yuvj420p", Fraction(1, 25)
    pictures = []
    for number in range(40):
        grey = np.full((72, 64), 40 + 4 * number, np.uint8)
        frame = av.VideoFrame.from_ndarray(grey, format="yuvj420p")
        frame.pts = number
        pictures += [bytes(packet) for packet in codec.encode(frame)]
    return av.open(io.BytesIO(b"".join(pictures)), format="mjpeg").streams.video[0], pictures


def picture(data: bytes, at_s: float) -> TimedPacket:
    packet = av.Packet(data)
    packet.pts = packet.dts = round(at_s * 1_000_000)
    packet.time_base = MICRO
    return TimedPacket(packet, True, round(at_s * 1e9), None)


def test_pictures_keep_their_times_and_one_a_second_is_a_key_frame() -> None:
    stream, pictures = jpeg_pictures()
    encoder = PictureEncoder(stream)
    times = [5 + n / 16 for n in range(len(pictures))]
    given = [one for data, at in zip(pictures, times, strict=True) for one in encoder.take(picture(data, at))]
    assert [at_s(one) for one in given] == times
    assert [one.arrival_ns for one in given] == [round(at * 1e9) for at in times]
    assert [at_s(one) for one in given if one.packet.is_keyframe] == [5, 6, 7]


def test_a_damaged_picture_is_left_out_and_the_next_one_is_not() -> None:
    stream, pictures = jpeg_pictures()
    encoder = PictureEncoder(stream)
    sent = [pictures[0], b"\xff\xd8 no picture", pictures[2]]
    given = [one for n, data in enumerate(sent) for one in encoder.take(picture(data, 5 + n))]
    assert [at_s(one) for one in given] == [5, 7]


class Hurried:
    """A source that gives all that it has at once, and is then at its end."""

    def __init__(self, stream: av.VideoStream, pieces: list[TimedPacket]) -> None:
        self.picture: av.VideoStream | None = stream
        self.sound: av.AudioStream | None = None
        self.last_byte_ns = 0
        self.given = threading.Event()
        self._pieces = pieces

    def pieces(self) -> Iterator[TimedPacket]:
        yield from self._pieces
        self.given.set()

    def stop(self) -> None:
        pass

    def close(self) -> None:
        pass


def test_pictures_that_cannot_be_encoded_in_time_are_left_out_and_hold_nothing_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stream, pictures = jpeg_pictures()
    monkeypatch.setattr(encoded, "WAITING_BYTES", len(pictures[0]) * 3)
    source = Hurried(stream, [picture(data, 5 + n / 25) for n, data in enumerate(pictures)])
    slow = EncodedSource(source)
    given = slow.pieces()
    first = next(given)
    assert source.given.wait(10)  # all was taken, though only one was encoded
    rest = list(given)
    slow.close()
    assert at_s(first) == 5
    assert 1 <= len(rest) < len(pictures) - 1


def test_a_microphone_without_sound_and_a_camera_without_picture_are_told() -> None:
    stream, _ = jpeg_pictures()
    with pytest.raises(DeviceUnavailable, match="no sound"):
        ready_to_copy(Hurried(stream, []), sound_only=True)
    blind = Hurried(stream, [])
    blind.picture = None
    with pytest.raises(DeviceUnavailable, match="no picture"):
        ready_to_copy(blind)


class Packet:
    """What a driver gives, as far as its stamp is looked at."""

    def __init__(self, stamp_ns: int, kind: str = "video") -> None:
        self.pts, self.time_base, self.duration = stamp_ns // 1000, MICRO, 10_000
        self.stream = type("Stream", (), {"type": kind})


NOW_NS, REALTIME_NS = 50_000_000_000, 1_795_562_147_000_000_000


@pytest.mark.parametrize(
    ("packet", "taken"),
    [
        (Packet(NOW_NS - 40_000_000), NOW_NS - 40_000_000),
        (Packet(REALTIME_NS - 25_000_000, "audio"), NOW_NS - 25_000_000),
        (Packet(NOW_NS + 1_000_000), NOW_NS),
        (Packet(NOW_NS - STAMP_AGE_NS), NOW_NS),
        (Packet(0, "audio"), NOW_NS - 10_000_000),
    ],
)
def test_a_driver_s_stamp_is_taken_where_it_can_be_true(packet: Packet, taken: int) -> None:
    assert taken_ns(packet, NOW_NS, REALTIME_NS) == taken
