"""The application behind the console: the pages of each part, behind one door.

Each part gives its routes; a part that is added is one line here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp

from nao_sessions.console import front
from nao_sessions.console.after import routes as after
from nao_sessions.console.board import routes as board
from nao_sessions.console.hall import Hall
from nao_sessions.console.house import House
from nao_sessions.console.session import routes as session
from nao_sessions.console.stage import Stage
from nao_sessions.console.texts import routes as texts
from nao_sessions.pages.door import Door
from nao_sessions.pages.files import StaticTable, read_static
from nao_sessions.pages.guarded import Guarded

PACKAGES = (
    "nao_sessions.pages",
    "nao_sessions.console",
    "nao_sessions.console.session",
    "nao_sessions.console.board",
    "nao_sessions.console.after",
    "nao_sessions.console.texts",
    *front.PACKAGES,
)
"""Whose static files are served, by name."""


def routes_of(house: House, hall: Hall, stage: Stage) -> list[Route]:
    """Give every route; the tests of the door go through this list."""
    parts: Iterable[list[Route]] = (
        front.routes(house, hall, stage),
        session.routes(house, hall, stage),
        board.routes(house, hall),
        after.routes(house, hall),
        texts.routes(house, hall),
    )
    static = StaticTable(read_static(*PACKAGES))
    return [route for part in parts for route in part] + [Route("/static/{name}", static.answer)]


def application(house: House, hall: Hall, stage: Stage, door: Door, guards: Sequence[str] = ()) -> ASGIApp:
    """Give the console, behind its door; ``guards`` are the origins of the guard's port, for the stop."""
    app = Starlette(routes=routes_of(house, hall, stage))
    return Guarded(app, door, house.language, guards, after.may_record)
