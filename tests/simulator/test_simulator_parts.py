"""The parts that need no wire: trajectories, limits, tags, walking, lamps, signatures."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nao_simulator.body import gestures, joints, kinematics, postures
from nao_simulator.body.tracks import glide, through
from nao_simulator.body.walk import Walk
from nao_simulator.light.lamps import DEVICES, GROUPS, LAMPS
from nao_simulator.sound import markup
from nao_simulator.wire.calls import snake_name
from nao_simulator.wire.signatures import Signature, declarations, parse

ANGLES = st.floats(-2.0, 2.0)


@given(start=ANGLES, targets=st.lists(ANGLES, min_size=1, max_size=5), at=st.floats(0.0, 1.0))
def test_a_trajectory_never_leaves_what_it_passes(start: float, targets: list[float], at: float) -> None:
    times_s = [0.5 * (number + 1) for number in range(len(targets))]
    track = through(0.0, start, times_s, targets, 8.0)
    position = track.position(at * track.end_s)
    assert min(start, *targets) - 1e-9 <= position <= max(start, *targets) + 1e-9
    assert track.position(track.end_s) == pytest.approx(targets[-1])


def test_a_step_too_fast_for_the_motor_takes_longer() -> None:
    track = through(0.0, 0.0, [0.1, 1.1], [2.0, 2.0], 4.0)
    assert [piece.end_s for piece in track.pieces] == pytest.approx([0.5, 1.5])


def test_a_new_target_takes_over_without_a_jump_in_speed() -> None:
    first = glide(0.0, 0.0, 0.0, 1.0, 1.0)
    middle = 0.7
    second = glide(middle, first.position(middle), first.speed(middle), -1.0, 1.0)
    assert second.position(middle) == pytest.approx(first.position(middle))
    assert second.speed(middle) == pytest.approx(first.speed(middle))


@pytest.mark.parametrize("name", postures.POSTURE_NAMES)
def test_every_posture_is_within_the_limits_and_recognises_itself(name: str) -> None:
    posture = postures.POSTURES[name]
    for joint, angle in posture.angles.items():
        assert angle == pytest.approx(joints.clip(joint, angle), abs=2e-2)
    assert postures.recognise(posture.angles, posture.torso_pitch) == posture
    assert postures.family(posture.torso_z, posture.torso_pitch) == posture.family


@pytest.mark.parametrize("name", ["Stand", "StandInit", "StandZero", "Crouch"])
def test_the_feet_of_a_standing_posture_are_on_the_ground(name: str) -> None:
    posture = postures.POSTURES[name]
    torso = kinematics.product(
        kinematics.move(0, 0, posture.torso_z), kinematics.turn((0.0, 1.0, 0.0), posture.torso_pitch)
    )
    sole = kinematics.in_torso("LLeg", posture.angles)
    assert sole is not None
    assert kinematics.product(torso, sole)[2][3] == pytest.approx(0.0, abs=2e-3)


def test_a_way_between_postures_passes_those_between() -> None:
    assert [posture.name for posture, _ in postures.way("Stand", "SitRelax")] == ["Crouch", "Sit", "SitRelax"]


@pytest.mark.parametrize("path", sorted(gestures.ANIMATIONS))
def test_every_animation_stays_within_the_limits(path: str) -> None:
    gesture = gestures.gesture(path)
    assert set(gesture.angles) <= set(gestures.joints_of(path))
    for joint, angles in gesture.angles.items():
        assert len(angles) == len(gesture.times_s)
        assert [joints.clip(joint, angle) for angle in angles] == pytest.approx(list(angles))


def test_a_walk_in_a_circle_comes_back() -> None:
    walk = Walk()
    walk.begin(0.0, (0.1, 0.0, 0.5))
    pose = walk.pose(math.tau / 0.5)
    assert (pose.x, pose.y, pose.theta) == pytest.approx((0.0, 0.0, 0.0), abs=1e-9)


def test_tags_are_consumed_and_change_what_follows() -> None:
    pieces = markup.stretches("Un \\rspd=80\\deux\\pau=500\\ \\mrk=3\\trois\\rst\\", markup.Style())
    assert [(piece.text.strip(), piece.style.speed, piece.pause_s, piece.bookmark) for piece in pieces] == [
        ("Un", 100.0, 0.0, None),
        ("deux", 80.0, 0.0, None),
        ("trois", 80.0, 0.5, 3),
    ]


def test_annotations_are_taken_out_of_the_text() -> None:
    text = "Bonjour ^start(animations/Stand/Gestures/Hey_1) toi ^mode(disabled) $mine=1 !"
    assert markup.annotated(text) == [
        "Bonjour",
        markup.Annotation("start", "animations/Stand/Gestures/Hey_1"),
        "toi",
        markup.Annotation("mode", "disabled"),
        markup.Annotation("event", "mine=1"),
        "!",
    ]
    assert markup.plain(text) == "Bonjour toi !"


def test_a_nao_has_51_lamps_and_every_group_is_made_of_them() -> None:
    assert len(LAMPS) == 51
    assert len(set(DEVICES)) == len(DEVICES) == 2 * 8 * 3 + 2 * 10 + 12 + 3 * 3
    for members in GROUPS.values():
        assert members
        assert set(members) <= set(LAMPS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("say(ss)>v", Signature("say", ("s", "s"), "v")),
        ("f({s[s]}[(sb)<T,a,b>]m)>[f]", Signature("f", ("{s[s]}", "[(sb)<T,a,b>]", "m"), "[f]")),
        ("s()>[(sbb)<T,a,b,c>]", Signature("s", (), "[(sbb)<T,a,b,c>]")),
    ],
)
def test_a_signature_is_read_into_its_types(text: str, expected: Signature) -> None:
    assert parse(text) == expected


def test_names_on_the_wire_become_python_names() -> None:
    names = ["setAngles", "fadeRGB", "fadeListRGB", "listLED", "listLEDs", "getCOM", "wbEnable"]
    assert [snake_name(name) for name in names] == [
        "set_angles", "fade_rgb", "fade_list_rgb", "list_led", "list_leds", "get_com", "wb_enable",
    ]  # fmt: skip


def test_every_declared_service_has_methods_or_is_the_chest_button() -> None:
    assert [name for name, found in declarations().items() if not found.signatures] == ["ALChestButton"]


def test_two_tags_side_by_side_are_two_tags() -> None:
    assert markup.stretches("\\vol=60\\\\rspd=90\\Bonjour", markup.Style()) == [
        markup.Stretch("Bonjour", markup.Style(speed=90, volume=60))
    ]
    assert markup.plain("\\\\rspd=60\\\\Bonjour") == "Bonjour"  # some scripts double the backslash
