"""kill -9 in the middle of a session, one process each: nothing is lost, done twice, or left moving.

The benchmark ``kill_moments.py`` does the same at ten moments each.
"""

from __future__ import annotations

from pathlib import Path

from tests.kills.room_under_test import RoomUnderTest
from tests.kills.scenarios import kill_recorder, kill_session, kill_simulator

QUICK = ("--setting", "patience=400 ms")


def test_a_killed_session_is_halted_by_its_guard_and_resumed_at_the_same_step(tmp_path: Path) -> None:
    with RoomUnderTest(tmp_path, *QUICK) as room:
        result = kill_session(room, lambda room: room.until_logged("speech", speaking=True))
    assert result.wrong == []


def test_a_killed_recorder_is_back_and_the_session_never_stopped(tmp_path: Path) -> None:
    with RoomUnderTest(tmp_path, *QUICK) as room:
        result = kill_recorder(room, lambda room: room.until_logged("entered", step="ecoute"))
    assert result.wrong == []


def test_a_killed_robot_pauses_the_session_which_goes_on_with_the_next(tmp_path: Path) -> None:
    with RoomUnderTest(tmp_path, *QUICK) as room:
        result = kill_simulator(room, lambda room: room.until_logged("set", value=3))
    assert result.wrong == []
