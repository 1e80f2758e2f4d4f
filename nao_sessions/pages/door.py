"""The door of every page: which requests may come in, and why the others may not.

What is not expressly let in is refused; nothing here does any input or output.
"""

from __future__ import annotations

import re
import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlencode

from nao_sessions.core.text import Text

ENTRANCE = "/enter"
READING = frozenset({"GET", "HEAD"})
WRITING = frozenset({"POST"})
_SECRET_BYTES = 32

# Each segment begins with a letter, a digit, `_` or `-`: no `..`, no empty segment, no `%`, no backslash.
_PLAIN_PATH = re.compile(r"/(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*(?:[A-Za-z0-9_-][A-Za-z0-9._-]*)?")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request may not come in: a code for tests and logs, a status, a sentence for a person."""

    code: str
    status: int
    sentence: Text


BAD_HOST = Refusal(
    "host",
    421,
    Text(
        fr="Cette page ne répond qu'à l'adresse affichée par le programme.",
        en="This page answers only at the address that the program printed.",
    ),
)
BAD_METHOD = Refusal(
    "method", 405, Text(fr="Cette façon de demander n'existe pas ici.", en="There is no such method here.")
)
BAD_PATH = Refusal("path", 400, Text(fr="Cette adresse n'existe pas.", en="There is no such address."))
FOREIGN_ORIGIN = Refusal(
    "origin",
    403,
    Text(
        fr="Un autre site a voulu agir ici : cela est refusé.",
        en="Another site tried to act here: this is refused.",
    ),
)
NO_TOKEN = Refusal(
    "token",
    403,
    Text(
        fr="Ouvrez l'adresse complète affichée par le programme : elle contient la clé de cette page.",
        en="Open the whole address that the program printed: it holds the key of this page.",
    ),
)
USED_TICKET = Refusal(
    "ticket",
    403,
    Text(
        fr=(
            "Cette adresse a déjà servi une fois. Si ce n'était pas vous, arrêtez le programme ; "
            "sinon, ouvrez l'adresse qu'il affiche."
        ),
        en=(
            "This address was already used once. If it was not you, stop the program; "
            "otherwise open the address that it printed."
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the door looks at in a request: header names are in lower case, ``path`` is as it was sent."""

    method: str
    path: str
    query: str
    headers: Sequence[tuple[str, str]]

    def all(self, name: str) -> tuple[str, ...]:
        """Give every value of a header, in order."""
        return tuple(value for key, value in self.headers if key == name)


@dataclass(slots=True)
class Door:
    """The keys of one server: ``port`` is where it listens, ``hosts`` the names that lead to it.

    The printed address holds a token that stays good while the program runs. The address that is handed to
    the browser holds a ticket that is good once: other users of the computer can read it among the
    arguments of the browser's process. Whoever enters gets a cookie, which is a third secret; its name holds
    the port, since browsers share cookies among all ports of one host.
    """

    port: int
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    token: str = field(default_factory=lambda: secrets.token_urlsafe(_SECRET_BYTES), repr=False)
    cookie: str = field(default_factory=lambda: secrets.token_urlsafe(_SECRET_BYTES), repr=False)
    _tickets: set[str] = field(default_factory=set, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def cookie_name(self) -> str:
        """Name the cookie of this server."""
        return f"nao_sessions_{self.port}"

    def address(self) -> str:
        """Give the address to print: good for as long as the program runs."""
        return self._entrance(token=self.token)

    def address_for_the_browser(self) -> str:
        """Give an address that opens the door once."""
        ticket = secrets.token_urlsafe(_SECRET_BYTES)
        with self._lock:
            self._tickets.add(ticket)
        return self._entrance(ticket=ticket)

    def refusal(self, asked: Asked) -> Refusal | None:
        """Tell why a request may not come in; None lets it in. A ticket that lets it in is used up."""
        if asked.method not in READING | WRITING:
            return BAD_METHOD
        hosts = asked.all("host")
        if len(hosts) != 1 or hosts[0].lower() not in self._own_hosts():
            return BAD_HOST
        if _PLAIN_PATH.fullmatch(asked.path) is None:
            return BAD_PATH
        entering = asked.path == ENTRANCE
        if not self._of_our_own(asked, hosts[0].lower(), entering=entering):
            return FOREIGN_ORIGIN
        if entering:
            return self._refusal_at_the_entrance(asked)
        return None if self._holds_the_cookie(asked) else NO_TOKEN

    def _entrance(self, **key: str) -> str:
        return f"http://{self.hosts[0]}:{self.port}{ENTRANCE}?{urlencode(key)}"

    def _own_hosts(self) -> frozenset[str]:
        return frozenset(f"{name}:{self.port}" for name in self.hosts)

    def _of_our_own(self, asked: Asked, host: str, *, entering: bool) -> bool:
        """Tell whether a page of ours, the address bar or a program asked; no other site.

        Coming in by a link (from a mail, a chat) is a navigation of another site, and harmless: it needs the
        token. `same-site` is no friend: any other server of this computer is on the same site.
        """
        origins = asked.all("origin")
        if any(origin != f"http://{host}" for origin in origins):
            return False
        if asked.method in WRITING and not origins:
            return False
        sites = asked.all("sec-fetch-site")
        if all(site in {"same-origin", "none"} for site in sites):
            return True
        modes = asked.all("sec-fetch-mode")
        return entering and asked.method in READING and modes == ("navigate",)

    def _refusal_at_the_entrance(self, asked: Asked) -> Refusal | None:
        if asked.method not in READING:
            return BAD_METHOD
        keys = parse_qs(asked.query)
        token = keys.get("token", [""])
        if len(token) == 1 and secrets.compare_digest(token[0].encode(), self.token.encode()):
            return None
        tickets = keys.get("ticket", [])
        if len(tickets) != 1:
            return NO_TOKEN
        with self._lock:
            if tickets[0] not in self._tickets:
                return USED_TICKET
            self._tickets.discard(tickets[0])
        return None

    def _holds_the_cookie(self, asked: Asked) -> bool:
        found = []
        for header in asked.all("cookie"):
            try:
                jar = SimpleCookie(header)
            except CookieError:
                return False
            if self.cookie_name in jar:
                found.append(jar[self.cookie_name].value)
        return len(found) == 1 and secrets.compare_digest(found[0].encode(), self.cookie.encode())
