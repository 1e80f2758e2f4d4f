"""Foreign videos: copied where they can be, encoded where not, and every picture at the time that it had."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import av
import pytest

from nao_sessions.analysis.importing.video import bring, decoding_times
from nao_sessions.core.errors import TableRefused
from tests.analysis.importing.foreign_videos import film, strip_ms
from tests.timecode import frames_of


def times_and_strips(path: Path) -> tuple[list[float], list[int | None]]:
    """Give when each picture of a file is shown and what its strip tells, in ms."""
    with av.open(str(path)) as container:
        time_base = container.streams.video[0].time_base
    assert time_base is not None
    found = list(frames_of(path))
    return [float(pts * time_base) * 1e3 for pts, _ in found], [strip_ms(strip) for _, strip in found]


@pytest.mark.parametrize("ending", ["mp4", "mov", "mkv"])
@pytest.mark.parametrize("b_frames", [0, 2])
def test_pictures_are_copied_bit_for_bit_with_their_times(tmp_path: Path, ending: str, b_frames: int) -> None:
    source, target = tmp_path / f"a.{ending}", tmp_path / "b.mp4"
    times = film(source, b_frames=b_frames)
    brought = bring(source, target, "{}")
    assert (brought.how, brought.codec, len(brought.frames)) == ("copied", "h264", len(times))
    assert packets(target) == packets(source)
    shown, strips = times_and_strips(target)
    assert strips == times
    assert shown == pytest.approx(times, abs=0.02)
    assert sorted(float(frame.file_s) * 1e3 for frame in brought.frames) == pytest.approx(times, abs=1.0)


def packets(path: Path) -> list[int]:
    """Give the sizes of the pictures, in the order of the file; an MP4 of an MP4 has the same ones."""
    with av.open(str(path)) as container:
        return [packet.size for packet in container.demux(video=0) if packet.size]


def test_a_transport_stream_begins_where_players_put_its_beginning(tmp_path: Path) -> None:
    source, target = tmp_path / "a.ts", tmp_path / "b.mp4"
    times = film(source, sound=None)
    brought = bring(source, target, "{}")
    shown, strips = times_and_strips(target)
    assert (brought.how, brought.silent) == ("copied", True)
    assert strips == times
    assert shown == pytest.approx([time - times[0] for time in times], abs=0.1)


@pytest.mark.parametrize(
    ("ending", "codec", "pixels", "sound", "kept"),
    [
        ("avi", "mpeg4", "yuv420p", None, None),
        ("mkv", "mpeg4", "yuv420p", "libmp3lame", "mp3float"),
        ("mov", "mjpeg", "yuvj420p", "pcm_s16le", "aac"),
        ("mkv", "ffv1", "yuv444p", "flac", "flac"),
        ("mp4", "libx265", "yuv420p", "aac", "aac"),
    ],
)
def test_what_a_browser_does_not_show_is_encoded_at_the_same_times(
    tmp_path: Path, ending: str, codec: str, pixels: str, sound: str | None, kept: str | None
) -> None:
    source, target = tmp_path / f"a.{ending}", tmp_path / "b.mp4"
    even = list(range(0, 1600, 40))  # an AVI holds nothing else
    times = film(source, codec=codec, pixels=pixels, sound=sound, times_ms=even if ending == "avi" else None)
    brought = bring(source, target, "{}")
    shown, strips = times_and_strips(target)
    assert brought.how == "encoded"
    assert strips == times
    assert shown == pytest.approx(times, abs=0.1)
    with av.open(str(target)) as container:
        codecs = [stream.codec_context.codec.name for stream in container.streams]
    assert codecs == ["h264"] + ([kept] if kept else [])


def test_sound_stays_beside_its_pictures(tmp_path: Path) -> None:
    source, target = tmp_path / "a.mp4", tmp_path / "b.mp4"
    film(source)
    bring(source, target, "{}")
    assert first_sound_s(target) == pytest.approx(first_sound_s(source), abs=0.001)


def first_sound_s(path: Path) -> float:
    with av.open(str(path)) as container:
        packet = next(packet for packet in container.demux(audio=0) if packet.pts is not None)
        return float(packet.pts * packet.time_base)


def test_nothing_that_a_file_says_of_itself_comes_along(tmp_path: Path) -> None:
    source, target = tmp_path / "a.mp4", tmp_path / "b.mp4"
    film(source)
    bring(source, target, '{"segment": 1}')
    with av.open(str(target)) as container:
        told = str(container.metadata) + str([stream.metadata for stream in container.streams])
        assert container.metadata["nao_sessions"] == '{"segment": 1}'
    assert "Léa" not in told
    assert "Léa".encode() not in target.read_bytes()


def test_a_picture_that_lies_on_its_side_is_put_up_when_it_is_encoded(tmp_path: Path) -> None:
    upright, source, target = tmp_path / "a.mkv", tmp_path / "t.mov", tmp_path / "b.mp4"
    film(upright, codec="mjpeg", pixels="yuvj420p", sound=None)
    with av.open(str(upright)) as read, av.open(str(source), "w") as made:
        track = made.add_stream_from_template(read.streams.video[0])
        for packet in read.demux(video=0):
            if packet.dts is not None:
                packet.stream = track
                made.mux(packet)
    turned = lying(source)
    if turned is None:
        pytest.fail("the head of the track was not found")
    bring(source, target, "{}")
    with av.open(str(target)) as container:
        video = container.streams.video[0]
        assert (video.width, video.height) == (128, 832)


def lying(path: Path) -> int | None:
    """Turn a track by a quarter: its matrix in the file's own head (ISO/IEC 14496-12, 8.3.2)."""
    content = bytearray(path.read_bytes())
    place = content.find(b"tkhd")
    if place < 0:
        return None
    one = (1 << 16).to_bytes(4, "big")
    start = place + 4 + 40
    back = (-(1 << 16) & 0xFFFFFFFF).to_bytes(4, "big")
    content[start : start + 20] = bytes(4) + one + bytes(4) + back + bytes(4)
    path.write_bytes(bytes(content))
    return start


def test_what_is_no_video_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "a.mp4"
    source.write_bytes(b"bonjour" * 100)
    with pytest.raises(TableRefused) as told:
        bring(source, tmp_path / "b.mp4", "{}")
    assert [finding.code for finding in told.value.findings] == ["I114"]


def test_a_sound_alone_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "a.m4a"
    with av.open(str(source), "w", format="mp4") as made:
        made.add_stream("aac", rate=48_000, layout="mono")
        made.start_encoding()
    with pytest.raises(TableRefused):
        bring(source, tmp_path / "b.mp4", "{}")


def test_a_decoding_time_is_never_after_the_time_of_showing() -> None:
    shown = [0, 30, 10, 20, 60, 40, 50]
    decoded = decoding_times(shown)
    assert all(dts is not None and dts <= pts for dts, pts in zip(decoded, shown, strict=True))
    assert all(a is not None and b is not None and a < b for a, b in pairwise(decoded))
