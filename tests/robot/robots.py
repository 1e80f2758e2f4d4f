"""Every robot that the contract is tested on: the fake, the simulator, and a real Nao if asked for."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol

from nao_sessions.engine.values import Action, Done
from nao_sessions.protocol.catalogue import POSES
from nao_sessions.robot.fake import FakeRobot, LoopSchedule
from nao_sessions.robot.latch import HaltLatch
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.robot.naoqi.robot import connect
from nao_sessions.robot.port import Robot, Sensed
from tests.robot.simulated_nao import SimulatedNao

SPEED = 20.0
LONG = "Je vais te raconter une histoire assez longue, avec beaucoup de mots pour que cela dure."
NAMES = Pseudonyms(("P07",), {"P07": "Léa"})


class Stage:
    """A robot with its latch, and what it has told so far."""

    def __init__(self, robot: Robot, latch: HaltLatch, world: World) -> None:
        self.robot = robot
        self.latch = latch
        self.world = world
        self.sensed: list[Sensed] = []
        self._more = asyncio.Event()
        self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        async for sensed in self.robot.events():
            self.sensed.append(sensed)
            self._more.set()

    async def do(self, verb: str, **data: Any) -> Done:
        """Do an action."""
        return await asyncio.wait_for(self.robot.do(Action(f"a-{verb}", verb, data)), 20)

    def begin(self, verb: str, **data: Any) -> asyncio.Task[Done]:
        """Do an action while the test goes on."""
        return asyncio.create_task(self.do(verb, **data))

    async def senses(self, kind: str, **data: Any) -> Sensed:
        """Wait until the robot has told something."""
        async with asyncio.timeout(30):
            while True:
                for sensed in self.sensed:
                    if sensed.kind == kind and data.items() <= dict(sensed.data).items():
                        return sensed
                self._more.clear()
                await self._more.wait()

    async def until(self, check: Callable[[], bool]) -> None:
        """Look until something is so; fail after thirty seconds."""
        for _ in range(3000):
            if check():
                return
            await asyncio.sleep(0.01)
        raise AssertionError("not within thirty seconds")

    async def ended(self) -> None:
        """Wait until the events have ended."""
        await asyncio.wait_for(self._listening, 5)


Story = Callable[[Stage], Awaitable[None]]
Play = Callable[[Story], None]


class World(Protocol):
    """What a test may do to a robot from outside."""

    def touch(self, part: str, pressed: bool) -> None: ...
    def feel(self, part: str, sensor: str, pressed: bool) -> None: ...
    def hear(self, word: str) -> bool: ...
    def fail_next(self, verb: str, error: str) -> None: ...
    def lose_and_find(self) -> None: ...
    def heard_sentences(self) -> list[str]: ...
    def show_card(self, card: int | None) -> None: ...
    def face(self, seen: bool) -> None: ...
    def look(self, looking: bool) -> None: ...
    def somebody_speaks(self) -> bool: ...
    def joints(self) -> dict[str, float]: ...


class FakeWorld:
    """The fake's own ways."""

    def __init__(self, robot: FakeRobot) -> None:
        self._robot = robot

    def touch(self, part: str, pressed: bool) -> None:
        self._robot.touch(part, pressed)

    def feel(self, part: str, sensor: str, pressed: bool) -> None:
        self._robot.feel(part, sensor, pressed)

    def hear(self, word: str) -> bool:
        return self._robot.hear(word)

    def fail_next(self, verb: str, error: str) -> None:
        self._robot.fail_next(verb, error)

    def lose_and_find(self) -> None:
        self._robot.lose()
        self._robot.come_back()

    def heard_sentences(self) -> list[str]:
        return self._robot.spoken

    def show_card(self, card: int | None) -> None:
        self._robot.senses.show_card(card)

    def face(self, seen: bool) -> None:
        self._robot.senses.face(seen)

    def look(self, looking: bool) -> None:
        self._robot.senses.look(looking)

    def somebody_speaks(self) -> bool:
        noticed = self._robot.senses.speak(True)
        self._robot.senses.speak(False)
        return noticed

    def joints(self) -> dict[str, float]:
        return {} if self._robot.pose is None else dict(POSES[self._robot.pose].joints)


_CALLS = {"say": ("ALTextToSpeech", "say"), "posture": ("ALRobotPosture", "goToPosture")}


class SimulatorWorld:
    """The same through the simulator's own service."""

    def __init__(self, nao: SimulatedNao) -> None:
        self._nao = nao
        self._since = len(nao.lines())

    def touch(self, part: str, pressed: bool) -> None:
        self._nao.hand.touch(part, pressed)

    def feel(self, part: str, sensor: str, pressed: bool) -> None:
        self._nao.hand.touch(f"{part}.{sensor}", pressed)

    def hear(self, word: str) -> bool:
        return bool(self._nao.hand.hear(word, 0.6))

    def fail_next(self, verb: str, error: str) -> None:
        self._nao.hand.failNext(*_CALLS[verb], error)

    def lose_and_find(self) -> None:
        self._nao.hand.drop()

    def heard_sentences(self) -> list[str]:
        return [args[0] for args in self._nao.calls("say", self._since)]

    def show_card(self, card: int | None) -> None:
        if card is None:
            self._nao.hand.hideCard()
        else:
            self._nao.hand.showCard(card)

    def face(self, seen: bool) -> None:
        self._nao.hand.faceVisible(seen)

    def look(self, looking: bool) -> None:
        self._nao.hand.lookAtRobot(looking)

    def somebody_speaks(self) -> bool:
        return bool(self._nao.hand.murmur(0.5))

    def joints(self) -> dict[str, float]:
        joints: dict[str, float] = self._nao.state()["joints"]
        return joints


def world_of(nao: SimulatedNao) -> World:
    """Give the ways of a simulator."""
    return SimulatorWorld(nao)


@asynccontextmanager
async def fake_stage() -> AsyncIterator[Stage]:
    """A fake robot, twenty times as fast as real time."""
    latch = HaltLatch.create()
    robot = FakeRobot(LoopSchedule(SPEED), latch=latch, names=NAMES)
    stage = Stage(robot, latch, FakeWorld(robot))
    await asyncio.sleep(0)
    try:
        yield stage
    finally:
        await robot.close()
        await stage.ended()
        latch.release()


@asynccontextmanager
async def simulator_stage(nao: SimulatedNao) -> AsyncIterator[Stage]:
    """The simulator over qi."""
    async with qi_stage(nao.url, SPEED, lambda: SimulatorWorld(nao)) as stage:
        yield stage


@asynccontextmanager
async def nao_stage() -> AsyncIterator[Stage]:
    """A real Nao, which a person stands beside (``NAO_URL``); asked for and missing is a failure."""
    url = os.environ.get("NAO_URL")
    assert url, "set NAO_URL to the address of a Nao: tcp://192.168.1.20:9559"
    async with qi_stage(url, 1.0, NobodyThere) as stage:
        yield stage


class NobodyThere:
    """Beside a real Nao there is a person, not a program."""

    def touch(self, part: str, pressed: bool) -> None:
        raise AssertionError("a program cannot touch a real Nao")

    def feel(self, part: str, sensor: str, pressed: bool) -> None:
        raise AssertionError("a program cannot touch a real Nao")

    def hear(self, word: str) -> bool:
        raise AssertionError("a program cannot speak to a real Nao")

    def fail_next(self, verb: str, error: str) -> None:
        raise AssertionError("a program cannot break a real Nao")

    def lose_and_find(self) -> None:
        raise AssertionError("a program cannot take a real Nao away")

    def heard_sentences(self) -> list[str]:
        raise AssertionError("a program cannot hear a real Nao")

    def show_card(self, card: int | None) -> None:
        raise AssertionError("a program cannot show a real Nao a card")

    def face(self, seen: bool) -> None:
        raise AssertionError("a program has no face")

    def look(self, looking: bool) -> None:
        raise AssertionError("a program cannot look at a real Nao")

    def somebody_speaks(self) -> bool:
        raise AssertionError("a program cannot speak to a real Nao")

    def joints(self) -> dict[str, float]:
        raise AssertionError("a program cannot see a real Nao")


@asynccontextmanager
async def qi_stage(
    url: str, speed: float, world: Callable[[], World], *, life_put_back: bool = True
) -> AsyncIterator[Stage]:
    """A robot over qi, closed at the end, and its own settings put back."""
    latch = HaltLatch.create()
    with tempfile.TemporaryDirectory() as folder:
        life_file = Path(folder) / "life.json"
        robot = await connect(url, latch=latch, names=NAMES, life_file=life_file, speed=speed)
        stage = Stage(robot, latch, world())
        try:
            yield stage
        finally:
            latch.open()
            await robot.close()
            await stage.ended()
            latch.release()
            assert life_file.exists() is not life_put_back
