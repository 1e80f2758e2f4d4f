"""A guard by itself: what it tells on its pipe when the robot, the settings or the computer fail it."""

from __future__ import annotations

import json
import os
import signal
import socket
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guard.lone_guard import TOKEN, LoneGuard
from tests.robot.simulated_nao import SimulatedNao, eventually


@pytest.fixture
def guards() -> Iterator[list[LoneGuard]]:
    """Guards that are seen out at the end."""
    started: list[LoneGuard] = []
    yield started
    for guard in started:
        guard.close()


def _press(url: str) -> None:
    request = urllib.request.Request(url, data=TOKEN.encode(), method="POST")
    with urllib.request.urlopen(request, timeout=30) as response:
        assert response.status == 200


def test_a_guard_whose_robot_is_not_there_shuts_the_latch_all_the_same(guards: list[LoneGuard]) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound, and not listening
        guards.append(guard := LoneGuard(robot=f"tcp://127.0.0.1:{nobody.getsockname()[1]}"))
        ready = guard.told("ready")
        assert ready["robot"] is False
        _press(ready["url"])
        assert guard.latch.is_shut
        assert guard.told("halted")["stages"]["sent"] is None


def test_a_guard_that_is_told_to_end_halts_nothing(guards: list[LoneGuard], nao: SimulatedNao) -> None:
    nao.begin_here()
    guards.append(guard := LoneGuard(robot=nao.url))
    guard.told("ready")
    guard.tell({"cmd": "end"})
    assert guard.process.wait(10) == 0
    assert not guard.latch.is_shut
    assert nao.acts() == []


def test_settings_that_the_session_could_not_put_back_are_put_back_when_nao_is_there_again(
    guards: list[LoneGuard], nao: SimulatedNao, tmp_path: Path
) -> None:
    life_file = _quiet_life(nao, tmp_path)
    guards.append(guard := LoneGuard(robot=nao.url, life=str(life_file)))
    guard.told("ready")
    nao.freeze()
    guard.told("robot_lost")
    guard.tell({"cmd": "end"})
    nao.thaw()
    assert guard.told("life")["back"] is True
    assert guard.process.wait(10) == 0
    assert (nao.life()["state"], nao.life()["AutonomousBlinking"]) == ("disabled", True)
    assert list(tmp_path.iterdir()) == []
    nao.service("ALAutonomousLife").setState("solitary")


def test_settings_that_cannot_be_put_back_are_told_and_its_file_is_kept(
    guards: list[LoneGuard], tmp_path: Path
) -> None:
    (tmp_path / "life.json").write_text(LIFE)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound, and not listening
        robot = f"tcp://127.0.0.1:{nobody.getsockname()[1]}"
        guards.append(guard := LoneGuard(robot=robot, life=str(tmp_path / "life.json")))
        guard.told("ready")
        guard.tell({"cmd": "end"})
        guard.told("life_not_put_back")
    assert guard.process.wait(10) == 0
    assert (tmp_path / "life.json").read_text() == LIFE


def test_the_guard_of_a_session_that_died_gives_way_to_the_one_of_the_resumed_session(
    guards: list[LoneGuard], nao: SimulatedNao, tmp_path: Path
) -> None:
    life_file = _quiet_life(nao, tmp_path)
    guards.append(old := LoneGuard(robot=nao.url, life=str(life_file)))
    old.told("ready")
    nao.freeze()
    old.told("robot_lost")
    assert old.process.stdin is not None
    old.process.stdin.close()  # its session died
    old.process.stdin = None
    assert old.told("halted")["why"] == "session died"
    guards.append(new := LoneGuard(robot=nao.url, life=str(life_file)))
    old.told("gave_way")
    assert old.process.wait(10) == 0
    nao.begin_here()
    nao.thaw()
    new.told("ready")
    assert nao.life()["state"] == "disabled"
    assert life_file.exists()
    assert not new.latch.is_shut
    assert {"setState", "killAll"}.isdisjoint(nao.acts())
    life_file.unlink()
    new.tell({"cmd": "end"})
    assert new.process.wait(10) == 0
    nao.service("ALAutonomousLife").setState("solitary")


LIFE = '{"format": 1, "state": "solitary", "abilities": {"AutonomousBlinking": true}}'


def _quiet_life(nao: SimulatedNao, folder: Path) -> Path:
    """Leave Nao as a session does that could not put anything back."""
    nao.service("ALAutonomousLife").setState("disabled")
    (folder / "life.json").write_text(LIFE)
    return folder / "life.json"


def test_a_computer_that_shuts_down_halts_nao_first(guards: list[LoneGuard], nao: SimulatedNao) -> None:
    nao.begin_here()
    guards.append(guard := LoneGuard(robot=nao.url))
    guard.told("ready")
    nao.service("ALTextToSpeech").say("Une phrase assez longue pour être coupée.", _async=True)
    eventually(lambda: nao.effects("speech.started"), "Nao speaks")
    os.kill(guard.process.pid, signal.SIGTERM)
    eventually(lambda: nao.effects("speech.cut"), "speech is cut")
    assert guard.told("quiet")["why"] == "session died"
    assert guard.process.wait(10) == 0


def test_halts_that_came_before_the_folder_are_kept_when_there_is_one(
    guards: list[LoneGuard], nao: SimulatedNao, tmp_path: Path
) -> None:
    guards.append(guard := LoneGuard(robot=nao.url))
    guard.told("ready")
    guard.tell({"cmd": "halt", "why": "professional"})
    guard.told("halted")
    guard.tell({"cmd": "set", "halts": str(tmp_path / "halts.jsonl")})
    guard.told("quiet")
    lines = [json.loads(line) for line in (tmp_path / "halts.jsonl").read_text().splitlines()]
    assert [(line["event"], line["why"]) for line in lines] == [
        ("halted", "professional"),
        ("quiet", "professional"),
    ]


def test_lines_that_make_no_sense_are_left_alone(guards: list[LoneGuard], nao: SimulatedNao) -> None:
    guards.append(guard := LoneGuard(robot=nao.url))
    guard.told("ready")
    assert guard.process.stdin is not None
    guard.process.stdin.write('rubbish\n[1]\n{"cmd": 7}\n{"cmd": "dance"}\n')
    guard.tell({"cmd": "halt", "why": "after rubbish"})
    assert guard.told("halted")["why"] == "after rubbish"


def test_settings_that_are_wrong_are_told(guards: list[LoneGuard]) -> None:
    guards.append(guard := LoneGuard(nothing="useful"))
    assert guard.told("failed")["text"].startswith("no settings: ")
    assert guard.process.wait(10) == 2
