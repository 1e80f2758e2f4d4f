"""The time of a fake robot: that of the event loop, or a virtual time that moves on command.

The fake reads no clock but the one it is given here.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from collections.abc import Callable
from typing import Protocol

from nao_sessions.core.clock import SECOND_NS


class Handle(Protocol):
    """A call that is planned."""

    def cancel(self) -> None:
        """Cancel the planned call; harmless when it was made already."""
        ...


class Schedule(Protocol):
    """A clock, and a way to plan on it."""

    def now_ns(self) -> int:
        """Return the current time in nanoseconds; it never goes back."""
        ...

    def after_ns(self, delay_ns: int, call: Callable[[], None]) -> Handle:
        """Plan a call after a delay, and return it; calls due at one time are made in the planned order."""
        ...


class LoopSchedule:
    """The time of the running asyncio loop; ``speed`` is planned seconds per real second."""

    def __init__(self, speed: float = 1.0) -> None:
        self._speed = speed

    def now_ns(self) -> int:
        """Return the time of CLOCK_MONOTONIC in nanoseconds, as in every stamp of the session."""
        return time.monotonic_ns()

    def after_ns(self, delay_ns: int, call: Callable[[], None]) -> Handle:
        """Plan a call on the loop."""
        return asyncio.get_running_loop().call_later(delay_ns / SECOND_NS / self._speed, call)


class _Planned:
    __slots__ = ("call",)

    def __init__(self, call: Callable[[], None]) -> None:
        self.call: Callable[[], None] | None = call

    def cancel(self) -> None:
        self.call = None


class VirtualSchedule:
    """A time that moves only when :meth:`run_next` or :meth:`advance_ns` says so."""

    def __init__(self, now_ns: int = 0) -> None:
        self._now_ns = now_ns
        self._order = itertools.count()
        self._planned: list[tuple[int, int, _Planned]] = []

    def now_ns(self) -> int:
        """Return the virtual time in nanoseconds."""
        return self._now_ns

    def after_ns(self, delay_ns: int, call: Callable[[], None]) -> Handle:
        """Plan a call at a virtual time."""
        planned = _Planned(call)
        heapq.heappush(self._planned, (self._now_ns + max(0, delay_ns), next(self._order), planned))
        return planned

    def next_ns(self) -> int | None:
        """Return when the next planned call is due, in nanoseconds; None when nothing is planned."""
        while self._planned and self._planned[0][2].call is None:
            heapq.heappop(self._planned)
        return self._planned[0][0] if self._planned else None

    def run_next(self) -> bool:
        """Advance the time to the next planned call and make it; return False when nothing is planned."""
        due = self.next_ns()
        if due is None:
            return False
        planned = heapq.heappop(self._planned)[2]
        self._now_ns = due
        call, planned.call = planned.call, None
        assert call is not None
        call()
        return True

    def advance_ns(self, by_ns: int) -> None:
        """Advance the time by some nanoseconds, and make all calls that fall due on the way."""
        until = self._now_ns + by_ns
        while (due := self.next_ns()) is not None and due <= until:
            self.run_next()
        self._now_ns = until
