"""How Nao meets the floor: where its torso is in the room, for a pose and a pitch.

Whatever the pose, its lowest shell touches the floor and none goes through it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from nao_simulator.room.kinematics import FOOT_HEIGHT_M, Y_AXIS, Z_AXIS, Floats, Frame, turned

# Below this difference (rad) between the torso's stated pitch and the one with flat feet, the feet decide.
FLAT_BELOW_RAD, FREE_ABOVE_RAD = 0.08, 0.22
# Between these pitches Nao goes over from standing where its feet are to lying where its torso is.
UPRIGHT_RAD, LYING_RAD = 0.5, 1.3
FALLEN_PITCH_RAD = 1.45

Links = Mapping[str, Frame]


def feet_pitch(links: Links) -> float:
    """Return the pitch of the torso (rad) at which the soles, on the average, are level."""
    toes = links["LFoot"].turn[:, 0] + links["RFoot"].turn[:, 0]
    return math.atan2(float(toes[2]), float(toes[0]))


def settled_pitch(links: Links, stated_rad: float, fallen: bool) -> float:
    """Return the torso's pitch to draw: that of flat feet if the stated one is close to it, else that."""
    if fallen and abs(stated_rad) < UPRIGHT_RAD:
        return FALLEN_PITCH_RAD
    flat = feet_pitch(links)
    return flat + (stated_rad - flat) * _ramp(abs(stated_rad - flat), FLAT_BELOW_RAD, FREE_ABOVE_RAD)


def torso_frame(
    links: Links, balls: Mapping[str, Floats], pitch_rad: float, place_m: tuple[float, float], yaw_rad: float
) -> Frame:
    """Return the frame of the torso in the room.

    `balls`: for each link n x 4 (centre and radius, m) of what may touch the floor. `place_m`: where on the
    floor its feet stand (its torso, when it lies); `yaw_rad`: where it faces, 0 being the camera.
    """
    upright = Frame(turned(Z_AXIS, yaw_rad) @ turned(Y_AXIS, pitch_rad), np.zeros(3))
    lowest = min(
        float((upright.place(links[link].place(each[:, :3]))[:, 2] - each[:, 3]).min())
        for link, each in balls.items()
    )
    sole = np.array(((0.02, 0.0, -FOOT_HEIGHT_M),))
    feet = np.concatenate([upright.place(links[foot].place(sole)) for foot in ("LFoot", "RFoot")]).mean(
        axis=0
    )
    standing = 1.0 - _ramp(abs(pitch_rad), UPRIGHT_RAD, LYING_RAD)
    x, y = place_m[0] - feet[0] * standing, place_m[1] - feet[1] * standing
    return Frame(upright.turn, np.array((x, y, -lowest)))


def _ramp(value: float, low: float, high: float) -> float:
    return min(1.0, max(0.0, (value - low) / (high - low)))
