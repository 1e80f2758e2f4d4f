"""ALRobotPosture: names of postures, and the way to them."""

from __future__ import annotations

from collections.abc import Callable

from nao_simulator.body import joints, postures
from nao_simulator.body.body import TORSO_PITCH, TORSO_Z, MotionTask
from nao_simulator.body.tracks import Track, through
from nao_simulator.errors import CallError
from nao_simulator.pending import Pending
from nao_simulator.robot import Robot

_TORSO_SPEED = 10.0  # the torso follows the joints, it has no limit of its own
_POSTURE_TASKS = ("goToPosture", "applyPosture")


class RobotPosture:
    """ALRobotPosture."""

    def __init__(self, robot: Robot) -> None:
        self._robot = robot
        self._tries = 3

    def go_to_posture(self, name: str, speed: float) -> Pending:
        """Go to a posture by the way a real robot takes; ends with True when reached, False when stopped."""
        return self._go("goToPosture", name, speed)

    def apply_posture(self, name: str, speed: float) -> Pending:
        """Move the joints into a posture directly, without the postures on the way; ends as goToPosture."""
        return self._go("applyPosture", name, speed)

    def stop_move(self) -> None:
        """Stop a change of posture at once."""
        self._robot.body.stop(lambda task: task.name in _POSTURE_TASKS)

    def get_posture(self) -> str:
        """Return the present posture."""
        return self._robot.posture()

    def get_posture_family(self) -> str:
        """Return the family of the present posture."""
        return self._robot.posture_family()

    def get_posture_list(self) -> list[str]:
        """Return the postures that can be asked for."""
        return list(postures.POSTURE_NAMES)

    def get_posture_family_list(self) -> list[str]:
        """Return all families."""
        return list(postures.FAMILIES)

    def set_max_try_number(self, tries: int) -> None:
        """Set how often a posture is tried; here the first try always succeeds."""
        self._tries = tries

    def _go(self, task: str, name: str, speed: float) -> Pending:
        if name not in postures.POSTURES:
            return Pending.ended(False)
        if not 0.0 < speed <= 1.0:
            raise CallError(f"The speed must be in ]0, 1], not {speed:g}.")
        robot = self._robot
        if not robot.awake:
            robot.body.set_stiffness(joints.BODY, 1.0)
            robot.set_awake(True)
        return robot.body.start(posture_task(robot, task, name, speed))


def posture_task(
    robot: Robot, task: str, goal: str, speed: float, on_end: Callable[[], None] | None = None
) -> MotionTask:
    """Return the task that brings the body to a posture, through the postures on the way."""

    def plan(now_s: float, position: Callable[[str], float]) -> dict[str, Track]:
        start = _nearest(robot)
        steps = postures.way(start, goal) if task != "applyPosture" else [(postures.POSTURES[goal], 1.5)]
        times_s: list[float] = []
        for _, seconds in steps:
            times_s.append((times_s[-1] if times_s else 0.0) + seconds / speed)
        tracks: dict[str, Track] = {}
        for name in joints.motors(joints.BODY):
            angles = [posture.angles[name] for posture, _ in steps]
            tracks[name] = through(now_s, position(name), times_s, angles, joints.JOINTS[name].speed)
        heights = [posture.torso_z for posture, _ in steps]
        leans = [posture.torso_pitch for posture, _ in steps]
        tracks[TORSO_Z] = through(now_s, position(TORSO_Z), times_s, heights, _TORSO_SPEED)
        tracks[TORSO_PITCH] = through(now_s, position(TORSO_PITCH), times_s, leans, _TORSO_SPEED)
        return tracks

    def reached() -> None:
        robot.body.fallen = robot.body.fallen and goal.startswith("Lying")
        if on_end is not None:
            on_end()

    is_posture = task in _POSTURE_TASKS
    return MotionTask(
        task,
        joints.BODY,
        plan,
        result=True if is_posture else None,
        stopped_result=False if is_posture else None,
        on_end=reached,
    )


def _nearest(robot: Robot) -> str:
    """Return the posture to start from: the present one, else the one that is typical of the family."""
    found = robot.posture()
    if found != "Unknown":
        return found
    typical = {"Standing": "StandInit", "Crouching": "Crouch", "Sitting": "Sit"}
    return typical.get(robot.posture_family(), robot.posture_family())
