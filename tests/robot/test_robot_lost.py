"""A robot that goes away: noticed by our own heartbeat, told once, and found again when it is there."""

from __future__ import annotations

import asyncio
import signal
import socket
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from nao_sessions.core.errors import DeviceUnavailable
from nao_sessions.engine.values import Action
from nao_sessions.robot.naoqi.clock import ActionAttempt
from nao_sessions.robot.naoqi.link import QiLink, Reply
from nao_sessions.robot.naoqi.robot import connect
from nao_sessions.robot.naoqi.senses import Senses
from nao_sessions.robot.port import Sensed
from nao_sessions.robot.simulated_hand import SimulatedHand
from tests.robot.robots import LONG, NAMES, Stage, qi_stage, world_of
from tests.robot.simulated_nao import ABILITIES, SimulatedNao


def test_a_frozen_robot_is_lost_and_found_when_it_goes_on(own_nao: SimulatedNao) -> None:
    async def story(stage: Stage) -> None:
        sentence = stage.begin("say", text=LONG)
        await stage.senses("speech", speaking=True)
        own_nao.freeze()
        assert (await sentence).how == "lost"
        assert (await stage.senses("lost")).data == {"why": "no answer"}
        assert (await stage.do("say", text="Rien.")).how == "lost"
        own_nao.thaw()
        await stage.senses("back")
        assert (await stage.do("say", text="Oui.")).how == "finished"

    asyncio.run(_on(own_nao, story))


def test_a_killed_robot_is_lost(own_nao: SimulatedNao) -> None:
    async def story(stage: Stage) -> None:
        gesture = stage.begin("gesture", name="calm")
        await asyncio.sleep(0)
        own_nao.process.send_signal(signal.SIGKILL)
        assert (await gesture).how == "lost"
        await stage.senses("lost")
        await stage.robot.close()

    async def run() -> None:
        async with qi_stage(own_nao.url, 1.0, lambda: world_of(own_nao), life_put_back=False) as stage:
            await story(stage)

    asyncio.run(run())


def test_a_robot_that_is_lost_between_two_calls_of_an_action_is_lost(
    own_nao: SimulatedNao, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = ActionAttempt.call

    async def call_and_be_lost(self: ActionAttempt, service: str, method: str, *arguments: object) -> Reply:
        answer = await call(self, service, method, *arguments)
        self.end("lost")  # as the robot says it, in the turn of the loop that brought the answer
        return answer

    async def story(stage: Stage) -> None:
        assert (await stage.do("gesture", name="calm")).how == "lost"

    monkeypatch.setattr(ActionAttempt, "call", call_and_be_lost)
    asyncio.run(_on(own_nao, story))


def test_after_a_loss_touches_are_told_once_and_the_ears_are_as_they_were(own_nao: SimulatedNao) -> None:
    async def story(stage: Stage) -> None:
        await stage.do("listen", words=["pomme"], language="fr")
        for _ in range(3):
            stage.sensed.clear()
            stage.world.lose_and_find()
            await stage.senses("back")
        stage.world.touch("chest", True)
        stage.world.touch("chest", False)
        await stage.senses("touch", pressed=False)
        touches = [sensed.data["pressed"] for sensed in stage.sensed if sensed.kind == "touch"]
        assert touches == [True, False]
        await stage.until(lambda: stage.world.hear("pomme"))

    asyncio.run(_on(own_nao, story))


def test_motors_that_are_hot_already_are_told_when_a_session_begins(own_nao: SimulatedNao) -> None:
    async def story(stage: Stage) -> None:
        await stage.senses("hot", joints=["LKneePitch"])
        assert [sensed.kind for sensed in stage.sensed if sensed.kind == "battery"] == []

    own_nao.hand.heat("LKneePitch", 1)
    asyncio.run(_on(own_nao, story))


def test_heat_and_charge_that_changed_while_nobody_listened_are_told_once() -> None:
    async def run() -> None:
        link = QiLink("tcp://127.0.0.1:9", ())
        senses = Senses(link, told.append, lambda _: None)
        for percent, knee in ((80, 0), (80, 0), (70, 1), (70, 1), (70, 0)):
            senses.catch_up({"battery_percent": percent, "heat_LKneePitch_status": knee}, 0)
            await asyncio.sleep(0)

    told: list[Sensed] = []
    asyncio.run(run())
    assert [(sensed.kind, dict(sensed.data)) for sensed in told] == [
        ("hot", {"joints": ["LKneePitch"]}),
        ("battery", {"percent": 70, "minutes": 42}),
        ("hot", {"joints": []}),
    ]


def test_what_was_going_on_is_ended_when_the_robot_is_found_again(own_nao: SimulatedNao) -> None:
    async def story(stage: Stage) -> None:
        sentence = stage.begin("say", text=LONG)
        await stage.senses("speech", speaking=True)
        stage.world.lose_and_find()
        await sentence
        await stage.senses("back")
        assert own_nao.state()["speaking"] is False

    asyncio.run(_on(own_nao, story))


def test_a_hang_of_the_session_itself_is_not_taken_for_a_loss(own_nao: SimulatedNao) -> None:
    async def story(stage: Stage) -> None:
        time.sleep(1.5)  # noqa: ASYNC251  the loop is held up on purpose
        assert (await stage.do("say", text="Oui.")).how == "finished"
        assert [sensed.kind for sensed in stage.sensed if sensed.kind in ("lost", "back")] == []

    asyncio.run(_on(own_nao, story))


def test_no_robot_is_said_in_words() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, and not listening
        url = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(DeviceUnavailable) as refused:
            asyncio.run(connect(url))
    assert refused.value.code == "R002"
    assert refused.value.sentence.fr == f"Nao ne répond pas à {url}."


def test_something_that_never_answers_is_given_up_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"tcp://127.0.0.1:{mute.getsockname()[1]}"
        for reach in (connect, SimulatedHand.reach):
            with pytest.raises(DeviceUnavailable):
                asyncio.run(reach(url, deadline_s=0.3))


def test_nao_gets_its_own_life_back(own_nao: SimulatedNao, tmp_path: Path) -> None:
    async def run() -> None:
        robot = await connect(own_nao.url, names=NAMES, life_file=tmp_path / "life.json")
        during.update(own_nao.life())
        kept.append((tmp_path / "life.json").stat().st_mode & 0o777)
        await robot.close()

    during: dict[str, object] = {}
    kept: list[int] = []
    before = own_nao.life()
    asyncio.run(run())
    assert before == {"state": "solitary", **dict.fromkeys(ABILITIES, True)}
    assert during == {"state": "disabled", **dict.fromkeys(ABILITIES, False)}
    assert kept == [0o600]
    assert own_nao.life() == before
    assert not (tmp_path / "life.json").exists()


def test_settings_that_an_earlier_session_left_behind_are_the_ones_put_back(
    own_nao: SimulatedNao, tmp_path: Path
) -> None:
    async def run() -> None:
        second = await connect(own_nao.url, life_file=tmp_path / "life.json")
        await second.close()

    before = own_nao.life()
    asyncio.run(connect(own_nao.url, life_file=tmp_path / "life.json"))  # and dies, without a word
    asyncio.run(run())
    moves_nao = {"state": "disabled", "BackgroundMovement": False, "BasicAwareness": False}
    assert own_nao.life() == {**before, **moves_nao}  # nobody knows whether that session was stopped


def test_settings_that_nao_refuses_at_the_end_are_kept_for_the_next_session(
    own_nao: SimulatedNao, tmp_path: Path
) -> None:
    async def run() -> None:
        first = await connect(own_nao.url, life_file=tmp_path / "life.json")
        own_nao.hand.failNext("ALSpeechRecognition", "setAudioExpression", "no")
        await first.close()
        beeps.append(ears.getAudioExpression())
        second = await connect(own_nao.url, life_file=tmp_path / "life.json")
        await second.close()

    ears = own_nao.service("ALSpeechRecognition")
    beeps = [ears.getAudioExpression()]
    asyncio.run(run())
    assert [*beeps, ears.getAudioExpression()] == [True, False, True]
    assert not (tmp_path / "life.json").exists()


def test_a_session_that_does_not_come_about_leaves_nao_its_own_life(
    own_nao: SimulatedNao, tmp_path: Path
) -> None:
    before = own_nao.life()
    own_nao.hand.failNext("ALMemory", "subscriber", "no")
    with pytest.raises(DeviceUnavailable) as refused:
        asyncio.run(connect(own_nao.url, life_file=tmp_path / "life.json"))
    assert refused.value.code == "R003"
    assert own_nao.calls("setState")[:1] == [["disabled"]]
    assert own_nao.life() == before
    assert not (tmp_path / "life.json").exists()


def test_no_call_holds_the_loop_up(own_nao: SimulatedNao) -> None:
    """Every call is sent with ``_async``: to send one takes well under a frozen robot's heartbeat."""

    async def story(stage: Stage) -> None:
        own_nao.freeze()
        begun = [
            asyncio.create_task(stage.robot.do(Action(str(n), "eyes", {"colour": "blue"}))) for n in range(50)
        ]
        beats = asyncio.create_task(_count_beats())
        ends = await asyncio.gather(*begun)
        beats.cancel()
        own_nao.thaw()
        assert [done.how for done in ends] == ["lost"] * 50
        assert len(_BEATS) > 10
        await stage.senses("back")

    asyncio.run(_on(own_nao, story))


_BEATS: list[float] = []


async def _count_beats() -> None:
    while True:
        _BEATS.append(time.monotonic())
        await asyncio.sleep(0.01)


async def _on(nao: SimulatedNao, story: Callable[[Stage], Awaitable[None]]) -> None:
    async with qi_stage(nao.url, 1.0, lambda: world_of(nao)) as stage:
        await story(stage)
