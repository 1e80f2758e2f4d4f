"""Stop pressed on a tablet: by TLS on the room's network, at the port that the page was told of."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest

from nao_sessions.console.pairing.certificates import Certificates, certificates_for
from nao_sessions.live.guard import GuardSettings
from nao_sessions.live.guard_route import ByTls, StopRoute
from nao_sessions.robot.latch import Stop
from tests.guard.lone_guard import TOKEN, LoneGuard

ROOM = "127.0.0.2"
"""Stands for this computer's address on the room's network: the loopback has many addresses."""
PAGE = "https://127.0.0.2:8765"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return certificates_for(tmp_path_factory.mktemp("tls"), [ROOM, "salle-nao.local"])


def _network(certificates: Certificates) -> ByTls:
    return ByTls(ROOM, ("salle-nao.local",), str(certificates.leaf))


def _with_route(test: Callable[[StopRoute, list[int]], Coroutine[Any, Any, None]]) -> list[int]:
    """Run a test on a route; give the presses that came through."""
    presses: list[int] = []

    def press(stop: Stop) -> int:
        presses.append(len(presses))
        return 7

    async def run() -> None:
        route = StopRoute(TOKEN, [PAGE], press)
        try:
            await test(route, presses)
        finally:
            await route.close()

    asyncio.run(run())
    return presses


async def _pressed(
    address: str, port: int, tls: ssl.SSLContext | None, host: str | None = None, origin: str = PAGE
) -> bytes:
    reader, writer = await asyncio.open_connection(address, port, ssl=tls)
    head = (
        f"POST /stop HTTP/1.1\r\nHost: {host or address}:{port}\r\nOrigin: {origin}\r\n"
        f"X-Stop-Token: {TOKEN}\r\nContent-Length: 0\r\n\r\n"
    )
    writer.write(head.encode())
    answer = await reader.read()
    writer.close()
    return answer


def _trusting(certificates: Certificates) -> ssl.SSLContext:
    return ssl.create_default_context(cadata=certificates.authority.decode())


def test_a_tablet_stops_nao_by_tls_and_this_computer_does_as_before(certificates: Certificates) -> None:
    async def test(route: StopRoute, presses: list[int]) -> None:
        port = await route.open(0)
        await route.open_by_tls(port, _network(certificates))
        by_tls = await _pressed(ROOM, port, _trusting(certificates))
        assert by_tls.startswith(b"HTTP/1.1 200 ")
        assert f"Access-Control-Allow-Origin: {PAGE}".encode() in by_tls
        assert (await _pressed("127.0.0.1", port, None)).startswith(b"HTTP/1.1 200 ")

    assert len(_with_route(test)) == 2


@pytest.mark.parametrize(
    ("host", "origin"), [("evil.example", PAGE), (ROOM, "https://evil.example"), (ROOM, f"https://{ROOM}:1")]
)
def test_a_press_that_is_not_ours_is_refused_there_too(
    certificates: Certificates, host: str, origin: str
) -> None:
    async def test(route: StopRoute, presses: list[int]) -> None:
        port = await route.open(0)
        await route.open_by_tls(port, _network(certificates))
        refused = await _pressed(ROOM, port, _trusting(certificates), host, origin)
        assert refused.startswith(b"HTTP/1.1 403 ")

    assert _with_route(test) == []


def test_nothing_is_heard_there_without_tls(certificates: Certificates) -> None:
    async def test(route: StopRoute, presses: list[int]) -> None:
        port = await route.open(0)
        await route.open_by_tls(port, _network(certificates))
        assert b"200" not in await _pressed(ROOM, port, None)

    assert _with_route(test) == []


def test_silent_handshakes_keep_no_press_out(certificates: Certificates) -> None:
    async def test(route: StopRoute, presses: list[int]) -> None:
        port = await route.open(0)
        await route.open_by_tls(port, _network(certificates))
        silent = [await asyncio.open_connection(ROOM, port) for _ in range(100)]
        assert (await _pressed(ROOM, port, _trusting(certificates))).startswith(b"HTTP/1.1 200 ")
        for _, writer in silent:
            writer.close()

    assert len(_with_route(test)) == 1


def test_where_the_certificate_is_gone_this_computer_still_stops_nao(tmp_path: Path) -> None:
    async def test(route: StopRoute, presses: list[int]) -> None:
        port = await route.open(0)
        with pytest.raises(OSError, match="No such file"):
            await route.open_by_tls(port, ByTls(ROOM, (), str(tmp_path / "gone.pem")))
        assert (await _pressed("127.0.0.1", port, None)).startswith(b"HTTP/1.1 200 ")

    assert len(_with_route(test)) == 1


def test_a_given_port_is_taken_and_one_that_is_not_free_is_given_up() -> None:
    async def test(route: StopRoute, presses: list[int]) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            free = await route.open(taken.getsockname()[1])
            assert free != taken.getsockname()[1]

    _with_route(test)


def test_what_the_session_tells_of_the_network_is_read_as_it_was_meant(certificates: Certificates) -> None:
    told = {"robot": "tcp://x", "latch_fd": 3, "token": TOKEN}
    network = {"address": ROOM, "names": ["salle-nao.local"], "certificate": str(certificates.leaf)}
    assert GuardSettings.from_record({**told, "network": network}).network == _network(certificates)
    assert GuardSettings.from_record({**told, "network": None}).network is None


@pytest.fixture
def guards() -> Iterator[list[LoneGuard]]:
    """Guards that are seen out at the end."""
    started: list[LoneGuard] = []
    yield started
    for guard in started:
        guard.close()


def _nowhere() -> str:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        return f"tcp://127.0.0.1:{nobody.getsockname()[1]}"


def test_a_guard_in_its_own_process_is_stopped_by_a_tablet(
    certificates: Certificates, guards: list[LoneGuard]
) -> None:
    network = {"address": ROOM, "names": ["salle-nao.local"], "certificate": str(certificates.leaf)}
    guards.append(guard := LoneGuard(robot=_nowhere(), network=network, pages=[PAGE]))
    ready = guard.told("ready")
    assert ready["network"] is True
    answer = asyncio.run(_pressed(ROOM, ready["port"], _trusting(certificates)))
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert guard.latch.is_shut


def test_a_guard_without_its_certificate_says_so_and_guards_all_the_same(
    guards: list[LoneGuard], tmp_path: Path
) -> None:
    network = {"address": ROOM, "names": [], "certificate": str(tmp_path / "gone.pem")}
    guards.append(guard := LoneGuard(robot=_nowhere(), network=network, pages=[PAGE]))
    assert "No such file" in guard.told("network_refused")["why"]
    ready = guard.told("ready")
    assert ready["network"] is False
    assert asyncio.run(_pressed("127.0.0.1", ready["port"], None)).startswith(b"HTTP/1.1 200 ")
    assert guard.latch.is_shut
