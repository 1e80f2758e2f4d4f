"""The application of the console: the routes of all parts, behind an access policy (a "door") a network.

A part that is added is one line in ``routes_of``, and one in ``PACKAGES`` for its static files.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp

from nao_sessions.console.after import routes as after
from nao_sessions.console.agreements.routes import AgreementPages
from nao_sessions.console.board import routes as board
from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.discover.routes import DiscoverPages
from nao_sessions.console.home.routes import HomePages, PeoplePage
from nao_sessions.console.launcher import ConsoleLauncher
from nao_sessions.console.pairing import routes as pairing_pages
from nao_sessions.console.pairing.pairing import Pairing
from nao_sessions.console.prepare.routes import PreparePages
from nao_sessions.console.progress import routes as progress
from nao_sessions.console.replay import routes as replay
from nao_sessions.console.session import routes as session
from nao_sessions.console.session_registry import SessionRegistry, SessionStart
from nao_sessions.console.texts import routes as texts
from nao_sessions.console.unlock.gate import Gate
from nao_sessions.console.unlock.lock import Lock
from nao_sessions.console.unlock.routes import UnlockPages
from nao_sessions.text.languages import Language
from nao_sessions.web.access_policy import AccessPolicy, AccessRequest, Doorkeeper
from nao_sessions.web.limits import MEGABYTE, BoundedApplication, Streams
from nao_sessions.web.pages import StaticTable, read_static
from nao_sessions.web.protection import Allowance, ProtectedApplication

PACKAGES = (
    "nao_sessions.web",
    "nao_sessions.console",
    "nao_sessions.console.session",
    "nao_sessions.console.board",
    "nao_sessions.console.after",
    "nao_sessions.console.progress",
    "nao_sessions.console.texts",
    "nao_sessions.console.pairing",
    "nao_sessions.review.replay",
    "nao_sessions.console.home",
    "nao_sessions.console.agreements",
    "nao_sessions.console.prepare",
    "nao_sessions.console.discover",
    "nao_sessions.console.unlock",
)
"""The packages whose static files are served, by name."""

LARGER_BODIES = (
    (r"/after/[^/]+/memos/\d+/sound", 5 * MEGABYTE),
    (r"/texts/[^/]+(?:/(?:work|save))?", 2 * MEGABYTE),
)
"""The addresses that take more than the 64 kB of any other: a voice memo, the texts of a whole protocol."""


def routes_of(
    config: ConsoleConfig,
    registry: SessionRegistry,
    launcher: ConsoleLauncher,
    pairing: Pairing | None = None,
    lock: Lock | None = None,
) -> list[Route]:
    """Return every route of the console; the tests of access control go through this list."""
    beginning = SessionStart(registry)  # shared: one session is set up at a time
    parts: Iterable[list[Route]] = (
        HomePages(config, registry, launcher, beginning).routes(),
        PeoplePage(config, registry).routes(),
        AgreementPages(config, registry, launcher).routes(),
        PreparePages(config, registry, launcher, beginning).routes(),
        DiscoverPages(config, registry, launcher, beginning).routes(),
        session.routes(config, registry, launcher),
        board.routes(config, registry),
        after.routes(config, registry),
        progress.routes(config, registry),
        texts.routes(config, registry),
        replay.routes(config, registry),
        pairing_pages.routes(config, registry, pairing),
        UnlockPages(config, registry, lock or Lock(registry)).routes(),
    )
    static = StaticTable(read_static(*PACKAGES))
    return [route for part in parts for route in part] + [Route("/static/{name}", static.answer)]


def application(
    config: ConsoleConfig,
    registry: SessionRegistry,
    launcher: ConsoleLauncher,
    door: AccessPolicy,
    guards: Sequence[str] = (),
) -> ASGIApp:
    """Return the console for this computer alone; ``guards`` are the origins of the guard's port."""
    return behind(inside(config, registry, launcher), door, config.language, guards)


def inside(
    config: ConsoleConfig,
    registry: SessionRegistry,
    launcher: ConsoleLauncher,
    pairing: Pairing | None = None,
    streams: Streams | None = None,
    lock: Lock | None = None,
) -> ASGIApp:
    """Return the console's application without access control, to be put behind doors (``behind``).

    Args:
        config: its folders and language.
        registry: its session.
        launcher: sets sessions up.
        pairing: the devices of the room's network; None: the console answers this computer alone.
        streams: the count of open event streams, which is bounded; shared with ``pairing``.
        lock: who has unlocked it; None: nobody yet.
    """
    lock = lock or Lock(registry)
    if pairing is not None:
        pairing.door.turned_away = lock.note_turned_away
    app = Starlette(routes=routes_of(config, registry, launcher, pairing, lock))
    bounded = BoundedApplication(app, streams or Streams(), config.language, LARGER_BODIES)
    return Gate(bounded, lock, registry, config.language)


def behind(app: ASGIApp, door: Doorkeeper, language: Language, guards: Sequence[str] = ()) -> ASGIApp:
    """Return the console's application behind a door, which decides who may come in.

    Every page may press stop at the ``guards``; the end page may ask for the microphone, for a voice memo.
    """
    stop = Allowance(connect=tuple(guards))
    memo = stop.beside(Allowance(features=("microphone",)))

    def allowed(asked: AccessRequest) -> Allowance:
        return memo if after.may_record(asked.path) else stop

    return ProtectedApplication(app, door, language, allowed)
