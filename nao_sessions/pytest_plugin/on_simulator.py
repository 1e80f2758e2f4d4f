"""One session of a protocol on nao-simulator, over the real qi wire, with a scripted child.

It is launched as any other, and its log is read afterwards. A session on the wire is never the same twice to
the millisecond: no byte is expected of it.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

from nao_sessions.core.errors import Finding, NaoSessionsError, Place
from nao_sessions.engine import Engine, State
from nao_sessions.protocol.expectations import OnSimulator
from nao_sessions.protocol.flow import Protocol
from nao_sessions.pytest_plugin.judging import missed
from nao_sessions.pytest_plugin.runs import Rehearsals
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.session.folder import SessionFolder
from nao_sessions.session.log import read_log
from nao_sessions.text.messages import msg

STARTS_WITHIN_S = 90.0
WITHOUT_LIMIT_S = 1800.0
"""Session seconds that a protocol without a limit is given."""


def played(rehearsals: Rehearsals, expected: OnSimulator, path: Path, speed: float) -> Iterator[Finding]:
    """Play a session, and tell what is not as expected."""
    protocol = rehearsals.protocol
    here = Place(str(path))
    with tempfile.TemporaryDirectory(prefix="nao-") as place:
        try:
            folder = asyncio.run(_run(protocol, expected, speed, Path(place)))
        except TimeoutError:
            yield Finding("E304", here, msg("the session on the simulator does not end"))
            return
        except NaoSessionsError as error:
            yield Finding("E301", here, msg("the session on the simulator did not run"), error.sentence)
            return
        outcome, names = _read(folder, protocol)
    ends = {expected.outcome} if expected.outcome else {one.end for one in protocol.steps.values()} - {None}
    if outcome not in ends:
        listed = ", ".join(sorted(str(one) for one in ends))
        sentence = msg(
            "session on the simulator: expected end {listed}, measured {outcome}",
            listed=listed,
            outcome=outcome,
        )
        yield Finding("E302", expected.place or here, sentence)
    for part, bound in expected.least.items():
        wanted = rehearsals.parts[part]
        missing = [name for name in wanted if name not in names]
        yield from missed(part, bound, len(wanted), missing, "E303", 1)


async def _run(protocol: Protocol, expected: OnSimulator, speed: float, parent: Path) -> SessionFolder:
    """Run the session; return its folder. Raises: NaoSessionsError; TimeoutError, when it does not end."""
    from nao_sessions import launch  # here: without a simulator no test needs robots, which load for a second

    limit_s = WITHOUT_LIMIT_S if protocol.limit_ms is None else protocol.limit_ms / 1000
    names = Pseudonyms([f"P{number:02}" for number in range(1, max(1, protocol.participants_min) + 1)])
    plan = launch.plan_of(protocol, (), names.codes, 1, speed, names.hide)
    equipment = launch.Equipment(None, launch.UNFILMED, launch.OwnSimulator())
    launcher = launch.SessionLauncher(equipment, names)
    asked = launch.NewSession(plan=plan, parent=parent, child=expected.child)
    async with asyncio.timeout(STARTS_WITHIN_S + 1.5 * limit_s / speed), AsyncExitStack() as stack:
        launched = await launcher.begin(asked, stack)
        await launched.session.run()
    launched.session.close()
    return launched.session.begun.folder


def _read(folder: SessionFolder, protocol: Protocol) -> tuple[str, frozenset[str]]:
    """Give how a session ended, and what it reached: its logged inputs are fed to the engine again."""
    reached: set[str] = set()
    engine, state = Engine(protocol).traced(reached.add), State()
    for event in read_log(folder.events).events:
        if event.dir == "in":
            state, _ = engine.step(state, event)
    return state.outcome, frozenset(reached)
