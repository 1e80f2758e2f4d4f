"""A console that asks for persons, by both its doors: its clock is the test's, and so is its house."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from starlette.types import ASGIApp

from nao_sessions.console.app import behind, inside
from nao_sessions.console.launcher import SessionRequest
from nao_sessions.console.pairing.roles import Role
from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.console.unlock.lock import Lock
from nao_sessions.privacy.ledger.rules import Means
from nao_sessions.privacy.persons import KnownProfessional, Persons
from tests.console.pairing.paired_console import COOKIE, HOST, PORT, Clock, PairedConsole
from tests.privacy.families import MEANS
from tests.web.asking import Answer, ask

SECRET = "cerise marteau nuage"
OTHER = "girafe tabouret lune"
HERE = f"127.0.0.1:{PORT}"
PERSON_COOKIE = f"nao_sessions_person_{PORT}"


class Session:
    """Stands for a session that runs, as far as the lock looks: something that is over one day."""

    id = "s1"
    rehearsal = True

    def __init__(self) -> None:
        self._over: list[Any] = []
        self.over = self

    def add_done_callback(self, callback: Any) -> None:
        """Be told of a callback, as a future."""
        self._over.append(callback)

    def end(self) -> None:
        """Be over."""
        for callback in self._over:
            callback(self)


@dataclass
class Browser:
    """A browser: its cookies, and by which door it comes."""

    console: LockedConsole
    device: str | None = None
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, target: str, method: str = "GET", *headers: tuple[str, str], **form: str) -> Answer:
        """Ask for a page; with POST, send a form. Cookies that are given are kept."""
        app: ASGIApp = self.console.here if self.device is None else self.console.room
        host, scheme = (HERE, "http") if self.device is None else (HOST, "https")
        door = self.console.door
        shown = dict(self.cookies)
        if self.device is None:
            shown[door.cookie_name] = door.cookie
        elif self.device:
            shown[COOKIE] = self.device
        head = [("host", host), ("cookie", "; ".join(f"{name}={value}" for name, value in shown.items()))]
        content = b""
        if method == "POST":
            head += [("origin", f"{scheme}://{host}"), ("content-type", "application/x-www-form-urlencoded")]
            content = urlencode(form).encode()
        answer = ask(app, method, target, [*head, *headers], content, scheme=scheme)
        given = re.match(r"([\w-]+)=\"?([\w-]*)\"?;", answer.headers.get("set-cookie", ""))
        if given is not None:
            self.cookies[given[1]] = given[2]
        return answer

    def unlock(self, secret: str = SECRET, person: str = "A01", then: str = "/") -> Answer:
        """Type a secret code."""
        return self.ask("/unlock", "POST", person=person, secret=secret, then=then)

    def let_in(self, person: KnownProfessional) -> None:
        """Be unlocked without a code being typed, which takes its time."""
        device = None
        if self.device is not None:
            asked = self.console.paired.asked("/", self.device)
            device = self.console.pairing.door.visitor(asked).device
        name = PERSON_COOKIE if self.device is None else f"__Host-{PERSON_COOKIE}"
        self.cookies[name] = self.console.lock.let_in(person, device)

    def refused(self, target: str, method: str = "GET") -> str:
        """Give why a page is refused; "" where it is not."""
        return self.ask(target, method).headers.get("x-refused", "")


class LockedConsole:
    """A console; ``persons`` are those of its house, as a test has added them."""

    def __init__(self, folder: Path, launcher: Any = None) -> None:
        folder.mkdir()
        self.clock = Clock()
        self.registry = SessionRegistry()
        self.paired = PairedConsole(folder)
        self.config, self.pairing, self.door = self.paired.config, self.paired.pairing, self.paired.door
        self.lock = Lock(self.registry, self.clock)
        app = inside(
            self.config, self.registry, launcher or _Cameras(), self.pairing, self.paired.streams, self.lock
        )
        self.here = behind(app, self.door, "fr")
        self.room = behind(app, self.pairing.door, "fr")
        self.paired.here, self.paired.room = self.here, self.room
        self.persons: Persons = ()

    def browser(self) -> Browser:
        """Give a browser of this computer."""
        return Browser(self)

    def tablet(self, role: Role, participant: str | None = None) -> Browser:
        """Give a device that was paired."""
        return Browser(self, self.paired.join(role, participant).cookie)

    def stranger(self) -> Browser:
        """Give a device of the room that is not paired."""
        return Browser(self, "")

    def run(self) -> Session:
        """Have a session run."""
        session = Session()
        self.registry.running, self.registry.last = session, session.id  # type: ignore[assignment]
        for greeter in self.registry._greeters:
            if getattr(greeter, "__self__", None) is self.lock:
                greeter(session)  # type: ignore[arg-type]
        return session

    def end(self, session: Session) -> None:
        """Have the session end."""
        session.end()
        self.registry.running = None

    def pass_s(self, seconds: float) -> None:
        """Let some time pass."""
        self.clock.pass_s(seconds)


class _Cameras:
    """A stage with one camera."""

    def cameras(self) -> tuple[str, ...]:
        """Give the camera."""
        return ("room",)

    async def means(self) -> Means:
        """Give an encrypted disk, and no robot."""
        return MEANS

    async def objected(self, wanted: SessionRequest) -> frozenset[str]:
        """Give none."""
        return frozenset()

    async def recordable(self, wanted: SessionRequest) -> frozenset[str]:
        """Give what records in a room with one camera."""
        return frozenset({"camera:room"})

    async def picture(self, camera: str) -> None:
        """Give no picture."""

    async def levels(self) -> dict[str, float | None]:
        """Give nothing that is heard."""
        return {}

    def records(self) -> bool:
        """Record."""
        return True
