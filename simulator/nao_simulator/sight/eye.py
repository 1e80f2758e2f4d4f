"""Where a camera in Nao's head is and looks, and at which angles it sees a place in front of it.

Frame: on the ground under the torso, x to the front, y to the left, z up, in m. No pictures here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from nao_simulator.body import kinematics
from nao_simulator.body.kinematics import Matrix, move, position6d, product, turn

Place = tuple[float, float, float]

CAMERAS = ("CameraTop", "CameraBottom")
# NAO V6 camera page: a field of 56.3 by 43.7 degrees.
WIDTH_RAD, HEIGHT_RAD = math.radians(56.3), math.radians(43.7)

# Who is in front of Nao: a child who sits there, and a card that it holds up (est).
FACE: Place = (0.85, 0.0, 0.60)
CARD: Place = (0.60, -0.13, 0.48)


@dataclass(frozen=True, slots=True)
class Seen:
    """What is before Nao: whether somebody, a face turned to it, eyes that look at it; a card's number."""

    present: bool
    face: bool
    looking: bool
    card: int | None


@dataclass(frozen=True, slots=True)
class Eye:
    """One camera: its pose in the torso's frame and on the ground."""

    in_torso: Matrix
    on_ground: Matrix

    def angles_to(self, place: Place) -> tuple[float, float] | None:
        """Return where a place is seen: rad to the left and rad downwards of the axis; None behind."""
        ahead, left, up = self._seen(place)
        if ahead <= 0.0:
            return None
        return math.atan2(left, ahead), -math.atan2(up, ahead)

    def distance_to(self, place: Place) -> float:
        """Return how far a place is, in m."""
        return math.hypot(*self._seen(place))

    def sees(self, place: Place) -> bool:
        """Return whether a place is in the picture."""
        angles = self.angles_to(place)
        return angles is not None and abs(angles[0]) < WIDTH_RAD / 2 and abs(angles[1]) < HEIGHT_RAD / 2

    def poses6d(self) -> tuple[list[float], list[float]]:
        """Return x, y, z, wx, wy, wz in the torso's frame and on the ground, as in FaceDetected."""
        return position6d(self.in_torso), position6d(self.on_ground)

    def _seen(self, place: Place) -> tuple[float, float, float]:
        m = self.on_ground
        x, y, z = (place[row] - m[row][3] for row in range(3))
        ahead, left, up = (m[0][c] * x + m[1][c] * y + m[2][c] * z for c in range(3))
        return ahead, left, up


def eye(camera: int, joints: Mapping[str, float], torso_z: float, torso_pitch: float) -> Eye:
    """Return a camera (0 top, 1 bottom) for a pose of the body."""
    in_torso = kinematics.in_torso(CAMERAS[camera], joints)
    assert in_torso is not None
    torso = product(move(0, 0, torso_z), turn((0.0, 1.0, 0.0), torso_pitch))
    return Eye(in_torso, product(torso, in_torso))
