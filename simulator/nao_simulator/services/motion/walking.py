"""ALMotion: walking. The robot's place follows from the commanded velocity; its feet are not planned."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from nao_simulator.body import joints
from nao_simulator.body.body import MotionTask
from nao_simulator.errors import CallError
from nao_simulator.pending import Pending
from nao_simulator.robot import Robot
from nao_simulator.services.motion.arguments import number

WALK_TASKS = ("moveTo", "move", "moveInit", "setFootSteps")
_MIN_LEG_STIFFNESS = 0.6  # documented: no walk below it
_STEP_S = 0.5  # one footstep, between the documented 0.42 and 0.6
# name, default, minimum, maximum (NAO walk control page)
_MOVE_CONFIG = (
    ("MaxStepX", 0.040, 0.001, 0.080),
    ("MaxStepY", 0.140, 0.101, 0.160),
    ("MaxStepTheta", 0.349, 0.001, 0.524),
    ("MaxStepFrequency", 1.0, 0.0, 1.0),
    ("StepHeight", 0.020, 0.005, 0.035),
    ("TorsoWx", 0.0, -0.122, 0.122),
    ("TorsoWy", 0.0, -0.122, 0.122),
)


class Walking:
    """move, moveTo, moveToward, stopMove, their deprecated names, and where the robot is."""

    def __init__(self, robot: Robot) -> None:
        self._robot = robot
        self._arms = [True, True]

    def move_to(self, *arguments: Any) -> Pending:
        """Walk to a pose relative to here: ``(x, y, theta[, config])`` or a list of poses; ends there."""
        total = _pose(arguments)
        timing = self._robot.settings.timing
        seconds = max(
            abs(total[0]) / timing.walk_forward_m_per_s,
            abs(total[1]) / timing.walk_sideways_m_per_s,
            abs(total[2]) / timing.walk_turn_rad_per_s,
            0.001,
        )
        velocity = _arc(total[0], total[1], total[2], seconds)
        return self._walk("moveTo", velocity, seconds + 2 * timing.walk_support_s, seconds)

    def move(self, x: float, y: float, theta: float, _config: Any = None) -> None:
        """Walk with a velocity (m/s, m/s, rad/s) until another command; returns at once."""
        self._walk_on((x, y, theta))

    def move_toward(self, x: float, y: float, theta: float, _config: Any = None) -> None:
        """Walk with a normalised velocity (-1 to 1) until another command; returns at once."""
        for value in (x, y, theta):
            if not -1.0 <= value <= 1.0:
                raise CallError(f"The normalised velocity must be in [-1, 1], not {value:g}.")
        timing = self._robot.settings.timing
        speeds = (timing.walk_forward_m_per_s, timing.walk_sideways_m_per_s, timing.walk_turn_rad_per_s)
        self._walk_on((x * speeds[0], y * speeds[1], theta * speeds[2]))

    def set_walk_target_velocity(self, x: float, y: float, theta: float, *_frequency: Any) -> None:
        """Walk with a normalised velocity (deprecated)."""
        self.move_toward(x, y, theta)

    def walk_to(self, *arguments: Any) -> Pending:
        """Walk to a pose (deprecated)."""
        return self.move_to(*arguments)

    def move_init(self) -> Pending:
        """Get into the position from which a walk begins."""
        seconds = self._robot.settings.timing.walk_support_s
        return self._robot.body.start(MotionTask("moveInit", joints.LEGS, seconds=seconds))

    def walk_init(self) -> Pending:
        """Get into the walking position (deprecated)."""
        return self.move_init()

    def set_foot_steps(self, _legs: list[str], steps: Any, times: list[float], _clear: bool) -> None:
        """Walk given footsteps; returns at once."""
        self._foot_steps(steps, times)

    def set_foot_steps_with_speed(
        self, _legs: list[str], steps: Any, speeds: list[float], _clear: bool
    ) -> Pending:
        """Walk given footsteps; ends with the last."""
        seconds = [_STEP_S * (number + 1) / max(speed, 0.1) for number, speed in enumerate(speeds)]
        return self._foot_steps(steps, seconds)

    def get_foot_steps(self) -> Any:
        """Return the planned footsteps: none are planned."""
        return [[], [], []]

    def move_is_active(self) -> bool:
        """Return whether a walk is under way."""
        return any(name in WALK_TASKS for name, _, _ in self._robot.body.task_list())

    def walk_is_active(self) -> bool:
        """Return whether a walk is under way (deprecated)."""
        return self.move_is_active()

    def wait_until_move_is_finished(self) -> Pending:
        """Wait until no walk is under way."""
        pending = Pending()

        def look() -> None:
            if self.move_is_active() and pending.state == "running":
                self._robot.timeline.after(0.02, look)  # one ALMotion cycle
            else:
                pending.done(None)

        pending.on_cancel = pending.cancelled
        look()
        return pending

    def wait_until_walk_is_finished(self) -> Pending:
        """Wait until no walk is under way (deprecated)."""
        return self.wait_until_move_is_finished()

    def stop_move(self) -> None:
        """Stop walking."""
        self._robot.body.stop(lambda task: task.name in WALK_TASKS)

    def stop_walk(self) -> None:
        """Stop walking (deprecated)."""
        self.stop_move()

    def kill_move(self) -> None:
        """Stop walking at once, without care for balance."""
        self.stop_move()

    def kill_walk(self) -> None:
        """Stop walking at once (deprecated)."""
        self.stop_move()

    def get_move_config(self, which: str) -> Any:
        """Return the gait parameters: Max, Min or Default."""
        column = {"Default": 1, "Min": 2, "Max": 3}.get(which)
        if column is None:
            raise CallError(f"Unknown configuration {which}: Max, Min or Default was expected.")
        return [[row[0], row[column]] for row in _MOVE_CONFIG]

    def get_foot_gait_config(self, which: str) -> Any:
        """Return the gait parameters (deprecated)."""
        return self.get_move_config(which)

    def get_robot_position(self, _use_sensors: bool) -> list[float]:
        """Return x, y (m) and theta (rad) in the world."""
        pose = self._robot.body.walk.pose(self._robot.clock.now_s())
        return [pose.x, pose.y, pose.theta]

    def get_next_robot_position(self) -> list[float]:
        """Return where the robot will be after the steps that cannot change any more."""
        pose = self._robot.body.walk.pose(self._robot.clock.now_s() + 0.8)  # documented preview of the walk
        return [pose.x, pose.y, pose.theta]

    def get_robot_velocity(self) -> list[float]:
        """Return the velocity in m/s, m/s, rad/s."""
        return list(self._robot.body.walk.velocity)

    def set_move_arms_enabled(self, left: bool, right: bool) -> None:
        """Set whether each arm swings in a walk; it has no effect here."""
        self._arms = [left, right]

    def set_walk_arms_enabled(self, left: bool, right: bool) -> None:
        """Set whether each arm swings in a walk (deprecated)."""
        self._arms = [left, right]

    def get_move_arms_enabled(self, chain: str) -> bool:
        """Return whether an arm swings in a walk; for ``Arms``, whether both do."""
        answers = {"LArm": self._arms[0], "RArm": self._arms[1], "Arms": all(self._arms)}
        if chain not in answers:
            raise CallError(f"{chain} is not a valid arm chain.")
        return answers[chain]

    def get_walk_arms_enabled(self) -> Any:
        """Return [left, right]: whether the arms swing in a walk (deprecated)."""
        return list(self._arms)

    def _can_walk(self) -> bool:
        body = self._robot.body
        stiff = all(body.stiffness(name) > _MIN_LEG_STIFFNESS for name in joints.LEGS)
        return stiff and not body.fallen and self._robot.posture_family() in ("Standing", "Crouching")

    def _walk(
        self, name: str, velocity: tuple[float, float, float], seconds: float, moving_s: float | None = None
    ) -> Pending:
        if not self._can_walk():
            self._robot.memory.raise_event("ALMotion/MoveFailed", ["Robot is not standing stiff", 0, []])
            return Pending.ended(None)
        self.stop_move()
        walk, clock = self._robot.body.walk, self._robot.clock

        def end() -> None:
            walk.end(clock.now_s())

        def begin() -> None:
            walk.begin(clock.now_s(), velocity, seconds if moving_s is None else moving_s)

        task = MotionTask(name, joints.LEGS, seconds=seconds, on_begin=begin, on_end=end, on_stop=end)
        return self._robot.body.start(task)

    def _walk_on(self, velocity: tuple[float, float, float]) -> None:
        if velocity == (0.0, 0.0, 0.0):
            self.stop_move()
        else:
            self._walk("move", velocity, math.inf)

    def _foot_steps(self, steps: Any, times_s: list[float]) -> Pending:
        try:
            x, _, theta = (sum(number(step[axis]) for step in steps) for axis in range(3))
        except (TypeError, IndexError, ValueError, KeyError):
            raise CallError("Footsteps must be a list of [x, y, theta].") from None
        seconds = max(times_s, default=0.0) or _STEP_S
        return self._walk("setFootSteps", _arc(x, 0.0, theta, seconds), seconds)


def _pose(arguments: Sequence[Any]) -> tuple[float, float, float]:
    """Return the sum of the poses in the arguments of moveTo."""
    first = arguments[0]
    if not isinstance(first, list | tuple):
        if len(arguments) < 3:
            raise CallError("A pose must be [x, y, theta].")
        return number(arguments[0]), number(arguments[1]), number(arguments[2])
    poses = [first] if all(isinstance(value, int | float) for value in first) else first
    try:
        x, y, theta = (sum(number(pose[axis]) for pose in poses) for axis in range(3))
    except (TypeError, IndexError, ValueError, KeyError):
        raise CallError("A pose must be [x, y, theta].") from None
    return x, y, theta


def _arc(x: float, y: float, theta: float, seconds: float) -> tuple[float, float, float]:
    """Return the constant velocity, in the robot's frame, that leads to a relative pose in some seconds."""
    if abs(theta) < 1e-6:
        return x / seconds, y / seconds, theta / seconds
    # Invert the arc: [x, y] = R(theta) [forward, left] with R the integral of a rotation.
    a, b = math.sin(theta) / theta, (1 - math.cos(theta)) / theta
    size = a * a + b * b
    forward, left = (a * x + b * y) / size, (a * y - b * x) / size
    return forward / seconds, left / seconds, theta / seconds
