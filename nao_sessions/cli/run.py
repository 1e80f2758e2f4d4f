"""`nao-sessions run`: the composition root: here alone it is chosen what stands behind each port."""

from __future__ import annotations

import asyncio
import shutil
import signal
import sys
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import click

from nao_sessions.cli.plan import Plan, default_folder, names_of, plan_of
from nao_sessions.cli.progress import Progress
from nao_sessions.cli.run_end import tell_end
from nao_sessions.cli.words import json_option, lang_option, language_of
from nao_sessions.core.errors import DeviceUnavailable, UsageError
from nao_sessions.core.text import Language, Text
from nao_sessions.live.child_at_simulator import ChildAtSimulator
from nao_sessions.live.guard_process import GuardEvent, GuardProcess
from nao_sessions.live.loop import Incoming
from nao_sessions.live.room_file import Room, read_room
from nao_sessions.live.session import LiveSession
from nao_sessions.live.simulator_process import SimulatorProcess
from nao_sessions.live.start import Begun, Given, begin_again, begin_new
from nao_sessions.live.terminal import HELP, parse, read_lines
from nao_sessions.privacy.grounds import grounds
from nao_sessions.protocol import load
from nao_sessions.rehearsal.child import PROFILES, ScriptedChild
from nao_sessions.robot.latch import HaltLatch
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.robot.qi_robot import QiRobot, connect
from nao_sessions.robot.simulated_hand import SimulatedHand
from nao_sessions.room.index import segments_of
from nao_sessions.room.order import Order
from nao_sessions.session.folder import SessionFolder


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asked for."""

    robot: str | None
    simulator: bool
    room: Path | None
    no_room: bool
    names: str | None
    child: str | None
    language: Language
    trace: Path | None


@click.command()
@click.argument("protocol", required=False, type=click.Path(path_type=Path))
@click.option("--resume", type=click.Path(path_type=Path), help="Go on with an interrupted session.")
@click.option("--robot", metavar="URL", help="Address of the Nao: tcp://host:9559.")
@click.option("--simulator", is_flag=True, help="Start a simulator for this session.")
@click.option("--room", type=click.Path(path_type=Path), help="Room file that names the cameras.")
@click.option("--no-room", is_flag=True, help="Record no picture and no sound.")
@click.option("--participant", "participants", multiple=True, metavar="CODE", help="Code, such as P07.")
@click.option("--names", metavar="FILE|-", help="First names by code, never written: CODE=NAME a line.")
@click.option("--ground", metavar="TEXT", help="On what ground this session is recorded.")
@click.option("--unencrypted", metavar="REASON", help="Why a volume that is not encrypted is used.")
@click.option("--child", type=click.Choice(sorted(PROFILES)), help="A scripted child (simulator only).")
@click.option("--setting", "settings", multiple=True, metavar="KEY=VALUE", help="A protocol's setting.")
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
    settings: tuple[str, ...],
    seed: int | None,
    speed: float,
    out: Path | None,
    trace: Path | None,
    as_json: bool,
    lang: str | None,
) -> None:
    """Run a session: a protocol drives Nao, and the room is recorded in sync."""
    asked = Asked(robot, simulator, room, no_room, names, child, language_of(lang), trace)
    if (protocol is None) == (resume is None):
        raise UsageError(
            Text(
                fr="Il faut un protocole, ou --resume DOSSIER.",
                en="A protocol is needed, or --resume FOLDER.",
            ),
            code="U101",
        )
    if (robot is None) == (not simulator):
        raise UsageError(
            Text(fr="Il faut --robot URL ou --simulator.", en="Give --robot URL or --simulator."), code="U102"
        )
    if resume is not None:
        code = asyncio.run(_resume(resume, asked, as_json))
    else:
        assert protocol is not None
        plan = plan_of(load(protocol), settings, participants, seed, speed)
        code = asyncio.run(_run(plan, asked, ground, unencrypted, out, as_json))
    raise SystemExit(code)


async def _run(
    plan: Plan, asked: Asked, ground: str | None, unencrypted: str | None, out: Path | None, as_json: bool
) -> int:
    async with AsyncExitStack() as stack:
        robot_url, room = await _find_room(asked, plan.seed, plan.speed, plan.protocol.language, stack)
        simulated = asked.simulator or await _is_simulator(robot_url)
        real = not (simulated and room.simulated)
        parent = out or default_folder(real=real)
        why = grounds(
            real=real, records=bool(room.cameras), ground=ground, unencrypted=unencrypted, folder=parent
        )
        files = {source.name: source.content for source in plan.protocol.sources}
        folder = SessionFolder.create(parent, plan.protocol.id, files)
        given = Given(
            protocol=plan.protocol,
            settings=plan.settings,
            participants=plan.participants,
            language=plan.protocol.language,
            seed=plan.seed,
            speed=plan.speed,
            grounds=why,
            rehearsal=not real,
            robot={"simulator": simulated},
            cameras=room.cameras,
        )
        begun = begin_new(given, folder)
        try:
            return await _live(begun, asked, robot_url, room, plan.participants, plan.seed, as_json, stack)
        except DeviceUnavailable:
            if not begun.journal.state.step:  # it never began: an empty folder would only mislead
                begun.log.close()
                shutil.rmtree(folder.path)
            raise


async def _resume(path: Path, asked: Asked, as_json: bool) -> int:
    async with AsyncExitStack() as stack:
        begun = begin_again(SessionFolder.open(path))
        manifest = begun.folder.read_manifest()
        robot_url, room = await _find_room(
            asked, manifest.seed, manifest.clock.speed, manifest.language, stack
        )
        codes = tuple(manifest.participants)
        return await _live(begun, asked, robot_url, room, codes, manifest.seed, as_json, stack)


async def _live(
    begun: Begun,
    asked: Asked,
    robot_url: str,
    room: Room,
    participants: tuple[str, ...],
    seed: int,
    as_json: bool,
    stack: AsyncExitStack,
) -> int:
    names = names_of(asked.names, participants)
    manifest = begun.folder.read_manifest()
    latch, ears = HaltLatch.create(), _GuardEars()
    life = begun.folder.path / "life.json"
    guard = GuardProcess(
        robot_url=robot_url,
        latch=latch,
        life_file=life,
        halts_file=begun.folder.halts,
        clock=begun.clock,
        on_event=ears.hear,
    )
    await guard.start()
    stack.push_async_callback(guard.stop)
    robot = await connect(robot_url, latch=latch, names=names, life_file=life, speed=begun.clock.speed)
    stack.push_async_callback(robot.close)
    orders = [
        Order(name, url, begun.folder.room, begun.clock, manifest.ground.text, _next_segment(begun, name))
        for name, url in room.cameras
    ]
    session = LiveSession(begun, robot, orders, latch.open)
    ears.attach(session)
    progress = Progress(begun.clock, asked.language, lambda: _frames(session))
    session.loop.watch(progress.watch)
    if asked.child is not None:
        hand = await SimulatedHand.reach(robot_url)
        stack.callback(hand.close)
        script = ScriptedChild(PROFILES[asked.child], seed)
        session.loop.watch(ChildAtSimulator(script.see, hand, begun.clock.speed).watch)
    await _note_robot_clock(session, robot)
    _listen_to_person(session, guard, names, asked.language)
    outcome = await session.run()
    progress.end()
    await stack.aclose()
    session.close()
    return tell_end(begun.folder, outcome, asked.language, as_json=as_json)


async def _note_robot_clock(session: LiveSession, robot: QiRobot) -> None:
    """Keep how far the robot's clock is from the host's: what ties ``source_t`` to session time."""
    offset = await robot.clock_offset()
    if offset is not None:
        facts = {"offset_ns": offset.offset_ns, "uncertainty_ns": offset.uncertainty_ns}
        session.loop.note("robot", "clock", facts)


class _GuardEars:
    """Takes up what the guard tells; what it tells before there is a session waits for it."""

    def __init__(self) -> None:
        self._session: LiveSession | None = None
        self._early: list[GuardEvent] = []

    def attach(self, session: LiveSession) -> None:
        """Hand over what was told so far, and from now on everything at once."""
        self._session = session
        for event in self._early:
            self.hear(event)

    def hear(self, event: GuardEvent) -> None:
        """A halt pauses the session; all else is noted."""
        if self._session is None:
            self._early.append(event)
            return
        kind = str(event.get("event"))
        data = {key: value for key, value in event.items() if key not in _NOT_KEPT}
        if kind == "halted":
            self._session.loop.put(Incoming("guard", "halted", data, event["monotonic_ns"]))
        else:
            self._session.loop.note("guard", kind, data)


_NOT_KEPT = frozenset({"event", "at", "url", "port", "monotonic_ns"})


def _listen_to_person(
    session: LiveSession, guard: GuardProcess, names: Pseudonyms, language: Language
) -> None:
    """Take lines from stdin, and Ctrl-C: once stops Nao, twice closes the session."""
    halting: set[asyncio.Task[None]] = set()

    def give(incoming: Incoming) -> None:
        if incoming.data.get("name") == "stop":
            # The guard shuts the latch: whatever is still on its way to Nao moves nothing any more.
            task = asyncio.get_running_loop().create_task(guard.halt("professional"))
            halting.add(task)
            task.add_done_callback(halting.discard)
        session.loop.put(incoming)

    def line(text: str) -> None:
        incoming = parse(text, session.begun.journal.view, names.hide)
        if incoming is not None:
            give(incoming)
        elif text.strip():
            click.echo(HELP.in_language(language), err=True)

    def command(name: str) -> None:
        give(Incoming("professional", "command", {"name": name}, time.monotonic_ns()))

    def interrupted() -> None:
        command("close" if session.begun.journal.state.paused == "stopped" else "stop")

    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGINT, interrupted)
    loop.add_signal_handler(signal.SIGTERM, command, "close")
    read_lines(sys.stdin.fileno(), line)


async def _find_room(
    asked: Asked, seed: int, speed: float, language: str, stack: AsyncExitStack
) -> tuple[str, Room]:
    """Give the robot's address and the cameras, starting a simulator where one was asked for."""
    if not asked.simulator:
        assert asked.robot is not None
        if asked.room is None or asked.no_room:
            return asked.robot, Room(simulated=True)
        return asked.robot, read_room(asked.room)
    simulator = await SimulatorProcess.start(
        speed=speed, seed=seed, language=language, camera=not asked.no_room, trace=asked.trace
    )
    stack.push_async_callback(simulator.stop)
    if asked.no_room:
        return simulator.qi_url, Room(simulated=True)
    if asked.room is not None:
        return simulator.qi_url, read_room(asked.room)
    return simulator.qi_url, Room(cameras=(("room", simulator.cameras[0]),), simulated=True)


async def _is_simulator(url: str) -> bool:
    """Tell whether a simulator stands at an address; a real Nao has no such service."""
    try:
        (await SimulatedHand.reach(url)).close()
    except Exception:
        return False
    return True


def _next_segment(begun: Begun, name: str) -> int:
    return max([0, *segments_of(begun.folder.room, name)]) + 1


def _frames(session: LiveSession) -> int:
    return sum(int(facts.get("frames", 0)) for facts in session.recorder_facts.values())
