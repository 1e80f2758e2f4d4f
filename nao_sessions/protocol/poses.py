"""The poses that Nao takes and holds for children to copy: arms alone, so that they do seated and standing.

Data, as the catalogue is. Angles are radians in Nao's own frame (left is Nao's left), within the limits of
shoulders and elbows; a pose is held until the next movement of the body.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from nao_sessions.text.messages import Text, msg

POSE_MS = 1_800
"""How long Nao takes to get into a pose: no joint faster than 2.5 rad/s from anywhere (a test holds this)."""


_WIDE_ROLL, _WIDE_BEND, _WIDE_PITCH = 1.1, 0.3, 0.9
"""Where an arm that goes round is half-way: out to the side, nearly straight, no lower than this."""


@dataclass(frozen=True, slots=True)
class Pose:
    """A pose of both arms; ``joints`` holds the angle of each joint that it needs.

    ``close``: the hands touch the body, and come and go by the side.
    """

    name: str
    description: Text
    joints: Mapping[str, float]
    close: bool = False


def _arm(side: str, pitch: float, roll: float, bend: float = 0.1, yaw: float = 0.0) -> dict[str, float]:
    """Return the joint angles of one arm; negative pitch is up, positive roll outwards, bend the elbow's.

    Of an arm held out, yaw -1.4 turns the forearm up, 1.4 down.
    """
    sign = 1.0 if side == "L" else -1.0
    return {
        f"{side}ShoulderPitch": pitch,
        f"{side}ShoulderRoll": sign * roll,
        f"{side}ElbowYaw": sign * yaw,
        f"{side}ElbowRoll": -sign * bend,
    }


def _both(pitch: float, roll: float, bend: float = 0.1, yaw: float = 0.0) -> dict[str, float]:
    return {**_arm("L", pitch, roll, bend, yaw), **_arm("R", pitch, roll, bend, yaw)}


# Of a seated Nao the arms must keep clear of floor and thighs (a test holds this): hence the roll, the bend.
_DOWN = (1.45, 0.4, 0.5, -1.2)
_UP = (-1.2, 0.15)
_OUT = (0.1, 1.2)
_FORWARD = (0.1, 0.1)


def _one(side: str, pitch: float, roll: float) -> dict[str, float]:
    """Return the joint angles of both arms, one at this pitch and roll, the other hanging."""
    other = "R" if side == "L" else "L"
    return {**_arm(side, pitch, roll), **_arm(other, *_DOWN)}


_POSES = (
    Pose("arms_down", msg("arms at the sides"), _both(*_DOWN)),
    Pose("arms_up", msg("both arms up"), _both(*_UP)),
    Pose("arms_out", msg("arms out to the sides"), _both(*_OUT)),
    Pose("arms_forward", msg("both arms forward"), _both(*_FORWARD)),
    Pose("left_arm_up", msg("its left arm up"), _one("L", *_UP)),
    Pose("right_arm_up", msg("its right arm up"), _one("R", *_UP)),
    Pose("left_arm_out", msg("its left arm out"), _one("L", *_OUT)),
    Pose("right_arm_out", msg("its right arm out"), _one("R", *_OUT)),
    Pose("hands_on_hips", msg("hands on the hips"),
         _both(1.8, 0.75, 1.4), close=True),
    Pose("hands_up", msg("hands at the head's height"),
         _both(0.2, 0.9, 1.5, -1.4)),
)  # fmt: skip

POSES: Mapping[str, Pose] = MappingProxyType({pose.name: pose for pose in _POSES})


def way(
    before: Mapping[str, float], after: Mapping[str, float], *, round_the_legs: bool
) -> dict[str, tuple[tuple[int, float], ...]]:
    """Return the keyframes (ms, rad) that take the arms from some angles to others in ``POSE_MS``.

    ``round_the_legs``: half-way the arms are out at the sides. A seated Nao has its thighs, and any Nao its
    hips, where a straight way would pass (tried on the simulator's shells; a test holds this).
    """
    frames: dict[str, tuple[tuple[int, float], ...]] = {}
    for joint, end in after.items():
        half = _half_way(joint, before[joint], end) if round_the_legs else None
        frames[joint] = ((POSE_MS, end),) if half is None else ((POSE_MS // 2, half), (POSE_MS, end))
    return frames


def _half_way(joint: str, start: float, end: float) -> float:
    sign = 1.0 if joint.startswith("L") else -1.0
    middle = (start + end) / 2
    if joint.endswith("ShoulderRoll"):
        return sign * max(_WIDE_ROLL, sign * start, sign * end)
    if joint.endswith("ElbowRoll"):
        return -sign * _WIDE_BEND
    if joint.endswith("ShoulderPitch"):
        return min(_WIDE_PITCH, middle)
    return middle
