"""The application behind the console: the pages of each part, behind a door a network.

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
from nao_sessions.console.pairing import routes as pairing_pages
from nao_sessions.console.pairing.pairing import Pairing
from nao_sessions.console.progress import routes as progress
from nao_sessions.console.replay import routes as replay
from nao_sessions.console.session import routes as session
from nao_sessions.console.stage import Stage
from nao_sessions.console.texts import routes as texts
from nao_sessions.text.languages import Language
from nao_sessions.web.bounded import Bounded
from nao_sessions.web.door import Asked, Door, Doorkeeper
from nao_sessions.web.files import StaticTable, read_static
from nao_sessions.web.guarded import Allowance, Guarded
from nao_sessions.web.limits import MEGABYTE, Streams

PACKAGES = (
    "nao_sessions.web",
    "nao_sessions.console",
    "nao_sessions.console.session",
    "nao_sessions.console.board",
    "nao_sessions.console.after",
    "nao_sessions.console.progress",
    "nao_sessions.console.texts",
    "nao_sessions.console.pairing",
    "nao_sessions.replay",
    *front.PACKAGES,
)
"""Whose static files are served, by name."""

LARGER_BODIES = (
    (r"/after/[^/]+/memos/\d+/sound", 5 * MEGABYTE),
    (r"/texts/[^/]+(?:/(?:work|save))?", 2 * MEGABYTE),
)
"""The addresses that take more than the 64 kB of any other: a voice memo, the texts of a whole protocol."""


def routes_of(house: House, hall: Hall, stage: Stage, pairing: Pairing | None = None) -> list[Route]:
    """Give every route; the tests of the door go through this list."""
    parts: Iterable[list[Route]] = (
        front.routes(house, hall, stage),
        session.routes(house, hall, stage),
        board.routes(house, hall),
        after.routes(house, hall),
        progress.routes(house, hall),
        texts.routes(house, hall),
        replay.routes(house, hall),
        pairing_pages.routes(house, hall, pairing),
    )
    static = StaticTable(read_static(*PACKAGES))
    return [route for part in parts for route in part] + [Route("/static/{name}", static.answer)]


def application(house: House, hall: Hall, stage: Stage, door: Door, guards: Sequence[str] = ()) -> ASGIApp:
    """Give the console for this computer alone; ``guards`` are the origins of the guard's port."""
    return behind(inside(house, hall, stage), door, house.language, guards)


def inside(
    house: House,
    hall: Hall,
    stage: Stage,
    pairing: Pairing | None = None,
    streams: Streams | None = None,
) -> ASGIApp:
    """Give the console without a door: one application, however many doors lead to it.

    Args:
        house: where it stands.
        hall: its session.
        stage: sets sessions up.
        pairing: the devices of the room's network; None: the console answers this computer alone.
        streams: those that are open; shared with ``pairing``.
    """
    app = Starlette(routes=routes_of(house, hall, stage, pairing))
    return Bounded(app, streams or Streams(), house.language, LARGER_BODIES)


def behind(app: ASGIApp, door: Doorkeeper, language: Language, guards: Sequence[str] = ()) -> ASGIApp:
    """Put a door before the console.

    Every page may press stop at the ``guards``; the end page may ask for the microphone, for a voice memo.
    """
    stop = Allowance(connect=tuple(guards))
    memo = stop.beside(Allowance(features=("microphone",)))

    def allowed(asked: Asked) -> Allowance:
        return memo if after.may_record(asked.path) else stop

    return Guarded(app, door, language, allowed)
