"""The addresses of the boards: ``/board/{code}`` for each child, ``/board/group`` for the group's screen.

A code is one that a participant can have, a picture an id out of a table; neither ever becomes a path.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import parse_qsl

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from nao_sessions.console.board.boards import Boards, SessionBoards
from nao_sessions.console.board.settings import BoardSettings
from nao_sessions.console.board.shown import GROUP
from nao_sessions.console.board.slate import SlateFull, Slates
from nao_sessions.console.board.slate_svg import slate_svg
from nao_sessions.console.board.stream import Streams
from nao_sessions.console.board.strokes import Drawn, Erased, visible_at
from nao_sessions.console.board.touches import Touch
from nao_sessions.console.board.words import BOARD, SETTINGS, in_words
from nao_sessions.console.hall import Hall
from nao_sessions.console.house import House
from nao_sessions.console.rendering import Pages
from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.session.folder import is_code

MOST_BODY_BYTES = 64 * 1024
_FORM = "application/x-www-form-urlencoded"
What = TypeVar("What")
_SLATE: TypeAdapter[Drawn | Erased] = TypeAdapter(Drawn | Erased)


class Mode(BaseModel):
    """What a professional makes of a board: a slate or what is shown; whose the next touches are."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    slate: bool | None = None
    model: bool | None = None


class BoardPages:
    """The answers of the boards' pages; ``boards`` are those of whichever session runs."""

    def __init__(self, house: House, hall: Hall) -> None:
        self._house, self._hall = house, hall
        self.boards = Boards(house, hall)
        self.streams = Streams(self.boards, hall, house.rehearsal)
        self._slates = Slates()
        self._pages = Pages("nao_sessions.console.board", house, hall)

    def routes(self) -> list[Route]:
        """Give every route of the boards."""
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
            words=in_words(BOARD, self._house.language),
            code=code,
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
            words=in_words(SETTINGS, self._house.language),
            code=code,
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
        """Give the board of an address. Raises: HTTPException, where no participant can have that code."""
        code = str(request.path_params["code"])
        if code == GROUP or is_code(code) or self.boards.of(code) is not None:
            return code
        raise HTTPException(404)

    def _running(self, request: Request) -> tuple[str, SessionBoards]:
        """Give the boards of the session under way. Raises: HTTPException, where this is none of them."""
        code = self._code(request)
        boards = self.boards.of(code)
        if boards is None:
            raise HTTPException(409)
        return code, boards


def routes(house: House, hall: Hall) -> list[Route]:
    """Give the routes of the boards."""
    return BoardPages(house, hall).routes()


async def _body(request: Request) -> bytes:
    """Read a body. Raises: HTTPException, where it is longer than anything that a page of ours sends."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BODY_BYTES:
            raise HTTPException(413)
    return bytes(body)


async def _read(request: Request, read: Callable[[bytes], What]) -> What:
    """Read a message of a page. Raises: HTTPException, where it is none."""
    body = await _body(request)
    try:
        return read(body)
    except ValidationError as error:
        raise HTTPException(400) from error


def _fields(body: bytes) -> dict[str, str]:
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=50))


def _mode_of_form(body: bytes) -> Mode:
    return Mode.model_validate(_fields(body))
