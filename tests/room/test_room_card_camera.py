"""Cards in what a camera of the room sends: found while somebody asks, told once, with their arrival."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from cameras import Addresses, camera

from nao_sessions.room.cards.camera import CardCamera

Event = dict[str, Any]
ALWAYS = ("--card", "12", "0", "1000")


class Watcher:
    """A card camera, and what it has told."""

    def __init__(self, source: str, speed: float = 1.0) -> None:
        self.events: list[Event] = []
        self._more = asyncio.Event()
        self.camera = CardCamera("room", source, self._hear, speed)

    def _hear(self, name: str, event: Event) -> None:
        assert name == "room"
        self.events.append(event)
        self._more.set()

    async def tells(self, kind: str, count: int = 1) -> list[Event]:
        """Wait until so many events of a kind have been told; give them."""
        async with asyncio.timeout(20):
            while len(found := [event for event in self.events if event["event"] == kind]) < count:
                self._more.clear()
                await self._more.wait()
        return found

    def pid(self) -> int:
        """Give the process of the reader of the moment."""
        process = self.camera._process
        assert process is not None
        return process.pid


def play(options: tuple[str, ...], story: Callable[[Watcher], Awaitable[None]], by: str = "tcp") -> None:
    """Play a story with a test camera; its reader is ended in any case."""

    async def run(addresses: Addresses) -> None:
        watcher = Watcher(addresses.tcp if by == "tcp" else addresses.http)
        try:
            await story(watcher)
        finally:
            await watcher.camera.stop()
            await watcher.camera.stop()

    with camera("--viewers", "1", *options) as addresses:
        asyncio.run(run(addresses))


@pytest.mark.parametrize(("by", "bframes"), [("tcp", "0"), ("http", "2")])
def test_a_card_is_told_once_with_the_arrival_of_its_first_picture(by: str, bframes: str) -> None:
    async def story(watcher: Watcher) -> None:
        before_ns = time.monotonic_ns()
        watcher.camera.look(True)
        first, second = await watcher.tells("card", 2)
        assert [first["card"], second["card"]] == ["12", "7"]
        assert before_ns < first["monotonic_ns"] < second["monotonic_ns"] < time.monotonic_ns()
        assert [event["event"] for event in watcher.events] == ["reading", "card", "card"]

    play(("--bframes", bframes, "--card", "12", "0.5", "3", "--card", "7", "3.5", "1000"), story, by)


def test_nothing_is_looked_for_before_it_is_asked_for_or_while_it_rests() -> None:
    async def story(watcher: Watcher) -> None:
        watcher.camera.look(False)
        assert watcher.camera._process is None
        watcher.camera.look(True)
        await watcher.tells("card")
        watcher.camera.look(False)
        watcher.camera.look(True)
        await watcher.tells("card", 2)  # the first one still lies there: it is not told again
        assert [event["card"] for event in await watcher.tells("card")] == ["12", "5"]

    play((*ALWAYS[:2], "0", "5", "--card", "5", "5", "1000"), story)


def test_a_reader_looks_again_at_once_in_the_middle_of_a_long_group_of_pictures() -> None:
    async def story(watcher: Watcher) -> None:
        watcher.camera.look(True)
        await watcher.tells("card")
        watcher.camera.look(False)
        await asyncio.sleep(1.0)  # some pictures that follow the only key picture there will be
        watcher.camera.look(True)
        assert [event["card"] for event in await watcher.tells("card", 2)] == ["5", "12"]

    play(("--gop-s", "60", "--card", "5", "0", "6", "--card", "12", "6", "1000"), story)


def test_a_reader_that_is_killed_is_started_again() -> None:
    async def story(watcher: Watcher) -> None:
        watcher.camera.look(True)
        await watcher.tells("card")
        os.kill(watcher.pid(), signal.SIGKILL)
        assert (await watcher.tells("died"))[0]["exit"] == -signal.SIGKILL
        await watcher.tells("card", 2)

    play(ALWAYS, story)


def test_a_link_that_is_cut_is_taken_up_again() -> None:
    async def story(watcher: Watcher) -> None:
        watcher.camera.look(True)
        await watcher.tells("reading", 2)
        await watcher.tells("card", 2)

    play(("--cut-at-s", "3", "--card", "12", "0", "3", "--card", "8", "4", "1000"), story)


def test_a_camera_that_is_not_there_is_told_once() -> None:
    async def run() -> None:
        watcher = Watcher("tcp://127.0.0.1:1")
        watcher.camera.look(True)
        assert "does not answer" in (await watcher.tells("failed"))[0]["text"]
        await watcher.camera.stop()
        assert len(watcher.events) == 1

    asyncio.run(run())


def test_a_reader_is_polite_and_ends_with_its_parent() -> None:
    async def story(watcher: Watcher) -> None:
        watcher.camera.look(True)
        await watcher.tells("reading")
        pid = watcher.pid()
        assert os.getpriority(os.PRIO_PROCESS, pid) == 10
        await watcher.camera.stop()
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)

    play(ALWAYS, story)
