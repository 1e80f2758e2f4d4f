"""What a robot watches for, the same on every implementation: cards, faces, gazes, voices; and its poses."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

import pytest

from nao_sessions.protocol.catalogue import POSES
from tests.robot.robots import LONG, Stage, fake_stage, simulator_stage

Story = Callable[[Stage], Awaitable[None]]
Play = Callable[[Story], None]
CARD, FACE, GAZE, SPEECH = "card", "face", "gaze", "speech"


@pytest.fixture(params=["fake", "simulator"])
def play(request: pytest.FixtureRequest) -> Play:
    """Play a story on each robot; what it shows is put away afterwards."""
    stages: dict[str, Callable[[], AbstractAsyncContextManager[Stage]]] = {
        "fake": fake_stage,
        "simulator": lambda: simulator_stage(request.getfixturevalue("nao")),
    }

    def played(story: Story) -> None:
        async def run() -> None:
            async with stages[request.param]() as stage:
                try:
                    await stage.do("look", where="participant")
                    await story(stage)
                finally:
                    stage.world.show_card(None)
                    stage.world.face(False)

        asyncio.run(run())

    return played


def told(stage: Stage, *kinds: str) -> list[tuple[str, dict[str, object]]]:
    return [(sensed.kind, dict(sensed.data)) for sensed in stage.sensed if sensed.kind in kinds]


def somebody_is_heard(stage: Stage) -> bool:
    """Speak, and tell whether that was noticed: for half a second after a sentence of Nao's it is not."""
    return stage.world.somebody_speaks() and bool(told(stage, "utterance"))


def test_a_card_is_told_once_for_as_long_as_it_is_held_up(play: Play) -> None:
    async def story(stage: Stage) -> None:
        await stage.do("watch", senses=[CARD])
        before_ns = time.monotonic_ns()
        stage.world.show_card(12)
        seen = await stage.senses(CARD, card="12")
        assert before_ns < seen.monotonic_ns < time.monotonic_ns()
        stage.world.show_card(7)
        await stage.senses(CARD, card="7")
        assert told(stage, CARD) == [(CARD, {"card": "12"}), (CARD, {"card": "7"})]

    play(story)


def test_a_card_that_was_away_is_told_again(play: Play) -> None:
    async def story(stage: Stage) -> None:
        await stage.do("watch", senses=[CARD])
        stage.world.show_card(3)
        await stage.senses(CARD, card="3")
        stage.world.show_card(None)
        await asyncio.sleep(0.4)  # longer than a second of a robot that is twenty times as fast
        stage.world.show_card(3)
        await stage.until(lambda: len(told(stage, CARD)) == 2)

    play(story)


def test_a_face_that_comes_and_goes_is_told_twice(play: Play) -> None:
    async def story(stage: Stage) -> None:
        await stage.do("watch", senses=[FACE])
        stage.world.face(True)
        came = await stage.senses(FACE, seen=True)
        stage.world.face(False)
        went = await stage.senses(FACE, seen=False)
        assert came.monotonic_ns <= went.monotonic_ns <= time.monotonic_ns()
        assert told(stage, FACE) == [(FACE, {"seen": True}), (FACE, {"seen": False})]

    play(story)


def test_a_look_at_nao_is_told_when_it_begins_and_when_it_ends(play: Play) -> None:
    async def story(stage: Stage) -> None:
        await stage.do("watch", senses=[GAZE])
        stage.world.look(True)
        await stage.senses(GAZE, where="robot", looking=True)
        stage.world.look(False)
        await stage.senses(GAZE, where="robot", looking=False)
        assert len(told(stage, GAZE)) == 2

    play(story)


def test_what_is_there_already_is_noticed_when_watching_begins(play: Play) -> None:
    async def story(stage: Stage) -> None:
        stage.world.show_card(5)
        stage.world.look(True)
        await stage.do("watch", senses=[CARD, FACE, GAZE])
        await stage.senses(CARD, card="5")
        await stage.senses(FACE, seen=True)
        await stage.senses(GAZE, looking=True)

    play(story)


def test_somebody_who_speaks_is_told_from_beginning_to_end(play: Play) -> None:
    async def story(stage: Stage) -> None:
        await stage.do("watch", senses=[SPEECH])
        await stage.until(lambda: somebody_is_heard(stage))
        await stage.senses("utterance", speaking=True)
        await stage.senses("utterance", speaking=False)
        assert told(stage, "word") == []

    play(story)


def test_nao_takes_its_own_voice_for_nobodys(play: Play) -> None:
    async def story(stage: Stage) -> None:
        await stage.do("watch", senses=[SPEECH])
        sentence = stage.begin("say", text=LONG)
        await stage.senses("speech", speaking=True)
        stage.world.somebody_speaks()
        assert (await sentence).how == "finished"
        assert told(stage, "utterance") == []
        await stage.until(lambda: somebody_is_heard(stage))

    play(story)


def test_words_and_voices_are_heard_at_the_same_time_and_given_up_one_by_one(play: Play) -> None:
    async def story(stage: Stage) -> None:
        await stage.do("watch", senses=[SPEECH])
        await stage.do("listen", words=["pomme"], language="fr")
        await stage.until(lambda: stage.world.hear("pomme"))
        await stage.senses("word", word="pomme")
        await stage.do("listen", words=[])
        await stage.until(lambda: somebody_is_heard(stage))
        stage.world.hear("pomme")
        await stage.do("eyes", colour="blue")
        assert told(stage, "word") == [("word", {"word": "pomme", "confidence": 0.6})]

    play(story)


def test_nothing_is_told_of_what_is_not_watched(play: Play) -> None:
    async def story(stage: Stage) -> None:
        await stage.do("watch", senses=[FACE])
        await stage.do("watch", senses=[])
        stage.world.show_card(9)
        stage.world.look(True)
        assert not stage.world.somebody_speaks()
        await stage.do("watch", senses=[GAZE])
        await stage.senses(GAZE, looking=True)
        assert told(stage, CARD, FACE, "utterance") == []

    play(story)


def test_to_stop_watching_is_possible_while_the_latch_is_shut(play: Play) -> None:
    async def story(stage: Stage) -> None:
        await stage.do("watch", senses=[FACE, CARD])
        stage.latch.shut()
        assert (await stage.do("watch", senses=[])).how == "finished"
        stage.latch.open()
        stage.world.show_card(4)
        stage.world.look(True)
        await stage.do("watch", senses=[GAZE])
        await stage.senses(GAZE, looking=True)
        assert told(stage, CARD, FACE) == []

    play(story)


def test_a_robot_that_was_lost_watches_again(play: Play) -> None:
    async def story(stage: Stage) -> None:
        await stage.do("watch", senses=[CARD, FACE, GAZE])
        stage.world.lose_and_find()
        await stage.senses("back")
        stage.world.look(True)
        stage.world.show_card(8)
        await stage.senses(FACE, seen=True)
        await stage.senses(GAZE, looking=True)
        await stage.senses(CARD, card="8")

    play(story)


def test_a_pose_is_held_until_the_body_moves_again(play: Play) -> None:
    async def story(stage: Stage) -> None:
        wanted = POSES["arms_up"].joints
        assert (await stage.do("pose", name="arms_up")).how == "finished"
        await stage.do("say", text="Fais comme moi.")
        held = stage.world.joints()
        assert {joint: pytest.approx(held[joint], abs=0.05) for joint in wanted} == wanted
        assert (await stage.do("gesture", name="yes")).how == "finished"
        after = stage.world.joints()
        assert after.get("LShoulderPitch", 1.0) > 0.5

    play(story)


def test_a_halt_cuts_a_pose_and_those_that_wait(play: Play) -> None:
    async def story(stage: Stage) -> None:
        sentence = stage.begin("say", text=LONG)
        poses = [stage.begin("pose", name=name) for name in POSES]
        await stage.senses("speech", speaking=True)
        await stage.robot.halt()
        assert ((await sentence).how, (await poses[-1]).how) == ("stopped", "stopped")
        await asyncio.gather(*poses)
        assert (await stage.do("pose", name="arms_down")).how == "finished"

    play(story)
