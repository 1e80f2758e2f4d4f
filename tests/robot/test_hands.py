"""When a hand counts as touched, by any sequence of its sensors: held against the rule written out anew."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nao_sessions.core.clock import MILLISECOND_NS, SECOND_NS
from nao_sessions.protocol.catalogue import GESTURES
from nao_sessions.robot.hands import SENSORS, ArmMovement, Hand, HandTouch, Uncounted, sides_of

Press = tuple[str, int]


def _play(presses: list[Press], arms: ArmMovement) -> Iterator[HandTouch | Uncounted]:
    """Press each sensor for a moment, and let every second one of them wait as long as it may."""
    hand = Hand("left", arms)
    for sensor, at_ns in presses:
        yield from hand.feel(sensor, True, at_ns)
        yield from hand.feel(sensor, False, at_ns)
        yield from hand.expire(at_ns)
    yield from hand.expire(at_ns + SECOND_NS)


@given(
    presses=st.lists(st.tuples(st.sampled_from(SENSORS), st.integers(0, 400)), min_size=1, max_size=12),
    movement=st.tuples(st.integers(0, 400), st.integers(0, 100)),
)
def test_any_sequence_of_presses_gives_the_touches_of_the_rule(
    presses: list[tuple[str, int]], movement: tuple[int, int]
) -> None:
    at_ms = sorted(presses, key=lambda press: press[1] * 10)
    begun, ended = movement[0] * 10, (movement[0] + movement[1]) * 10
    # The rule in other words: of what is felt while the arm is still, a press makes a touch with the earliest
    # press of another sensor that no touch has used and that is less than half a second old.
    touches, waiting = [], []
    for sensor, ten_ms in at_ms:
        now = ten_ms * 10
        waiting = [(one, since) for one, since in waiting if now - since < 500]
        if begun <= now < ended + 500:
            continue
        others = [since for one, since in waiting if one != sensor]
        if others:
            touches.append(min(others))
            waiting = []
        elif not waiting:
            waiting.append((sensor, now))
    arms = ArmMovement()
    arms.begin(("left",), begun * MILLISECOND_NS)
    arms.end(("left",), ended * MILLISECOND_NS)
    made = _play([(sensor, ten_ms * 10 * MILLISECOND_NS) for sensor, ten_ms in at_ms], arms)
    counted = [one.at_ns // MILLISECOND_NS for one in made if isinstance(one, HandTouch) and one.pressed]
    assert counted == touches


def test_what_does_not_count_is_told_once_a_sensor_with_its_reason_and_its_time() -> None:
    arms = ArmMovement()
    arms.begin(("left",), 0)
    arms.end(("left",), 100)
    later = SECOND_NS
    presses = [("back", 1), ("left", 2), ("back", 3), ("right", later)]
    assert list(_play(presses, arms)) == [
        Uncounted("back", "arm_moves", 1),
        Uncounted("left", "arm_moves", 2),
        Uncounted("right", "one_sensor", later),
    ]


def test_a_hand_that_was_touched_is_let_go_of_although_its_arm_moves_by_then() -> None:
    arms = ArmMovement()
    hand = Hand("left", arms)
    pressed = [*hand.feel("back", True, 1), *hand.feel("left", True, 2)]
    arms.begin(("left",), 3)
    released = [*hand.feel("left", False, 4), *hand.feel("back", False, 5)]
    assert [(one.sensor, one.at_ns) for one in pressed] == [("back", 1)]
    assert released == [HandTouch(False, "back", 5, ("back",))]


def test_one_arm_deafens_its_own_hand_alone_and_movements_may_overlap() -> None:
    arms = ArmMovement()
    arms.begin(("left",), 10)
    arms.begin(("left",), 20)
    arms.end(("left",), 30)
    assert [arms.deafens("left", at_ns) for at_ns in (9, 10, SECOND_NS)] == [False, True, True]
    assert not arms.deafens("right", 20)
    arms.end(("left",), SECOND_NS)
    half_ns = SECOND_NS // 2
    assert [arms.deafens("left", SECOND_NS + after_ns) for after_ns in (half_ns - 1, half_ns)] == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("joints", "sides"),
    [
        (("HeadYaw", "LHipPitch", "RKneePitch"), ()),
        (("LHand",), ("left",)),
        (("RWristYaw", "HeadPitch"), ("right",)),
        (("LShoulderPitch", "RElbowRoll"), ("left", "right")),
    ],
)
def test_arms_are_told_from_legs_and_head(joints: tuple[str, ...], sides: tuple[str, ...]) -> None:
    assert sides_of(joints) == sides


def test_every_gesture_that_bends_an_elbow_moves_an_arm() -> None:
    for gesture in GESTURES.values():
        bends = any("Elbow" in joint or "Shoulder" in joint for joint in gesture.keyframes)
        assert bool(sides_of(gesture.keyframes)) >= bends
