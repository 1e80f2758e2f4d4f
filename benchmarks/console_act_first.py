"""What the console's loop computes between a press and Nao's call: with the pages woken after it, or before.

A session runs on a simulator; three pages listen to the stream of states. *Répéter* is put in again and
again; told is what the loop's own thread has computed (its processor time, whatever else the machine does)
from the press to the beginning of the call. The two ways take turns, press by press, in one run.

Run: python benchmarks/console_act_first.py [--times 60]
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from qi_echo import HEADER, row

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.session.acts import Seat
from nao_sessions.console.session.routes import SessionPages
from nao_sessions.console.session_registry import Observers
from nao_sessions.live.simulator_process import SimulatorProcess
from nao_sessions.robot.naoqi.robot import QiRobot
from tests.console.live.test_console_live_stage import SPEED, Room, press

PAGES = 3


def at_once(self: Observers) -> None:
    """Wake everybody in the moment of the change."""
    for event in self._events:
        event.set()


WAYS = {"pages at once": at_once, "act first": Observers.changed}


async def measure(folder: Path, times: int) -> dict[str, list[float]]:
    """Give what was computed, in milliseconds, for each way."""
    simulator = await SimulatorProcess.start(speed=SPEED, seed=1, language="fr", camera=True)
    room = Room(folder, simulator)
    pages = SessionPages(
        ConsoleConfig("fr", folder, room.sessions, folder / "keep", rehearsal=True), room.registry, room.stage
    )
    called: asyncio.Queue[float] = asyncio.Queue()
    perform = QiRobot._perform

    async def noted(self: QiRobot, attempt: object) -> object:
        called.put_nowait(time.thread_time())
        return await perform(self, attempt)  # type: ignore[arg-type]

    QiRobot._perform = noted  # type: ignore[method-assign, assignment]
    found: dict[str, list[float]] = {way: [] for way in WAYS}
    try:
        running = await room.stage.begin(room.wanted(unrecorded=True))

        async def listen(number: int) -> None:
            async for _ in pages.stream(Seat(f"page{number}", "watch")):
                pass

        listening = [asyncio.create_task(listen(number)) for number in range(PAGES)]
        await room.said(running, "Bonjour {participants}.")
        for number in range(2 * times):
            way = list(WAYS)[number % 2]
            await asyncio.sleep(0.6)
            while not called.empty():
                called.get_nowait()
            Observers.changed = WAYS[way]  # type: ignore[method-assign]
            before = time.thread_time()
            press(running, "repeat")
            found[way].append((await asyncio.wait_for(called.get(), 10) - before) * 1e3)
        for task in listening:
            task.cancel()
        press(running, "close")
        await running.over
    finally:
        await room.stage.close()
        await simulator.stop()
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=60)
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measure(Path(folder), times))
    print(HEADER)
    for way, computed in found.items():
        print(row(way, computed))


if __name__ == "__main__":
    main()
