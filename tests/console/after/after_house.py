"""A house with one session that is over, and a client that asks its end page without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from nao_sessions.console.after.routes import routes
from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.people import People, Person, write_people
from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.console.unlock.gate import UNLOCKING
from nao_sessions.console.unlock.lock import Unlocking
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.text.languages import Language
from tests.console.rehearsed_folder import make_session


@dataclass(frozen=True, slots=True)
class AfterHouse:
    """A house, and the session in it."""

    config: ConsoleConfig
    folder: Path

    @property
    def address(self) -> str:
        """Give the address of the end page."""
        return f"/after/{self.folder.name}"


def after_house(
    place: Path,
    *,
    language: Language = "fr",
    children: tuple[str, ...] = ("P07",),
    names: Pseudonyms | None = None,
    protocol: str = "emotions",
    profile: str = "often_wrong",
    state: str = "closed",
) -> AfterHouse:
    """Make a house whose children P07 and P12 are known by their badges."""
    sessions, keep = place / "sessions", place / "keep"
    folder = make_session(sessions, protocol, children=children, profile=profile, state=state)
    write_people(keep, People((Person("P07", "boat", "blue"), Person("P12", "sun", "yellow"))))
    config = ConsoleConfig(language, place / "protocols", sessions, keep, False, names or Pseudonyms(), UTC)
    return AfterHouse(config, folder)


@contextmanager
def asking(
    given: AfterHouse, registry: SessionRegistry | None = None, person: str = ""
) -> Iterator[TestClient]:
    """Ask the pages, unlocked by a person if one is given; redirects are not followed: one sees them."""
    app = Starlette(routes=routes(given.config, registry or SessionRegistry()))

    async def unlocked(scope: Scope, receive: Receive, send: Send) -> None:
        if person:
            scope[UNLOCKING] = Unlocking(person, True, None, 0, set())
        await app(scope, receive, send)

    with TestClient(unlocked, base_url="http://127.0.0.1", follow_redirects=False) as client:
        yield client


def plain(text: str) -> str:
    """Give a text with ordinary spaces."""
    return text.replace("\u00a0", " ")


def pause(why: str) -> list[Event]:
    """Give a session that paused a minute after its begin, for twenty seconds."""
    return [
        Event(0, "in", 5 * SECOND_NS, "session", "begin"),
        Event(1, "out", 65 * SECOND_NS, "engine", "paused", {"why": why}),
        Event(2, "out", 85 * SECOND_NS, "engine", "continued", {}),
        Event(3, "out", 90 * SECOND_NS, "engine", "ended", {"outcome": "completed"}),
    ]
