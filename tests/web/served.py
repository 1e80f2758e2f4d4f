"""An application served on a real socket, and clients that say byte by byte what they like."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from starlette.types import ASGIApp

from nao_sessions.web.limits import Limits
from nao_sessions.web.server import ServedApplication, listen, serve_all

PATIENCE_S = 20.0


@asynccontextmanager
async def served(
    app: ASGIApp, limits: Limits | None = None, tls: ssl.SSLContext | None = None
) -> AsyncIterator[int]:
    """Serve an application on the loopback, and give its port."""
    listening = listen()
    port = int(listening.getsockname()[1])
    ready, ended = asyncio.Event(), asyncio.Event()
    serving = asyncio.create_task(
        serve_all([ServedApplication(app, listening, tls, limits or Limits())], ready.set, ended)
    )
    await asyncio.wait_for(ready.wait(), PATIENCE_S)
    try:
        yield port
    finally:
        ended.set()
        await asyncio.wait_for(serving, PATIENCE_S)


class Client:
    """One connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int) -> None:
        self._reader, self._writer, self._port = reader, writer, port

    @classmethod
    async def connected(cls, port: int) -> Client:
        """Connect, and say nothing."""
        return cls(*await asyncio.open_connection("127.0.0.1", port), port)

    def say(self, raw: bytes) -> None:
        """Send some bytes."""
        self._writer.write(raw)

    def ask(self, target: str = "/", *headers: str) -> None:
        """Send the head of a GET."""
        lines = (f"GET {target} HTTP/1.1", f"Host: 127.0.0.1:{self._port}", *headers)
        self.say("\r\n".join((*lines, "", "")).encode("ascii"))

    async def head(self) -> str:
        """Read the head of an answer; empty where the server has closed."""
        try:
            head = await asyncio.wait_for(self._reader.readuntil(b"\r\n\r\n"), PATIENCE_S)
        except (asyncio.IncompleteReadError, ConnectionError):
            return ""
        return head.decode("latin-1")

    async def answer(self) -> str:
        """Read a whole answer, and give its head."""
        head = await self.head()
        length = next(
            (line[15:] for line in head.lower().split("\r\n") if line[:15] == "content-length:"), "0"
        )
        await self._reader.readexactly(int(length))
        return head

    async def rest(self) -> bytes:
        """Read until the server closes."""
        try:
            return await asyncio.wait_for(self._reader.read(), PATIENCE_S)
        except ConnectionError:
            return b""

    async def close(self) -> None:
        """Close."""
        self._writer.close()
        with suppress(ConnectionError):
            await self._writer.wait_closed()


def status_of(head: str) -> int:
    """Read the status off a head; 0 where there is none."""
    return int(head.split(" ", 2)[1]) if head else 0
