"""The networks that this computer is on, and which of them is the room's.

Nothing is sent here; ``of_the_room`` chooses the only interfaces on which questions go out.
"""

from __future__ import annotations

import fcntl
import socket
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Interface
from pathlib import Path

from nao_sessions.core.errors import UsageError
from nao_sessions.text.messages import msg

_FLAGS, _ADDRESS, _MASK = 0x8913, 0x8915, 0x891B
"""SIOCGIFFLAGS, SIOCGIFADDR, SIOCGIFNETMASK (linux/sockios.h)."""
_UP = 0x1
_ROUTE_GATEWAY = 0x2
"""RTF_GATEWAY (linux/route.h)."""


@dataclass(frozen=True, slots=True)
class Interface:
    """One interface of this computer with its IPv4 address and network; IPv6 is left out."""

    name: str
    at: IPv4Interface

    @property
    def address(self) -> str:
        """Return the interface's IPv4 address."""
        return str(self.at.ip)

    def holds(self, address: str) -> bool:
        """Return whether an address is in the interface's network. Raises: ValueError, it is a name."""
        return IPv4Address(address) in self.at.network


def read_interfaces() -> tuple[Interface, ...]:
    """Return the interfaces of this computer that are up and have an IPv4 address."""
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as kernel:
        for _, name in socket.if_nameindex():
            request = struct.pack("256s", name.encode()[:15])
            try:
                (flags,) = struct.unpack_from("=H", fcntl.ioctl(kernel, _FLAGS, request), 16)
                address = fcntl.ioctl(kernel, _ADDRESS, request)[20:24]
                mask = fcntl.ioctl(kernel, _MASK, request)[20:24]
            except OSError:
                continue  # it has no IPv4 address
            if flags & _UP:
                at = f"{socket.inet_ntoa(address)}/{socket.inet_ntoa(mask)}"
                found.append(Interface(name, IPv4Interface(at)))
    return tuple(found)


def of_the_room(
    interfaces: Sequence[Interface], names: Sequence[str], hosts: Iterable[str]
) -> tuple[Interface, ...]:
    """Return the interfaces that lead to the room's network.

    Args:
        interfaces: of this computer.
        names: the interfaces that the user names; where there are none, the room's devices decide.
        hosts: the IPv4 addresses of the room's devices.

    Raises:
        UsageError: a named interface does not exist, or no interface is on the network of a device.
    """
    known = {interface.name: interface for interface in interfaces}
    hint = msg("Give --interface: {known}.").format(
        known=", ".join(f"{one.name} ({one.at})" for one in interfaces)
    )
    for name in names:
        if name not in known:
            sentence = msg("Unknown interface: {name}.")
            raise UsageError(sentence.format(name=name), hint, code="U171")
    if names:
        return tuple(known[name] for name in dict.fromkeys(names))
    places = tuple(hosts)
    found = tuple(interface for interface in interfaces if any(interface.holds(place) for place in places))
    if not found:
        raise UsageError(
            msg("The room's network is not known: no device of the room file is on one."),
            hint,
            code="U170",
        )
    return found


def addresses_of(host: str) -> tuple[str, ...]:
    """Return the IPv4 addresses of a host; none where its name cannot be resolved."""
    try:
        found = socket.getaddrinfo(host, None, socket.AF_INET, socket.SOCK_STREAM)
    except OSError:
        return ()
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def gateway_of(interface: str, proc: Path = Path("/proc/net/route")) -> str | None:
    """Return the gateway of an interface, by the kernel's table of routes; None where there is none."""
    for fields in _rows(proc):
        if len(fields) > 3 and fields[0] == interface and int(fields[3], 16) & _ROUTE_GATEWAY:
            return socket.inet_ntoa(int(fields[2], 16).to_bytes(4, "little"))
    return None


def answered_arp(address: str, proc: Path = Path("/proc/net/arp")) -> bool:
    """Return whether a host has answered ARP, so that the kernel knows its hardware address."""
    return any(
        len(fields) > 3 and fields[0] == address and int(fields[2], 16) & 0x2 for fields in _rows(proc)
    )


def forwards(proc: Path = Path("/proc/sys/net/ipv4/ip_forward")) -> bool:
    """Return whether this computer forwards packets from one network to another."""
    try:
        return proc.read_text(encoding="ascii").strip() == "1"
    except OSError:
        return False


def _rows(table: Path) -> list[list[str]]:
    """Return the rows of a table in /proc, without its heading; none where it cannot be read."""
    try:
        return [line.split() for line in table.read_text(encoding="ascii").splitlines()[1:]]
    except OSError:
        return []
