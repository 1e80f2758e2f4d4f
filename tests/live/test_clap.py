"""What is noted of a clap is what Nao did of it, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from nao_sessions.core.clock import SessionClock
from nao_sessions.core.events import Event
from nao_sessions.engine.values import Action, Done
from nao_sessions.live import clap
from nao_sessions.live.clap import Claps, play
from nao_sessions.room.sync.clap.pattern import CODES, TONES_HZ
from nao_sessions.room.sync.clap.search import claps_of


class Told:
    """A robot that does what it is asked until it has had enough; it keeps what it was asked."""

    def __init__(self, most: int = 1000) -> None:
        self.asked: list[Action] = []
        self._most = most

    async def do(self, action: Action) -> Done:
        self.asked.append(action)
        how = "finished" if len(self.asked) <= self._most else "stopped"
        return Done(action.id, how, 5_000_000)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clap, "AFTER_S", 0.0)


def played(robot: Told, claps: Claps) -> tuple[bool, Mapping[str, Any]]:
    notes: list[Mapping[str, Any]] = []
    clock = SessionClock(0, 1e6)  # nothing is waited for
    whole = asyncio.run(
        play(robot, "start", claps, clock, lambda _source, _kind, data: notes.append(data))  # type: ignore[arg-type]
    )
    (note,) = notes
    return whole, note


def test_a_clap_that_was_played_is_noted_with_the_times_of_each_part() -> None:
    whole, note = played(Told(), Claps())
    assert whole
    assert note["which"] == "start"
    assert set(note["lamps"]) == {"from", "to"}
    assert [tone["hz"] for tone in note["tones"]] == list(TONES_HZ["start"])


def test_lamps_begin_in_the_dark_and_are_put_back() -> None:
    robot = Told()
    played(robot, Claps(tones=False))
    dark, shown, usual = robot.asked
    assert (list(dark.data["colours"]), list(usual.data["colours"])) == ([0], [])
    assert len(shown.data["colours"]) == 2 * len(CODES["start"]) + 1


@pytest.mark.parametrize(
    ("claps", "verbs"), [(Claps(lamps=False), {"tone"}), (Claps(tones=False), {"lamps"})]
)
def test_either_part_can_be_switched_off(claps: Claps, verbs: set[str]) -> None:
    robot = Told()
    assert played(robot, claps)[0]
    assert {action.verb for action in robot.asked} == verbs


def test_what_a_halt_kept_from_being_played_is_not_noted() -> None:
    whole, note = played(Told(most=0), Claps())
    assert (whole, note["lamps"], note["tones"]) == (False, None, [])


def test_a_note_of_nothing_is_no_clap_to_look_for() -> None:
    note = {"which": "start", "lamps": None, "tones": []}
    event = Event(seq=1, dir="note", at=0, t=0, source="session", kind="clap", data=note)
    assert claps_of([event]) == ()
