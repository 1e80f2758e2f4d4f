"""What sessions are run on: a Nao, a simulator or no robot at all, and a room with its cameras."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, AsyncExitStack, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from nao_sessions.launch.robot import GuardAccess
from nao_sessions.live.disk_space import SIMULATED_CAMERA
from nao_sessions.live.simulator_process import SimulatorProcess
from nao_sessions.record.folder import SessionFolder
from nao_sessions.robot.address import Address, read_address
from nao_sessions.robot.life_file import life_file
from nao_sessions.robot.port import NOBODY
from nao_sessions.robot.session_mark import hold
from nao_sessions.robot.simulated_hand import SimulatedHand
from nao_sessions.room.room_file import RecordedSource, Room, read_room


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
        """Keep other sessions from the robot for a ``with`` block. Raises: DeviceUnavailable: one has it."""
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
