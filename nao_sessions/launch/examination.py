"""What the console's preparation says of Nao: the doctor's examination, as lines with a remedy each.

It takes some seconds and asks Nao a hundred things: it is done once in a while, before a session alone.
"""

from __future__ import annotations

import asyncio
import time

from nao_sessions.core.errors import Finding
from nao_sessions.doctor.result import ExaminationResult
from nao_sessions.doctor.robot import examine_robot
from nao_sessions.live.preflight import CheckLine, Verdict
from nao_sessions.robot.address import Address
from nao_sessions.text.messages import msg

FRESH_S = 15.0
"""How many seconds an examination holds: a person looks at the page for about as long."""

_VERDICTS: dict[str, Verdict] = {"error": "refused", "warning": "warning", "remark": "well"}
_WELL = msg("Nao answers and is well.")
_NONE = msg("Without a robot: it is you who lead.")
_EXAMINING = msg("Nao is being examined...")


class RobotExamination:
    """The examination of one Nao, made again when it is asked for and older than FRESH_S."""

    def __init__(self, address: Address | None) -> None:
        """Prepare; no address: no robot takes part."""
        self._address = address
        self._examined: tuple[float, ExaminationResult] | None = None
        self._examining: asyncio.Task[ExaminationResult] | None = None

    async def lines(self, language: str, *, wait: bool = False) -> tuple[CheckLine, ...]:
        """Return the lines of the last examination at once, and start another if it is out of date.

        ``wait``: return those of that other one, once it is over.

        Raises:
            DeviceUnavailable: qi is not installed here.
        """
        if self._address is None:
            return (CheckLine("robot", "well", _NONE),)
        if self._examined is None or time.monotonic() - self._examined[0] > FRESH_S:
            if self._examining is None or self._examining.done():
                self._examining = asyncio.create_task(self._examine(self._address, language))
            if wait or self._examining.done():
                await self._examining
        if self._examined is None:
            return (CheckLine("robot", "warning", _EXAMINING),)
        return lines_of(self._examined[1])

    async def _examine(self, address: Address, language: str) -> ExaminationResult:
        examined = await examine_robot(address, languages=(language,))
        self._examined = (time.monotonic(), examined)
        return examined


def lines_of(examined: ExaminationResult) -> tuple[CheckLine, ...]:
    """Return the findings of an examination as lines of the preflight; one line if there are none."""
    found = [_line(finding) for finding in examined.findings]
    if any(line.verdict != "well" for line in found):
        return tuple(found)
    return (CheckLine("robot", "well", _WELL), *found)


def _line(finding: Finding) -> CheckLine:
    return CheckLine("robot", _VERDICTS[finding.severity], finding.sentence, finding.hint, finding.code)
