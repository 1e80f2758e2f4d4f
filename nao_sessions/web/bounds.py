"""The bounds of an application behind its door: how large a body is, how long it takes, how many streams.

What is too much gets an answer at once, and the application sees a client that went away.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg
from nao_sessions.web.access_policy import Refusal
from nao_sessions.web.limits import KILOBYTE, RETRY_AFTER_S, Streams
from nao_sessions.web.protection import visitor_of

BODY_BYTES = 64 * KILOBYTE
BODY_S = 15.0
SLOWEST_BYTES_A_SECOND = 100 * KILOBYTE
"""How fast a body must come, :data:`BODY_S` granted: a voice memo over a poor wireless link."""

TOO_LARGE = Refusal("size", 413, msg("This is too large."))
TOO_SLOW = Refusal("slow", 408, msg("Sending took too long."))
TOO_MANY_STREAMS = Refusal(
    "streams",
    503,
    msg("Too many pages follow the session already: close one."),
)

Larger = Sequence[tuple[str, int]]
"""Paths (as regular expressions, from end to end) that take larger bodies, in bytes."""


class _Refused(ConnectionError):
    """When a request is refused while the application answers it; to the application the client is gone."""


class BoundedApplication:
    """An ASGI application with bounds on bodies, their time and streams; belongs inside of the door."""

    def __init__(self, app: ASGIApp, streams: Streams, language: Language, larger: Larger = ()) -> None:
        self._app, self._streams = app, streams
        self._language: Language = language
        self._larger = tuple((re.compile(path), most) for path, most in larger)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        length = Headers(scope=scope).get("content-length", "0")
        most = self._most(scope["path"])
        if not length.isdecimal() or int(length) > most:
            await self._say(TOO_LARGE)(scope, receive, send)
            return
        await _Request(self._app, self._streams, most).answer(scope, receive, send, self._say)

    def _most(self, path: str) -> int:
        return next((most for pattern, most in self._larger if pattern.fullmatch(path)), BODY_BYTES)

    def _say(self, refusal: Refusal) -> PlainTextResponse:
        headers = {"X-Refused": refusal.code, "Connection": "close"}
        if refusal.status == TOO_MANY_STREAMS.status:
            headers["Retry-After"] = str(RETRY_AFTER_S)
        sentence = refusal.sentence.in_language(self._language)
        return PlainTextResponse(sentence + "\n", status_code=refusal.status, headers=headers)


class _Request:
    """One request while the application answers it."""

    def __init__(self, app: ASGIApp, streams: Streams, most_bytes: int) -> None:
        self._app, self._streams, self._most_bytes = app, streams, most_bytes
        self._deadline = asyncio.get_running_loop().time() + BODY_S + most_bytes / SLOWEST_BYTES_A_SECOND
        self._bytes = 0
        self._whole = False
        self._started = self._finished = False
        self._refusal: Refusal | None = None
        self._ended = asyncio.Event()
        self._streaming = False

    async def answer(
        self, scope: Scope, receive: Receive, send: Send, say: Callable[[Refusal], ASGIApp]
    ) -> None:
        """Run the application within bounds; ``say`` returns the response for a refusal."""
        asking = HTTPConnection(scope)
        self._receive, self._send = receive, send
        visitor = visitor_of(asking)
        self._here = visitor.here
        self._peer = visitor.device or (asking.client.host if asking.client else "")
        try:
            await self._app(scope, self._hear, self._tell)
        except Exception:
            if self._refusal is None:
                raise
        finally:
            if self._streaming:
                self._streams.close(self._peer, self._ended)
        if self._refusal is not None and not self._started:
            await say(self._refusal)(scope, receive, send)
        elif self._streaming and self._ended.is_set() and not self._finished:
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _hear(self) -> Message:
        if self._whole:
            return await self._hear_the_end()
        try:
            async with asyncio.timeout_at(self._deadline):
                message = await self._receive()
        except TimeoutError:
            raise self._refused(TOO_SLOW) from None
        self._whole = not message.get("more_body", False)
        self._bytes += len(message.get("body", b""))
        if self._bytes > self._most_bytes:
            raise self._refused(TOO_LARGE)
        return message

    async def _hear_the_end(self) -> Message:
        """Wait until the client disconnects, or until the stream is ended from outside."""
        gone, ended = asyncio.ensure_future(self._receive()), asyncio.create_task(self._ended.wait())
        try:
            await asyncio.wait({gone, ended}, return_when=asyncio.FIRST_COMPLETED)
            return gone.result() if gone.done() else {"type": "http.disconnect"}
        finally:
            gone.cancel()
            ended.cancel()

    async def _tell(self, message: Message) -> None:
        if self._refusal is not None:
            raise _Refused
        if message["type"] == "http.response.start":
            if Headers(raw=message["headers"]).get("content-type", "").startswith("text/event-stream"):
                self._streaming = self._streams.open(self._peer, self._ended, here=self._here)
                if not self._streaming:
                    raise self._refused(TOO_MANY_STREAMS)
            self._started = True
        elif not message.get("more_body", False):
            self._finished = True
        await self._send(message)

    def _refused(self, refusal: Refusal) -> _Refused:
        self._refusal = refusal
        return _Refused()
