"""What every source does, whatever stands behind it (room/sources/port.py): one set of tests for all of them.

Never run here, for want of the hardware: V4L2. ALSA is its null device, which no sound comes into.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import islice
from pathlib import Path

import av
import pytest

from nao_sessions.core.errors import DeviceUnavailable
from nao_sessions.room.capture.encoders import COPIED, ready_to_copy
from nao_sessions.room.sources.opening import open_source
from nao_sessions.room.sources.port import Source, TimedPacket
from tests.room.cameras import DEADLINE_S, camera, recorder
from tests.room.other_cameras import jpeg_camera, null_microphone, rtsp_camera


@contextmanager
def tcp() -> Iterator[str]:
    with camera() as addresses:
        yield addresses.tcp


@contextmanager
def http() -> Iterator[str]:
    with camera() as addresses:
        yield addresses.http


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Record a film of some seconds."""
    session = tmp_path_factory.mktemp("film")
    with recorder() as process, camera("--gop-s", "0.4") as source:
        process.start(source.tcp, session)
        process.wait_for_frames(60)
        process.stop()
    return session / "room" / "room.01.mp4"


KINDS: dict[str, Callable[[], AbstractContextManager[str]]] = {
    "MPEG-TS over TCP": tcp,
    "MPEG-TS over HTTP": http,
    "JPEG over HTTP": jpeg_camera,
    "RTSP": rtsp_camera,
    "RTSP with A-law": lambda: rtsp_camera("--sound", "alaw"),
    "ALSA": null_microphone,
}


@pytest.fixture(params=[*KINDS, "file"])
def address(request: pytest.FixtureRequest, film: Path) -> Iterator[str]:
    """Give the address of one source after the other."""
    if request.param == "file":
        yield f"file:{film}"
        return
    with KINDS[request.param]() as given:
        yield given


@contextmanager
def opened(address: str, *, copied: bool = False) -> Iterator[Source]:
    source = open_source(address)
    if copied:
        source = ready_to_copy(source, sound_only=source.picture is None)
    try:
        yield source
    finally:
        source.stop()
        source.close()


def some(source: Source, count: int = 40) -> list[TimedPacket]:
    return list(islice(source.pieces(), count))


def test_every_piece_has_its_place_in_time_and_came_before_it_is_given(address: str) -> None:
    with opened(address) as source:
        for piece in islice(source.pieces(), 40):
            now_ns = time.monotonic_ns()
            assert piece.packet.size > 0
            assert piece.packet.pts >= piece.packet.dts
            assert piece.packet.time_base > 0
            assert piece.arrival_ns <= now_ns
            assert now_ns - piece.arrival_ns < DEADLINE_S * 1e9
            assert source.last_byte_ns <= time.monotonic_ns()


def test_pieces_of_one_stream_come_in_decoding_order(address: str) -> None:
    with opened(address) as source:
        pieces = some(source)
    for is_picture in (True, False):
        dts = [piece.packet.dts for piece in pieces if piece.is_picture == is_picture]
        assert dts == sorted(dts)


def test_it_gives_what_can_be_copied_and_encodes_the_rest(address: str) -> None:
    with opened(address, copied=True) as source:
        tracks = [track for track in (source.picture, source.sound) if track is not None]
        pieces = some(source)
    assert {track.codec_context.name for track in tracks} <= COPIED
    first = next(piece for piece in pieces if piece.is_picture == (source.picture is not None))
    assert first.packet.is_keyframe
    lead = tracks[0]
    decoder = av.CodecContext.create(lead.codec_context.name, "r")
    decoder.extradata = lead.codec_context.extradata
    decoded = [frame for piece in pieces if piece.is_picture == first.is_picture
               for frame in decoder.decode(av.Packet(bytes(piece.packet)))]  # fmt: skip
    assert decoded


def test_it_ends_when_it_is_stopped_by_another_thread(address: str) -> None:
    with opened(address) as source:
        pieces = source.pieces()
        next(pieces)
        stopper = threading.Thread(target=source.stop)
        stopper.start()
        for _ in pieces:
            pass  # what had come is still given
        stopper.join()
        source.stop()


def test_it_may_be_closed_though_nothing_was_taken(address: str) -> None:
    with opened(address, copied=True):
        pass


@pytest.mark.parametrize("kind", ["tcp", "http", "rtsp"])
def test_who_is_not_there_is_told_without_the_address(kind: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(DeviceUnavailable) as refused:
        open_source(f"{kind}://127.0.0.1:{port}/a")
    assert refused.value.code == "unreachable"
    assert str(port) not in refused.value.sentence.en


@pytest.mark.parametrize("address", ["file:/nowhere/film.mp4", "v4l2:/dev/nocamera", "alsa:nomicrophone"])
def test_a_device_or_a_file_that_is_not_there_is_told(address: str, tmp_path: Path) -> None:
    with pytest.raises(DeviceUnavailable) as refused:
        open_source(address)
    assert refused.value.code == "unreachable"


def test_a_film_comes_in_its_own_time(film: Path) -> None:
    with opened(f"file:{film}") as source:
        pieces = [piece for piece in source.pieces() if piece.is_picture]
    came_s = (pieces[-1].arrival_ns - pieces[0].arrival_ns) / 1e9
    told_s = float((pieces[-1].packet.dts - pieces[0].packet.dts) * pieces[0].packet.time_base)
    assert came_s == pytest.approx(told_s, abs=1e-6)
