"""The face in front, as ALFaceDetection reports it: the value of FaceDetected, and the learned names.

The shape of the value: naoqi 2.8, alfacedetection; angles in rad in the camera's frame.
"""

from __future__ import annotations

from typing import Any

from nao_simulator.sight.eye import FACE, Eye

CAMERA = 0  # the top one
_UNKNOWN_AFTER_S = 8.0  # an unrecognised face is told as such after this
_FORGOTTEN_AFTER_S = 4.0  # without any face a name is given again
_SCORE = 0.6  # (est) of a face that was learned
_WIDTH_M, _HEIGHT_M = 0.15, 0.19
# Left and up of the middle of the face, m: seven points an eye, three of the nose, eight of the mouth.
_EYE = ((0, 0), (0.012, 0), (-0.012, 0), (0, 0.006), (0, -0.006), (0.02, 0.012), (-0.02, 0.012))
_NOSE = ((0, -0.02), (0.015, -0.025), (-0.015, -0.025))
_MOUTH = tuple((x, y - 0.06) for x, y in ((0.025, 0), (-0.025, 0), (0, 0.006), (0, -0.006)) for _ in (0, 1))


class FaceMemory:
    """The names of learned faces, and whether the face in front has been reported by name already."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.recognises = True
        self._named = False
        self._since_s: float | None = None
        self._last_s = 0.0

    def learn(self, name: str) -> None:
        """Keep the face in front under a name."""
        if name not in self.names:
            self.names.append(name)
        self._named = False

    def forget(self, name: str) -> bool:
        """Forget a name; return whether it was known."""
        known = name in self.names
        self.names = [other for other in self.names if other != name]
        return known

    def reading(self, now_s: float) -> tuple[str, list[Any]]:
        """Return the face's name, and its recognition part of FaceDetected: empty but once an appearance."""
        if self._since_s is None or now_s - self._last_s > _FORGOTTEN_AFTER_S:
            self._since_s, self._named = now_s, False
        self._last_s = now_s
        if not self.recognises:
            return "", []
        if self.names:
            named, self._named = self._named, True
            return self.names[-1], [] if named else [2, [self.names[-1]]]
        if now_s - self._since_s > _UNKNOWN_AFTER_S and not self._named:
            self._named = True
            return "", [4]
        return "", []


def face_detected(eye: Eye, stamp: tuple[int, int], label: str, recognised: list[Any]) -> list[Any]:
    """Return the value of FaceDetected for the one face there is."""
    angles = eye.angles_to(FACE)
    assert angles is not None
    distance = eye.distance_to(FACE)

    def points(shape: tuple[tuple[float, float], ...], left: float = 0.0, up: float = 0.0) -> list[float]:
        return [
            value
            for x, y in shape
            for value in (angles[0] + (left + x) / distance, angles[1] - (up + y) / distance)
        ]

    shape = [0, *angles, _WIDTH_M / distance, _HEIGHT_M / distance]
    eyes = [points(_EYE, side * 0.033, 0.01) for side in (1, -1)]
    extra = [1, _SCORE if label else 0.0, label, *eyes, 0, 0, points(_NOSE), points(_MOUTH)]
    return [list(stamp), [[shape, extra], recognised], *eye.poses6d(), CAMERA]
