"""Serving pages: on a port of the loopback, and where it was asked for by TLS on the room's network too.

No request is logged (an address can hold a token), and no more is taken on than the limits say.
"""

from __future__ import annotations

import asyncio
import signal
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from nao_sessions.core.errors import UsageError
from nao_sessions.text.messages import msg
from nao_sessions.web.connections import ConnectionAcceptor, DeadlinedProtocol
from nao_sessions.web.limits import ON_THIS_COMPUTER, Limits

LOOPBACK = "127.0.0.1"
# Those that wait to be taken or told that they are too many: a full queue would make good clients wait too.
_BACKLOG = 1024
# How long answers under way may take after Ctrl-C: a video that is being read must not hold the program.
_LAST_ANSWERS_S = 1


def listen(port: int = 0, address: str = LOOPBACK) -> socket.socket:
    """Listen on a port of one address of this computer, the loopback's if none is given; 0 takes a free one.

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
    """Answer requests on several sockets in the loop that runs, until ``ended`` is set; then close them.

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
    """Takes connections within limits, and tells when it is ready."""

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
