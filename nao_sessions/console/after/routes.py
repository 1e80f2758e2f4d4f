"""The addresses of the end page: the page itself, and what is added on it by plain forms.

Every change is a POST that leads back to its own place on the page; a script that saves as somebody writes
gets JSON instead.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from nao_sessions.console.after import changes
from nao_sessions.console.after.input import (
    TypedCorrection,
    TypedEnd,
    TypedNote,
    TypedSound,
    TypedWord,
    read_body,
    read_form,
    read_query,
)
from nao_sessions.console.after.reading import being_closed, read_finished
from nao_sessions.console.after.report_routes import ReportPages
from nao_sessions.console.after.view import AfterPage, memo_row, page_of
from nao_sessions.console.after.words import WORDS
from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.error_pages import ErrorPages, wants_json
from nao_sessions.console.people import People, read_people
from nao_sessions.console.rendering import Pages
from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.console.table import session_folder
from nao_sessions.core.errors import RecordError, UsageError
from nao_sessions.record.additions.memos import (
    LONGEST_S,
    MOST_BYTES,
    Memo,
    add_to_memo,
    begin_memo,
    delete_memo,
    end_memo,
    memo_path,
    read_memos,
)
from nao_sessions.text.languages import typeset
from nao_sessions.text.messages import msg
from nao_sessions.web.rendering import in_language

# The voice memo's addresses: begun, sent second by second, ended, heard again, deleted.
#
# A part that comes twice is kept once; one that does not fit is refused, and what is there stays.


class MemoPages:
    """Answers what the memo's script asks, and the player."""

    def __init__(self, config: ConsoleConfig, answering: ErrorPages) -> None:
        self._config = config
        self._telling = answering.telling

    def routes(self) -> list[Route]:
        """Return every route."""
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
        row = memo_row(memo, self._config.language, self._config.zone)
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
        return await asyncio.to_thread(session_folder, self._config.sessions, name)


def _ended(folder: Path, number: int, seconds: float) -> Memo:
    """End a memo, and give it as it then is. Raises: RecordError, OSError."""
    end_memo(folder, number, seconds)
    return next(memo for memo in read_memos(folder) if memo.number == number)


def _sound_of(folder: Path, number: int) -> Path:
    """Return the file of a memo that can be heard. Raises: UsageError (A105)."""
    for memo in read_memos(folder):
        path = memo_path(folder, number)
        if memo.number == number and not memo.deleted and path.is_file():
            return path
    raise UsageError(msg("This memo is no longer there."), code="A105")


def routes(config: ConsoleConfig, registry: SessionRegistry) -> list[Route]:
    """Return every route of what comes after a session."""
    pages = Pages("nao_sessions.console.after", config, registry)
    answering = ErrorPages(config, pages)
    end = AfterPages(config, registry, pages, answering)
    memos = MemoPages(config, answering)
    reports = ReportPages(config, pages, answering)
    return [*end.routes(), *memos.routes(), *reports.routes()]


def may_record(path: str) -> bool:
    """Tell whether the page at an address may ask for the microphone: the end page of a session alone."""
    parts = path.split("/")
    return len(parts) == 3 and parts[1] == "after"


class AfterPages:
    """Answers with the end page, and takes what is added on it."""

    def __init__(
        self, config: ConsoleConfig, registry: SessionRegistry, pages: Pages, answering: ErrorPages
    ) -> None:
        self._config, self._registry, self._pages = config, registry, pages
        self._telling = answering.telling
        self._words = {
            name: typeset(text, config.language) for name, text in in_language(WORDS, config.language).items()
        }

    def routes(self) -> list[Route]:
        """Return every route."""
        here = "/after/{session}"
        return [
            Route(here, self._telling(self._page)),
            Route(f"{here}/corrections", self._telling(self._correct), methods=["POST"]),
            Route(f"{here}/word", self._telling(self._word), methods=["POST"]),
            Route(f"{here}/notes", self._telling(self._note), methods=["POST"]),
        ]

    async def _page(self, request: Request) -> Response:
        def read() -> AfterPage:
            folder = session_folder(self._config.sessions, request.path_params["session"])
            return page_of(
                read_finished(folder),
                _people(self._config.keep),
                self._config.names,
                self._config.language,
                self._config.zone,
            )

        if request.path_params["session"] in self._registry.closing:
            raise being_closed()  # by this console: what is measured last is waited for as well
        page = await asyncio.to_thread(read)
        return self._pages.render("after.html", page=page, words=self._words, longest=LONGEST_S)

    async def _correct(self, request: Request) -> Response:
        typed = await read_form(request, TypedCorrection)
        folder = await self._folder(request)
        await asyncio.to_thread(changes.correct, folder, typed, self._config.names)
        return _back(folder, f"trial-{typed.seq}")

    async def _word(self, request: Request) -> Response:
        typed = await read_form(request, TypedWord)
        folder = await self._folder(request)
        await asyncio.to_thread(changes.say_word, folder, typed)
        return _back(folder, "word")

    async def _note(self, request: Request) -> Response:
        typed = await read_form(request, TypedNote)
        folder = await self._folder(request)
        text = await asyncio.to_thread(changes.note, folder, typed, self._config.names, self._config.language)
        return JSONResponse({"text": text}) if wants_json(request) else _back(folder, "notes")

    async def _folder(self, request: Request) -> Path:
        name = request.path_params["session"]
        return await asyncio.to_thread(session_folder, self._config.sessions, name)


def _people(keep: Path) -> People:
    """Give the participants that are known; a list that cannot be read costs their pictures, not the page."""
    try:
        return read_people(keep)
    except RecordError:
        return People()


def _back(folder: Path, place: str) -> Response:
    return RedirectResponse(f"/after/{folder.name}#{place}", status_code=303)
