"""Samples of Nao's body over qi: angles by ALMotion, the rest by one call to Nao's memory.

Angles come from ALMotion, which has them anew every 20 ms: the memory's own are renewed twice a second on a
V6. Nothing is asked twice at the same time: what hangs on Nao never makes calls pile up.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import Any

from nao_sessions.record.telemetry.columns import (
    BATTERY_CURRENT,
    BATTERY_HEAT,
    BATTERY_MINUTES,
    BATTERY_PERCENT,
    HEAD_HEAT,
    JOINTS,
    heat_columns,
    joint_column,
    touch_column,
)
from nao_sessions.robot.naoqi.link import Call, CallFailed, CallLate, LinkLost, QiLink, Reply
from nao_sessions.robot.port import BodySample, minutes_left

SAMPLE_SERVICES = ("ALMotion", "ALMemory", "ALBattery")
DEADLINE_S = 1.0
_DEVICES = "Device/SubDeviceList/"

TOUCH_SENSORS: Mapping[str, tuple[str, ...]] = {
    **{f"head.{place.lower()}": (f"Head/Touch/{place}",) for place in ("Front", "Middle", "Rear")},
    **{
        f"hand.{side}": tuple(f"{side[0].upper()}Hand/Touch/{place}" for place in ("Back", "Left", "Right"))
        for side in ("left", "right")
    },
    **{
        f"foot.{side}": tuple(f"{side[0].upper()}Foot/Bumper/{place}" for place in ("Left", "Right"))
        for side in ("left", "right")
    },
    "chest": ("ChestBoard/Button",),
}
"""The sensors of each part of the body, as Nao's memory names them."""

TOUCH_KEYS = {
    f"{_DEVICES}{sensor}/Sensor/Value": part for part, sensors in TOUCH_SENSORS.items() for sensor in sensors
}
POWER_KEYS = {
    f"{_DEVICES}Battery/Current/Sensor/Value": BATTERY_CURRENT,
    f"{_DEVICES}Battery/Temperature/Sensor/Value": BATTERY_HEAT,
    f"{_DEVICES}Head/Temperature/Sensor/Value": HEAD_HEAT,
    **{f"{_DEVICES}{joint}/Temperature/Sensor/Value": heat_columns(joint)[0] for joint in JOINTS},
    **{f"{_DEVICES}{joint}/Temperature/Sensor/Status": heat_columns(joint)[1] for joint in JOINTS},
}


class Samples:
    """The taking of samples over a link. Belongs to the robot's event loop."""

    def __init__(self, link: QiLink) -> None:
        self._link = link
        self._late: dict[str, Call] = {}
        self._joints: tuple[str, ...] = ()
        self._known: frozenset[str] | None = None

    def forget(self) -> None:
        """Forget which parts the robot has, and ask again: after a loss it may be another robot."""
        self._joints, self._known = (), None
        self._late.clear()

    async def take(self, part: str) -> BodySample | None:
        """Return one sample of ``joints``, ``touch`` or ``power``; never raises.

        None where Nao gave none, or has not answered the question before.
        """
        late = self._late.get(part)
        if late is not None and not late.answer.done():
            return None
        try:
            match part:
                case "joints":
                    return await self._angles()
                case "touch":
                    return await self._touches()
                case "power":
                    return await self._power()
        except (CallFailed, CallLate, LinkLost):
            pass
        return None

    async def _angles(self) -> BodySample | None:
        if not self._joints:
            names = (await self._ask("joints", "ALMotion", "getBodyNames", "Body")).value
            self._joints = tuple(str(name) for name in names)
        before_ns = time.monotonic_ns()
        answer = await self._ask("joints", "ALMotion", "getAngles", "Body", True)
        angles = dict(zip(self._joints, _list(answer.value), strict=False))
        return _sample(
            {joint_column(joint): angles[joint] for joint in JOINTS if joint in angles}, before_ns, answer
        )

    async def _touches(self) -> BodySample | None:
        read = await self._read("touch", TOUCH_KEYS)
        if read is None:
            return None
        before_ns, found, answer = read
        levels: dict[str, Any] = {}
        for key, level in found.items():
            if _is_number(level):
                column = touch_column(TOUCH_KEYS[key])
                levels[column] = max(levels.get(column, 0.0), float(level > 0))
        return _sample(levels, before_ns, answer)

    async def _power(self) -> BodySample | None:
        read = await self._read("power", POWER_KEYS)
        if read is None:
            return None
        before_ns, found, answer = read
        values = {POWER_KEYS[key]: value for key, value in found.items()}
        try:
            answer = await self._ask("power", "ALBattery", "getBatteryCharge")
            values[BATTERY_PERCENT] = answer.value
            values[BATTERY_MINUTES] = minutes_left(answer.value)
        except CallFailed:  # a Nao without that service: its heat is told all the same
            pass
        return _sample(values, before_ns, answer)

    async def _read(self, part: str, keys: Iterable[str]) -> tuple[int, dict[str, Any], Reply] | None:
        """Return keys of Nao's memory read in one call: when it was sent (ns), the values, the answer.

        None where Nao has none of the keys.
        """
        if self._known is None:
            names = (await self._ask(part, "ALMemory", "getDataList", _DEVICES)).value
            self._known = frozenset(str(name) for name in _list(names))
        present = [key for key in keys if key in self._known]
        if not present:
            return None
        before_ns = time.monotonic_ns()
        answer = await self._ask(part, "ALMemory", "getListData", present)
        return before_ns, dict(zip(present, _list(answer.value), strict=False)), answer

    async def _ask(self, part: str, service: str, method: str, *arguments: Any) -> Reply:
        """Send a call and wait; a late one is remembered. Raises: CallFailed, CallLate, LinkLost."""
        call = self._link.send(service, method, *arguments, anyway=True)
        try:
            return await self._link.answer_of(call, DEADLINE_S)
        except CallLate:
            self._late[part] = call
            raise


def _sample(values: Mapping[str, Any], before_ns: int, answer: Reply) -> BodySample | None:
    """Return a sample of the values that are numbers, timed midway through the call; None without any."""
    numbers = {column: round(float(value), 4) for column, value in values.items() if _is_number(value)}
    if not numbers:
        return None
    half_ns = (answer.monotonic_ns - before_ns) // 2
    return BodySample(numbers, before_ns + half_ns, half_ns)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and value == value


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []
