"""The console's own process: it serves the pages and runs the session, and may die without a loss.

The first line of stdin is its settings, as JSON; the end of stdin means that it is to end. Whoever started it
holds the socket and the keys, so that the next one is found where this one was.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nao_sessions.console.app import behind, inside
from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.live_launcher import LiveLauncher
from nao_sessions.console.pairing.certificates import RoomNetwork
from nao_sessions.console.pairing.opening import on_the_network
from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.launch import Equipment, GuardAccess, drawn_room, room_of
from nao_sessions.live.loop import Incoming
from nao_sessions.privacy.life.consoles import open_console
from nao_sessions.robot.address import read_address
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.text.languages import Language
from nao_sessions.web.access_policy import AccessPolicy, OlderKeys
from nao_sessions.web.limits import Streams
from nao_sessions.web.server import ServedApplication, serve_all

ENDS_WITHIN_S = 30.0
"""How many seconds a session that runs may take to be closed once the console is to end."""


@dataclass(frozen=True, slots=True)
class ProcessSettings:
    """What the console's process reads from its first line of stdin. Names are in memory and this pipe alone.

    ``sockets`` are the descriptors that it listens at, ``token`` to ``older`` the keys of the pages
    (:class:`~nao_sessions.web.access_policy.AccessPolicy`).
    """

    language: Language
    sockets: tuple[int, ...]
    port: int
    token: str
    cookie: str
    protocols: str
    sessions: str
    keep: str
    robot: str | None
    simulated: bool
    room: str | None
    cameras: tuple[str, ...]
    guard_port: int
    speed: float
    names: Mapping[str, str]
    ticket: str | None = None
    older: tuple[OlderKeys, ...] = ()
    network: RoomNetwork | None = None
    no_room: bool = False

    @classmethod
    def from_line(cls, line: str) -> ProcessSettings:
        """Return the settings in a line of JSON. Raises: ValueError, KeyError, TypeError: it is malformed."""
        values: dict[str, Any] = json.loads(line)
        values["sockets"], values["cameras"] = tuple(values["sockets"]), tuple(values["cameras"])
        values["older"] = tuple(OlderKeys(**keys) for keys in values["older"])
        if values["network"] is not None:
            network = values["network"]
            values["network"] = RoomNetwork(**{**network, "names": tuple(network["names"])})
        return cls(**values)


class ConsoleProcess:
    """Configuration, registry, launcher and pages put together, to be served by :meth:`run`."""

    def __init__(self, settings: ProcessSettings) -> None:
        self._registry = SessionRegistry()
        streams = self._streams = Streams()
        file = None if settings.room is None else Path(settings.room)
        room = room_of(file, no_room=settings.no_room, drawn=drawn_room(settings.cameras))
        config = ConsoleConfig(
            language=settings.language,
            protocols=Path(settings.protocols),
            sessions=Path(settings.sessions),
            keep=Path(settings.keep),
            rehearsal=settings.simulated and room.simulated,
            names=Pseudonyms(tuple(settings.names), settings.names),
        )
        self._network = None
        if settings.network is not None:
            self._network = on_the_network(config, settings.network, settings.port, streams)
        here = tuple(f"http://{host}" for host in ("127.0.0.1", "localhost"))
        pages = tuple(f"{host}:{settings.port}" for host in here)
        by_tls = None
        if self._network is not None:
            pages += self._network.origins()
            by_tls = self._network.for_the_guard
        equipment = Equipment(
            address=None if settings.robot is None else read_address(settings.robot),
            room=room,
            simulated=settings.simulated,
            access=GuardAccess(pages, settings.guard_port, by_tls),
        )
        self._launcher = LiveLauncher(config, self._registry, equipment, settings.speed)
        door = AccessPolicy(settings.port, older=settings.older, token=settings.token, cookie=settings.cookie)
        if settings.ticket is not None:
            door.admit(settings.ticket)
        pairing = None if self._network is None else self._network.pairing
        app = inside(config, self._registry, self._launcher, pairing, streams)
        guards = tuple(f"{host}:{settings.guard_port}" for host in here)
        sockets = [socket.socket(fileno=os.dup(descriptor)) for descriptor in settings.sockets]
        self._served = [ServedApplication(behind(app, door, config.language, guards), sockets[0])]
        if self._network is not None:
            guards = self._network.origins(settings.guard_port)
            at_the_door = behind(app, self._network.pairing.door, config.language, guards)
            self._served.append(self._network.served(at_the_door, sockets[1]))

    async def run(self) -> None:
        """Serve until told to end; a session that still runs is closed, and its folder, too."""
        loop = asyncio.get_running_loop()
        end = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, end.set)
        loop.add_reader(sys.stdin.fileno(), self._read_stdin, end)
        ready, closed = asyncio.Event(), asyncio.Event()
        serving = asyncio.create_task(serve_all(self._served, ready.set, closed))
        open_now = asyncio.create_task(ready.wait())
        await asyncio.wait({serving, open_now}, return_when=asyncio.FIRST_COMPLETED)
        sys.stdout.write(json.dumps({"event": "ready", "pid": os.getpid()}) + "\n")
        sys.stdout.flush()
        fresh = None if self._network is None else asyncio.create_task(self._network.keep_fresh())
        ending = asyncio.create_task(end.wait())
        await asyncio.wait({serving, ending}, return_when=asyncio.FIRST_COMPLETED)
        await self._close_session()
        self._streams.end_all()
        closed.set()
        if fresh is not None:
            fresh.cancel()
        await serving
        await self._launcher.close()

    def _read_stdin(self, end: asyncio.Event) -> None:
        if not os.read(sys.stdin.fileno(), 4096):
            asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
            end.set()

    async def _close_session(self) -> None:
        running = self._registry.running
        if running is None:
            return
        running.answer_empty_room(False)
        running.session.loop.put(Incoming("console", "command", {"name": "close"}, time.monotonic_ns()))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(ENDS_WITHIN_S):
                await asyncio.shield(running.over)


async def _run(settings: ProcessSettings) -> None:
    await ConsoleProcess(settings).run()


def main() -> int:
    """Run the console: ``python -m nao_sessions.console.process``."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group: the parent decides
    line = b""
    while not line.endswith(b"\n"):  # byte by byte: what follows on stdin is its end, watched by the loop
        byte = os.read(sys.stdin.fileno(), 1)
        if not byte:
            return 2
        line += byte
    with open_console():
        asyncio.run(_run(ProcessSettings.from_line(line.decode())))
    return 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # qi's threads are not worth waiting for once all is said and done
