"""The reading of an HTTP response, whatever cuts the network makes."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from nao_sessions.room.sources.login import Login
from nao_sessions.room.sources.network import BadResponse, Response, request

BODY = bytes(range(256)) * 3
PLAIN = b"HTTP/1.1 200 OK\r\nContent-Type: video/mp2t\r\n\r\n" + BODY
CHUNKED = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n"
    + b"".join(
        b"%x;note=1\r\n" % len(part) + part + b"\r\n" for part in (BODY[:300], BODY[300:301], BODY[301:])
    )
    + b"0\r\n\r\n"
)


def read(data: bytes, cut: int) -> bytes:
    response = Response()
    return b"".join(response.feed(data[n : n + cut]) for n in range(0, len(data), cut))


@pytest.mark.parametrize("data", [PLAIN, CHUNKED], ids=["plain", "chunked"])
@pytest.mark.parametrize("cut", [1, 2, 3, 7, 64, 10_000])
def test_the_body_is_the_same_in_any_cut(data: bytes, cut: int) -> None:
    assert read(data, cut) == BODY


def test_the_last_chunk_ends_the_body() -> None:
    response = Response()
    response.feed(CHUNKED)
    assert response.ended


@pytest.mark.parametrize(
    "data",
    [
        b"HTTP/1.1 404 Not Found\r\n\r\n",
        b"HTTP/1.1 401 Unauthorized\r\n\r\n",
        b"ICY 200 OK\r\n\r\n",
        b"x" * 70_000,
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + b"1" * 2000,
    ],
)
def test_what_is_no_stream_is_refused(data: bytes) -> None:
    with pytest.raises(BadResponse):
        Response().feed(data)


def test_the_request_names_the_path_the_host_and_the_user() -> None:
    address = urlsplit("http://10.0.0.7:8080/room.ts?q=1")
    lines = request(address, Login("marie", "sésame").basic()).decode().split("\r\n")
    assert lines[0] == "GET /room.ts?q=1 HTTP/1.1"
    assert "Host: 10.0.0.7:8080" in lines
    assert "Authorization: Basic bWFyaWU6c8Opc2FtZQ==" in lines


@pytest.mark.parametrize("place", ["[fd00::7]", "[fd00::7]:8080", "camera.room", "10.0.0.7:8080"])
def test_the_host_stands_in_the_request_as_in_the_address(place: str) -> None:
    assert f"Host: {place}" in request(urlsplit(f"http://{place}/room.ts")).decode().split("\r\n")


def test_what_asks_for_a_login_is_kept_as_it_was_written() -> None:
    response = Response()
    with pytest.raises(BadResponse):
        response.feed(
            b'HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest realm="Room"\r\n'
            b'www-authenticate: Basic realm="Room"\r\n\r\n'
        )
    assert response.challenges == ('Digest realm="Room"', 'Basic realm="Room"')
