"""Taking connections, a limited number at once: the rest are told to come again, and none may dawdle.

A flood must not be felt by the loop, which runs a session: a few connections a turn, and no more.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Callable
from functools import partial
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from nao_sessions.pages.limits import RETRY_AFTER_S, Limits, Places

A_TURN = 4
"""Connections that are taken in one turn of the loop."""
REST_S = 0.5
"""How long nothing is taken after the system had no more to give (too many open files)."""
LAST_WORD_S = 1.0
_SOME_BYTES = 65_536


def _answer(status: str, *headers: str) -> bytes:
    lines = (
        f"HTTP/1.1 {status}",
        *headers,
        "Content-Length: 0",
        "Cache-Control: no-store",
        "Connection: close",
    )
    return "\r\n".join((*lines, "", "")).encode("ascii")


TOO_MANY = _answer("503 Service Unavailable", f"Retry-After: {RETRY_AFTER_S}", "X-Refused: connections")
TOO_SLOW = _answer("408 Request Timeout", "X-Refused: slow")

Make = Callable[[Callable[[], None]], asyncio.Protocol]
"""Makes the protocol of one connection; what it is given is to be called when the connection is gone."""


class Accepting:
    """Takes the connections of one listening socket. Belongs to one event loop."""

    def __init__(
        self, listening: socket.socket, make: Make, limits: Limits, tls: ssl.SSLContext | None = None
    ) -> None:
        self._listening, self._make, self._limits, self._tls = listening, make, limits, tls
        self._places = Places(limits.connections, limits.of_a_peer)
        self._turned_away = Places(limits.turned_away, limits.turned_away)
        self._beginning: set[asyncio.Task[None]] = set()
        self._resting: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Take connections from now on."""
        self._listening.setblocking(False)
        asyncio.get_running_loop().add_reader(self._listening, self._take)

    def close(self) -> None:
        """Take no more; may be called twice."""
        if self._resting is not None:
            self._resting.cancel()
        if self._listening.fileno() >= 0:
            asyncio.get_running_loop().remove_reader(self._listening)
        for task in self._beginning:
            task.cancel()

    def _take(self) -> None:
        for _ in range(A_TURN):
            try:
                connection, address = self._listening.accept()
            except (BlockingIOError, ConnectionAbortedError):
                return
            except OSError:
                self._rest()
                return
            self._begin(connection, str(address[0]))

    def _rest(self) -> None:
        loop = asyncio.get_running_loop()
        loop.remove_reader(self._listening)
        self._resting = loop.call_later(REST_S, self.start)

    def _begin(self, connection: socket.socket, peer: str) -> None:
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # A tablet that went out of reach holds its places no longer than this.
        unread_ms = int(self._limits.unread_s * 1_000)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, unread_ms)
        if self._places.take(peer):
            make, places = self._make, self._places
        elif self._turned_away.take(peer):
            make, places = _TurnedAway, self._turned_away
        else:
            _close_at_once(connection, told=self._tls is None)
            return
        gone = _once(partial(places.give_back, peer))
        task = asyncio.get_running_loop().create_task(self._hand_over(connection, partial(make, gone), gone))
        self._beginning.add(task)
        task.add_done_callback(self._beginning.discard)

    async def _hand_over(
        self, connection: socket.socket, make: Callable[[], asyncio.Protocol], gone: Callable[[], None]
    ) -> None:
        """Let a protocol have the connection, after the handshake where there is TLS."""
        deadline = None if self._tls is None else self._limits.head_s
        try:
            await asyncio.get_running_loop().connect_accepted_socket(
                make, connection, ssl=self._tls, ssl_handshake_timeout=deadline
            )
        except OSError:  # no TLS, a certificate that is not trusted, nobody there any more
            connection.close()
            gone()
        except asyncio.CancelledError:
            connection.close()
            gone()
            raise


class DeadlinedProtocol(H11Protocol):
    """uvicorn's connection, whose requests have to be told in time; ``gone`` is called at its end."""

    def __init__(self, gone: Callable[[], None], head_s: float, **given: Any) -> None:
        super().__init__(**given)
        self._gone, self._head_s = gone, head_s
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self._wait_for_a_head()

    def data_received(self, data: bytes) -> None:
        """Take some bytes; a head that has begun has to come to its end in time."""
        super().data_received(data)
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            self._wait_for_a_head()
        else:
            self._head_is_there()

    def connection_lost(self, exc: Exception | None) -> None:
        """Give the place back."""
        self._head_is_there()
        super().connection_lost(exc)
        self._unset_keepalive_if_required()
        self._gone()

    def _wait_for_a_head(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(self._head_s, self._too_slow)

    def _head_is_there(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _too_slow(self) -> None:
        if not self.transport.is_closing():
            self.transport.write(TOO_SLOW)
            self.transport.close()
            self.loop.call_later(LAST_WORD_S, self.transport.abort)


class _TurnedAway(asyncio.Protocol):
    """One connection too many: hears a request out, as far as it comes at once, and says so."""

    def __init__(self, gone: Callable[[], None]) -> None:
        self._gone = gone

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._patience = asyncio.get_running_loop().call_later(LAST_WORD_S, self._say)

    def data_received(self, data: bytes) -> None:
        self._say()

    def connection_lost(self, exc: Exception | None) -> None:
        self._patience.cancel()
        self._gone()

    def _say(self) -> None:
        self._patience.cancel()
        if not self._transport.is_closing():
            self._transport.write(TOO_MANY)
            self._transport.close()
            self._patience = asyncio.get_running_loop().call_later(LAST_WORD_S, self._transport.abort)


def _close_at_once(connection: socket.socket, *, told: bool) -> None:
    with connection, contextlib.suppress(OSError):
        if told:
            connection.send(TOO_MANY)
            connection.recv(
                _SOME_BYTES
            )  # what was read is not answered by a reset, which would eat the answer


def _once(call: Callable[[], None]) -> Callable[[], None]:
    """Give a call that does nothing the second time."""
    called = False

    def calling() -> None:
        nonlocal called
        if not called:
            called = True
            call()

    return calling
