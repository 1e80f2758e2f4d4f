"""Watching on the qi wire: what is subscribed to, what is let go of, what this Nao cannot do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.protocol.catalogue import POSES
from nao_sessions.robot.naoqi import life as qi_life
from nao_sessions.robot.naoqi.guard import GuardedRobot
from nao_sessions.robot.naoqi.watch import FACE_GONE_NS, Presence
from nao_sessions.robot.port import Sensed
from tests.robot.robots import Stage, qi_stage, simulator_stage, world_of
from tests.robot.simulated_nao import SimulatedNao, eventually

Play = Callable[[Callable[[Stage], Awaitable[None]]], None]
ALL = ["card", "face", "gaze", "speech"]
EXTRACTORS = ["ALFaceDetection", "ALGazeAnalysis", "ALPeoplePerception"]


@pytest.fixture
def play(nao: SimulatedNao) -> Play:
    """Play a story on the simulator; the trace begins with it."""

    def played(story: Callable[[Stage], Awaitable[None]]) -> None:
        async def run() -> None:
            async with simulator_stage(nao) as stage:
                nao.begin_here()
                await story(stage)

        asyncio.run(run())

    return played


def watching(nao: SimulatedNao) -> tuple[list[str], list[str], bool]:
    state = nao.state()
    return state["watched"], state["extractors"], state["listening"]


def test_what_is_watched_is_subscribed_to_and_let_go_of_again(play: Play, nao: SimulatedNao) -> None:
    async def story(stage: Stage) -> None:
        await stage.do("watch", senses=ALL)
        await stage.until(lambda: watching(nao) == (["nao_sessions_0"], EXTRACTORS, True))
        await stage.do("watch", senses=["face"])
        await stage.until(lambda: watching(nao) == ([], ["ALFaceDetection"], False))
        await stage.do("watch", senses=[])
        assert watching(nao) == ([], [], False)

    play(story)
    assert nao.calls("setVocabulary") == [[["oui"], False]]


def test_a_robot_that_is_closed_watches_no_more(play: Play, nao: SimulatedNao) -> None:
    async def story(stage: Stage) -> None:
        await stage.do("watch", senses=ALL)

    play(story)
    eventually(lambda: watching(nao) == ([], [], False), "everything is let go of")


def test_words_that_are_listened_for_stay_when_voices_are_given_up(play: Play, nao: SimulatedNao) -> None:
    async def story(stage: Stage) -> None:
        await stage.do("listen", words=["pomme"], language="fr")
        await stage.do("watch", senses=["speech"])
        await stage.do("watch", senses=[])
        await stage.until(lambda: stage.world.hear("pomme"))
        await stage.senses("word", word="pomme")

    play(story)


def test_pictures_come_about_five_times_a_second_of_nao_and_no_more(play: Play, nao: SimulatedNao) -> None:
    async def story(stage: Stage) -> None:
        await stage.do("watch", senses=["card"])
        await stage.until(lambda: len(nao.calls("getImageRemote")) >= 8)

    play(story)
    taken = [line["at"] for line in nao.lines() if line.get("method") == "getImageRemote"]
    assert (taken[-1] - taken[0]) / (len(taken) - 1) >= 45 * MILLISECOND_NS  # 20 a second are the most
    assert nao.calls("subscribeCamera") == [["nao_sessions", 0, 2, 0, 10]]


def test_what_this_nao_cannot_do_is_told_and_the_rest_is_done(play: Play, nao: SimulatedNao) -> None:
    async def story(stage: Stage) -> None:
        nao.hand.failNext("ALGazeAnalysis", "subscribe", "\tALGazeAnalysis::subscribe\n\tno camera")
        done = await stage.do("watch", senses=["gaze", "face"])
        assert (done.how, done.error) == ("failed", "no gaze: ALGazeAnalysis::subscribe no camera")
        stage.world.look(True)
        await stage.senses("face", seen=True)
        assert [sensed for sensed in stage.sensed if sensed.kind == "gaze"] == []
        stage.world.face(False)

    play(story)


def test_a_camera_that_gives_no_pictures_is_told(play: Play, nao: SimulatedNao) -> None:
    async def story(stage: Stage) -> None:
        nao.hand.failNext("ALVideoDevice", "subscribeCamera", "\tALVideoDevice::subscribeCamera\n\tbusy")
        done = await stage.do("watch", senses=["card"])
        assert (done.how, done.error) == ("failed", "no card: ALVideoDevice::subscribeCamera busy")
        assert (await stage.do("watch", senses=["card"])).how == "finished"

    play(story)


def test_a_picture_that_does_not_come_is_asked_for_again(play: Play, nao: SimulatedNao) -> None:
    async def story(stage: Stage) -> None:
        nao.hand.failNext("ALVideoDevice", "getImageRemote", "\tALVideoDevice::getImageRemote\n\tlate")
        await stage.do("watch", senses=["card"])
        stage.world.show_card(77)
        seen = await stage.senses("card", card="77")
        assert seen.source_t is not None
        stage.world.show_card(None)

    play(story)


def test_what_is_asked_for_while_nao_is_lost_counts_when_it_is_back(own_nao: SimulatedNao) -> None:
    async def run() -> None:
        async with qi_stage(own_nao.url, 1.0, lambda: world_of(own_nao)) as stage:
            await stage.do("watch", senses=["card", "face"])
            own_nao.freeze()
            await stage.senses("lost")
            assert (await stage.do("watch", senses=["gaze"])).how == "lost"
            own_nao.thaw()
            await stage.senses("back")
            await stage.until(
                lambda: watching(own_nao) == ([], ["ALGazeAnalysis", "ALPeoplePerception"], False)
            )

    asyncio.run(run())


def test_the_guard_lets_go_of_what_a_dead_session_was_subscribed_to(
    nao: SimulatedNao, tmp_path: Path
) -> None:
    life_file = tmp_path / "life.json"

    async def run() -> None:
        async with simulator_stage(nao) as stage:
            await stage.do("watch", senses=ALL)
            qi_life.save(life_file, qi_life.Life())
            guarded = GuardedRobot(nao.url, lambda why: None, lambda: None)
            assert await guarded.start()
            assert await guarded.put_settings_back(life_file)
            assert nao.state()["watched"] == []
            for name in (*EXTRACTORS, "ALSpeechRecognition"):
                subscribed = [info[0] for info in nao.service(name).getSubscribersInfo()]
                assert "nao_sessions" not in subscribed, name
            await guarded.close()

    asyncio.run(run())


@pytest.mark.parametrize(("posture", "frames"), [("stand", 1), ("sit", 2)])
def test_a_seated_nao_takes_its_arms_round_its_legs(
    play: Play, nao: SimulatedNao, posture: str, frames: int
) -> None:
    async def story(stage: Stage) -> None:
        await stage.do("posture", name=posture)
        assert (await stage.do("pose", name="arms_down")).how == "finished"

    play(story)
    ((joints, angles, times, absolute),) = nao.calls("angleInterpolation")
    assert set(joints) == set(POSES["arms_down"].joints)
    assert {len(each) for each in (*angles, *times)} == {frames}
    assert absolute is True


def test_after_a_pose_the_arms_go_back_to_where_they_were(play: Play, nao: SimulatedNao) -> None:
    joints = tuple(POSES["arms_up"].joints)

    async def story(stage: Stage) -> None:
        await stage.do("posture", name="stand")
        before = nao.state()["joints"]
        for name in ("arms_up", "hands_on_hips"):
            await stage.do("pose", name=name)
        await stage.do("gesture", name="yes")
        after = nao.state()["joints"]
        assert {joint: after[joint] for joint in joints} == pytest.approx(
            {joint: before[joint] for joint in joints}, abs=0.03
        )

    play(story)
    assert [len(nao.calls(method)) for method in ("angleInterpolation", "run")] == [3, 1]


def told_of_a_face(*moments: tuple[int, bool]) -> list[tuple[int, bool]]:
    """Give (ms, there) of what is told of a face that is seen or not at each of these milliseconds."""
    presence = Presence("face", FACE_GONE_NS)
    told: list[Sensed | None] = []
    for at_ms, there in moments:
        told.append(presence.tick(at_ms * MILLISECOND_NS))
        told.append(presence.see(there, at_ms * MILLISECOND_NS))
    told.append(presence.tick((moments[-1][0] + 2_000) * MILLISECOND_NS))
    return [(s.monotonic_ns // MILLISECOND_NS, s.data["seen"]) for s in told if s is not None]


def test_a_blink_is_no_absence() -> None:
    assert told_of_a_face((0, True), (300, False), (900, True), (1_200, True)) == [(0, True)]


def test_what_has_gone_is_told_with_the_time_it_went() -> None:
    assert told_of_a_face((0, True), (300, False), (600, False)) == [(0, True), (300, False)]


def test_what_comes_back_later_is_told_again() -> None:
    told = told_of_a_face((0, True), (300, False), (1_400, False), (2_000, True))
    assert told == [(0, True), (300, False), (2_000, True)]


def test_silence_of_what_repeats_itself_means_gone() -> None:
    presence = Presence("face", FACE_GONE_NS)
    presence.see(True, 0)
    assert presence.tick(FACE_GONE_NS - 1, seen_again_and_again=True) is None
    assert presence.tick(FACE_GONE_NS, seen_again_and_again=True) == Sensed("face", {"seen": False}, 0)
