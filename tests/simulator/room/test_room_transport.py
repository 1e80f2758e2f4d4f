"""The transport stream is one that FFmpeg reads without a word of complaint."""

from __future__ import annotations

import io

import av
import numpy as np

from nao_simulator.room import timecode
from nao_simulator.room.film import FilmSettings, _encoder
from nao_simulator.room.transport import PACKET_BYTES, PCR_BEHIND, VIDEO_PID, Transport, adts, crc32_mpeg
from tests import timecode as witness


def packets_of(data: bytes) -> list[bytes]:
    return [data[start : start + PACKET_BYTES] for start in range(0, len(data), PACKET_BYTES)]


def pid_of(packet: bytes) -> int:
    return (packet[1] & 0x1F) << 8 | packet[2]


def test_the_checksum_is_the_one_of_the_standard() -> None:
    assert crc32_mpeg(b"123456789") == 0x0376E6E7


def test_every_packet_has_188_bytes_whatever_the_size_of_the_picture() -> None:
    for size in range(1, 400):
        packets = packets_of(Transport().video(bytes(size), 90_000, 90_000, key=False))
        assert {(len(packet), packet[0]) for packet in packets} == {(PACKET_BYTES, 0x47)}


def test_no_byte_of_a_picture_is_lost_or_added() -> None:
    for size in (1, 150, 158, 159, 170, 171, 183, 184, 185, 342, 343, 344, 5000, 70_000):
        picture = bytes(n % 251 for n in range(size))
        payload = b""
        for packet in packets_of(Transport().video(picture, 90_000, 90_000, key=False)):
            skip = 5 + packet[4] if packet[3] & 0x20 else 4
            payload += packet[skip:]
        assert payload[14:] == picture


def test_continuity_counters_follow_each_other_across_pictures() -> None:
    transport = Transport()
    counters = [
        packet[3] & 0x0F
        for number in range(5)
        for packet in packets_of(transport.video(bytes(1000), 3600 * number, 3600 * number, key=number == 0))
        if pid_of(packet) == VIDEO_PID
    ]
    assert counters == [n % 16 for n in range(len(counters))]


def test_a_key_picture_brings_the_tables_first() -> None:
    pids = [pid_of(packet) for packet in packets_of(Transport().video(bytes(10), 90_000, 90_000, key=True))]
    assert pids == [0x0000, 0x1000, VIDEO_PID]


def test_the_programme_clock_is_behind_the_pictures() -> None:
    packet = Transport().video(bytes(10), 100_000, 100_000, key=False)
    assert int.from_bytes(packet[6:12]) >> 15 == 100_000 - PCR_BEHIND


def test_pictures_and_sound_come_back_with_their_times() -> None:
    encoder = _encoder(FilmSettings(width_px=800, height_px=320))
    sound = av.AudioCodecContext.create("aac", "w")
    sound.sample_rate, sound.layout, sound.format = 48_000, "mono", "fltp"
    transport, stream = Transport(), b""
    for number in range(6):
        planes = np.full((480, 800), 128, np.uint8)
        timecode.stamp(planes, 320, 800, 5_000_000_000 + number * 40_000_000)
        frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
        frame.pts = 90_000 + number * 3600
        for packet in encoder.encode(frame):
            assert packet.pts is not None
            assert packet.dts is not None
            stream += transport.video(bytes(packet), packet.pts, packet.dts, packet.is_keyframe)
        heard = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        heard.sample_rate, heard.pts = 48_000, 48_000 + number * 1024
        for packet in sound.encode(heard):
            assert packet.pts is not None
            stream += transport.audio(adts(bytes(packet)), packet.pts * 15 // 8)
    with av.open(io.BytesIO(stream), format="mpegts") as container:
        read = list(container.decode(video=0, audio=0))
    pictures = [frame for frame in read if isinstance(frame, av.VideoFrame)]
    sounds = [frame for frame in read if isinstance(frame, av.AudioFrame)]
    assert [frame.pts for frame in pictures] == [90_000 + number * 3600 for number in range(6)]
    assert [frame.pts for frame in sounds[:3]] == [90_000 - 1920, 90_000, 91_920]
    luma = pictures[3].to_ndarray(format="gray")
    assert witness.read(luma) == 5_000_000_000 + 3 * 40_000_000


def test_the_strip_is_the_one_that_the_witness_paints() -> None:
    for instant_ns in (0, 1, 123_456_789_012_345, (1 << 40) * 100_000 + 700_000):
        ours = np.zeros((480, 800), np.uint8)
        timecode.stamp(ours, 320, 800, instant_ns)
        theirs = np.zeros((320, 800), np.uint8)
        witness.paint(theirs, instant_ns)
        assert ours[:320].tolist() == theirs.tolist()
