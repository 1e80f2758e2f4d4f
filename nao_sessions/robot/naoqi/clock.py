"""Nao's clock beside ours: measured by a key of our own in its memory, never assumed.

The robot's clock is only ever compared, not set; a session lives by the host's.
"""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass
from typing import Any

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.robot.naoqi.link import CallFailed, QiLink

KEY = "NaoSessions/Clock"
ROUNDS = 9


@dataclass(frozen=True, slots=True)
class ClockOffset:
    """Robot time minus CLOCK_MONOTONIC, and half the shortest round trip: the truth lies within."""

    offset_ns: int
    uncertainty_ns: int


async def measure(link: QiLink, rounds: int = ROUNDS) -> ClockOffset | None:
    """Write a key, ask when it was written, and keep the round with the shortest way there and back.

    Returns None when this robot gives no time stamps. Raises: LinkLost, LatchShut, CallLate.
    """
    best: ClockOffset | None = None
    try:
        for number in itertools.islice(itertools.count(1), rounds):
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
    """Read ``[value, seconds, microseconds]``, as the robot's memory stamps its keys."""
    if not isinstance(stamp, list | tuple) or len(stamp) < 3:
        return None
    try:
        return int(stamp[1]) * SECOND_NS + int(stamp[2]) * 1_000
    except (TypeError, ValueError):
        return None
