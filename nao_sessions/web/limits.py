"""How much a server of pages takes on at once: connections, streams, sizes, patience.

Figures alone, and who holds how many of what; nothing here knows a socket.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass

KILOBYTE = 1_024
MEGABYTE = 1_024 * KILOBYTE


@dataclass(frozen=True, slots=True)
class Limits:
    """What one listening socket takes; a browser opens six connections to a host.

    ``connections`` in all and ``of_a_peer`` (an address) at once. Of these ``newcomers_at_once`` are let in
    as they come, the next ``newcomers_a_second``. ``turned_away``: how many others may be refused at once.
    ``head_s``: how long a request's head may take, the handshake of TLS too; ``kept_s``: how long the
    connection of somebody whom the door knows stays open between two requests, which a browser ends after
    five minutes itself; ``unread_s``: how long an answer may lie unread before the line counts as dead.
    """

    connections: int = 64
    of_a_peer: int = 64
    newcomers_at_once: int = 16
    newcomers_a_second: float = 50.0
    turned_away: int = 128
    kept_s: float = 600.0
    head_s: float = 5.0
    unread_s: float = 10.0


ON_THIS_COMPUTER = Limits(connections=48, of_a_peer=48)
ON_THE_NETWORK = Limits(connections=128, of_a_peer=16, newcomers_a_second=30.0)
"""Room for ten tablets, and as much again; a newcomer's handshake costs the loop two milliseconds."""

RETRY_AFTER_S = 2
"""After how many seconds a client that came too many may try again (the header ``Retry-After``)."""


@dataclass(frozen=True, slots=True)
class StreamLimits:
    """How many streams of events are open at once: in all, and of one peer (a device, an address)."""

    all: int = 16
    of_a_peer: int = 4
    of_this_computer: int = 12


class Streams:
    """The streams of events that are open, by peer; a peer's can be ended from outside."""

    def __init__(self, limits: StreamLimits | None = None) -> None:
        self._limits = limits or StreamLimits()
        self._ends: dict[str, list[asyncio.Event]] = {}

    def open(self, peer: str, ended: asyncio.Event, *, here: bool) -> bool:
        """Count one more stream if the limits allow it; return whether they do.

        Args:
            peer: who listens: the id of a device, or an address.
            ended: is set when the stream has to end.
            here: whether it is this computer itself.
        """
        own = self._ends.get(peer, [])
        most = self._limits.of_this_computer if here else self._limits.of_a_peer
        if len(own) >= most or sum(map(len, self._ends.values())) >= self._limits.all:
            return False
        self._ends.setdefault(peer, []).append(ended)
        return True

    def close(self, peer: str, ended: asyncio.Event) -> None:
        """Count one stream of a peer less."""
        own = self._ends[peer]
        own.remove(ended)
        if not own:
            del self._ends[peer]

    def end(self, peer: str) -> None:
        """End every stream of a peer, such as a device that was removed."""
        for ended in self._ends.get(peer, ()):
            ended.set()

    def end_all(self) -> None:
        """End every stream, as the program ends, so that no response is cut off."""
        for peer in self._ends:
            self.end(peer)

    def of(self, peer: str) -> int:
        """Return the number of streams that a peer has open."""
        return len(self._ends.get(peer, ()))


class Pace:
    """A token bucket: so many turns in one go, and so many a second from then on."""

    def __init__(self, at_once: int, a_second: float) -> None:
        self._most, self._a_second = at_once, a_second
        self._left, self._seen_s = float(at_once), 0.0

    def take(self, now_s: float) -> float:
        """Use one turn now and return 0; or use none and return in how many seconds there will be one."""
        self._left = min(self._most, self._left + (now_s - self._seen_s) * self._a_second)
        self._seen_s = now_s
        if self._left < 1:
            return (1 - self._left) / self._a_second
        self._left -= 1
        return 0.0


class Places:
    """A limited number of places, and how many of them each peer holds."""

    def __init__(self, most: int, of_a_peer: int) -> None:
        self._most, self._of_a_peer = most, of_a_peer
        self._held: Counter[str] = Counter()

    def take(self, peer: str) -> bool:
        """Occupy a place for a peer; return whether there was a free one."""
        if self._held.total() >= self._most or self._held[peer] >= self._of_a_peer:
            return False
        self._held[peer] += 1
        return True

    def give_back(self, peer: str) -> None:
        """Free a place of a peer."""
        self._held[peer] -= 1
        if self._held[peer] <= 0:
            del self._held[peer]

    def __len__(self) -> int:
        return self._held.total()
