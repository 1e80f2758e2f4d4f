"""What Nao sees: pictures with real cards in them, faces, people, gazes; and voices without words."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from nao_simulator.body.postures import POSTURES
from nao_simulator.sight.eye import CARD, FACE, eye
from tests.simulator.simulator_wire import Wire, error_of, until

BGR, RGB, GREY, YUV422 = 13, 11, 0, 9
TOP, BOTTOM = 0, 1
QVGA, VGA = 1, 2


@pytest.fixture(autouse=True)
def nobody_there(wire: Wire) -> Iterator[None]:
    """Begin with nobody in front of a Nao that looks ahead."""
    wire.service("ALMotion").setAngles(["HeadYaw", "HeadPitch"], [0.0, -0.1], 1.0)
    until(lambda: abs(wire.state()["joints"]["HeadYaw"]) < 0.01)
    yield
    room = wire.service("NaoSimulator")
    room.hideCard()
    room.faceVisible(False)
    room.child("idle")
    wire.service("ALVideoDevice").unsubscribeAllInstances("test")


def picture(
    wire: Wire, colour_space: int = GREY, resolution: int = VGA, camera: int = TOP
) -> NDArray[np.uint8]:
    """Take a picture as a remote program does: rows x columns x layers."""
    video = wire.service("ALVideoDevice")
    handle = video.subscribeCamera("test", camera, resolution, colour_space, 10)
    answer = video.getImageRemote(handle)
    video.unsubscribe(handle)
    width, height, layers = answer[:3]
    assert (answer[3], answer[7], len(answer)) == (colour_space, camera, 12)
    return np.frombuffer(answer[6], np.uint8).reshape(height, width, layers)


def cards_in(grey: NDArray[np.uint8]) -> list[int]:
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_1000)
    found = cv2.aruco.ArucoDetector(dictionary).detectMarkers(np.ascontiguousarray(grey[..., 0]))[1]
    return [] if found is None else sorted(int(number) for number in found.flatten())


@pytest.mark.parametrize("resolution", [QVGA, VGA])
@pytest.mark.parametrize("number", [0, 12, 345, 999])
def test_a_card_that_is_shown_can_be_found_in_naos_picture(wire: Wire, number: int, resolution: int) -> None:
    wire.service("NaoSimulator").showCard(number)
    assert cards_in(picture(wire, resolution=resolution)) == [number]
    wire.service("NaoSimulator").hideCard()
    assert cards_in(picture(wire, resolution=resolution)) == []


def test_a_nao_that_looks_away_sees_no_card(wire: Wire) -> None:
    wire.service("NaoSimulator").showCard(12)
    wire.service("ALMotion").angleInterpolation("HeadYaw", 1.2, 0.5, True)
    assert cards_in(picture(wire)) == []


def test_whoever_has_gone_shows_no_card(wire: Wire) -> None:
    room = wire.service("NaoSimulator")
    room.showCard(12)
    room.child("absent")
    assert cards_in(picture(wire)) == []


def test_colour_spaces_show_the_same_picture(wire: Wire) -> None:
    wire.service("NaoSimulator").showCard(12)
    colours = picture(wire, BGR).astype(int)
    turned = picture(wire, RGB).astype(int)[..., ::-1]
    grey = cv2.cvtColor(colours.astype(np.uint8), cv2.COLOR_BGR2GRAY).astype(int)
    for other in (picture(wire, GREY)[..., 0], picture(wire, YUV422)[..., 0]):
        assert np.abs(grey - other.astype(int)).mean() < 4.0  # but for the sensor's grain
    assert np.abs(colours - turned).mean() < 4.0


def test_resolutions_have_their_sizes(wire: Wire) -> None:
    sizes = [picture(wire, resolution=number).shape[1::-1] for number in (0, 1, 2, 3, 7, 8)]
    assert sizes == [(160, 120), (320, 240), (640, 480), (1280, 960), (80, 60), (40, 30)]


def test_the_lower_camera_looks_at_the_floor(wire: Wire) -> None:
    wood, wall = np.array((142, 178, 208)), np.array((205, 211, 197))
    above, below = (picture(wire, BGR, camera=camera)[100, 60] for camera in (TOP, BOTTOM))
    assert np.abs(above - wall).mean() < np.abs(above - wood).mean()
    assert np.abs(below - wood).mean() < np.abs(below - wall).mean()


def test_handles_are_six_a_name_and_the_errors_are_those_of_a_robot(wire: Wire) -> None:
    video = wire.service("ALVideoDevice")
    handles = [video.subscribeCamera("test", TOP, VGA, GREY, 5) for _ in range(7)]
    assert handles == [*(f"test_{number}" for number in range(6)), ""]
    assert video.getSubscribers() == handles[:6]
    assert [video.unsubscribe("test_3"), video.unsubscribe("test_3")] == [True, False]
    assert video.subscribeCamera("test", TOP, VGA, GREY, 5) == "test_3"
    video.unsubscribeAllInstances("test")
    wrong = [(2, VGA, GREY, 5), (TOP, 99, GREY, 5), (TOP, VGA, 8, 5), (TOP, VGA, GREY, 0)]
    assert [video.subscribeCamera("test", *form) for form in wrong] == [""] * 4
    assert error_of(lambda: video.getImageRemote("test_0")) == (
        "\tALVideoDevice::getImageRemote\n\ttest_0 is not subscribed."
    )
    assert video.getParameter(TOP, 99) == 0xDEAD404


def test_a_subscriber_can_change_what_it_is_given(wire: Wire) -> None:
    video = wire.service("ALVideoDevice")
    handle = video.subscribe("test", VGA, GREY, 5)
    assert [video.setResolution(handle, QVGA), video.setColorSpace(handle, RGB)] == [True, True]
    assert [video.setResolution(handle, 99), video.setActiveCamera(handle, 7)] == [False, False]
    assert video.getImageRemote(handle)[:4] == (320, 240, 3, RGB)
    assert [video.getResolution(handle), video.getColorSpace(handle), video.getFrameRate(handle)] == [
        1,
        11,
        5,
    ]


def test_angles_and_places_in_the_picture_are_each_others_inverse(wire: Wire) -> None:
    video = wire.service("ALVideoDevice")
    for place in ([0.5, 0.5], [0.1, 0.9], [0.75, 0.2]):
        angles = video.getAngularPositionFromImagePosition(TOP, place)
        assert video.getImagePositionFromAngularPosition(TOP, angles) == pytest.approx(place, abs=1e-5)
    assert video.getAngularPositionFromImagePosition(TOP, [0.0, 0.5]) == pytest.approx(
        [0.4913, 0.0], abs=1e-3
    )


def test_a_face_is_told_again_and_again_and_its_end_once(wire: Wire) -> None:
    faces = wire.listen("FaceDetected")
    wire.service("ALFaceDetection").subscribe("test", 50, 0.0)
    wire.service("NaoSimulator").faceVisible(True)
    stamp, (shape_and_more, recognised), in_torso, on_ground, camera = faces.wait(3)[-1]
    (kind, left, down, *size), (_, score, label, *_points) = shape_and_more
    assert (kind, score, label, recognised, camera) == (0, 0.0, "", [], TOP)
    assert (len(stamp), len(size), len(in_torso), len(on_ground)) == (2, 2, 6, 6)
    assert abs(left) < 0.02
    assert abs(down) < 0.3
    wire.service("NaoSimulator").faceVisible(False)
    until(lambda: faces.values[-1] == [])
    assert faces.values.count([]) == 1
    wire.service("ALFaceDetection").unsubscribe("test")
    faces.forget()


def test_a_nao_that_looks_away_sees_no_face(wire: Wire) -> None:
    faces = wire.listen("FaceDetected")
    wire.service("NaoSimulator").faceVisible(True)
    faces.wait(1)
    wire.service("ALMotion").angleInterpolation("HeadYaw", 1.2, 0.5, True)
    until(lambda: faces.values[-1] == [])
    faces.forget()


def test_people_arrive_look_look_away_and_leave(wire: Wire) -> None:
    memory, room = wire.service("ALMemory"), wire.service("NaoSimulator")
    events = {
        name: wire.listen(name)
        for name in (
            "PeoplePerception/JustArrived",
            "PeoplePerception/JustLeft",
            "GazeAnalysis/PersonStartsLookingAtRobot",
            "GazeAnalysis/PersonStopsLookingAtRobot",
            "GazeAnalysis/PeopleLookingAtRobot",
        )
    }
    arrived, left, starts, stops, looking = events.values()
    room.faceVisible(True)
    (person,) = arrived.wait(1)
    key = f"PeoplePerception/Person/{person}"
    until(lambda: memory.getDataList(f"{key}/IsLookingAtRobot"))
    assert memory.getData(f"{key}/IsLookingAtRobot") is False
    assert memory.getData(f"{key}/Distance") == pytest.approx(0.8, abs=0.1)
    room.lookAtRobot(True)
    assert starts.wait(1) == [person]
    assert memory.getData(f"{key}/IsLookingAtRobot") is True
    room.lookAtRobot(False)
    assert stops.wait(1) == [person]
    assert looking.wait(2) == [[person], []]
    room.faceVisible(False)
    assert left.wait(1) == [person]
    assert memory.getDataList(key) == []
    for event in events.values():
        event.forget()
    until(lambda: wire.state()["extractors"] == [])


def test_a_face_can_be_learned_only_where_there_is_one(wire: Wire) -> None:
    detection = wire.service("ALFaceDetection")
    assert detection.learnFace("essai") is False
    wire.service("NaoSimulator").faceVisible(True)
    assert detection.learnFace("essai") is True
    assert detection.getLearnedFacesList() == ["essai"]
    faces = wire.listen("FaceDetected")
    named = until(lambda: [value for value in faces.values if value and value[1][-1]])
    assert named[0][1][-1] == [2, ["essai"]]
    assert [detection.forgetPerson("essai"), detection.forgetPerson("essai")] == [True, False]
    faces.forget()


@pytest.mark.parametrize("service", ["ALFaceDetection", "ALPeoplePerception", "ALGazeAnalysis"])
def test_an_extractor_runs_for_its_subscribers(wire: Wire, service: str) -> None:
    extractor = wire.service(service)
    extractor.subscribe("test", 120, 0.5)
    assert [extractor.isProcessing(), extractor.getMyPeriod("test"), extractor.getMyPrecision("test")] == [
        True,
        120,
        0.5,
    ]
    extractor.pause(True)
    assert [extractor.isProcessing(), extractor.isPaused()] == [False, True]
    extractor.pause(False)
    extractor.unsubscribe("test")
    assert extractor.isProcessing() is False
    assert error_of(lambda: extractor.unsubscribe("test")) == (
        f"\t{service}::unsubscribe\n\ttest is not subscribed."
    )


def test_a_voice_without_a_word_is_speech_and_nothing_else(wire: Wire) -> None:
    room, memory = wire.service("NaoSimulator"), wire.service("ALMemory")
    assert room.murmur(0.5) is False
    speech = wire.listen("SpeechDetected")
    until(lambda: wire.state()["listening"])
    before = memory.getData("WordRecognized")
    assert room.murmur(0.5) is True
    assert speech.wait(2) == [True, False]
    assert memory.getData("WordRecognized") == before
    assert room.hear("jamais", 0.5) is False
    assert speech.wait(4)[2:] == [True, False]
    speech.forget()
    until(lambda: not wire.state()["listening"])


def test_what_is_shown_is_told_and_traced(wire: Wire) -> None:
    room = wire.service("NaoSimulator")
    room.showCard(42)
    room.lookAtRobot(True)
    state = wire.state()
    assert (state["card"], state["face"], state["looking"]) == (42, True, True)
    room.child("absent")
    assert (wire.state()["face"], wire.state()["looking"]) == (False, False)
    assert wire.calls("NaoSimulator", "showCard")[-1]["args"] == [42]
    assert error_of(lambda: room.showCard(1000)) == (
        "\tNaoSimulator::showCard\n\tA card from 0 to 999 was expected."
    )


@pytest.mark.parametrize("posture", ["Stand", "Sit", "Crouch"])
def test_what_is_in_front_is_in_the_upper_cameras_field_in_every_posture(posture: str) -> None:
    body = POSTURES[posture]
    camera = eye(TOP, body.angles, body.torso_z, body.torso_pitch)
    assert [camera.sees(FACE), camera.sees(CARD)] == [True, True]


def test_a_camera_sees_ahead_of_the_head_and_not_behind() -> None:
    body = POSTURES["Stand"]

    def angles(yaw: float) -> Any:
        joints = {**body.angles, "HeadYaw": yaw, "HeadPitch": 0.0}
        return eye(TOP, joints, body.torso_z, body.torso_pitch).angles_to((10.0, 0.0, 0.5))

    assert angles(0.5)[0] == pytest.approx(-0.5, abs=0.01)
    assert angles(-0.5)[0] == pytest.approx(0.5, abs=0.01)
    assert angles(math.pi / 2 + 0.2) is None
