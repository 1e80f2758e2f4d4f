"""`nao-sessions run`: the composition root: here alone it is chosen what stands behind each port."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import click

from nao_sessions.cli.plan import Plan, check_participants, default_folder, names_of, plan_of
from nao_sessions.cli.progress import Progress
from nao_sessions.cli.run_again import check_answers, check_same_kind
from nao_sessions.cli.run_clap import EmptyRoom
from nao_sessions.cli.run_end import tell_end
from nao_sessions.cli.run_person import Startup, listen_to_person, until_stopped
from nao_sessions.cli.run_preflight import Looked, look_before
from nao_sessions.cli.run_robot import (
    NOBODY,
    Standing,
    StopFor,
    check_led_by_an_adult,
    stand_nao,
    stand_nobody,
)
from nao_sessions.cli.setting_up import frames_of, is_simulator, make_session, orders_of, simulated_room
from nao_sessions.cli.words import json_option, lang_option, language_of, log_differs, tell
from nao_sessions.core.errors import UsageError
from nao_sessions.live.disk_space import SIMULATED_CAMERA, need_of
from nao_sessions.live.people_at_simulator import PeopleAtSimulator
from nao_sessions.live.preflight import OVERRIDABLE
from nao_sessions.live.preflight import Plan as Preflight
from nao_sessions.live.room_file import TABLE, Room, read_room
from nao_sessions.live.session import LiveSession, not_written
from nao_sessions.live.simulator_process import SimulatorProcess
from nao_sessions.live.start import Begun, begin_again, check_not_imported
from nao_sessions.privacy.grounds import grounds
from nao_sessions.protocol import load, load_files
from nao_sessions.protocol.expression import Value
from nao_sessions.protocol.flow import Protocol
from nao_sessions.rehearsal.people import CHILDREN, people_of
from nao_sessions.robot.address import Address, read_address
from nao_sessions.robot.life_file import life_file
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.robot.simulated_hand import SimulatedHand
from nao_sessions.robot.taken import hold
from nao_sessions.session.folder import SessionFolder
from nao_sessions.session.journal import ReplayDiffers
from nao_sessions.session.manifest import Grounds
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg

NOBODY_NAMED = "V01"
"""The virtual child of a session that names no participant."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asked for."""

    robot: str | None
    address: Address | None
    simulator: bool
    room: Path | None
    no_room: bool
    names: Pseudonyms
    ground: str | None
    unencrypted: str | None
    child: str | None
    clap: bool
    despite: tuple[str, ...]
    language: Language
    trace: Path | None
    as_json: bool

    @property
    def nobody(self) -> bool:
        """Tell whether no robot takes part: the adult leads."""
        return self.robot == NOBODY


@click.command()
@click.argument("protocol", required=False, type=click.Path(path_type=Path))
@click.option("--resume", type=click.Path(path_type=Path), help="Go on with an interrupted session.")
@click.option("--robot", metavar="URL|none", help="Address of the Nao: tcp://host:9559; none: you lead.")
@click.option("--simulator", is_flag=True, help="Start a simulator for this session.")
@click.option("--room", type=click.Path(path_type=Path), help="Room file that names the cameras.")
@click.option("--no-room", is_flag=True, help="Record no picture and no sound.")
@click.option("--participant", "participants", multiple=True, metavar="CODE", help="Code, such as P07.")
@click.option("--names", metavar="FILE|-", help="First names by code, never written: CODE=NAME a line.")
@click.option("--ground", metavar="TEXT", help="On what ground this session is recorded.")
@click.option("--unencrypted", metavar="REASON", help="Why a volume that is not encrypted is used.")
@click.option("--child", type=click.Choice(CHILDREN), help="A virtual child (simulator only).")
@click.option("--clap", is_flag=True, help="Nao gives a clap: the room is empty now.")
@click.option("--despite", multiple=True, type=click.Choice(OVERRIDABLE), help="Begin in spite of this.")
@click.option("--setting", "settings", multiple=True, metavar="KEY=VALUE", help="A protocol's setting.")
@click.option("--language", "spoken", metavar="CODE", help="The language that Nao speaks: fr, en...")
@click.option("--seed", type=int, help="Seed of what is drawn.")
@click.option("--speed", type=click.FloatRange(0.1, 20), default=1.0, help="Session seconds a second.")
@click.option("--out", type=click.Path(path_type=Path), help="Where the session's folder is made.")
@click.option("--trace", type=click.Path(path_type=Path), help="Where the started simulator tells its calls.")
@json_option
@lang_option
def run(
    protocol: Path | None,
    resume: Path | None,
    robot: str | None,
    simulator: bool,
    room: Path | None,
    no_room: bool,
    participants: tuple[str, ...],
    names: str | None,
    ground: str | None,
    unencrypted: str | None,
    child: str | None,
    clap: bool,
    despite: tuple[str, ...],
    settings: tuple[str, ...],
    spoken: str | None,
    seed: int | None,
    speed: float,
    out: Path | None,
    trace: Path | None,
    as_json: bool,
    lang: str | None,
) -> None:
    """Run a session: a protocol drives Nao, and the room is recorded in sync."""
    if (protocol is None) == (resume is None):
        raise UsageError(
            msg("A protocol is needed, or --resume FOLDER."),
            code="U101",
        )
    if (robot is None) == (not simulator):
        raise UsageError(msg("Give --robot URL or --simulator."), code="U102")
    if robot == NOBODY:
        check_led_by_an_adult(child, clap=clap)
    address = None if robot in (None, NOBODY) else read_address(robot)
    language = language_of(lang)

    def asked(codes: tuple[str, ...]) -> Asked:
        """Read the names before anything is started or made, and turn them back in what will be written."""
        found = names_of(names, codes)
        why = None if ground is None else found.hide(ground)
        reason = None if unencrypted is None else found.hide(unencrypted)
        return Asked(
            robot, address, simulator, room, no_room, found,
            why, reason, child, clap, despite, language, trace, as_json,
        )  # fmt: skip

    try:
        if resume is not None:
            session = SessionFolder.open(resume)
            again = asked(tuple(session.read_manifest().participants))
            code = asyncio.run(until_stopped(lambda startup: _resume(session, again, startup), language))
        else:
            assert protocol is not None
            loaded = load(protocol)
            check_participants(loaded, participants)
            new = asked(participants)
            plan = plan_of(loaded, settings, participants, seed, speed, new.names.hide, spoken)
            code = asyncio.run(until_stopped(lambda startup: _run(plan, new, out, startup), language))
    except KeyboardInterrupt:  # while the names were read: nothing was started, nothing was made
        code = 0
    raise SystemExit(code)


async def _run(plan: Plan, asked: Asked, out: Path | None, startup: Startup) -> int:
    async with AsyncExitStack() as stack:
        if asked.address is not None:
            stack.enter_context(hold(asked.address))
        room = _room(asked)
        simulated = await _is_simulator(asked)
        real = not (simulated and room.simulated)
        parent = out or default_folder(real=real)
        looked = _look(asked, room, real, parent, plan.protocol, plan.settings, plan.speed)
        why = grounds(
            real=real,
            records=bool(room.sources),
            ground=asked.ground,
            unencrypted=asked.unencrypted,
            folder=parent,
        )
        robot_url, room = await _start_simulator(asked, room, plan.seed, plan.speed, plan.language, stack)
        startup.check()
        robot = {"simulator": simulated, **({"kind": NOBODY} if asked.nobody else {})}
        begun = make_session(plan, why, room, parent, robot, rehearsal=not real, stack=stack)
        return await _live(begun, asked, looked, robot_url, room, plan.seed, startup, stack)


async def _resume(folder: SessionFolder, asked: Asked, startup: Startup) -> int:
    async with AsyncExitStack() as stack:
        if asked.address is not None:
            stack.enter_context(hold(asked.address))
        manifest = folder.read_manifest()
        room = _room(asked)
        simulated = await _is_simulator(asked)
        real = not (simulated and room.simulated)
        if asked.address is not None and not simulated:
            await check_answers(asked.address)
        check_same_kind(manifest, simulated=simulated, real=real, nobody=asked.nobody)
        check_not_imported(manifest)
        # What was given at the beginning holds, unless it is given again; the volume is looked at again.
        protocol = load_files(folder.protocol_files(), manifest.protocol.entry)
        chosen, speed = manifest.settings, manifest.clock.speed
        looked = _look(asked, room, real, folder.path, protocol, chosen, speed, manifest.ground)
        try:
            begun = begin_again(folder, protocol)
        except ReplayDiffers as error:
            raise log_differs(error.seq) from error
        except OSError as error:
            raise not_written(error) from error
        robot_url, room = await _start_simulator(
            asked, room, manifest.seed, manifest.clock.speed, manifest.language, stack
        )
        startup.check()
        return await _live(begun, asked, looked, robot_url, room, manifest.seed, startup, stack)


def _look(
    asked: Asked,
    room: Room,
    real: bool,
    folder: Path,
    protocol: Protocol,
    settings: Mapping[str, Value],
    speed: float,
    before: Grounds | None = None,
) -> Looked:
    """Look at what the session needs, before anything is started; what was given at its beginning holds."""
    if asked.simulator and asked.room is None and not asked.no_room:
        room = replace(room, sources=(SIMULATED_CAMERA,))
    parent = folder if before is None else folder.parent
    plan = Preflight(
        room=room,
        folder=folder,
        need=need_of(room, protocol, parent, real=real, settings=settings, speed=speed),
        real=real,
        ground=asked.ground or (before.text if before else None),
        unencrypted=asked.unencrypted or (before.unencrypted if before else None),
    )
    return look_before(plan, asked.despite, asked.language, as_json=asked.as_json)


async def _live(
    begun: Begun,
    asked: Asked,
    looked: Looked,
    robot_url: str,
    room: Room,
    seed: int,
    startup: Startup,
    stack: AsyncExitStack,
) -> int:
    manifest = begun.folder.read_manifest()
    progress = Progress(begun.clock, asked.language, lambda: frames_of(session))
    stop_for = StopFor(head_sign=room.head_sign)
    on_table = room.place == TABLE
    standing = await _stand(begun, asked, robot_url, stop_for, on_table, progress, startup, stack)
    startup.check()
    cards = [camera for camera in room.cameras if camera.cards]
    empty_room = EmptyRoom(lambda text: tell(text, asked.language), nobody_there=manifest.rehearsal)
    claps = empty_room.claps(lamps=room.clap.lamps, tones=room.clap.tones) if asked.clap else None
    session = LiveSession(
        begun,
        standing.robot,
        orders_of(begun, room),
        standing.latch,
        cards,
        claps,
        standing.sampled,
        bytes_s=looked.need.bytes_s,
        tell=progress.tell,
    )
    standing.attach(session, progress.guard)
    session.loop.watch(progress.watch)
    if asked.child is not None:
        hand = await SimulatedHand.reach(robot_url)
        stack.callback(hand.close)
        codes = tuple(manifest.participants) or (NOBODY_NAMED,)
        people = people_of(asked.child, codes, seed)
        session.loop.watch(PeopleAtSimulator(people, begun, hand, session.loop.put).watch)
    looked.note(session)
    await standing.note_clock(session)
    if begun.resumed and (asked.ground or asked.unencrypted):
        session.loop.note("session", "ground", {"text": asked.ground, "unencrypted": asked.unencrypted})
    startup.check()
    listen_to_person(session, standing.halts, asked.names, asked.language, empty_room)
    tell(standing.hint, asked.language)
    outcome = await session.run()
    progress.end()
    await stack.aclose()
    session.close()
    preflight = looked.to_json(asked.language)
    return tell_end(begun.folder, outcome, asked.language, as_json=asked.as_json, preflight=preflight)


async def _stand(
    begun: Begun,
    asked: Asked,
    robot_url: str,
    stop_for: StopFor,
    on_table: bool,
    progress: Progress,
    startup: Startup,
    stack: AsyncExitStack,
) -> Standing:
    """Choose what stands behind the robot's port."""
    if asked.nobody:
        return stand_nobody(begun, asked.names, progress.tell, stack)
    life = begun.folder.path / "life.json"
    if asked.address is not None:  # a simulator of the session's own ends with it: nobody meets it again
        life = life_file(asked.address, instead=life)
    return await stand_nao(begun, robot_url, asked.names, life, startup, stack, stop_for, on_table=on_table)


def _room(asked: Asked) -> Room:
    """Give the cameras of the room file: real ones; without a file nothing real films.

    Where no camera is wanted, what the file says of Nao holds all the same: a table stays a table.
    """
    if asked.room is None:
        return Room(simulated=True)
    room = read_room(asked.room)
    return room.without_sources() if asked.no_room else room


async def _start_simulator(
    asked: Asked, room: Room, seed: int, speed: float, language: str, stack: AsyncExitStack
) -> tuple[str, Room]:
    """Give the robot's address and the cameras, starting a simulator where one was asked for."""
    if not asked.simulator:
        return "" if asked.address is None else asked.address.url, room
    simulator = await SimulatorProcess.start(
        speed=speed, seed=seed, language=language, camera=not asked.no_room, trace=asked.trace
    )
    stack.push_async_callback(simulator.stop)
    if asked.no_room or asked.room is not None:
        return simulator.qi_url, room
    return simulator.qi_url, simulated_room(simulator.cameras)


async def _is_simulator(asked: Asked) -> bool:
    return asked.simulator if asked.address is None else await is_simulator(asked.address)
