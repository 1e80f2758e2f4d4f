"""The page of participants: adding one, changing a symbol or a colour, setting one aside.

There is no field for a name, so that none can be kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.forms import form_of
from nao_sessions.console.home.past import codes_in, read_past
from nao_sessions.console.home.words import PEOPLE_WORDS
from nao_sessions.console.people import People, first_name, read_people, write_people
from nao_sessions.console.rendering import Pages
from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.console.symbols import COLOURS, SYMBOLS
from nao_sessions.console.telling import problem_of, told, words_in
from nao_sessions.core.errors import NaoSessionsError

ALL_SESSIONS = 100_000


class PeoplePage:
    """The addresses of the page of participants."""

    def __init__(self, config: ConsoleConfig, registry: SessionRegistry) -> None:
        self._config = config
        self._pages = Pages("nao_sessions.console.home", config, registry)
        self._writing = asyncio.Lock()

    def routes(self) -> list[Route]:
        """Return the routes of the participants' page."""
        return [
            Route("/people", self._answer_page),
            Route("/people", self._add, methods=["POST"]),
            Route("/people/{code}", self._change, methods=["POST"]),
        ]

    async def _answer_page(self, request: Request) -> Response:
        return await self._page(open_code=request.query_params.get("open", ""))

    async def _add(self, request: Request) -> Response:
        return await self._write("", lambda people: people.with_new(self._codes_of_old()))

    async def _change(self, request: Request) -> Response:
        code = request.path_params["code"]
        form = await form_of(request)

        def change(people: People) -> People:
            if code not in people:
                raise HTTPException(404)
            before = people.get(code)
            return people.changed(
                code,
                symbol=form.one("symbol", before.symbol),
                colour=form.one("colour", before.colour),
                aside=form.one("aside", "yes" if before.aside else "no") == "yes",
            )

        return await self._write(code, change)

    async def _write(self, code: str, change: Callable[[People], People]) -> Response:
        """Change the participants' file and answer with the page again; a refusal stands beside the form."""

        def write() -> People:
            changed = change(read_people(self._config.keep))
            write_people(self._config.keep, changed)
            return changed

        async with self._writing:
            try:
                changed = await asyncio.to_thread(write)
            except NaoSessionsError as error:
                return await self._page(error, code)
        return RedirectResponse(f"/people#{code or changed.everybody[-1].code}", 303)

    async def _page(self, error: NaoSessionsError | None = None, open_code: str = "") -> Response:
        language = self._config.language
        try:
            people = await asyncio.to_thread(read_people, self._config.keep)
        except NaoSessionsError as unread:
            people, error = People(), error or unread
        return self._pages.render(
            "people.html",
            status=200 if error is None else 422,
            words=words_in(PEOPLE_WORDS, language),
            offered=people.offered,
            aside=[person for person in people.everybody if person.aside],
            open_code=open_code,
            problem=None if error is None else problem_of(error, language),
            symbols=[(name, told(symbol.name, language), symbol.path) for name, symbol in SYMBOLS.items()],
            colours=[(name, told(colour, language)) for name, colour in COLOURS.items()],
            name_of=lambda code: first_name(self._config.names, code),
            unlocked=bool(self._config.names.codes),
        )

    def _codes_of_old(self) -> frozenset[str]:
        return codes_in(read_past(self._config.sessions, None, ALL_SESSIONS))
