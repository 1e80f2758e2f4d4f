"""The catalogue's movements are within Nao's limits and slow, from standing and from sitting."""

from __future__ import annotations

import itertools
import re

import pytest

from nao_sessions.protocol.catalogue import COLOURS, GESTURES, LOOKS, POSTURES, TOUCH_GROUPS, TOUCH_PARTS

# The maker's limits (radians; hands 0 closed, 1 open), right arm mirrored from the left.
LEFT = {
    "ShoulderPitch": (-2.0857, 2.0857),
    "ShoulderRoll": (-0.3142, 1.3265),
    "ElbowYaw": (-2.0857, 2.0857),
    "ElbowRoll": (-1.5446, -0.0349),
    "Hand": (0.0, 1.0),
}
LIMITS = {"HeadYaw": (-2.0857, 2.0857), "HeadPitch": (-0.672, 0.5149)}
LIMITS |= {"L" + joint: limits for joint, limits in LEFT.items()}
LIMITS |= {
    "R" + joint: limits if joint in ("ShoulderPitch", "ElbowYaw", "Hand") else (-limits[1], -limits[0])
    for joint, limits in LEFT.items()
}
# What HeadPitch may be at a HeadYaw, linear between rows.
PITCH_BY_YAW = [
    (0.0, -0.672, 0.515),
    (0.4861, -0.672, 0.422),
    (0.7561, -0.548, 0.37),
    (0.903, -0.48, 0.33),
    (1.09, -0.43, 0.3),
]
STAND = {"HeadYaw": 0.0, "HeadPitch": -0.17}
STAND |= {"LShoulderPitch": 1.4426, "LShoulderRoll": 0.2245, "LElbowYaw": -1.2023, "LElbowRoll": -0.4173}
STAND |= {"RShoulderPitch": 1.4426, "RShoulderRoll": -0.2245, "RElbowYaw": 1.2023, "RElbowRoll": 0.4173}
SIT = {"HeadYaw": -0.0461, "HeadPitch": -0.0399}
SIT |= {"LShoulderPitch": 0.8819, "LShoulderRoll": 0.2595, "LElbowYaw": -0.4521, "LElbowRoll": -1.1905}
SIT |= {"RShoulderPitch": 0.9383, "RShoulderRoll": -0.3188, "RElbowYaw": 0.5274, "RElbowRoll": 1.2321}
HANDS = {"LHand": 0.29, "RHand": 0.29}
SLOW_RAD_S = 2.5


@pytest.mark.parametrize("name", GESTURES)
@pytest.mark.parametrize("posture", [STAND | HANDS, SIT | HANDS], ids=["standing", "seated"])
def test_the_keyframes_of_a_gesture_are_within_the_limits_and_slow(
    name: str, posture: dict[str, float]
) -> None:
    gesture = GESTURES[name]
    for joint, frames in gesture.keyframes.items():
        lowest, highest = LIMITS[joint]
        back = (frames[-1][0] + gesture.return_ms, posture[joint])
        path = [(0, posture[joint]), *frames, back]
        for (from_ms, from_angle), (to_ms, to_angle) in itertools.pairwise(path):
            assert to_ms > from_ms
            assert lowest <= to_angle <= highest, joint
            assert abs(to_angle - from_angle) / (to_ms - from_ms) * 1000 <= SLOW_RAD_S, joint


@pytest.mark.parametrize("name", GESTURES)
def test_a_gesture_moves_arms_and_head_alone_and_has_its_words(name: str) -> None:
    gesture = GESTURES[name]
    assert set(gesture.keyframes) <= set(LIMITS)
    assert 2_000 <= gesture.fallback_ms <= 6_000
    assert gesture.description.fr != gesture.description.en
    for family, path in gesture.animations.items():
        assert re.fullmatch(rf"animations/{family.capitalize()}/[A-Za-z]+(/[A-Za-z]+)?/\w+_\d+", path)


def test_left_and_right_are_each_others_mirror() -> None:
    left, right = GESTURES["point_left"].keyframes, GESTURES["point_right"].keyframes
    assert left["HeadYaw"] == tuple((at_ms, -angle) for at_ms, angle in right["HeadYaw"])
    assert left["LShoulderRoll"] == tuple((at_ms, -angle) for at_ms, angle in right["RShoulderRoll"])
    assert left["LShoulderPitch"] == right["RShoulderPitch"]
    assert (LOOKS["left"].yaw, LOOKS["right"].yaw) == (0.9, -0.9)


@pytest.mark.parametrize("name", LOOKS)
def test_a_look_keeps_to_the_pitch_that_its_yaw_allows(name: str) -> None:
    yaw, pitch = abs(LOOKS[name].yaw), LOOKS[name].pitch
    for (yaw_a, low_a, high_a), (yaw_b, low_b, high_b) in itertools.pairwise(PITCH_BY_YAW):
        if yaw_a <= yaw <= yaw_b:
            share = (yaw - yaw_a) / (yaw_b - yaw_a)
            assert low_a + share * (low_b - low_a) <= pitch <= high_a + share * (high_b - high_a)
            return
    raise AssertionError("outside the table")


def test_names_are_words_of_the_language_and_agree_with_their_keys() -> None:
    for table in (GESTURES, POSTURES, LOOKS, COLOURS):
        for key, entry in table.items():
            assert re.fullmatch(r"[a-z][a-z0-9_]*", key)
            assert entry.name == key
    assert {part for parts in TOUCH_GROUPS.values() for part in parts} | {"chest"} == set(TOUCH_PARTS)
