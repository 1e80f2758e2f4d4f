"""The application behind `annotate`: the sessions to code, in their order, each below its place (``/s/1/``).

A session is read and its file opened when its page is first asked for; no address ever becomes a path.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from nao_sessions.review.coding.pages import SessionPages
from nao_sessions.review.coding.words import WORDS
from nao_sessions.text.languages import Language, typeset
from nao_sessions.web.access_policy import AccessPolicy
from nao_sessions.web.files import StaticTable, read_static
from nao_sessions.web.protection import ProtectedApplication
from nao_sessions.web.rendering import environment

Opening = Callable[[int], SessionPages]
"""Give the pages of the session at a place (from 1)."""


class _Sitting:
    """The pages of one place, made when the first request comes."""

    def __init__(self, place: int, opening: Opening) -> None:
        self._place = place
        self._opening = opening
        self._router: Router | None = None

    def open(self) -> None:
        """Read the session now, so that what keeps it from being coded is told before a page is shown."""
        if self._router is None:
            self._router = Router(self._opening(self._place).routes(), redirect_slashes=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.open()
        assert self._router is not None
        await self._router(scope, receive, send)


class AnnotationPages:
    """The list of sessions, and each of them below its place."""

    def __init__(self, count: int, opening: Opening, language: Language) -> None:
        self._count = count
        self._sittings = [_Sitting(place, opening) for place in range(1, count + 1)]
        self._sittings[0].open()
        self._language: Language = language
        self._static = StaticTable(
            read_static("nao_sessions.web", "nao_sessions.review.replay", "nao_sessions.review.coding")
        )

    def routes(self) -> list[Route | Mount]:
        """Return every route."""
        sittings = [
            Mount(f"/s/{place}", app=sitting) for place, sitting in enumerate(self._sittings, start=1)
        ]
        return [Route("/", self._answer_list), Route("/static/{name}", self._static.answer), *sittings]

    async def _answer_list(self, request: Request) -> Response:
        if self._count == 1:
            return RedirectResponse("/s/1/")
        words: Mapping[str, Any] = {
            name: typeset(text.in_language(self._language), self._language) for name, text in WORDS.items()
        }
        template = environment("nao_sessions.review.coding").get_template("sittings.html")
        places = [
            (place, words["session"].replace("{place}", str(place))) for place in range(1, self._count + 1)
        ]
        return HTMLResponse(
            template.render(language=self._language, said=words, places=places, rehearsal=False)
        )


def application(count: int, opening: Opening, door: AccessPolicy, language: Language) -> ASGIApp:
    """Return the annotation of some sessions, behind its door."""
    routes = AnnotationPages(count, opening, language).routes()
    return ProtectedApplication(Starlette(routes=routes), door, language)
