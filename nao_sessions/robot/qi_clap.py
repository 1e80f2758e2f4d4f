"""The parts of a clap on Nao: all its lamps at once, in times of its own, and single tones.

Tones come from Nao's own generator: no file of ours is on the robot.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from nao_sessions.robot.qi_attempt import Attempt
from nao_sessions.robot.qi_link import CALL_DEADLINE_S, Answer

CLAP_SERVICES = ("ALLeds", "ALAudioDevice")
ALL_LAMPS = "AllLeds"
GAIN_PERCENT = 60
"""Clear across a room, and no more than a voice."""


class ClapParts:
    """Does the two verbs of a clap; ``speed`` is robot seconds per real second."""

    def __init__(self, speed: float) -> None:
        self._speed = speed

    async def lamps(self, attempt: Attempt, data: Mapping[str, Any]) -> Answer:
        """Lead all lamps through colours; the call lasts as long as they do. No colours: back to the usual
        ones.
        """
        colours, times_s = list(data["colours"]), [float(time) for time in data["times_s"]]
        if not colours:
            return await attempt.call("ALLeds", "reset", ALL_LAMPS)
        deadline_s = CALL_DEADLINE_S + times_s[-1] / self._speed
        return await attempt.call("ALLeds", "fadeListRGB", ALL_LAMPS, colours, times_s, deadline_s=deadline_s)

    async def tone(self, attempt: Attempt, data: Mapping[str, Any]) -> Answer:
        """Sound a tone, and wait for as long as it lasts: whether the call itself blocks is known of no
        Nao.
        """
        lasts_s = float(data["lasts_s"])
        answer = await attempt.call("ALAudioDevice", "playSine", int(data["hz"]), GAIN_PERCENT, 0, lasts_s)
        await asyncio.sleep(lasts_s / self._speed)
        return answer
