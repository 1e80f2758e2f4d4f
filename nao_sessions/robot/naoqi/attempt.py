"""One action on its way to Nao: its calls, and how it can be cut.

Once an attempt is barred it sends nothing more, whatever it was about to do next.
"""

from __future__ import annotations

import asyncio
from typing import Any

from nao_sessions.engine.values import Action, How
from nao_sessions.robot.naoqi.link import CALL_DEADLINE_S, Call, QiLink, Reply


class Barred(Exception):
    """When an attempt that was cut would have sent another call."""


class Refused(Exception):
    """When an action asks for what is not in the catalogue, or what Nao did not do."""


class CutShort(Exception):
    """When Nao tells that it did not get to the end."""


class Attempt:
    """Lends an action the link, call by call."""

    def __init__(self, link: QiLink, action: Action, times_shut: int = 0) -> None:
        """Begin; ``times_shut`` is the latch's count now: another one later means that it was cut."""
        self.action = action
        self.times_shut = times_shut
        self.barred = False
        self.cut: asyncio.Future[How] = asyncio.get_running_loop().create_future()
        self._link = link
        self._last: Call | None = None

    async def call(
        self, service: str, method: str, *arguments: Any, deadline_s: float = CALL_DEADLINE_S
    ) -> Reply:
        """Send a call and wait for its answer. Raises: Barred, and as :meth:`QiLink.call`."""
        return await self._link.answer_of(self.send(service, method, *arguments), deadline_s)

    def send(self, service: str, method: str, *arguments: Any) -> Call:
        """Send a call without waiting. Raises: Barred, and as :meth:`QiLink.send`."""
        if self.barred:
            raise Barred
        self._last = self._link.send(service, method, *arguments)
        return self._last

    def bar(self) -> None:
        """Let no further call out, and ask Nao to drop the one under way, where it can."""
        self.barred = True
        if self._last is not None and not self._last.answer.done():
            self._last.cancel()

    def end(self, how: How) -> None:
        """Say how it ended, from outside."""
        self.barred = True
        if not self.cut.done():
            self.cut.set_result(how)
