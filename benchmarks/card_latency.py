"""How long a card that is held up takes to be an input: through Nao's camera, and through the room's.

    python benchmarks/card_latency.py [--cards 40]

On the simulator, both cameras at once. From the call that holds the card up (CLOCK_MONOTONIC) to the time
that the input carries (of the first picture with the card), and to the moment at which it is there; then how
many pictures a second are looked at, and what that costs.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("QI_LOG_LEVEL", "0")
import qi
from qi_echo import HEADER, row

from nao_sessions.engine.values import Action
from nao_sessions.robot.naoqi.robot import connect
from nao_sessions.room.cards.camera import CardCamera

AWAY_S = 1.2
SPREAD_S = 0.2  # as long as between two pictures: no card keeps step with them
SETTLE_S = 1.0
COST_S = 6.0


class Told:
    """What one way has told: (card, its own time, when it was there), CLOCK_MONOTONIC ns."""

    def __init__(self) -> None:
        self.cards: list[tuple[str, int, int]] = []
        self.ready = asyncio.Event()

    def take(self, card: str, at_ns: int) -> None:
        """Take a card."""
        self.cards.append((card, at_ns, time.monotonic_ns()))


def cpu_s(pid: int) -> float:
    """Give the processor time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def pictures_a_second(trace: Path) -> float:
    """Give how often Nao's camera was asked."""
    lines = [json.loads(line) for line in trace.read_text(encoding="utf-8").splitlines()]
    taken = [line["at"] for line in lines if line.get("method") == "getImageRemote"]
    return float((len(taken) - 1) / (taken[-1] - taken[0]) * 1e9)


async def measure(ready: dict[str, Any], count: int) -> None:
    """Show cards one after the other, and print what came of it."""
    nao, room = Told(), Told()
    session = qi.Session()
    session.connect(ready["qi"])
    hand: Any = session.service("NaoSimulator")

    def heard(_name: str, event: dict[str, Any]) -> None:
        room.ready.set()
        if event["event"] == "card":
            room.take(event["card"], event["monotonic_ns"])

    robot = await connect(ready["qi"])

    async def sense() -> None:
        async for sensed in robot.events():
            if sensed.kind == "card":
                nao.take(str(sensed.data["card"]), sensed.monotonic_ns)

    sensing = asyncio.create_task(sense())
    await robot.do(Action("1", "look", {"where": "participant"}))
    await robot.do(Action("2", "watch", {"senses": ["card"]}))
    camera = CardCamera("room", ready["cameras"][0], heard)
    camera.look(True)
    await room.ready.wait()
    await asyncio.sleep(SETTLE_S)
    shown: dict[str, int] = {}
    draws = random.Random(1)
    for number in range(count):
        shown[str(number)] = time.monotonic_ns()
        hand.showCard(number)
        await asyncio.sleep(AWAY_S + draws.random() * SPREAD_S)
    print(HEADER)
    for name, told in (("Nao's camera", nao), ("the room's camera", room)):
        stamps = [(at_ns - shown[card]) / 1e6 for card, at_ns, _ in told.cards]
        there = [(there_ns - shown[card]) / 1e6 for card, _, there_ns in told.cards]
        print(row(f"{name}: its time", stamps))
        print(row(f"{name}: an input", there))
        print(
            f"{name}: {len({card for card, _, _ in told.cards})} of {count} cards, {len(told.cards)} inputs"
        )
    assert camera._process is not None
    pids = {"session": os.getpid(), "reader of the room's camera": camera._process.pid}
    before = {name: cpu_s(pid) for name, pid in pids.items()}
    await asyncio.sleep(COST_S)
    for name, pid in pids.items():
        print(f"{name}: {(cpu_s(pid) - before[name]) / COST_S:.1%} of a core while it looks")
    await camera.stop()
    await robot.close()
    await sensing
    session.close()


def main() -> None:
    """Run a simulator with its camera, and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--cards", type=int, default=40)
    cards = parser.parse_args().cards
    with tempfile.TemporaryDirectory() as folder:
        trace = Path(folder) / "trace.jsonl"
        command = Path(sys.executable).with_name("nao-simulator")
        simulator = subprocess.Popen(
            [command, "--until-stdin-closes", "--trace", trace],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        try:
            assert simulator.stdout is not None
            asyncio.run(measure(json.loads(simulator.stdout.readline()), cards))
            print(f"Nao's pictures: {pictures_a_second(trace):.2f} a second")
        finally:
            simulator.terminate()
            simulator.communicate()


if __name__ == "__main__":
    main()
