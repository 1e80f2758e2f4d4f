"""Questions to a network: by multicast to every host that listens, and over TCP to a single host.

A multicast goes out on one interface alone and over no router; every wait has an end.
"""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from nao_sessions.doctor.network.interfaces import Interface

MOST_BYTES = 65_536
MOST_ANSWERS = 500
ANSWER_WITHIN_S = 2.0
Reached = Literal["open", "refused", "silent", "no_route"]
"""How a port answers: *refused* is an answer of the host as well; *silent* is none within the deadline."""


@dataclass(frozen=True, slots=True)
class Group:
    """A multicast group: its address and port, and the ``ttl`` of a question to it (1: over no router)."""

    address: str
    port: int
    ttl: int


@dataclass(frozen=True, slots=True)
class MulticastAnswer:
    """A datagram that came as an answer, and its sender's address."""

    data: bytes
    sender: str


@dataclass(frozen=True, slots=True)
class HostAnswer:
    """The answer of an HTTP or RTSP server: its status, its fields by lower-case name, its body."""

    status: int
    fields: dict[str, str]
    body: bytes


def ask_all(
    interface: Interface, group: Group, question: Callable[[], bytes], seconds: float
) -> tuple[MulticastAnswer, ...]:
    """Ask a multicast group twice; return the answers of some seconds, none where it cannot be asked."""
    answers: list[MulticastAnswer] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.bind((interface.address, 0))
            asking.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(interface.address))
            asking.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, group.ttl)
            for _ in range(2):  # a datagram may be lost
                asking.sendto(question(), (group.address, group.port))
                answers += _answers(asking, seconds / 2)
        except OSError:
            return tuple(answers)
    return tuple(answers[:MOST_ANSWERS])


def reach(host: str, port: int) -> Reached:
    """Try to connect to a port; return the result: ``open``, ``refused``, ``silent`` or ``no_route``."""
    try:
        socket.create_connection((host, port), ANSWER_WITHIN_S).close()
    except TimeoutError:
        return "silent"
    except ConnectionRefusedError:
        return "refused"
    except OSError:
        return "no_route"
    return "open"


def ask_one(host: str, port: int, request: bytes, *, to_the_end: bool = False) -> HostAnswer | None:
    """Send one request to an HTTP or RTSP server; return its answer, None where none is understood in time.

    A body is read where its length is given; with ``to_the_end`` one without a length is read, too, until the
    server hangs up: not for a stream.
    """
    try:
        with socket.create_connection((host, port), ANSWER_WITHIN_S) as connection:
            connection.sendall(request)
            return _answer(connection, time.monotonic() + ANSWER_WITHIN_S, to_the_end=to_the_end)
    except OSError:
        return None


def _answers(asking: socket.socket, seconds: float) -> list[MulticastAnswer]:
    found: list[MulticastAnswer] = []
    until = time.monotonic() + seconds
    while (left_s := until - time.monotonic()) > 0 and len(found) < MOST_ANSWERS:
        if select.select([asking], [], [], left_s)[0]:
            data, sender = asking.recvfrom(MOST_BYTES)
            found.append(MulticastAnswer(data, sender[0]))
    return found


def _answer(connection: socket.socket, until: float, *, to_the_end: bool) -> HostAnswer | None:
    data = bytearray()
    while b"\r\n\r\n" not in data:
        if not _more(connection, data, until):
            return None
    head, _, body = bytes(data).partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    words = first.split(" ", 2)
    if len(words) < 2 or not words[1].isdigit():
        return None
    parted = (line.partition(":") for line in lines)
    fields = {name.strip().lower(): value.strip() for name, _, value in parted}
    promised = fields.get("content-length", "")
    rest = bytearray(body)
    length = int(promised) if promised.isdigit() else MOST_BYTES if to_the_end else 0
    while len(rest) < min(length, MOST_BYTES) and _more(connection, rest, until):
        pass
    return HostAnswer(int(words[1]), fields, bytes(rest))


def _more(connection: socket.socket, data: bytearray, until: float) -> bool:
    """Add what the server sends next to ``data``; return False at its end, too late, or at too much."""
    left_s = until - time.monotonic()
    if left_s <= 0 or len(data) > MOST_BYTES:
        return False
    connection.settimeout(left_s)
    piece = connection.recv(MOST_BYTES)
    data += piece
    return bool(piece)
