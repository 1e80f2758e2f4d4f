"""The devices that were let in: what each is, since when, and a digest of the secret that it shows.

They stay paired across restarts. No name of a person is kept: a device is called by its role and a number.

The door (access policy) on the room's network: by TLS, for paired devices, and to what their role may see.
Open to everybody are the page where one joins, the files that it is made of, and the authority's certificate.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from nao_sessions.console.pairing.roles import ROLES, Role, begins, may
from nao_sessions.core.codes import code_words
from nao_sessions.record.private import replace_private
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg
from nao_sessions.web.access_policy import (
    READING,
    AccessRequest,
    Refusal,
    Visitor,
    cookies_of,
    digest,
    foreign,
)

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

    ``seen`` is called with the device of each request that shows one, ``turned_away`` with the device, the
    method and the path of each that is not for its role.
    """

    port: int
    hosts: tuple[str, ...]
    devices: Devices
    language: Language
    seen: Callable[[Device], None] = lambda device: None
    turned_away: Callable[[Device, str, str], None] = lambda device, method, path: None
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
        self.turned_away(device, asked.method, asked.path)
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


MOST = 32
"""How many devices may be paired."""
CODE = r"[A-Za-z0-9][A-Za-z0-9_-]{0,23}"
"""What the code of a participant may look like in an address."""
BROKEN = ".broken"
"""Put behind the name of a list of devices that cannot be read."""

_SECRET_BYTES = 32
_log = logging.getLogger(__name__)


class Device(BaseModel):
    """One paired device; ``number`` counts those of a role, ``participant`` is whose board it is, if any."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str = Field(pattern=r"^[0-9a-f]{16}$")
    role: Role
    number: int = Field(ge=1)
    participant: str | None = Field(default=None, pattern=f"^{CODE}$")
    secret_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    since: datetime

    @model_validator(mode="after")
    def _belongs_to_a_child_if_it_is_a_board(self) -> Device:
        if ROLES[self.role].of_a_child != (self.participant is not None):
            raise ValueError("a board is one child's, and no other device is")
        return self

    @property
    def name(self) -> Text:
        """Return the device's name: `Observateur 2`, `Tableau P07 (1)`."""
        name = ROLES[self.role].name
        if self.participant is None:
            return msg("{name} {number}", name=name, number=self.number)
        child = code_words(self.participant)
        return msg("{name} {participant} ({number})", name=name, participant=child, number=self.number)


class _File(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    version: int = Field(default=1, ge=1, le=1)
    devices: tuple[Device, ...] = ()


@dataclass(frozen=True, slots=True)
class NewDevice:
    """A device that was just let in, and the secret that it has to show: sent to it once, kept nowhere."""

    device: Device
    secret: str


class Devices:
    """The devices of a console; what is changed is written by :meth:`keep`, which may wait for the disk."""

    def __init__(self, path: Path) -> None:
        """Read the paired devices from their file; an unreadable one is put aside, and ``lost`` is True."""
        self._path = path
        self.lost = False
        self._by_secret = {device.secret_sha256: device for device in self._read()}

    def __iter__(self) -> Iterator[Device]:
        return iter(sorted(self._by_secret.values(), key=lambda device: device.since))

    def __len__(self) -> int:
        return len(self._by_secret)

    @property
    def full(self) -> bool:
        """Return whether a device must be removed before another can be added."""
        return len(self) >= MOST

    def add(self, role: Role, participant: str | None, now: datetime) -> NewDevice:
        """Add a device, with the first number that is free in its role; return it with its secret.

        The file is not written yet: see :meth:`keep`.
        """
        taken = {device.number for device in self if (device.role, device.participant) == (role, participant)}
        number = next(number for number in range(1, len(taken) + 2) if number not in taken)
        secret = secrets.token_urlsafe(_SECRET_BYTES)
        device = Device(
            id=secrets.token_hex(8),
            role=role,
            number=number,
            participant=participant,
            secret_sha256=digest(secret),
            since=now,
        )
        self._by_secret[device.secret_sha256] = device
        return NewDevice(device, secret)

    def forget(self, device_id: str) -> Device | None:
        """Remove a device; return it, or None where no device has that id."""
        device = next((device for device in self if device.id == device_id), None)
        if device is not None:
            del self._by_secret[device.secret_sha256]
        return device

    def by_secret(self, secret: str) -> Device | None:
        """Return the device that shows a secret, by its digest; None where no device has it."""
        return self._by_secret.get(digest(secret))

    def content(self, leaving: Device | None = None) -> bytes:
        """Return the paired devices, without *leaving*, as the bytes of their file."""
        staying = tuple(device for device in self if device != leaving)
        return _File(devices=staying).model_dump_json(indent=1).encode()

    def keep(self, content: bytes) -> None:
        """Write *content*, of :meth:`content`, to the file of paired devices. Raises: OSError."""
        replace_private(self._path, content)

    def _read(self) -> tuple[Device, ...]:
        try:
            return _File.model_validate_json(self._path.read_bytes()).devices
        except FileNotFoundError:
            return ()
        except (OSError, ValidationError):
            _log.warning("the list of paired devices cannot be read: they have to be paired anew")
            self.lost = True
            try:
                self._path.replace(self._path.with_name(self._path.name + BROKEN))
            except OSError:
                _log.warning("it cannot be put aside either")
            return ()
