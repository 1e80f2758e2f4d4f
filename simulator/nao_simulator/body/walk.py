"""Walking, as a velocity of the whole body over time; enough to be somewhere, not a gait generator.

A pose is a pure function of time: exact motion at constant velocity in the robot's own frame.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

_STEP_HZ = 1.2  # a step of 0.42 s and one of the other foot
_SWING_RAD = 0.15  # (est) visible swing of the legs


@dataclass(frozen=True, slots=True)
class Pose:
    """Where the robot stands in its world frame: metres and radians."""

    x: float = 0.0
    y: float = 0.0
    theta: float = 0.0


class Walk:
    """The pose of the robot and the velocity it walks with."""

    def __init__(self) -> None:
        self._from = Pose()
        self._since_s = 0.0
        self._until_s = 0.0
        self.velocity = (0.0, 0.0, 0.0)

    @property
    def active(self) -> bool:
        """Return whether a walk was begun and not ended."""
        return self.velocity != (0.0, 0.0, 0.0)

    def begin(self, now_s: float, velocity: tuple[float, float, float], seconds: float = math.inf) -> None:
        """Begin to walk with a velocity (forward m/s, left m/s, turn rad/s), for ``seconds`` at most."""
        self._from = self.pose(now_s)
        self._since_s, self._until_s = now_s, now_s + seconds
        self.velocity = velocity

    def end(self, now_s: float) -> None:
        """Stand still from now on."""
        self._from = self.pose(now_s)
        self._since_s = now_s
        self.velocity = (0.0, 0.0, 0.0)

    def pose(self, now_s: float) -> Pose:
        """Return the pose at an instant."""
        forward, left, turn = self.velocity
        seconds = max(0.0, min(now_s, self._until_s) - self._since_s)
        if not self.active or seconds == 0.0:
            return self._from
        theta = self._from.theta
        angle = turn * seconds
        if abs(turn) < 1e-6:
            ahead, aside = forward * seconds, left * seconds
        else:
            ahead = (forward * math.sin(angle) - left * (1 - math.cos(angle))) / turn
            aside = (forward * (1 - math.cos(angle)) + left * math.sin(angle)) / turn
        return Pose(
            self._from.x + ahead * math.cos(theta) - aside * math.sin(theta),
            self._from.y + ahead * math.sin(theta) + aside * math.cos(theta),
            math.remainder(theta + angle, math.tau),
        )

    def steps(self, now_s: float) -> Mapping[str, float]:
        """Return the swing of the legs around their posture while walking, in rad."""
        if not self.active:
            return {}
        swing = _SWING_RAD * math.sin(math.tau * _STEP_HZ * (now_s - self._since_s))
        lift = abs(swing)
        return {
            "LHipPitch": -swing - lift / 2,
            "RHipPitch": swing - lift / 2,
            "LKneePitch": lift,
            "RKneePitch": lift,
            "LAnklePitch": -lift / 2,
            "RAnklePitch": -lift / 2,
        }
