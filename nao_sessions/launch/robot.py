"""What stands behind the robot's port of a session: a Nao and its guard, or nobody, and the adult leads."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from nao_sessions.live.guard_process import GuardEvent, GuardProcess
from nao_sessions.live.guard_route import ByTls
from nao_sessions.live.loop import Incoming
from nao_sessions.live.preflight import check_speaks
from nao_sessions.live.session import LiveSession
from nao_sessions.live.start import StartedSession
from nao_sessions.robot.adult_led import AdultLed
from nao_sessions.robot.latch import HaltLatch
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.robot.naoqi.robot import QiRobot, connect
from nao_sessions.robot.port import Robot, Sampled
from nao_sessions.text.messages import Text, msg

_NOT_KEPT = frozenset({"event", "at", "url", "port", "monotonic_ns"})

_HOW_TO_STOP = msg("If the session hangs, this stops Nao: echo {token} | curl --data-binary @- {url}")
"""Through a pipe: every user of this computer can read the words that a process is started with."""

_ADULT_LEADS = msg("Without a robot: what Nao would say and do is shown here, it is you who say and do it.")


class Halts(Protocol):
    """What a person's stop goes to: the guard of a Nao, or whatever is in its place."""

    async def halt(self, why: str) -> None:
        """Stop Nao at once, and prevent every action until a person resumes."""
        ...


@dataclass(frozen=True, slots=True)
class GuardAccess:
    """Which pages may stop Nao through the guard, and at which port; 0: a free one.

    ``network``: where tablets press, by TLS at the same port.
    """

    pages: tuple[str, ...] = ()
    port: int = 0
    network: ByTls | None = None


@dataclass(frozen=True, slots=True)
class SessionRobot:
    """A robot and what stops it; ``hint`` is a sentence for the terminal on how to stop it from there.

    ``guard``, and the ``ears`` that hear it, are None where no Nao takes part.
    """

    port: Robot
    latch: HaltLatch
    halts: Halts
    hint: Text
    guard: GuardProcess | None = None
    ears: GuardEars | None = None

    @property
    def sampled(self) -> Sampled | None:
        """Return the robot whose body telemetry samples; None where no real or simulated Nao takes part."""
        return self.port if isinstance(self.port, QiRobot) else None

    async def note_clock(self, session: LiveSession) -> None:
        """Log the offset of the robot's clock from the host's, which relates ``source_t`` to session time."""
        offset = await self.port.clock_offset() if isinstance(self.port, QiRobot) else None
        if offset is not None:
            facts = {"offset_ns": offset.offset_ns, "uncertainty_ns": offset.uncertainty_ns}
            session.loop.note("robot", "clock", facts)


async def reach_nao(
    begun: StartedSession,
    url: str,
    names: Pseudonyms,
    life: Path,
    check: Callable[[], None],
    stack: AsyncExitStack,
    access: GuardAccess,
    *,
    on_table: bool,
    head_sign: bool,
) -> SessionRobot:
    """Start the guard, then reach Nao, and return it; the stack ends both, the guard last.

    What *check* raises between the two ends the beginning. *life* is the file of Nao's own settings.

    Raises:
        DeviceUnavailable: the guard does not start, or Nao does not answer or does not speak the language.
    """
    latch, ears = HaltLatch.create(), GuardEars(names)
    guard = GuardProcess(
        robot_url=url,
        latch=latch,
        life_file=life,
        halts_file=begun.folder.halts,
        clock=begun.clock,
        on_event=ears.hear,
        pages=access.pages,
        port=access.port,
        network=access.network,
        head_sign=head_sign,
        session=begun.folder.path.name,
    )
    await guard.start()
    stack.push_async_callback(guard.stop)
    check()
    robot = await connect(
        url, latch=latch, names=names, life_file=life, on_table=on_table, speed=begun.clock.speed
    )
    stack.push_async_callback(robot.close)
    check_speaks(await robot.about(), begun.folder.read_manifest().language)
    # The token is for this terminal alone: it is in no file of the session.
    hint = _HOW_TO_STOP.format(token=guard.token, url=guard.url)
    return SessionRobot(robot, latch, guard, hint, guard, ears)


def adult_instead(
    begun: StartedSession, names: Pseudonyms, tell: Callable[[Text], None], stack: AsyncExitStack
) -> SessionRobot:
    """Return an adult in the robot's place: no robot is reached, and no guard is needed."""
    latch = HaltLatch.create()
    robot = AdultLed(tell, latch=latch, names=names, speed=begun.clock.speed)
    stack.push_async_callback(robot.close)
    return SessionRobot(robot, latch, _OwnHalt(robot, latch), _ADULT_LEADS)


class _OwnHalt:
    """The Halts of an adult in Nao's place, without a guard."""

    def __init__(self, robot: Robot, latch: HaltLatch) -> None:
        self._robot, self._latch = robot, latch

    async def halt(self, why: str) -> None:
        """Prevent every action until a person resumes, and end the running ones."""
        self._latch.shut()
        await self._robot.halt()


class GuardEars:
    """What takes the guard's events into the session; those before there is a session wait for it."""

    def __init__(self, names: Pseudonyms) -> None:
        self._names = names
        self._session: LiveSession | None = None
        self._tell: Callable[[str], None] | None = None
        self._early: list[GuardEvent] = []

    def attach(self, session: LiveSession, tell: Callable[[str], None]) -> None:
        """Pass on the guard's earlier events, and each new one at once; *tell* is called with its kind."""
        self._session, self._tell = session, tell
        for event in self._early:
            self.hear(event)

    def hear(self, event: GuardEvent) -> None:
        """Turn a halt by the guard into a pause, and log every other event, first names as codes."""
        if self._session is None or self._tell is None:
            self._early.append(event)
            return
        kind = str(event.get("event"))
        logged = {key: value for key, value in event.items() if key not in _NOT_KEPT}
        data = without_names(logged, self._names.hide)
        if kind == "halted":
            self._session.loop.put(Incoming("guard", "halted", data, event["monotonic_ns"]))
        else:
            self._session.loop.note("guard", kind, data)
            self._tell(kind)


def without_names(value: Any, hide: Callable[[str], str]) -> Any:
    """Return a record with codes for the first names in all its values, at any depth; tuples become lists."""
    if isinstance(value, str):
        return hide(value)
    if isinstance(value, dict):
        return {key: without_names(inner, hide) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [without_names(inner, hide) for inner in value]
    return value
