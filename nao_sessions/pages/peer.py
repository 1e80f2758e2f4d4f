"""Which user of this computer is at the other end of a connection, as Linux tells everybody.

``/proc/net/tcp`` (proc_pid_net(5)) has a line for each end of a connection, with the user who owns that end.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterable
from pathlib import Path

_TABLE = Path("/proc/net/tcp")
_LOCAL, _REMOTE, _UID = 1, 2, 7
"""Columns of a line."""

End = tuple[str, int]
"""An IPv4 address and a port."""


def uid_of_peer(peer: End, own: End) -> int | None:
    """Return the user id of whoever connected from *peer* to *own*; None where it cannot be told."""
    try:
        with _TABLE.open(encoding="ascii") as lines:
            return uid_in(lines, peer, own)
    except (OSError, ValueError):
        return None


def uid_in(lines: Iterable[str], peer: End, own: End) -> int | None:
    """Return the user id that a table gives of the end *peer* of a connection to *own*, or None.

    Raises:
        OSError: an address is none of IPv4.
    """
    wanted = [_as_written(peer), _as_written(own)]
    for line in lines:
        columns = line.split()
        if columns[_LOCAL : _REMOTE + 1] == wanted:
            return int(columns[_UID])
    return None


def _as_written(end: End) -> str:
    """Return an address as the table writes it: 127.0.0.1:80 is ``0100007F:0050`` where bytes are swapped."""
    number = int.from_bytes(socket.inet_aton(end[0]), sys.byteorder)
    return f"{number:08X}:{end[1]:04X}"
