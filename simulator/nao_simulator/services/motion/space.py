"""ALMotion: where parts of the body are in space; reading only, nothing is steered by positions here."""

from __future__ import annotations

from nao_simulator.body import kinematics
from nao_simulator.errors import CallError
from nao_simulator.robot import Robot

_TORSO, _WORLD, _ROBOT = 0, 1, 2


class Space:
    """getPosition, getTransform."""

    def __init__(self, robot: Robot) -> None:
        self._robot = robot

    def get_position(self, name: str, frame: int, use_sensors: bool) -> list[float]:
        """Return x, y, z (m) and wx, wy, wz (rad) of a part in a frame: 0 torso, 1 world, 2 robot."""
        return kinematics.position6d(self._transform(name, frame, use_sensors))

    def get_transform(self, name: str, frame: int, use_sensors: bool) -> list[float]:
        """Return the 4 x 4 transform of a part in a frame, row by row."""
        return [value for row in self._transform(name, frame, use_sensors) for value in row]

    def _transform(self, name: str, frame: int, use_sensors: bool) -> kinematics.Matrix:
        body = self._robot.body
        found = kinematics.in_torso(name, body.sensed() if use_sensors else body.command())
        if found is None:
            raise CallError(f"{name} is not a valid name.")
        if frame == _TORSO:
            return found
        if frame not in (_WORLD, _ROBOT):
            raise CallError(f"{frame} is not a valid frame: 0 (torso), 1 (world) or 2 (robot) was expected.")
        height, lean = body.torso()
        torso = kinematics.product(kinematics.move(0, 0, height), kinematics.turn((0.0, 1.0, 0.0), lean))
        if frame == _WORLD:
            pose = body.walk.pose(self._robot.clock.now_s())
            standing = kinematics.turn((0.0, 0.0, 1.0), pose.theta)
            here = kinematics.product(kinematics.move(pose.x, pose.y, 0), standing)
            torso = kinematics.product(here, torso)
        return kinematics.product(torso, found)
