"""The guard's route, ``POST /stop``: a few lines of HTTP with nothing between a press and the halt.

``POST /film`` ends the film in the same way.

Who may press is checked first (Host, Origin, token); all else is refused without a word of explanation. What
cannot be read of a stop with the right token is taken for the stop that it says it is.

A page shows its token beforehand by ``POST /hold``, again and again: its connection then stays open for the
press that may come, whoever else fills the port. Those who have shown none share the other places, and the
oldest goes first.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import socket
import ssl
import time
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from functools import partial
from http import HTTPStatus

from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.robot.latch import Stop

PATH = "/stop"
FILM_PATH = "/film"
HOLD_PATH = "/hold"
TOKEN_HEADER = "x-stop-token"
MOST_HEAD_BYTES = 8_192
MOST_BODY_BYTES = 1_024
REQUEST_DEADLINE_S = 2.0
CROWDED_DEADLINE_S = 0.25
"""What a stranger has for its request where more than half of the strangers' places are taken."""
HELD_S = 150.0
"""How long a held connection is kept for its next request: pages show the token every 20 s, from a tab behind
others every minute."""
LOOPBACK = "127.0.0.1"
OLDEST_MS = 86_400_000
"""The greatest age of a stop that a page is believed: with a greater one it counts as pressed now."""
MOST_NAME = 200
MOST_STRANGERS = 64
"""The most connections at once that have not shown the token; loopback and network are counted apart."""
MOST_HELD = 64
"""The most connections of one listener that are kept open between two requests."""
BACKLOG = 1_024
A_TURN = 16
"""How many connections are taken in one turn of the loop."""


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
    shown: bool = False
    """The request brought the token."""
    held: bool = False
    """The connection is to stay open for another request."""

    def encoded(self) -> bytes:
        headers = {
            "Content-Type": "application/json",
            "Content-Length": str(len(self.body)),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Vary": "Origin",
            "Connection": "keep-alive" if self.held else "close",
            **self.headers,
        }
        lines = [f"HTTP/1.1 {self.status.value} {self.status.phrase}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return "\r\n".join((*lines, "", "")).encode("latin-1") + self.body


class StopRoute:
    """The server of the route, on loopback and, if asked for, on the room's network."""

    def __init__(
        self,
        token: str,
        pages: Collection[str],
        press: Callable[[Stop], int | None],
        end_film: Callable[[Stop], int | None] = lambda stop: None,
    ) -> None:
        """Prepare the route.

        Args:
            token: what a press must bring, in the header ``X-Stop-Token``, as the body, or in its JSON.
            pages: origins of our own pages (``http://127.0.0.1:8765``), which a browser may press from.
            press: shuts the latch and cuts, and returns the session time of it; None: the stop was late.
            end_film: ends the film, and returns the session time of it; None: nothing is filmed here.
        """
        self.pages = frozenset(pages)
        self._token = token.encode()
        self._press, self._end_film = press, end_film
        self._listeners: list[_Listener] = []
        self._hosts: frozenset[str] = frozenset()

    async def open(self, port: int) -> int:
        """Listen on a port of 127.0.0.1 (0, or one that is taken: a free one); return the port."""
        try:
            listening = _listen(LOOPBACK, port)
        except OSError:
            listening = _listen(LOOPBACK, 0)
        self._listeners.append(_Listener(listening, None, self._answer))
        bound: int = listening.getsockname()[1]
        self._hosts = frozenset((f"{LOOPBACK}:{bound}", f"localhost:{bound}"))
        return bound

    async def open_by_tls(self, port: int, network: ByTls) -> None:
        """Listen on the room's network as well, at the same port.

        Raises:
            OSError: the port is taken there, or the certificate cannot be read. The loopback goes on.
        """
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(network.certificate)
        self._listeners.append(_Listener(_listen(network.address, port), tls, self._answer))
        self._hosts |= {f"{name}:{port}" for name in (network.address, *network.names)}

    async def close(self) -> None:
        """Stop listening, and close all connections."""
        for listener in self._listeners:
            await listener.close()

    def _answer(self, request: _Request) -> _Response:
        origin = request.headers.get("origin")
        if request.headers.get("host") not in self._hosts:
            return _Response(HTTPStatus.FORBIDDEN)
        if request.path not in (PATH, HOLD_PATH, FILM_PATH):
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
        if request.path == HOLD_PATH:
            return _Response(HTTPStatus.OK, headers=allowed, shown=True, held=True)
        at_ns = (self._end_film if request.path == FILM_PATH else self._press)(stop)
        status = HTTPStatus.CONFLICT if at_ns is None else HTTPStatus.OK
        return _Response(
            status, json.dumps({"at": at_ns, "late": at_ns is None}).encode(), allowed, shown=True
        )


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


def _listen(address: str, port: int) -> socket.socket:
    """Return a socket that listens at a port of an address (0: a free one). Raises: OSError."""
    return socket.create_server((address, port), backlog=BACKLOG)


class _Listener:
    """The connections of one listening socket: those held for pages, and strangers, who share the rest.

    A stranger always finds a place: the oldest of the address that has most is closed for it, be it in the
    middle of its handshake.
    """

    def __init__(
        self,
        listening: socket.socket,
        tls: ssl.SSLContext | None,
        answer: Callable[[_Request], _Response],
    ) -> None:
        self._listening, self._tls, self._answer = listening, tls, answer
        self._strangers: dict[asyncio.Task[None], str] = {}  # and the address of each, oldest first
        self._held: set[asyncio.Task[None]] = set()
        listening.setblocking(False)
        asyncio.get_running_loop().add_reader(listening, self._take)

    async def close(self) -> None:
        """Take no more connections, and close those that are open."""
        asyncio.get_running_loop().remove_reader(self._listening)
        self._listening.close()
        tasks = [*self._strangers, *self._held]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _take(self) -> None:
        for _ in range(A_TURN):
            try:
                connection, address = self._listening.accept()
            except OSError:  # none is there any more, or the system has no more to give: it is asked again
                return
            connection.setblocking(False)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if len(self._strangers) >= MOST_STRANGERS:
                self._evict()
            task = asyncio.get_running_loop().create_task(self._serve(connection))
            self._strangers[task] = str(address[0])
            task.add_done_callback(partial(self._forget, connection))

    def _evict(self) -> None:
        """Close the oldest stranger of the address that has most."""
        (most, _), *_ = Counter(self._strangers.values()).most_common(1)
        oldest = next(task for task, address in self._strangers.items() if address == most)
        del self._strangers[oldest]
        oldest.cancel()

    def _forget(self, connection: socket.socket, task: asyncio.Task[None]) -> None:
        connection.close()  # a task that was cancelled before it began has not
        self._strangers.pop(task, None)
        self._held.discard(task)

    async def _serve(self, connection: socket.socket) -> None:
        """Answer the requests of a connection, and close it."""
        reader = asyncio.StreamReader(limit=MOST_HEAD_BYTES)
        protocol = asyncio.StreamReaderProtocol(reader)
        loop = asyncio.get_running_loop()
        patience_s = None if self._tls is None else REQUEST_DEADLINE_S
        try:
            transport, _ = await loop.connect_accepted_socket(
                lambda: protocol,
                connection,
                ssl=self._tls,
                ssl_handshake_timeout=patience_s,
                ssl_shutdown_timeout=patience_s,
            )
        except OSError:  # no TLS, or nobody is there any more
            return
        writer = asyncio.StreamWriter(transport, protocol, reader, loop)
        try:
            with contextlib.suppress(TimeoutError, OSError):  # nobody is there any more to be answered
                while await self._serve_request(reader, writer):
                    pass
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
        except asyncio.CancelledError:
            transport.abort()
            raise

    async def _serve_request(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; return whether the connection stays open for another one."""
        task = asyncio.current_task()
        assert task is not None
        crowded = len(self._strangers) > MOST_STRANGERS // 2
        patience_s = HELD_S if task in self._held else CROWDED_DEADLINE_S if crowded else REQUEST_DEADLINE_S
        request = await _read(reader, patience_s)
        response = _Response(HTTPStatus.BAD_REQUEST) if request is None else self._answer(request)
        held = response.shown and (task in self._held or (response.held and len(self._held) < MOST_HELD))
        if held:
            self._strangers.pop(task, None)
            self._held.add(task)
        async with asyncio.timeout(REQUEST_DEADLINE_S):
            writer.write(replace(response, held=held).encoded())
            await writer.drain()
        return held


async def _read(reader: asyncio.StreamReader, patience_s: float) -> _Request | None:
    """Return one small HTTP request; None if it is malformed or too large.

    Raises:
        TimeoutError: its first line did not come within ``patience_s``, or the rest of it not soon after.
    """
    try:
        async with asyncio.timeout(patience_s):
            first = await reader.readuntil(b"\r\n")
        async with asyncio.timeout(REQUEST_DEADLINE_S):
            return await _read_rest(first.decode("latin-1").removesuffix("\r\n"), reader)
    except (ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        return None


async def _read_rest(first: str, reader: asyncio.StreamReader) -> _Request | None:
    """Return the request that begins with a line; None if it is malformed or too large."""
    method, path, version = first.split(" ")
    headers: dict[str, str] = {}
    left = MOST_HEAD_BYTES
    while line := (await reader.readuntil(b"\r\n")).decode("latin-1").removesuffix("\r\n"):
        name, _, value = line.partition(":")
        name = name.strip().lower()
        left -= len(line)
        if name in headers or left < 0:  # a header given twice could be read in two ways
            return None
        headers[name] = value.strip()
    length = int(headers.get("content-length", "0"))
    if not version.startswith("HTTP/1.") or not 0 <= length <= MOST_BODY_BYTES:
        return None
    return _Request(method, path, headers, await reader.readexactly(length))
