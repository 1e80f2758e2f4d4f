"""A launcher that notes what it was asked: its sessions run on the fake robot, in folders that are real.

Its preflight is whatever a test says; its cameras show one grey pixel.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from nao_sessions.console.launcher import Picture, SessionRequest
from nao_sessions.console.session_registry import RunningSession
from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.live.preflight import CheckLine
from nao_sessions.live.session import LiveSession
from nao_sessions.live.start import SessionParameters, StartedSession, begin_again, begin_new
from nao_sessions.privacy.ledger.rules import Means
from nao_sessions.protocol import load, setting_values
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.manifest import PHASE, Grounds
from nao_sessions.robot.fake import FakeRobot, LoopSchedule
from nao_sessions.robot.latch import HaltLatch
from nao_sessions.robot.names import Pseudonyms
from tests.privacy.families import MEANS

GREY_PIXEL = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQ"
    "CgwSExIQEw8QEBD/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8A"
    "VN//2Q=="
)


class StubLauncher:
    """The port :class:`nao_sessions.console.launcher.ConsoleLauncher`, for tests.

    ``asked`` are the sessions that were to begin, ``looked`` those that were looked at, ``continued`` the
    folders that were to go on, ``despite`` in spite of which codes; ``error`` is raised by the next of them;
    none goes on before ``held`` is set, where it is given.
    """

    def __init__(self, sessions: Path, lines: Sequence[CheckLine] = (), speed: float = 1.0) -> None:
        self.lines = tuple(lines)
        self.asked: list[SessionRequest] = []
        self.looked: list[SessionRequest] = []
        self.continued: list[Path] = []
        self.despite: list[tuple[str, ...]] = []
        self.error: NaoSessionsError | None = None
        self.held: asyncio.Event | None = None
        self.shows: dict[str, Picture | None] = {"room": Picture(GREY_PIXEL, 0)}
        self.hidden: frozenset[str] = frozenset()
        self.would_record: frozenset[str] = frozenset({"camera:room", "sound:room"})
        self.held_up: tuple[str, ...] | None = None
        self.is_held_up = False
        self.loud: dict[str, float | None] = {}
        self.robots: list[FakeRobot] = []
        self._sessions, self._speed = sessions, speed
        self._playing: list[asyncio.Task[None]] = []

    async def look(self, wanted: SessionRequest) -> tuple[CheckLine, ...]:
        """Give the lines."""
        self.looked.append(wanted)
        return self.lines

    async def begin(self, wanted: SessionRequest) -> RunningSession:
        """Begin it on the fake robot."""
        self.asked.append(wanted)
        self._fail()
        protocol = load(wanted.protocol)
        given = SessionParameters(
            protocol=protocol,
            settings=setting_values(
                protocol, {name: text for name, text in wanted.settings.items() if name != PHASE}
            ),
            phase=wanted.settings.get(PHASE, ""),
            participants=wanted.participants,
            language=wanted.language or protocol.language,
            seed=1,
            speed=self._speed,
            grounds=Grounds(text="simulation"),
            rehearsal=True,
            robot={"simulator": True},
            cameras=(),
        )
        files = {source.name: source.content for source in protocol.sources}
        folder = SessionFolder.create(self._sessions, protocol.id, files)
        return self._run(begin_new(given, folder), rehearsal=True)

    async def go_on(self, folder: Path, despite: Collection[str] = ()) -> RunningSession:
        """Take an interrupted session up on the fake robot."""
        if self.held is not None:
            await self.held.wait()
        self.continued.append(folder)
        self.despite.append(tuple(despite))
        self._fail()
        return self._run(begin_again(SessionFolder.open(folder)), rehearsal=True)

    def cameras(self) -> tuple[str, ...]:
        """Give the cameras."""
        return tuple(self.shows)

    def records(self) -> bool:
        """Tell whether there is a camera."""
        return bool(self.shows)

    async def means(self) -> Means:
        """Give an encrypted disk, and no robot."""
        return MEANS

    async def objected(self, wanted: SessionRequest) -> frozenset[str]:
        """Give those that are hidden, once it is not held up for these participants."""
        while self.held_up is not None and self.held_up == wanted.participants:
            self.is_held_up = True
            await asyncio.sleep(0.01)
        return self.hidden

    async def recordable(self, wanted: SessionRequest) -> frozenset[str]:
        """Give what would record."""
        return frozenset() if wanted.unrecorded or wanted.traceless else self.would_record

    async def picture(self, camera: str) -> Picture | None:
        """Give the grey pixel."""
        return self.shows.get(camera)

    async def levels(self) -> Mapping[str, float | None]:
        """Give how loud it is."""
        return self.loud

    async def close(self) -> None:
        """End the sessions, and leave their folders as a power cut would."""
        for task in self._playing:
            task.cancel()
        await asyncio.gather(*self._playing, return_exceptions=True)

    def _run(self, begun: StartedSession, *, rehearsal: bool) -> RunningSession:
        robot = FakeRobot(LoopSchedule(self._speed))
        self.robots.append(robot)
        session = LiveSession(begun, robot, [], HaltLatch.create())
        over: asyncio.Future[str] = asyncio.get_running_loop().create_future()

        async def halt(why: str) -> None:
            await robot.halt()

        async def play() -> None:
            try:
                outcome = await session.run()
                await robot.close()
                await asyncio.to_thread(session.close)
                over.set_result(outcome)
            finally:
                begun.log.close()
                over.cancel()

        self._playing.append(asyncio.create_task(play()))
        return RunningSession(session, Pseudonyms(), halt, None, rehearsal, over)

    def _fail(self) -> None:
        error, self.error = self.error, None
        if error is not None:
            raise error
