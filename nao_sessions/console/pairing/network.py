"""Which of this computer's addresses is the room's network's, and which are refused.

Nothing listens on all networks at once, and none that strangers are on is taken unless it was asked for.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address

from nao_sessions.console.pairing.certificates import PRIVATE_NETWORKS
from nao_sessions.core.errors import UsageError
from nao_sessions.text.messages import msg

ANY = "any"
"""The value of ``--network`` that has the program find the room's network itself."""

_HOST_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_OF_THIS_COMPUTER = PRIVATE_NETWORKS[-1]


@dataclass(frozen=True, slots=True)
class RoomNetwork:
    """Where the console listens in the room: an IPv4 address, and the host names that lead to it.

    ``public``: it is no private address, and was asked for by name.
    """

    address: str
    names: tuple[str, ...]
    public: bool = False

    @property
    def all_names(self) -> tuple[str, ...]:
        """Return the address and the host names, for the certificate and the ``Host`` header."""
        return (self.address, *self.names)

    def origin(self, port: int) -> str:
        """Return the origin of the console's pages on the network."""
        return f"https://{self.address}:{port}"


def choose_network(asked: str, addresses: Sequence[str], host_name: str | None = None) -> RoomNetwork:
    """Return the room's network: the address to listen at, and the names that lead to it.

    Args:
        asked: an IPv4 address of this computer, or :data:`ANY`.
        addresses: the IPv4 addresses that this computer has.
        host_name: of this computer; None: asked of the system.

    Raises:
        UsageError: there is no such address here (N101), it is no address of one network (N102), there is no
            private one (N103), or there are several (N104).
    """
    names = _names(socket.gethostname() if host_name is None else host_name)
    if asked != ANY:
        return _asked_for(asked, addresses, names)
    here = [address for address in addresses if IPv4Address(address) not in _OF_THIS_COMPUTER]
    private = [address for address in here if _is_private(address)]
    if not private:
        raise UsageError(
            msg("This computer is on no private network: {known}.", known=_listed(here)),
            msg("Connect it to the room's network; a public address has to be named: --network ADDRESS."),
            code="N103",
        )
    if len(private) > 1:
        raise UsageError(
            msg("This computer is on several networks: {known}.", known=_listed(private)),
            msg("Name the address on the room's network: --network {first}.", first=private[0]),
            code="N104",
        )
    return RoomNetwork(private[0], names)


def _asked_for(asked: str, addresses: Sequence[str], names: tuple[str, ...]) -> RoomNetwork:
    try:
        address = IPv4Address(asked)
    except AddressValueError:
        address = IPv4Address(0)
    if address.is_unspecified or address.is_multicast or address == IPv4Address("255.255.255.255"):
        raise UsageError(
            msg("'{asked}' is not an IPv4 address of one network.", asked=asked),
            msg("Give this computer's address on the room's network: {known}.", known=_listed(addresses)),
            code="N102",
        )
    if asked not in addresses and address not in _OF_THIS_COMPUTER:
        raise UsageError(
            msg("This computer does not have the address {asked}.", asked=asked),
            msg("It has: {known}.", known=_listed(addresses)),
            code="N101",
        )
    return RoomNetwork(str(address), names, public=not _is_private(str(address)))


def _is_private(address: str) -> bool:
    return any(IPv4Address(address) in network for network in PRIVATE_NETWORKS)


def _names(host_name: str) -> tuple[str, ...]:
    """Return this computer's name in multicast DNS; empty where its host name cannot be used there."""
    first = host_name.split(".")[0].lower()
    return (f"{first}.local",) if _HOST_NAME.fullmatch(first) else ()


def _listed(addresses: Sequence[str]) -> str:
    return ", ".join(addresses) or "—"
