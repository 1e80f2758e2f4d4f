"""ALMotion: the names, limits and masses of the robot's parts, and its configuration."""

from __future__ import annotations

from typing import Any

from nao_simulator.body import joints
from nao_simulator.body.walk import Pose
from nao_simulator.errors import CallError
from nao_simulator.robot import Robot
from nao_simulator.touch import SENSOR_NAMES

# kg, NAO V50 URDF
_MASSES = {"Torso": 1.050, "Head": 0.683, "LArm": 0.579, "RArm": 0.579, "LLeg": 1.208, "RLeg": 1.208}
_ROBOT_CONFIG = (
    ("Model Type", "naoH25"),
    ("Head Version", "VERSION_60"),
    ("Body Version", "VERSION_60"),
    ("Arm Version", "VERSION_60"),
    ("Laser", False),
    ("Extended Arms", False),
    ("Number of Legs", 2),
    ("Number of Arms", 2),
    ("Number of Hands", 2),
)


class Naming:
    """getBodyNames, getLimits, getRobotConfig and their like."""

    def __init__(self, robot: Robot) -> None:
        self._robot = robot

    def get_body_names(self, name: str) -> list[str]:
        """Return the joints of a chain or joint; for ``Chains``, the names of the chains."""
        if name == "Chains":
            return list(joints.CHAIN_NAMES)
        return list(joints.joint_names(name))

    def get_joint_names(self, name: str) -> list[str]:
        """Return the joints of a chain (deprecated)."""
        return self.get_body_names(name)

    def get_sensor_names(self) -> list[str]:
        """Return the names of the sensors."""
        return list(SENSOR_NAMES)

    def get_limits(self, name: str) -> Any:
        """Return [min, max, greatest speed, greatest torque] of each joint."""
        found = [joints.JOINTS[joint] for joint in joints.joint_names(name)]
        return [[joint.low, joint.high, joint.speed, joint.torque] for joint in found]

    def get_motion_cycle_time(self) -> int:
        """Return the length of a motion cycle in ms."""
        return 20

    def get_robot_config(self) -> Any:
        """Return [names, values] of the robot's configuration."""
        return [[name for name, _ in _ROBOT_CONFIG], [value for _, value in _ROBOT_CONFIG]]

    def get_summary(self) -> str:
        """Return a table of joints, stiffness and pose for people to read."""
        body = self._robot.body
        command, sensed = body.command(), body.sensed()
        pose: Pose = body.walk.pose(self._robot.clock.now_s())
        lines = [f"{'Joint':>16} {'Stiffness':>10} {'Command':>10} {'Sensor':>10}"]
        lines += [
            f"{name:>16} {body.stiffness(name):10.2f} {command[name]:10.4f} {sensed[name]:10.4f}"
            for name in joints.BODY
        ]
        lines.append(f"{'Pose':>16} {pose.x:10.3f} {pose.y:10.3f} {pose.theta:10.3f}")
        return "\n".join(lines)

    def get_mass(self, name: str) -> float:
        """Return the mass in kg of a chain or of the body."""
        if name == "Body":
            return sum(_MASSES.values())
        if name not in _MASSES:
            raise CallError(f"{name} is not a valid name.")
        return _MASSES[name]
