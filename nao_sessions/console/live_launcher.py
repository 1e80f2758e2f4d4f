"""The launcher of a real console: sessions on a robot or a simulator, one at a time in this process."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.launcher import Picture, SessionRequest
from nao_sessions.console.session_registry import RunningSession, SessionRegistry, StopAddress
from nao_sessions.core.errors import NaoSessionsError, UsageError
from nao_sessions.core.events import Event
from nao_sessions.engine.values import View
from nao_sessions.launch import (
    Callbacks,
    Equipment,
    LaunchedSession,
    NewSession,
    Resumption,
    RobotExamination,
    SessionLauncher,
    SourceViews,
    check_participants,
    plan_of,
)
from nao_sessions.live.preflight import CheckLine
from nao_sessions.live.session import LiveSession
from nao_sessions.privacy.ledger.rules import Means
from nao_sessions.protocol import load
from nao_sessions.text.messages import Text, msg

INTERRUPTED = "interrupted"
"""In place of an outcome: the session's log could no longer be written, and it can go on later."""


class LiveLauncher:
    """The ConsoleLauncher of a real console: sets up its sessions. Belongs to its event loop."""

    def __init__(
        self, config: ConsoleConfig, registry: SessionRegistry, equipment: Equipment, speed: float = 1.0
    ) -> None:
        """Store what sessions are launched with; ``speed`` is session seconds per real second."""
        self._config, self._registry, self._speed = config, registry, speed
        self._records = bool(equipment.room.sources)
        self._examination = RobotExamination(equipment.address)
        self._views = SourceViews(equipment.room.sources, self._session)
        reaching = _SETTING_UP if equipment.led_by_adult else _WAKING
        callbacks = Callbacks(
            reaching=partial(self._say, reaching), ask_empty_room=lambda question: registry.changed()
        )
        examine = partial(self._examination.lines, wait=True)
        self._launcher = SessionLauncher(equipment, config.names, callbacks, examine)
        self._beginning = asyncio.Lock()

    # The port.

    async def look(self, wanted: SessionRequest) -> tuple[CheckLine, ...]:
        """Examine all that the session needs; return the lines of the preflight. Raises: NaoSessionsError."""
        new = await asyncio.to_thread(self._new_session, wanted)
        lines = await asyncio.to_thread(self._launcher.preflight, new)
        sounds = () if wanted.unrecorded or self._busy else await self._views.sound_lines()
        return (*lines, *await self._examination.lines(new.plan.language), *sounds)

    async def begin(self, wanted: SessionRequest) -> RunningSession:
        """Begin a session, and return it once its first step is entered. Raises: NaoSessionsError."""
        async with self._beginning, AsyncExitStack() as stack:
            self._start()
            new = await asyncio.to_thread(self._new_session, wanted)
            return await self._let_in(await self._launcher.begin(new, stack), stack)

    async def go_on(self, folder: Path, despite: Collection[str] = ()) -> RunningSession:
        """Resume an interrupted session. Raises: NaoSessionsError."""
        async with self._beginning, AsyncExitStack() as stack:
            self._start()
            resumption = Resumption(folder=folder, despite=despite, as_begun=True, make_room=_MAKE_ROOM)
            return await self._let_in(await self._launcher.resume(resumption, stack), stack)

    def cameras(self) -> tuple[str, ...]:
        """Return the names of the room's cameras."""
        return self._views.cameras()

    def records(self) -> bool:
        """Return whether the room has a camera or a microphone."""
        return self._records

    async def means(self) -> Means:
        """Return what children would be recorded with here."""
        return await asyncio.to_thread(self._launcher.means, self._config.sessions)

    async def objected(self, wanted: SessionRequest) -> frozenset[str]:
        """Return the cameras that somebody who takes part does not want to be seen by."""
        new = await asyncio.to_thread(self._new_session, wanted)
        return await asyncio.to_thread(self._launcher.objected, new)

    async def recordable(self, wanted: SessionRequest) -> frozenset[str]:
        """Return what would record the session if each child said yes today."""
        new = await asyncio.to_thread(self._new_session, wanted)
        return await asyncio.to_thread(self._launcher.recordable, new)

    async def picture(self, camera: str) -> Picture | None:
        """Return the current picture of a camera; None where it has none."""
        shown = await self._views.picture(camera)
        return None if shown is None else Picture(shown.jpeg, shown.at_ns)

    async def levels(self) -> Mapping[str, float | None]:
        """Return each sound source's level in dB (None without); empty while a session runs or is set up."""
        return {} if self._busy else await self._views.levels()

    async def close(self) -> None:
        """Release all cameras and microphones; a running session is left alone."""
        await self._views.release()

    # Setting up.

    def _start(self) -> None:
        if self._registry.running is not None:
            raise UsageError(
                msg("A session is running already."),
                msg("Finish it first."),
                code="C201",
            )
        self._registry.told = []  # of the session before
        self._say(_LOOKING)

    def _say(self, doing: Text) -> None:
        """Show on the waiting page what is being set up."""
        self._registry.setting_up = doing
        self._registry.changed()

    def _new_session(self, wanted: SessionRequest) -> NewSession:
        """Return a page's request as the launch room takes it. Raises: NaoSessionsError."""
        protocol, hide = load(wanted.protocol), self._config.names.hide
        check_participants(protocol, wanted.participants)
        agreements = [
            *({"participant": code, "answer": answer} for code, answer in wanted.agreements.items()),
            *({"participant": code, "instead": hide(words)} for code, words in wanted.instead.items()),
        ]
        return NewSession(
            plan=plan_of(
                protocol,
                wanted.settings.items(),
                wanted.participants,
                wanted.seed,
                self._speed,
                hide,
                wanted.language,
            ),
            parent=self._config.sessions,
            ground=wanted.ground,
            unencrypted=wanted.unencrypted,
            despite=wanted.despite,
            clap=wanted.clap,
            recorded=not wanted.unrecorded,
            rehearsal=wanted.rehearsal,
            agreements=agreements,
            adults=wanted.adults,
            traceless=wanted.traceless,
        )

    def _session(self) -> LiveSession | None:
        return None if self._registry.running is None else self._registry.running.session

    @property
    def _busy(self) -> bool:
        """Return whether a session runs or is being set up, so that its recorders use the sources."""
        return self._registry.running is not None or self._registry.setting_up is not None

    # Running.

    async def _let_in(self, launched: LaunchedSession, stack: AsyncExitStack) -> RunningSession:
        """Run the session as a task; return it once its first step is entered. Raises: NaoSessionsError."""
        session, guard, empty_room = launched.session, launched.robot.guard, launched.empty_room
        await self._views.release()
        manifest = session.begun.folder.read_manifest()
        running = RunningSession(
            session=session,
            names=launched.names,
            halt=launched.robot.halts.halt,
            stop=None if guard is None else StopAddress(guard.url, guard.token),
            rehearsal=manifest.rehearsal,
            simulated=bool(manifest.robot.get("simulator")),
            over=asyncio.get_running_loop().create_future(),
            asks_empty_room=empty_room.is_asking,
            answer_empty_room=empty_room.answer,
            arrive=None if launched.gate is None else launched.arrive,
            adults=launched.adults,
        )
        entered = asyncio.Event()

        def watch(view: View, outputs: tuple[Event, ...]) -> None:
            entered.set()

        session.loop.watch(watch)
        self._say(_ROLLING if session.recorded else _STARTING)
        task = asyncio.create_task(session.run(), name="session")
        try:
            first = asyncio.create_task(entered.wait())
            await asyncio.wait({first, task}, return_when=asyncio.FIRST_COMPLETED)
            first.cancel()
            if task.done():
                task.result()  # it failed before its first step: told where it was asked for
        except BaseException:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            raise
        self._registry.enter(running)
        held = stack.pop_all()
        running.ending = asyncio.create_task(self._see_to_the_end(running, task, held), name="session's end")
        return running

    async def _see_to_the_end(
        self, running: RunningSession, task: asyncio.Task[str], held: AsyncExitStack
    ) -> None:
        """Wait for the session's end, then close what it used and its folder, whatever the outcome."""
        outcome = INTERRUPTED
        try:
            outcome = await task
        except NaoSessionsError as error:
            self._tell_error(error)
        finally:
            await held.aclose()
            if outcome == INTERRUPTED:  # it can go on later, with what it has
                running.session.begun.log.close()
            else:
                await self._close_folder(running.session)
            await self._views.release()
            self._registry.leave()
            running.over.set_result(outcome)

    async def _close_folder(self, session: LiveSession) -> None:
        try:
            await asyncio.to_thread(session.close)
        except NaoSessionsError as error:
            self._tell_error(error)

    def _tell_error(self, error: NaoSessionsError) -> None:
        self._registry.tell(error.sentence)
        if error.hint is not None:
            self._registry.tell(error.hint)


_LOOKING = msg("Looking whether all is ready...")
_SETTING_UP = msg("The session is being set up...")
_WAKING = msg("Nao gets ready...")
_ROLLING = msg("The recording begins...")
_STARTING = msg("The session begins, without a recording...")
_MAKE_ROOM = msg("Nothing is lost. Make room on this disk, then 'Go on'.")
