"""Nao's links stand where the vendor's link offsets put them, and its shells stand on the floor."""

from __future__ import annotations

import math

import numpy as np
import pytest

from nao_simulator.room import robot
from nao_simulator.room.feed import RoomState
from nao_simulator.room.kinematics import Z_AXIS, link_frames, turned
from nao_simulator.room.stance import settled_pitch, torso_frame

ALL_ZERO: dict[str, float] = {}
STAND = {
    "LHipYawPitch": -0.17,
    "LHipRoll": 0.1191,
    "LHipPitch": 0.1274,
    "LKneePitch": -0.0923,
    "LAnklePitch": 0.0874,
    "LAnkleRoll": -0.1108,
    "RHipYawPitch": -0.17,
    "RHipRoll": -0.1191,
    "RHipPitch": 0.1274,
    "RKneePitch": -0.0923,
    "RAnklePitch": 0.0874,
    "RAnkleRoll": 0.1108,
}
CROUCH = {
    "LHipYawPitch": -0.25,
    "LHipRoll": -0.08,
    "LHipPitch": -0.7,
    "LKneePitch": 2.11,
    "LAnklePitch": -1.18,
    "LAnkleRoll": 0.077,
    "RHipYawPitch": -0.25,
    "RHipRoll": 0.08,
    "RHipPitch": -0.7,
    "RKneePitch": 2.11,
    "RAnklePitch": -1.18,
    "RAnkleRoll": -0.077,
}
LYING = {"LHipPitch": 0.3, "LAnklePitch": 0.74, "RHipPitch": 0.12, "RAnklePitch": 0.92}


def at(joints: dict[str, float], link: str) -> list[float]:
    return [round(float(part) * 1000.0, 3) for part in link_frames(joints)[link].at]


def test_the_hand_of_an_arm_stretched_out_is_the_sum_of_its_links() -> None:
    assert at(ALL_ZERO, "LHand") == [105.0 + 55.95 + 57.75, 98.0 + 15.0, 100.0 - 12.31]
    assert at(ALL_ZERO, "RHand") == [105.0 + 55.95 + 57.75, -98.0 - 15.0, 100.0 - 12.31]


def test_in_stand_zero_the_elbow_turns_the_hand_inwards_by_two_degrees() -> None:
    joints = {"LShoulderRoll": 0.0087, "LElbowRoll": -0.0349}
    shoulder, both = 0.0087, 0.0087 - 0.0349
    expected = [
        105.0 * math.cos(shoulder) - 15.0 * math.sin(shoulder) + (55.95 + 57.75) * math.cos(both),
        98.0 + 105.0 * math.sin(shoulder) + 15.0 * math.cos(shoulder) + (55.95 + 57.75) * math.sin(both),
        87.69,
    ]
    assert at(joints, "LHand") == [round(part, 3) for part in expected]


def test_an_arm_hanging_down_has_its_hand_below_the_shoulder() -> None:
    assert at({"LShoulderPitch": math.pi / 2}, "LHand") == [-12.31, 113.0, round(100.0 - 218.7, 3)]


def test_a_wrist_turned_over_turns_the_hand_point_up() -> None:
    assert at({"LWristYaw": math.pi}, "LHand") == [218.7, 113.0, 112.31]


def test_a_bent_knee_moves_the_ankle_back() -> None:
    assert at({"LKneePitch": math.pi / 2}, "LFoot") == [-102.9, 50.0, -185.0]


def test_one_motor_turns_both_hips() -> None:
    left_only = link_frames({"LHipYawPitch": -0.5})
    both = link_frames({"LHipYawPitch": -0.5, "RHipYawPitch": -0.5})
    assert left_only["RFoot"].at.tolist() == both["RFoot"].at.tolist()


@pytest.mark.parametrize("link", ["Hand", "Forearm", "Shin", "Foot"])
def test_the_right_side_mirrors_the_left(link: str) -> None:
    one = {"ShoulderPitch": 1.0, "HipPitch": -0.4, "KneePitch": 0.7, "HipYawPitch": -0.3}
    turning = {"ShoulderRoll": 0.2, "ElbowYaw": -0.9, "ElbowRoll": -0.4, "WristYaw": 0.3, "HipRoll": 0.1}
    left = {f"L{name}": value for name, value in (one | turning).items()}
    right = {f"R{name}": value for name, value in one.items()} | {
        f"R{name}": -value for name, value in turning.items()
    }
    x, y, z = at(left | right, f"L{link}")
    assert at(left | right, f"R{link}") == [x, -y, z]


def test_a_rotation_is_that_of_its_axis() -> None:
    assert np.allclose(turned(Z_AXIS, math.pi / 2) @ (1.0, 0.0, 0.0), (0.0, 1.0, 0.0))


def test_the_neck_of_a_nao_with_straight_legs_is_459_6_mm_above_the_floor() -> None:
    links = link_frames(ALL_ZERO)
    torso = torso_frame(links, robot.BALLS_BY_LINK, 0.0, (0.0, 0.0), 0.0)
    assert links["Head"].within(torso).at[2] * 1000.0 == pytest.approx(459.6, abs=0.05)


@pytest.mark.parametrize(("joints", "told"), [(STAND, 0.04), (CROUCH, -0.05)])
def test_feet_are_flat_when_nao_stands_or_crouches(joints: dict[str, float], told: float) -> None:
    links = link_frames(joints)
    pitch = settled_pitch(links, told, fallen=False)
    torso = torso_frame(links, robot.BALLS_BY_LINK, pitch, (0.0, 0.0), 0.0)
    slopes = [math.degrees(math.asin(links[foot].within(torso).turn[2, 0])) for foot in ("LFoot", "RFoot")]
    assert slopes == pytest.approx([0.0, 0.0], abs=0.5)


@pytest.mark.parametrize(
    ("joints", "pitch", "fallen"),
    [
        (ALL_ZERO, 0.0, False),
        (STAND, 0.04, False),
        (CROUCH, -0.05, False),
        (LYING, 1.38, True),
        (LYING, -1.62, True),
    ],
)
def test_the_lowest_shell_touches_the_floor(joints: dict[str, float], pitch: float, fallen: bool) -> None:
    posed = robot.pose(RoomState(joints=joints, torso_pitch_rad=pitch, fallen=fallen))
    shells = posed.solids[: len(robot.SHELLS)]
    lowest = min(float((solid.balls[:, 2] - solid.balls[:, 3]).min()) for solid in shells)
    assert lowest == pytest.approx(0.0, abs=1e-9)


def test_a_fallen_nao_lies_even_if_its_pitch_is_not_told() -> None:
    posed = robot.pose(RoomState(fallen=True))
    assert max(float(solid.balls[:, 2].max()) for solid in posed.solids) < 0.3


def test_nao_walks_where_it_is_told_but_never_off_the_rug() -> None:
    here = robot.pose(RoomState()).mouth
    ahead = robot.pose(RoomState(walked=(0.1, 0.0, 0.0))).mouth
    far = robot.pose(RoomState(walked=(9.0, 0.0, 0.0))).mouth
    assert float(np.hypot(*(ahead - here)[:2])) == pytest.approx(0.1)
    assert abs(float((far - here)[0])) <= robot.ROOM_LIMIT_M + 1e-9
