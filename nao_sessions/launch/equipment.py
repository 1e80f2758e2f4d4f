"""What sessions are run on: a Nao, a simulator or no robot at all, and a room with its cameras.

What stands behind the robot's port of a session: a Nao and its guard, or nobody, and the adult leads.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, AsyncExitStack, nullcontext, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from nao_sessions.core.clock import SessionClock
from nao_sessions.core.errors import DeviceUnavailable
from nao_sessions.live.disk import SIMULATED_CAMERA
from nao_sessions.live.guard_process import GuardEvent, GuardProcess
from nao_sessions.live.guard_route import ByTls
from nao_sessions.live.loop import Incoming
from nao_sessions.live.preflight import check_speaks
from nao_sessions.live.session import LiveSession
from nao_sessions.live.simulator_process import SimulatorProcess
from nao_sessions.live.start import StartedSession
from nao_sessions.record.film import FILM_OVER
from nao_sessions.record.folder import SessionFolder
from nao_sessions.robot.address import Address, read_address
from nao_sessions.robot.adult_led import AdultLed
from nao_sessions.robot.latch import HaltLatch
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.robot.naoqi.life import life_file
from nao_sessions.robot.naoqi.robot import QiRobot, connect
from nao_sessions.robot.port import NOBODY, Robot, Sampled
from nao_sessions.robot.session_mark import hold
from nao_sessions.robot.simulated_hand import SimulatedHand
from nao_sessions.room.capture.film_latch import FilmLatch
from nao_sessions.room.room_file import RecordedSource, Room, read_room
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


class StandbyGuard:
    """A guard where no session runs: whoever asks it stops Nao. Belongs to one event loop."""

    def __init__(self, address: Address) -> None:
        self._guard = GuardProcess(
            robot_url=address.url,
            latch=HaltLatch.create(),
            clock=SessionClock(time.monotonic_ns()),
            on_event=self._hear,
        )
        self._quiet = asyncio.Event()
        self.reaches_nao = False
        """Whether Nao answers the guard."""
        self.halted = False
        """Whether somebody asked for a stop."""
        self.broken = False
        """Whether the guard does not start: nothing can be stopped by it."""

    @property
    def is_quiet(self) -> bool:
        """Return whether Nao was found to be quiet since the last stop that was asked for."""
        return self._quiet.is_set()

    async def start(self) -> None:
        """Start the guard; Nao need not answer yet."""
        try:
            await self._guard.start()
        except DeviceUnavailable:
            self.broken = True

    async def halt(self, why: str, within_s: float) -> None:
        """Stop Nao; return once it was found to be quiet, or after that time. It is watched all the same."""
        self.halted = True
        self._quiet.clear()
        await self._guard.halt(why)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._quiet.wait(), within_s)

    async def stop(self) -> None:
        """End the guard, without a halt; may be called twice."""
        await self._guard.stop()

    def _hear(self, event: GuardEvent) -> None:
        match event.get("event"):
            case "ready":
                self.reaches_nao = bool(event.get("robot"))
            case "robot_back":
                self.reaches_nao = True
            case "robot_lost" | "died" | "failed":
                self.reaches_nao = False
            case "quiet":
                self._quiet.set()


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
    film: FilmLatch,
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
        film=film if film.names else None,
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
        if kind == FILM_OVER:
            self._session.end_film("guard", str(data.get("press", "")))
            self._tell(kind)
        elif kind == "halted":
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


@dataclass(frozen=True, slots=True)
class OwnSimulator:
    """A simulator that a session starts for itself, and that ends with it.

    ``panel`` is called with the address of its page of the room, which is then served even though no camera
    records it. ``trace`` is the file to which it writes its calls.
    """

    panel: Callable[[str], None] | None = None
    trace: Path | None = None


@dataclass(frozen=True, slots=True)
class Equipment:
    """The robot and the room of a session.

    ``address`` is None where a simulator is yet to be started, or where no robot takes part; ``simulated`` is
    None where nobody has asked the robot yet.
    """

    address: Address | None
    room: Room
    own: OwnSimulator | None = None
    simulated: bool | None = None
    access: GuardAccess = field(default_factory=GuardAccess)

    @property
    def led_by_adult(self) -> bool:
        """Return whether an adult leads without a robot."""
        return self.address is None and self.own is None

    @property
    def real(self) -> bool:
        """Return whether anything is real, not simulated; a robot that was not asked yet counts as real."""
        return not (self.simulated and self.room.simulated)

    @property
    def robot_facts(self) -> dict[str, Any]:
        """Return what the manifest (``session.json``) records about the robot."""
        return {"simulator": bool(self.simulated), **({"kind": NOBODY} if self.led_by_adult else {})}

    def hold(self) -> AbstractContextManager[None]:
        """Keep other sessions from the robot for a ``with`` block; waits for nothing.

        Raises:
            DeviceUnavailable: another session has it.
        """
        return nullcontext() if self.address is None else hold(self.address)

    def recording(self, recorded: bool) -> Equipment:
        """Return this equipment; without cameras and microphones where nothing is recorded."""
        return self if recorded else replace(self, room=self.room.without_sources())

    async def identified(self) -> Equipment:
        """Return this equipment, with ``simulated`` known: whether the robot is a simulator."""
        if self.simulated is not None:
            return self
        known = self.own is not None if self.address is None else await is_simulator(self.address)
        return replace(self, simulated=known)

    async def started(self, *, speed: float, seed: int, language: str, stack: AsyncExitStack) -> Equipment:
        """Return this equipment with its own simulator running, if it has one; the stack ends it.

        Raises:
            DeviceUnavailable: the simulator does not start.
        """
        if self.own is None:
            return self
        drawn = SIMULATED_CAMERA in self.room.sources
        simulator = await SimulatorProcess.start(
            speed=speed,
            seed=seed,
            language=language,
            camera=drawn or self.own.panel is not None,
            trace=self.own.trace,
        )
        stack.push_async_callback(simulator.stop)
        if self.own.panel is not None:
            self.own.panel(simulator.panel)
        room = drawn_room(simulator.cameras) if drawn else self.room
        return replace(self, address=read_address(simulator.qi_url), room=room)

    def life_file(self, folder: SessionFolder) -> Path:
        """Return the file of Nao's own settings; in the session's folder if the Nao ends with the session."""
        instead = folder.path / "life.json"
        return instead if self.address is None or self.own else life_file(self.address, instead=instead)


async def is_simulator(address: Address) -> bool:
    """Return whether a robot is a simulator, by a service that no real Nao has; False if it is silent."""
    try:
        (await SimulatedHand.reach(address.url)).close()
    except Exception:
        return False
    return True


def room_of(file: Path | None, *, no_room: bool, drawn: Room) -> Room:
    """Return the room in a room file; without a file, *drawn*, where nothing real films.

    ``no_room``: without its cameras and microphones; what the file says of Nao's place holds all the same.

    Raises:
        UsageError: the file cannot be read, or is wrong.
    """
    room = drawn if file is None else read_room(file)
    return room.without_sources() if no_room else room


def drawn_room(cameras: tuple[str, ...]) -> Room:
    """Return the room of a simulator: its own camera, if it has one, and no real people."""
    sources = (RecordedSource("room", cameras[0], cards=True),) if cameras else ()
    return Room(sources=sources, simulated=True)


UNFILMED = Room(simulated=True)
"""The room where there is no room file, and no simulator with a camera: nothing records."""

ROOM_TO_BE_DRAWN = Room(sources=(SIMULATED_CAMERA,), simulated=True)
"""The room of a simulator that is yet to be started, with the camera that it will have."""
