"""No robot at all: the protocol is led by the adult, who reads what Nao would say and do.

It keeps the whole contract of the port; an action ends after the time that it takes by the one timing model.
The sentences for the adult hold first names, and go to the terminal alone.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

from nao_sessions.core.errors import RobotLost
from nao_sessions.engine.values import Action, Done
from nao_sessions.robot.adult_words import to_be_done
from nao_sessions.robot.fake import FakeRobot, LoopSchedule
from nao_sessions.robot.latch import HaltLatch
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.robot.port import NOBODY, RobotFacts, Sensed
from nao_sessions.text.messages import Text, msg

_OF_NAO_ALONE = frozenset({"speech"})
"""The kinds of events that are left out, since no Nao speaks."""


class AdultLed:
    """The robot port without a robot: as an action begins, ``tell`` is called with what the adult does."""

    def __init__(
        self,
        tell: Callable[[Text], None],
        *,
        latch: HaltLatch | None = None,
        names: Pseudonyms | None = None,
        speed: float = 1.0,
    ) -> None:
        """Prepare; ``speed`` is session seconds per real second."""
        self._tell = tell
        self._nobody = FakeRobot(LoopSchedule(speed), latch=latch, names=names, on_begun=self._begun)
        self._closed = False

    async def do(self, action: Action) -> Done:
        """Show the adult what to do in Nao's place, and wait for as long as that takes."""
        return await self._nobody.do(action)

    async def halt(self) -> None:
        """End all running and waiting actions at once, as stopped."""
        await self._nobody.halt()

    async def events(self) -> AsyncIterator[Sensed]:
        """Yield nothing until :meth:`close`: no robot senses anything."""
        async for sensed in self._nobody.events():
            if sensed.kind not in _OF_NAO_ALONE:
                yield sensed

    async def about(self) -> RobotFacts:
        """Return facts that say there is no robot. Raises: RobotLost: the session is over."""
        if self._closed:
            raise RobotLost(msg("The session is over."))
        return RobotFacts(
            kind=NOBODY, system=NOBODY, body=NOBODY, details={"simulated": False, "adult_led": True}
        )

    async def close(self) -> None:
        """Close: running actions are lost; may be called twice."""
        self._closed = True
        await self._nobody.close()

    def _begun(self, action: Action) -> None:
        words = to_be_done(action)
        if words is not None:
            self._tell(words)
