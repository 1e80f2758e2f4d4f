"""A guard's two doors, as pages and strangers meet them: held connections, presses, floods."""

from __future__ import annotations

import contextlib
import resource
import socket
import ssl
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from nao_sessions.console.pairing.certificates import certificates_for
from tests.guard.lone_guard import TOKEN, LoneGuard

LOOPBACK, ROOM = "127.0.0.1", "127.0.0.2"
MANY = 1_000
HALF = b"POST /stop HTTP/1.1\r\nHost: "


class Door:
    """One of a guard's two listeners, as a page or a stranger meets it."""

    def __init__(self, address: str, port: int, tls: ssl.SSLContext | None, open_now: ExitStack) -> None:
        self.address, self.port, self._tls, self._open_now = address, port, tls, open_now

    def connect(self, source: str = "") -> socket.socket:
        """Open a connection, be it from another address; shake hands where there is TLS."""
        plain = self.knock(source)
        return plain if self._tls is None else self.shake(plain)

    def shake(self, plain: socket.socket) -> ssl.SSLSocket:
        """Shake hands on a connection that said nothing."""
        assert self._tls is not None
        return self._open_now.enter_context(self._tls.wrap_socket(plain, server_hostname=self.address))

    def knock(self, source: str = "") -> socket.socket:
        """Open a connection that says nothing."""
        came_from = (source, 0) if source else None
        made = socket.create_connection((self.address, self.port), timeout=20, source_address=came_from)
        return self._open_now.enter_context(made)

    def ask(self, path: str, connection: socket.socket, token: str = TOKEN) -> int:
        """Send a request on a connection; return the status of the answer, 0 where it was closed."""
        lines = (
            f"POST {path} HTTP/1.1",
            f"Host: {self.address}:{self.port}",
            f"Content-Length: {len(token)}",
        )
        try:
            connection.sendall("\r\n".join((*lines, "", token)).encode())
            answer = connection.recv(4_096)
        except OSError:
            return 0
        return int(answer.split(b" ")[1]) if answer else 0

    def flood(self, many: int = MANY) -> list[socket.socket]:
        """Open many connections, each with half a request, or half a handshake."""
        silent = [self.knock() for _ in range(many)]
        for connection in silent:
            with contextlib.suppress(OSError):  # closed already: it made room
                connection.sendall(HALF)
        return silent


@contextmanager
def flooded(address: str, port: int) -> Iterator[None]:
    """Open half requests one after the other while the block lasts, and keep the last two hundred."""
    ended = threading.Event()
    kept: deque[socket.socket] = deque()

    def open_more() -> None:
        while not ended.is_set():
            with contextlib.suppress(OSError):
                kept.append(socket.create_connection((address, port), timeout=5))
                kept[-1].sendall(HALF)
            if len(kept) > 200:
                kept.popleft().close()

    thread = threading.Thread(target=open_more)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        for connection in kept:
            connection.close()


@dataclass(frozen=True)
class Doors:
    """A guard without a robot, and its doors on the loopback and on the room's network."""

    guard: LoneGuard
    here: Door
    room: Door


@contextmanager
def open_doors(folder: Path) -> Iterator[Doors]:
    """Start a guard; at the end all connections are closed."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(8_192, most[1]), most[1]))
    made = certificates_for(folder, [ROOM])
    with socket.socket() as nobody, ExitStack() as stack:
        nobody.bind((LOOPBACK, 0))
        network = {"address": ROOM, "names": [], "certificate": str(made.leaf)}
        guard = LoneGuard(robot=f"tcp://{LOOPBACK}:{nobody.getsockname()[1]}", network=network)
        stack.callback(guard.close)
        port = guard.told("ready")["port"]
        tls = ssl.create_default_context(cadata=made.authority.decode())
        yield Doors(guard, Door(LOOPBACK, port, None, stack), Door(ROOM, port, tls, stack))
    resource.setrlimit(resource.RLIMIT_NOFILE, most)
