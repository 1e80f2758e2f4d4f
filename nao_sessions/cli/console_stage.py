"""What stands behind the console's stage: this robot, this room, one session at a time in this process.

The composition root of the console, as `run.py` is of the terminal: here alone adapters are chosen.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from nao_sessions.cli.console_pictures import Pictures
from nao_sessions.cli.console_robot import RobotLook
from nao_sessions.cli.console_sound import sound_lines
from nao_sessions.cli.console_taking_up import Interrupted
from nao_sessions.cli.plan import Plan, check_participants, plan_of
from nao_sessions.cli.run_again import check_answers, check_same_kind
from nao_sessions.cli.run_clap import EMPTY_WORDS, EmptyRoom
from nao_sessions.cli.run_robot import NOBODY, Standing, StopFor, stand_nao, stand_nobody
from nao_sessions.cli.setting_up import make_session, orders_of
from nao_sessions.console.hall import Hall, Running, StopAddress
from nao_sessions.console.house import House
from nao_sessions.console.stage import Picture, Wanted
from nao_sessions.core.errors import NaoSessionsError, UsageError
from nao_sessions.core.events import Event
from nao_sessions.engine.values import View
from nao_sessions.live.disk_space import Need, need_of
from nao_sessions.live.preflight import Line, preflight, refused
from nao_sessions.live.preflight import Plan as Preflight
from nao_sessions.live.room_file import TABLE, Room
from nao_sessions.live.session import LiveSession
from nao_sessions.live.start import Begun
from nao_sessions.privacy.grounds import grounds
from nao_sessions.protocol import load
from nao_sessions.robot.address import Address
from nao_sessions.robot.life_file import life_file
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.robot.taken import hold
from nao_sessions.text.messages import Text, msg

INTERRUPTED = "interrupted"
"""What a session came to whose log could not be written any more: no outcome, it can go on."""


@dataclass(frozen=True, slots=True)
class Equipment:
    """What this console has: ``address``: None where no robot takes part; ``speed`` is the simulator's."""

    address: Address | None
    simulated: bool
    room: Room
    stop_for: StopFor
    speed: float = 1.0

    @property
    def real(self) -> bool:
        """Tell whether anything real takes part."""
        return not (self.simulated and self.room.simulated)

    def unrecorded(self) -> Equipment:
        """Give the same without a camera and without a microphone."""
        return replace(self, room=replace(self.room, sources=()))


class _NeverStopped:
    """A person stops a session that starts in the page, not by a signal."""

    def check(self) -> None:
        """Go on."""


class ConsoleStage:
    """Sets up the sessions of one console. Belongs to its event loop."""

    def __init__(self, house: House, hall: Hall, equipment: Equipment) -> None:
        self._house, self._hall, self._has = house, hall, equipment
        self._look = RobotLook(equipment.address)
        self._pictures = Pictures(equipment.room.sources, hall)
        self._beginning = asyncio.Lock()

    # The port.

    async def look(self, wanted: Wanted) -> tuple[Line, ...]:
        """Look at all that the session needs. Raises: NaoSessionsError."""
        plan = await asyncio.to_thread(self._plan_of, wanted)
        lines = await asyncio.to_thread(preflight, self._preflight(plan, wanted))
        sounds = () if wanted.unrecorded else sound_lines(await self._pictures.heard())
        return (*lines, *await self._look.lines(plan.language), *sounds)

    async def begin(self, wanted: Wanted) -> Running:
        """Begin a session. Raises: NaoSessionsError."""
        async with self._beginning:
            self._check_free()
            self._say(_LOOKING)
            plan = await asyncio.to_thread(self._plan_of, wanted)
            asked = self._preflight(plan, wanted)
            lines = await asyncio.to_thread(preflight, asked)
            of_nao = await self._look.lines(plan.language, wait=True)
            gone = [line for line in of_nao if line.verdict == "refused" and line.code not in wanted.despite]
            keeping = (*refused(lines, wanted.despite), *gone)
            if keeping:
                raise keeping[0].told()
            despite = [line for line in (*lines, *of_nao) if line.verdict == "refused"]
            has = self._has.unrecorded() if wanted.unrecorded else self._has
            why = grounds(
                real=has.real,
                records=bool(has.room.sources),
                ground=asked.ground,
                unencrypted=asked.unencrypted,
                folder=asked.folder,
            )
            async with AsyncExitStack() as stack:
                if self._has.address is not None:
                    stack.enter_context(hold(self._has.address))
                robot = {"simulator": has.simulated, **({"kind": NOBODY} if has.address is None else {})}
                rehearsal = wanted.rehearsal or not has.real
                parent = self._house.sessions
                begun = make_session(plan, why, has.room, parent, robot, rehearsal=rehearsal, stack=stack)
                claps = EmptyRoom(lambda text: self._hall.changed(), nobody_there=not has.real)
                played = claps if wanted.clap else None
                session, standing = await self._set_up(begun, has, asked.need, played, stack)
                _note_despite(session, despite)
                for code, answer in wanted.agreements.items():
                    session.loop.note("console", "agreement", {"participant": code, "answer": answer})
                for code, words in wanted.instead.items():
                    said = {"participant": code, "instead": self._house.names.hide(words)}
                    session.loop.note("console", "agreement", said)
                return await self._let_in(session, standing, claps, stack)

    async def go_on(self, folder: Path, despite: Collection[str] = ()) -> Running:
        """Take up an interrupted session. Raises: NaoSessionsError."""
        async with self._beginning:
            self._check_free()
            self._say(_LOOKING)
            async with AsyncExitStack() as stack:
                if self._has.address is not None:
                    stack.enter_context(hold(self._has.address))
                    await check_answers(self._has.address)
                was = await asyncio.to_thread(Interrupted.read, folder)
                has = self._has if was.recorded else self._has.unrecorded()
                check_same_kind(
                    was.manifest,
                    simulated=self._has.simulated,
                    real=not was.manifest.rehearsal and self._has.real,
                    nobody=self._has.address is None,
                )
                need = await asyncio.to_thread(was.needs, has.room, real=has.real)
                red = await asyncio.to_thread(was.look, has.room, need, despite, real=has.real)
                begun = await asyncio.to_thread(was.take_up)

                def let_go(kind: object, *_: object) -> None:
                    if kind is not None:
                        begun.log.close()

                stack.push(let_go)
                claps = EmptyRoom(lambda text: None, nobody_there=False)  # no clap after an interruption
                session, standing = await self._set_up(begun, has, need, None, stack)
                _note_despite(session, red)
                return await self._let_in(session, standing, claps, stack)

    def cameras(self) -> tuple[str, ...]:
        """Give the names of the room's cameras."""
        return self._pictures.names()

    def records(self) -> bool:
        """Tell whether the room has a camera or a microphone."""
        return bool(self._has.room.sources)

    async def picture(self, camera: str) -> Picture | None:
        """Give what a camera sees now."""
        return await self._pictures.of(camera)

    async def levels(self) -> Mapping[str, float | None]:
        """Give how loud each source is now."""
        return {source.name: heard.peak_db for source, heard in await self._pictures.heard()}

    async def close(self) -> None:
        """Look through no camera any more; a session that runs is left to itself."""
        await self._pictures.let_go()

    # Setting up.

    def _check_free(self) -> None:
        if self._hall.running is not None:
            raise UsageError(
                msg("A session is running already."),
                msg("Finish it first."),
                code="C201",
            )
        self._hall.told = []  # of the session before

    def _plan_of(self, wanted: Wanted) -> Plan:
        protocol = load(wanted.protocol)
        check_participants(protocol, wanted.participants)
        settings = [f"{key}={value}" for key, value in wanted.settings.items()]
        hide = self._house.names.hide
        language = wanted.language
        return plan_of(protocol, settings, wanted.participants, wanted.seed, self._has.speed, hide, language)

    def _preflight(self, plan: Plan, wanted: Wanted) -> Preflight:
        has = self._has.unrecorded() if wanted.unrecorded else self._has
        folder, hide = self._house.sessions, self._house.names.hide
        need = need_of(
            has.room, plan.protocol, folder, real=has.real, settings=plan.settings, speed=has.speed
        )
        return Preflight(
            room=has.room,
            folder=folder,
            need=need,
            real=has.real,
            ground=None if wanted.ground is None else hide(wanted.ground),
            unencrypted=None if wanted.unencrypted is None else hide(wanted.unencrypted),
        )

    def _say(self, doing: Text) -> None:
        """Tell whoever waits for the session how far it is."""
        self._hall.setting_up = doing
        self._hall.changed()

    async def _set_up(
        self, begun: Begun, has: Equipment, need: Need, claps: EmptyRoom | None, stack: AsyncExitStack
    ) -> tuple[LiveSession, Standing]:
        self._say(_SETTING_UP if self._has.address is None else _WAKING)
        names = self._names_for(begun)
        standing = await self._stand(begun, names, stack)
        room = has.room
        lamps, tones = room.clap.lamps, room.clap.tones
        await self._pictures.let_go()
        session = LiveSession(
            begun,
            standing.robot,
            orders_of(begun, room),
            standing.latch,
            [camera for camera in room.cameras if camera.cards],
            None if claps is None else claps.claps(lamps=lamps, tones=tones),
            standing.sampled,
            bytes_s=need.bytes_s,
        )
        standing.attach(session, lambda kind: None)  # the page reads the guard's news in the log
        await standing.note_clock(session)
        return session, standing

    async def _stand(self, begun: Begun, names: Pseudonyms, stack: AsyncExitStack) -> Standing:
        address = self._has.address
        if address is None:
            return stand_nobody(begun, names, lambda to_do: None, stack)  # the page reads it in the log
        life = life_file(address, instead=begun.folder.path / "life.json")
        on_table = self._has.room.place == TABLE
        return await stand_nao(
            begun, address.url, names, life, _NeverStopped(), stack, self._has.stop_for, on_table=on_table
        )

    def _names_for(self, begun: Begun) -> Pseudonyms:
        codes = tuple(begun.folder.read_manifest().participants)
        return self._house.names.only(codes)

    # Running.

    async def _let_in(
        self, session: LiveSession, standing: Standing, claps: EmptyRoom, stack: AsyncExitStack
    ) -> Running:
        """Let the session run by itself, once its first step is entered. Raises: NaoSessionsError."""
        guard = standing.guard
        running = Running(
            session=session,
            names=self._names_for(session.begun),
            halt=standing.halts.halt,
            stop=None if guard is None else StopAddress(guard.url, guard.token),
            rehearsal=session.begun.folder.read_manifest().rehearsal,
            over=asyncio.get_running_loop().create_future(),
            asks_empty_room=lambda: claps.is_asking,
            answer_empty_room=lambda empty: _answered(claps, empty),
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
        self._hall.enter(running)
        held = stack.pop_all()
        running.ending = asyncio.create_task(self._see_to_the_end(running, task, held), name="session's end")
        return running

    async def _see_to_the_end(self, running: Running, task: asyncio.Task[str], held: AsyncExitStack) -> None:
        """Close what the session had, then its folder, whatever became of it; then let it leave the hall."""
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
            await self._pictures.let_go()
            self._hall.leave()
            running.over.set_result(outcome)

    async def _close_folder(self, session: LiveSession) -> None:
        try:
            await asyncio.to_thread(session.close)
        except NaoSessionsError as error:
            self._tell_error(error)

    def _tell_error(self, error: NaoSessionsError) -> None:
        self._hall.tell(error.sentence)
        if error.hint is not None:
            self._hall.tell(error.hint)


_LOOKING = msg("Looking whether all is ready...")
_SETTING_UP = msg("The session is being set up...")
_WAKING = msg("Nao gets ready...")
_ROLLING = msg("The recording begins...")
_STARTING = msg("The session begins, without a recording...")


def _note_despite(session: LiveSession, lines: Sequence[Line]) -> None:
    """Keep in the log what a session begins, or goes on, in spite of."""
    for line in lines:
        session.loop.note("session", "despite", {"code": line.code, **line.facts})


def _answered(claps: EmptyRoom, empty: bool) -> None:
    claps.take(EMPTY_WORDS[0] if empty else "")
