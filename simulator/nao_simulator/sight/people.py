"""Who and what is in front of Nao, and the three extractors that look at it: faces, people, gazes.

Whether a face is seen depends also on where the head looks. Events come while an extractor runs, at its
period; after a change they come at once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from nao_simulator.clock import Timeline
from nao_simulator.memory import Memory
from nao_simulator.sight.extractor import Extractor
from nao_simulator.sight.eye import FACE, Eye, Seen
from nao_simulator.sight.faces import CAMERA, FaceMemory, face_detected

PEOPLE, GAZE = "PeoplePerception", "GazeAnalysis"
EVENTS: dict[str, tuple[str, ...]] = {
    "ALFaceDetection": ("FaceDetected",),
    "ALPeoplePerception": tuple(
        f"{PEOPLE}/{name}"
        for name in (
            "JustArrived", "JustLeft", "NonVisiblePeopleList", "PeopleDetected", "PeopleList",
            "PopulationUpdated", "VisiblePeopleList",
        )
    ),
    "ALGazeAnalysis": tuple(
        f"{GAZE}/{name}"
        for name in ("PeopleLookingAtRobot", "PersonStartsLookingAtRobot", "PersonStopsLookingAtRobot")
    ),
}  # fmt: skip
"""The events of each extractor."""

_HEIGHT_M = 1.2
_AWAY_RAD = 0.9  # (est) how far the head of one who looks elsewhere is turned


class Sight:
    """What is in front of Nao. ``look`` returns a camera as it is now, ``present`` whether a person is."""

    def __init__(self, memory: Memory, timeline: Timeline, look: Callable[[int], Eye]) -> None:
        self.on_change: Callable[[], None] = lambda: None
        self.present: Callable[[], bool] = lambda: True
        self.card: int | None = None
        self.memory_of_faces = FaceMemory()
        self.gone_after_s = 10.0
        self.visible_gone_after_s = 2.0
        self.extractors = {name: Extractor() for name in EVENTS}
        self._memory, self._timeline, self._look_through = memory, timeline, look
        self._face = self._looking = False
        self._glances = 0
        self._face_reported = False
        self._person = _Person(memory)
        for name, events in EVENTS.items():
            self.extractors[name].on_change = self._changed
            for event in events:
                memory.declare(event)

    def show_card(self, number: int | None) -> None:
        """Hold a card up, or put it away (None)."""
        self.card = number
        self.on_change()

    def turn_face(self, visible: bool) -> None:
        """Turn the face of the person in front to Nao, or turn face and eyes away."""
        self._face = visible
        self._looking = self._looking and visible
        self._changed()
        self.on_change()

    def look_at_robot(self, looking: bool) -> None:
        """Make the person look at Nao, which shows the face too, or look elsewhere."""
        self._face = self._face or looking
        self._looking = looking
        self._changed()
        self.on_change()

    @property
    def face_shown(self) -> bool:
        """Return whether somebody is there whose face is turned to Nao."""
        return self._face and self.present()

    @property
    def looking(self) -> bool:
        """Return whether somebody is there who looks at Nao."""
        return self._looking and self.present()

    def face_seen(self) -> bool:
        """Return whether Nao's upper camera sees a face."""
        return self.face_shown and self._look_through(CAMERA).sees(FACE)

    def seen(self) -> Seen:
        """Return what is in front of Nao, wherever its cameras look."""
        return Seen(self.present(), self.face_shown, self.looking, self.card)

    def look_again(self) -> None:
        """Look at once, after somebody has come or gone."""
        self._changed()

    def _changed(self) -> None:
        """Look at once, on the timeline's thread: all looking is done there."""
        self._glances += 1
        self._timeline.after(0.0, partial(self._glance, self._glances))

    def _glance(self, number: int) -> None:
        """Look, and plan the next look, unless something has changed since this one was planned."""
        if number != self._glances:
            return
        self._look()
        periods_s = [extractor.period_s for extractor in self.extractors.values() if extractor.running]
        if periods_s:
            self._timeline.after(min(periods_s), partial(self._glance, number))

    def _look(self) -> None:
        eye = self._look_through(CAMERA)
        seen = self.face_shown and eye.sees(FACE)
        faces, people, gaze = (self.extractors[name].running for name in EVENTS)
        if faces and seen:
            label, recognised = self.memory_of_faces.reading(self._timeline.clock.now_s())
            value = face_detected(eye, self._stamp(), label, recognised)
            self._memory.raise_event("FaceDetected", value)
        elif faces and self._face_reported:
            self._memory.raise_event("FaceDetected", [])
        self._face_reported = faces and seen
        if not people and not gaze:
            self._person.forget()
        else:
            expected_s = self.visible_gone_after_s if eye.sees(FACE) else self.gone_after_s
            self._person.update(eye, seen, expected_s, self._timeline.clock.now_s(), self._stamp())
        if gaze:
            self._person.update_gaze(self.looking and seen)

    def _stamp(self) -> tuple[int, int]:
        wall_s = self._timeline.clock.wall_s()
        return int(wall_s), int(wall_s % 1 * 1e6)

    def reset_population(self) -> None:
        """Forget who was there, on the timeline's thread, as all that concerns the person."""
        self._timeline.after(0.0, self._person.leave)


class _Person:
    """The one person of the population: arrives, is seen or not, looks at Nao or not, and leaves."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._number: int | None = None
        self._last_number = 0
        self._visible: bool | None = None
        self._looking: bool | None = None
        self._arrived_s = self._seen_s = 0.0

    def update(self, eye: Eye, seen: bool, gone_after_s: float, now_s: float, stamp: tuple[int, int]) -> None:
        """Raise the events of what is seen now: arrival, visibility, departure."""
        if self._number is None and seen:
            self._last_number += 1
            self._number, self._arrived_s = self._last_number, now_s
            self._raise(PEOPLE, "PeopleList", [self._number])
            self._raise(PEOPLE, "JustArrived", self._number)
        if self._number is None:
            return
        if seen:
            self._seen_s = now_s
        if seen != self._visible:
            self._visible = seen
            self._raise(PEOPLE, "VisiblePeopleList", [self._number] if seen else [])
            self._raise(PEOPLE, "NonVisiblePeopleList", [] if seen else [self._number])
        if now_s - self._seen_s > gone_after_s:
            self.leave()
            return
        self._describe(eye, seen, now_s, stamp)

    def update_gaze(self, looking: bool) -> None:
        """Raise the events of a change of whether the person looks at Nao."""
        if looking == self._looking or self._number is None:
            return
        before, self._looking = self._looking, looking
        for key, value in {
            "IsLookingAtRobot": looking,
            "LookingAtRobotScore": 0.95 if looking else 0.05,
            "HeadAngles": [0.0 if looking else _AWAY_RAD, 0.0, 0.0],
            "GazeDirection": [0.0, 0.0],
            "EyeOpeningDegree": [1.0, 1.0],
        }.items():
            self._insert(key, value)
        if looking or before:
            self._raise(GAZE, f"Person{'Starts' if looking else 'Stops'}LookingAtRobot", self._number)
            self._raise(GAZE, "PeopleLookingAtRobot", [self._number] if looking else [])

    def forget(self) -> None:
        """Forget the person and its keys without an event, as when the extractors stop."""
        number, self._number, self._visible, self._looking = self._number, None, None, None
        if number is None:
            return
        prefix = f"{PEOPLE}/Person/{number}/"
        for key in [key for key in self._memory.names("Data") if key.startswith(prefix)]:
            self._memory.remove(key)

    def leave(self) -> None:
        """Remove the person from the population, with the events of that."""
        number = self._number
        if number is None:
            return
        self.update_gaze(False)
        self.forget()
        self._raise(PEOPLE, "NonVisiblePeopleList", [])
        self._raise(PEOPLE, "PeopleList", [])
        self._raise(PEOPLE, "JustLeft", number)

    def _describe(self, eye: Eye, seen: bool, now_s: float, stamp: tuple[int, int]) -> None:
        distance, angles = eye.distance_to(FACE), eye.angles_to(FACE) or (0.0, 0.0)
        in_torso, on_ground = eye.poses6d()
        self._insert("IsVisible", seen)
        self._insert("IsFaceDetected", seen)
        self._insert("NotSeenSince", now_s - self._seen_s)
        self._insert("PresentSince", now_s - self._arrived_s)
        self._insert("RealHeight", _HEIGHT_M)
        if seen:
            self._insert("Distance", distance)
            self._insert("AnglesYawPitch", list(angles))
            self._insert("PositionInRobotFrame", list(FACE))
            self._insert("PositionInWorldFrame", list(FACE))
            lift = on_ground[2] - in_torso[2]
            self._insert("PositionInTorsoFrame", [FACE[0], FACE[1], FACE[2] - lift])
            person = [self._number, distance, *angles, CAMERA]
            self._raise(PEOPLE, "PeopleDetected", [list(stamp), [person], in_torso, on_ground, CAMERA])

    def _insert(self, key: str, value: Any) -> None:
        self._memory.insert(f"{PEOPLE}/Person/{self._number}/{key}", value)

    def _raise(self, module: str, event: str, value: Any) -> None:
        self._memory.raise_event(f"{module}/{event}", value)
