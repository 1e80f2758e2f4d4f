"""What reaches Nao, by the simulator's trace: the right calls, in the right form, and no others."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from nao_sessions.engine.values import Action
from nao_sessions.protocol.catalogue import GESTURES
from nao_sessions.robot.hands import SIDES
from nao_sessions.robot.naoqi.robot import QiRobot
from tests.robot.robots import LONG, Stage, qi_stage, simulator_stage, world_of
from tests.robot.simulated_nao import SimulatedNao

Play = Callable[[Callable[[Stage], Awaitable[None]]], None]

KNOWN_METHODS = {
    *("ping", "subscriber", "getData", "insertData", "removeData", "getTimestamp"),
    *("say", "stopAll", "playFile", "getAvailableLanguages"),
    *("setLanguage", "setVocabulary", "pause", "subscribe", "unsubscribe"),
    *("getAudioExpression", "setAudioExpression"),
    *("run", "getAngles", "angleInterpolation", "angleInterpolationWithSpeed", "fadeRGB"),
    *("robotIsWakeUp", "wakeUp", "rest", "stiffnessInterpolation", "killAll", "getTaskList"),
    *("goToPosture", "getPostureFamily", "stopMove", "stopAllBehaviors"),
    *("getState", "setState", "getAutonomousAbilityEnabled", "setAutonomousAbilityEnabled", "isEnabled"),
    *("getBreathEnabled", "setBreathEnabled", "getIdlePostureEnabled", "setIdlePostureEnabled"),
    *("getRobotType", "systemVersion", "getBatteryCharge"),
    *("subscribeCamera", "unsubscribeAllInstances", "getImageRemote", "getLanguage"),
}

READINGS_OF_ABOUT = {"getRobotType", "systemVersion", "getBatteryCharge", "getAvailableLanguages"}


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


def test_loudness_and_speed_are_tags_and_a_text_brings_none_of_its_own(play: Play, nao: SimulatedNao) -> None:
    async def story(stage: Stage) -> None:
        text = "Un \\rspd=400\\ deux \\\n trois."
        assert (await stage.do("say", text=text, language="en", volume=60, speed=80)).how == "finished"

    play(story)
    assert nao.calls("say") == [["\\vol=60\\ \\rspd=80\\ Un deux trois.", "English"]]


def test_a_sentence_of_which_nothing_is_left_is_not_sent(play: Play, nao: SimulatedNao) -> None:
    async def story(stage: Stage) -> None:
        assert (await stage.do("say", text="  ", language="fr")).how == "finished"

    play(story)
    assert nao.calls("say") == []


def test_a_sentence_that_somebody_cuts_is_stopped_and_the_next_one_is_not(
    play: Play, nao: SimulatedNao
) -> None:
    async def story(stage: Stage) -> None:
        sentence = stage.begin("say", text=LONG * 3)
        await stage.senses("speech", speaking=True)
        nao.service("ALTextToSpeech").stopAll(_async=True)
        assert (await sentence).how == "stopped"
        assert (await stage.do("say", text="Oui.")).how == "finished"

    play(story)


def test_a_stop_that_was_resumed_at_once_has_stopped_what_was_under_way(play: Play) -> None:
    async def story(stage: Stage) -> None:
        sentence = stage.begin("say", text=LONG)
        await stage.senses("speech", speaking=True)
        stage.latch.shut()
        stage.latch.open()
        assert (await sentence).how == "stopped"
        assert (await stage.do("say", text="Oui.")).how == "finished"

    play(story)


def test_a_sentence_of_which_no_event_tells_that_it_began_has_failed(play: Play, nao: SimulatedNao) -> None:
    async def story(stage: Stage) -> None:
        nao.hand.mute(True)
        mute = await stage.do("say", text="Bonjour.")
        nao.hand.mute(False)
        assert (mute.how, mute.error) == ("failed", "Nao's voice told no beginning: nothing was said")
        assert (await stage.do("say", text="Bonjour.")).how == "finished"

    play(story)


def test_a_sentence_that_naos_voice_refuses_has_failed(play: Play, nao: SimulatedNao) -> None:
    async def story(stage: Stage) -> None:
        nao.hand.failNext("ALTextToSpeech", "say", "\tALTextToSpeech::say\n\tNo voice.")
        refused = await stage.do("say", text="Bonjour.")
        assert (refused.how, refused.error) == ("failed", "ALTextToSpeech::say No voice.")

    play(story)


@pytest.mark.parametrize("known", [True, False], ids=["languages told", "languages not told"])
def test_a_nao_without_the_language_says_nothing_and_each_sentence_has_failed(
    tmp_path: Path, known: bool
) -> None:
    nao = SimulatedNao(tmp_path / "trace.jsonl", "--speed", "20", "--speaks", "English")

    async def run() -> list[tuple[str, str]]:
        if not known:
            nao.hand.failNext("ALTextToSpeech", "getAvailableLanguages", "no")
        async with simulator_stage(nao) as stage:
            said = [await stage.do("say", text="Bonjour.", language="fr") for _ in range(2)]
            said.append(await stage.do("say", text="Hello.", language="en"))
            return [(done.how, done.error) for done in said]

    told = "Nao does not speak French, but English"
    refused = "ALTextToSpeech::say Language French is not installed."
    try:
        assert asyncio.run(run()) == [("failed", told if known else refused)] * 2 + [("finished", "")]
        assert [effect["text"] for effect in nao.effects("speech.started")] == ["Hello."]
    finally:
        nao.close()


def test_a_standing_nao_plays_the_makers_animation(play: Play, nao: SimulatedNao) -> None:
    async def story(stage: Stage) -> None:
        await stage.do("posture", name="stand")
        await stage.do("gesture", name="hello")

    play(story)
    assert nao.calls("run") == [[GESTURES["hello"].animations["stand"]]]
    assert nao.calls("angleInterpolation") == []


def test_a_seated_nao_plays_our_keyframes_and_ends_where_it_began(play: Play, nao: SimulatedNao) -> None:
    async def story(stage: Stage) -> None:
        await stage.do("posture", name="sit")
        before.update(nao.state()["joints"])
        assert (await stage.do("gesture", name="hello")).how == "finished"
        after.update(nao.state()["joints"])

    before: dict[str, float] = {}
    after: dict[str, float] = {}
    play(story)
    assert nao.calls("run") == []
    assert len(nao.calls("angleInterpolation")) == 1
    for joint in GESTURES["hello"].keyframes:
        assert after[joint] == pytest.approx(before[joint], abs=0.03)


def test_an_animation_that_this_nao_has_not_is_asked_for_once(play: Play, nao: SimulatedNao) -> None:
    async def story(stage: Stage) -> None:
        await stage.do("posture", name="stand")
        nao.hand.failNext("ALAnimationPlayer", "run", "ALAnimationPlayer::run\n\tinvalid path")
        ends = [await stage.do("gesture", name="hello"), await stage.do("gesture", name="hello")]
        assert [done.how for done in ends] == ["finished", "finished"]

    play(story)
    assert (len(nao.calls("run")), len(nao.calls("angleInterpolation"))) == (1, 2)


def test_a_resting_nao_gets_strength_where_it_moves_and_only_for_the_session(
    play: Play, nao: SimulatedNao
) -> None:
    async def story(stage: Stage) -> None:
        await stage.do("posture", name="rest")
        assert (await stage.do("gesture", name="yes")).how == "finished"
        assert (await stage.do("gesture", name="yes")).how == "finished"

    play(story)
    given = [(args[0], set(args[1])) for args in nao.calls("stiffnessInterpolation")]
    assert given == [(["HeadPitch"], {1.0}), (["HeadPitch"], {0.0})]


def test_a_resting_nao_is_woken_before_it_changes_posture(play: Play, nao: SimulatedNao) -> None:
    async def story(stage: Stage) -> None:
        await stage.do("posture", name="rest")
        await stage.do("posture", name="stand")

    play(story)
    moves = [act for act in nao.acts() if act in ("rest", "wakeUp", "goToPosture")]
    assert moves == ["rest", "wakeUp", "goToPosture"]


def test_the_ears_are_shut_while_nao_speaks_and_opened_afterwards(play: Play, nao: SimulatedNao) -> None:
    async def story(stage: Stage) -> None:
        await stage.do("listen", words=["pomme"], language="fr")
        await stage.until(lambda: nao.calls("pause")[-1:] == [[False]])
        await stage.do("say", text="Bonjour.", language="fr")
        await stage.until(lambda: nao.calls("pause")[-1:] == [[False]])

    play(story)
    acts = [act for act in nao.acts() if act in ("say", "pause", "subscribe")]
    assert acts[:3] == ["pause", "subscribe", "pause"]
    assert sorted(acts[3:5]) == ["pause", "say"]
    assert acts[5] == "pause"


@pytest.mark.parametrize("times", [1, 2])
def test_a_vocabulary_that_nao_says_it_has_is_set_all_the_same(
    play: Play, nao: SimulatedNao, times: int
) -> None:
    async def story(stage: Stage) -> None:
        await stage.do("listen", words=["poire"], language="fr")
        for _ in range(times):
            nao.hand.failNext("ALSpeechRecognition", "setVocabulary", HAS_IT)
        assert (await stage.do("listen", words=["pomme"], language="fr")).how == "finished"
        await stage.until(lambda: stage.world.hear("pomme"))

    play(story)


def test_the_ears_are_not_opened_while_they_are_being_set(play: Play, nao: SimulatedNao) -> None:
    """The robot looks at its ears many times a second: between two calls of theirs, too."""

    async def looking(stage: Stage) -> None:
        while True:
            stage.robot._voice.tick()  # type: ignore[attr-defined]
            await asyncio.sleep(0)

    async def story(stage: Stage) -> None:
        looks = asyncio.create_task(looking(stage))
        for number in range(12):
            done = await stage.do("listen", words=[f"poire {number}"], language="fr")
            assert done.how == "finished", done
        looks.cancel()

    play(story)
    calls = [act for act in nao.acts() if act in ("pause", "setVocabulary")]
    before = [calls[place - 1] for place, act in enumerate(calls) if act == "setVocabulary"]
    assert before[:-1] == ["pause"] * 12  # the last one takes the words from Nao again, once nobody listens
    paused = [value for [value] in nao.calls("pause")]
    assert paused[0::2] == [True] * 12


HAS_IT = 'addContext\n\tA grammar named "modifiable_grammar" already exists.'


async def hands_feel(stage: Stage) -> None:
    """Wait until no hand is deaf: made ready, Nao moves its arms, and feels nothing half a second after."""
    arms = stage.robot._arms  # type: ignore[attr-defined]
    for _ in range(1_000):
        if not any(arms.deafens(side, time.monotonic_ns()) for side in SIDES):
            return
        await asyncio.sleep(0.01)
    pytest.fail("the arms move on")


def test_three_sensors_are_one_hand(play: Play, nao: SimulatedNao) -> None:
    async def story(stage: Stage) -> None:
        await hands_feel(stage)
        memory = nao.service("ALMemory")
        for event in ("HandLeftBackTouched", "HandLeftLeftTouched"):
            memory.raiseEvent(event, 1.0)
        for event in ("HandLeftBackTouched", "HandLeftLeftTouched"):
            memory.raiseEvent(event, 0.0)
        await stage.senses("touch", pressed=False)
        touches = [sensed.data for sensed in stage.sensed if sensed.kind == "touch"]
        assert touches == [{"part": "hand.left", "pressed": True}, {"part": "hand.left", "pressed": False}]

    play(story)


def test_a_hand_is_touched_when_its_first_sensor_is_by_naos_clock_too(play: Play, nao: SimulatedNao) -> None:
    async def story(stage: Stage) -> None:
        await hands_feel(stage)
        memory = nao.service("ALMemory")
        memory.raiseEvent("HandLeftRightTouched", 1.0)
        _, seconds, microseconds = memory.getTimestamp("HandLeftRightTouched")
        memory.raiseEvent("HandLeftBackTouched", 1.0)
        touch = await stage.senses("touch", pressed=True)
        for event in ("HandLeftBackTouched", "HandLeftRightTouched"):
            memory.raiseEvent(event, 0.0)
        assert touch.source_t == pytest.approx(seconds + microseconds / 1e6, abs=1e-6)

    play(story)


def test_a_first_sensor_that_is_heard_last_is_the_first_by_naos_clock_all_the_same(
    play: Play, nao: SimulatedNao
) -> None:
    async def story(stage: Stage) -> None:
        await hands_feel(stage)
        memory, senses = nao.service("ALMemory"), stage.robot._senses  # type: ignore[attr-defined]
        heard: list[tuple[Any, ...]] = []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(senses, "_take", lambda *event: heard.append(event))
            memory.raiseEvent("HandLeftRightTouched", 1.0)
            _, seconds, microseconds = memory.getTimestamp("HandLeftRightTouched")
            await asyncio.sleep(0.02)
            memory.raiseEvent("HandLeftBackTouched", 1.0)
            await stage.until(lambda: len([one for one in heard if "Hand" in one[0]]) == 2)
        # the back before the right one, as where qi's calls overtake each other
        times = sorted(at_ns for _, _, at_ns, _ in heard)
        for (event, value, _, generation), at_ns in zip(sorted(heard), times, strict=True):
            senses._take(event, value, at_ns, generation)
        touch = await stage.senses("touch", pressed=True)
        for event in ("HandLeftBackTouched", "HandLeftRightTouched"):
            memory.raiseEvent(event, 0.0)
        assert touch.source_t == pytest.approx(seconds + microseconds / 1e6, abs=1e-6)

    play(story)


def test_fingers_that_move_in_a_gesture_are_nobodys_touch(own_nao: SimulatedNao) -> None:
    async def story(stage: Stage) -> None:
        own_nao.hand.flicker(True)
        assert (await stage.do("gesture", name="hello")).how == "finished"
        await stage.until(lambda: own_nao.state()["touched"] == [])
        own_nao.hand.flicker(False)
        kinds = {sensed.kind for sensed in stage.sensed}
        assert ("uncounted_touch" in kinds, "touch" in kinds) == (True, False)

    async def run() -> None:
        async with qi_stage(own_nao.url, 1.0, lambda: world_of(own_nao)) as stage:
            await story(stage)

    asyncio.run(run())


def test_battery_heat_and_falls_are_told(play: Play, nao: SimulatedNao) -> None:
    async def story(stage: Stage) -> None:
        nao.hand.battery(50)
        nao.hand.heat("LKneePitch", 2)
        nao.hand.fall()
        await stage.senses("battery", percent=50, minutes=30)
        await stage.senses("hot", joints=["LKneePitch"])
        await stage.senses("fell")
        nao.hand.heat("LKneePitch", 0)
        await stage.senses("hot", joints=[])
        nao.hand.getUp()
        nao.hand.battery(100)

    play(story)


def test_nothing_but_readings_reaches_nao_while_the_latch_is_shut(play: Play, nao: SimulatedNao) -> None:
    async def story(stage: Stage) -> None:
        await stage.do("listen", words=["pomme"], language="fr")
        await stage.until(lambda: nao.calls("pause")[-1:] == [[False]])
        stage.latch.shut()
        nao.begin_here()
        actions: list[tuple[str, dict[str, Any]]] = [
            ("say", {"text": "Non."}),
            ("sound", {"file": "/x.wav"}),
            ("gesture", {"name": "hello"}),
            ("posture", {"name": "sit"}),
            ("look", {"where": "left"}),
            ("eyes", {"colour": "blue"}),
            ("listen", {"words": ["poire"]}),
        ]
        ends = [await stage.do(verb, **data) for verb, data in actions]
        assert [done.how for done in ends] == ["stopped"] * len(actions)
        await stage.robot.about()
        assert set(nao.acts()) <= {
            "getRobotType",
            "systemVersion",
            "getBatteryCharge",
            "getAvailableLanguages",
        }

    play(story)


def test_naos_clock_is_measured_with_its_uncertainty(play: Play) -> None:
    async def story(stage: Stage) -> None:
        assert isinstance(stage.robot, QiRobot)
        first = await stage.robot.clock_offset()
        second = await stage.robot.clock_offset()
        assert first is not None
        assert second is not None
        assert 0 < first.uncertainty_ns < 50_000_000
        # The simulator runs twenty times as fast: its clock goes on, and is told to do so.
        assert second.offset_ns > first.offset_ns

    play(story)


def test_only_known_calls_are_ever_made(play: Play, nao: SimulatedNao) -> None:
    """No face is learnt, no serial number asked for: what is not in this list is not called."""

    async def story(stage: Stage) -> None:
        await stage.robot.about()
        for action in (
            Action("1", "say", {"text": "Oui."}),
            Action("2", "look", {"where": "table"}),
            Action("3", "pose", {"name": "arms_out"}),
            Action("4", "watch", {"senses": ["card", "face", "gaze", "speech"]}),
        ):
            assert (await stage.robot.do(action)).how == "finished"
        await stage.until(lambda: nao.calls("getImageRemote"))
        await stage.robot.halt()

    play(story)
    called = {
        line["method"] for line in nao.lines() if "method" in line and line["service"] != "NaoSimulator"
    }
    assert called <= KNOWN_METHODS


def test_a_stamp_of_naos_own_comes_with_a_touch(play: Play, nao: SimulatedNao) -> None:
    async def story(stage: Stage) -> None:
        nao.hand.tap("chest", 0.1)
        pressed = await stage.senses("touch", pressed=True)
        released = await stage.senses("touch", pressed=False)
        assert pressed.source_t is not None
        assert released.source_t is not None
        assert pressed.source_t < released.source_t
        assert pressed.monotonic_ns < released.monotonic_ns < time.monotonic_ns()

    play(story)
