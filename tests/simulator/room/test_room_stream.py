"""The stream of a running camera: strip, pts and sound tell the same time, over TCP and over HTTP."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest

from tests.simulator.room.room_process import RoomProcess, running, watch

SECOND_NS = 1_000_000_000
# The strip counts 0.1 ms and the pts 1/90 ms, both rounded down.
AGREEMENT_NS = 115_000


@pytest.fixture(scope="module")
def room() -> Iterator[RoomProcess]:
    with running("--seed", "3") as process:
        yield process


@pytest.fixture(scope="module")
def room_with_b_frames() -> Iterator[RoomProcess]:
    with running("--fps", "12", "--bframes", "2", "--audio-delay-ms", "500") as process:
        yield process


@pytest.mark.parametrize("by", ["tcp", "http"])
def test_every_picture_tells_the_time_of_its_pts(room: RoomProcess, by: str) -> None:
    seen = watch(room.tcp_url if by == "tcp" else room.http_url, SECOND_NS)
    assert None not in seen.strip_ns
    offsets = [
        strip - pts for pts, strip in zip(seen.pts_ns, seen.strip_ns, strict=True) if strip is not None
    ]
    assert max(offsets) - min(offsets) <= AGREEMENT_NS
    assert seen.kinds[0] == "I"


def test_pictures_tell_their_time_with_b_frames_too(room_with_b_frames: RoomProcess) -> None:
    seen = watch(room_with_b_frames.tcp_url, SECOND_NS)
    offsets = [
        strip - pts for pts, strip in zip(seen.pts_ns, seen.strip_ns, strict=True) if strip is not None
    ]
    assert len(offsets) == len(seen.pts_ns)
    assert max(offsets) - min(offsets) <= AGREEMENT_NS
    assert seen.kinds.count("B") > seen.kinds.count("P") > 0
    assert sorted(seen.pts_ns) == seen.pts_ns


@pytest.mark.parametrize("by", ["tcp", "http"])
def test_a_tone_starts_in_the_stream_when_it_was_told_to(room: RoomProcess, by: str) -> None:
    at_ns: list[int] = []

    def ring() -> None:
        at_ns.append(time.monotonic_ns() + SECOND_NS)
        room.tell({"sound": "sine", "id": 1, "at": at_ns[0], "frequency": 1500, "gain": 0.5, "seconds": 0.2})

    seen = watch(room.tcp_url if by == "tcp" else room.http_url, 4 * SECOND_NS, on_open=ring)
    assert abs(seen.loud_from_ns(0.05) - at_ns[0]) < 2_000_000


def test_the_sound_of_a_late_microphone_begins_after_the_picture(room_with_b_frames: RoomProcess) -> None:
    seen = watch(room_with_b_frames.tcp_url, SECOND_NS)
    late_ms = (seen.sound[0][0] - seen.pts_ns[0]) / 1e6
    assert 500.0 <= late_ms < 500.0 + 1024 / 48


def test_a_frozen_camera_repeats_its_picture_and_its_times_go_on(room_with_b_frames: RoomProcess) -> None:
    room_with_b_frames.tell({"freeze": True})
    try:
        seen = watch(room_with_b_frames.tcp_url, SECOND_NS)
    finally:
        room_with_b_frames.tell({"freeze": False})
    assert len(set(seen.strip_ns[-10:])) == 1
    assert len(set(seen.pts_ns)) == len(seen.pts_ns)


def test_viewers_that_vanish_and_torn_lines_do_not_disturb_the_camera(room: RoomProcess) -> None:
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", room.ready["tcp"])) as viewer:
            viewer.settimeout(10.0)
            assert viewer.recv(1) == b"G"  # 0x47, where every transport packet starts
    room.tell('{"t": 1, "joints": {"HeadYaw"\n')
    assert None not in watch(room.tcp_url, SECOND_NS // 5).strip_ns


def test_the_end_of_stdin_ends_the_camera_with_its_viewers() -> None:
    with running("--width", "800", "--height", "450", "--fps", "5") as room:
        with socket.create_connection(("127.0.0.1", room.ready["tcp"])) as viewer:
            viewer.settimeout(10.0)
            assert viewer.recv(1) == b"G"
            room.tell('"half a line')
            assert room.end() == 0
            while viewer.recv(65536):
                pass
        assert room.complaints == []
