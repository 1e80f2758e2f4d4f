"""What stands behind the robot's port of a session: a Nao and its guard, or nobody, and the adult leads.

Chosen by `--robot`; `run` alone calls this.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from nao_sessions.cli.run_person import GuardEars, Halts, Stoppable
from nao_sessions.core.errors import UsageError
from nao_sessions.live.guard_process import GuardProcess
from nao_sessions.live.guard_route import ByTls
from nao_sessions.live.preflight import check_speaks
from nao_sessions.live.session import LiveSession
from nao_sessions.live.start import Begun
from nao_sessions.robot.adult_led import KIND, AdultLed
from nao_sessions.robot.latch import HaltLatch
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.robot.port import Robot
from nao_sessions.robot.qi_robot import QiRobot, connect
from nao_sessions.robot.samples import Sampled
from nao_sessions.text.messages import Text, msg

NOBODY = KIND
"""What `--robot` is given where no robot takes part."""

_HOW_TO_STOP = msg("If the session hangs, this stops Nao: echo {token} | curl --data-binary @- {url}")
"""Through a pipe: every user of this computer can read the words that a process is started with."""

_ADULT_LEADS = msg("Without a robot: what Nao would say and do is shown here, it is you who say and do it.")


@dataclass(frozen=True, slots=True)
class StopFor:
    """Which pages may stop Nao through the guard, and at which port; 0: a free one.

    ``network``: where tablets press, by TLS at the same port.
    ``head_sign``: whether holding Nao's head for two seconds stops it, too.
    """

    pages: tuple[str, ...] = ()
    port: int = 0
    network: ByTls | None = None
    head_sign: bool = False


@dataclass(slots=True)
class Standing:
    """What stands behind the port, with what stops it; ``hint`` is for this terminal alone."""

    robot: Robot
    halts: Halts
    latch: HaltLatch
    ears: GuardEars | None
    hint: Text
    guard: GuardProcess | None = None

    def attach(self, session: LiveSession, told: Callable[[str], None]) -> None:
        """Let the session hear what the guard has told so far, and from now on; ``told`` takes its kind."""
        if self.ears is not None:
            self.ears.attach(session, told)

    @property
    def sampled(self) -> Sampled | None:
        """Give what telemetry is taken of; None where no robot takes part."""
        return self.robot if isinstance(self.robot, QiRobot) else None

    async def note_clock(self, session: LiveSession) -> None:
        """Keep how far the robot's clock is from the host's: what ties ``source_t`` to session time."""
        offset = await self.robot.clock_offset() if isinstance(self.robot, QiRobot) else None
        if offset is not None:
            facts = {"offset_ns": offset.offset_ns, "uncertainty_ns": offset.uncertainty_ns}
            session.loop.note("robot", "clock", facts)


def check_led_by_an_adult(child: str | None, *, clap: bool) -> None:
    """Refuse what only a Nao can do, where an adult leads without one. Raises: UsageError."""
    if child is not None:
        raise UsageError(
            msg("Without a robot there is no scripted child: it acts on the simulator."),
            msg("Leave --child out, or run with --simulator."),
            code="U109",
        )
    if clap:
        raise UsageError(
            msg("Without a robot there is no clap: it is made of Nao's lamps and tones."),
            msg("Leave --clap out."),
            code="U111",
        )


async def stand_nao(
    begun: Begun,
    url: str,
    names: Pseudonyms,
    life: Path,
    startup: Stoppable,
    stack: AsyncExitStack,
    stop_for: StopFor = StopFor(),
    *,
    on_table: bool = False,
) -> Standing:
    """Start the guard, then reach Nao; the stack ends both, the guard last. Raises: DeviceUnavailable."""
    latch, ears = HaltLatch.create(), GuardEars(names)
    guard = GuardProcess(
        robot_url=url,
        latch=latch,
        life_file=life,
        halts_file=begun.folder.halts,
        clock=begun.clock,
        on_event=ears.hear,
        pages=stop_for.pages,
        port=stop_for.port,
        network=stop_for.network,
        head_sign=stop_for.head_sign,
        session=begun.folder.path.name,
    )
    await guard.start()
    stack.push_async_callback(guard.stop)
    startup.check()
    robot = await connect(
        url, latch=latch, names=names, life_file=life, on_table=on_table, speed=begun.clock.speed
    )
    stack.push_async_callback(robot.close)
    check_speaks(await robot.about(), begun.folder.read_manifest().language)
    # The token is for this terminal alone: it is in no file of the session.
    hint = _HOW_TO_STOP.format(token=guard.token, url=guard.url)
    return Standing(robot, guard, latch, ears, hint, guard)


def stand_nobody(
    begun: Begun, names: Pseudonyms, tell: Callable[[Text], None], stack: AsyncExitStack
) -> Standing:
    """Let the adult lead: no robot is reached, and there is nothing that a guard would have to halt."""
    latch = HaltLatch.create()
    robot = AdultLed(tell, latch=latch, names=names, speed=begun.clock.speed)
    stack.push_async_callback(robot.close)
    return Standing(robot, _OwnHalt(robot, latch), latch, None, _ADULT_LEADS)


class _OwnHalt:
    """Stops what is under way without a guard."""

    def __init__(self, robot: Robot, latch: HaltLatch) -> None:
        self._robot, self._latch = robot, latch

    async def halt(self, why: str) -> None:
        """Let nothing begin any more until a person resumes, and end what goes on."""
        self._latch.shut()
        await self._robot.halt()
