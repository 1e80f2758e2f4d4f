"""The wall around an application: the door before it, strict headers on all that leaves it.

Every answer carries the headers, refusals and errors too; no route can step around the door.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from starlette.datastructures import MutableHeaders
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nao_sessions.core.text import Language
from nao_sessions.pages.door import ENTRANCE, Asked, Door

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ]
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # not no-referrer: a form of ours would then post `Origin: null`
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), display-capture=()",
}

MICROPHONE_ALLOWED = HEADERS["Permissions-Policy"].replace("microphone=()", "microphone=(self)")

# A page that goes on by itself, rather than a redirect: after a redirect that began on another site (a link
# in a mail) the browser would hold the SameSite=Strict cookie back.
_ENTERED = """<!doctype html>
<html lang="{language}"><meta charset="utf-8"><title>nao_sessions</title>
<link rel="icon" href="/static/icon.svg"><meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0;url=/">
<p><a href="/">{go_on}</a></p></html>
"""


class Guarded:
    """An ASGI application behind a :class:`Door`; websockets are refused."""

    def __init__(
        self,
        app: ASGIApp,
        door: Door,
        language: Language,
        reaches: Sequence[str] = (),
        may_record: Callable[[str], bool] = lambda path: False,
    ) -> None:
        """Put an application behind a door.

        ``reaches`` are other origins of ours that its pages may ask; ``may_record`` tells which pages may ask
        for the microphone.
        """
        self._app = app
        self._headers = {
            **HEADERS,
            "Content-Security-Policy": CONTENT_SECURITY_POLICY.replace(
                "connect-src 'self'", " ".join(("connect-src 'self'", *reaches))
            ),
        }
        self._door = door
        self._language: Language = language
        self._may_record = may_record

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
                if self._may_record(asked.path):
                    headers["Permissions-Policy"] = MICROPHONE_ALLOWED
            await send(message)

        asked = _asked(scope)
        refusal = self._door.refusal(asked)
        if refusal is not None:
            answer = PlainTextResponse(
                refusal.sentence.in_language(self._language) + "\n",
                status_code=refusal.status,
                headers={"X-Refused": refusal.code},
            )
            await answer(scope, receive, send_with_headers)
        elif asked.path == ENTRANCE:
            await self._entered()(scope, receive, send_with_headers)
        else:
            await self._app(scope, receive, send_with_headers)

    def _entered(self) -> HTMLResponse:
        go_on = "Entrer" if self._language == "fr" else "Enter"
        page = HTMLResponse(_ENTERED.format(language=self._language, go_on=go_on))
        page.set_cookie(self._door.cookie_name, self._door.cookie, path="/", httponly=True, samesite="strict")
        return page


def _asked(scope: Scope) -> Asked:
    raw_path: bytes | None = scope.get("raw_path")
    path = scope["path"] if raw_path is None else raw_path.decode("latin-1")
    return Asked(
        method=scope["method"],
        path=path,
        query=scope["query_string"].decode("latin-1"),
        headers=[
            (name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in scope["headers"]
        ],
    )
