"""The door (access policy) on the room's network: by TLS, for paired devices, and to what their role may see.

Open to everybody are the page where one joins, the files that it is made of, and the authority's certificate.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from nao_sessions.console.pairing.devices import Device, Devices
from nao_sessions.console.pairing.roles import begins, may
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg
from nao_sessions.web.access_policy import READING, AccessRequest, Refusal, Visitor, cookies_of, foreign

JOIN = "/join"
AUTHORITY = "/authority.pem"
JOIN_FILES = frozenset(
    f"/static/{name}" for name in ("look.css", "console.css", "icon.svg", "pairing.css", "join.js")
)
"""What the page where one joins is made of."""
LINKED = frozenset({JOIN, AUTHORITY})
"""Where an address that was scanned or sent may lead: the browser calls that a link of another site."""
UNPAIRED = "unpaired"

NOT_PAIRED = Refusal(
    "pairing",
    403,
    msg("This device is not paired yet."),
    go_to=JOIN,
)
_NOT_YOURS = msg("This page is not for this device.")


@dataclass(slots=True)
class PairedDoor:
    """The access policy that lets paired devices in; ``hosts`` are the address and the names that lead here.

    ``seen`` is called with the device of each request that shows one.
    """

    port: int
    hosts: tuple[str, ...]
    devices: Devices
    language: Language
    seen: Callable[[Device], None] = lambda device: None
    scheme: Literal["http", "https"] = field(default="https", init=False)

    @property
    def cookie_name(self) -> str:
        """Return the cookie's name, which no page without TLS, and no other host, can set."""
        return f"__Host-nao_sessions_{self.port}"

    def refusal(self, asked: AccessRequest) -> Refusal | None:
        """Return why a request may not come in; None lets it in."""
        hosts = frozenset(f"{name}:{self.port}" for name in self.hosts)
        refused = foreign(asked, hosts, self.scheme, linked=asked.path in LINKED)
        if refused is not None:
            return refused
        if _open_to_all(asked):
            return None
        device = self.device_of(asked)
        if device is None:
            return NOT_PAIRED
        self.seen(device)
        if may(device.role, device.participant, asked.method, asked.path):
            return None
        return Refusal("role", 403, _NOT_YOURS, go_to=begins(device.role, device.participant))

    def visitor(self, asked: AccessRequest) -> Visitor:
        """Return who sent a request that was let in: an unpaired visitor, or a device with its role."""
        device = self.device_of(asked)
        if device is None:
            return Visitor(UNPAIRED)
        name = device.name.in_language(self.language)
        return Visitor(device.role, device.id, name, device.participant)

    def cookie_to_give(self, asked: AccessRequest) -> tuple[str, str] | None:
        """Return None: the page where a device joins sets the cookie."""
        return None

    def device_of(self, asked: AccessRequest) -> Device | None:
        """Return the device that sent a request, by its cookie; None without exactly one known cookie."""
        found = cookies_of(asked, self.cookie_name)
        return self.devices.by_secret(found[0]) if len(found) == 1 else None


def _open_to_all(asked: AccessRequest) -> bool:
    if asked.path == JOIN:
        return True
    return asked.method in READING and (asked.path == AUTHORITY or asked.path in JOIN_FILES)
