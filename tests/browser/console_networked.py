"""A console on a room's network, for browser tests: the loopback, and by TLS another address of the computer.

127.0.0.2 stands for the address in the room: packets of other computers never come there.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from starlette.applications import Starlette
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from nao_sessions.console.app import LARGER_BODIES, behind, routes_of
from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.launcher import ConsoleLauncher
from nao_sessions.console.pairing.certificates import RoomNetwork
from nao_sessions.console.pairing.opening import OnTheNetwork, on_the_network
from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.web.kept_keys import kept_door
from nao_sessions.web.limits import BoundedApplication, Streams
from nao_sessions.web.server import ServedApplication, listen, serve_all

ROOM = "127.0.0.2"


@dataclass(slots=True)
class Networked:
    """A console that answers: ``address`` is where the leading computer enters.

    ``reached`` is what came in by a door, each as its method and its address.

    ``key`` is the digest by which Chromium can be told to take this certificate and no other.
    """

    address: str
    here: str
    room: str
    key: str
    network: OnTheNetwork
    reached: list[str] = field(default_factory=list)


@contextmanager
def networked(
    config: ConsoleConfig, launcher: ConsoleLauncher, port: int = 0, more: Sequence[BaseRoute] = ()
) -> Iterator[Networked]:
    """Answer until the test is over; ``more`` are pages of the test's own."""
    listening = listen(port)
    port = int(listening.getsockname()[1])
    in_the_room = listen(port, ROOM)
    streams = Streams()
    network = on_the_network(config, RoomNetwork(ROOM, ()), port, streams)
    door = kept_door(config.keep / "keys.json", port)
    console = Networked(
        address=door.address(),
        here=f"http://127.0.0.1:{port}",
        room=network.pairing.place.origin,
        key=_key(network.certificates.leaf),
        network=network,
    )
    app = Starlette(routes=[*more, *routes_of(config, SessionRegistry(), launcher, network.pairing)])
    noted = _Noted(BoundedApplication(app, streams, config.language, LARGER_BODIES), console.reached)
    served = [
        ServedApplication(behind(noted, door, config.language), listening),
        network.served(behind(noted, network.pairing.door, config.language), in_the_room),
    ]
    with _in_a_thread(served):
        yield console


class _Noted:
    """Notes what came through a door."""

    def __init__(self, app: ASGIApp, reached: list[str]) -> None:
        self._app, self._reached = app, reached

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._reached.append(f"{scope['method']} {scope['path']}?{scope['query_string'].decode()}")
        await self._app(scope, receive, send)


@contextmanager
def _in_a_thread(served: Sequence[ServedApplication]) -> Iterator[None]:
    ready = threading.Event()
    loop: list[asyncio.AbstractEventLoop] = []
    ended: list[asyncio.Event] = []

    async def serve() -> None:
        loop.append(asyncio.get_running_loop())
        ended.append(asyncio.Event())
        await serve_all(served, ready.set, ended[0])

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    try:
        assert ready.wait(timeout=20)
        yield
    finally:
        loop[0].call_soon_threadsafe(ended[0].set)
        thread.join(timeout=20)


def _key(leaf: Path) -> str:
    """Give the SHA-256 of the certificate's public key, in base64."""
    certificate = x509.load_pem_x509_certificates(leaf.read_bytes())[0]
    public = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(public).digest()).decode()
