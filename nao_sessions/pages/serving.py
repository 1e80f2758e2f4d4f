"""Serving pages to this computer alone: a free port of the loopback, until Ctrl-C.

Nothing listens on any other interface, and no request is logged (an address can hold a token).
"""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from nao_sessions.core.errors import UsageError
from nao_sessions.core.text import Text

LOOPBACK = "127.0.0.1"
_BACKLOG = 64
# How long answers under way may take after Ctrl-C: a video that is being read must not hold the program.
_LAST_ANSWERS_S = 1


def listen(port: int = 0) -> socket.socket:
    """Listen on a port of the loopback; 0 takes a free one.

    Raises:
        UsageError: the port is taken, or may not be used.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((LOOPBACK, port))
    except OSError as error:
        listening.close()
        raise UsageError(
            Text(fr="Le port {port} n'est pas libre.", en="Port {port} is not free.").format(port=port),
            Text(
                fr="Choisissez-en un autre avec --port, ou laissez le programme choisir.",
                en="Choose another one with --port, or let the program choose.",
            ),
        ) from error
    listening.listen(_BACKLOG)
    return listening


def serve(app: ASGIApp, listening: socket.socket, ready: Callable[[], None]) -> None:
    """Answer requests until Ctrl-C or SIGTERM, then close the socket and return.

    ``ready`` is called once requests are answered and signals are heard: the time to print the address.
    """
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_LAST_ANSWERS_S,
    )
    # uvicorn ends on either signal and then raises it again: taken here as the same wish.
    previous = signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        _Server(config, ready).run(sockets=[listening])
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, previous)
        listening.close()


class _Server(uvicorn.Server):
    """Tells when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell_ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._tell_ready()


def _as_interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
