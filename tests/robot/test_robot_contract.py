"""The robot port's contract, the same on every implementation of it."""

from __future__ import annotations

import asyncio
import time

import pytest

from nao_sessions.robot.port import Sensed
from tests.robot.robots import LONG, Play, Stage, nao_stage


def test_a_sentence_is_said_to_its_end_with_the_name_filled_in_last(play: Play) -> None:
    async def story(stage: Stage) -> None:
        done = await stage.do("say", text="Bonjour {participant} !", language="fr")
        assert (done.action, done.how, done.error) == ("a-say", "finished", "")
        assert stage.world.heard_sentences() == ["Bonjour Léa !"]
        assert (await stage.senses("speech", speaking=False)).monotonic_ns <= time.monotonic_ns()

    play(story)


@pytest.mark.parametrize(
    ("verb", "data"),
    [
        ("gesture", {"name": "hello"}),
        ("gesture", {"name": "point_left"}),
        ("posture", {"name": "sit"}),
        ("gesture", {"name": "yes"}),
        ("look", {"where": "board"}),
        ("posture", {"name": "rest"}),
        ("gesture", {"name": "no"}),
        ("pose", {"name": "left_arm_out"}),
        ("posture", {"name": "stand"}),
        ("pose", {"name": "hands_on_hips"}),
        ("pose", {"name": "arms_up"}),
        ("gesture", {"name": "cheer"}),
        ("eyes", {"colour": "blue"}),
        ("listen", {"words": ["oui", "non"], "language": "fr"}),
        ("listen", {"words": []}),
        ("watch", {"senses": ["card", "face", "gaze", "speech"]}),
        ("watch", {"senses": []}),
    ],
)
def test_every_action_of_the_catalogue_finishes(play: Play, verb: str, data: dict[str, object]) -> None:
    async def story(stage: Stage) -> None:
        done = await stage.do(verb, **data)
        assert (done.how, done.error) == ("finished", "")

    play(story)


@pytest.mark.parametrize(
    ("verb", "data"),
    [
        ("gesture", {"name": "bravoo"}),
        ("posture", {"name": "fly"}),
        ("look", {"where": "moon"}),
        ("eyes", {"colour": "beige"}),
        ("pose", {"name": "splits"}),
        ("watch", {"senses": ["smell"]}),
        ("juggle", {}),
    ],
)
def test_what_is_not_in_the_catalogue_fails_in_words(play: Play, verb: str, data: dict[str, object]) -> None:
    async def story(stage: Stage) -> None:
        done = await stage.do(verb, **data)
        assert done.how == "failed"
        assert done.error.startswith("unknown ")

    play(story)


def test_a_halt_ends_what_is_under_way_and_what_waits_as_stopped(play: Play) -> None:
    async def story(stage: Stage) -> None:
        first, waiting = stage.begin("say", text=LONG), stage.begin("say", text="Jamais dit.")
        gesture = stage.begin("gesture", name="calm")
        await stage.senses("speech", speaking=True)
        await stage.robot.halt()
        ends = [done.how for done in await asyncio.gather(first, waiting, gesture)]
        assert ends == ["stopped", "stopped", "stopped"]
        assert stage.world.heard_sentences() == [LONG]

    play(story)


def test_what_is_asked_right_after_a_halt_is_not_cut_by_it(play: Play) -> None:
    async def story(stage: Stage) -> None:
        cut = stage.begin("say", text=LONG)
        await stage.senses("speech", speaking=True)
        halting = asyncio.create_task(stage.robot.halt())
        await asyncio.sleep(0)
        done = await stage.do("say", text="Encore.")
        await halting
        assert ((await cut).how, done.how) == ("stopped", "finished")

    play(story)


def test_two_sentences_are_said_one_after_the_other(play: Play) -> None:
    async def story(stage: Stage) -> None:
        ends = await asyncio.gather(stage.do("say", text="Un."), stage.do("say", text="Deux."))
        assert [done.how for done in ends] == ["finished", "finished"]
        assert ends[0].monotonic_ns < ends[1].monotonic_ns
        assert stage.world.heard_sentences() == ["Un.", "Deux."]

    play(story)


def test_nothing_passes_a_shut_latch(play: Play) -> None:
    async def story(stage: Stage) -> None:
        stage.latch.shut()
        done = [await stage.do("say", text="Non."), await stage.do("gesture", name="hello")]
        assert [one.how for one in done] == ["stopped", "stopped"]
        stage.latch.open()
        assert (await stage.do("say", text="Oui.")).how == "finished"
        assert stage.world.heard_sentences() == ["Oui."]

    play(story)


def test_a_touch_is_told_when_it_begins_and_when_it_ends(play: Play) -> None:
    async def story(stage: Stage) -> None:
        before_ns = time.monotonic_ns()
        stage.world.touch("hand.left", True)
        pressed = await stage.senses("touch", part="hand.left", pressed=True)
        stage.world.touch("hand.left", False)
        released = await stage.senses("touch", part="hand.left", pressed=False)
        assert before_ns <= pressed.monotonic_ns < released.monotonic_ns

    play(story)


def test_one_sensor_of_a_hand_is_no_touch_and_is_told(play: Play) -> None:
    async def story(stage: Stage) -> None:
        stage.world.feel("hand.left", "back", True)
        uncounted = await stage.senses("uncounted_touch")
        stage.world.feel("hand.left", "back", False)
        assert uncounted.data == {"part": "hand.left", "sensor": "back", "why": "one_sensor"}
        assert _touches(stage) == []

    play(story)


def test_two_sensors_of_a_hand_are_one_touch_from_the_first_to_the_last(play: Play) -> None:
    async def story(stage: Stage) -> None:
        stage.world.feel("hand.left", "right", True)
        stage.world.feel("hand.left", "back", True)
        stage.world.feel("hand.left", "left", True)
        for sensor in ("right", "back"):
            stage.world.feel("hand.left", sensor, False)
        await stage.senses("touch", part="hand.left", pressed=True)
        last_ns = time.monotonic_ns()
        stage.world.feel("hand.left", "left", False)
        released = await stage.senses("touch", part="hand.left", pressed=False)
        assert released.monotonic_ns >= last_ns
        assert _touches(stage) == [True, False]

    play(story)


@pytest.mark.parametrize(
    ("verb", "names"),
    [("gesture", ("hello", "bye")), ("pose", ("arms_up", "arms_down")), ("posture", ("sit", "stand"))],
)
def test_a_hand_feels_nothing_while_its_arm_moves(play: Play, verb: str, names: tuple[str, str]) -> None:
    async def story(stage: Stage) -> None:
        def touch() -> None:
            stage.world.touch("hand.left", True)
            stage.world.touch("hand.left", False)

        def felt() -> list[Sensed]:
            return [one for one in stage.sensed if one.data.get("why") == "arm_moves"]

        for name in names * 20:  # a busy machine may sleep through many a movement
            moving = stage.begin(verb, name=name)
            while not felt() and not moving.done():
                touch()
                await asyncio.wait([moving], timeout=0.01)
            done = await moving
            assert done.how == "finished"
            if felt():
                break
        begun_ns = felt()[0].monotonic_ns

        def touched_later() -> bool:
            touch()
            return _last_press_ns(stage) > done.monotonic_ns

        await stage.until(touched_later)
        presses = [one.monotonic_ns for one in stage.sensed if one.data.get("pressed")]
        assert [at_ns for at_ns in presses if begun_ns <= at_ns <= done.monotonic_ns] == []

    play(story)


def _last_press_ns(stage: Stage) -> int:
    return max([one.monotonic_ns for one in stage.sensed if one.data.get("pressed")], default=0)


def _touches(stage: Stage) -> list[bool]:
    return [bool(one.data["pressed"]) for one in stage.sensed if one.kind == "touch"]


def test_a_word_is_heard_only_when_it_is_listened_for(play: Play) -> None:
    async def story(stage: Stage) -> None:
        assert not stage.world.hear("pomme")
        await stage.do("listen", words=["pomme", "poire"], language="fr")
        await stage.until(lambda: stage.world.hear("pomme"))
        assert dict((await stage.senses("word")).data) == {"word": "pomme", "confidence": 0.6}
        await stage.do("listen", words=[])
        assert not stage.world.hear("pomme")

    play(story)


def test_nao_does_not_hear_while_it_speaks(play: Play) -> None:
    async def story(stage: Stage) -> None:
        await stage.do("listen", words=["pomme"], language="fr")
        sentence = stage.begin("say", text="Est-ce une pomme, ou bien est-ce une poire ?")
        await stage.senses("speech", speaking=True)
        stage.world.hear("pomme")
        assert (await sentence).how == "finished"
        assert [sensed.kind for sensed in stage.sensed if sensed.kind == "word"] == []

    play(story)


def test_a_refused_call_fails_with_the_robots_words_but_without_the_name(play: Play) -> None:
    async def story(stage: Stage) -> None:
        stage.world.fail_next("say", "\tALTextToSpeech::say\n\tcannot say LÉA today")
        done = await stage.do("say", text="Bonjour {participant} !")
        assert (done.how, done.error.split()[-4:]) == ("failed", ["cannot", "say", "{participant}", "today"])

    play(story)


def test_a_lost_robot_ends_every_action_as_lost_and_comes_back(play: Play) -> None:
    async def story(stage: Stage) -> None:
        sentence, gesture = stage.begin("say", text=LONG), stage.begin("gesture", name="calm")
        await stage.senses("speech", speaking=True)
        stage.world.lose_and_find()
        assert [(await sentence).how, (await gesture).how] == ["lost", "lost"]
        await stage.senses("lost")
        await stage.senses("back")
        assert (await stage.do("say", text="Je suis là.")).how == "finished"

    play(story)


def test_after_close_every_answer_is_lost_and_the_events_end(play: Play) -> None:
    async def story(stage: Stage) -> None:
        sentence = stage.begin("say", text=LONG)
        await stage.senses("speech", speaking=True)
        await stage.robot.close()
        await stage.robot.close()
        assert [(await sentence).how, (await stage.do("say", text="Rien.")).how] == ["lost", "lost"]
        await stage.ended()

    play(story)


def test_about_tells_what_it_is_and_never_which_one(play: Play) -> None:
    async def story(stage: Stage) -> None:
        about = await stage.robot.about()
        assert about.details["simulated"] is True
        assert {"French", "English"} <= set(about.languages)

    play(story)


@pytest.mark.nao
def test_a_real_nao_speaks_gestures_and_stops() -> None:
    async def run() -> None:
        async with nao_stage() as stage:
            about = await stage.robot.about()
            assert about.details["simulated"] is False
            assert (await stage.do("say", text="Bonjour !", language="fr")).how == "finished"
            assert (await stage.do("gesture", name="yes")).how == "finished"
            cut = stage.begin("say", text=LONG, language="fr")
            await stage.senses("speech", speaking=True)
            await stage.robot.halt()
            assert (await cut).how == "stopped"

    asyncio.run(run())
