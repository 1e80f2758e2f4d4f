"""ALFaceDetection, ALPeoplePerception, ALGazeAnalysis; NaoSimulator or the panel set who is in front."""

from __future__ import annotations

from typing import Any

from nao_simulator.errors import CallError
from nao_simulator.pending import Pending
from nao_simulator.robot import Robot
from nao_simulator.services.extractor import ExtractorService
from nao_simulator.sight.extractor import PERIOD_MS, PRECISION, Extractor
from nao_simulator.sight.people import EVENTS

_LEARNING_S = 1.0  # five pictures of the face
_MOST_RATE = 30
_DEFAULTS = (PERIOD_MS, PRECISION)


class _Looks(ExtractorService):
    """The methods that the three services share."""

    def __init__(self, robot: Robot, service: str) -> None:
        self._robot, self._sight = robot, robot.sight
        self._looking: Extractor = robot.sight.extractors[service]
        super().__init__(self._looking, EVENTS[service], _DEFAULTS)

    def pause(self, paused: bool) -> None:
        """Stop looking for a while, or go on."""
        self._looking.pause(paused)

    def is_paused(self) -> bool:
        """Return whether the extractor is paused."""
        return self._looking.paused

    def is_processing(self) -> bool:
        """Return whether the extractor runs: somebody is subscribed, and it is not paused."""
        return self._looking.running


class FaceDetection(_Looks):
    """ALFaceDetection. There is one face, or none."""

    def __init__(self, robot: Robot) -> None:
        super().__init__(robot, "ALFaceDetection")
        self._faces = robot.sight.memory_of_faces
        self._tracking = True
        self._threshold = 0.4
        self._rate, self._resolution, self._camera = 10, 1, 0

    def learn_face(self, name: str) -> Pending:
        """Learn the face in front under a name, in a second; ends with whether the face was seen."""
        pending = Pending()

        def learned() -> None:
            seen = self._sight.face_seen()
            if seen:
                self._faces.learn(name)
            pending.done(seen)

        if not name or not self._sight.face_seen():
            pending.done(False)
        else:
            timer = self._robot.timeline.after(_LEARNING_S, learned)
            pending.on_cancel = pending.cancelled
            pending.when_ended(lambda _ended: timer.cancel())
        return pending

    def re_learn_face(self, name: str) -> Pending:
        """Learn the face in front anew."""
        return self.learn_face(name)

    def forget_person(self, name: str) -> bool:
        """Forget a face; return whether it was known."""
        return self._faces.forget(name)

    def clear_database(self) -> bool:
        """Forget all faces."""
        self._faces.names.clear()
        return True

    def get_learned_faces_list(self) -> Any:
        """Return the names of the learned faces."""
        return list(self._faces.names)

    def set_recognition_enabled(self, enabled: bool) -> None:
        """Set whether faces are recognised by name, or only detected."""
        self._faces.recognises = enabled

    def is_recognition_enabled(self) -> bool:
        """Return whether faces are recognised by name."""
        return self._faces.recognises

    def enable_recognition(self, enabled: bool) -> None:
        """Set whether faces are recognised by name, or only detected (deprecated)."""
        self.set_recognition_enabled(enabled)

    def set_tracking_enabled(self, enabled: bool) -> None:
        """Set whether faces are followed from picture to picture: without effect here."""
        self._tracking = enabled

    def is_tracking_enabled(self) -> bool:
        """Return whether faces are followed."""
        return self._tracking

    def enable_tracking(self, enabled: bool) -> None:
        """Set whether faces are followed from picture to picture (deprecated)."""
        self.set_tracking_enabled(enabled)

    def set_recognition_confidence_threshold(self, threshold: float) -> None:
        """Set how sure a name must be, 0 to 1: without effect here."""
        self._threshold = threshold

    def get_recognition_confidence_threshold(self) -> float:
        """Return how sure a name must be."""
        return self._threshold

    def set_parameter(self, name: str, _value: Any) -> None:
        """Refuse: no parameter is simulated."""
        raise CallError(f"Unknown parameter {name}.")

    def get_resolution(self) -> int:
        """Return the resolution that is looked at."""
        return self._resolution

    def set_resolution(self, resolution: int) -> bool:
        """Choose the resolution that is looked at."""
        if resolution not in range(4):
            return False
        self._resolution = resolution
        return True

    def get_active_camera(self) -> int:
        """Return the camera that is looked through."""
        return self._camera

    def set_active_camera(self, camera: int) -> bool:
        """Return whether the camera could be chosen: only the upper one, 0, is simulated."""
        return camera == self._camera

    def get_frame_rate(self) -> int:
        """Return the pictures a second."""
        return self._rate

    def set_frame_rate(self, *rate: Any) -> bool:
        """Set the pictures a second, the last argument; return False unless it is 1 to 30."""
        wanted = int(rate[-1])
        if not 1 <= wanted <= _MOST_RATE:
            return False
        self._rate = wanted
        return True


class PeoplePerception(_Looks):
    """ALPeoplePerception. The population is one person, or nobody."""

    def __init__(self, robot: Robot) -> None:
        super().__init__(robot, "ALPeoplePerception")
        self._range_m = 3.5
        self._heights_m = [0.3, 2.1]
        self._switches = {"face": True, "fast": False, "movement": True, "display": False}

    def reset_population(self) -> None:
        """Forget who is there."""
        self._sight.reset_population()

    def get_time_before_person_disappears(self) -> float:
        """Return after how many seconds out of the picture a person is gone."""
        return self._sight.gone_after_s

    def set_time_before_person_disappears(self, seconds: float) -> None:
        """Set after how many seconds out of the picture a person is gone."""
        self._sight.gone_after_s = seconds

    def get_time_before_visible_person_disappears(self) -> float:
        """Return after how many seconds unseen in the picture a person is gone."""
        return self._sight.visible_gone_after_s

    def set_time_before_visible_person_disappears(self, seconds: float) -> None:
        """Set after how many seconds unseen in the picture a person is gone."""
        self._sight.visible_gone_after_s = seconds

    def get_maximum_detection_range(self) -> float:
        """Return how far people are looked for, in m."""
        return self._range_m

    def set_maximum_detection_range(self, metres: float) -> None:
        """Set how far people are looked for: without effect here."""
        self._range_m = metres

    def get_minimum_body_height(self) -> float:
        """Return the least height of a person, in m."""
        return self._heights_m[0]

    def set_minimum_body_height(self, metres: float) -> None:
        """Set the least height of a person: without effect here."""
        self._heights_m[0] = metres

    def get_maximum_body_height(self) -> float:
        """Return the greatest height of a person, in m."""
        return self._heights_m[1]

    def set_maximum_body_height(self, metres: float) -> None:
        """Set the greatest height of a person: without effect here."""
        self._heights_m[1] = metres

    def is_face_detection_enabled(self) -> bool:
        """Return whether faces are used."""
        return self._switches["face"]

    def set_face_detection_enabled(self, enabled: bool) -> None:
        """Use faces or not: without effect here."""
        self._switches["face"] = enabled

    def is_fast_mode_enabled(self) -> bool:
        """Return whether the fast mode is on."""
        return self._switches["fast"]

    def set_fast_mode_enabled(self, enabled: bool) -> None:
        """Switch the fast mode: without effect here."""
        self._switches["fast"] = enabled

    def is_movement_detection_enabled(self) -> bool:
        """Return whether movement is used."""
        return self._switches["movement"]

    def set_movement_detection_enabled(self, enabled: bool) -> None:
        """Use movement or not: without effect here."""
        self._switches["movement"] = enabled

    def is_graphical_display_enabled(self) -> bool:
        """Return whether data for a display are written."""
        return self._switches["display"]

    def set_graphical_display_enabled(self, enabled: bool) -> None:
        """Write data for a display or not: without effect here."""
        self._switches["display"] = enabled


class GazeAnalysis(_Looks):
    """ALGazeAnalysis."""

    def __init__(self, robot: Robot) -> None:
        super().__init__(robot, "ALGazeAnalysis")
        self._tolerance = 0.5

    def get_tolerance(self) -> float:
        """Return the tolerance, 0 to 1."""
        return self._tolerance

    def set_tolerance(self, tolerance: float) -> None:
        """Set the tolerance, 0 to 1: without effect here, a person who looks is always reported."""
        if not 0.0 <= tolerance <= 1.0:
            raise CallError("The tolerance must be between 0 and 1.")
        self._tolerance = tolerance

    def is_face_analysis_enabled(self) -> bool:
        """Return False: the service has one way of working (since 1.22)."""
        return False

    def set_face_analysis_enabled(self, _enabled: bool) -> None:
        """Accept the call without effect, as since 1.22."""
