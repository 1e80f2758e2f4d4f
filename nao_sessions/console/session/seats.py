"""Seats, the open pages of a session: one leads, a second adult may judge, everybody may watch and stop.

Control is never taken by accident: the first who comes has it, and whoever wants it takes it over expressly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Role = Literal["lead", "second", "watch"]

JUDGING = frozenset({"judge", "prompt", "mark"})
"""The acts that the page of the second adult may do, too."""
ALWAYS = frozenset({"stop"})
"""The acts that every page may do, whatever its role: to stop Nao nobody has to ask."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One page of the session that is open somewhere."""

    id: str
    role: Role


class Seats:
    """The pages that are open, and which of them leads."""

    def __init__(self) -> None:
        self._open: dict[str, Seat] = {}
        self._count: dict[str, int] = {}
        self.leader: str | None = None

    def come(self, seat: Seat) -> bool:
        """Register a page that opens; the first page that may lead becomes the leader.

        Return whether it is the one that leads, and was not here.
        """
        self._open[seat.id] = seat
        self._count[seat.id] = self._count.get(seat.id, 0) + 1
        if self.leader is None and seat.role == "lead":
            self.leader = seat.id
        return self.leader == seat.id and self._count[seat.id] == 1

    def go(self, seat: Seat) -> bool:
        """Unregister a page. The leader stays the leader, as a tablet that was cut off comes back.

        Return whether it is the one that leads, and is not here any more.
        """
        left = self._count.get(seat.id, 1) - 1
        self._count[seat.id] = left
        if left <= 0:
            self._open.pop(seat.id, None)
            self._count.pop(seat.id, None)
        return self.leader == seat.id and left <= 0

    def take_over(self, seat_id: str) -> bool:
        """Make a page the leader from now on; return whether it may lead."""
        seat = self._open.get(seat_id)
        if seat is None or seat.role != "lead":
            return False
        self.leader = seat_id
        return True

    def may(self, seat_id: str, role: Role, act: str) -> bool:
        """Return whether a page with this role may give a command now."""
        if act in ALWAYS:
            return True
        if role == "second":
            return act in JUDGING
        return role == "lead" and self.leader in (None, seat_id)

    def told_to(self, seat_id: str) -> Mapping[str, Any]:
        """Return what a page needs to know of the others: whether it leads, whether anybody present leads."""
        return {
            "leads": self.leader == seat_id,
            "led": self.leader in self._open,
            "watchers": sum(seat.role == "watch" for seat in self._open.values()),
        }
