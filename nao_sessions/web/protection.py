"""The wall around an application: the door before it, strict headers on all that leaves it.

Every answer carries the headers, refusals and errors too; no route can step around the door.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg
from nao_sessions.web.access_policy import (
    ENTRANCE,
    LEADING,
    READING,
    AccessRequest,
    Doorkeeper,
    Refusal,
    Visitor,
)

# Which user of this computer is at the other end of a connection, as Linux shows everybody.
#
# ``/proc/net/tcp`` (proc_pid_net(5)) has a line for each end of a connection, with the user who owns that
# end.

_TABLE = Path("/proc/net/tcp")
_LOCAL, _REMOTE, _UID = 1, 2, 7
"""The columns of a line that are read."""

End = tuple[str, int]
"""An IPv4 address and a port."""


def uid_of_peer(peer: End, own: End) -> int | None:
    """Return the user id of who connected from *peer* to *own*; None where it is not known."""
    try:
        with _TABLE.open(encoding="ascii") as lines:
            return uid_in(lines, peer, own)
    except (OSError, ValueError):
        return None


def uid_in(lines: Iterable[str], peer: End, own: End) -> int | None:
    """Return the user id in a table's row for the connection from *peer* to *own*; None without one.

    Raises:
        OSError: an address is none of IPv4.
    """
    ends = [_as_written(peer), _as_written(own)]
    for line in lines:
        columns = line.split()
        if columns[_LOCAL : _REMOTE + 1] == ends:
            return int(columns[_UID])
    return None


def _as_written(end: End) -> str:
    """Return an address as the kernel's table writes it: 127.0.0.1:80 is ``0100007F:0050`` on x86."""
    number = int.from_bytes(socket.inet_aton(end[0]), sys.byteorder)
    return f"{number:08X}:{end[1]:04X}"


VISITOR = "nao_sessions.visitor"
"""The key in a request's scope that has the visitor who sent it; see :func:`visitor_of`."""
KNOWN = "nao_sessions.known"
"""The key in a connection's state that has whether the visitor is known."""
ROLE = "role"
"""The key in a request's scope that has the visitor's role alone, for pages that need nothing else."""

_POLICY: Mapping[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}
_FEATURES = ("camera", "microphone", "geolocation", "display-capture")

# A month: a tablet then asks by TLS alone, and where a room gives its network up its name is free again.
STRICT_TRANSPORT = "max-age=2592000"


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a page may do beyond what every page may; by default nothing.

    ``connect``: origins or addresses of our own on other ports (the guard's); ``images`` and ``media``:
    more sources of them (``blob:``); ``features``: what the browser may be asked for (``microphone``).
    """

    connect: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    features: tuple[str, ...] = ()

    def beside(self, other: Allowance) -> Allowance:
        """Return an allowance of all that either of two allows."""
        return Allowance(
            self.connect + other.connect,
            self.images + other.images,
            self.media + other.media,
            self.features + other.features,
        )


NOTHING_MORE = Allowance()


def headers_for(allowance: Allowance = NOTHING_MORE) -> dict[str, str]:
    """Return the security headers of a response to a page with this allowance."""
    more = {"connect-src": allowance.connect, "img-src": allowance.images, "media-src": allowance.media}
    policy = [" ".join((name, value, *more.get(name, ()))) for name, value in _POLICY.items()]
    features = [f"{name}={'(self)' if name in allowance.features else '()'}" for name in _FEATURES]
    return {
        "Content-Security-Policy": "; ".join(policy),
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",  # not no-referrer: a form of ours would then post `Origin: null`
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Permissions-Policy": ", ".join(features),
    }


HEADERS = headers_for()

Allowing = Callable[[AccessRequest], Allowance]
"""A function that returns what the page at an address may do; asked about requests that were let in."""

# A page that goes on by itself, rather than a redirect: after a redirect that began on another site (a link
# in a mail) the browser would hold the SameSite=Strict cookie back.
_GOES_ON = """<!doctype html>
<html lang="{language}"><meta charset="utf-8"><title>nao_sessions</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="/static/icon.svg"><meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0;url={path}">
<p>{sentence}<a href="{path}">{go_on}</a></p></html>
"""


def visitor_of(request: HTTPConnection) -> Visitor:
    """Return who sent a request; the leading visitor where no protection is around, as in a test."""
    visitor: Visitor = request.scope.get(VISITOR, LEADING)
    return visitor


def on_the_host_of(request: HTTPConnection, address: str) -> str:
    """Return an address of this computer with the scheme and host under which the page was requested.

    The port and the path stay: the guard listens at one port, plainly on the loopback and by TLS on the
    room's network.
    """
    parts = urlsplit(address)
    return f"{request.url.scheme}://{request.url.hostname}:{parts.port}{parts.path}"


class ProtectedApplication:
    """An ASGI application behind a :class:`Doorkeeper`; websockets are refused."""

    def __init__(
        self, app: ASGIApp, door: Doorkeeper, language: Language, allowing: Allowing | None = None
    ) -> None:
        """Protect an application by a door; ``allowing`` returns what a page may do beside what all may."""
        self._app = app
        self._door = door
        self._language: Language = language
        self._allowing = allowing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        asked = asked_of(scope)
        refusal = self._door.refusal(asked)
        carried = HEADERS
        if refusal is None and self._allowing is not None:
            carried = headers_for(self._allowing(asked))
        if self._door.scheme == "https":
            carried = {**carried, "Strict-Transport-Security": STRICT_TRANSPORT}

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in carried.items():
                    headers[name] = value
            await send(message)

        if refusal is not None:
            await self._refused(asked, refusal)(scope, receive, send_with_headers)
            return
        cookie = self._door.cookie_to_give(asked)
        if cookie is not None:
            await self._entered(asked, *cookie)(scope, receive, send_with_headers)
            return
        visitor = self._door.visitor(asked)
        scope.setdefault("state", {})[KNOWN] = visitor.known
        with suppress(ClientDisconnect):  # the page was left while it still sent: nobody waits
            await self._app({**scope, VISITOR: visitor, ROLE: visitor.role}, receive, send_with_headers)

    def _refused(self, asked: AccessRequest, refusal: Refusal) -> Response:
        headers = {"X-Refused": refusal.code}
        sentence = refusal.sentence.in_language(self._language)
        if refusal.go_to is None or asked.method not in READING:
            return PlainTextResponse(sentence + "\n", status_code=refusal.status, headers=headers)
        page = self._going_on(refusal.go_to, msg("Go on"), sentence + " ")
        return HTMLResponse(page, status_code=refusal.status, headers=headers)

    def _entered(self, asked: AccessRequest, name: str, value: str) -> Response:
        # Who came by the address bar, or was brought by a program, is led on at once.
        by_hand = asked.all("sec-fetch-site") == ("none",)
        page: Response = (
            RedirectResponse("/", 303) if by_hand else HTMLResponse(self._going_on("/", msg("Enter")))
        )
        page.set_cookie(name, value, path="/", httponly=True, samesite="strict")
        return page

    def _going_on(self, path: str, go_on: Text, sentence: str = "") -> str:
        return _GOES_ON.format(
            language=self._language,
            path=escape(path),
            sentence=escape(sentence),
            go_on=go_on.in_language(self._language),
        )


def asked_of(scope: Scope) -> AccessRequest:
    """Return what the access policy looks at, from a request's ASGI scope."""
    raw_path: bytes | None = scope.get("raw_path")
    path = scope["path"] if raw_path is None else raw_path.decode("latin-1")
    return AccessRequest(
        method=scope["method"],
        path=path,
        query=scope["query_string"].decode("latin-1"),
        headers=[
            (name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in scope["headers"]
        ],
        uid=_uid_of(scope) if path == ENTRANCE else None,
    )


def _uid_of(scope: Scope) -> int | None:
    """Return the id of this computer's user who sent a request; None where unknown or from elsewhere."""
    peer, own = scope.get("client"), scope.get("server")
    if peer is None or own is None or own[1] is None:
        return None
    return uid_of_peer((peer[0], peer[1]), (own[0], own[1]))
