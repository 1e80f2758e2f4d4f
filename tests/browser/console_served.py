"""A console for the browser tests of the pages before a session: on the stub stage, in its own thread."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from nao_sessions.console.app import routes_of
from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.console.unlock.gate import Gate
from nao_sessions.console.unlock.lock import Lock
from nao_sessions.engine.values import View
from nao_sessions.live.loop import Incoming
from nao_sessions.web.access_policy import AccessPolicy
from nao_sessions.web.protection import ProtectedApplication
from nao_sessions.web.server import listen
from tests.console.stub_launcher import StubLauncher


@dataclass(frozen=True, slots=True)
class Served:
    """A console that answers: ``address`` is where it is entered, ``at`` where its pages are."""

    address: str
    at: str
    registry: SessionRegistry
    launcher: StubLauncher
    loop: asyncio.AbstractEventLoop

    def put(self, kind: str, **data: Any) -> None:
        """Hand the session an input, as its page would."""
        self.loop.call_soon_threadsafe(self.registry.put, Incoming("professional", kind, data))

    def wait(self, seen: Callable[[View], bool]) -> None:
        """Look on at the session until it shows something."""

        async def look_on() -> None:
            with self.registry.looking() as changed:
                while self.registry.running is None or not seen(self.registry.running.view):
                    await changed.wait()
                    changed.clear()

        asyncio.run_coroutine_threadsafe(look_on(), self.loop).result(timeout=30)


@contextmanager
def served(
    config: ConsoleConfig,
    launcher: StubLauncher,
    *,
    session_page: bool = False,
    clock_ns: Callable[[], int] | None = None,
) -> Iterator[Served]:
    """Answer for a console until the test is over; without *session_page* one word stands in its place.

    With ``clock_ns`` it has its lock, by that clock.
    """
    listening = listen()
    port = listening.getsockname()[1]
    door, registry = AccessPolicy(port=port), SessionRegistry()
    instead = () if session_page else (Route("/session", _session),)
    lock = None if clock_ns is None else Lock(registry, clock_ns)
    pages: ASGIApp = Starlette(routes=[*instead, *routes_of(config, registry, launcher, lock=lock)])
    if lock is not None:
        pages = Gate(pages, lock, registry, config.language)
    app = ProtectedApplication(pages, door, config.language)
    # On a busy computer a page may be silent for long: a kept connection must not go while it asks again.
    server_config = uvicorn.Config(
        app, lifespan="off", log_config=None, timeout_graceful_shutdown=1, timeout_keep_alive=120
    )
    server = uvicorn.Server(server_config)
    ready: SimpleQueue[asyncio.AbstractEventLoop] = SimpleQueue()

    async def serve() -> None:
        ready.put(asyncio.get_running_loop())
        try:
            await server.serve(sockets=[listening])
        finally:
            await launcher.close()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    try:
        yield Served(door.address(), f"http://127.0.0.1:{port}", registry, launcher, ready.get(timeout=10))
    finally:
        server.should_exit = True
        thread.join(timeout=20)
        listening.close()


async def _session(request: Request) -> Response:
    """Stand where the session's page is, with the coach's strip: what else it shows is tested elsewhere."""
    return HTMLResponse(
        '<!doctype html><title>session</title><link rel="icon" href="/static/icon.svg">'
        '<p>session</p><aside id="coach" hidden></aside>'
        '<script type="module" src="/static/discover.js"></script>'
    )
