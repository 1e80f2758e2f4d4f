"""A console on a room's network without any network: both its doors, and devices that come by the second."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from starlette.types import ASGIApp

from nao_sessions.console.app import behind, inside
from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.pairing.certificates import RoomNetwork
from nao_sessions.console.pairing.invitations import Invitation
from nao_sessions.console.pairing.pairing import NetworkPlace, Pairing
from nao_sessions.console.pairing.roles import Role
from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.text.languages import Language
from nao_sessions.web.access_policy import AccessPolicy, AccessRequest
from nao_sessions.web.limits import Streams
from tests.web.asking import Answer, ask

ROOM = "192.168.7.20"
PORT = 8_765
GUARD = 8_766
HOST = f"{ROOM}:{PORT}"
ORIGIN = f"https://{HOST}"
COOKIE = f"__Host-nao_sessions_{PORT}"
AUTHORITY = b"-----BEGIN CERTIFICATE-----\n"
FINGERPRINT = ":".join(f"{number:02X}" for number in range(32))


class NoLauncher:
    """A stage that is asked for nothing but its cameras."""

    def cameras(self) -> tuple[str, ...]:
        """Give none."""
        return ()

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"a page asked the stage for {name}")


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now_ns = 1_000 * SECOND_NS

    def __call__(self) -> int:
        return self.now_ns

    def pass_s(self, seconds: float) -> None:
        """Let some time pass."""
        self.now_ns += round(seconds * SECOND_NS)


@dataclass(frozen=True, slots=True)
class Joined:
    """A device that was let in."""

    cookie: str
    begins: str


class PairedConsole:
    """A console, its two doors, and the clock of its codes."""

    def __init__(self, folder: Path, language: Language = "fr") -> None:
        self.clock = Clock()
        names = Pseudonyms(("P07",), {"P07": "Léa"})
        self.config = ConsoleConfig(language, folder, folder, folder, rehearsal=True, names=names, zone=UTC)
        self.streams = Streams()
        place = NetworkPlace(RoomNetwork(ROOM, ("salle-nao.local",)), PORT, AUTHORITY, FINGERPRINT)
        self.pairing = Pairing(folder, place, language, self.streams, self.clock)
        self.door = AccessPolicy(port=PORT)
        app = inside(self.config, SessionRegistry(), NoLauncher(), self.pairing, self.streams)
        self.here: ASGIApp = behind(app, self.door, language, [f"http://127.0.0.1:{GUARD}"])
        self.room: ASGIApp = behind(app, self.pairing.door, language, [f"https://{ROOM}:{GUARD}"])

    # The leading computer.

    def lead(self, target: str, **form: str) -> Answer:
        """Ask as the leading computer's browser does; with fields, post them."""
        host = f"127.0.0.1:{PORT}"
        headers = [("host", host), ("cookie", f"{self.door.cookie_name}={self.door.cookie}")]
        return _ask(self.here, target, headers, f"http://{host}", form)

    def invite(self, role: Role, participant: str | None = None) -> Invitation:
        """Invite a device."""
        return self.pairing.invite(role, participant, self.config.names)

    # The devices.

    def ask(self, target: str, cookie: str | None = None, *headers: tuple[str, str], **form: str) -> Answer:
        """Ask as a device on the room's network does; with fields, post them."""
        shown = [] if cookie is None else [("cookie", f"{COOKIE}={cookie}")]
        return _ask(self.room, target, [("host", HOST), *shown, *headers], ORIGIN, form)

    def join(self, role: Role, participant: str | None = None) -> Joined:
        """Let a device in, as by a scanned code."""
        answer = self.ask("/join", None, scanned=self.invite(role, participant).scanned)
        assert answer.status == 303, answer.body
        found = re.match(rf"{COOKIE}=([\w-]+);", answer.headers["set-cookie"])
        assert found is not None
        return Joined(found[1], answer.headers["location"])

    def asked(self, target: str, cookie: str | None) -> AccessRequest:
        """Give what the door would look at."""
        shown = [] if cookie is None else [("cookie", f"{COOKIE}={cookie}")]
        return AccessRequest("GET", target, "", [("host", HOST), *shown])

    def forget(self, device_id: str) -> None:
        """Forget a device."""
        asyncio.run(self.pairing.forget(device_id))


def _ask(
    app: ASGIApp, target: str, headers: list[tuple[str, str]], origin: str, form: dict[str, str]
) -> Answer:
    if not form:
        return ask(app, "GET", target, headers, scheme=origin.partition(":")[0])
    body = urlencode(form).encode()
    posted = [*headers, ("origin", origin), ("content-type", "application/x-www-form-urlencoded")]
    return ask(app, "POST", target, posted, body, scheme=origin.partition(":")[0])
