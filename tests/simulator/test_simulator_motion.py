"""The body: limits, stiffness, interpolations, tasks, walking; and stops after which nothing moves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.simulator.simulator_wire import Wire, error_of, until


@pytest.fixture
def motion(wire: Wire) -> Iterator[Any]:
    """ALMotion of a robot that stands in StandInit and does not sway by itself."""
    wire.service("ALAutonomousLife").setAutonomousAbilityEnabled("BackgroundMovement", False)
    wire.service("ALMotion").killAll()
    wire.service("ALRobotPosture").goToPosture("StandInit", 1.0)
    return wire.service("ALMotion")


def test_names_and_limits_are_those_of_a_nao(motion: Any) -> None:
    assert len(motion.getBodyNames("Body")) == 26
    assert motion.getBodyNames("Head") == ["HeadYaw", "HeadPitch"]
    (limits,) = motion.getLimits("HeadYaw")
    assert limits == pytest.approx([-2.0857, 2.0857, 8.26797, 1.547], abs=1e-4)
    assert error_of(lambda: motion.getBodyNames("Tail")) == (
        "\tALMotion::getBodyNames\n\tTail is not a valid name."
    )


def test_an_angle_is_reached_and_one_beyond_the_limit_is_clipped(motion: Any) -> None:
    motion.angleInterpolation("HeadYaw", 0.5, 0.4, True)
    assert motion.getAngles("HeadYaw", True) == pytest.approx([0.5], abs=2e-3)
    motion.angleInterpolation("HeadYaw", 9.0, 1.0, True)
    assert motion.getAngles("HeadYaw", False) == pytest.approx([2.0857], abs=1e-4)


def test_the_head_pitch_is_limited_by_the_yaw(motion: Any) -> None:
    motion.angleInterpolation(["HeadYaw", "HeadPitch"], [1.09, 0.5], [0.5, 0.5], True)
    assert motion.getAngles("HeadPitch", False) == pytest.approx([0.30], abs=1e-3)


def test_both_hip_yaw_pitches_are_one_motor(motion: Any) -> None:
    motion.angleInterpolation(["LHipYawPitch", "RHipYawPitch"], [-0.2, -0.4], 0.5, True)
    assert motion.getAngles(["LHipYawPitch", "RHipYawPitch"], False) == pytest.approx([-0.2, -0.2], abs=1e-5)


def test_a_relative_interpolation_adds_to_the_command(motion: Any) -> None:
    motion.angleInterpolation("HeadYaw", [0.2, 0.3], [0.4, 0.8], False)
    assert motion.getAngles("HeadYaw", False) == pytest.approx([0.3], abs=1e-5)


def test_set_angles_returns_at_once_and_arrives(wire: Wire, motion: Any) -> None:
    motion.setAngles("HeadYaw", 0.6, 0.2)
    assert [task[0] for task in motion.getTaskList()] == ["setAngles"]
    until(lambda: motion.getTaskList() == [])
    assert motion.getAngles("HeadYaw", False) == pytest.approx([0.6], abs=1e-5)
    motion.changeAngles("HeadYaw", -0.1, 0.5)
    until(lambda: motion.getTaskList() == [])
    assert motion.getAngles("HeadYaw", False) == pytest.approx([0.5], abs=1e-5)
    assert [line["task"] for line in wire.effects("motion.ended")][-2:] == ["setAngles", "setAngles"]


def test_a_joint_without_stiffness_does_not_move(motion: Any) -> None:
    (before,) = motion.getAngles("HeadYaw", False)
    motion.setStiffnesses("Head", 0.0)
    motion.angleInterpolation("HeadYaw", before + 0.5, 0.3, True)
    assert motion.getAngles("HeadYaw", False) == pytest.approx([before], abs=1e-5)
    motion.setStiffnesses("Head", 1.0)
    assert motion.getStiffnesses("Head") == [1.0, 1.0]


def test_lengths_and_times_that_do_not_fit_are_refused(motion: Any) -> None:
    assert error_of(lambda: motion.angleInterpolation("HeadYaw", [0.1, 0.2], [1.0], True)) == (
        "\tALMotion::angleInterpolation\n\tHeadYaw has 2 angles and 1 times: the numbers must be equal."
    )
    assert error_of(lambda: motion.angleInterpolation("HeadYaw", [0.1, 0.2], [1.0, 1.0], True)) == (
        "\tALMotion::angleInterpolation\n\tThe times of HeadYaw must be positive and strictly increasing."
    )
    assert error_of(lambda: motion.setAngles(["HeadYaw", "HeadPitch"], [0.0], 0.2)) == (
        "\tALMotion::setAngles\n\tThe number of values (1) does not match the number of joints (2)."
    )
    assert error_of(lambda: motion.setAngles("HeadYaw", 0.0, 1.5)) == (
        "\tALMotion::setAngles\n\tThe fraction of the maximum speed must be in ]0, 1], not 1.5."
    )


@pytest.mark.parametrize("how", ["killAll", "killTasksUsingResources", "killTask"])
def test_after_a_kill_no_joint_moves_any_more(wire: Wire, motion: Any, how: str) -> None:
    stopped = len(wire.effects("motion.stopped"))
    moving = motion.angleInterpolation("HeadYaw", 1.5, 60.0, True, _async=True)
    (task,) = until(motion.getTaskList)
    if how == "killAll":
        motion.killAll()
    elif how == "killTask":
        motion.killTask(task[1])
    else:
        motion.killTasksUsingResources(["HeadYaw"])
    first = motion.getAngles("HeadYaw", False)
    assert moving.value(5000) is None
    assert len(wire.effects("motion.stopped")) == stopped + 1
    wire.service("ALTextToSpeech").say("Un temps passe.")
    assert motion.getAngles("HeadYaw", False) == first


def test_killing_stops_free_movements_too(wire: Wire, motion: Any) -> None:
    motion.setAngles("HeadYaw", 1.5, 0.01)
    motion.killAll()
    assert motion.getTaskList() == []
    assert wire.effects("motion.stopped")[-1]["task"] == "setAngles"


def test_a_second_task_on_the_same_joints_waits_for_the_first(wire: Wire, motion: Any) -> None:
    # the wire serves two calls at once, in any order: the second leaves when the first is seen to be taken
    first = motion.angleInterpolation("HeadYaw", 0.5, 3.0, True, _async=True)
    until(motion.getTaskList)
    second = motion.angleInterpolation("HeadYaw", -0.5, 3.0, True, _async=True)
    until(lambda: len(motion.getTaskList()) == 2)
    assert motion.areResourcesAvailable(["HeadYaw"]) is False
    first.value(5000)
    second.value(5000)
    effects = [line for line in wire.lines() if line.get("task") == "angleInterpolation"][-4:]
    assert [line["effect"] for line in effects] == ["motion.started", "motion.ended"] * 2
    assert motion.getAngles("HeadYaw", False) == pytest.approx([-0.5], abs=1e-5)


def test_hands_open_and_close(motion: Any) -> None:
    motion.openHand("LHand")
    assert motion.getAngles("LHand", False) == [1.0]
    motion.closeHand("LHand")
    assert motion.getAngles("LHand", False) == [0.0]
    assert error_of(lambda: motion.openHand("LFoot")) == (
        "\tALMotion::openHand\n\tLFoot is not a valid hand name."
    )
    motion.setStiffnesses("LHand", 1.0)


def test_rest_goes_down_and_limp_and_wake_up_stands_again(wire: Wire, motion: Any) -> None:
    awake = wire.listen("robotIsWakeUp")
    motion.rest()
    assert motion.robotIsWakeUp() is False
    assert set(motion.getStiffnesses("Body")) == {0.0}
    assert wire.service("ALRobotPosture").getPosture() == "Crouch"
    motion.wakeUp()
    assert wire.service("ALRobotPosture").getPosture() == "Stand"
    assert awake.wait(2) == [False, True]


def test_a_walk_ends_where_it_was_sent(motion: Any) -> None:
    x, y, theta = motion.getRobotPosition(True)
    motion.moveTo(0.3, 0.0, 0.5)
    walked = motion.getRobotPosition(True)
    assert walked[2] == pytest.approx(theta + 0.5, abs=1e-3)
    assert ((walked[0] - x) ** 2 + (walked[1] - y) ** 2) ** 0.5 == pytest.approx(0.3, abs=1e-3)
    motion.move(0.05, 0.0, 0.0)
    assert motion.moveIsActive() is True
    motion.stopMove()
    assert motion.moveIsActive() is False
    assert motion.getRobotVelocity() == [0.0, 0.0, 0.0]


def test_the_fall_manager_stays_on(motion: Any) -> None:
    text = error_of(lambda: motion.setFallManagerEnabled(False))
    assert text.startswith("\tALMotion::setFallManagerEnabled\n\t")
    assert motion.getFallManagerEnabled() is True


def test_the_top_camera_of_a_standing_robot_is_above_its_feet(wire: Wire, motion: Any) -> None:
    wire.service("ALRobotPosture").goToPosture("StandZero", 1.0)
    x, y, z, *_ = motion.getPosition("CameraTop", 2, False)
    assert (x, y, z) == pytest.approx((0.0587, 0.0, 0.333 + 0.1265 + 0.0636), abs=1e-3)


def test_an_animation_moves_the_arm_and_comes_back(wire: Wire, motion: Any) -> None:
    player, name = wire.service("ALAnimationPlayer"), "animations/[posture]/Gestures/Hey_1"
    (before,) = motion.getAngles("RShoulderPitch", False)
    playing = player.run(name, _async=True)
    until(lambda: motion.getAngles("RShoulderPitch", False)[0] < 0.0)
    playing.value(10000)
    assert motion.getAngles("RShoulderPitch", False) == pytest.approx([before], abs=1e-4)
    assert error_of(lambda: player.run("animations/Stand/Gestures/Nope_1")) == (
        "\tALAnimationPlayer::run\n\tInvalid animation path: animations/Stand/Gestures/Nope_1"
    )


def test_a_cancelled_animation_stops_where_it_is(wire: Wire, motion: Any) -> None:
    playing = wire.service("ALAnimationPlayer").run("animations/Stand/Gestures/Explain_1", _async=True)
    until(motion.getTaskList)
    playing.cancel()
    until(playing.isCanceled)
    assert motion.getTaskList() == []
    assert wire.effects("motion.stopped")[-1]["task"] == "animations/Stand/Gestures/Explain_1"


def test_a_tag_chooses_an_animation(wire: Wire, motion: Any) -> None:
    wire.service("ALAnimationPlayer").runTag("hello")
    assert "Hey" in wire.effects("motion.started")[-1]["task"]
    assert error_of(lambda: wire.service("ALAnimationPlayer").runTag("nonsense")) == (
        "\tALAnimationPlayer::runTag\n\tNo animation found for tag: nonsense"
    )


def test_postures_are_reached_recognised_and_told(wire: Wire, motion: Any) -> None:
    posture, changed = wire.service("ALRobotPosture"), wire.listen("PostureFamilyChanged")
    assert posture.getPostureList() == [
        "Crouch", "LyingBack", "LyingBelly", "Sit", "SitRelax", "Stand", "StandInit", "StandZero",
    ]  # fmt: skip
    for name, family in (("Sit", "Sitting"), ("Crouch", "Crouching"), ("Stand", "Standing")):
        assert posture.goToPosture(name, 1.0) is True
        assert (posture.getPosture(), posture.getPostureFamily()) == (name, family)
    assert changed.wait(3) == ["Sitting", "Crouching", "Standing"]
    assert posture.goToPosture("Nonsense", 1.0) is False


def test_a_stopped_change_of_posture_is_false_and_still(wire: Wire, motion: Any) -> None:
    posture = wire.service("ALRobotPosture")
    going = posture.goToPosture("Sit", 0.1, _async=True)
    until(motion.getTaskList)
    posture.stopMove()
    before = motion.getAngles("Body", False)
    assert going.value(5000) is False
    wire.service("ALTextToSpeech").say("Un temps passe.")
    assert motion.getAngles("Body", False) == before
