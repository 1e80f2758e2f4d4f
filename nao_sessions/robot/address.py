"""Addresses of a robot: the one place that reads what a person writes after `--robot`.

What no robot can have is refused here, before anything is started or made. Nothing here looks a host up.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from nao_sessions.core.errors import UsageError
from nao_sessions.text.messages import msg

NAO_PORT = 9559
"""The port of naoqi on a Nao, where an address names none."""

SCHEMES = ("tcp", "tcps", "tcpsm")
"""What qi connects by: plainly, and in two ways with TLS."""

_HOST = re.compile(r"[\w.:%-]+", re.ASCII)  # a name or an address, IPv6 too
_DIGITS = 16  # of the digest: two robots of one house never share a file


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a robot; ``host`` is in lower case, an IPv6 address without its brackets."""

    host: str
    port: int = NAO_PORT
    scheme: str = "tcp"

    @property
    def url(self) -> str:
        """Return the address as the URL that qi takes, however it was written."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    @property
    def digest(self) -> str:
        """Return a digest of host and port, which names the robot in the user's state folder."""
        return hashlib.sha256(f"{self.host}:{self.port}".encode()).hexdigest()[:_DIGITS]


def read_address(text: str) -> Address:
    """Return the address that a text names: ``tcp://host:9559``, ``host:9559`` or ``host``.

    Raises:
        UsageError: it is none of these.
    """
    try:
        parts = urlsplit(text if "://" in text else f"tcp://{text}")
        host, port = parts.hostname or "", parts.port
    except ValueError:  # brackets that do not close, a port that is no number or too large
        raise _refused(text) from None
    beyond = parts.path or parts.query or parts.fragment or "@" in parts.netloc
    if parts.scheme not in SCHEMES or beyond or port == 0 or not _HOST.fullmatch(host):
        raise _refused(text)
    return Address(host, NAO_PORT if port is None else port, parts.scheme)


def _refused(text: str) -> UsageError:
    return UsageError(
        msg("--robot: '{text}' is no address of a Nao.", text=text),
        msg("It is tcp://host:9559, host:9559 or host, with a port from 1 to 65535."),
        code="U110",
    )
