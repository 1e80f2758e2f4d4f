"""Poses keep to Nao's limits, are slow from anywhere, and keep the arms clear of legs, body and floor."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest

from nao_sessions.protocol.catalogue import POSE_MS, POSES, arms_way
from nao_simulator.body.joints import JOINTS
from nao_simulator.body.postures import POSTURES
from nao_simulator.room.kinematics import Y_AXIS, Floats, link_frames, turned
from nao_simulator.room.shells import SHELLS

SLOW_RAD_S = 2.5
CLEAR_M = 0.005  # the maker's own Sit leaves 8 mm between a hand and a shin
ARMS = tuple(next(iter(POSES.values())).joints)
STANDING, LOW = ("Stand", "StandInit"), ("Sit", "SitRelax", "Crouch")
BEFORE = (*STANDING, *LOW)
LOWER_ARMS = ("LForearm", "LWrist", "RForearm", "RWrist")
REST = ("Torso", "Head", "LThigh", "RThigh", "LShin", "RShin", "LFoot", "RFoot")
HAND = ((0.045, 0.0, -0.006, 0.017), (0.085, 0.0, -0.010, 0.012))  # palm and finger tips, of a wrist

Angles = dict[str, float]


def arms_of(posture: str) -> Angles:
    return {joint: POSTURES[posture].angles[joint] for joint in ARMS}


def starts(posture: str) -> dict[str, Angles]:
    """Where the arms may be when a pose is asked for: as the posture has them, or in another pose."""
    return {posture: arms_of(posture), **{name: dict(pose.joints) for name, pose in POSES.items()}}


def filled(balls: tuple[tuple[float, float, float, float], ...]) -> Floats:
    """Give the balls of a shell, in m, and some between each two of them."""
    own = np.array(balls) / 1000.0
    between = [a + (b - a) * share for a, b in itertools.combinations(own, 2) for share in (0.25, 0.5, 0.75)]
    return np.vstack([own, *between]) if between else own


SHELL_BALLS = [(shell.link, filled(shell.balls)) for shell in SHELLS]
PARTS = {link: np.vstack([b for name, b in SHELL_BALLS if name == link]) for link in (*LOWER_ARMS, *REST)}
for wrist in ("LWrist", "RWrist"):
    PARTS[wrist] = np.vstack([PARTS[wrist], HAND])


def placed(joints: Angles, links: tuple[str, ...]) -> Floats:
    frames = link_frames(joints)
    return np.vstack(
        [np.column_stack((frames[link].place(PARTS[link][:, :3]), PARTS[link][:, 3])) for link in links]
    )


def clearance_m(posture: str, arms: Angles, rest: Floats) -> float:
    """Give the least distance of the lower arms to the rest of Nao."""
    moving = placed({**POSTURES[posture].angles, **arms}, LOWER_ARMS)
    apart = np.linalg.norm(moving[:, None, :3] - rest[None, :, :3], axis=2)
    return float((apart - moving[:, None, 3] - rest[None, :, 3]).min())


def on_the_way(before: Angles, frames: dict[str, tuple[tuple[int, float], ...]], at_ms: float) -> Angles:
    """Give the angles at an instant, joints moving evenly from frame to frame."""
    return {
        joint: float(np.interp(at_ms, [0, *(t for t, _ in path)], [before[joint], *(a for _, a in path)]))
        for joint, path in frames.items()
    }


@pytest.mark.parametrize("name", POSES)
def test_no_joint_of_a_pose_goes_over_its_limits(name: str) -> None:
    for joint, angle in POSES[name].joints.items():
        assert JOINTS[joint].low <= angle <= JOINTS[joint].high, joint


@pytest.mark.parametrize("posture", BEFORE)
@pytest.mark.parametrize("name", POSES)
def test_no_joint_is_fast_on_the_way_to_a_pose_or_back(name: str, posture: str) -> None:
    for other in starts(posture).values():
        for before, after in ((other, POSES[name].joints), (POSES[name].joints, other)):
            for round_the_legs in (False, True):
                for joint, frames in arms_way(before, after, round_the_legs=round_the_legs).items():
                    for (from_ms, start), (to_ms, end) in itertools.pairwise(((0, before[joint]), *frames)):
                        assert abs(end - start) / (to_ms - from_ms) * 1000 <= SLOW_RAD_S, joint
                        assert JOINTS[joint].low <= end <= JOINTS[joint].high, joint
                    assert frames[-1] == (POSE_MS, after[joint])


@pytest.mark.parametrize("posture", BEFORE)
def test_the_arms_keep_clear_of_legs_and_body_on_every_way(posture: str) -> None:
    rest = placed(POSTURES[posture].angles, REST)
    places = starts(posture)
    for (start, before), (end, after) in itertools.permutations(places.items(), 2):
        close = any(name in POSES and POSES[name].close for name in (start, end))
        frames = arms_way(before, after, round_the_legs=close or posture in LOW)
        for at_ms in np.linspace(0, POSE_MS, 9):
            arms = on_the_way(before, frames, float(at_ms))
            assert clearance_m(posture, arms, rest) >= CLEAR_M, f"{start} -> {end} at {at_ms:.0f} ms"


@pytest.mark.parametrize("posture", ["Sit", "SitRelax"])
@pytest.mark.parametrize("name", POSES)
def test_no_hand_of_a_seated_nao_goes_through_the_floor(name: str, posture: str) -> None:
    seated = POSTURES[posture]
    moving = placed({**seated.angles, **POSES[name].joints}, LOWER_ARMS)
    lowest = (moving[:, :3] @ turned(Y_AXIS, seated.torso_pitch).T)[:, 2] - moving[:, 3] + seated.torso_z
    assert float(lowest.min()) >= 0.0


def test_left_and_right_are_each_others_mirror_and_names_are_words() -> None:
    for left, right in (("left_arm_up", "right_arm_up"), ("left_arm_out", "right_arm_out")):
        for joint, angle in POSES[left].joints.items():
            other = ("R" if joint[0] == "L" else "L") + joint[1:]
            sign = 1.0 if joint.endswith("Pitch") else -1.0
            assert POSES[right].joints[other] == pytest.approx(sign * angle)
    for key, pose in POSES.items():
        assert re.fullmatch(r"[a-z][a-z0-9_]*", key)
        assert pose.name == key
        assert set(pose.joints) == set(ARMS)
