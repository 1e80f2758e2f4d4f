"""`nao-sessions try`: one step of a protocol on the simulator or on a Nao; nothing of it is kept."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import click

from nao_sessions.cli.progress import Progress
from nao_sessions.cli.run_person import Startup, StoppedEarly, listen_to_person
from nao_sessions.cli.words import lang_option, language_of, tell
from nao_sessions.core.errors import UsageError
from nao_sessions.core.text import Language, Text
from nao_sessions.live.guard_process import GuardProcess
from nao_sessions.live.session import LiveSession
from nao_sessions.live.simulator_process import SimulatorProcess
from nao_sessions.live.start import Given, begin_new
from nao_sessions.protocol import load, setting_values
from nao_sessions.protocol.findings import did_you_mean
from nao_sessions.protocol.flow import Protocol
from nao_sessions.robot.latch import HaltLatch
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.robot.qi_robot import connect
from nao_sessions.session.folder import SessionFolder
from nao_sessions.session.manifest import Grounds

CODE = "P01"
"""The code of the one who stands for a child while a step is tried."""


@dataclass(frozen=True, slots=True)
class Trying:
    """What is tried, and on what."""

    protocol: Protocol
    step: str
    robot: str | None
    speed: float
    language: Language


@click.command(name="try", short_help="Try one step on the simulator or a Nao.")
@click.argument("protocol", type=click.Path(path_type=Path))
@click.argument("step")
@click.option("--robot", metavar="URL", help="Address of the Nao: tcp://host:9559.")
@click.option("--simulator", is_flag=True, help="Start a simulator (the default).")
@click.option("--speed", type=click.FloatRange(0.1, 20), default=1.0, help="Session seconds a second.")
@lang_option
def try_(
    protocol: Path, step: str, robot: str | None, simulator: bool, speed: float, lang: str | None
) -> None:
    """Say and show one step, and stop where it leads elsewhere. Nothing is recorded, nothing is kept."""
    if robot is not None and simulator:
        raise UsageError(
            Text(fr="--robot ou --simulator, pas les deux.", en="--robot or --simulator, not both."),
            code="U102",
        )
    language = language_of(lang)
    loaded = load(protocol)
    trying = Trying(loaded, find_step(loaded, step), robot, speed, language)
    raise SystemExit(asyncio.run(_until_stopped(trying)))


def find_step(protocol: Protocol, name: str) -> str:
    """Give the absolute name of a step, by its own name or its absolute one. Raises: UsageError."""
    if name in protocol.steps:
        return name
    found = [step for step in protocol.steps if step.rsplit(".", 1)[-1] == name]
    if len(found) == 1:
        return found[0]
    raise UsageError(
        Text(fr="étape inconnue « {step} »", en="unknown step '{step}'").format(step=name),
        did_you_mean(name, [step.rsplit(".", 1)[-1] for step in protocol.steps]),
        code="U132",
    )


async def _until_stopped(trying: Trying) -> int:
    startup = Startup()
    try:
        with tempfile.TemporaryDirectory(prefix="nao-try-") as folder:
            await _try(trying, Path(folder), startup)
    except StoppedEarly:
        tell(Text(fr="Arrêté avant le début.", en="Stopped before the beginning."), trying.language)
    return 0


async def _try(trying: Trying, parent: Path, startup: Startup) -> None:
    protocol = trying.protocol
    async with AsyncExitStack() as stack:
        url = trying.robot
        if url is None:
            simulator = await SimulatorProcess.start(
                speed=trying.speed, seed=1, language=protocol.language, camera=True
            )
            stack.push_async_callback(simulator.stop)
            url = simulator.qi_url
            tell(Text(fr="Le panneau du simulateur : {url}", en="The simulator's panel: {url}").format(
                url=simulator.panel), trying.language)  # fmt: skip
        startup.check()
        files = {source.name: source.content for source in protocol.sources}
        begun = begin_new(_given(trying), SessionFolder.create(parent, protocol.id, files))
        stack.callback(begun.log.close)
        latch, names = HaltLatch.create(), Pseudonyms((CODE,))
        life = parent / "life.json"
        progress = Progress(begun.clock, trying.language, lambda: 0)
        guard = GuardProcess(
            robot_url=url, latch=latch, life_file=life, clock=begun.clock, on_event=lambda event: None
        )
        await guard.start()
        stack.push_async_callback(guard.stop)
        startup.check()
        robot = await connect(url, latch=latch, names=names, life_file=life, speed=trying.speed)
        stack.push_async_callback(robot.close)
        session = LiveSession(begun, robot, [], latch.open)
        session.loop.watch(progress.watch)
        listen_to_person(session, guard, names, trying.language)
        await session.run()
        progress.end()


def _given(trying: Trying) -> Given:
    protocol = trying.protocol
    return Given(
        protocol=protocol,
        settings=setting_values(protocol, {}),
        participants=(CODE,),
        language=protocol.language,
        seed=1,
        speed=trying.speed,
        grounds=Grounds(text="try"),
        rehearsal=True,
        robot={"simulator": trying.robot is None},
        cameras=(),
        only=trying.step,
    )
