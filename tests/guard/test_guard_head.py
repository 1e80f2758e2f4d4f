"""The head sign: an adult without a free hand for a tablet holds Nao's head, and Nao is still."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.guard.lone_guard import LoneGuard
from tests.robot.simulated_nao import SimulatedNao, eventually

HEAD = ("head.front", "head.middle", "head.rear")


@pytest.fixture
def guards(nao: SimulatedNao) -> Iterator[list[LoneGuard]]:
    """Guards that are seen out at the end, and hands that let go of Nao's head."""
    nao.begin_here()
    started: list[LoneGuard] = []
    yield started
    for part in HEAD:
        nao.hand.touch(part, False)
    for guard in started:
        guard.close()


def _hold(nao: SimulatedNao, *parts: str) -> None:
    for part in parts:
        nao.hand.touch(part, True)


def _looks(nao: SimulatedNao) -> int:
    """How often Nao's memory was asked for the last of the three."""
    return nao.calls("getData").count(["RearTactilTouched"])


def _look_for_three_seconds(nao: SimulatedNao) -> None:
    """Wait by the guard's own looks, ten a second at most: longer than the sign takes."""
    before = _looks(nao)
    eventually(lambda: _looks(nao) - before > 30, "the guard has looked thirty times", 30)


def test_all_of_the_head_held_for_two_seconds_stops_nao(guards: list[LoneGuard], nao: SimulatedNao) -> None:
    guards.append(guard := LoneGuard(robot=nao.url, head_sign=True))
    guard.told("ready")
    _hold(nao, *HEAD)
    assert guard.told("halted")["why"] == "head"
    assert guard.latch.is_shut
    eventually(lambda: "killAll" in nao.acts(), "Nao was cut")


def test_a_head_that_is_still_held_after_a_resume_stops_nao_once(
    guards: list[LoneGuard], nao: SimulatedNao
) -> None:
    guards.append(guard := LoneGuard(robot=nao.url, head_sign=True))
    guard.told("ready")
    _hold(nao, *HEAD)
    guard.told("halted")
    guard.latch.open()
    _look_for_three_seconds(nao)
    assert not guard.latch.is_shut


def test_a_stroke_of_two_sensors_stops_nothing(guards: list[LoneGuard], nao: SimulatedNao) -> None:
    guards.append(guard := LoneGuard(robot=nao.url, head_sign=True))
    guard.told("ready")
    _hold(nao, *HEAD[:2])
    _look_for_three_seconds(nao)
    assert not guard.latch.is_shut


def test_the_sign_is_off_unless_the_room_file_says_otherwise(
    guards: list[LoneGuard], nao: SimulatedNao
) -> None:
    guards.append(off := LoneGuard(robot=nao.url))
    guards.append(on := LoneGuard(robot=nao.url, head_sign=True))
    off.told("ready")
    on.told("ready")
    _hold(nao, *HEAD)
    on.told("halted")
    assert not off.latch.is_shut


def test_a_nao_that_comes_back_is_watched_again(guards: list[LoneGuard], nao: SimulatedNao) -> None:
    guards.append(guard := LoneGuard(robot=nao.url, head_sign=True))
    guard.told("ready")
    nao.freeze()
    guard.told("robot_lost")
    nao.thaw()
    guard.told("robot_back")
    _hold(nao, *HEAD)
    assert guard.told("halted")["why"] == "head"
