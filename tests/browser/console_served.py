"""A console for the browser tests of the pages before a session: on the stub stage, in its own thread."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn
from console.stub_stage import StubStage
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from nao_sessions.console.app import routes_of
from nao_sessions.console.hall import Hall
from nao_sessions.console.house import House
from nao_sessions.pages.door import Door
from nao_sessions.pages.guarded import Guarded
from nao_sessions.pages.serving import listen


@dataclass(frozen=True, slots=True)
class Served:
    """A console that answers: ``address`` is where it is entered, ``at`` where its pages are."""

    address: str
    at: str
    hall: Hall
    stage: StubStage


@contextmanager
def served(house: House, stage: StubStage) -> Iterator[Served]:
    """Answer for a console until the test is over."""
    listening = listen()
    port = listening.getsockname()[1]
    door, hall = Door(port=port), Hall()
    routes = [Route("/session", _session), *routes_of(house, hall, stage)]
    app = Guarded(Starlette(routes=routes), door, house.language)
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None, timeout_graceful_shutdown=1))
    ready = threading.Event()

    async def serve() -> None:
        ready.set()
        try:
            await server.serve(sockets=[listening])
        finally:
            await stage.close()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    try:
        assert ready.wait(timeout=10)
        yield Served(door.address(), f"http://127.0.0.1:{port}", hall, stage)
    finally:
        server.should_exit = True
        thread.join(timeout=20)
        listening.close()


async def _session(request: Request) -> Response:
    """Stand where the session's page is: what it shows is tested elsewhere."""
    return HTMLResponse(
        '<!doctype html><title>session</title><link rel="icon" href="/static/icon.svg"><p>session'
    )
