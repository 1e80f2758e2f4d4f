"""`nao-sessions try`: one step of a protocol on the simulator or on a Nao; nothing of it is kept."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import click

from nao_sessions.cli.progress import Progress
from nao_sessions.cli.run_person import Startup, listen_to_person, until_stopped
from nao_sessions.cli.run_robot import stand_nao
from nao_sessions.cli.words import lang_option, language_of, tell
from nao_sessions.core.errors import UsageError
from nao_sessions.live.session import LiveSession
from nao_sessions.live.simulator_process import SimulatorProcess
from nao_sessions.live.start import Given, begin_new
from nao_sessions.protocol import load, setting_values
from nao_sessions.protocol.findings import did_you_mean
from nao_sessions.protocol.flow import Protocol
from nao_sessions.robot.address import Address, read_address
from nao_sessions.robot.life_file import life_file
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.robot.taken import hold
from nao_sessions.session.folder import SessionFolder
from nao_sessions.session.manifest import Grounds
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg

_PANEL = msg("The simulator's panel: {url}")

CODE = "P01"
"""The code of the one who stands for a child while a step is tried."""


@dataclass(frozen=True, slots=True)
class Trying:
    """What is tried, and on what."""

    protocol: Protocol
    step: str
    address: Address | None
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
            msg("--robot or --simulator, not both."),
            code="U102",
        )
    language = language_of(lang)
    address = None if robot is None else read_address(robot)
    loaded = load(protocol)
    trying = Trying(loaded, find_step(loaded, step), address, speed, language)
    raise SystemExit(asyncio.run(until_stopped(lambda startup: _try(trying, startup), language)))


def find_step(protocol: Protocol, name: str) -> str:
    """Give the absolute name of a step, by its own name or its absolute one. Raises: UsageError."""
    if name in protocol.steps:
        return name
    found = [step for step in protocol.steps if step.rsplit(".", 1)[-1] == name]
    if len(found) == 1:
        return found[0]
    raise UsageError(
        msg("unknown step '{step}'", step=name),
        did_you_mean(name, [step.rsplit(".", 1)[-1] for step in protocol.steps]),
        code="U132",
    )


async def _try(trying: Trying, startup: Startup) -> int:
    protocol, names = trying.protocol, Pseudonyms((CODE,))
    with tempfile.TemporaryDirectory(prefix="nao-try-") as folder:
        parent = Path(folder)
        async with AsyncExitStack() as stack:
            life = parent / "life.json"
            if trying.address is None:
                simulator = await SimulatorProcess.start(
                    speed=trying.speed, seed=1, language=protocol.language, camera=True
                )
                stack.push_async_callback(simulator.stop)
                url = simulator.qi_url
                tell(_PANEL.format(url=simulator.panel), trying.language)
            else:
                stack.enter_context(hold(trying.address))
                url = trying.address.url
                # Others will meet that Nao: its file outlives the folder.
                life = life_file(trying.address, instead=life)
            startup.check()
            files = {source.name: source.content for source in protocol.sources}
            begun = begin_new(_given(trying), SessionFolder.create(parent, protocol.id, files))
            stack.callback(begun.log.close)
            progress = Progress(begun.clock, trying.language, lambda: 0)
            standing = await stand_nao(begun, url, names, life, startup, stack)
            session = LiveSession(begun, standing.robot, [], standing.latch)
            standing.attach(session, progress.guard)
            session.loop.watch(progress.watch)
            startup.check()
            listen_to_person(session, standing.halts, names, trying.language)
            tell(standing.hint, trying.language)
            await session.run()
            progress.end()
    return 0


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
        robot={"simulator": trying.address is None},
        cameras=(),
        only=trying.step,
    )
