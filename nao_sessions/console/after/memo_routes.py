"""The voice memo's addresses: begun, sent second by second, ended, heard again, deleted.

A part that comes twice is kept once; one that does not fit is refused, and what is there stays.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from nao_sessions.console.after.typed import TypedEnd, TypedSound, read_body, read_form, read_query
from nao_sessions.console.after.view import memo_row
from nao_sessions.console.answering import Answering
from nao_sessions.console.house import House
from nao_sessions.console.table import session_folder
from nao_sessions.core.errors import UsageError
from nao_sessions.session.memos import (
    MOST_BYTES,
    Memo,
    add_to_memo,
    begin_memo,
    delete_memo,
    end_memo,
    memo_path,
    read_memos,
)
from nao_sessions.text.messages import msg


class MemoPages:
    """Answers what the memo's script asks, and the player."""

    def __init__(self, house: House, answering: Answering) -> None:
        self._house = house
        self._telling = answering.telling

    def routes(self) -> list[Route]:
        """Give every route."""
        memo = "/after/{session}/memos/{number:int}"
        return [
            Route("/after/{session}/memos", self._telling(self._begin), methods=["POST"]),
            Route(memo, self._telling(self._hear)),
            Route(f"{memo}/sound", self._telling(self._add), methods=["POST"]),
            Route(f"{memo}/end", self._telling(self._end), methods=["POST"]),
            Route(f"{memo}/delete", self._telling(self._delete), methods=["POST"]),
        ]

    async def _begin(self, request: Request) -> Response:
        folder = await self._folder(request)
        return JSONResponse({"number": await asyncio.to_thread(begin_memo, folder)})

    async def _add(self, request: Request) -> Response:
        folder = await self._folder(request)
        place = read_query(request, TypedSound)
        sound = await read_body(request, MOST_BYTES)
        number = request.path_params["number"]
        return JSONResponse({"size": await asyncio.to_thread(add_to_memo, folder, number, place.at, sound)})

    async def _end(self, request: Request) -> Response:
        folder = await self._folder(request)
        typed = await read_form(request, TypedEnd)
        number = request.path_params["number"]
        memo = await asyncio.to_thread(_ended, folder, number, typed.seconds)
        row = memo_row(memo, self._house.language, self._house.zone)
        return JSONResponse({"number": number, "label": row.label, "length": row.length})

    async def _hear(self, request: Request) -> Response:
        folder = await self._folder(request)
        number = request.path_params["number"]
        path = await asyncio.to_thread(_sound_of, folder, number)
        return FileResponse(path, media_type="audio/webm")

    async def _delete(self, request: Request) -> Response:
        folder = await self._folder(request)
        await asyncio.to_thread(delete_memo, folder, request.path_params["number"])
        return RedirectResponse(f"/after/{folder.name}#memo", status_code=303)

    async def _folder(self, request: Request) -> Path:
        name = request.path_params["session"]
        return await asyncio.to_thread(session_folder, self._house.sessions, name)


def _ended(folder: Path, number: int, seconds: float) -> Memo:
    """End a memo, and give it as it then is. Raises: RecordError, OSError."""
    end_memo(folder, number, seconds)
    return next(memo for memo in read_memos(folder) if memo.number == number)


def _sound_of(folder: Path, number: int) -> Path:
    """Give the file of a memo that can be heard. Raises: UsageError (A105)."""
    for memo in read_memos(folder):
        path = memo_path(folder, number)
        if memo.number == number and not memo.deleted and path.is_file():
            return path
    raise UsageError(msg("This memo is no longer there."), code="A105")
