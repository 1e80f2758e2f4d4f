"""The door of every page: which requests may come in, and why the others may not.

What is not expressly let in is refused; nothing here does any input or output.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import threading
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Literal, Protocol
from urllib.parse import parse_qs, urlencode

from nao_sessions.text.messages import Text, msg

ENTRANCE = "/enter"
READING = frozenset({"GET", "HEAD"})
WRITING = frozenset({"POST"})
TICKET_S = 60.0
"""How long a browser may take to open the address that it was handed: from cold it needs some 20 s."""
_SECRET_BYTES = 32

# Each segment begins with a letter, a digit, `_` or `-`: no `..`, no empty segment, no `%`, no backslash.
_PLAIN_PATH = re.compile(r"/(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*(?:[A-Za-z0-9_-][A-Za-z0-9._-]*)?")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request may not come in: a code for tests and logs, a status, a sentence for a person.

    ``go_to`` is a path of ours where a person who came by the address bar may go on instead.
    """

    code: str
    status: int
    sentence: Text
    go_to: str | None = None


BAD_HOST = Refusal(
    "host",
    421,
    msg("This page answers only at the address that the program printed."),
)
BAD_METHOD = Refusal("method", 405, msg("There is no such method here."))
BAD_FRAMING = Refusal(
    "framing",
    400,
    msg("This request can be read in two ways."),
)
BAD_PATH = Refusal("path", 400, msg("There is no such address."))
FOREIGN_ORIGIN = Refusal(
    "origin",
    403,
    msg("Another site tried to act here: this is refused."),
)
NO_TOKEN = Refusal(
    "token",
    403,
    msg("Open the whole address that the program printed: it holds the key of this page."),
)
USED_TICKET = Refusal(
    "ticket",
    403,
    msg(
        "This address was already used once, or is more than a minute old. If somebody else may have "
        "opened it, stop the program; otherwise open the address that it printed."
    ),
)
OTHER_USER = Refusal(
    "user",
    403,
    msg("This address opens only to the user of this computer who started the program."),
)


@dataclass(frozen=True, slots=True)
class AccessRequest:
    """What the door looks at in a request: header names are in lower case, ``path`` is as it was sent.

    ``uid`` is the user of this computer who asks, where that is known; it is looked up at the entrance alone.
    """

    method: str
    path: str
    query: str
    headers: Sequence[tuple[str, str]]
    uid: int | None = None

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of a header, in order."""
        return tuple(value for key, value in self.headers if key == name)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: the role that pages go by, and which device, where it is another than this computer.

    ``name`` is the device's, made of its role and a number; ``participant`` is the code of the child whose
    board it is. ``here``: a browser of this computer itself.
    """

    role: str
    device: str | None = None
    name: str | None = None
    participant: str | None = None
    here: bool = False

    @property
    def known(self) -> bool:
        """Return whether the visitor is known: this computer itself, or a paired device."""
        return self.here or self.device is not None


LEADING = Visitor("lead", here=True)
"""Whoever entered on this computer itself."""


class Doorkeeper(Protocol):
    """What decides on each request before an application gets it: asked once, it answers without waiting."""

    scheme: Literal["http", "https"]

    def refusal(self, asked: AccessRequest) -> Refusal | None:
        """Return why a request may not come in; None lets it in."""
        ...

    def visitor(self, asked: AccessRequest) -> Visitor:
        """Return who sent a request that was let in."""
        ...

    def cookie_to_give(self, asked: AccessRequest) -> tuple[str, str] | None:
        """Return name and value of the cookie to set, where the request has just entered; else None."""
        ...


@dataclass(frozen=True, slots=True)
class OlderKeys:
    """Keys of the same door in an earlier run, as digests: they still open, and nobody can read them back."""

    token_sha256: str
    cookie_sha256: str


def digest(secret: str) -> str:
    """Return the SHA-256 of a secret of full strength, in hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclass(slots=True)
class AccessPolicy:
    """The access policy of one server for this computer alone, and its keys.

    ``port`` is where it listens, ``hosts`` the names that lead to it. The printed address holds a token that
    stays good while the program runs. The address that is handed to the browser holds a ticket that is good
    once, for a minute, and to the user ``uid`` alone: other users of the computer can read it among the
    arguments of the browser's process. Whoever enters gets a cookie, which is a third secret; its name holds
    the port, since browsers share cookies among all ports of one host. ``older`` keys open as well: a page
    that outlived a program which was killed comes back by itself.
    """

    port: int
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    older: tuple[OlderKeys, ...] = ()
    scheme: Literal["http", "https"] = field(default="http", init=False)
    token: str = field(default_factory=lambda: secrets.token_urlsafe(_SECRET_BYTES), repr=False)
    cookie: str = field(default_factory=lambda: secrets.token_urlsafe(_SECRET_BYTES), repr=False)
    uid: int = field(default_factory=os.geteuid)
    clock_s: Callable[[], float] = field(default=time.monotonic, repr=False)
    _tickets: dict[str, float] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def cookie_name(self) -> str:
        """Return the name of this server's cookie."""
        return f"nao_sessions_{self.port}"

    def address(self) -> str:
        """Return the address to print, which is valid as long as the program runs."""
        return self._entrance(token=self.token)

    def address_for_the_browser(self, ticket: str | None = None) -> str:
        """Return an address that works once, within a minute, with a new ticket or the given one."""
        ticket = new_ticket() if ticket is None else ticket
        self.admit(ticket)
        return self._entrance(ticket=ticket)

    def admit(self, ticket: str) -> None:
        """Accept a ticket, once, within a minute from now."""
        with self._lock:
            self._tickets[ticket] = self.clock_s() + TICKET_S

    def refusal(self, asked: AccessRequest) -> Refusal | None:
        """Return why a request may not come in; None lets it in, and uses up its ticket."""
        entering = asked.path == ENTRANCE
        refused = foreign(asked, self._own_hosts(), self.scheme, linked=entering)
        if refused is not None:
            return refused
        if entering:
            return self._refusal_at_the_entrance(asked)
        return None if self._holds_the_cookie(asked) else NO_TOKEN

    def visitor(self, asked: AccessRequest) -> Visitor:
        """Return LEADING: everybody with the cookie leads."""
        return LEADING

    def cookie_to_give(self, asked: AccessRequest) -> tuple[str, str] | None:
        """Return the cookie's name and value for a request to the entrance; None for any other."""
        return (self.cookie_name, self.cookie) if asked.path == ENTRANCE else None

    def _entrance(self, **key: str) -> str:
        return f"http://{self.hosts[0]}:{self.port}{ENTRANCE}?{urlencode(key)}"

    def _own_hosts(self) -> frozenset[str]:
        return frozenset(f"{name}:{self.port}" for name in self.hosts)

    def _refusal_at_the_entrance(self, asked: AccessRequest) -> Refusal | None:
        if asked.method not in READING:
            return BAD_METHOD
        keys = parse_qs(asked.query)
        token = keys.get("token", [""])
        if len(token) == 1 and self._opens(token[0], self.token, [keys.token_sha256 for keys in self.older]):
            return None
        tickets = keys.get("ticket", [])
        if len(tickets) != 1:
            return NO_TOKEN
        if asked.uid not in {None, self.uid}:
            return OTHER_USER  # the ticket stays good for its owner
        with self._lock:
            until_s = self._tickets.pop(tickets[0], None)
        return None if until_s is not None and self.clock_s() < until_s else USED_TICKET

    def _holds_the_cookie(self, asked: AccessRequest) -> bool:
        found = cookies_of(asked, self.cookie_name)
        if len(found) != 1:
            return False
        return self._opens(found[0], self.cookie, [keys.cookie_sha256 for keys in self.older])

    def _opens(self, key: str, secret: str, older: Sequence[str]) -> bool:
        """Return whether a key is this run's or an older one; the time it takes reveals nothing."""
        key_digest = digest(key)
        same = [secrets.compare_digest(key_digest, known) for known in (digest(secret), *older)]
        return any(same)


def new_ticket() -> str:
    """Return a new secret for :meth:`AccessPolicy.admit`."""
    return secrets.token_urlsafe(_SECRET_BYTES)


def foreign(
    asked: AccessRequest, own_hosts: Collection[str], scheme: Literal["http", "https"], *, linked: bool
) -> Refusal | None:
    """Return why to refuse a request that no page or program of ours would send; None for all others.

    Args:
        asked: the request.
        own_hosts: what may stand in ``Host``, in lower case.
        scheme: of this server.
        linked: whether a link of another site (a mail, a scanned code) may lead to this path.
    """
    if asked.method not in READING | WRITING:
        return BAD_METHOD
    hosts = asked.all("host")
    if len(hosts) != 1 or hosts[0].lower() not in own_hosts:
        return BAD_HOST
    if not is_plain(asked.path):
        return BAD_PATH
    if not _of_our_own(asked, f"{scheme}://{hosts[0].lower()}", linked=linked):
        return FOREIGN_ORIGIN
    # No browser sends a body in chunks here, and two lengths are the beginning of a smuggled request.
    if asked.all("transfer-encoding") or len(asked.all("content-length")) > 1:
        return BAD_FRAMING
    return None


def is_plain(path: str) -> bool:
    """Return whether a path has plain segments alone, and so leads to nowhere but to a page of ours."""
    return _PLAIN_PATH.fullmatch(path) is not None


def cookies_of(asked: AccessRequest, name: str) -> list[str]:
    """Return every value of a cookie; empty where a cookie header cannot be read."""
    found = []
    for header in asked.all("cookie"):
        try:
            jar = SimpleCookie(header)
        except CookieError:
            return []
        if name in jar:
            found.append(jar[name].value)
    return found


def _of_our_own(asked: AccessRequest, own_origin: str, *, linked: bool) -> bool:
    """Return whether a request came from a page of ours, the address bar or a program, not another site.

    Coming in by a link (from a mail, a chat) is a navigation of another site, and harmless: it needs the
    token. `same-site` is no friend: any other server of this computer is on the same site.
    """
    origins = asked.all("origin")
    if any(origin != own_origin for origin in origins):
        return False
    if asked.method in WRITING and not origins:
        return False
    sites = asked.all("sec-fetch-site")
    if all(site in {"same-origin", "none"} for site in sites):
        return True
    modes = asked.all("sec-fetch-mode")
    return linked and asked.method in READING and modes == ("navigate",)
