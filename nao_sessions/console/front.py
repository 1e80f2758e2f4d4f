"""The pages before a session, together: home, participants, preparation, discovery.

They share the one session that is being set up.
"""

from __future__ import annotations

from starlette.routing import Route

from nao_sessions.console.beginning import Beginning
from nao_sessions.console.hall import Hall
from nao_sessions.console.home.people_page import PeoplePage
from nao_sessions.console.home.routes import HomePages
from nao_sessions.console.house import House
from nao_sessions.console.prepare.routes import PreparePages
from nao_sessions.console.stage import Stage

PACKAGES = ("nao_sessions.console.home", "nao_sessions.console.prepare")
"""Whose static files these pages need."""


def routes(house: House, hall: Hall, stage: Stage) -> list[Route]:
    """Give every route of the pages before a session."""
    beginning = Beginning(hall)
    return [
        *HomePages(house, hall, stage, beginning).routes(),
        *PeoplePage(house, hall).routes(),
        *PreparePages(house, hall, stage, beginning).routes(),
    ]
