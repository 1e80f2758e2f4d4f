"""Forward kinematics of Nao: from joint angles to the place of every link, in the frame of its torso.

Nothing here knows a picture or a floor: angles in, frames out, metres and radians throughout.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Link offsets of NAO V6 in metres (vendor documentation, "links"); x to the front, y to the left, z up.
NECK_M = (0.0, 0.0, 0.1265)
SHOULDER_M = (0.0, 0.098, 0.100)
UPPER_ARM_M = (0.105, 0.015, 0.0)
LOWER_ARM_M = (0.05595, 0.0, 0.0)
HAND_M = (0.05775, 0.0, -0.01231)
HIP_M = (0.0, 0.050, -0.085)
THIGH_M = (0.0, 0.0, -0.100)
TIBIA_M = (0.0, 0.0, -0.1029)
FOOT_HEIGHT_M = 0.04519

LEFT_HIP_AXIS = (0.0, math.sqrt(0.5), -math.sqrt(0.5))
RIGHT_HIP_AXIS = (0.0, math.sqrt(0.5), math.sqrt(0.5))
X_AXIS, Y_AXIS, Z_AXIS = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Frame:
    """A place and an orientation: `turn` is a 3x3 rotation, `at` a point in metres."""

    turn: Floats
    at: Floats

    def then(self, offset: tuple[float, float, float], *turns: Floats) -> Frame:
        """Return the frame `offset` metres further on in this one, turned by each of `turns` in order."""
        turn = self.turn
        at = self.at + turn @ np.array(offset)
        for each in turns:
            turn = turn @ each
        return Frame(turn, at)

    def place(self, points: Floats) -> Floats:
        """Return `points` (n x 3, in this frame) in the frame this one is given in."""
        return points @ self.turn.T + self.at

    def within(self, outer: Frame) -> Frame:
        """Return this frame, given in `outer`, in the frame that `outer` is given in."""
        return Frame(outer.turn @ self.turn, outer.turn @ self.at + outer.at)


ORIGIN = Frame(np.eye(3), np.zeros(3))


def turned(axis: tuple[float, float, float], angle: float) -> Floats:
    """Return the rotation by `angle` radians about the unit vector `axis` (Rodrigues' formula)."""
    x, y, z = axis
    c, s = math.cos(angle), math.sin(angle)
    k = 1.0 - c
    return np.array(
        (
            (c + x * x * k, x * y * k - z * s, x * z * k + y * s),
            (y * x * k + z * s, c + y * y * k, y * z * k - x * s),
            (z * x * k - y * s, z * y * k + x * s, c + z * z * k),
        )
    )


def link_frames(joints: Mapping[str, float]) -> dict[str, Frame]:
    """Return the frame of every link in the torso's, for `joints` in radians (an absent joint is at 0).

    Links: Torso Head, and for each side L and R: UpperArm (at the shoulder) Forearm (at the elbow)
    Wrist Hand (the vendor's hand point) Thigh (at the hip) Shin (at the knee) Foot (at the ankle).
    """
    frames = {"Torso": ORIGIN}
    frames["Head"] = ORIGIN.then(
        NECK_M, turned(Z_AXIS, joints.get("HeadYaw", 0.0)), turned(Y_AXIS, joints.get("HeadPitch", 0.0))
    )
    for side, mirror in (("L", 1.0), ("R", -1.0)):
        frames |= _arm(side, mirror, joints)
        frames |= _leg(side, mirror, joints)
    return frames


def _arm(side: str, mirror: float, joints: Mapping[str, float]) -> dict[str, Frame]:
    def turn(axis: tuple[float, float, float], joint: str) -> Floats:
        return turned(axis, joints.get(side + joint, 0.0))

    upper = ORIGIN.then(
        _mirrored(SHOULDER_M, mirror), turn(Y_AXIS, "ShoulderPitch"), turn(Z_AXIS, "ShoulderRoll")
    )
    lower = upper.then(_mirrored(UPPER_ARM_M, mirror), turn(X_AXIS, "ElbowYaw"), turn(Z_AXIS, "ElbowRoll"))
    wrist = lower.then(LOWER_ARM_M, turn(X_AXIS, "WristYaw"))
    return {
        f"{side}UpperArm": upper,
        f"{side}Forearm": lower,
        f"{side}Wrist": wrist,
        f"{side}Hand": wrist.then(HAND_M),
    }


def _leg(side: str, mirror: float, joints: Mapping[str, float]) -> dict[str, Frame]:
    def turn(axis: tuple[float, float, float], joint: str) -> Floats:
        return turned(axis, joints.get(side + joint, 0.0))

    # One motor turns both hips: where only one name is given, it counts for both.
    yaw_pitch = joints.get(f"{side}HipYawPitch", joints.get("LHipYawPitch", 0.0))
    axis = LEFT_HIP_AXIS if side == "L" else RIGHT_HIP_AXIS
    thigh = ORIGIN.then(
        _mirrored(HIP_M, mirror), turned(axis, yaw_pitch), turn(X_AXIS, "HipRoll"), turn(Y_AXIS, "HipPitch")
    )
    shin = thigh.then(THIGH_M, turn(Y_AXIS, "KneePitch"))
    foot = shin.then(TIBIA_M, turn(Y_AXIS, "AnklePitch"), turn(X_AXIS, "AnkleRoll"))
    return {f"{side}Thigh": thigh, f"{side}Shin": shin, f"{side}Foot": foot}


def _mirrored(offset: tuple[float, float, float], mirror: float) -> tuple[float, float, float]:
    x, y, z = offset
    return (x, y * mirror, z)
