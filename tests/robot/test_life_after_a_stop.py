"""A Nao that was stopped does not come alive by itself: neither at the close nor on a table. By its trace."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from simulated_nao import ABILITIES, SimulatedNao

from nao_sessions.engine.values import Action
from nao_sessions.robot.latch import HaltLatch
from nao_sessions.robot.naoqi.robot import QiRobot, connect

MOTIONLESS = {"AutonomousBlinking": True, "ListeningMovement": True, "SpeakingMovement": True}
STOPPED = {"state": "disabled", "BackgroundMovement": False, "BasicAwareness": False, **MOTIONLESS}
"""Nao's settings as the simulator began, but for what makes it move by itself."""

ALIVE = {"state": "solitary", **dict.fromkeys(ABILITIES, True)}


def _session(nao: SimulatedNao, life_file: Path, *acts: str, on_table: bool = False) -> int:
    """Lead a session in which these things happen; return where in the trace they began."""

    async def run() -> int:
        latch = HaltLatch.create()
        robot = await connect(nao.url, latch=latch, life_file=life_file, on_table=on_table)
        assert nao.life()["state"] == "disabled"
        since = len(nao.lines())
        for act in acts:
            await _act(act, robot, latch, nao)
        await robot.close()
        latch.release()
        return since

    return asyncio.run(run())


async def _act(act: str, robot: QiRobot, latch: HaltLatch, nao: SimulatedNao) -> None:
    match act:
        case "stop":
            latch.shut()
        case "resume":
            latch.open()
        case "cut":
            await robot.halt()
        case "listen":
            english = {"words": ["yes"], "language": "en"}
            assert (await robot.do(Action("a1", "listen", english))).how == "finished"
        case "eyes":
            assert (await robot.do(Action("a1", "eyes", {"colour": "blue"}))).how == "finished"
        case _:
            nao.service("ALAutonomousLife").setState(act)


class PressedOnceAlive(HaltLatch):
    """Shut by somebody as soon as Nao has been told to live again."""

    nao: SimulatedNao | None = None

    @property
    def is_shut(self) -> bool:
        if self.nao is not None and ["solitary"] in self.nao.calls("setState"):
            self.shut()
        return super().is_shut


def _stands_still(nao: SimulatedNao) -> bool:
    """Whether no joint moves: a Nao that lives sways, a little, at every look."""
    looks = [nao.state()["joints"] for _ in range(5)]
    return all(look == looks[0] for look in looks)


@pytest.mark.parametrize("on_table", [False, True], ids=["floor", "table"])
@pytest.mark.parametrize("acts", [("stop",), ("stop", "resume"), ("stop", "resume", "eyes"), ("eyes", "cut")])
def test_a_nao_that_was_stopped_stays_as_it_is_at_the_close(
    own_nao: SimulatedNao, tmp_path: Path, acts: tuple[str, ...], on_table: bool
) -> None:
    since = _session(own_nao, tmp_path / "life.json", *acts, on_table=on_table)
    assert own_nao.calls("setState", since) == []
    assert own_nao.life() == STOPPED
    assert _stands_still(own_nao)
    assert not (tmp_path / "life.json").exists()


def test_on_a_table_nao_is_never_made_solitary(own_nao: SimulatedNao, tmp_path: Path) -> None:
    since = _session(own_nao, tmp_path / "life.json", "eyes", on_table=True)
    assert own_nao.calls("setState", since) == []
    assert own_nao.life() == STOPPED
    assert _stands_still(own_nao)


@pytest.mark.parametrize("acts", [("eyes",), ("cut", "eyes")])
def test_on_the_floor_a_nao_that_nobody_stopped_lives_again(
    own_nao: SimulatedNao, tmp_path: Path, acts: tuple[str, ...]
) -> None:
    since = _session(own_nao, tmp_path / "life.json", *acts)
    assert own_nao.calls("setState", since) == [["solitary"]]
    assert own_nao.life() == ALIVE
    assert not _stands_still(own_nao)


def test_a_state_that_somebody_chose_meanwhile_is_left_as_it_is(
    own_nao: SimulatedNao, tmp_path: Path
) -> None:
    since = _session(own_nao, tmp_path / "life.json", "solitary", "stop")
    assert own_nao.calls("setState", since) == [["solitary"]]
    own_nao.service("ALAutonomousLife").setState("disabled")
    since = _session(own_nao, tmp_path / "life.json", "safeguard")
    assert own_nao.calls("setState", since) == [["safeguard"]]
    assert own_nao.life()["BackgroundMovement"] is False


def test_a_nao_that_lived_no_life_gets_no_other(own_nao: SimulatedNao, tmp_path: Path) -> None:
    """After a stop the next session finds Nao quiet, and leaves it so: a person says when it lives again."""
    _session(own_nao, tmp_path / "life.json", "stop")
    since = _session(own_nao, tmp_path / "life.json", "eyes")
    assert own_nao.calls("setState", since) == []
    assert own_nao.life() == STOPPED
    assert _stands_still(own_nao)


def test_a_stop_that_is_pressed_while_life_is_put_back_makes_nao_quiet_again(
    own_nao: SimulatedNao, tmp_path: Path
) -> None:
    async def run() -> None:
        latch = PressedOnceAlive.create()
        assert isinstance(latch, PressedOnceAlive)
        robot = await connect(own_nao.url, latch=latch, life_file=tmp_path / "life.json")
        latch.nao = own_nao
        await robot.close()
        assert latch.is_shut
        latch.release()

    asyncio.run(run())
    assert own_nao.calls("setState") == [["disabled"], ["solitary"], ["disabled"]]
    assert own_nao.life() == STOPPED
    assert _stands_still(own_nao)


@pytest.mark.parametrize("acts", [("listen",), ("listen", "stop")])
def test_nao_listens_in_the_language_of_before_again(
    own_nao: SimulatedNao, tmp_path: Path, acts: tuple[str, ...]
) -> None:
    since = _session(own_nao, tmp_path / "life.json", *acts)
    assert own_nao.calls("setLanguage", since) == [["English"], ["French"]]
    assert own_nao.service("ALSpeechRecognition").getLanguage() == "French"


def test_the_language_of_ears_that_nobody_changed_is_not_set(own_nao: SimulatedNao, tmp_path: Path) -> None:
    since = _session(own_nao, tmp_path / "life.json", "eyes")
    assert own_nao.calls("setLanguage", since) == []
