"""The addresses of the end page: the page itself, and what is added on it by plain forms.

Every change is a POST that leads back to its own place on the page; a script that saves as somebody writes
gets JSON instead.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from nao_sessions.console.after import changes
from nao_sessions.console.after.memo_routes import MemoPages
from nao_sessions.console.after.reading import being_closed, read_finished
from nao_sessions.console.after.report_routes import ReportPages
from nao_sessions.console.after.typed import TypedCorrection, TypedNote, TypedWord, read_form
from nao_sessions.console.after.view import AfterPage, page_of
from nao_sessions.console.after.words import WORDS
from nao_sessions.console.answering import Answering, wants_json
from nao_sessions.console.hall import Hall
from nao_sessions.console.house import House
from nao_sessions.console.people import People, read_people
from nao_sessions.console.rendering import Pages
from nao_sessions.console.table import session_folder
from nao_sessions.core.errors import RecordError
from nao_sessions.pages.rendering import in_language
from nao_sessions.session.memos import LONGEST_S
from nao_sessions.text.languages import typeset


def routes(house: House, hall: Hall) -> list[Route]:
    """Give every route of what comes after a session."""
    pages = Pages("nao_sessions.console.after", house, hall)
    answering = Answering(house, pages)
    end = AfterPages(house, hall, pages, answering)
    memos = MemoPages(house, answering)
    reports = ReportPages(house, pages, answering)
    return [*end.routes(), *memos.routes(), *reports.routes()]


def may_record(path: str) -> bool:
    """Tell whether the page at an address may ask for the microphone: the end page of a session alone."""
    parts = path.split("/")
    return len(parts) == 3 and parts[1] == "after"


class AfterPages:
    """Answers with the end page, and takes what is added on it."""

    def __init__(self, house: House, hall: Hall, pages: Pages, answering: Answering) -> None:
        self._house, self._hall, self._pages = house, hall, pages
        self._telling = answering.telling
        self._words = {
            name: typeset(text, house.language) for name, text in in_language(WORDS, house.language).items()
        }

    def routes(self) -> list[Route]:
        """Give every route."""
        here = "/after/{session}"
        return [
            Route(here, self._telling(self._page)),
            Route(f"{here}/corrections", self._telling(self._correct), methods=["POST"]),
            Route(f"{here}/word", self._telling(self._word), methods=["POST"]),
            Route(f"{here}/notes", self._telling(self._note), methods=["POST"]),
        ]

    async def _page(self, request: Request) -> Response:
        def read() -> AfterPage:
            folder = session_folder(self._house.sessions, request.path_params["session"])
            return page_of(
                read_finished(folder),
                _people(self._house.keep),
                self._house.names,
                self._house.language,
                self._house.zone,
            )

        if request.path_params["session"] in self._hall.closing:
            raise being_closed()  # by this console: what is measured last is waited for as well
        page = await asyncio.to_thread(read)
        return self._pages.render("after.html", page=page, words=self._words, longest=LONGEST_S)

    async def _correct(self, request: Request) -> Response:
        typed = await read_form(request, TypedCorrection)
        folder = await self._folder(request)
        await asyncio.to_thread(changes.correct, folder, typed, self._house.names)
        return _back(folder, f"trial-{typed.seq}")

    async def _word(self, request: Request) -> Response:
        typed = await read_form(request, TypedWord)
        folder = await self._folder(request)
        await asyncio.to_thread(changes.say_word, folder, typed)
        return _back(folder, "word")

    async def _note(self, request: Request) -> Response:
        typed = await read_form(request, TypedNote)
        folder = await self._folder(request)
        text = await asyncio.to_thread(changes.note, folder, typed, self._house.names, self._house.language)
        return JSONResponse({"text": text}) if wants_json(request) else _back(folder, "notes")

    async def _folder(self, request: Request) -> Path:
        name = request.path_params["session"]
        return await asyncio.to_thread(session_folder, self._house.sessions, name)


def _people(keep: Path) -> People:
    """Give the participants that are known; a list that cannot be read costs their pictures, not the page."""
    try:
        return read_people(keep)
    except RecordError:
        return People()


def _back(folder: Path, place: str) -> Response:
    return RedirectResponse(f"/after/{folder.name}#{place}", status_code=303)
