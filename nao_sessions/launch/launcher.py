"""How sessions are put together: preflight, grounds and folder, robot and guard, recorders and claps.

Every way to run a session comes through here, from a terminal, from the console, from a test. They differ in
what is asked for (the requests) and in who hears of it (the callbacks), never in what is done in which order.

A protocol with what was chosen for a session of it: settings, codes, language, seed and speed.

Whether the room is empty: claps are for an empty room, and whoever leads the session says that it is. Whoever
wants claps says so of the room before the session; after the session the person is asked.
"""

from __future__ import annotations

import asyncio
import datetime
import random
import shutil
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from nao_sessions.core.codes import PARTS, is_code
from nao_sessions.core.errors import DeviceUnavailable, UsageError
from nao_sessions.launch.equipment import Equipment, SessionRobot, adult_instead, reach_nao
from nao_sessions.launch.people_at_simulator import PeopleAtSimulator
from nao_sessions.launch.recording_gate import (
    RecordingGate,
    kinds,
    means_of,
    objected,
    recorders_of,
    without_ended,
    without_withheld,
)
from nao_sessions.live.clap import Claps
from nao_sessions.live.disk import LOG_BYTES_S, need_of
from nao_sessions.live.preflight import OVERRIDABLE, CheckLine, preflight, refused
from nao_sessions.live.preflight import PreflightPlan as Preflight
from nao_sessions.live.session import LiveSession, not_written
from nao_sessions.live.start import (
    SessionParameters,
    StartedSession,
    begin_again,
    begin_new,
    check_not_imported,
)
from nao_sessions.privacy.film_use import BY_LEDGER, presence_of
from nao_sessions.privacy.ledger.file import LedgerFile
from nao_sessions.privacy.ledger.rules import YES, Decision, Means, withheld
from nao_sessions.privacy.ledger.values import LOG, Purpose
from nao_sessions.privacy.presence import PRESENT
from nao_sessions.privacy.traceless import sweep, traceless_folder, traceless_parent
from nao_sessions.privacy.volume import SIMULATION, grounds
from nao_sessions.protocol import load_files, setting_values
from nao_sessions.protocol.expression import Value
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.spoken import languages_of
from nao_sessions.record.film import read_film_end
from nao_sessions.record.folder import SessionFolder, default_folder, not_made
from nao_sessions.record.journal import ReplayDiffers, log_differs
from nao_sessions.record.log import read_log
from nao_sessions.record.manifest import PHASE, Grounds, Manifest, checked_phase
from nao_sessions.rehearsal.people.people import people_of
from nao_sessions.robot.address import Address
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.robot.port import NOBODY
from nao_sessions.robot.simulated_hand import SimulatedHand
from nao_sessions.room.capture.film_latch import FilmLatch
from nao_sessions.room.capture.order import Order
from nao_sessions.room.files.index import segments_of
from nao_sessions.room.room_file import TABLE, Room
from nao_sessions.room.sync.clap.pattern import Which
from nao_sessions.text.messages import Text, msg, msgn

ANSWER_WITHIN_S = 180.0

EMPTY_WORDS = ("vide", "empty")

_QUESTION = msg(
    "The session is over. When the room is empty, type 'empty': Nao gives the last clap. "
    "Enter alone: no clap."
)


class EmptyRoom:
    """The question whether the room is empty, and its answer, typed or pressed."""

    def __init__(self, ask: Callable[[Text], None], *, nobody_there: bool) -> None:
        """Prepare the question, which ``ask`` shows; ``nobody_there``: in a simulated room no child is."""
        self._ask = ask
        self._nobody_there = nobody_there
        self._answer: asyncio.Future[bool] | None = None

    def claps(self, *, lamps: bool, tones: bool) -> Claps:
        """Return the claps of a session, each of which waits for :meth:`confirmed`."""
        return Claps(lamps, tones, self.confirmed)

    async def confirmed(self, which: Which) -> bool:
        """Return whether a clap may be given: at the start always, at the end if a person says so in time."""
        if which == "start" or self._nobody_there:
            return True
        self._answer = asyncio.get_running_loop().create_future()
        self._ask(_QUESTION)
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                return await self._answer
        except TimeoutError:
            return False
        finally:
            self._answer = None

    def is_asking(self) -> bool:
        """Return whether the question waits for an answer."""
        return self._answer is not None and not self._answer.done()

    def answer(self, empty: bool) -> bool:
        """Answer whether the room is empty; return whether that was being asked.

        To end the session without waiting, answer False.
        """
        if self._answer is None or self._answer.done():
            return False
        self._answer.set_result(empty)
        return True

    def take(self, line: str) -> bool:
        """Answer with a typed line; return whether the question was being asked."""
        return self.answer(line.strip().casefold() in EMPTY_WORDS)


MOST_SEEDS = 2**31


@dataclass(frozen=True, slots=True)
class Plan:
    """A protocol with what was chosen for one session of it; ``speed`` is session seconds a real second."""

    protocol: Protocol
    settings: dict[str, Value]
    participants: tuple[str, ...]
    seed: int
    speed: float
    language: str
    """The language that Nao speaks and listens in."""
    phase: str = ""
    """Which phase of a study the session belongs to, where the protocol itself has no such setting."""


def plan_of(
    protocol: Protocol,
    settings: Iterable[tuple[str, str]],
    participants: tuple[str, ...],
    seed: int | None,
    speed: float,
    hide_names: Callable[[str], str],
    language: str | None = None,
) -> Plan:
    """Return the plan of a session; first names in settings become codes, as settings are written down.

    ``seed``: None: one is drawn; ``language``: None: the protocol's own.

    Raises:
        UsageError: a setting is unknown, or a value does not fit it; the protocol lacks the language.
    """
    choices = {known.name: known.choices for known in protocol.settings}
    written: dict[str, str] = {}
    for name, value in settings:
        # A choice is a word of the author's, whoever else may be called so.
        key = name if name in choices else hide_names(name)
        written[key] = value if value.strip() in choices.get(key, ()) else hide_names(value)
    phase = "" if PHASE in choices else checked_phase(written.pop(PHASE, ""))
    return Plan(
        protocol=protocol,
        settings=setting_values(protocol, written),
        participants=participants,
        seed=random.SystemRandom().randrange(MOST_SEEDS) if seed is None else seed,
        speed=speed,
        language=_spoken(protocol, language),
        phase=phase,
    )


def _spoken(protocol: Protocol, language: str | None) -> str:
    """Return the language of a session: the protocol's own, or another that the protocol is written in."""
    known = languages_of(protocol)
    if language is None or language in known:
        return language or protocol.language
    raise UsageError(
        msg("Nao has no sentences in '{language}' in this protocol.", language=language),
        msg("Languages of this protocol: {known}.", known=", ".join(known)),
        code="U123",
    )


def check_participants(protocol: Protocol, participants: tuple[str, ...]) -> None:
    """Raise UsageError if a participant is no code, or there are too many or, but for none, too few."""
    for code in participants:
        if not is_code(code):
            raise UsageError(
                msg("--participant takes a code such as P07, never a name."),
                msg("First names go by --names."),
                code="U104",
            )
    fewest, most = protocol.participants_min, protocol.participants_max
    if participants and not fewest <= len(participants) <= most:
        words = _FOR if fewest == most else _FOR_UP_TO if fewest == 0 else _FOR_BETWEEN
        raise UsageError(words.format(n=most, fewest=fewest), code="U105")


_FOR = msgn("This protocol is for {n} participant.", "This protocol is for {n} participants.")
_FOR_UP_TO = msgn(
    "This protocol is for at most {n} participant.", "This protocol is for at most {n} participants."
)
_FOR_BETWEEN = msgn(
    "This protocol is for {fewest} to {n} participant.", "This protocol is for {fewest} to {n} participants."
)


# What is read and looked at before an interrupted session goes on, and how its folder is taken up.
#
# Until all of it is through, nothing in the folder is changed: a session that cannot go on now can go on
# later.

ANSWERS_WITHIN_S = 10.0


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A session that is to go on: what its folder says of it, and its protocol, read once."""

    folder: SessionFolder
    manifest: Manifest
    protocol: Protocol
    film_is_over: bool = False
    """The film was ended for good: to film again is the decision of another session."""

    @classmethod
    def read(cls, path: Path) -> Interrupted:
        """Return the session of a folder. Raises: RecordError, UsageError (imported), ProtocolRefused."""
        folder = SessionFolder.open(path)
        manifest = folder.read_manifest()
        check_not_imported(manifest)
        protocol = load_files(folder.protocol_files(), manifest.protocol.entry)
        film_end = read_film_end(read_log(folder.events).events, folder.halts)
        return cls(folder, manifest, protocol, film_end is not None)

    @property
    def recorded(self) -> bool:
        """Return whether the session was recorded by a camera or a microphone."""
        return bool(self.manifest.room.get("cameras") or self.manifest.room.get("microphones"))

    def check_same_kind(self, equipment: Equipment, *, as_begun: bool) -> None:
        """Raise UsageError if the session would go on with another kind of robot or camera.

        Adults may have rehearsed with a real Nao; in their console (*as_begun*) before a real camera alone.
        """
        was = self.manifest
        simulator, led_by_adult = bool(was.robot.get("simulator")), was.robot.get("kind") == NOBODY
        all_simulated = was.rehearsal and simulator and not (as_begun and was.ground.text != SIMULATION)
        same_robot = simulator == equipment.simulated and led_by_adult == equipment.led_by_adult
        if same_robot and (was.rehearsal or equipment.real) and not (all_simulated and equipment.real):
            return
        kind = _NO_ROBOT if led_by_adult else _SIMULATED if simulator and was.rehearsal else _REAL
        raise UsageError(
            msg(
                "This session is {was}: it does not go on with a robot or a camera of another kind.", was=kind
            ),
            msg("Resume with the robot and the room of its beginning, or begin another session."),
            code="U107",
        )

    def take_up(self) -> StartedSession:
        """Return the session, resumed from its log. Raises: NaoSessionsError, as :func:`begin_again`."""
        try:
            return begin_again(self.folder, self.protocol)
        except ReplayDiffers as error:
            raise log_differs(error.seq) from error
        except OSError as error:
            raise not_written(error) from error


async def check_answers(address: Address) -> None:
    """Raise DeviceUnavailable if a robot does not answer: its kind cannot be known then."""
    try:
        async with asyncio.timeout(ANSWERS_WITHIN_S):
            _, writer = await asyncio.open_connection(address.host, address.port)
        writer.close()
    except (OSError, UnicodeError) as error:  # TimeoutError is an OSError; a name too long for DNS is none
        raise DeviceUnavailable(
            msg("Nao does not answer at {url}: the session does not go on.", url=address.url),
            msg("Is it on, and on the same network?"),
            code="R002",
        ) from error


_SIMULATED = msg("simulated")
_REAL = msg("real")
_NO_ROBOT = msg("without a robot")


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for of a session, whether it begins or goes on.

    ``ground`` (for recording) and ``unencrypted`` (why the disk is not) are as typed. ``despite`` are the
    codes of preflight lines that it begins in spite of. ``clap``: Nao gives claps, to synchronise films.
    ``child`` is the behaviour of virtual children at the simulator.
    """

    ground: str | None = None
    unencrypted: str | None = None
    despite: Collection[str] = ()
    clap: bool = False
    child: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession(Request):
    """A session that is to begin.

    ``parent`` is where its folder is made; None: the default for its kind. ``recorded``: cameras and
    microphones record. ``rehearsal``: it is one, whatever robot stands behind it. ``agreements`` are what
    children have said today, for the log and the ledger. ``adults`` are in the room, by code; ``purpose`` is
    what is recorded for. ``traceless``: nothing of it is kept; ``parent`` and ``recorded`` count for nothing
    then.
    """

    plan: Plan
    parent: Path | None = None
    recorded: bool = True
    rehearsal: bool = False
    agreements: Sequence[Mapping[str, str]] = ()
    adults: tuple[str, ...] = ()
    purpose: Purpose = "support"
    traceless: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumption(Request):
    """An interrupted session that is to go on; a ``ground`` that is None stays that of its beginning.

    ``as_begun``: a session that nothing recorded goes on unrecorded. ``make_room`` is the remedy to show
    where the disk is too small.
    """

    folder: Path
    make_room: Text
    as_begun: bool = False


@dataclass(frozen=True, slots=True)
class Callbacks:
    """Functions that are called with the news and the question of a session, on its own event loop."""

    check: Callable[[], None] = lambda: None
    """Called before the next thing is started; what it raises ends the beginning."""
    looked: Callable[[Sequence[CheckLine], Sequence[CheckLine]], None] = lambda lines, keeping: None
    """Takes all lines of a preflight, and those that keep the session from beginning."""
    reaching: Callable[[], None] = lambda: None
    """Called when all is well, and the robot is about to be reached."""
    tell: Callable[[Text], None] = lambda text: None
    """Takes what is no part of the protocol: news of the disk, and what an adult says in Nao's place."""
    guard: Callable[[str], None] = lambda kind: None
    """Takes the kind of each event of the guard, but of a halt, which is an input of the session."""
    ask_empty_room: Callable[[Text], None] = lambda question: None
    """Takes the question before the last clap; the answer goes to the session's :class:`EmptyRoom`."""


@dataclass(frozen=True, slots=True)
class LaunchedSession:
    """A session that is ready to run, with what stops it.

    ``names`` are the first names of its participants alone, ``lines`` those of its preflight; ``gate`` is
    asked all through whether it may be recorded, None where no child takes part.
    """

    session: LiveSession
    robot: SessionRobot
    names: Pseudonyms
    empty_room: EmptyRoom
    lines: tuple[CheckLine, ...] = ()
    gate: RecordingGate | None = None

    def adults(self) -> tuple[str, ...]:
        """Return the adults who are in the room, by code."""
        return () if self.gate is None else self.gate.presence.adults

    def arrive(self, code: str) -> None:
        """Count in somebody who came into the room, "" for whoever is in no ledger, and log who is there."""
        if self.gate is not None and self.gate.arrive(code):
            present = self.gate.present(self.session.begun.journal.state.participants)
            self.session.loop.note("session", PRESENT, present)


class SessionLauncher:
    """What launches sessions on one robot and in one room, one at a time."""

    def __init__(
        self,
        equipment: Equipment,
        names: Pseudonyms,
        callbacks: Callbacks = Callbacks(),
        examine: Callable[[str], Awaitable[tuple[CheckLine, ...]]] | None = None,
        ledger: LedgerFile | None = None,
    ) -> None:
        """Prepare; *names* are all that are known, and no other text of a session has one.

        *examine* examines the robot before a new session, in the session's language; None: nothing does.
        *ledger* says who may be recorded; None: that of this user's house.
        """
        self._ledger = ledger
        self._equipment, self._names, self._callbacks = equipment, names, callbacks
        self._examine = examine

    def preflight(self, asked: NewSession) -> tuple[CheckLine, ...]:
        """Return the lines of the preflight on this computer: disk, grounds. It blocks for a while."""
        if asked.traceless:
            asked = replace(asked, recorded=False, parent=traceless_parent())
        has = self._equipment.recording(asked.recorded)
        _, found = self._ask_ledger(has, asked)
        return preflight(self._needs_of_new(without_withheld(has, found), asked, found))

    def objected(self, asked: NewSession) -> frozenset[str]:
        """Return the cameras whose pictures somebody of a new session objects to. It blocks for a moment."""
        return objected(self._ask_ledger(self._equipment, asked)[1])

    def recordable(self, asked: NewSession) -> frozenset[str]:
        """Return what would record a new session if each of its children said yes today.

        By the names of the ledger, without the log; of a drawn room nothing. It blocks for a moment.
        """
        has = self._equipment.recording(asked.recorded and not asked.traceless)
        if has.room.simulated:
            return frozenset()
        says_yes = [{"participant": code, "answer": YES} for code in asked.plan.participants]
        _, found = self._ask_ledger(has, replace(asked, agreements=says_yes))
        recorders = (
            name for source in without_withheld(has, found).room.sources for name in recorders_of(source)
        )
        return frozenset(recorders)

    def means(self, folder: Path) -> Means:
        """Return what children would be recorded with in a session that lies in *folder*."""
        return means_of(self._equipment, folder)

    async def begin(self, asked: NewSession, stack: AsyncExitStack) -> LaunchedSession:
        """Set up and begin a new session; the stack ends all its parts.

        Nothing is left of one that fails before its first step.

        Raises:
            NaoSessionsError: something that it needs is not there.
        """
        stack.enter_context(self._equipment.hold())
        await asyncio.to_thread(sweep)
        if asked.traceless:
            asked = replace(asked, recorded=False, parent=stack.enter_context(traceless_folder()))
        has = (await self._equipment.identified()).recording(asked.recorded)
        gate, found = await asyncio.to_thread(self._ask_ledger, has, asked)
        has = without_withheld(has, found)
        needs = await asyncio.to_thread(self._needs_of_new, has, asked, found)
        of_computer = await asyncio.to_thread(preflight, needs)
        of_robot = () if self._examine is None else await self._examine(asked.plan.language)
        lines = (*of_computer, *of_robot)
        gone = [line for line in of_robot if line.verdict == "refused" and line.code not in asked.despite]
        self._check(lines, (*refused(of_computer, asked.despite), *gone))
        ground = grounds(
            real=has.real,
            records=bool(has.room.sources),
            ground=_ground_of(gate, found) or needs.ground,
            unencrypted=needs.unencrypted,
            folder=needs.folder,
        )
        plan = asked.plan
        has = await has.started(speed=plan.speed, seed=plan.seed, language=plan.language, stack=stack)
        self._callbacks.check()
        rehearsal = asked.rehearsal or not has.real
        begun = _make(_parameters(plan, has, ground, rehearsal=rehearsal), needs.folder, stack)
        if asked.traceless:
            stack.callback(begun.log.close)
        kept = not asked.traceless
        launched = await self._launch(
            begun, has, asked, needs.need.bytes_s, lines, stack, sampled=kept, kept=kept
        )
        for agreement in asked.agreements:
            launched.session.loop.note("console", "agreement", agreement)
        return self._guarded(launched, gate, found, stack)

    async def resume(self, asked: Resumption, stack: AsyncExitStack) -> LaunchedSession:
        """Set up and resume an interrupted session; the stack ends all its parts.

        Raises:
            NaoSessionsError: something that it needs is not there; its folder is as it was.
        """
        stack.enter_context(self._equipment.hold())
        has = await self._equipment.identified()
        if has.address is not None:
            await check_answers(has.address)
        was = await asyncio.to_thread(Interrupted.read, asked.folder)
        manifest, before = was.manifest, was.manifest.ground
        has = has.recording((was.recorded or not asked.as_begun) and not was.film_is_over)
        was.check_same_kind(has, as_begun=asked.as_begun)
        has = without_ended(has, (await asyncio.to_thread(read_log, was.folder.events)).events)
        gate = await asyncio.to_thread(_gate_again, has, was, self._ledger)
        found = {} if gate is None else await asyncio.to_thread(gate.decide)
        has = without_withheld(has, found)
        ground, unencrypted = self._hidden(asked.ground), self._hidden(asked.unencrypted)
        needs = await asyncio.to_thread(
            _needs,
            has,
            was.protocol,
            manifest.settings,
            manifest.clock.speed,
            was.folder.path,
            was.folder.path.parent,
            ground or before.text,
            unencrypted or before.unencrypted,
            found,
        )
        of_computer = await asyncio.to_thread(preflight, needs)
        lines = tuple(_with_remedy(line, asked.make_room) for line in of_computer)
        self._check(lines, refused(lines, asked.despite))
        begun = await asyncio.to_thread(was.take_up)
        stack.push(_Unfinished(begun=begun))
        has = await has.started(
            speed=manifest.clock.speed, seed=manifest.seed, language=manifest.language, stack=stack
        )
        self._callbacks.check()
        launched = await self._launch(begun, has, asked, needs.need.bytes_s, lines, stack)
        if ground or unencrypted:
            launched.session.loop.note("session", "ground", {"text": ground, "unencrypted": unencrypted})
        return self._guarded(launched, gate, found, stack)

    async def try_step(self, plan: Plan, step: str, parent: Path, stack: AsyncExitStack) -> LaunchedSession:
        """Set up a session of one step, of which nothing is recorded: neither room nor Nao's body.

        Raises:
            NaoSessionsError: something that it needs is not there.
        """
        stack.enter_context(self._equipment.hold())
        has = await self._equipment.identified()
        has = await has.started(speed=plan.speed, seed=plan.seed, language=plan.language, stack=stack)
        self._callbacks.check()
        parameters = _parameters(plan, has, Grounds(text="try"), rehearsal=True)
        begun = _make(replace(parameters, only=step), parent, stack)
        return await self._launch(begun, has, Request(), LOG_BYTES_S, (), stack, sampled=False)

    def _hidden(self, typed: str | None) -> str | None:
        """Return a typed text with first names replaced by codes, as it will be written down."""
        return None if typed is None else self._names.hide(typed)

    def _needs_of_new(self, has: Equipment, asked: NewSession, found: Mapping[str, Decision]) -> Preflight:
        plan, parent = asked.plan, asked.parent or default_folder(real=has.real)
        ground, unencrypted = self._hidden(asked.ground), self._hidden(asked.unencrypted)
        needs = _needs(
            has, plan.protocol, plan.settings, plan.speed, parent, parent, ground, unencrypted, found
        )
        return replace(needs, traceless=asked.traceless)

    def _ask_ledger(
        self, has: Equipment, asked: NewSession
    ) -> tuple[RecordingGate | None, Mapping[str, Decision]]:
        """Return the gate of a new session, and what it decides; None where no child takes part.

        Nothing is recorded of a session without a trace, not even its log: there is nothing to ask.
        """
        if asked.traceless:
            return None, {}
        today = datetime.datetime.now().astimezone().date()
        presence = presence_of(asked.plan.participants, asked.adults, asked.agreements, today)
        parent = asked.parent or default_folder(real=has.real)
        gate = RecordingGate.of(has, presence, asked.purpose, parent, self._ledger)
        return gate, {} if gate is None else gate.decide()

    def _guarded(
        self,
        launched: LaunchedSession,
        gate: RecordingGate | None,
        found: Mapping[str, Decision],
        stack: AsyncExitStack,
    ) -> LaunchedSession:
        """Note in the log what may not record and why, and have the ledger asked all through the session."""
        if gate is None:
            return launched
        session = launched.session
        session.loop.note("session", PRESENT, gate.present(session.begun.journal.state.participants))
        for decision in withheld(found):
            why = {"recorder": decision.recorder, "why": kinds(decision)}
            session.loop.note("session", "no_ground", why)
        watching = asyncio.create_task(gate.watch(session, self._callbacks.tell), name="grounds")
        stack.push_async_callback(_ended, watching)
        return replace(launched, gate=gate)

    def _check(self, lines: Sequence[CheckLine], keeping: Sequence[CheckLine]) -> None:
        """Report the preflight's lines. Raises: NaoSessionsError: the first of *keeping*, which forbid it."""
        self._callbacks.looked(lines, keeping)
        if keeping:
            raise keeping[0].told()

    async def _launch(
        self,
        begun: StartedSession,
        has: Equipment,
        asked: Request,
        bytes_s: float,
        lines: tuple[CheckLine, ...],
        stack: AsyncExitStack,
        *,
        sampled: bool = True,
        kept: bool = True,
    ) -> LaunchedSession:
        """Reach the robot, and connect it and the recorders to the session."""
        callbacks, room = self._callbacks, has.room
        callbacks.reaching()
        manifest = begun.folder.read_manifest()
        names = self._names.only(tuple(manifest.participants))
        film = FilmLatch.create([source.name for source in room.sources])
        stack.callback(film.release)
        for source in room.sources:
            if not source.sound:
                film.mute(source.name)
        robot = await self._robot(begun, has, names, film, stack)
        callbacks.check()
        empty_room = EmptyRoom(callbacks.ask_empty_room, nobody_there=not has.real)
        session = LiveSession(
            begun,
            robot.port,
            _orders(begun, room),
            robot.latch,
            [camera for camera in room.cameras if camera.cards],
            empty_room.claps(lamps=room.clap.lamps, tones=room.clap.tones) if asked.clap else None,
            robot.sampled if sampled else None,
            bytes_s=bytes_s,
            tell=callbacks.tell,
            film=film,
            kept=kept,
        )
        if robot.ears is not None:
            robot.ears.attach(session, callbacks.guard)
        if asked.child is not None and has.address is not None:
            hand = await SimulatedHand.reach(has.address.url)
            stack.callback(hand.close)
            people = people_of(asked.child, tuple(manifest.participants) or PARTS[:1], manifest.seed)
            session.loop.watch(PeopleAtSimulator(people, begun, hand, session.loop.put).watch)
        for line in lines:
            if line.verdict == "refused":
                session.loop.note("session", "despite", {"code": line.code, **line.facts})
        if sampled:
            await robot.note_clock(session)
        callbacks.check()
        return LaunchedSession(session, robot, names, empty_room, lines)

    async def _robot(
        self,
        begun: StartedSession,
        has: Equipment,
        names: Pseudonyms,
        film: FilmLatch,
        stack: AsyncExitStack,
    ) -> SessionRobot:
        """Return the robot of the session: a Nao, or an adult in its place."""
        if has.address is None:
            return adult_instead(begun, names, self._callbacks.tell, stack)
        return await reach_nao(
            begun,
            has.address.url,
            names,
            has.life_file(begun.folder),
            self._callbacks.check,
            stack,
            has.access,
            film,
            on_table=has.room.place == TABLE,
            head_sign=has.room.head_sign,
        )


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def _gate_again(has: Equipment, was: Interrupted, ledger: LedgerFile | None) -> RecordingGate | None:
    """Return the gate of a session that goes on. Raises: RecordError, its log cannot be read."""
    events = read_log(was.folder.events).events
    return RecordingGate.again(has, was.manifest, events, was.folder.path, ledger)


def _ground_of(gate: RecordingGate | None, found: Mapping[str, Decision]) -> str | None:
    """Return what the manifest says where the ledger allows a recorder: which ledger said so, by its head."""
    allowed = any(decision.allowed for name, decision in found.items() if name != LOG)
    return f"{BY_LEDGER}{gate.head}" if gate is not None and allowed else None


class _Unfinished:
    """The clean-up after a session that fails: its log is closed, a new folder without a step deleted."""

    def __init__(self, *, begun: StartedSession | None = None, made: SessionFolder | None = None) -> None:
        self.begun = begun
        self._made = made

    def __call__(self, kind: object, *_: object) -> None:
        if kind is None:
            return
        if self.begun is not None:
            self.begun.log.close()
        if self._made is not None and (self.begun is None or not self.begun.journal.state.step):
            shutil.rmtree(self._made.path, ignore_errors=True)


def _make(parameters: SessionParameters, parent: Path, stack: AsyncExitStack) -> StartedSession:
    """Create a session's folder with the start line of its log. Raises: RecordError, UsageError."""
    files = {source.name: source.content for source in parameters.protocol.sources}
    folder = SessionFolder.create(parent, parameters.protocol.id, files)
    unfinished = _Unfinished(made=folder)
    stack.push(unfinished)
    try:
        begun = unfinished.begun = begin_new(parameters, folder)
    except OSError as error:
        raise not_made(parent, error) from error
    return begun


def _parameters(plan: Plan, has: Equipment, ground: Grounds, *, rehearsal: bool) -> SessionParameters:
    return SessionParameters(
        protocol=plan.protocol,
        settings=plan.settings,
        phase=plan.phase,
        participants=plan.participants,
        language=plan.language,
        seed=plan.seed,
        speed=plan.speed,
        grounds=ground,
        rehearsal=rehearsal,
        robot=has.robot_facts,
        cameras=tuple(camera.name for camera in has.room.cameras),
        microphones=tuple(microphone.name for microphone in has.room.microphones),
    )


def _needs(
    has: Equipment,
    protocol: Protocol,
    settings: Mapping[str, Value],
    speed: float,
    folder: Path,
    parent: Path,
    ground: str | None,
    unencrypted: str | None,
    found: Mapping[str, Decision],
) -> Preflight:
    need = need_of(has.room, protocol, parent, real=has.real, settings=settings, speed=speed)
    return Preflight(
        room=has.room,
        folder=folder,
        need=need,
        real=has.real,
        ground=ground,
        unencrypted=unencrypted,
        decided=found,
    )


def _with_remedy(line: CheckLine, remedy: Text) -> CheckLine:
    """Return a line of the preflight with this remedy, if it is about space on the disk; else unchanged."""
    if line.code not in OVERRIDABLE:
        return line
    return replace(line, remedy=remedy, error=UsageError(line.sentence, remedy, code=line.code))


def _orders(begun: StartedSession, room: Room) -> list[Order]:
    """Return the order for each recorder of a session, with the manifest's ground for recording."""
    ground = begun.folder.read_manifest().ground.text
    return [
        Order(
            name=source.name,
            source=source.url,
            folder=begun.folder.room,
            clock=begun.clock,
            ground=ground,
            segment=max([0, *segments_of(begun.folder.room, source.name)]) + 1,
            login=source.login,
            sound_only=source.sound_only,
        )
        for source in room.sources
    ]
