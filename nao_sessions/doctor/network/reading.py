"""What the room's network shows: the hosts that announce themselves on it, and how each can be reached.

Only hosts that answered and the devices of the room file are asked more; no host is sent a password.

Questions to a network: by multicast to every host that listens, and over TCP to a single host. A multicast
goes out on one interface alone and over no router; every wait has an end.
"""

from __future__ import annotations

import re
import select
import socket
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import partial
from ipaddress import IPv4Address
from typing import Literal
from urllib.parse import SplitResult

from nao_sessions.doctor.network import mdns, ws_discovery
from nao_sessions.doctor.network.interfaces import Interface, addresses_of, answered_arp, forwards, gateway_of
from nao_sessions.robot.address import NAO_PORT, Address
from nao_sessions.room.address import NETWORK, parse, place_of
from nao_sessions.room.room_file import RecordedSource
from nao_sessions.room.sources.network import request, target_of

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


LISTEN_S = 3.0
LONGEST_NAME = 60
MOST_HOSTS, AT_ONCE = 100, 20
"""The most hosts that are asked, and how many at once: a host that claims to be a thousand is cut short."""
MDNS = Group(mdns.GROUP, mdns.PORT, mdns.TTL)
WS_DISCOVERY = Group(ws_discovery.GROUP, ws_discovery.PORT, ws_discovery.TTL)
_CODEC = re.compile(rb"^a=rtpmap:\d+ (H26[45]|JPEG|MP4V-ES)/", re.MULTILINE | re.IGNORECASE)
"""The codec of a picture, as a session description names it (RFC 8866, RFC 6184, RFC 7798)."""


@dataclass(frozen=True, slots=True)
class Host:
    """One host: what it is, where, how it made itself known, and how it can be reached.

    ``kind`` is *nao*, *camera* (it answered) or *source* (the room file names it). ``how`` is the protocol by
    which it answered: ``mDNS``, ``WS-Discovery``, ``ARP``, or empty. ``on_link``: no router lies between.
    ``time_ahead_s`` is its clock less this computer's, ``open_stream`` whether it shows its stream without a
    login; None is unknown.
    """

    kind: str
    name: str
    address: str
    port: int
    how: str
    reached: Reached
    on_link: bool
    time_ahead_s: float | None = None
    open_stream: bool | None = None
    codec: str = ""


@dataclass(frozen=True, slots=True)
class RoomNetwork:
    """The room's network: the interfaces asked on, this computer's ``networks``, its routers, its hosts.

    ``forwards`` is whether this computer forwards packets from one network to another.
    """

    interfaces: tuple[Interface, ...]
    networks: tuple[str, ...]
    gateways: tuple[str, ...]
    forwards: bool
    hosts: tuple[Host, ...]


def read_network(
    room: Sequence[Interface],
    known: Sequence[Interface],
    sources: Sequence[RecordedSource],
    seconds: float = LISTEN_S,
    *,
    groups: tuple[Group, Group] = (MDNS, WS_DISCOVERY),
    told: Address | None = None,
    naoqi_port: int = NAO_PORT,
) -> RoomNetwork:
    """Ask which hosts are on the network, then each whether it can be reached; return what was found.

    Args:
        room: the interfaces on which questions go out.
        known: all interfaces of this computer.
        sources: of the room file.
        seconds: how long answers are waited for.
        groups: where questions by mDNS and by WS-Discovery go.
        told: a Nao whose address the user named; on another network it cannot announce itself here.
        naoqi_port: where the NAOqi of a Nao that announced itself listens.
    """
    with ThreadPoolExecutor(max(1, 2 * len(room)), "question") as threads:
        asked = [
            [threads.submit(ask_all, interface, group, question, seconds) for interface in room]
            for group, question in zip(groups, (mdns.question, ws_discovery.question), strict=True)
        ]
    heard_mdns, heard_cameras = ([heard for task in tasks for heard in task.result()] for tasks in asked)
    naos = {
        address: service.name
        for heard in reversed(heard_mdns)
        for service in mdns.read(heard.data)
        for address in service.addresses or (heard.sender,)
        if _may_be_asked(address, known)
    }
    cameras = {
        heard.sender: camera
        for heard in reversed(heard_cameras)
        if (camera := ws_discovery.read(heard.data)) is not None
    }
    if told is not None:
        told_at = addresses_of(told.host)
        naos = {address: name for address, name in naos.items() if address not in told_at}
    tasks: list[Callable[[], Host]] = [
        *([partial(_named_nao, told, known)] if told is not None else ()),
        *(partial(_source, source, known) for source in sources if parse(source.url).scheme in NETWORK),
        *(partial(_nao, name, address, naoqi_port, known) for address, name in naos.items()),
        *(partial(_camera, camera, address, known) for address, camera in cameras.items()),
    ]
    with ThreadPoolExecutor(AT_ONCE, "host") as threads:
        hosts = tuple(threads.map(lambda task: task(), tasks[:MOST_HOSTS]))
    return RoomNetwork(
        interfaces=tuple(room),
        networks=tuple(
            f"{interface.name} {interface.at.network}" for interface in known if not interface.at.is_loopback
        ),
        gateways=tuple(filter(None, (gateway_of(interface.name) for interface in room))),
        forwards=forwards(),
        hosts=hosts,
    )


def _nao(name: str, address: str, port: int, known: Sequence[Interface]) -> Host:
    return Host("nao", _plain(name), address, port, "mDNS", reach(address, port), _on_link(address, known))


def _named_nao(named: Address, known: Sequence[Interface]) -> Host:
    """Return the Nao at an address that the user named, with whether it can be reached."""
    address = next(iter(addresses_of(named.host)), named.host)
    reached = reach(address, named.port)
    how = "ARP" if answered_arp(address) else ""
    return Host("nao", named.host, address, named.port, how, reached, _on_link(address, known))


def _camera(camera: ws_discovery.CameraFound, address: str, known: Sequence[Interface]) -> Host:
    """Return a camera that answered, with its clock's offset; no other host its answer names is contacted."""
    port = camera.service.port or 80
    reached = reach(address, port)
    ahead_s = _time_ahead_s(address, port, camera.service) if reached == "open" else None
    return Host(
        "camera",
        _plain(camera.name) or address,
        address,
        port,
        "WS-Discovery",
        reached,
        _on_link(address, known),
        time_ahead_s=ahead_s,
    )


def _source(source: RecordedSource, known: Sequence[Interface]) -> Host:
    """Return a device of the room file, asked for its stream without a login, as anybody could."""
    parts = parse(source.url)
    host, port = place_of(parts)
    address = next(iter(addresses_of(host)), host)
    reached = reach(address, port)
    began_s = time.time()
    answer = _without_login(parts, address, port) if reached == "open" else None
    shows = reached == "open" if parts.scheme == "tcp" else answer is not None and answer.status == 200
    codec = _CODEC.search(answer.body) if answer is not None else None
    date = _date(answer)
    return Host(
        "source",
        source.name,
        address,
        port,
        "ARP" if answered_arp(address) else "",
        reached,
        _on_link(address, known),
        time_ahead_s=None if date is None else date.timestamp() - (began_s + time.time()) / 2,
        open_stream=shows if reached == "open" else None,
        codec=codec.group(1).decode("ascii").upper() if codec is not None else "",
    )


def _without_login(parts: SplitResult, address: str, port: int) -> HostAnswer | None:
    if parts.scheme == "rtsp":
        describe = f"DESCRIBE {parts.geturl()} RTSP/1.0\r\nCSeq: 1\r\nAccept: application/sdp\r\n\r\n"
        return ask_one(address, port, describe.encode("latin-1", "replace"))
    return ask_one(address, port, request(parts)) if parts.scheme == "http" else None


def _time_ahead_s(address: str, port: int, service: SplitResult) -> float | None:
    """Return by how many seconds a camera's clock is ahead (ONVIF, GetSystemDateAndTime), or None."""
    head = (
        f"POST {target_of(service)} HTTP/1.0\r\nHost: {service.netloc}\r\n"
        "Content-Type: application/soap+xml; charset=utf-8\r\n"
        f"Content-Length: {len(ws_discovery.ASK_TIME)}\r\n\r\n"
    )
    began_s = time.time()
    question = head.encode("latin-1", "replace") + ws_discovery.ASK_TIME
    answer = ask_one(address, port, question, to_the_end=True)
    date = ws_discovery.read_time(answer.body) if answer is not None else None
    return None if date is None else date.timestamp() - (began_s + time.time()) / 2


def _date(answer: HostAnswer | None) -> datetime | None:
    """Return the time in the ``Date`` field of a server's answer, or None."""
    try:
        found = parsedate_to_datetime(answer.fields["date"]) if answer is not None else None
    except (KeyError, ValueError):
        return None
    return found if found is not None and found.tzinfo is not None else None


def _plain(name: str) -> str:
    """Return a name from the network without control characters, safe to show on a terminal."""
    return "".join(sign for sign in name if sign.isprintable())[:LONGEST_NAME]


def _may_be_asked(address: str, known: Sequence[Interface]) -> bool:
    """Return whether an address that a host announced may be contacted: never one on the Internet."""
    return _on_link(address, known) or IPv4Address(address).is_private


def _on_link(address: str, known: Sequence[Interface]) -> bool:
    try:
        return any(interface.holds(address) for interface in known)
    except ValueError:
        return False
