"""`nao-sessions try`: one step of a protocol on the simulator or on a Nao; nothing of it is kept."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

import click

from nao_sessions.cli.run_terminal import Progress, Startup, listen_to_person, until_stopped
from nao_sessions.cli.words import lang_option, language_of, tell
from nao_sessions.core.errors import UsageError
from nao_sessions.launch import UNFILMED, Callbacks, Equipment, OwnSimulator, Plan, SessionLauncher, plan_of
from nao_sessions.protocol import load
from nao_sessions.protocol.findings import did_you_mean
from nao_sessions.protocol.flow import Protocol
from nao_sessions.robot.address import read_address
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg

_PANEL = msg("The simulator's panel: {url}")

CODE = "P01"
"""The code of whoever stands in for a child while a step is tried."""


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
    name = find_step(loaded, step)
    say = partial(tell, language=language)
    own = None if robot is not None else OwnSimulator(panel=lambda url: say(_PANEL.format(url=url)))
    equipment = Equipment(address, UNFILMED, own)
    plan = plan_of(loaded, (), (CODE,), 1, speed, Pseudonyms((CODE,)).hide)
    raise SystemExit(asyncio.run(until_stopped(partial(_try, plan, name, equipment, language), language)))


def find_step(protocol: Protocol, name: str) -> str:
    """Return the full name of a step (with its groups), by that or its own name. Raises: UsageError."""
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


async def _try(plan: Plan, step: str, equipment: Equipment, language: Language, startup: Startup) -> int:
    progress = Progress(language)
    callbacks = Callbacks(check=startup.check, tell=progress.tell, guard=progress.guard)
    launcher = SessionLauncher(equipment, Pseudonyms(plan.participants), callbacks)
    with tempfile.TemporaryDirectory(prefix="nao-try-") as folder:
        async with AsyncExitStack() as stack:
            launched = await launcher.try_step(plan, step, Path(folder), stack)
            progress.attach(launched.session)
            listen_to_person(launched, language)
            tell(launched.robot.hint, language)
            await launched.session.run()
            progress.end()
        launched.session.begun.log.close()
    return 0
