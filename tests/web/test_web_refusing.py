"""Whoever comes too many by TLS is told so as well, and one who never speaks holds up nobody else."""

from __future__ import annotations

import asyncio
import ssl
from collections import Counter
from pathlib import Path

from starlette.responses import PlainTextResponse

from nao_sessions.console.pairing.certificates import certificates_for
from nao_sessions.web.limits import Limits
from tests.web.served import Client, served, status_of

HELLO = PlainTextResponse("hello")
NAME = "salle-nao.local"
LONG = 60.0


async def _by_tls(port: int, trusted: ssl.SSLContext) -> int:
    """Ask by TLS and give the status; 0 where nothing was told."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trusted, server_hostname=NAME)
        writer.write(f"GET / HTTP/1.1\r\nHost: {NAME}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        writer.close()
    except (OSError, asyncio.IncompleteReadError):
        return 0
    return status_of(head.decode())


def test_a_hundred_too_many_by_tls_are_told_to_come_again(tmp_path: Path) -> None:
    made = certificates_for(tmp_path, [NAME])
    trusted = ssl.create_default_context(cadata=made.authority.decode())

    async def test() -> None:
        async with served(HELLO, Limits(connections=2, head_s=LONG), made.context()) as port:
            places = [await Client.connected(port) for _ in range(2)]
            told = Counter(await asyncio.gather(*(_by_tls(port, trusted) for _ in range(100))))
            assert told == {503: 100}
            await asyncio.gather(*(place.close() for place in places))

    asyncio.run(test())


def test_more_than_can_be_told_at_once_are_closed(tmp_path: Path) -> None:
    made = certificates_for(tmp_path, [NAME])

    async def test() -> None:
        limits = Limits(connections=1, turned_away=3, head_s=LONG)
        async with served(HELLO, limits, made.context()) as port:
            place = await Client.connected(port)
            silent = [await Client.connected(port) for _ in range(3)]
            last = await Client.connected(port)
            assert await last.rest() == b""
            await asyncio.gather(*(client.close() for client in (place, *silent, last)))

    asyncio.run(test())
