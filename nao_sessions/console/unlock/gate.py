"""Stands before the pages of the console: asks for a person where the table says so, and notes who saw what.

The stop of a session, its page and its stream go through without the disk being asked for anything.
"""

from __future__ import annotations

import logging
from urllib.parse import urlencode, urlsplit

from starlette.datastructures import URL
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.console.unlock.access import LOCK_CELLS, Cell, RouteAccess, row_of
from nao_sessions.console.unlock.lock import Lock, Unlocking
from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.text.languages import Language, typeset
from nao_sessions.text.messages import Text, msg
from nao_sessions.web.access_policy import READING, is_plain
from nao_sessions.web.protection import visitor_of

UNLOCK = "/unlock"
UNLOCKING = "nao_sessions.unlocking"
"""The key in a request's scope that has what unlocked its browser; see :func:`unlocking_of`."""

_log = logging.getLogger(__name__)


def unlocking_of(request: HTTPConnection) -> Unlocking | None:
    """Return what unlocked the browser of a request; None where it is locked, or nobody is asked for."""
    found: Unlocking | None = request.scope.get(UNLOCKING)
    return found


def cookie_name(url: URL) -> str:
    """Return the name of the cookie of an unlocked browser at an address; it holds the port."""
    prefix = "__Host-" if url.scheme == "https" else ""
    return f"{prefix}nao_sessions_person_{url.port or 80}"


def column_of(request: HTTPConnection) -> str:
    """Return the column of the table that a request is in."""
    visitor = visitor_of(request)
    return "here" if visitor.here else visitor.role if visitor.known else "nobody"


def where_of(request: HTTPConnection) -> str:
    """Return where a request comes from, as the journal says it: "here", or the device."""
    visitor = visitor_of(request)
    return "here" if visitor.here else f"{visitor.role} {visitor.device}"


class Gate:
    """An ASGI application before the console's own."""

    def __init__(self, app: ASGIApp, lock: Lock, registry: SessionRegistry, language: Language) -> None:
        self._app, self._lock, self._registry = app, lock, registry
        self._language: Language = language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = HTTPConnection(scope)
        found = row_of(scope["method"], scope["path"])
        if found is None:
            # In no row: an address that there is not, or one that nobody has thought about.
            await PlainTextResponse("Not Found", 404)(scope, receive, send)
            return
        row, parts = found
        cell = row.cell(column_of(request))
        answer = await self._refusal(request, row, cell, parts)
        if answer is not None:
            await answer(scope, receive, send)
        elif row.act is None or scope["method"] in READING:
            await self._app(scope, receive, send)
        else:
            await self._app(scope, receive, self._hearing(send, request, parts))

    async def _refusal(
        self, request: HTTPConnection, row: RouteAccess, cell: Cell, parts: dict[str, str]
    ) -> Response | None:
        """Return the response to a request that may not pass; None lets it pass."""
        if cell == "no":
            return self._told(_NOT_YOURS, "role")
        if cell == "last" and parts["session"] != self._registry.last:
            return self._told(_NOT_YOURS, "role")
        if cell not in LOCK_CELLS:
            self._found(request, row)
            return None
        await self._lock.look()
        if (
            not self._lock.asks
        ):  # what is shown stands nowhere then; what is done does, by nobody who is known
            reads = request.scope["method"] in READING
            return None if reads else await self._noted(request, row, None, parts)
        unlocking = self._found(request, row)
        if cell == "session" and self._registry.running is not None:
            return None
        if unlocking is None:
            return self._locked(request)
        if cell == "charge" and not unlocking.in_charge:
            return self._told(_NOT_IN_CHARGE, "charge")
        return await self._noted(request, row, unlocking, parts)

    def _found(self, request: HTTPConnection, row: RouteAccess) -> Unlocking | None:
        """Return what unlocked the browser of a request, and touch it if a person made that."""
        cookie = request.cookies.get(cookie_name(request.url), "")
        unlocking = self._lock.unlocking(cookie, visitor_of(request).device)
        request.scope[UNLOCKING] = unlocking
        if unlocking is not None and not row.asks:
            self._lock.touch(unlocking)
        return unlocking

    def _locked(self, request: HTTPConnection) -> Response:
        """Return the way to the page where one unlocks; a script's request is told so."""
        if request.headers.get("sec-fetch-mode", "navigate") != "navigate":
            return self._told(_LOCKED, "locked")
        path = request.scope["path"]
        if request.scope["method"] not in READING:
            path = urlsplit(request.headers.get("referer", "")).path
        then = urlencode({"then": path}) if is_plain(path) else ""
        return RedirectResponse(f"{UNLOCK}?{then}", 303, {"X-Refused": "locked"})

    async def _noted(
        self, request: HTTPConnection, row: RouteAccess, unlocking: Unlocking | None, parts: dict[str, str]
    ) -> Response | None:
        """Note what a person is about to see or do; None once it is noted, which lets the request pass."""
        about = _about(parts)
        what = (str(row.act), about)
        noted: set[tuple[str, str]] = set() if unlocking is None else unlocking.noted
        if row.act is None or (request.scope["method"] in READING and what in noted):
            return None
        try:
            await self._lock.note(row.act, _person(unlocking), where_of(request), about)
        except (OSError, NaoSessionsError):
            _log.warning("the journal cannot be written: what would have to be noted is refused")
            return self._told(_NOT_NOTED, "journal", 503)
        noted.add(what)
        return None

    def _hearing(self, send: Send, request: HTTPConnection, parts: dict[str, str]) -> Send:
        """Return what sends a response, and notes first where what the journal announced was refused."""

        async def hear(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] >= 400:
                by = _person(unlocking_of(request))
                try:
                    await self._lock.note("not_done", by, where_of(request), _about(parts))
                except (OSError, NaoSessionsError):
                    _log.warning("the journal cannot be written: it does not say that something was refused")
            await send(message)

        return hear

    def _told(self, sentence: Text, code: str, status: int = 403) -> Response:
        words = typeset(sentence.in_language(self._language), self._language)
        return JSONResponse({"code": code, "sentence": words}, status, {"X-Refused": code})


def _about(parts: dict[str, str]) -> str:
    return parts.get("session") or parts.get("code", "")


def _person(unlocking: Unlocking | None) -> str:
    return "" if unlocking is None else unlocking.person


_LOCKED = msg("The console is locked.")
_NOT_YOURS = msg("This page is not for this device.")
_NOT_IN_CHARGE = msg("This page is for the person in charge.")
_NOT_NOTED = msg("This cannot be shown: the journal of the house cannot be written. Is the disk full?")
