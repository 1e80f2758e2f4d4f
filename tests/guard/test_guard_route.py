"""Who may press stop: our own pages and nobody else, though every page could reach the guard's port."""

from __future__ import annotations

import http.client
import socket
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.guard.guarded_session import PAGE, GuardedSession


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"token": "wrong"}, 403),
        ({"token": ""}, 403),
        ({"headers": {"X-Stop-Token": None}}, 403),
        ({"headers": {"Host": "evil.example"}}, 403),
        ({"headers": {"Host": "127.0.0.1"}}, 403),
        ({"headers": {"Origin": "http://evil.example"}}, 403),
        ({"headers": {"Origin": "null"}}, 403),
        ({"method": "GET", "body": None}, 405),
        ({"method": "PUT"}, 405),
        ({"path": "/"}, 404),
        ({"path": "/../stop"}, 404),
        ({"path": "/stop?token=x"}, 404),
        ({"body": b"x" * 2000}, 400),
    ],
)
def test_a_press_that_is_not_ours_is_refused_and_stops_nothing(
    pressed: GuardedSession, changes: dict[str, Any], status: int
) -> None:
    before = len(pressed.halts())
    assert pressed.press(**changes) == status
    assert len(pressed.halts()) == before


def test_the_token_may_come_as_the_body_so_that_no_preflight_is_needed(pressed: GuardedSession) -> None:
    headers = {"X-Stop-Token": None, "Content-Type": "text/plain"}
    assert pressed.press(headers=headers, body=pressed.token.encode()) == 200
    assert pressed.halts()[-1]["why"] == "page"


def test_a_program_without_an_origin_may_stop_with_the_token(pressed: GuardedSession) -> None:
    assert pressed.press(headers={"Origin": None}) == 200


def test_only_the_preflight_of_our_own_page_is_answered(
    pressed: GuardedSession,
) -> None:
    ours = _preflight(pressed, PAGE)
    assert ours.status == 204
    assert ours.headers["Access-Control-Allow-Origin"] == PAGE
    assert "X-Stop-Token" in ours.headers["Access-Control-Allow-Headers"]
    other = _preflight(pressed, "http://evil.example")
    assert (other.status, other.headers["Access-Control-Allow-Origin"]) == (403, None)


@pytest.mark.parametrize(
    "rubbish",
    [
        b"\x00\xff\r\n\r\n",
        b"POST /stop\r\n\r\n",
        b"POST /stop HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"POST /stop HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"X" * 20_000,
    ],
)
def test_rubbish_is_refused_and_the_guard_goes_on(pressed: GuardedSession, rubbish: bytes) -> None:
    address = urlsplit(pressed.stop_url)
    with socket.create_connection((address.hostname, address.port), timeout=5) as connection:
        connection.sendall(rubbish)
        answer = connection.recv(100)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 400 ")
    assert pressed.press() == 200


def test_a_connection_that_says_nothing_does_not_keep_a_press_out(pressed: GuardedSession) -> None:
    address = urlsplit(pressed.stop_url)
    silent = [socket.create_connection((address.hostname, address.port)) for _ in range(20)]
    assert pressed.press() == 200
    for connection in silent:
        connection.close()


def _preflight(pressed: GuardedSession, origin: str) -> http.client.HTTPResponse:
    address = urlsplit(pressed.stop_url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=5)
    headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    connection.request("OPTIONS", "/stop", headers=headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response
