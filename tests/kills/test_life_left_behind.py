"""A guard that dies before it has put Nao's own settings back: the next session on that Nao does it.

What makes Nao move by itself stays off: nobody knows whether it was stopped before all of them died.
"""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.kills.room_under_test import RoomUnderTest

PROTOCOL = Path(__file__).parent.parent / "cli" / "courte.yaml"
OPTIONS = ("--no-room", "--setting", "patience=10 min")


@pytest.mark.parametrize("next_session", ["new", "resumed"])
def test_the_next_session_puts_back_what_a_dead_guard_could_not(tmp_path: Path, next_session: str) -> None:
    robots = tmp_path / "state" / "nao_sessions" / "robots"
    with RoomUnderTest(tmp_path, *OPTIONS, protocol=PROTOCOL) as room:
        room.simulator.service("ALAutonomousLife").setAutonomousAbilityEnabled("ListeningMovement", False)
        own = room.simulator.life()
        session = room.begin()
        room.until_logged("speech", speaking=True)
        guard = room.guard_of(session)
        guard.signal(signal.SIGSTOP)  # or else it would do its work before it dies
        session.kill()
        guard.kill()
        assert room.simulator.life() == {**dict.fromkeys(own, False), "state": "disabled"}
        (left,) = robots.glob("*.json")
        assert (left.stat().st_mode & 0o777, robots.stat().st_mode & 0o777) == (0o600, 0o700)
        if next_session == "new":
            room.out = tmp_path / "other"
            session = room.begin()
            room.until_logged("speech", speaking=True)
        else:
            session = room.begin_again("--no-room")
            room.until_logged("paused", why="crash")
            session.type("resume")
            room.until_logged("continued")
        session.type("1")
        assert session.wait() == 0
        stopped = {"state": "disabled", "BackgroundMovement": False, "BasicAwareness": False}
        assert room.simulator.life() == {**own, **stopped}
    assert list(robots.iterdir()) == []
