"""What the guard needs of a robot: to cut it, to see whether it is quiet, and to put its settings back.

A link of its own, with every proxy fetched beforehand: at stop time there is nothing left to look up.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from nao_sessions.core.clock import MILLISECOND_NS, SECOND_NS
from nao_sessions.core.errors import DeviceUnavailable
from nao_sessions.robot.naoqi import life as qi_life
from nao_sessions.robot.naoqi.halt import HALT_SERVICES, answers, send_cuts, still_running
from nao_sessions.robot.naoqi.last_words import forget_last_words
from nao_sessions.robot.naoqi.link import CallFailed, CallLate, LinkLost, QiLink
from nao_sessions.robot.naoqi.watch import LEFT_SERVICES, end_what_was_left

# The head sign: all three sensors of Nao's head held for two seconds, by which an adult stops it by hand.
#
# Only what Nao's memory holds is asked for; a Nao that does not answer counts as a head that was let go of.

SENSORS = ("FrontTactilTouched", "MiddleTactilTouched", "RearTactilTouched")
HELD_NS = 2 * SECOND_NS
LOOK_EVERY_S = 0.1
GAP_NS = 500 * MILLISECOND_NS
"""The longest time between two looks: after a longer one a hand may have let go unseen."""


class HeldHead:
    """The head sign, followed from look to look: complete once each time the head is held for two seconds."""

    def __init__(self) -> None:
        self._since_ns: int | None = None
        self._last_ns = 0
        self._given = False

    def look(self, held: bool, at_ns: int) -> bool:
        """Note if the head is held at a time (ns of CLOCK_MONOTONIC); return whether the sign is complete."""
        if not held or self._since_ns is None or at_ns - self._last_ns > GAP_NS:
            self._since_ns, self._given = (at_ns if held else None), False
        self._last_ns = at_ns
        if self._since_ns is None or self._given or at_ns - self._since_ns < HELD_NS:
            return False
        self._given = True
        return True


async def watch_head(link: QiLink, given: Callable[[], object]) -> None:
    """Call ``given`` each time somebody holds all three sensors of Nao's head for two seconds; for ever.

    The sensors are read ten times a second and not subscribed to: libqi may hand over two changes in the
    wrong order.
    """
    head = HeldHead()
    while True:
        if head.look(await _held(link), time.monotonic_ns()):
            given()
        await asyncio.sleep(LOOK_EVERY_S)


async def _held(link: QiLink) -> bool:
    try:
        answers = [link.send("ALMemory", "getData", sensor, anyway=True) for sensor in SENSORS]
        return all([bool((await link.answer_of(answer)).value) for answer in answers])
    except (CallFailed, CallLate, LinkLost):  # a sensor that nobody touched yet has no key
        return False


_SERVICES = tuple(dict.fromkeys((*HALT_SERVICES, *qi_life.LIFE_SERVICES, *LEFT_SERVICES)))


class GuardedRobot:
    """The guard's own connection to a robot, which sends everything whether or not the latch is shut."""

    def __init__(self, url: str, on_lost: Callable[[str], None], on_back: Callable[[], None]) -> None:
        self._on_back = on_back
        self._link = QiLink(url, _SERVICES, on_lost=lambda why, _at_ns: on_lost(why), on_back=self._back)

    async def start(self) -> bool:
        """Connect; return False if no robot answers: it may be tried again. Raises: DeviceUnavailable."""
        try:
            await self._link.start()
        except DeviceUnavailable as error:
            if error.code == "R001":
                raise
            return False
        return True

    @property
    def up(self) -> bool:
        """Return whether the robot answers the guard."""
        return self._link.up

    def cut(self) -> Cut:
        """Send all calls that stop Nao, and return at once."""
        return Cut(self._link)

    async def doing(self) -> tuple[str, ...] | None:
        """Return what Nao reports to be doing, empty when it is quiet; None when it does not answer."""
        running = await still_running(self._link)
        if running is None:
            return None
        return (*(("speech",) if running.speech else ()), *running.movements)

    async def watch_head(self, given: Callable[[], object]) -> None:
        """Call ``given`` each time somebody holds Nao's three head sensors for two seconds; for ever."""
        await watch_head(self._link, given)

    async def put_settings_back(self, path: Path) -> bool:
        """Restore Nao's own settings from the session's file; return whether nothing is left to do.

        Never its life: the session died, Nao was stopped, and moves by itself when a person says so.
        """
        life = qi_life.load(path)
        if life is None:
            return True
        with contextlib.suppress(LinkLost, CallFailed, CallLate):
            await end_what_was_left(self._link)
            await forget_last_words(self._link, heard=True)
            if await qi_life.put_back(self._link, life):
                qi_life.forget(path)
                return True
        return False

    async def close(self) -> None:
        """Close the connection to the robot."""
        await self._link.close()

    async def _back(self) -> None:
        self._on_back()


class Cut:
    """The calls of one cut, which are sent at once: ``sent_ns`` is when (CLOCK_MONOTONIC).

    ``reached`` is False where not one of them could be sent.
    """

    def __init__(self, link: QiLink) -> None:
        self._sent = send_cuts(link)
        self.sent_ns = time.monotonic_ns()
        self.reached = bool(self._sent)

    async def answered_ns(self) -> Mapping[str, int | None]:
        """Wait for the answers, half a second at most; return when each came in ns, None if it did not."""
        return await answers(self._sent)
