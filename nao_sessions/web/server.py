"""Serving pages: on a port of the loopback, and where it was asked for by TLS on the room's network too.

No request is logged (an address can hold a token), and no more is taken on than the limits say.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import ssl
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from types import FrameType
from typing import Any

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from nao_sessions.core.errors import UsageError
from nao_sessions.text.messages import msg
from nao_sessions.web.limits import ON_THIS_COMPUTER, RETRY_AFTER_S, Limits, Places, TokenBucket
from nao_sessions.web.protection import KNOWN

# Answering connections beyond the limits, at next to no cost for the loop that runs a session.
#
# Plainly, the answer is sent as the connection comes. By TLS nothing can be sent before a handshake, which
# takes milliseconds of computing: threads do that, and the interpreter's lock is free meanwhile.

# Taking connections, a limited number at once: the rest are asked to come again, and none may dawdle.
#
# A flood must not be felt by the loop, which runs a session: newcomers are let in at a pace, and after each
# connection that was turned away nothing is taken for a moment; the system keeps the others until then.

LAST_WORD_S = 1.0
"""How long a refused connection stays half open: closed at once, it may lose the answer."""
_SWEEP_S = 0.25
_THREADS = 2
_REST_S, _REST_BY_TLS_S = 0.001, 0.005
_SOME_BYTES = 65_536


def answer(status: str, *headers: str) -> bytes:
    """Return the bytes of a response without a body that closes the connection."""
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
    """The refusal of connections beyond the limits. Belongs to one event loop; threads do TLS handshakes."""

    def __init__(self, limits: Limits, tls: ssl.SSLContext | None) -> None:
        self.rest_s = _REST_S if tls is None else _REST_BY_TLS_S
        """How long nothing is taken after one was turned away: twenty times what that costs."""
        self._limits, self._tls = limits, tls
        self._answered: deque[tuple[float, socket.socket]] = deque()
        self._sweeping: asyncio.TimerHandle | None = None
        self._shaking_hands = 0
        self._closed = False
        self._threads = (
            None if tls is None else ThreadPoolExecutor(_THREADS, thread_name_prefix="turned-away")
        )

    def refuse(self, connection: socket.socket) -> None:
        """Answer a connection beyond the limits that there are too many, and close it.

        Where more wait for a handshake than the limits say, the rest are closed without an answer.
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
        """Close all refused connections, and answer no more; may be called twice."""
        self._closed = True
        if self._sweeping is not None:
            self._sweeping.cancel()
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)
        while self._answered:
            self._answered.popleft()[1].close()

    def _shaken(self, connection: socket.socket) -> None:
        self._shaking_hands -= 1
        self._let_go(connection)

    def _tell_by_tls(self, connection: socket.socket) -> None:
        """Do the TLS handshake and send the refusal, in a thread; the caller closes the socket."""
        assert self._tls is not None
        with contextlib.suppress(OSError, ValueError), connection.dup() as own:
            own.settimeout(LAST_WORD_S)
            with self._tls.wrap_socket(own, server_side=True) as speaking:
                speaking.sendall(TOO_MANY)

    def _let_go(self, connection: socket.socket) -> None:
        """End our half of a connection, and close it once the other side has had time to read."""
        if self._closed:
            connection.close()
            return
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_WR)
        loop = asyncio.get_running_loop()
        self._answered.append((loop.time(), connection))
        if len(self._answered) > self._limits.turned_away:
            _close(self._answered.popleft()[1])
        if self._sweeping is None:
            self._sweeping = loop.call_later(_SWEEP_S, self._sweep)

    def _sweep(self) -> None:
        loop = asyncio.get_running_loop()
        while self._answered and self._answered[0][0] + LAST_WORD_S <= loop.time():
            _close(self._answered.popleft()[1])
        self._sweeping = loop.call_later(_SWEEP_S, self._sweep) if self._answered else None


def _close(connection: socket.socket) -> None:
    """Close a connection, after reading what has arrived, so that the other side is not reset."""
    with connection, contextlib.suppress(OSError):
        connection.setblocking(False)
        connection.recv(_SOME_BYTES)


A_TURN = 4
"""How many connections are taken in one turn of the loop."""
REST_S = 0.5
"""How long nothing is taken after the system had no more to give (too many open files)."""
TOO_SLOW = answer("408 Request Timeout", "X-Refused: slow")

Make = Callable[[Callable[[], None]], asyncio.Protocol]
"""A function that returns the protocol of one connection; its argument is to be called when that is gone."""


class ConnectionAcceptor:
    """What takes the connections of one listening socket, within limits. Belongs to one event loop."""

    def __init__(
        self, listening: socket.socket, make: Make, limits: Limits, tls: ssl.SSLContext | None = None
    ) -> None:
        self._listening, self._make, self._limits, self._tls = listening, make, limits, tls
        self._places = Places(limits.connections, limits.of_a_peer)
        self._pace = TokenBucket(limits.newcomers_at_once, limits.newcomers_a_second)
        self._waiting: deque[tuple[socket.socket, str]] = deque()
        self._letting_in: asyncio.TimerHandle | None = None
        self._refusing = Refusing(limits, tls)
        self._beginning: set[asyncio.Task[None]] = set()
        self._resting: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Accept connections from now on."""
        self._listening.setblocking(False)
        asyncio.get_running_loop().add_reader(self._listening, self._take)

    def close(self) -> None:
        """Accept no more connections; may be called twice."""
        if self._resting is not None:
            self._resting.cancel()
        if self._listening.fileno() >= 0:
            asyncio.get_running_loop().remove_reader(self._listening)
        for task in self._beginning:
            task.cancel()
        if self._letting_in is not None:
            self._letting_in.cancel()
        while self._waiting:
            self._waiting.popleft()[0].close()
        self._refusing.close()

    def _take(self) -> None:
        turned_away = 0
        for _ in range(A_TURN):
            try:
                connection, address = self._listening.accept()
            except (BlockingIOError, ConnectionAbortedError):
                break
            except OSError:
                self._rest(REST_S)
                return
            turned_away += not self._begin(connection, str(address[0]))
        if turned_away:
            self._rest(turned_away * self._refusing.rest_s)

    def _rest(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        loop.remove_reader(self._listening)
        self._resting = loop.call_later(seconds, self.start)

    def _begin(self, connection: socket.socket, peer: str) -> bool:
        """Start to serve a connection; return whether there was a place for it."""
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # A tablet that went out of reach holds its places hardly longer than this, be it in the middle of an
        # answer or silent between two requests.
        unread_s = max(1, int(self._limits.unread_s))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, unread_s * 1_000)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, unread_s)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, max(1, unread_s // 2))
        if not self._places.take(peer):
            self._refusing.refuse(connection)
            return False
        self._waiting.append((connection, peer))
        if self._letting_in is None:
            self._let_in()
        return True

    def _let_in(self) -> None:
        """Serve the waiting connections, no faster than the pace allows."""
        loop = asyncio.get_running_loop()
        self._letting_in = None
        while self._waiting:
            wait_s = self._pace.take(loop.time())
            if wait_s:
                self._letting_in = loop.call_later(wait_s, self._let_in)
                return
            connection, peer = self._waiting.popleft()
            gone = _once(partial(self._places.give_back, peer))
            task = loop.create_task(self._hand_over(connection, partial(self._make, gone), gone))
            self._beginning.add(task)
            task.add_done_callback(self._beginning.discard)

    async def _hand_over(
        self, connection: socket.socket, make: Callable[[], asyncio.Protocol], gone: Callable[[], None]
    ) -> None:
        """Connect a protocol to a connection, after the handshake where there is TLS."""
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
    """uvicorn's connection, whose requests have to come in time; ``gone`` is called at its end.

    A known visitor keeps it between two requests: a press then needs no new one, however many others come.
    """

    def __init__(self, gone: Callable[[], None], limits: Limits, **options: Any) -> None:
        super().__init__(**options)
        self._gone, self._head_s, self._kept_s = gone, limits.head_s, limits.kept_s
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the deadline for the first request's head."""
        super().connection_made(transport)
        self._wait_for_a_head()

    def data_received(self, data: bytes) -> None:
        """Process received bytes; a head that has begun must be complete before its deadline."""
        super().data_received(data)
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            self._wait_for_a_head()
        else:
            self._head_is_there()

    def on_response_complete(self) -> None:
        """Start the deadline for the next request, a longer one for a known visitor."""
        kept_s = self._kept_s if self.scope["state"].get(KNOWN) else self.config.timeout_keep_alive
        self.timeout_keep_alive = kept_s  # type: ignore[assignment]  # seconds, for call_later
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Free the connection's place."""
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


def _once(call: Callable[[], None]) -> Callable[[], None]:
    """Return a function that makes a call the first time only."""
    called = False

    def calling() -> None:
        nonlocal called
        if not called:
            called = True
            call()

    return calling


LOOPBACK = "127.0.0.1"
# Those that wait to be taken or told that they are too many: a full queue would make good clients wait too.
_BACKLOG = 1024
# How long answers under way may take after Ctrl-C: a video that is being read must not hold the program.
_LAST_ANSWERS_S = 1


def listen(port: int = 0, address: str = LOOPBACK) -> socket.socket:
    """Return a socket that listens at a port of an address; port 0: a free one.

    Raises:
        UsageError: the port is taken, or may not be used.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((address, port))
    except OSError as error:
        listening.close()
        raise UsageError(
            msg("Port {port} is not free.", port=port),
            msg("Choose another one with --port, or let the program choose."),
        ) from error
    listening.listen(_BACKLOG)
    return listening


@dataclass(frozen=True, slots=True)
class ServedApplication:
    """One application behind its door, and the socket that it is served on: by TLS where there is ``tls``."""

    app: ASGIApp
    listening: socket.socket
    tls: ssl.SSLContext | None = None
    limits: Limits = ON_THIS_COMPUTER


def serve(app: ASGIApp, listening: socket.socket, ready: Callable[[], None]) -> None:
    """Answer requests until Ctrl-C or SIGTERM, then close the socket and return.

    ``ready`` is called once requests are answered and signals are heard: the time to print the address.
    """
    # uvicorn ends on either signal and then raises it again: taken here as the same wish.
    previous = signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        _Server(ServedApplication(app, listening), ready).run(sockets=[listening])
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, previous)
        listening.close()


async def serve_all(
    served: Sequence[ServedApplication], ready: Callable[[], None], ended: asyncio.Event
) -> None:
    """Serve several applications in the running loop until ``ended`` is set; then close their sockets.

    Signals are the caller's to hear. ``ready`` is called once requests are answered everywhere.
    """
    open_yet: set[int] = set()

    def is_ready(number: int) -> None:
        open_yet.add(number)
        if len(open_yet) == len(served):
            ready()

    servers = [_Beside(one, partial(is_ready, number)) for number, one in enumerate(served)]
    serving = [
        asyncio.create_task(server.serve(sockets=[one.listening]))
        for server, one in zip(servers, served, strict=True)
    ]
    asked = asyncio.create_task(ended.wait())
    try:
        # A server that ends by itself has failed: the others end with it, and what it raised is raised here.
        await asyncio.wait({asked, *serving}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        asked.cancel()
        for server in servers:
            server.should_exit = True
        await asyncio.gather(*serving)


class _Server(uvicorn.Server):
    """A uvicorn server that takes connections within limits, and calls ``ready`` when it does."""

    def __init__(self, served: ServedApplication, ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                served.app,
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=_LAST_ANSWERS_S,
            )
        )
        self._served, self._tell_ready = served, ready
        self._accepting: ConnectionAcceptor | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=[])
        served = self._served
        self._accepting = ConnectionAcceptor(served.listening, self._connection, served.limits, served.tls)
        self._accepting.start()
        self._tell_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self._accepting is not None:
            self._accepting.close()
        await super().shutdown(sockets)

    def _connection(self, gone: Callable[[], None]) -> DeadlinedProtocol:
        return DeadlinedProtocol(
            gone,
            self._served.limits,
            config=self.config,
            server_state=self.server_state,
            app_state=self.lifespan.state,
        )


class _Beside(_Server):
    """A server beside others, and beside a session: it hears no signal of its own."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _as_interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
