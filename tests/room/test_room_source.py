"""A source on the network: which addresses are taken, and when each byte of a stream came."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time

import pytest

from nao_sessions.core.errors import DeviceUnavailable, UsageError
from nao_sessions.room.address import parse
from nao_sessions.room.sources.network import SO_TIMESTAMPNS, Arrivals, NetworkStream, arrival_ns


@pytest.mark.parametrize("url", ["tcp://127.0.0.1:9000", "http://camera/room.ts", "http://10.0.0.7:80/"])
def test_a_camera_s_address_is_taken(url: str) -> None:
    assert parse(url).geturl() == url


@pytest.mark.parametrize(
    "url", ["", "camera", "tcp://camera", "ftp://camera/a", "tcp://camera:x", "http:///a"]
)
def test_what_is_no_camera_s_address_is_refused(url: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse(url)
    assert refused.value.code == "bad_source"


REALTIME = socket.SOL_SOCKET, SO_TIMESTAMPNS


def stamp(age_ns: int) -> list[tuple[int, int, bytes]]:
    return [(*REALTIME, struct.pack("@qq", *divmod(time.time_ns() - age_ns, 1_000_000_000)))]


def test_a_read_is_stamped_with_the_arrival_that_the_kernel_tells() -> None:
    earlier_ns = time.monotonic_ns() - 500_000_000
    told_ns = arrival_ns(stamp(500_000_000))
    assert 0 <= told_ns - earlier_ns < 100_000_000


@pytest.mark.parametrize(
    "told",
    [[], stamp(-3_600_000_000_000), stamp(3_600_000_000_000), [(*REALTIME, b"short")], [(0, 0, bytes(16))]],
)
def test_a_stamp_that_cannot_be_true_gives_way_to_our_own_clock(told: list[tuple[int, int, bytes]]) -> None:
    before_ns = time.monotonic_ns()
    assert before_ns <= arrival_ns(told) <= time.monotonic_ns()


def test_every_byte_has_the_arrival_of_the_read_that_brought_it() -> None:
    arrivals = Arrivals()
    arrivals.note(10, 100)
    arrivals.note(1, 200)
    arrivals.note(5, 300)
    assert [arrivals.at(n) for n in (0, 9, 10, 11, 15, 16)] == [100, 100, 200, 300, 300, None]


def test_what_is_forgotten_leaves_the_rest_in_place() -> None:
    arrivals = Arrivals()
    for n in range(10):
        arrivals.note(10, n)
    arrivals.forget_before(42)
    assert [arrivals.at(n) for n in (40, 42, 99)] == [4, 4, 9]


def test_nobody_at_the_address_is_a_device_that_is_unavailable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(DeviceUnavailable) as refused:
        NetworkStream(f"tcp://127.0.0.1:{port}")
    assert refused.value.code == "unreachable"


def test_a_stream_that_never_pauses_ends_when_it_is_stopped() -> None:
    stopped = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        stream = NetworkStream(f"tcp://127.0.0.1:{server.getsockname()[1]}", stopped=stopped)
        peer, _ = server.accept()

        def send_for_ever() -> None:
            with contextlib.suppress(OSError):
                while True:
                    peer.sendall(bytes(1000))

        sender = threading.Thread(target=send_for_ever)
        sender.start()
        assert stream.read(10) == bytes(10)
        stopped.set()
        while stream.read(100_000):
            pass  # what had come is still given
        stream.close()
        peer.close()
        sender.join()


def test_a_stream_gives_what_came_and_then_ends() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        stream = NetworkStream(f"tcp://127.0.0.1:{server.getsockname()[1]}")
        peer, _ = server.accept()
        with peer:
            peer.sendall(b"camera")
        read = b""
        while piece := stream.read(4):
            read += piece
        assert read == b"camera"
        first, last = stream.arrivals.at(0), stream.arrivals.at(5)
        assert first is not None
        assert last is not None
        assert first <= last
        stream.close()
        assert stream.read(4) == b""
        assert stream.exhausted
