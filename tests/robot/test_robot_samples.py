"""Samples of the body: the same on every robot, and on the qi wire what happens when it hangs or refuses."""

from __future__ import annotations

import asyncio

from nao_sessions.protocol.catalogue import POSES
from nao_sessions.record.telemetry.columns import BATTERY_MINUTES, BATTERY_PERCENT, COLUMNS, PARTS
from nao_sessions.robot.fake import FakeRobot
from nao_sessions.robot.naoqi.robot import QiRobot
from nao_sessions.robot.port import BodySample
from tests.robot.robots import LONG, Play, Stage, Story, qi_stage, world_of
from tests.robot.simulated_nao import SimulatedNao


async def sample(stage: Stage, part: str) -> BodySample | None:
    assert isinstance(stage.robot, FakeRobot | QiRobot)
    return await stage.robot.sample(part)


async def until_sampled(stage: Stage, part: str, column: str, value: float) -> None:
    """Sample until a column has a value: what a memory holds of a sensor is renewed now and then."""
    for _ in range(3000):
        found = await sample(stage, part)
        if found is not None and found.values.get(column) == value:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"{column} was not {value} within thirty seconds")


def test_a_sample_has_columns_of_its_part_alone_and_lies_within_its_call(play: Play) -> None:
    async def story(stage: Stage) -> None:
        for part in PARTS:
            found = await sample(stage, part)
            assert found is not None
            assert set(found.values) - set(COLUMNS[part]) == set()
            assert found.uncertainty_ns >= 0

    play(story)


def test_the_joints_of_a_pose_are_measured(play: Play) -> None:
    async def story(stage: Stage) -> None:
        await stage.do("pose", name="arms_up")
        found = await sample(stage, "joints")
        assert found is not None
        assert set(found.values) == set(COLUMNS["joints"])
        expected = {f"joint_{joint}_rad": angle for joint, angle in POSES["arms_up"].joints.items()}
        off = {column: abs(found.values[column] - angle) for column, angle in expected.items()}
        assert [column for column, by in off.items() if by > 0.02] == []  # of the sensors' own steps

    play(story)


def test_a_part_is_touched_until_it_is_released(play: Play) -> None:
    async def story(stage: Stage) -> None:
        stage.world.touch("hand.left", True)
        await until_sampled(stage, "touch", "touch_hand_left", 1.0)
        stage.world.touch("hand.left", False)
        await until_sampled(stage, "touch", "touch_hand_left", 0.0)

    play(story)


def test_battery_is_given_in_percent_and_minutes(play: Play) -> None:
    async def story(stage: Stage) -> None:
        found = await sample(stage, "power")
        assert found is not None
        assert (found.values[BATTERY_PERCENT], found.values[BATTERY_MINUTES]) == (100, 60)
        assert found.values["heat_LKneePitch_status"] == 0

    play(story)


def test_samples_are_taken_while_nao_speaks_and_while_the_latch_is_shut(play: Play) -> None:
    async def story(stage: Stage) -> None:
        sentence = stage.begin("say", text=LONG)
        await stage.senses("speech", speaking=True)
        assert await sample(stage, "joints") is not None
        assert not sentence.done()
        stage.latch.shut()
        await stage.robot.halt()
        assert await sample(stage, "joints") is not None
        await sentence

    play(story)


def test_a_robot_that_was_lost_is_sampled_again_once_it_is_back(play: Play) -> None:
    async def story(stage: Stage) -> None:
        stage.world.lose_and_find()
        await stage.senses("back")
        await until_sampled(stage, "power", BATTERY_PERCENT, 100)

    play(story)


def test_a_fake_that_is_lost_gives_none() -> None:
    fake = FakeRobot()
    fake.lose()
    assert [asyncio.run(fake.sample(part)) for part in PARTS] == [None, None, None]


def test_an_unknown_part_and_a_closed_robot_give_none(play: Play) -> None:
    async def story(stage: Stage) -> None:
        assert await sample(stage, "ears") is None
        await stage.robot.close()
        assert [await sample(stage, part) for part in PARTS] == [None, None, None]

    play(story)


def test_a_nao_that_hangs_is_asked_once_and_sampled_again_once_it_answers(own_nao: SimulatedNao) -> None:
    async def story(stage: Stage) -> None:
        before = len(own_nao.calls("getAngles"))
        own_nao.freeze()
        during = [await sample(stage, "joints") for _ in range(3)]
        await stage.senses("lost")
        during.append(await sample(stage, "joints"))
        own_nao.thaw()
        await stage.senses("back")
        await until_sampled(stage, "power", BATTERY_PERCENT, 100)
        assert during == [None] * 4
        assert len(own_nao.calls("getAngles")) - before <= 1

    asyncio.run(_on(own_nao, story))


def test_what_nao_refuses_is_left_out(own_nao: SimulatedNao) -> None:
    async def story(stage: Stage) -> None:
        own_nao.hand.failNext("ALMotion", "getAngles", "\tALMotion::getAngles\n\tmodule destroyed")
        own_nao.hand.failNext("ALBattery", "getBatteryCharge", "no")
        assert await sample(stage, "joints") is None
        assert await sample(stage, "joints") is not None
        power = await sample(stage, "power")
        assert power is not None
        assert BATTERY_PERCENT not in power.values
        assert power.values["heat_LKneePitch_status"] == 0

    asyncio.run(_on(own_nao, story))


async def _on(nao: SimulatedNao, story: Story) -> None:
    async with qi_stage(nao.url, 1.0, lambda: world_of(nao)) as stage:
        await story(stage)
