"""A session on the fake robot with its console's pages, all in the test's own loop."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import httpx2
from starlette.applications import Starlette

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.session.acts import Role, Seat
from nao_sessions.console.session.routes import SessionPages
from nao_sessions.console.session_registry import RunningSession, SessionRegistry
from nao_sessions.live.session import LiveSession
from nao_sessions.live.start import SessionParameters, begin_new
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.manifest import Grounds
from nao_sessions.robot.adult_led import AdultLed
from nao_sessions.robot.fake import FakeRobot, LoopSchedule
from nao_sessions.robot.latch import HaltLatch
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.robot.port import NOBODY
from tests.course import protocol_of

SPEED = 20.0
SORTING = """\
participants: {min: 1, max: 3}
commands: {finish: {next: fin}}
items: {mots: [{id: a, answer: fruit}, {id: b, answer: fruit}, {id: c, answer: fruit}]}
start: jeu
steps:
  jeu:
    trials:
      items: mots
      ask: [{say: "Fruit ou légume ?"}]
      answers:
        fruit: [{board: fruit}, {word: fruit}]
        légume: [{board: légume}, {word: légume}]
      correct: = item.answer
      patience: 600 s
      prompts:
        - {help: verbal, do: [{say: "Regarde bien."}]}
        - {help: gestural, do: [{say: "Par ici."}]}
    next: fin
  fin: {do: [{say: "Au revoir !"}], end: completed}
"""


class NoLauncher:
    """A stage that is asked for nothing but its cameras."""

    def cameras(self) -> tuple[str, ...]:
        """Give none."""
        return ()

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"the session page asked the stage for {name}")


class Console:
    """The pages of one running session, and somebody who presses."""

    def __init__(self, pages: SessionPages, registry: SessionRegistry, client: httpx2.AsyncClient) -> None:
        self.pages, self.registry, self.client = pages, registry, client
        self._presses = 0

    @property
    def running(self) -> RunningSession:
        """Give the session."""
        assert self.registry.running is not None
        return self.registry.running

    @property
    def stamp(self) -> str:
        """Give the mark of what a screen shows now."""
        assert self.pages.live is not None
        return self.pages.live.stamp

    async def press(self, name: str, seat: str = "s1", role: Role = "lead", **data: Any) -> dict[str, Any]:
        """Press something, as a page that shows the present state would; give the answer."""
        self._presses += 1
        body = {"seat": seat, "press": f"{seat}-{self._presses}", "name": name, "stamp": self.stamp, **data}
        answer = await self.client.post(f"/session/act?as={role}", content=json.dumps(body).encode())
        return {**answer.json(), "status": answer.status_code}

    async def until(self, check: Callable[[], bool]) -> None:
        """Wait until something is so; it may be in a file, of which nobody tells that it has changed."""
        with self.registry.looking() as changed:
            async with asyncio.timeout(20):
                while not check():
                    changed.clear()
                    with suppress(TimeoutError):
                        await asyncio.wait_for(changed.wait(), 0.1)

    async def asked(self, number: int) -> None:
        """Wait until a trial is open."""
        await self.until(lambda: self._open(number))

    def _open(self, number: int) -> bool:
        trial = self.running.view.trial
        return trial is not None and trial.number == number and trial.open

    @asynccontextmanager
    async def stream(self, seat: str, role: Role = "lead") -> AsyncIterator[AsyncIterator[tuple[str, Any]]]:
        """Look on as a page does: (event, data), one after the other."""
        source = self.pages.stream(Seat(seat, role))

        async def events() -> AsyncIterator[tuple[str, Any]]:
            async for text in source:
                if text.startswith("event: "):
                    head, data = text.split("\n", 1)
                    yield head.removeprefix("event: "), json.loads(data.removeprefix("data: "))

        try:
            yield events()
        finally:
            await source.aclose()  # type: ignore[attr-defined]  # it is a generator


Story = Callable[[Console], Awaitable[None]]


def on_console(
    parent: Path,
    story: Story,
    *,
    protocol: str = SORTING,
    speed: float = SPEED,
    deadline_s: float = 30,
    first: bool = True,
    participants: tuple[str, ...] = ("P07",),
    led: bool = False,
) -> Path:
    """Tell a story on a console, ``first`` once its first trial is there; give the session's folder.

    ``led``: without a robot.
    """
    return asyncio.run(_run(parent, story, protocol, speed, deadline_s, participants, first=first, led=led))


async def _run(
    parent: Path,
    story: Story,
    protocol: str,
    speed: float,
    deadline_s: float,
    participants: tuple[str, ...],
    *,
    first: bool,
    led: bool,
) -> Path:
    plan = SessionParameters(
        protocol=protocol_of(protocol),
        settings={},
        participants=participants,
        language="fr",
        seed=1,
        speed=speed,
        grounds=Grounds(text="simulation"),
        rehearsal=True,
        robot={"simulator": False, "kind": NOBODY} if led else {"simulator": True},
        cameras=(),
    )
    files = {source.name: source.content for source in plan.protocol.sources}
    begun = begin_new(plan, SessionFolder.create(parent, "essai", files))
    latch = HaltLatch.create()
    robot = (
        AdultLed(lambda text: None, latch=latch, speed=speed)
        if led
        else FakeRobot(LoopSchedule(speed), latch=latch)
    )
    session = LiveSession(begun, robot, [], latch)

    async def halt(why: str) -> None:
        latch.shut()
        await robot.halt()

    registry = SessionRegistry()
    over: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    config = ConsoleConfig("fr", parent, parent, parent / "keep", True, Pseudonyms(("P07",), {"P07": "Léa"}))
    pages = SessionPages(config, registry, NoLauncher())  # type: ignore[arg-type]  # nothing else is asked for
    app = Starlette(routes=pages.routes())
    task = asyncio.create_task(session.run())
    registry.enter(RunningSession(session, config.names, halt, None, True, over))
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://test") as client:
        console = Console(pages, registry, client)
        await console.until(lambda: not first or console.running.view.trial is not None)
        await asyncio.wait_for(story(console), deadline_s)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await robot.close()
    begun.log.close()
    return begun.folder.path
