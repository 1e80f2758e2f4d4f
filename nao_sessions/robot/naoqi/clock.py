"""One action's calls to Nao (the attempt), and Nao's clock beside ours.

The clock is measured by a key of our own in Nao's memory, never assumed. It is only ever compared, not set; a
session lives by the host's.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Any

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.engine.values import Action, How
from nao_sessions.robot.naoqi.link import CALL_DEADLINE_S, Call, CallFailed, QiLink, Reply

# One action on its way to Nao: its calls, and how it can be cut.
#
# Once an attempt is barred it sends nothing more, whatever it was about to do next.


class Barred(Exception):
    """Raised when an attempt that was cut would have sent another call."""


class Refused(Exception):
    """Raised when an action asks for what is not in the catalogue, or what Nao did not do."""


class CutShort(Exception):
    """Raised when Nao reports that it was interrupted before the end."""


class ActionAttempt:
    """One action on its way to Nao: the link sends its calls, until the attempt is barred."""

    def __init__(self, link: QiLink, action: Action, times_shut: int = 0) -> None:
        """Begin; ``times_shut`` is the latch's count now: a different count later means a stop came since."""
        self.action = action
        self.times_shut = times_shut
        self.barred = False
        self.cut: asyncio.Future[How] = asyncio.get_running_loop().create_future()
        self._link = link
        self._last: Call | None = None

    async def call(
        self, service: str, method: str, *arguments: Any, deadline_s: float = CALL_DEADLINE_S
    ) -> Reply:
        """Send a call to Nao and wait for its answer. Raises: Barred, and as :meth:`QiLink.call`."""
        return await self._link.answer_of(self.send(service, method, *arguments), deadline_s)

    def send(self, service: str, method: str, *arguments: Any) -> Call:
        """Send a call to Nao without waiting. Raises: Barred, and as :meth:`QiLink.send`."""
        if self.barred:
            raise Barred
        self._last = self._link.send(service, method, *arguments)
        return self._last

    def bar(self) -> None:
        """Refuse further calls of the attempt, and ask Nao to cancel the running one where it can."""
        self.barred = True
        if self._last is not None and not self._last.answer.done():
            self._last.cancel()

    def end(self, how: How) -> None:
        """End the attempt from outside: it sends nothing more, and its action ends as ``how`` says."""
        self.barred = True
        if not self.cut.done():
            self.cut.set_result(how)


KEY = "NaoSessions/Clock"
ROUNDS = 9


@dataclass(frozen=True, slots=True)
class ClockOffset:
    """Robot time minus CLOCK_MONOTONIC, and half the shortest round trip: the truth lies within."""

    offset_ns: int
    uncertainty_ns: int


async def measure(link: QiLink, rounds: int = ROUNDS) -> ClockOffset | None:
    """Return the offset of Nao's clock: by the quickest of some writings of a key, whose stamp is read.

    None when this robot has no time stamps, or refuses the calls. Raises: LinkLost, LatchShut, CallLate.
    """
    best: ClockOffset | None = None
    try:
        for number in range(1, rounds + 1):
            before_ns = time.monotonic_ns()
            written = await link.call("ALMemory", "insertData", KEY, number)
            stamp = (await link.call("ALMemory", "getTimestamp", KEY)).value
            robot_ns = stamp_ns(stamp)
            if robot_ns is None:
                return None
            half_ns = (written.monotonic_ns - before_ns) // 2
            if best is None or half_ns < best.uncertainty_ns:
                best = ClockOffset(offset_ns=robot_ns - (before_ns + half_ns), uncertainty_ns=half_ns)
    except CallFailed:
        return best
    return best


def stamp_ns(stamp: Any) -> int | None:
    """Return the nanoseconds of a stamp ``[value, seconds, microseconds]`` of Nao's memory, or None."""
    if not isinstance(stamp, list | tuple) or len(stamp) < 3:
        return None
    try:
        return int(stamp[1]) * SECOND_NS + int(stamp[2]) * 1_000
    except (TypeError, ValueError):
        return None
