"""The addresses of the boards: ``/board/{code}`` for each child, ``/board/group`` for the group's screen.

A code is one that a participant can have, a picture an id out of a table; neither ever becomes a path.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from nao_sessions.console.board.boards import Boards, BoardSettings, SessionBoards, Touch
from nao_sessions.console.board.display import GROUP
from nao_sessions.console.board.slate import Drawn, Erased, SlateFull, Slates, slate_svg, visible_at
from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.forms import body_of
from nao_sessions.console.rendering import Pages
from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.core.codes import code_words, is_code
from nao_sessions.text.languages import PROFILES, Language
from nao_sessions.text.messages import Text, msg

# The words of the boards' pages. The child, who may read them, is told *tu*; the adult *vous*.
#
# French typography is put in at one place, so that sentences are written here with plain spaces.

BOARD: Mapping[str, Text] = {
    "title": msg("Board"),
    "group": msg("The group's screen"),
    "stage": msg("What is shown"),
    "choices": msg("The choices"),
    "picture": msg("The picture that is shown"),
    "resting": msg("The board is resting"),
    "ready": msg("The board is waiting"),
    "cut": msg("The board has lost its link"),
    "back": msg("The link is back"),
    "paused": msg("Paused"),
    "not_turn": msg("It is somebody else's turn"),
    "turn_of": msg("Turn of"),
    "your_turn": msg("It is your turn"),
    "marked": msg("It is this one"),
    "tokens": msg("Questions done"),
    "first": msg("First"),
    "then": msg("Then"),
    "time": msg("The time that is left to answer"),
    "model": msg("The adult shows"),
    "scanning": msg("Scanning"),
    "slate": msg("Slate"),
    "slate_area": msg("Slate: draw here with your finger"),
    "pen": msg("Pen"),
    "eraser": msg("Eraser"),
    "undo": msg("Take the last stroke away"),
    "settings": msg("Settings (long press)"),
}

SETTINGS: Mapping[str, Text] = {
    "title": msg("Settings of the board"),
    "back": msg("Back to the board"),
    "keep": msg("Keep these settings"),
    "refused": msg("A value is not possible: nothing was changed."),
    "shown": msg("What is shown"),
    "text": msg("The words, below the pictures"),
    "tokens": msg("A token for each question done"),
    "first_then": msg("The strip 'first, then'"),
    "timer": msg("The time left, as a band"),
    "touching": msg("Touching"),
    "again_ms": msg("A second tap does not count before (milliseconds)"),
    "again_hint": msg("For hands that tremble: 1000 or more."),
    "scan": msg("Switches and scanning"),
    "scan_hint": msg("The switches send Space and Enter. Touching stays possible."),
    "scanning": msg("Scanning"),
    "scanning_off": msg("None"),
    "scanning_linear": msg("One choice after the other"),
    "scanning_rows": msg("A row, then a choice"),
    "switches": msg("Switches"),
    "switches_1": msg("One: the frame moves by itself, a press chooses"),
    "switches_2": msg("Two: Space moves on, Enter chooses"),
    "start": msg("Scanning begins"),
    "start_press": msg("at the first press"),
    "start_automatic": msg("by itself"),
    "step_ms": msg("Time on each choice (milliseconds)"),
    "loops": msg("Rounds before it rests"),
}


def in_words(words: Mapping[str, Text], language: Language) -> dict[str, str]:
    """Return words in one language, by name, typeset with the language's spaces and apostrophes."""
    printed = {name: PROFILES[language].unbroken(text.in_language(language)) for name, text in words.items()}
    return {name: text.replace("'", "’") for name, text in printed.items()} if language == "fr" else printed


# What a board's page gets, as server-sent events: its whole state at each change, a sign of life
# between.
#
# A page that hears nothing for two seconds is cut off, and says so; when it comes back it gets the truth.

HEARTBEAT_S = 1.0
RETRY_MS = 500

MOST_STREAMS = 24
"""How many pages of boards may be open at once; more are refused, so that the session reacts as fast."""


class BoardStreams:
    """The event streams of the boards' pages, up to MOST_STREAMS at once."""

    def __init__(self, boards: Boards, registry: SessionRegistry, rehearsal: bool) -> None:
        self._boards, self._registry, self._rehearsal = boards, registry, rehearsal
        self._open = 0

    @property
    def full(self) -> bool:
        """Return whether as many event streams are open as may be."""
        return self._open >= MOST_STREAMS

    async def told(self, code: str) -> AsyncIterator[str]:
        """Yield the text of one page's event stream: its state when that changed, else a beat each second."""
        self._open += 1
        try:
            yield f"retry: {RETRY_MS}\n\n"
            with self._registry.looking() as changed:
                before: str | None = None
                while True:
                    changed.clear()
                    state = json.dumps(self.state(code), ensure_ascii=False, separators=(",", ":"))
                    if state != before:
                        before = state
                        yield f"event: state\ndata: {state}\n\n"
                    else:
                        yield "event: beat\ndata: {}\n\n"
                    with suppress(TimeoutError):
                        async with asyncio.timeout(HEARTBEAT_S):
                            await changed.wait()
        finally:
            self._open -= 1

    def state(self, code: str) -> dict[str, Any]:
        """Return the whole state of a board's page."""
        session = self._boards.of(code)
        return {
            "shown": self._boards.shown(code).to_json(),
            "settings": self._boards.settings.of(code).model_dump(),
            "rehearsal": self._rehearsal if session is None else session.running.rehearsal,
            "session": None if session is None else session.running.id,
            "pictures": [] if session is None else session.pictures.ids()[:_PRELOADED],
        }


_PRELOADED = 96
"""How many pictures a page fetches before they are shown; any others are fetched when they are."""


MOST_BODY_BYTES = 64 * 1024
_FORM = "application/x-www-form-urlencoded"
What = TypeVar("What")
_SLATE: TypeAdapter[Drawn | Erased] = TypeAdapter(Drawn | Erased)


class Mode(BaseModel):
    """What the adult makes of a board: a slate to draw on, the adult's own touches; None leaves it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    slate: bool | None = None
    model: bool | None = None


class BoardPages:
    """The addresses of the boards' pages; ``boards`` are those of whichever session runs."""

    def __init__(self, config: ConsoleConfig, registry: SessionRegistry) -> None:
        self._config, self._registry = config, registry
        self.boards = Boards(config, registry)
        self.streams = BoardStreams(self.boards, registry, config.rehearsal)
        self._slates = Slates()
        self._pages = Pages("nao_sessions.console.board", config, registry)

    def routes(self) -> list[Route]:
        """Return the routes of the boards."""
        return [
            Route("/board/{code}", self._page),
            Route("/board/{code}/stream", self._stream),
            Route("/board/{code}/clock", self._clock),
            Route("/board/{code}/picture/{id}", self._picture),
            Route("/board/{code}/touch", self._touch, methods=["POST"]),
            Route("/board/{code}/mode", self._mode, methods=["POST"]),
            Route("/board/{code}/settings", self._settings, methods=["GET", "POST"]),
            Route("/board/{code}/slate", self._slate, methods=["GET", "POST"]),
            Route("/board/{code}/slate.svg", self._drawing),
        ]

    async def _page(self, request: Request) -> Response:
        code = self._code(request)
        return self._pages.render(
            "board.html",
            words=in_words(BOARD, self._config.language),
            code=code,
            called=code_words(code).in_language(self._config.language),
            group=code == GROUP,
            wordless=request.query_params.get("text") == "no",
        )

    async def _stream(self, request: Request) -> Response:
        code = self._code(request)
        if self.streams.full:
            raise HTTPException(503)
        return StreamingResponse(self.streams.told(code), media_type="text/event-stream")

    async def _clock(self, request: Request) -> Response:
        received_ns = time.monotonic_ns()
        self._code(request)
        sent = {"received_ms": received_ns / MILLISECOND_NS, "sent_ms": time.monotonic_ns() / MILLISECOND_NS}
        return JSONResponse(sent)

    async def _picture(self, request: Request) -> Response:
        self._code(request)
        picture = self.boards.picture(request.path_params["id"])
        if picture is None:
            raise HTTPException(404)
        return Response(picture.content, media_type=picture.media_type)

    async def _touch(self, request: Request) -> Response:
        code, boards = self._running(request)
        touch = await _read(request, Touch.model_validate_json)
        return JSONResponse({"worth": boards.touched(code, touch, self.boards.settings.of(code).again_ms)})

    async def _mode(self, request: Request) -> Response:
        code, boards = self._running(request)
        sent_by_form = request.headers.get("content-type", "").startswith(_FORM)
        mode = await _read(request, _mode_of_form if sent_by_form else Mode.model_validate_json)
        if mode.slate is not None:
            boards.let_draw(code, mode.slate)
        if mode.model is not None:
            boards.let_model(code, mode.model)
        self.boards.changed()
        if sent_by_form:
            return RedirectResponse("/session", status_code=303)
        return JSONResponse({"slate": boards.has_slate(code), "model": boards.is_model(code)})

    async def _settings(self, request: Request) -> Response:
        code = self._code(request)
        refused = False
        if request.method == "POST":
            try:
                settings = BoardSettings.of_form(_fields(await _body(request)))
            except ValidationError:
                refused = True
            else:
                self.boards.settings.keep(code, settings)
                self.boards.changed()
                return RedirectResponse(f"/board/{code}", status_code=303)
        return self._pages.render(
            "board_settings.html",
            status=400 if refused else 200,
            words=in_words(SETTINGS, self._config.language),
            code=code,
            called=code_words(code).in_language(self._config.language),
            group=code == GROUP,
            settings=self.boards.settings.of(code),
            refused=refused,
        )

    async def _slate(self, request: Request) -> Response:
        code, boards = self._running(request)
        if request.method == "POST":
            if not boards.has_slate(code):
                raise HTTPException(409)
            what = await _read(request, _SLATE.validate_json)
            try:
                await self._slates.add(boards, code, what)
            except (SlateFull, OSError) as error:  # the page keeps what it could not send, and tries again
                raise HTTPException(507) from error
            return JSONResponse({"kept": True})
        strokes = visible_at(await self._slates.strokes(boards, code))
        return JSONResponse(
            [
                {
                    "stroke": stroke.id,
                    "points": [[point.x, point.y, point.pressure] for point in stroke.points],
                }
                for stroke in strokes
            ]
        )

    async def _drawing(self, request: Request) -> Response:
        code, boards = self._running(request)
        drawing = slate_svg(await self._slates.strokes(boards, code))
        return Response(drawing, media_type="image/svg+xml")

    def _code(self, request: Request) -> str:
        """Return the board's code in an address. Raises: HTTPException (404): no participant can have it."""
        code = str(request.path_params["code"])
        if code == GROUP or is_code(code) or self.boards.of(code) is not None:
            return code
        raise HTTPException(404)

    def _running(self, request: Request) -> tuple[str, SessionBoards]:
        """Return a board's code and the session's boards. Raises: HTTPException (409): in no session."""
        code = self._code(request)
        boards = self.boards.of(code)
        if boards is None:
            raise HTTPException(409)
        return code, boards


def routes(config: ConsoleConfig, registry: SessionRegistry) -> list[Route]:
    """Return the routes of the boards."""
    return BoardPages(config, registry).routes()


async def _body(request: Request) -> bytes:
    """Return the body of a request. Raises: HTTPException (413): it is longer than any page of ours sends."""
    body = await body_of(request, MOST_BODY_BYTES)
    if body is None:
        raise HTTPException(413)
    return body


async def _read(request: Request, read: Callable[[bytes], What]) -> What:
    """Return the message of a page, read from the body. Raises: HTTPException (400, 413): it is not valid."""
    body = await _body(request)
    try:
        return read(body)
    except ValidationError as error:
        raise HTTPException(400) from error


def _fields(body: bytes) -> dict[str, str]:
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=50))


def _mode_of_form(body: bytes) -> Mode:
    return Mode.model_validate(_fields(body))
