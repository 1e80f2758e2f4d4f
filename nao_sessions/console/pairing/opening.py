"""The console opened to the room's network: its address, its certificates, the door that knows the devices.

The console's process calls it before it serves; all that can be refused is refused here.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from starlette.types import ASGIApp

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.pairing.certificates import (
    Certificates,
    RoomNetwork,
    certificates_for,
    choose_network,
)
from nao_sessions.console.pairing.pairing import NetworkPlace, Pairing
from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.doctor.network.interfaces import read_interfaces
from nao_sessions.live.guard_route import ByTls
from nao_sessions.text.messages import Text, msg
from nao_sessions.web.limits import ON_THE_NETWORK, Streams
from nao_sessions.web.server import ServedApplication

RENEWAL_S = 86_400.0
"""After how many seconds a running console looks again whether its certificate has to be renewed."""
CERTIFICATES = "tls"
"""The folder of the certificates, in the console's own."""


@dataclass(frozen=True, slots=True)
class OnTheNetwork:
    """What serving on the room's network needs: its address, certificates, pairing and TLS context."""

    network: RoomNetwork
    certificates: Certificates
    pairing: Pairing
    tls: ssl.SSLContext

    def renew(self, now: datetime | None = None) -> None:
        """Renew the certificate where that is due; new connections use it from now on. Raises: OSError."""
        certificates_for(self.certificates.leaf.parent, self.network.all_names, now)
        self.tls.load_cert_chain(self.certificates.leaf)

    async def keep_fresh(self) -> None:
        """Renew the certificate where it is due, once a day until cancelled; an OSError is passed over."""
        while True:
            await asyncio.sleep(RENEWAL_S)
            with contextlib.suppress(OSError):
                await asyncio.to_thread(self.renew)

    @property
    def for_the_guard(self) -> ByTls:
        """Return what the guard needs to serve by TLS at the room's network as well."""
        return ByTls(self.network.address, self.network.names, str(self.certificates.leaf))

    def origins(self, port: int | None = None) -> tuple[str, ...]:
        """Return the origins of the console, one for each name; with ``port``, those of another server."""
        port = self.pairing.place.port if port is None else port
        return tuple(f"https://{name}:{port}" for name in self.network.all_names)

    def served(self, app: ASGIApp, listening: socket.socket) -> ServedApplication:
        """Return the application with TLS and limits, for :func:`nao_sessions.web.server.serve_all`."""
        return ServedApplication(app, listening, self.tls, ON_THE_NETWORK)


def find_network(asked: str) -> RoomNetwork:
    """Return the room's network, by this computer's interfaces. Raises: UsageError (N101 to N104)."""
    return choose_network(asked, [interface.address for interface in read_interfaces()])


def certified(keep: Path, network: RoomNetwork) -> Certificates:
    """Return the certificates for a network; ``keep`` is the console's own folder.

    Raises:
        NaoSessionsError: they cannot be kept or read (N105).
    """
    folder = keep / CERTIFICATES
    try:
        certificates = certificates_for(folder, network.all_names)
        certificates.context()
    except OSError as error:
        raise NaoSessionsError(
            msg(
                "The certificates cannot be kept in {folder}: {why}.",
                folder=folder,
                why=error.strerror or error,
            ),
            msg("Free some space, or make this folder writable."),
            code="N105",
        ) from error
    return certificates


def on_the_network(config: ConsoleConfig, network: RoomNetwork, port: int, streams: Streams) -> OnTheNetwork:
    """Return the certificates, the pairing and the TLS context for the room's network.

    Args:
        config: of the console; its ``keep`` holds certificates and devices.
        network: where the console listens.
        port: at which.
        streams: the application's count of open event streams.

    Raises:
        NaoSessionsError: the certificates cannot be kept or read (N105).
    """
    certificates = certified(config.keep, network)
    place = NetworkPlace(network, port, certificates.authority, certificates.fingerprint)
    pairing = Pairing(config.keep, place, config.language, streams)
    return OnTheNetwork(network, certificates, pairing, certificates.context())


def told_of(network: RoomNetwork, port: int, certificates: Certificates) -> Sequence[Text]:
    """Return the lines for the terminal: the console's address, and the fingerprint that tablets trust."""
    lines = [
        _WHERE.format(address=network.origin(port)),
        _FINGERPRINT.format(fingerprint=certificates.fingerprint),
    ]
    if certificates.renewed:
        lines.append(_NEW)
    if network.public:
        lines.append(_PUBLIC)
    return lines


_WHERE = msg("In the room: {address} (devices join by 'Pair a device')")
_FINGERPRINT = msg("Fingerprint of the house's certificate: {fingerprint}")
_NEW = msg("This certificate is new: every tablet has to install it once.")
_PUBLIC = msg("Beware: this address is public, strangers may reach it.")
