"""The question for Nao by multicast DNS, and the reading of answers (RFC 6762, RFC 6763, RFC 1035).

No I/O: bytes go in and out. What comes from a network is never trusted: a broken answer counts as none.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address

GROUP, PORT, TTL = "224.0.0.251", 5353, 255
NAO = ("_naoqi._tcp.local", "_nao._tcp.local")
"""The services under which NAOqi makes itself known."""
_A, _PTR, _SRV, _ANY_CLASS_MASK, _IN = 1, 12, 33, 0x7FFF, 1
_ANSWERS = 0x8000
MOST_RECORDS = 200
MOST_JUMPS = 20


@dataclass(frozen=True, slots=True)
class Service:
    """One service that a host announces: its kind (``_naoqi._tcp.local``), its name, where it is."""

    kind: str
    name: str
    host: str
    port: int
    addresses: tuple[str, ...]


def question(services: Sequence[str] = NAO) -> bytes:
    """Return a query for the hosts that offer some services; answers come to its own port, not 5353."""
    questions = b"".join(_written(name) + struct.pack("!HH", _PTR, _IN) for name in services)
    return struct.pack("!6H", 0, 0, len(services), 0, 0, 0) + questions


def read(data: bytes, services: Sequence[str] = NAO) -> tuple[Service, ...]:
    """Return the services in an mDNS answer; none where it is no answer, or is broken."""
    try:
        return _services(data, {name.lower() for name in services})
    except (struct.error, IndexError, ValueError):
        return ()


def _services(data: bytes, wanted: set[str]) -> tuple[Service, ...]:
    _, flags, questions, *counts = struct.unpack_from("!6H", data)
    if not flags & _ANSWERS or sum(counts) > MOST_RECORDS:
        return ()
    at = 12
    for _ in range(questions):
        _, at = _name(data, at)
        at += 4
    pointers: list[tuple[str, str]] = []
    places: dict[str, tuple[str, int]] = {}
    addresses: dict[str, list[str]] = {}
    for _ in range(sum(counts)):
        owner, at = _name(data, at)
        kind, class_, _, length = struct.unpack_from("!HHIH", data, at)
        at += 10
        if at + length > len(data):
            raise ValueError("a record that is cut")
        if class_ & _ANY_CLASS_MASK == _IN:
            if kind == _PTR and owner.lower() in wanted:
                pointers.append((owner.lower(), _name(data, at)[0]))
            elif kind == _SRV:
                (port,) = struct.unpack_from("!H", data, at + 4)
                places[owner.lower()] = (_name(data, at + 6)[0], port)
            elif kind == _A and length == 4:
                addresses.setdefault(owner.lower(), []).append(str(IPv4Address(data[at : at + 4])))
        at += length
    found = []
    for service, instance in pointers:
        host, port = places.get(instance.lower(), ("", 0))
        name = instance.removesuffix(f".{service}")
        found.append(Service(service, name, host, port, tuple(addresses.get(host.lower(), ()))))
    return tuple(found)


def _written(name: str) -> bytes:
    labels = [label.encode() for label in name.split(".")]
    return b"".join(bytes([len(label)]) + label for label in labels) + b"\0"


def _name(data: bytes, at: int) -> tuple[str, int]:
    """Return the name at an index, which may be compressed, and the index of what follows it."""
    labels: list[str] = []
    behind: int | None = None
    jumps = 0
    while length := data[at]:
        if length >= 0xC0:
            behind = at + 2 if behind is None else behind
            at = (length & 0x3F) << 8 | data[at + 1]
            jumps += 1
            if jumps > MOST_JUMPS:
                raise ValueError("a name that never ends")
            continue
        if length > 63 or at + 1 + length > len(data):
            raise ValueError("a label that is too long")
        labels.append(data[at + 1 : at + 1 + length].decode("utf-8", "replace"))
        at += 1 + length
    return ".".join(labels), at + 1 if behind is None else behind
