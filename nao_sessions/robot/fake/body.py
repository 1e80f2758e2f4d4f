"""The body of a fake Nao, as far as it can be measured: the pose it holds, what is pressed, battery and heat.

It moves through nothing: a pose is there as soon as it is asked for, and everything else stays at 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from nao_sessions.protocol.catalogue import TOUCH_PARTS
from nao_sessions.protocol.poses import POSES
from nao_sessions.record.telemetry.columns import (
    BATTERY_MINUTES,
    BATTERY_PERCENT,
    JOINTS,
    heat_columns,
    joint_column,
    touch_column,
)
from nao_sessions.robot.battery import minutes_left
from nao_sessions.robot.samples import Sample


class FakeBody:
    """What can be measured of a fake. ``percent`` and ``hot`` follow what a test lets it tell."""

    def __init__(self, pose: Callable[[], str | None]) -> None:
        self.pressed: set[str] = set()
        self.percent = 100
        self.hot: frozenset[str] = frozenset()
        self._pose = pose

    def tell(self, kind: str, data: Mapping[str, Any]) -> None:
        """Take up what the fake tells of itself."""
        match kind:
            case "touch":
                (self.pressed.add if data["pressed"] else self.pressed.discard)(data["part"])
            case "battery":
                self.percent = int(data["percent"])
            case "hot":
                self.hot = frozenset(data["joints"])

    def sample(self, part: str, at_ns: int) -> Sample | None:
        """Measure a part, in no time."""
        values = self._values(part)
        return Sample(values, at_ns, 0) if values else None

    def _values(self, part: str) -> dict[str, float]:
        match part:
            case "joints":
                pose = self._pose()
                held = {} if pose is None else POSES[pose].joints
                return {joint_column(joint): round(held.get(joint, 0.0), 4) for joint in JOINTS}
            case "touch":
                return {touch_column(part): float(part in self.pressed) for part in TOUCH_PARTS}
            case "power":
                heat = {heat_columns(joint)[1]: float(joint in self.hot) for joint in JOINTS}
                return {BATTERY_PERCENT: self.percent, BATTERY_MINUTES: minutes_left(self.percent), **heat}
        return {}
