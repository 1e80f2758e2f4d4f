"""Telling connections that come too many so, at next to no cost for the loop that runs a session.

Plainly, the answer is sent as the connection comes. By TLS nobody can be told anything before a handshake,
which takes milliseconds of computing: threads do that, and the interpreter's lock is free meanwhile.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections import deque
from concurrent.futures import ThreadPoolExecutor

from nao_sessions.pages.limits import RETRY_AFTER_S, Limits

LAST_WORD_S = 1.0
"""How long a connection that was told stays half open: closed at once, it may lose what it was told."""
_SWEEP_S = 0.25
_THREADS = 2
_REST_S, _REST_BY_TLS_S = 0.001, 0.005
_SOME_BYTES = 65_536


def answer(status: str, *headers: str) -> bytes:
    """Give a whole answer without a body, after which the connection is over."""
    lines = (
        f"HTTP/1.1 {status}",
        *headers,
        "Content-Length: 0",
        "Cache-Control: no-store",
        "Connection: close",
    )
    return "\r\n".join((*lines, "", "")).encode("ascii")


TOO_MANY = answer("503 Service Unavailable", f"Retry-After: {RETRY_AFTER_S}", "X-Refused: connections")


class Refusing:
    """Turns connections away. Belongs to one event loop; the handshakes of TLS are made elsewhere."""

    def __init__(self, limits: Limits, tls: ssl.SSLContext | None) -> None:
        self.rest_s = _REST_S if tls is None else _REST_BY_TLS_S
        """How long nothing is taken after one was turned away: twenty times what that costs."""
        self._limits, self._tls = limits, tls
        self._told: deque[tuple[float, socket.socket]] = deque()
        self._sweeping: asyncio.TimerHandle | None = None
        self._shaking_hands = 0
        self._closed = False
        self._threads = (
            None if tls is None else ThreadPoolExecutor(_THREADS, thread_name_prefix="turned-away")
        )

    def refuse(self, connection: socket.socket) -> None:
        """Tell a connection that it is one too many, and close it.

        Where more wait for a handshake than the limits say, the rest are closed untold.
        """
        if self._threads is None:
            with contextlib.suppress(OSError):
                connection.send(TOO_MANY)
            self._let_go(connection)
        elif self._shaking_hands >= self._limits.turned_away:
            connection.close()
        else:
            self._shaking_hands += 1
            loop = asyncio.get_running_loop()
            loop.run_in_executor(self._threads, self._tell_by_tls, connection).add_done_callback(
                lambda _: self._shaken(connection)
            )

    def close(self) -> None:
        """Close all that were told, and tell nobody any more; may be called twice."""
        self._closed = True
        if self._sweeping is not None:
            self._sweeping.cancel()
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)
        while self._told:
            self._told.popleft()[1].close()

    def _shaken(self, connection: socket.socket) -> None:
        self._shaking_hands -= 1
        self._let_go(connection)

    def _tell_by_tls(self, connection: socket.socket) -> None:
        """Shake hands and tell; the socket stays the caller's to close. In a thread of its own."""
        assert self._tls is not None
        with contextlib.suppress(OSError, ValueError), connection.dup() as own:
            own.settimeout(LAST_WORD_S)
            with self._tls.wrap_socket(own, server_side=True) as speaking:
                speaking.sendall(TOO_MANY)

    def _let_go(self, connection: socket.socket) -> None:
        """End our half, and close once the other side has had the time to read."""
        if self._closed:
            connection.close()
            return
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_WR)
        loop = asyncio.get_running_loop()
        self._told.append((loop.time(), connection))
        if len(self._told) > self._limits.turned_away:
            _close(self._told.popleft()[1])
        if self._sweeping is None:
            self._sweeping = loop.call_later(_SWEEP_S, self._sweep)

    def _sweep(self) -> None:
        loop = asyncio.get_running_loop()
        while self._told and self._told[0][0] + LAST_WORD_S <= loop.time():
            _close(self._told.popleft()[1])
        self._sweeping = loop.call_later(_SWEEP_S, self._sweep) if self._told else None


def _close(connection: socket.socket) -> None:
    """Close; what came meanwhile is read first, since else the other side would be reset."""
    with connection, contextlib.suppress(OSError):
        connection.setblocking(False)
        connection.recv(_SOME_BYTES)
