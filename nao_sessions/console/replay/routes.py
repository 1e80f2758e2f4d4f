"""The addresses of a session that is seen again: below ``/replay/SESSION/``, behind the console's door.

A session and a video are looked up by name; no address becomes a path. While a session runs nothing is seen
again: the replay has no stop on it, and reading a film would cost the one that is recorded.
"""

from __future__ import annotations

import asyncio
from functools import partial

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from nao_sessions.annotation.attribution import AUTHOR, Attributing
from nao_sessions.console.after.changes import hidden
from nao_sessions.console.answering import Answering
from nao_sessions.console.hall import Hall
from nao_sessions.console.house import House
from nao_sessions.console.rendering import Pages
from nao_sessions.console.replay.replays import Replays
from nao_sessions.console.table import session_folder
from nao_sessions.core.errors import UsageError
from nao_sessions.replay.app import PATHS
from nao_sessions.text.messages import msg


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
        below = [Route(f"{here}{path}", self._telling(partial(self._answer, path))) for path in PATHS]
        author = Route(f"{here}{AUTHOR}", self._telling(self._attribute), methods=["POST"])
        return [Route(here, self._lead_on), *below, author]

    async def _lead_on(self, request: Request) -> Response:
        """Lead to the page itself: what it asks for lies below its address."""
        return RedirectResponse(f"/replay/{request.path_params['session']}/", 308)

    async def _answer(self, path: str, request: Request) -> Response:
        """Answer as the replay of that session does; with the page, it is read again if it changed."""
        page = path == "/"
        if page and self._hall.running is not None:
            raise UsageError(_RUNS, _RUNS_HINT, code="A113")
        name = request.path_params["session"]
        folder = await asyncio.to_thread(session_folder, self._house.sessions, name)
        return await PATHS[path](await self._replays.of(folder, fresh=page), request)

    async def _attribute(self, request: Request) -> Response:
        """Take who gave a response of that session."""
        name = request.path_params["session"]
        folder = await asyncio.to_thread(session_folder, self._house.sessions, name)
        hide = partial(hidden, names=self._house.names)
        return await Attributing(folder, self._house.language, "professional", hide).answer(request)


_RUNS = msg("A session is running: another one is seen again once it is over.")
_RUNS_HINT = msg("So the session that runs has the computer to itself, and Stop stays on the screen.")
