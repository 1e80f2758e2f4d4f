"""The joints of a Nao V6 (H25): names, chains, limits, speeds, and the limits that depend on each other.

Numbers: Aldebaran's NAO V6 joint pages and the NAO V50 URDF of ros-naoqi/nao_robot (velocity, effort).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nao_simulator.errors import CallError


@dataclass(frozen=True, slots=True)
class Joint:
    """Limits in rad (hands: 0 closed, 1 open), greatest speed in rad/s, greatest torque in Nm."""

    name: str
    low: float
    high: float
    speed: float
    torque: float


def _both_sides(name: str, low: float, high: float, speed: float, torque: float) -> tuple[Joint, Joint]:
    return Joint(f"L{name}", low, high, speed, torque), Joint(f"R{name}", low, high, speed, torque)


_ALL = (
    Joint("HeadYaw", -2.0857, 2.0857, 8.26797, 1.547),
    Joint("HeadPitch", -0.6720, 0.5149, 7.19407, 1.532),
    *_both_sides("ShoulderPitch", -2.0857, 2.0857, 8.26797, 1.329),
    Joint("LShoulderRoll", -0.3142, 1.3265, 7.19407, 1.7835),
    Joint("RShoulderRoll", -1.3265, 0.3142, 7.19407, 1.783),
    *_both_sides("ElbowYaw", -2.0857, 2.0857, 8.26797, 1.547),
    Joint("LElbowRoll", -1.5446, -0.0349, 7.19407, 1.532),
    Joint("RElbowRoll", 0.0349, 1.5446, 7.19407, 1.532),
    *_both_sides("WristYaw", -1.8238, 1.8238, 24.6229, 0.4075),
    *_both_sides("Hand", 0.0, 1.0, 8.33, 0.292),
    *_both_sides("HipYawPitch", -1.145303, 0.740810, 4.16174, 3.348),
    Joint("LHipRoll", -0.379472, 0.790477, 4.16174, 3.348),
    Joint("RHipRoll", -0.790477, 0.379472, 4.16174, 3.348),
    *_both_sides("HipPitch", -1.535889, 0.484090, 6.40239, 3.023),
    Joint("LKneePitch", -0.092346, 2.112528, 6.40239, 3.023),
    Joint("RKneePitch", -0.103083, 2.120198, 6.40239, 3.023),
    Joint("LAnklePitch", -1.189516, 0.922747, 6.40239, 3.023),
    Joint("RAnklePitch", -1.186448, 0.932056, 6.40239, 3.023),
    Joint("LAnkleRoll", -0.397880, 0.769001, 4.16174, 3.348),
    Joint("RAnkleRoll", -0.768992, 0.397935, 4.16174, 3.348),
)
JOINTS: Mapping[str, Joint] = {joint.name: joint for joint in _ALL}

HEAD = ("HeadYaw", "HeadPitch")
LEFT_ARM = ("LShoulderPitch", "LShoulderRoll", "LElbowYaw", "LElbowRoll", "LWristYaw", "LHand")
LEFT_LEG = ("LHipYawPitch", "LHipRoll", "LHipPitch", "LKneePitch", "LAnklePitch", "LAnkleRoll")
RIGHT_LEG = ("RHipYawPitch", "RHipRoll", "RHipPitch", "RKneePitch", "RAnklePitch", "RAnkleRoll")
RIGHT_ARM = ("RShoulderPitch", "RShoulderRoll", "RElbowYaw", "RElbowRoll", "RWristYaw", "RHand")
BODY = (*HEAD, *LEFT_ARM, *LEFT_LEG, *RIGHT_LEG, *RIGHT_ARM)
HANDS = ("LHand", "RHand")
LEGS = (*LEFT_LEG, *RIGHT_LEG)

CHAINS: Mapping[str, tuple[str, ...]] = {
    "Head": HEAD,
    "LArm": LEFT_ARM,
    "RArm": RIGHT_ARM,
    "LLeg": LEFT_LEG,
    "RLeg": RIGHT_LEG,
    "Arms": (*LEFT_ARM, *RIGHT_ARM),
    "Legs": LEGS,
    "Body": BODY,
    "JointActuators": BODY,
    "Joints": tuple(name for name in BODY if name not in HANDS),
    "Actuators": HANDS,
}
CHAIN_NAMES = ("Head", "LArm", "RArm", "LLeg", "RLeg", "Torso")

# Head pitch limits by the absolute head yaw, and left ankle roll limits by the left ankle pitch
# (NAO V6 joints, "anti collision limitation"); between the rows they are linear.
_HEAD_PITCH_BY_YAW = (
    (0.0, -0.6720, 0.5150),
    (0.4861, -0.6720, 0.4220),
    (0.7561, -0.5480, 0.3700),
    (0.9030, -0.4800, 0.3300),
    (1.0900, -0.4300, 0.3000),
    (1.5270, -0.3300, 0.2000),
    (2.0860, -0.4491, 0.3300),
)
_ANKLE_ROLL_BY_PITCH = (
    (-1.1894, -0.0499, 0.0750),
    (-0.8400, -0.1799, 0.1700),
    (-0.7001, -0.3979, 0.2201),
    (-0.4499, -0.3979, 0.7690),
    (0.1000, -0.3979, 0.7690),
    (0.3499, -0.3979, 0.5505),
    (0.9228, 0.0, 0.0499),
)


def joint_names(names: object) -> tuple[str, ...]:
    """Return the joints of what NAOqi accepts as names: a joint, a chain, or a list of them.

    Raises:
        CallError: a name is neither a joint nor a chain.
    """
    if isinstance(names, str):
        if names in JOINTS:
            return (names,)
        if names in CHAINS:
            return CHAINS[names]
        raise CallError(f"{names} is not a valid name.")
    if isinstance(names, list | tuple):
        if not names:
            raise CallError("No joint was named.")
        return tuple(joint for name in names for joint in joint_names(name))
    raise CallError("Joint names must be a string or a list of strings.")


def motor(name: str) -> str:
    """Return the joint whose motor moves this one: one motor turns both HipYawPitch joints."""
    return "LHipYawPitch" if name == "RHipYawPitch" else name


def motors(names: Iterable[str]) -> tuple[str, ...]:
    """Return the motors behind some joints, each once, in order."""
    return tuple(dict.fromkeys(motor(name) for name in names))


def clip(name: str, angle: float) -> float:
    """Return an angle (rad) brought within the joint's own limits."""
    joint = JOINTS[name]
    return min(max(angle, joint.low), joint.high)


def clip_coupled(angles: dict[str, float]) -> None:
    """Bring head pitch and ankle rolls within the limits that head yaw and ankle pitch set, in place."""
    low, high = _limits_at(_HEAD_PITCH_BY_YAW, abs(angles["HeadYaw"]))
    angles["HeadPitch"] = min(max(angles["HeadPitch"], low), high)
    low, high = _limits_at(_ANKLE_ROLL_BY_PITCH, angles["LAnklePitch"])
    angles["LAnkleRoll"] = min(max(angles["LAnkleRoll"], low), high)
    low, high = _limits_at(_ANKLE_ROLL_BY_PITCH, angles["RAnklePitch"])
    angles["RAnkleRoll"] = min(max(angles["RAnkleRoll"], -high), -low)


def _limits_at(rows: Sequence[tuple[float, float, float]], key: float) -> tuple[float, float]:
    if key <= rows[0][0]:
        return rows[0][1], rows[0][2]
    for (key_a, low_a, high_a), (key_b, low_b, high_b) in itertools.pairwise(rows):
        if key <= key_b:
            share = (key - key_a) / (key_b - key_a)
            return low_a + share * (low_b - low_a), high_a + share * (high_b - high_a)
    return rows[-1][1], rows[-1][2]
