"""The head sign: all three sensors of Nao's head held for two seconds, by which an adult stops it by hand.

Only what Nao's memory holds is asked for; a Nao that does not answer counts as a head that was let go of.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from nao_sessions.core.clock import MILLISECOND_NS, SECOND_NS
from nao_sessions.robot.qi_link import CallFailed, CallLate, LinkLost, QiLink

SENSORS = ("FrontTactilTouched", "MiddleTactilTouched", "RearTactilTouched")
HELD_NS = 2 * SECOND_NS
LOOK_EVERY_S = 0.1
GAP_NS = 500 * MILLISECOND_NS
"""Between two looks there may lie no more: a hand that let go meanwhile would not have been seen."""


class HeldHead:
    """Whether the sign was given, from one look after the other: once each time the head is held."""

    def __init__(self) -> None:
        self._since_ns: int | None = None
        self._last_ns = 0
        self._given = False

    def look(self, held: bool, at_ns: int) -> bool:
        """Take what was seen at a time (CLOCK_MONOTONIC, ns); true when the sign is complete."""
        if not held or self._since_ns is None or at_ns - self._last_ns > GAP_NS:
            self._since_ns, self._given = (at_ns if held else None), False
        self._last_ns = at_ns
        if self._since_ns is None or self._given or at_ns - self._since_ns < HELD_NS:
            return False
        self._given = True
        return True


async def watch_head(link: QiLink, given: Callable[[], object]) -> None:
    """Look at Nao's head ten times a second, for ever, and call ``given`` at each sign.

    The three are asked for by name and not subscribed to: libqi may hand over two changes in the wrong order.
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
