"""The pages before a session, together: home, participants, preparation, discovery.

They share the one session that is being set up.
"""

from __future__ import annotations

from starlette.routing import Route

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.discover.routes import DiscoverPages
from nao_sessions.console.home.people_page import PeoplePage
from nao_sessions.console.home.routes import HomePages
from nao_sessions.console.launcher import ConsoleLauncher
from nao_sessions.console.prepare.routes import PreparePages
from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.console.session_start import SessionStart

PACKAGES = ("nao_sessions.console.home", "nao_sessions.console.prepare", "nao_sessions.console.discover")
"""Whose static files these pages need."""


def routes(config: ConsoleConfig, registry: SessionRegistry, launcher: ConsoleLauncher) -> list[Route]:
    """Return every route of the pages before a session."""
    beginning = SessionStart(registry)
    return [
        *HomePages(config, registry, launcher, beginning).routes(),
        *PeoplePage(config, registry).routes(),
        *PreparePages(config, registry, launcher, beginning).routes(),
        *DiscoverPages(config, registry, launcher, beginning).routes(),
    ]
