"""The addresses of a session that is seen again: below ``/replay/SESSION/``, behind the console's door.

A session and a video are looked up by name; no address becomes a path. While a session runs nothing is seen
again: the replay has no stop on it, and reading a film would cost the one that is recorded.
"""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from nao_sessions.console.answering import Answering
from nao_sessions.console.hall import Hall
from nao_sessions.console.house import House
from nao_sessions.console.rendering import Pages
from nao_sessions.console.replay.replays import Replays
from nao_sessions.console.table import session_folder
from nao_sessions.core.errors import UsageError
from nao_sessions.core.text import Text
from nao_sessions.replay.app import Replayed


def routes(house: House, hall: Hall) -> list[Route]:
    """Give every route of what is seen again."""
    answering = Answering(house, Pages("nao_sessions.console", house, hall))
    return ReplayOfTheHouse(house, hall, answering).routes()


class ReplayOfTheHouse:
    """Answers with the replay of any session of the house."""

    def __init__(self, house: House, hall: Hall, answering: Answering) -> None:
        self._house, self._hall, self._telling = house, hall, answering.telling
        self._replays = Replays(house.language)

    def routes(self) -> list[Route]:
        """Give every route."""
        here = "/replay/{session}"
        return [
            Route(here, self._lead_on),
            Route(f"{here}/", self._telling(self._page)),
            Route(f"{here}/session.json", self._telling(self._data)),
            Route(f"{here}/events/{{seq:int}}", self._telling(self._event)),
            Route(f"{here}/media/{{id}}", self._telling(self._video)),
        ]

    async def _lead_on(self, request: Request) -> Response:
        """Lead to the page itself: what it asks for lies below its address."""
        return RedirectResponse(f"/replay/{request.path_params['session']}/", 308)

    async def _page(self, request: Request) -> Response:
        if self._hall.running is not None:
            raise UsageError(_RUNS, _RUNS_HINT, code="A113")
        return (await self._of(request, fresh=True)).answer_page()

    async def _data(self, request: Request) -> Response:
        return (await self._of(request)).answer_data()

    async def _event(self, request: Request) -> Response:
        return (await self._of(request)).answer_event(request.path_params["seq"])

    async def _video(self, request: Request) -> Response:
        return (await self._of(request)).answer_video(request.path_params["id"])

    async def _of(self, request: Request, *, fresh: bool = False) -> Replayed:
        name = request.path_params["session"]
        folder = await asyncio.to_thread(session_folder, self._house.sessions, name)
        return await self._replays.of(folder, fresh=fresh)


_RUNS = Text(
    fr="Une séance tourne : on en revoit une autre quand elle est finie.",
    en="A session is running: another one is seen again once it is over.",
)
_RUNS_HINT = Text(
    fr="La séance en cours garde ainsi l'ordinateur pour elle, et Arrêter reste à l'écran.",
    en="So the session that runs has the computer to itself, and Stop stays on the screen.",
)
