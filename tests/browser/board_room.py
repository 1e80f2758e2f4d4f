"""A console with one running session, served to a real browser from a thread of its own.

The test presses and looks from outside; the session and the pages live on one loop, as in the program.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

from nao_sessions.console.board.routes import BoardPages
from nao_sessions.engine.values import View
from nao_sessions.live.loop import Incoming
from nao_sessions.web.access_policy import AccessPolicy
from nao_sessions.web.pages import StaticTable, read_static
from nao_sessions.web.protection import ProtectedApplication
from nao_sessions.web.server import LOOPBACK, listen
from tests.console.board_session import ALONE, BoardSession, house_in

Result = TypeVar("Result")
WITHIN_S = 20.0


class BoardRoom:
    """One session and its pages. ``stop_serving`` and ``serve`` are a link that breaks and comes back."""

    def __init__(self, folder: Path, body: str, codes: tuple[str, ...], speed: float) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._listening = listen()
        self.port = self._listening.getsockname()[1]
        self.door = AccessPolicy(self.port)
        self.playing = self.call(self._build(folder, body, codes, speed))
        static = StaticTable(
            read_static("nao_sessions.web", "nao_sessions.console", "nao_sessions.console.board")
        )
        self.pages = BoardPages(self.playing.config, self.playing.registry)
        home = Route("/", lambda request: HTMLResponse('<link rel="icon" href="/static/icon.svg">'))
        routes = [home, *self.pages.routes(), Route("/static/{name}", static.answer)]
        self._app = ProtectedApplication(Starlette(routes=routes), self.door, "fr")
        self.serve()

    @property
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def call(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Do something on the loop, and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(WITHIN_S * 2)

    def serve(self) -> None:
        """Answer requests."""
        if self._listening.fileno() < 0:
            self._listening = listen(self.port)
        server_config = uvicorn.Config(
            self._app, http="h11", ws="none", lifespan="off", log_config=None, access_log=False,
            timeout_graceful_shutdown=0,
        )  # fmt: skip
        self._server = uvicorn.Server(server_config)
        listening = self._listening
        self._serving = asyncio.run_coroutine_threadsafe(self._server.serve([listening]), self._loop)

    def stop_serving(self) -> None:
        """Cut every page off."""
        self._server.should_exit = True
        self._server.force_exit = True
        self._serving.result(WITHIN_S)
        self._listening.close()

    def begin(self) -> None:
        """Let the session begin."""
        self.call(self.playing.enter())

    def press(self, label: str) -> None:
        """Press a button as the professional does."""

        async def pressing() -> None:
            view = await self.playing.until(lambda view: any(each.label == label for each in view.buttons))
            button = next(each.id for each in view.buttons if each.label == label)
            self.playing.registry.put(Incoming("professional", "button", {"id": button}))

        self.call(pressing())

    def command(self, name: str, **data: str) -> None:
        """Give a command as the professional does."""

        async def giving() -> None:
            self.playing.registry.put(Incoming("professional", "command", {"name": name, **data}))

        self.call(giving())

    def until(self, seen: Callable[[View], bool]) -> View:
        """Wait until the session is as wanted."""
        return self.call(self.playing.until(seen))

    def to_question(self, number: int = 1) -> View:
        """Wait until answers to a question count."""
        return self.until(
            lambda view: view.trial is not None and view.trial.open and view.trial.number == number
        )

    def to_result(self, number: int = 1) -> None:
        """Wait until so many trials are recorded; the next question may be there by then."""
        self.until(lambda view: len(self.playing.events("trial")) >= number)

    def close(self) -> None:
        """End everything."""
        if not self._serving.done():
            self.stop_serving()
        if hasattr(self.playing, "running"):
            self.call(self.playing.leave())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(WITHIN_S)
        self._loop.close()

    async def _build(self, folder: Path, body: str, codes: tuple[str, ...], speed: float) -> BoardSession:
        return BoardSession(house_in(folder), body, codes, speed)


@contextmanager
def board_room(
    folder: Path,
    body: str = ALONE,
    codes: tuple[str, ...] = ("P07",),
    speed: float = 5.0,
    *,
    begun: bool = True,
) -> Iterator[BoardRoom]:
    """Serve a session's boards, and end it."""
    room = BoardRoom(folder, body, codes, speed)
    try:
        if begun:
            room.begin()
        yield room
    finally:
        room.close()


@contextmanager
def tablet(browser: Browser, room: BoardRoom, **facts: Any) -> Iterator[BrowserContext]:
    """A tablet that has been let in; a script's error on one of its pages fails the test."""
    size = {
        "viewport": {"width": 1024, "height": 768},
        "has_touch": True,
        "reduced_motion": "reduce",
        **facts,
    }
    context = browser.new_context(**size)
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    context.on("console", lambda message: errors.append(message.text) if _is_fault(message) else None)
    try:
        page = context.new_page()
        page.goto(room.door.address())
        yield context
    finally:
        context.close()
    assert errors == [], errors


def board(context: BrowserContext, room: BoardRoom, code: str = "P07", query: str = "") -> Page:
    """Open a board, and wait until it has heard the truth."""
    page = context.new_page()
    page.goto(f"{room.address}/board/{code}{query}")
    page.wait_for_selector("#board[aria-busy=false]")
    return page


def _is_fault(message: Any) -> bool:
    """A link that a test breaks is told by the browser as an error; all else is one."""
    return message.type == "error" and "net::ERR" not in message.text
