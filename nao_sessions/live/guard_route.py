"""The guard's one route, ``POST /stop``: a few lines of HTTP with nothing between a press and the halt.

Who may press is checked first (Host, Origin, token); all else is refused without a word of explanation. What
cannot be read of a stop with the right token is taken for the stop that it says it is.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import ssl
import time
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from http import HTTPStatus

from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.robot.latch import Stop

PATH = "/stop"
TOKEN_HEADER = "x-stop-token"
MOST_HEAD_BYTES = 8_192
MOST_BODY_BYTES = 1_024
REQUEST_DEADLINE_S = 2.0
LOOPBACK = "127.0.0.1"
OLDEST_MS = 86_400_000
"""The greatest age of a stop that a page is believed: with a greater one it counts as pressed now."""
MOST_NAME = 200
MOST_CONNECTIONS = 64
"""The most connections at once, each of two seconds at most; loopback and network are counted apart."""


@dataclass(frozen=True, slots=True)
class ByTls:
    """The room's network, where tablets press: the address to listen at, its names, the certificate."""

    address: str
    names: tuple[str, ...]
    certificate: str
    """Path of a PEM file with the private key and its certificates."""


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class _Response:
    status: HTTPStatus
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    def encoded(self) -> bytes:
        headers = {
            "Content-Type": "application/json",
            "Content-Length": str(len(self.body)),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Vary": "Origin",
            "Connection": "close",
            **self.headers,
        }
        lines = [f"HTTP/1.1 {self.status.value} {self.status.phrase}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return "\r\n".join((*lines, "", "")).encode("latin-1") + self.body


class StopRoute:
    """The server of the route, on loopback and, if asked for, on the room's network."""

    def __init__(self, token: str, pages: Collection[str], press: Callable[[Stop], int | None]) -> None:
        """Prepare the route.

        Args:
            token: what a press must bring, in the header ``X-Stop-Token``, as the body, or in its JSON.
            pages: origins of our own pages (``http://127.0.0.1:8765``), which a browser may press from.
            press: shuts the latch and cuts, and returns the session time of it; None: the stop was late.
        """
        self.pages = frozenset(pages)
        self._token = token.encode()
        self._press = press
        self._servers: list[asyncio.Server] = []
        self._hosts: frozenset[str] = frozenset()

    async def open(self, port: int) -> int:
        """Listen on a port of 127.0.0.1 (0, or one that is taken: a free one); return the port."""
        serve = _Counted(self._serve)
        try:
            server = await asyncio.start_server(serve, LOOPBACK, port, limit=MOST_HEAD_BYTES)
        except OSError:
            server = await asyncio.start_server(serve, LOOPBACK, 0, limit=MOST_HEAD_BYTES)
        self._servers.append(server)
        bound: int = server.sockets[0].getsockname()[1]
        self._hosts = frozenset((f"{LOOPBACK}:{bound}", f"localhost:{bound}"))
        return bound

    async def open_by_tls(self, port: int, network: ByTls) -> None:
        """Listen on the room's network as well, at the same port.

        Raises:
            OSError: the port is taken there, or the certificate cannot be read. The loopback goes on.
        """
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(network.certificate)
        server = await asyncio.start_server(
            _Counted(self._serve),
            network.address,
            port,
            limit=MOST_HEAD_BYTES,
            ssl=tls,
            ssl_handshake_timeout=REQUEST_DEADLINE_S,
            ssl_shutdown_timeout=REQUEST_DEADLINE_S,
        )
        self._servers.append(server)
        self._hosts |= {f"{name}:{port}" for name in (network.address, *network.names)}

    async def close(self) -> None:
        """Stop listening."""
        for server in self._servers:
            server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(REQUEST_DEADLINE_S):
                request = await _read(reader)
                response = _Response(HTTPStatus.BAD_REQUEST) if request is None else self._answer(request)
                writer.write(response.encoded())
                await writer.drain()
        except (TimeoutError, OSError):
            pass  # nobody is there any more to be answered
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    def _answer(self, request: _Request) -> _Response:
        origin = request.headers.get("origin")
        if request.headers.get("host") not in self._hosts:
            return _Response(HTTPStatus.FORBIDDEN)
        if request.path != PATH:
            return _Response(HTTPStatus.NOT_FOUND)
        if origin is not None and origin not in self.pages:
            return _Response(HTTPStatus.FORBIDDEN)
        allowed = {} if origin is None else {"Access-Control-Allow-Origin": origin}
        if request.method == "OPTIONS":
            preflight = {
                "Access-Control-Allow-Methods": "POST",
                "Access-Control-Allow-Headers": "X-Stop-Token, Content-Type",
                "Access-Control-Max-Age": "600",
            }
            return _Response(HTTPStatus.NO_CONTENT, headers={**allowed, **preflight})
        if request.method != "POST":
            return _Response(HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": "POST"})
        token, stop = _stop_of(request)
        if not hmac.compare_digest(token, self._token):
            return _Response(HTTPStatus.FORBIDDEN, headers=allowed)
        at_ns = self._press(stop)
        status = HTTPStatus.CONFLICT if at_ns is None else HTTPStatus.OK
        return _Response(status, json.dumps({"at": at_ns, "late": at_ns is None}).encode(), allowed)


def _stop_of(request: _Request) -> tuple[bytes, Stop]:
    """Return the token and the stop of a request; fields that are missing or odd get their defaults."""
    arrived_ns = time.monotonic_ns()
    token = request.headers.get(TOKEN_HEADER, "").encode()
    try:
        record = json.loads(request.body)
    except (ValueError, RecursionError):
        record = None
    if not isinstance(record, dict):
        return token or request.body.strip(), Stop(arrived_ns)
    age_ms, resumes = record.get("age_ms"), record.get("resumes")
    if not isinstance(age_ms, int | float) or not 0 <= age_ms < OLDEST_MS:
        age_ms = 0
    stop = Stop(
        made_ns=arrived_ns - round(age_ms * MILLISECOND_NS),
        session=_text(record.get("session", ""))[:MOST_NAME],
        resumes=resumes if isinstance(resumes, int) else None,
        press=_text(record.get("press", ""))[:MOST_NAME],
    )
    return token or _text(record.get("token", "")).encode(), stop


def _text(value: object) -> str:
    """Return a JSON value as text that UTF-8 can encode: JSON may spell halves of characters."""
    return str(value).encode(errors="replace").decode()


class _Counted:
    """A server of ``MOST_CONNECTIONS`` at once, which hangs up on more: a flood must not fill the guard."""

    def __init__(
        self, serve: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
    ) -> None:
        self._serve = serve
        self._open = 0

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._open >= MOST_CONNECTIONS:
            writer.transport.abort()
            return
        self._open += 1
        try:
            await self._serve(reader, writer)
        finally:
            self._open -= 1


async def _read(reader: asyncio.StreamReader) -> _Request | None:
    """Return one small HTTP request; None if it is malformed or too large."""
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head[:-4].split("\r\n")
        method, path, version = first.split(" ")
        pairs = [line.partition(":") for line in lines]
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        length = int(headers.get("content-length", "0"))
        if not version.startswith("HTTP/1.") or not 0 <= length <= MOST_BODY_BYTES:
            return None
        if len(headers) != len(pairs):  # a header given twice could be read in two ways
            return None
        return _Request(method, path, headers, await reader.readexactly(length))
    except (ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        return None
