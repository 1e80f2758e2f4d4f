"""Viewers come and go, and are slow, without harm to the others."""

from __future__ import annotations

import asyncio
import socket
import time

from nao_simulator.room.hub import Hub
from nao_simulator.room.tcp import TcpServer
from nao_simulator.room.web import BACKLOG_BYTES, HttpViewer

DEADLINE_S = 30.0


class Notes:
    """A viewer that keeps what it is given."""

    def __init__(self) -> None:
        self.given: list[bytes] = []

    def give(self, data: bytes) -> bool:
        self.given.append(data)
        return True


def test_a_viewer_is_given_nothing_before_a_key_picture() -> None:
    hub, notes = Hub(), Notes()
    hub.join(notes)
    hub.picture(b"between", 0, key=False)
    hub.sound(b"early", 0)
    hub.picture(b"key", 3600, key=True)
    hub.sound(b"before the picture", 3500)
    hub.sound(b"with it", 3600)
    hub.picture(b"next", 7200, key=False)
    assert notes.given == [b"key", b"with it", b"next"]


def test_the_sound_of_a_late_microphone_begins_later() -> None:
    hub, notes = Hub(sound_delay_ms=500), Notes()
    hub.join(notes)
    hub.picture(b"key", 90_000, key=True)
    hub.sound(b"too early", 90_000 + 44_999)
    hub.sound(b"awake", 90_000 + 45_000)
    assert notes.given == [b"key", b"awake"]


def wait_until(true: object) -> None:
    assert callable(true)
    deadline = time.monotonic() + DEADLINE_S
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_a_slow_viewer_is_let_go_and_the_others_miss_nothing() -> None:
    hub = Hub()
    server = TcpServer(hub, 0)
    server.start()
    try:
        with socket.socket() as slow, socket.create_connection(("127.0.0.1", server.port)) as quick:
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            slow.connect(("127.0.0.1", server.port))
            wait_until(lambda: hub.viewers() == 2)
            part, sent, read = bytes(50_000), 0, 0
            quick.settimeout(DEADLINE_S)
            while hub.viewers() == 2 and sent < 20_000_000:
                hub.picture(part, sent, key=True)
                sent += len(part)
                while read < sent:
                    read += len(quick.recv(65536))
            assert (hub.viewers(), read) == (1, sent)
    finally:
        server.close()


def test_a_viewer_that_hangs_up_is_forgotten() -> None:
    hub = Hub()
    server = TcpServer(hub, 0)
    server.start()
    try:
        with socket.create_connection(("127.0.0.1", server.port)):
            wait_until(lambda: hub.viewers() == 1)
        wait_until(lambda: hub.viewers() == 0)
    finally:
        server.close()


def test_a_viewer_over_http_that_takes_nothing_is_let_go() -> None:
    async def give_until_refused() -> int:
        viewer = HttpViewer(asyncio.get_running_loop())
        given = 0
        while viewer.give(bytes(10_000)):
            given += 10_000
        assert await viewer.take(timeout_s=0.1) is None
        return given

    assert BACKLOG_BYTES < asyncio.run(give_until_refused()) <= BACKLOG_BYTES + 10_000
