"""The parameters of a stream, noticed where they change and nowhere else."""

from __future__ import annotations

import io
from fractions import Fraction

import av
import numpy as np
import pytest
from av.video.stream import VideoStream

from nao_sessions.room.capture.capture import PictureParameters, parameters_in


def sent(height_px: int, count: int = 3, codec_name: str = "libx264") -> list[av.Packet]:
    """Encode some key frames as a camera sends them (annex B)."""
    codec = av.CodecContext.create(codec_name, "w")
    assert isinstance(codec, av.VideoCodecContext)
    codec.width, codec.height, codec.pix_fmt = 320, height_px, "yuv420p"
    codec.time_base, codec.gop_size = Fraction(1, 25), 1
    codec.options = {"tune": "zerolatency", "x265-params": "log-level=none"}
    packets = []
    for n in range(count):
        luma = np.random.default_rng(n).integers(16, 235, (height_px * 3 // 2, 320), dtype=np.uint8)
        frame = av.VideoFrame.from_ndarray(luma, format="yuv420p")
        frame.pts = n
        packets += codec.encode(frame)
    return [*packets, *codec.encode(None)]


def stream_of(packet: av.Packet, form: str = "h264") -> VideoStream:
    return av.open(io.BytesIO(bytes(packet)), format=form).streams.video[0]


def changes(parameters: PictureParameters, *packets: av.Packet) -> list[tuple[int, int] | None]:
    """Give the size of each new stream, None where nothing is new."""
    told = [parameters.changed(packet) for packet in packets]
    return [None if t is None else (t.codec_context.width, t.codec_context.height) for t in told]


def test_another_size_is_told_once_and_the_way_back_too() -> None:
    small, large = sent(144), sent(208)
    parameters = PictureParameters(stream_of(small[0]))
    expected = [None, None, (320, 208), None, (320, 144)]
    assert changes(parameters, small[0], small[1], large[0], large[1], small[2]) == expected


def test_hevc_tells_its_parameters_as_well() -> None:
    small, large = sent(144, codec_name="libx265"), sent(208, codec_name="libx265")
    parameters = PictureParameters(stream_of(small[0], "hevc"))
    assert changes(parameters, small[0], small[1], large[0]) == [None, None, (320, 208)]


def test_damaged_parameters_are_no_news() -> None:
    small, large = sent(144), sent(208)
    parameters = PictureParameters(stream_of(small[0]))
    nonsense = av.Packet(b"\0\0\0\1\x67garbage\0\0\0\1\x65slice")
    large[0].is_corrupt = True
    assert changes(parameters, small[0], nonsense, large[0], small[1]) == [None] * 4


def test_parameters_that_are_sent_twice_are_the_same() -> None:
    small, large = sent(144), sent(208)
    twice = av.Packet(next(parameters_in(bytes(small[1]), "h264")) + bytes(small[1]))
    parameters = PictureParameters(stream_of(small[0]))
    assert changes(parameters, twice, small[1], twice, large[0]) == [None, None, None, (320, 208)]


def test_a_key_frame_without_parameters_is_as_the_one_before() -> None:
    small = sent(144)
    parameters = PictureParameters(stream_of(small[0]))
    bare = av.Packet(b"\0\0\0\1\x65slice")
    assert changes(parameters, small[0], bare, small[1]) == [None] * 3


@pytest.mark.parametrize("cut", range(0, 60, 7))
def test_of_a_frame_that_is_cut_the_same_is_read_as_far_as_it_goes(cut: int) -> None:
    data = bytes(sent(144)[0])
    whole, part = (b"".join(parameters_in(some, "h264")) for some in (data, data[:cut]))
    assert whole.startswith(part)
