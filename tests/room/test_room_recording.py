"""The recording of a whole session: a recorder that dies or hangs is followed by another."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nao_sessions.core.clock import SessionClock
from nao_sessions.core.errors import UsageError
from nao_sessions.room.capture.order import Order
from nao_sessions.room.capture.recording import Event, Recording
from nao_sessions.room.files.index import read_index
from nao_sessions.room.files.probe import examine
from tests.room.cameras import DEADLINE_S, camera, film_of


class Heard:
    """The events of a recording, and the waiting for one of them."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._news = asyncio.Event()

    def __call__(self, event: Event) -> None:
        self.events.append(event)
        self._news.set()

    async def wait_for(self, kind: str, fits: Callable[[Event], bool] = lambda _: True) -> Event:
        async with asyncio.timeout(DEADLINE_S):
            while True:
                for event in self.events:
                    if event["event"] == kind and fits(event):
                        return event
                self._news.clear()
                await self._news.wait()


def order(source: str, session: Path, **more: Any) -> Order:
    given = {"name": "room", "clock": SessionClock(0), "ground": "test"}
    return Order(source=source, folder=session / "room", **{**given, **more})


def test_a_recording_rolls_and_stops(tmp_path: Path) -> None:
    async def session(source: str) -> list[Event]:
        heard = Heard()
        recording = Recording(order(source, tmp_path), heard, film)
        await recording.start()
        assert await recording.rolling(DEADLINE_S)
        assert os.getpriority(os.PRIO_PROCESS, recording.pid) == 10
        assert os.getpgid(recording.pid) == recording.pid
        await recording.mark("clap")
        await heard.wait_for("mark")
        await recording.stop()
        await recording.stop()
        return heard.events

    with camera() as source, film_of("room") as film:
        events = asyncio.run(session(source.tcp))
    assert [e["event"] for e in events if e["event"] != "status"] == ["rolling", "mark", "closed"]
    assert [(r.segment, r.complete, r.problems) for r in examine(tmp_path)] == [(1, True, ())]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "hanging"])
def test_a_recorder_that_ends_or_hangs_is_followed_by_the_next_segment(tmp_path: Path, number: int) -> None:
    async def session(source: str) -> list[Event]:
        heard = Heard()
        recording = Recording(order(source, tmp_path), heard, film, hang_s=1.8)
        await recording.start()
        await heard.wait_for("status", lambda e: e["frames"] >= 15)
        os.kill(recording.pid, number)
        await heard.wait_for("rolling", lambda e: e["segment"] == 2)
        await recording.stop()
        return heard.events

    with camera() as source, film_of("room") as film:
        events = asyncio.run(session(source.tcp))
    kinds = [e["event"] for e in events if e["event"] != "status"]
    assert kinds == ["rolling", "died", "gap", "rolling", "closed"]
    gap = next(e for e in events if e["event"] == "gap")
    frames = list(read_index(tmp_path / "room" / "room.frames.csv"))
    assert (gap["reason"], gap["segment"]) == ("restart", 2)
    assert gap["from"] == [f.arrival_ns for f in frames if f.segment == 1][-1]
    assert gap["to"] == next(f.arrival_ns for f in frames if f.segment == 2)
    assert [(r.segment, r.complete, r.problems) for r in examine(tmp_path)] == [(1, False, ()), (2, True, ())]


def test_a_recording_without_a_ground_does_not_start(tmp_path: Path) -> None:
    async def session() -> None:
        await Recording(order("tcp://127.0.0.1:9", tmp_path, ground=""), Heard(), film).start()

    with film_of("room") as film, pytest.raises(UsageError) as refused:
        asyncio.run(session())
    assert refused.value.code == "no_ground"
    assert list(tmp_path.iterdir()) == []


def test_a_recording_without_a_camera_says_so_and_can_be_stopped(tmp_path: Path) -> None:
    async def session() -> tuple[bool, list[Event]]:
        heard = Heard()
        recording = Recording(order("tcp://127.0.0.1:9", tmp_path), heard, film)
        await recording.start()
        await heard.wait_for("failed")
        rolls = await recording.rolling(0.05)
        await recording.stop()
        return rolls, heard.events

    with film_of("room") as film:
        rolls, events = asyncio.run(session())
    assert not rolls
    assert [(e["event"], e["code"], e["fatal"]) for e in events] == [("failed", "unreachable", False)]


def test_four_cameras_and_two_microphones_are_recorded_at_once(tmp_path: Path) -> None:
    names = {**{f"camera{n}": False for n in range(4)}, **{f"microphone{n}": True for n in range(2)}}

    async def session(source: str) -> list[bool]:
        recordings = [
            Recording(order(source, tmp_path, name=name, sound_only=sound_only), Heard(), film)
            for name, sound_only in names.items()
        ]
        await asyncio.gather(*(recording.start() for recording in recordings))
        rolls = await asyncio.gather(*(recording.rolling(DEADLINE_S) for recording in recordings))
        await asyncio.gather(*(recording.stop() for recording in recordings))
        return rolls

    with camera("--viewers", "6") as source, film_of(*names) as film:
        assert asyncio.run(session(source.tcp)) == [True] * 6
    assert [(r.name, r.complete, r.problems) for r in examine(tmp_path)] == [(n, True, ()) for n in names]
    kinds = {path.suffixes[-1] for path in (tmp_path / "room").glob("microphone*.m*")}
    assert kinds == {".m4a"}


@pytest.mark.parametrize("number", [None, signal.SIGSTOP], ids=["recording", "frozen"])
def test_a_film_that_is_over_is_not_followed_by_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int | None
) -> None:
    if number is None:  # a computer that does much else may take long to answer
        monkeypatch.setattr("nao_sessions.room.capture.recording.KILL_AFTER_S", DEADLINE_S)
        monkeypatch.setattr("nao_sessions.room.capture.recording.CLOSES_WITHIN_S", DEADLINE_S)

    async def session(source: str) -> list[Event]:
        heard = Heard()
        recording = Recording(order(source, tmp_path), heard, film)
        await recording.start()
        await heard.wait_for("status", lambda e: e["frames"] >= 15)
        if number is not None:
            os.kill(recording.pid, number)
        film.end()
        await recording.end_film()
        assert not await recording.rolling(DEADLINE_S)
        await recording.stop()
        return heard.events

    with camera() as source, film_of("room") as film:
        events = asyncio.run(session(source.tcp))
        assert film.all_gone()
    told = {e["event"]: e for e in events}
    assert "died" not in told
    assert ("closed" in told) == (number is None)
    assert [(r.segment, r.complete, r.problems) for r in examine(tmp_path)] == [(1, number is None, ())]


def test_a_camera_that_is_gone_when_the_film_ends_is_filmed_no_more_when_it_is_back(tmp_path: Path) -> None:
    async def session(source: str) -> list[Event]:
        heard = Heard()
        recording = Recording(order(source, tmp_path), heard, film)
        await recording.start()
        await heard.wait_for("closed")  # it was cut, and refuses links for as long as it is told to
        film.end()
        await recording.end_film()
        return heard.events

    with camera("--cut-at-s", "0.8", "--refuse-s", "60") as source, film_of("room") as film:
        events = asyncio.run(session(source.tcp))
    kinds = [e["event"] for e in events if e["event"] in ("rolling", "died", "closed")]
    assert kinds == ["rolling", "closed"]


def test_a_recorder_whose_session_and_guard_are_not_heard_ends_by_itself(tmp_path: Path) -> None:
    async def session(source: str) -> list[Event]:
        heard = Heard()
        recording = Recording(order(source, tmp_path), heard, film)
        await recording.start()
        await heard.wait_for("status")
        film.guard_lives()  # once, and never again
        await heard.wait_for("unheard")
        await heard.wait_for("died")
        film.end()
        await recording.end_film()
        return heard.events

    with camera() as source, film_of("room") as film:
        events = asyncio.run(session(source.tcp))
    (unheard, *_) = (e for e in events if e["event"] == "unheard")
    assert unheard["whom"] == "guard"
    assert next(e for e in events if e["event"] == "closed")["reason"] == "unheard"
