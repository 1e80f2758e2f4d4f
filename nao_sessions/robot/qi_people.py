"""Faces and gazes, as Nao's own extractors tell them: whether there is a face, whether somebody looks at Nao.

Who it is is never asked: no face is learned, and what Nao may know of one is not read.
"""

from __future__ import annotations

from typing import Any

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.robot.port import Sensed

PERIOD_MS = 300
"""How often the extractors look."""

FACE_GONE_NS = SECOND_NS
GAZE_GONE_NS = SECOND_NS // 2
"""For how long a face, a gaze must be out of sight to be gone: both flicker with every blink and nod."""


class Presence:
    """Something that is there or not, told when that changes; gone once it was away for a while."""

    def __init__(self, kind: str, gone_after_ns: int, told: dict[str, Any], key: str) -> None:
        """Prepare; ``told`` is what every change carries, ``key`` what says whether it is there."""
        self._kind, self._gone_after_ns, self._data, self._key = kind, gone_after_ns, told, key
        self._told = False
        self._there = False
        self._last_ns = 0

    def see(self, there: bool, at_ns: int) -> Sensed | None:
        """Take up what was seen at an instant; give what is told of it."""
        if there or self._there:
            self._last_ns = at_ns
        self._there = there
        if not there or self._told:
            return None
        self._told = True
        return self._sensed(True, at_ns)

    def tick(self, now_ns: int, *, seen_again_and_again: bool = False) -> Sensed | None:
        """Look whether it is gone; told with the time at which it was last there.

        ``seen_again_and_again``: while it is there it is told of again all the time, so silence means gone.
        """
        away = not self._there or seen_again_and_again
        if not self._told or not away or now_ns - self._last_ns < self._gone_after_ns:
            return None
        self._told = self._there = False
        return self._sensed(False, self._last_ns)

    def forget(self) -> None:
        """Begin anew, as if nothing had been there."""
        self._told = self._there = False

    def _sensed(self, there: bool, at_ns: int) -> Sensed:
        return Sensed(self._kind, {**self._data, self._key: there}, at_ns)


class People:
    """The face and the gaze in front of Nao. ``speed`` is robot seconds a real second."""

    def __init__(self, speed: float) -> None:
        self._face = Presence("face", round(FACE_GONE_NS / speed), {}, "seen")
        self._gaze = Presence("gaze", round(GAZE_GONE_NS / speed), {"where": "robot"}, "looking")

    def face_detected(self, value: Any, at_ns: int) -> Sensed | None:
        """Take up FaceDetected: raised for every picture with a face, and perhaps empty when it has gone."""
        return self._face.see(isinstance(value, list | tuple) and len(value) > 1, at_ns)

    def people_looking(self, value: Any, at_ns: int) -> Sensed | None:
        """Take up GazeAnalysis/PeopleLookingAtRobot: raised when that list of people changes."""
        return self._gaze.see(isinstance(value, list | tuple) and len(value) > 0, at_ns)

    def tick(self, now_ns: int) -> list[Sensed]:
        """Give what is gone by now."""
        gone = (self._face.tick(now_ns, seen_again_and_again=True), self._gaze.tick(now_ns))
        return [sensed for sensed in gone if sensed is not None]

    def forget_faces(self) -> None:
        """Begin anew with faces."""
        self._face.forget()

    def forget_gazes(self) -> None:
        """Begin anew with gazes."""
        self._gaze.forget()
