"""The addresses of the home page: what it shows, and what its few buttons do.

An address names a protocol or a session out of a table; none ever becomes a path.

The page of participants: adding one, changing a symbol or a colour, setting one aside. There is no field for
a name, so that none can be kept.
"""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Callable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.forms import form_of
from nao_sessions.console.home.closing import close_in_a_child
from nao_sessions.console.home.custody import custody_lines
from nao_sessions.console.home.model import home_of
from nao_sessions.console.home.past import PastSessions, codes_in, folder_of, look_back, read_past
from nao_sessions.console.home.words import BEGINNING_WORDS, PEOPLE_WORDS, SETTING_UP, WORDS
from nao_sessions.console.launcher import ConsoleLauncher
from nao_sessions.console.library import PICTURE_TYPES, Library, read_library
from nao_sessions.console.people import COLOURS, SYMBOLS, People, first_name, read_people, write_people
from nao_sessions.console.rendering import Pages, problem_of, told, words_in
from nao_sessions.console.session_registry import SessionRegistry, SessionStart
from nao_sessions.console.unlock.access import sees
from nao_sessions.console.unlock.gate import column_of
from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.live.preflight import OVERRIDABLE
from nao_sessions.privacy.ledger.file import LedgerFile
from nao_sessions.privacy.life.retention import DueLine, due_in_words
from nao_sessions.record.house import House
from nao_sessions.text.formats import date

ALL_SESSIONS = 100_000
JUDGED_WITHIN_S = 1.0
"""How long the page waits to know what is kept too long; after that it shows what was known before."""


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


class HomePages:
    """The addresses of the home page, and of the page where one waits for a session to begin."""

    def __init__(
        self,
        config: ConsoleConfig,
        registry: SessionRegistry,
        launcher: ConsoleLauncher,
        beginning: SessionStart,
    ) -> None:
        self._config, self._registry, self._launcher = config, registry, launcher
        self._beginning = beginning
        self._pages = Pages("nao_sessions.console.home", config, registry)
        self._problems: dict[str, NaoSessionsError] = {}
        self._going_on = ""
        self._judged: tuple[datetime.date, tuple[int, int], tuple[int, int]] | None = None
        self._judging: asyncio.Task[None] | None = None
        self._due: tuple[DueLine, ...] = ()

    def routes(self) -> list[Route]:
        """Return the routes of the home page."""
        return [
            Route("/", self._answer_home),
            Route("/picture/{protocol}", self._answer_picture),
            Route("/sessions/{session}/continue", self._continue, methods=["POST"]),
            Route("/sessions/{session}/close", self._close, methods=["POST"]),
            Route("/beginning", self._answer_beginning),
            Route("/beginning/state", self._answer_state),
        ]

    async def _answer_home(self, request: Request) -> Response:
        return await self._home(request)

    async def _home(
        self, request: Request, error: NaoSessionsError | None = None, status: int = 200
    ) -> Response:
        language = self._config.language
        running = self._registry.running
        library, past, people, unread = await asyncio.to_thread(
            self._read, None if running is None else running.id
        )
        problem = error or self._unless_overridable(self._beginning.take_error("/")) or unread
        home = home_of(
            library, past, people, language, self._config.zone, set(self._registry.closing), self._problems
        )
        return self._pages.render(
            "home.html",
            status=status,
            words=words_in(WORDS, language),
            home=home,
            problem=None if problem is None else problem_of(problem, language),
            custody=[] if self._config.rehearsal else await asyncio.to_thread(self._custody),
            due=await self._kept_too_long(),
            waiting=any(row.recorded or row.closing for row in home.interrupted),
            name_of=lambda code: first_name(self._config.names, code),
            sees=lambda address: sees(column_of(request), address),
        )

    def _custody(self) -> list[str]:
        return [told(line, self._config.language) for line in custody_lines()]

    async def _kept_too_long(self) -> list[dict[str, Any]]:
        """Return the lines on what is kept too long, or is objected to; the page waits a moment for them.

        They are worked out once a day, and when something was said, or written in the journal, since: that
        film was destroyed, for one.
        """
        try:
            house = House.default()
            now = datetime.date.today(), LedgerFile(house).stamp(), house.stamp()
        except NaoSessionsError:  # no vault is open
            return []
        if self._judged != now and not self._config.rehearsal:
            self._judged = now
            self._judging = asyncio.create_task(self._judge(now[0]))
        if self._judging is not None:
            await asyncio.wait({self._judging}, timeout=JUDGED_WITHIN_S)
        language = self._config.language
        return [
            {
                "text": told(line.text, language),
                "sessions": [(name, date(day, language)) for name, day in line.sessions],
            }
            for line in self._due
        ]

    async def _judge(self, today: datetime.date) -> None:
        self._due = await asyncio.to_thread(due_in_words, self._config.sessions, today)

    def _unless_overridable(self, error: NaoSessionsError | None) -> NaoSessionsError | None:
        """Return an error for the head of the page; one that a person may override goes to its session."""
        if error is None or error.code not in OVERRIDABLE:
            return error
        self._problems[self._going_on] = error
        return None

    def _read(self, running: str | None) -> tuple[Library, PastSessions, People, NaoSessionsError | None]:
        library = read_library(*self._config.protocol_folders)
        past = look_back(self._config.sessions, running)
        try:
            return library, past, read_people(self._config.keep), None
        except NaoSessionsError as error:
            return library, past, People(), error

    async def _answer_picture(self, request: Request) -> Response:
        library = await asyncio.to_thread(read_library, *self._config.protocol_folders)
        entry = library.entry(request.path_params["protocol"])
        if entry is None or entry.picture is None or not entry.picture.is_file():
            raise HTTPException(404)
        return FileResponse(entry.picture, media_type=PICTURE_TYPES[entry.picture.suffix.lower()])

    async def _continue(self, request: Request) -> Response:
        name = request.path_params["session"]
        folder = folder_of(self._config.sessions, name)
        if folder is None:
            raise HTTPException(404)
        running = self._registry.running
        if self._beginning.under_way or (running is not None and running.id == name):
            return RedirectResponse("/beginning", 303)  # another page pressed first: both go to one session
        if name in self._registry.closing:  # another page pressed *Close* first, and home says so
            return RedirectResponse("/", 303)
        despite = [code for code in (await form_of(request)).all("despite") if code in OVERRIDABLE]
        try:
            self._beginning.start("/", lambda: self._launcher.go_on(folder, despite))
        except NaoSessionsError as error:
            return await self._home(request, error, status=409)
        self._going_on = name
        self._problems.pop(name, None)
        return RedirectResponse("/beginning", 303)

    async def _close(self, request: Request) -> Response:
        name = request.path_params["session"]
        folder = folder_of(self._config.sessions, name)
        if folder is None:
            raise HTTPException(404)
        running = self._registry.running
        if name not in self._registry.closing and (running is None or running.id != name):

            async def close() -> None:
                try:
                    error = await close_in_a_child(folder)
                    if error is not None:
                        self._problems[name] = error
                finally:
                    del self._registry.closing[name]

            self._problems.pop(name, None)
            self._registry.closing[name] = asyncio.create_task(close())
        return RedirectResponse("/", 303)

    async def _answer_beginning(self, request: Request) -> Response:
        to = self._leads_to()
        if to is not None:
            return RedirectResponse(to, 303)
        words = words_in(BEGINNING_WORDS, self._config.language)
        return self._pages.render("beginning.html", words=words, told=self._told())

    async def _answer_state(self, request: Request) -> Response:
        return JSONResponse({"to": self._leads_to(), "told": self._told()})

    def _leads_to(self) -> str | None:
        """Return the address after the waiting page; None while the session is still being set up.

        Whoever waits has begun the session, or gone on with it, and leads it, even if another page is sooner.
        """
        if self._beginning.under_way:
            return None
        return "/session#lead" if self._registry.running is not None else self._beginning.back

    def _told(self) -> str:
        return told(self._registry.setting_up or SETTING_UP, self._config.language)
