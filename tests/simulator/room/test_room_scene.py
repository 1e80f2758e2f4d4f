"""What the picture shows is what the robot's process told."""

from __future__ import annotations

import dataclasses
import itertools
import threading

import numpy as np
import pytest

from nao_simulator.room import lettering, robot
from nao_simulator.room.feed import DARK, Feed, RoomState, listen, read_state
from nao_simulator.room.scene import Scene
from nao_simulator.room.view import ROOM_VIEW
from tests.simulator.room.room_process import STAND_RAD, state_line

SECOND_NS = 1_000_000_000
# A scene's instants only go forward, over all tests that share it.
SECONDS = itertools.count(1)


@pytest.fixture(scope="module")
def scene() -> Scene:
    return Scene(1280, 720, seed=3)


def drawn(scene: Scene, state: RoomState) -> np.ndarray:
    """Draw `state` once its moods have settled."""
    for second in itertools.islice(SECONDS, 14):
        picture = scene.draw(state, second * SECOND_NS)
    return picture.copy()


def changed_share(one: np.ndarray, other: np.ndarray, box: tuple[slice, slice]) -> float:
    return float((np.abs(one[box].astype(int) - other[box]).max(axis=2) > 12).mean())


def eye_box(state: RoomState) -> tuple[slice, slice]:
    column, row, _ = ROOM_VIEW.project(robot.pose(state).mouth[None, :])[0]
    return slice(round(row) - 40, round(row) + 5), slice(round(column) - 45, round(column) + 45)


STANDING = read_state(state_line())
HEAD = eye_box(STANDING)
LEFT_TOP = (slice(20, 170), slice(40, 570))
RIGHT_TOP = (slice(20, 130), slice(870, 1240))
CHILD_FACE = (slice(190, 380), slice(700, 900))


@pytest.mark.parametrize(
    ("channel", "colour"), [(2, (1.0, 0.0, 0.0)), (1, (0.0, 1.0, 0.0)), (0, (0.0, 0.0, 1.0))]
)
def test_the_eyes_have_the_colour_they_are_told(
    scene: Scene, channel: int, colour: tuple[float, float, float]
) -> None:
    lit = dataclasses.replace(STANDING, left_eye=(colour,) * 8, right_eye=(colour,) * 8)
    dark = dataclasses.replace(STANDING, left_eye=(DARK,) * 8, right_eye=(DARK,) * 8)
    more = drawn(scene, lit)[HEAD].astype(int).sum(axis=(0, 1)) - drawn(scene, dark)[HEAD].sum(axis=(0, 1))
    assert int(np.argmax(more)) == channel


def test_one_lamp_of_eight_can_be_seen(scene: Scene) -> None:
    dark = dataclasses.replace(STANDING, left_eye=(DARK,) * 8, right_eye=(DARK,) * 8)
    one = dataclasses.replace(dark, left_eye=((0.0, 0.0, 1.0), *(DARK,) * 7))
    assert 0.001 < changed_share(drawn(scene, one), drawn(scene, dark), HEAD) < 0.05


def test_a_sentence_is_in_a_bubble_over_nao(scene: Scene) -> None:
    speaking = dataclasses.replace(STANDING, speech="Où est l’été ?")
    assert changed_share(drawn(scene, speaking), drawn(scene, STANDING), LEFT_TOP) > 0.2


def test_the_childs_word_is_in_a_bubble_of_its_own(scene: Scene) -> None:
    heard = dataclasses.replace(STANDING, heard="la pêche")
    assert changed_share(drawn(scene, heard), drawn(scene, STANDING), RIGHT_TOP) > 0.1


def test_an_absent_child_is_not_in_the_picture(scene: Scene) -> None:
    absent = dataclasses.replace(STANDING, child="absent")
    assert changed_share(drawn(scene, absent), drawn(scene, STANDING), CHILD_FACE) > 0.3


@pytest.mark.parametrize("part", ["head.front", "hand.left", "chest"])
def test_a_child_who_reaches_out_gets_near_what_is_touched(scene: Scene, part: str) -> None:
    touching = dataclasses.replace(STANDING, child="reaching", touched=(part,))
    column, row, _ = ROOM_VIEW.project(robot.pose(touching).touch_places[part][None, :])[0]
    near = (slice(round(row) - 60, round(row) + 60), slice(round(column) - 10, round(column) + 110))
    assert changed_share(drawn(scene, touching), drawn(scene, STANDING), near) > 0.05


def test_the_same_state_twice_is_the_same_picture() -> None:
    pictures = []
    for _ in range(2):
        scene = Scene(1280, 720, seed=5)
        for second in range(3):
            picture = scene.draw(dataclasses.replace(STANDING, child="speaking"), second * SECOND_NS)
        pictures.append(picture[200:])  # below the clock
    assert pictures[0].tobytes() == pictures[1].tobytes()


def test_another_size_is_the_same_room_smaller() -> None:
    assert Scene(960, 540, seed=1).draw(STANDING, SECOND_NS).shape == (540, 960, 3)


@pytest.mark.parametrize("letter", list("éèêëàâçùûîïôöœæÉÀÇ«»’…"))
def test_french_letters_have_shapes_of_their_own(letter: str) -> None:
    def shape(text: str) -> bytes:
        canvas = np.full((60, 60, 3), 255, np.uint8)
        lettering.write(canvas, text, (10, 45), 34)
        return canvas.tobytes()

    assert shape(letter) not in {shape(other) for other in "eacuio?\ufffd\u25a1 "}


def test_a_long_sentence_is_cut_into_lines_that_fit() -> None:
    lines = lettering.cut("Regarde bien les images et touche ma tête quand tu es prêt. " * 6, 28, 480)
    assert len(lines.texts) == lettering.MAX_LINES
    assert lines.texts[-1].endswith("…")
    assert lines.width_px <= 480


def test_a_state_holds_from_its_own_instant_on() -> None:
    feed = Feed()
    feed.tell(RoomState(at_ns=100, posture="Stand"))
    feed.tell(RoomState(at_ns=200, posture="Sit"))
    assert [feed.at(instant).posture for instant in (50, 100, 199, 200, 999)] == [
        "",
        "Stand",
        "Stand",
        "Sit",
        "Sit",
    ]


def test_a_state_that_was_asked_for_is_waited_for_and_the_newest_is_taken_where_none_comes() -> None:
    feed = Feed()
    feed.tell(RoomState(at_ns=100, posture="Stand"))
    assert feed.asked(150, within_s=0.0).posture == "Stand"
    teller = threading.Thread(target=lambda: feed.tell(RoomState(at_ns=200, posture="Sit")))
    teller.start()
    assert feed.asked(200, within_s=10.0).posture == "Sit"
    feed.same(300)
    assert feed.asked(300, within_s=10.0).posture == "Sit"
    teller.join()


def test_lines_that_cannot_be_read_are_passed_over(capsys: pytest.CaptureFixture[str]) -> None:
    feed, frozen = Feed(), list[bool]()
    lines = [
        b'{"t": 1, "joints": {"HeadYaw": "far"}}',
        b'{"t": 2, "joints": {"HeadYaw": NaN}}',
        b'{"t": 3, "joints": {}, "chest": [1, 2]}',
        b'{"t": 4, "joints"',
        b"\xff\xfe",
        b"[]",
        b"7",
        b'{"freeze": true}',
        b'{"t": 5, "joints": {"HeadYaw": 0.5}, "child": "dancing"}',
    ]
    listen(lines, feed, lambda message: None, frozen.append)
    state = feed.at(10)
    assert (state.joints, state.child, frozen) == ({"HeadYaw": 0.5}, "idle", [True])
    assert capsys.readouterr().err.count("passed over") == 6


def test_a_state_is_read_whole() -> None:
    state = read_state(
        state_line(t=9, speech="Bonjour", touched=["chest"], child="speaking", state={"pose": [1, 2, 3]})
    )
    assert (state.at_ns, state.speech, state.touched, state.child) == (9, "Bonjour", ("chest",), "speaking")
    assert (state.joints, state.walked, len(state.left_eye)) == (STAND_RAD, (1.0, 2.0, 3.0), 8)
