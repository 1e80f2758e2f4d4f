"""A perspective camera: metres in the room become pixels in a picture, of 1280 x 720 for the room's own.

World: z up from the floor, x from the wall towards the camera, y to the right of the picture.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nao_simulator.room.kinematics import Floats

WIDTH_PX, HEIGHT_PX = 1280, 720


@dataclass(frozen=True, slots=True)
class View:
    """A pinhole at `eye` (m): rows of `turn` are its right, down and axis; `focal_px` sets its field."""

    eye: Floats
    turn: Floats
    focal_px: float
    centre_px: tuple[float, float] = (WIDTH_PX / 2, HEIGHT_PX / 2)

    def project(self, points: Floats) -> Floats:
        """Return n x 3: column and row in px, and the depth in m (along the axis) of each of n x 3 points."""
        seen = (points - self.eye) @ self.turn.T
        depth = np.maximum(seen[:, 2], 0.05)
        scale = self.focal_px / depth
        return np.stack(
            (self.centre_px[0] + seen[:, 0] * scale, self.centre_px[1] + seen[:, 1] * scale, depth), axis=1
        )


def look_from(eye: tuple[float, float, float], target: tuple[float, float, float], focal_px: float) -> View:
    """Return the camera at `eye` that looks at `target`, upright."""
    ahead = np.subtract(target, eye)
    ahead /= np.linalg.norm(ahead)
    right = np.cross(ahead, (0.0, 0.0, 1.0))
    right /= np.linalg.norm(right)
    return View(np.array(eye), np.stack((right, np.cross(ahead, right), ahead)), focal_px)


# A camera on a tripod, as a room of this kind has one: 2.1 m away, 0.95 m high, a field of 50 degrees.
ROOM_VIEW = look_from((2.1, 0.12, 0.95), (0.0, 0.16, 0.355), 1370.0)
