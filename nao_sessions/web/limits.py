"""How much a server of pages takes on at once: connections, streams, sizes, patience.

Figures alone, and who holds how many of what; nothing here knows a socket.

The bounds of an application behind its door: how large a body is, how long it takes, how many streams. What
is too much gets an answer at once, and the application sees a client that went away.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg
from nao_sessions.web.access_policy import Refusal
from nao_sessions.web.protection import visitor_of

KILOBYTE = 1_024


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


MEGABYTE = 1_024 * KILOBYTE


@dataclass(frozen=True, slots=True)
class Limits:
    """What one listening socket takes; a browser opens six connections to a host.

    ``connections`` in all and ``of_a_peer`` (an address) at once. Of these ``newcomers_at_once`` are let in
    as they come, the next ``newcomers_a_second``. ``turned_away``: how many others may be refused at once.
    ``head_s``: how long a request's head may take, the handshake of TLS too; ``kept_s``: how long the
    connection of somebody whom the door knows stays open between two requests, which a browser ends after
    five minutes itself; ``unread_s``: how long an answer may lie unread before the line counts as dead.
    """

    connections: int = 64
    of_a_peer: int = 64
    newcomers_at_once: int = 16
    newcomers_a_second: float = 50.0
    turned_away: int = 128
    kept_s: float = 600.0
    head_s: float = 5.0
    unread_s: float = 10.0


ON_THIS_COMPUTER = Limits(connections=48, of_a_peer=48)


ON_THE_NETWORK = Limits(connections=128, of_a_peer=16, newcomers_a_second=30.0)
"""Room for ten tablets, and as much again; a newcomer's handshake costs the loop two milliseconds."""


RETRY_AFTER_S = 2
"""After how many seconds a client that came too many may try again (the header ``Retry-After``)."""


@dataclass(frozen=True, slots=True)
class StreamLimits:
    """How many streams of events are open at once: in all, and of one peer (a device, an address)."""

    all: int = 16
    of_a_peer: int = 4
    of_this_computer: int = 12


class Streams:
    """The streams of events that are open, by peer; a peer's can be ended from outside."""

    def __init__(self, limits: StreamLimits | None = None) -> None:
        self._limits = limits or StreamLimits()
        self._ends: dict[str, list[asyncio.Event]] = {}

    def open(self, peer: str, ended: asyncio.Event, *, here: bool) -> bool:
        """Count one more stream if the limits allow it; return whether they do.

        Args:
            peer: who listens: the id of a device, or an address.
            ended: is set when the stream has to end.
            here: whether it is this computer itself.
        """
        own = self._ends.get(peer, [])
        most = self._limits.of_this_computer if here else self._limits.of_a_peer
        if len(own) >= most or sum(map(len, self._ends.values())) >= self._limits.all:
            return False
        self._ends.setdefault(peer, []).append(ended)
        return True

    def close(self, peer: str, ended: asyncio.Event) -> None:
        """Count one stream of a peer less."""
        own = self._ends[peer]
        own.remove(ended)
        if not own:
            del self._ends[peer]

    def end(self, peer: str) -> None:
        """End every stream of a peer, such as a device that was removed."""
        for ended in self._ends.get(peer, ()):
            ended.set()

    def end_all(self) -> None:
        """End every stream, as the program ends, so that no response is cut off."""
        for peer in self._ends:
            self.end(peer)

    def of(self, peer: str) -> int:
        """Return the number of streams that a peer has open."""
        return len(self._ends.get(peer, ()))


class TokenBucket:
    """A token bucket: so many turns in one go, and so many a second from then on."""

    def __init__(self, at_once: int, a_second: float) -> None:
        self._most, self._a_second = at_once, a_second
        self._left, self._seen_s = float(at_once), 0.0

    def take(self, now_s: float) -> float:
        """Use one turn now and return 0; or use none and return in how many seconds there will be one."""
        self._left = min(self._most, self._left + (now_s - self._seen_s) * self._a_second)
        self._seen_s = now_s
        if self._left < 1:
            return (1 - self._left) / self._a_second
        self._left -= 1
        return 0.0


class Places:
    """A limited number of places, and how many of them each peer holds."""

    def __init__(self, most: int, of_a_peer: int) -> None:
        self._most, self._of_a_peer = most, of_a_peer
        self._held: Counter[str] = Counter()

    def take(self, peer: str) -> bool:
        """Occupy a place for a peer; return whether there was a free one."""
        if self._held.total() >= self._most or self._held[peer] >= self._of_a_peer:
            return False
        self._held[peer] += 1
        return True

    def give_back(self, peer: str) -> None:
        """Free a place of a peer."""
        self._held[peer] -= 1
        if self._held[peer] <= 0:
            del self._held[peer]

    def __len__(self) -> int:
        return self._held.total()
