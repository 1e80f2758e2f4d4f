"""ALMotion: motors on and off, waking up and resting."""

from __future__ import annotations

from typing import Any

from nao_simulator.body import joints
from nao_simulator.errors import CallError
from nao_simulator.pending import Pending
from nao_simulator.robot import Robot
from nao_simulator.services.motion.arguments import number, numbers, per_joint
from nao_simulator.services.posture import posture_task

_WAKE_SPEED = 0.5  # Crouch to Stand in 3 s (est)
_REST_SPEED = 0.5


class Stiffness:
    """wakeUp, rest, stiffness."""

    def __init__(self, robot: Robot) -> None:
        self._robot = robot

    def wake_up(self) -> Pending:
        """Stiffen the motors and stand up if needed; a sitting robot stays, one awake does nothing."""
        robot = self._robot
        if robot.awake:
            return Pending.ended(None)
        robot.memory.raise_event("ALMotion/Stiffness/wakeUpStarted", True)
        robot.body.set_stiffness(joints.BODY, 1.0)
        robot.set_awake(True)

        def finished() -> None:
            robot.memory.raise_event("ALMotion/Stiffness/wakeUpFinished", True)

        if robot.posture_family() in ("Sitting", "LyingBack", "LyingBelly"):
            finished()
            return Pending.ended(None)
        return robot.body.start(posture_task(robot, "wakeUp", "Stand", _WAKE_SPEED, on_end=finished))

    def rest(self, chain: str | None = None) -> Pending:
        """Go to a stable posture and switch the motors off; with a chain, only switch that chain off."""
        robot = self._robot
        if chain is not None:
            robot.body.set_stiffness(joints.joint_names(chain), 0.0)
            return Pending.ended(None)
        robot.memory.raise_event("ALMotion/Stiffness/restStarted", True)

        def finished() -> None:
            robot.body.set_stiffness(joints.BODY, 0.0)
            robot.set_awake(False)
            robot.memory.raise_event("ALMotion/Stiffness/restFinished", True)

        stable = "SitRelax" if robot.posture_family() == "Sitting" else "Crouch"
        if robot.body.fallen or not robot.awake:
            finished()
            return Pending.ended(None)
        return robot.body.start(posture_task(robot, "rest", stable, _REST_SPEED, on_end=finished))

    def robot_is_wake_up(self) -> bool:
        """Return whether the motors are on."""
        return self._robot.awake

    def set_stiffnesses(self, names: Any, values: Any) -> None:
        """Set the stiffness of joints, 0 to 1, at once."""
        resolved = joints.joint_names(names)
        levels = [_level(value) for value in per_joint(resolved, values, names)]
        for name, level in zip(resolved, levels, strict=True):
            self._robot.body.set_stiffness([name], level)
        self._follow()

    def get_stiffnesses(self, names: Any) -> list[float]:
        """Return the stiffness of joints."""
        return [self._robot.body.stiffness(name) for name in joints.joint_names(names)]

    def stiffness_interpolation(self, names: Any, stiffnesses: Any, times: Any) -> Pending:
        """Set stiffness to its last value at the last time, a rise at once; ends at that time."""
        resolved = joints.joint_names(names)
        last_levels = [_level(_last(value)) for value in per_joint(resolved, stiffnesses, names)]
        seconds = max(_last(value) for value in per_joint(resolved, times, names))
        if seconds <= 0:
            raise CallError("Times must be strictly positive.")
        for name, level in zip(resolved, last_levels, strict=True):  # a motor that gains force has it at once
            if level > self._robot.body.stiffness(name):
                self._robot.body.set_stiffness([name], level)

        def reached() -> None:
            for name, level in zip(resolved, last_levels, strict=True):
                self._robot.body.set_stiffness([name], level)
            self._follow()
            pending.done(None)

        pending = Pending()
        timer = self._robot.timeline.after(seconds, reached)

        def cancel() -> None:
            timer.cancel()
            pending.cancelled()

        pending.on_cancel = cancel
        return pending

    def _follow(self) -> None:
        """Act on a change of stiffness: awake when no joint is limp, a fall when standing legs go limp."""
        body = self._robot.body
        levels = [body.stiffness(name) for name in joints.BODY]
        limp = all(level <= 0 for level in levels)
        if limp and self._robot.awake:
            self._robot.set_awake(False)
        elif all(level > 0 for level in levels) and not self._robot.awake:
            self._robot.set_awake(True)
        legs_limp = all(body.stiffness(name) <= 0 for name in joints.LEGS)
        if legs_limp and self._robot.posture_family() == "Standing" and not body.fallen:
            self._robot.fall()  # a standing robot whose legs go limp does not remain standing
        self._robot.memory.raise_event("BodyStiffnessChanged", 0 if limp else (2 if self._robot.awake else 1))


def _level(value: Any) -> float:
    level = number(value)
    if not 0.0 <= level <= 1.0:
        raise CallError(f"Stiffness {level:g} is not between 0 and 1.")
    return level


def _last(value: Any) -> float:
    values = numbers(value)
    if not values:
        raise CallError("A list of values is empty.")
    return values[-1]
