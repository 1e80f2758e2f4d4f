"""ALMotion: joint angles, free (setAngles) and timed (angleInterpolation), and the hands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from nao_simulator.body import joints
from nao_simulator.body.body import MotionTask
from nao_simulator.body.tracks import Track, through
from nao_simulator.errors import CallError
from nao_simulator.pending import Pending
from nao_simulator.robot import Robot
from nao_simulator.services.motion.arguments import number, numbers, per_joint, trajectories

_ENCODER_STEP_RAD = 0.0015339807878856412  # a turn in 4096: the joint sensors of a NAO


class Angles:
    """setAngles, changeAngles, getAngles, angleInterpolation and its kin, openHand, closeHand."""

    def __init__(self, robot: Robot) -> None:
        self._robot = robot

    def set_angles(self, names: Any, angles: Any, fraction: float | list[float]) -> None:
        """Move joints freely towards angles (rad); returns at once; a newer target takes over."""
        resolved = joints.joint_names(names)
        self._glide(resolved, per_joint(resolved, angles, names), fraction)

    def change_angles(self, names: Any, changes: Any, fraction: float) -> None:
        """Move joints freely by changes (rad) from the commanded angles; returns at once."""
        resolved = joints.joint_names(names)
        command = self._robot.body.command()
        targets = [
            command[name] + number(change)
            for name, change in zip(resolved, per_joint(resolved, changes, names), strict=True)
        ]
        self._glide(resolved, targets, fraction)

    def get_angles(self, names: Any, use_sensors: bool) -> list[float]:
        """Return angles in rad: the commanded ones, or the sensors', in the steps of their encoders."""
        body = self._robot.body
        if not use_sensors:
            command = body.command()
            return [command[name] for name in joints.joint_names(names)]
        sensed = body.sensed()
        return [
            sensed[name]
            if name in joints.HANDS
            else round(sensed[name] / _ENCODER_STEP_RAD) * _ENCODER_STEP_RAD
            for name in joints.joint_names(names)
        ]

    def angle_interpolation(self, names: Any, angles: Any, times: Any, absolute: bool) -> Pending:
        """Move joints through angles (rad) at times (s); ends with the last one."""
        resolved = joints.joint_names(names)
        ways = trajectories(resolved, names, angles, times)
        return self._interpolate("angleInterpolation", resolved, ways, absolute)

    def angle_interpolation_with_speed(self, names: Any, angles: Any, fraction: float) -> Pending:
        """Move joints to angles (rad), all arriving together, at a fraction of their speed; ends there."""
        _check_fraction(fraction)
        resolved = joints.joint_names(names)
        targets = [_single(value) for value in per_joint(resolved, angles, names)]
        command = self._robot.body.command()
        seconds = max(
            abs(joints.clip(name, target) - command[name]) / (joints.JOINTS[name].speed * fraction)
            for name, target in zip(resolved, targets, strict=True)
        )
        ways = [([max(1.5 * seconds, 0.02)], [target]) for target in targets]
        return self._interpolate("angleInterpolationWithSpeed", resolved, ways, True)

    def angle_interpolation_bezier(self, names: list[str], times: Any, control_points: Any) -> Pending:
        """Move joints through control points ``[angle, handle, handle]``; the handles are not followed."""
        try:
            angles = [[number(point[0]) for point in points] for points in control_points]
        except (TypeError, IndexError, ValueError, KeyError):
            raise CallError("Control points must be lists of [angle, handle, handle].") from None
        resolved = joints.joint_names(names)
        ways = trajectories(resolved, names, angles, times)
        return self._interpolate("angleInterpolationBezier", resolved, ways, True)

    def open_hand(self, hand: str) -> Pending:
        """Open a hand; then its motor goes off."""
        return self._hand("openHand", hand, 1.0)

    def close_hand(self, hand: str) -> Pending:
        """Close a hand; then its motor goes off."""
        return self._hand("closeHand", hand, 0.0)

    def _glide(self, resolved: Sequence[str], targets: Sequence[Any], fraction: float | list[float]) -> None:
        fractions = numbers(fraction) if isinstance(fraction, list) else [fraction] * len(resolved)
        if len(fractions) != len(resolved):
            raise CallError("The number of speeds does not match the number of joints.")
        groups: dict[float, dict[str, float]] = {}
        for name, target, its_fraction in zip(resolved, targets, fractions, strict=True):
            _check_fraction(its_fraction)
            groups.setdefault(its_fraction, {})[name] = _single(target)
        for its_fraction, group in groups.items():
            self._robot.body.glide(group, its_fraction)

    def _interpolate(
        self,
        task: str,
        resolved: Sequence[str],
        ways: Sequence[tuple[list[float], list[float]]],
        absolute: bool,
    ) -> Pending:
        def plan(now_s: float, position: Callable[[str], float]) -> dict[str, Track]:
            tracks: dict[str, Track] = {}
            for name, (times_s, angles) in zip(resolved, ways, strict=True):
                motor = joints.motor(name)
                start = position(motor)
                origin = 0.0 if absolute else start
                clipped = [joints.clip(motor, origin + angle) for angle in angles]
                tracks.setdefault(motor, through(now_s, start, times_s, clipped, joints.JOINTS[motor].speed))
            return tracks

        return self._robot.body.start(MotionTask(task, tuple(resolved), plan))

    def _hand(self, task: str, hand: str, target: float) -> Pending:
        if hand not in joints.HANDS:
            raise CallError(f"{hand} is not a valid hand name.")
        body = self._robot.body
        seconds = self._robot.settings.timing.hand_s
        body.set_stiffness([hand], 1.0)

        def plan(now_s: float, position: Callable[[str], float]) -> dict[str, Track]:
            return {hand: through(now_s, position(hand), (seconds,), (target,), joints.JOINTS[hand].speed)}

        def relax() -> None:
            body.set_stiffness([hand], 0.0)

        return body.start(MotionTask(task, (hand,), plan, on_end=relax))


def _check_fraction(fraction: float) -> None:
    if not 0.0 < fraction <= 1.0:
        raise CallError(f"The fraction of the maximum speed must be in ]0, 1], not {fraction:g}.")


def _single(value: Any) -> float:
    values = numbers(value)
    if len(values) != 1:
        raise CallError("One angle for each joint was expected.")
    return values[0]
