"""The addresses where the console is unlocked and locked, of the professionals, and of their journal.

A secret code comes in the body of a form, and goes into no address, log or page.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.forms import Form, form_of
from nao_sessions.console.home.past import past_of
from nao_sessions.console.people import known_adults
from nao_sessions.console.rendering import Pages, not_kept, problem_of, told, words_in
from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.console.unlock.access import LOCK_CELLS, row_of
from nao_sessions.console.unlock.gate import UNLOCK, column_of, cookie_name, unlocking_of, where_of
from nao_sessions.console.unlock.lock import Lock, Unlocking, UnlockRefused
from nao_sessions.console.unlock.words import WORDS
from nao_sessions.core.errors import NaoSessionsError, UsageError
from nao_sessions.privacy.acts import ActLine, read_acts
from nao_sessions.privacy.persons import KnownProfessional, PersonsFile, next_code
from nao_sessions.record.house import House
from nao_sessions.review.replay.words import date
from nao_sessions.text.messages import Text, msg
from nao_sessions.web.access_policy import is_plain
from nao_sessions.web.protection import visitor_of

PERSONS = "/persons"
SHOWN = 500
"""How many lines of the journal, the newest, stand on its page; the command shows all."""


_SESSION = msg('"{title}", {when}')
_SESSION_UNREAD = msg("the session of {when}")


@dataclass(frozen=True, slots=True)
class JournalRow:
    """A line of the journal as its page shows it."""

    when: str
    person: str
    what: str
    where: str


class UnlockPages:
    """The addresses of the lock of a console."""

    def __init__(self, config: ConsoleConfig, registry: SessionRegistry, lock: Lock) -> None:
        self._config, self._registry, self._lock = config, registry, lock
        self._pages = Pages("nao_sessions.console.unlock", config, registry)

    def routes(self) -> list[Route]:
        """Return the routes of the lock, of persons and of the journal."""
        return [
            Route(UNLOCK, self._answer_page),
            Route(UNLOCK, self._unlock, methods=["POST"]),
            Route("/lock", self._answer_lock, methods=["POST"]),
            Route(f"{UNLOCK}/state", self._answer_state),
            Route(f"{UNLOCK}/touch", self._answer_touch, methods=["POST"]),
            Route(PERSONS, self._answer_persons),
            Route(PERSONS, self._add, methods=["POST"]),
            Route(f"{PERSONS}/code", self._change, methods=["POST"]),
            Route(f"{PERSONS}/{{code}}/remove", self._remove, methods=["POST"]),
            Route("/journal", self._answer_journal),
        ]

    # Unlocking.

    async def _answer_page(self, request: Request) -> Response:
        await self._lock.look_now()
        then = _after(request.query_params.get("then", ""))
        if not self._lock.asks or unlocking_of(request) is not None:
            return RedirectResponse(then, 303)
        return await self._page(request, then)

    async def _unlock(self, request: Request) -> Response:
        form = await form_of(request)
        then = _after(form.one("then"))
        device = visitor_of(request).device
        try:
            if form.one("first") and visitor_of(request).here:
                person = await self._added(form, first=True)
                await self._lock.note("added", person.code, where_of(request), person.code)
                cookie = self._lock.let_in(person, device)
            else:
                cookie = await self._lock.unlock(
                    form.one("person"), form.one("secret"), device, where_of(request)
                )
        except NaoSessionsError as error:
            return await self._page(request, then, error, form.one("person"))
        except OSError as error:
            return await self._page(request, then, not_kept(error), form.one("person"))
        return self._entered(request, then, cookie)

    async def _answer_lock(self, request: Request) -> Response:
        if self._registry.running is not None:
            return RedirectResponse("/session", 303)  # a session is never locked out
        unlocking = unlocking_of(request)
        if unlocking is not None:
            self._lock.lock(unlocking.person)
            with contextlib.suppress(OSError, NaoSessionsError):  # locked it is, noted or not
                await self._lock.note("locked", unlocking.person, where_of(request))
        answer = RedirectResponse(UNLOCK, 303)
        answer.delete_cookie(cookie_name(request.url), secure=request.url.scheme == "https")
        return answer

    async def _answer_state(self, request: Request) -> Response:
        """Return whether the page at an address has to be left, and when to ask again."""
        await self._lock.look()
        unlocking = unlocking_of(request)
        found = row_of("GET", request.query_params.get("of", ""))
        cell = "no" if found is None else found[0].cell(column_of(request))
        runs = cell == "session" and self._registry.running is not None
        locked = self._lock.asks and unlocking is None and cell in LOCK_CELLS and not runs
        left_s = 0 if unlocking is None else self._lock.left_s(unlocking)
        return JSONResponse({"asks": self._lock.asks, "locked": locked, "left_s": left_s})

    async def _answer_touch(self, request: Request) -> Response:
        return Response(status_code=204)  # the gate has taken notice

    # Persons.

    async def _answer_persons(self, request: Request) -> Response:
        await self._lock.look_now()
        return await self._persons(request)

    async def _add(self, request: Request) -> Response:
        form = await form_of(request)
        unlocking = unlocking_of(request)

        async def add() -> Response:
            if unlocking is None and self._lock.persons:
                raise _nobody()
            in_charge = form.one("in_charge") == "yes" and (unlocking is None or unlocking.in_charge)
            person = await self._added(form, in_charge=in_charge)
            by = person.code if unlocking is None else unlocking.person
            await self._lock.note("added", by, where_of(request), person.code)
            if unlocking is not None:
                return RedirectResponse(PERSONS, 303)
            # The console asks for a person from now on: she has just typed her code.
            cookie = self._lock.let_in(person, visitor_of(request).device)
            return self._entered(request, PERSONS, cookie)

        return await self._changed(request, add)

    async def _change(self, request: Request) -> Response:
        form = await form_of(request)

        async def change() -> Response:
            unlocking = unlocking_of(request)
            if unlocking is None:
                raise _nobody()
            code = unlocking.person
            secret = _typed_twice(form.one("secret"), form.one("again"))
            # Who sits at an open console does not know the code: the old one is asked for, and slowed.
            await self._lock.known_by(code, form.one("old"), where_of(request))
            await asyncio.to_thread(lambda: PersonsFile.default().change_secret(code, secret))
            await self._lock.note("changed", code, where_of(request), code)
            return await self._anew(request, unlocking)

        return await self._changed(request, change)

    async def _remove(self, request: Request) -> Response:
        code = request.path_params["code"]

        async def remove() -> Response:
            unlocking = unlocking_of(request)
            if unlocking is None:
                raise _nobody()
            await asyncio.to_thread(lambda: PersonsFile.default().remove(code))
            await self._lock.note("removed", unlocking.person, where_of(request), code)
            await self._lock.look_now()
            return RedirectResponse(PERSONS, 303)

        return await self._changed(request, remove)

    async def _anew(self, request: Request, unlocking: Unlocking) -> Response:
        """Return the way back to the persons; every other browser that she had unlocked is locked."""
        await self._lock.look_now()
        self._lock.lock(unlocking.person)
        person = next(one for one in self._lock.persons if one.code == unlocking.person)
        return self._entered(request, PERSONS, self._lock.let_in(person, unlocking.device))

    async def _changed(self, request: Request, change: Callable[[], Awaitable[Response]]) -> Response:
        try:
            return await change()
        except NaoSessionsError as error:
            return await self._persons(request, error)
        except OSError as error:
            return await self._persons(request, not_kept(error))

    async def _added(self, form: Form, *, in_charge: bool = False, first: bool = False) -> KnownProfessional:
        secret = _typed_twice(form.one("secret"), form.one("again"))

        def add() -> KnownProfessional:
            file = PersonsFile.default()
            if first and file.read():
                raise _nobody()
            return file.add(secret, form.one("code"), in_charge=in_charge, taken=known_adults())

        person = await asyncio.to_thread(add)
        await self._lock.look_now()
        return person

    async def _codes(self) -> list[str]:
        """Return the codes that a new person may have: those of the house's adults, and a new one."""
        adults = await asyncio.to_thread(known_adults)
        known = {one.code for one in self._lock.persons}
        return [*(code for code in adults if code not in known), next_code(known | set(adults))]

    # The journal.

    async def _answer_journal(self, request: Request) -> Response:
        language = self._config.language
        house = House.default()
        unlocking = unlocking_of(request)
        try:
            if unlocking is not None:
                await self._lock.note("read", unlocking.person, where_of(request))
            lines, broken = await asyncio.to_thread(lambda: (read_acts(house), house.first_broken_line()))
            problem = None
        except NaoSessionsError as error:
            lines, broken, problem = (), None, problem_of(error, language)
        verdict = WORDS["journal_whole"] if broken is None else WORDS["journal_broken"].format(n=broken)
        return self._pages.render(
            "journal.html",
            words=words_in(WORDS, language),
            problem=problem,
            broken=broken is not None,
            verdict="" if problem else told(verdict, language),
            rows=[self._row(line) for line in reversed(lines[-SHOWN:])],
        )

    def _row(self, line: ActLine) -> JournalRow:
        language = self._config.language

        def words(name: str) -> str:
            return told(WORDS[name], language)

        when = datetime.fromisoformat(line.when_utc)
        about = ", ".join(map(self._called, line.about.split(", ")))
        line = replace(line, about=about)
        return JournalRow(
            when=date(when, self._config.zone, language),
            person=line.person or words("unknown"),
            what=told(line.words, language),
            where=words("here") if line.where == "here" else line.where,
        )

    def _called(self, about: str) -> str:
        """Return what a line is about; a session by its title and date, never by its folder's name."""
        past = past_of(self._config.sessions, about)
        if past is None:
            return about
        title, begun = past
        words = _SESSION if title else _SESSION_UNREAD
        when = date(begun, self._config.zone, self._config.language)
        return told(words.format(title=title, when=when), self._config.language)

    # What the pages show.

    async def _page(
        self, request: Request, then: str, error: NaoSessionsError | None = None, person: str = ""
    ) -> Response:
        language = self._config.language
        shown = error or self._lock.problem
        return self._pages.render(
            "unlock.html",
            status=200 if error is None else 403,
            words=words_in(WORDS, language),
            codes=await self._codes(),
            persons=[one.code for one in self._lock.persons],
            chosen=person or (self._lock.persons[0].code if len(self._lock.persons) == 1 else ""),
            first=not self._lock.persons and self._lock.problem is None and visitor_of(request).here,
            then=then,
            problem=None if shown is None else problem_of(shown, language),
            wait_s=error.wait_s if isinstance(error, UnlockRefused) else 0,
            prepared=then.startswith("/prepare/"),
        )

    async def _persons(self, request: Request, error: NaoSessionsError | None = None) -> Response:
        language = self._config.language
        unlocking = unlocking_of(request)
        shown = error or self._lock.problem
        return self._pages.render(
            "persons.html",
            status=200 if error is None else 422,
            words=words_in(WORDS, language),
            codes=await self._codes(),
            persons=[
                (one.code, one.in_charge, told(WORDS["remove_which"].format(code=one.code), language))
                for one in self._lock.persons
            ],
            you=None if unlocking is None else unlocking.person,
            in_charge=unlocking is not None and unlocking.in_charge,
            problem=None if shown is None else problem_of(shown, language),
        )

    def _entered(self, request: Request, then: str, cookie: str) -> Response:
        answer = RedirectResponse(then, 303)
        answer.set_cookie(
            cookie_name(request.url),
            cookie,
            path="/",
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
        return answer


def _after(path: str) -> str:
    """Return the page to go to once unlocked: one of ours that is read, else the home page."""
    found = row_of("GET", path) if is_plain(path) else None
    return path if found is not None and not found[0].path.startswith((UNLOCK, "/static")) else "/"


def _typed_twice(secret: str, again: str) -> str:
    if secret != again:
        raise UsageError(
            msg("The two secret codes are not the same: nothing was kept."),
            msg("Type the same one twice."),
            code="G169",
        )
    return secret


def _nobody() -> UsageError:
    return UsageError(_UNLOCK_FIRST, code="G167")


_UNLOCK_FIRST: Text = msg("A person who is already known unlocks the console first.")
