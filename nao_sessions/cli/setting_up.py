"""What every way of running a session sets up alike, from a terminal or from the console.

No process is started here; the one thing that is made is the session's folder.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from nao_sessions.cli.plan import Plan
from nao_sessions.live.room_file import Recorded, Room
from nao_sessions.live.session import LiveSession
from nao_sessions.live.start import Begun, Given, begin_new
from nao_sessions.robot.address import Address
from nao_sessions.robot.simulated_hand import SimulatedHand
from nao_sessions.room.index import segments_of
from nao_sessions.room.order import Order
from nao_sessions.session.folder import SessionFolder, not_made
from nao_sessions.session.manifest import Grounds


def make_session(
    plan: Plan,
    why: Grounds,
    room: Room,
    parent: Path,
    robot: Mapping[str, Any],
    *,
    rehearsal: bool,
    stack: AsyncExitStack,
) -> Begun:
    """Make a session's folder, with its start line; one that fails before its first step leaves nothing.

    Raises:
        RecordError, UsageError: the folder cannot be made.
    """
    files = {source.name: source.content for source in plan.protocol.sources}
    folder = SessionFolder.create(parent, plan.protocol.id, files)
    begun: Begun | None = None

    def leave_nothing(kind: object, *_: object) -> None:
        """Remove the folder of a session that never began: an empty one would only mislead."""
        if kind is None or (begun is not None and begun.journal.state.step):
            return
        if begun is not None:
            begun.log.close()
        shutil.rmtree(folder.path, ignore_errors=True)

    stack.push(leave_nothing)
    given = Given(
        protocol=plan.protocol,
        settings=plan.settings,
        phase=plan.phase,
        participants=plan.participants,
        language=plan.language,
        seed=plan.seed,
        speed=plan.speed,
        grounds=why,
        rehearsal=rehearsal,
        robot=robot,
        cameras=tuple(camera.name for camera in room.cameras),
        microphones=tuple(microphone.name for microphone in room.microphones),
    )
    try:
        begun = begin_new(given, folder)
    except OSError as error:
        raise not_made(parent, error) from error
    return begun


def orders_of(begun: Begun, room: Room) -> list[Order]:
    """Give what each recorder of a session is told: the ground is the manifest's."""
    ground = begun.folder.read_manifest().ground.text
    return [
        Order(
            name=source.name,
            source=source.url,
            folder=begun.folder.room,
            clock=begun.clock,
            ground=ground,
            segment=max([0, *segments_of(begun.folder.room, source.name)]) + 1,
            login=source.login,
            sound_only=source.sound_only,
        )
        for source in room.sources
    ]


def simulated_room(cameras: tuple[str, ...]) -> Room:
    """Give the room of a simulator: its own camera, and nobody real in it."""
    return Room(sources=(Recorded("room", cameras[0], cards=True),), simulated=True)


def frames_of(session: LiveSession) -> int:
    """Count the frames that the recorders of a session have told of."""
    return sum(int(facts.get("frames", 0)) for facts in session.recorder_facts.values())


async def is_simulator(address: Address) -> bool:
    """Tell whether a robot is a simulator; a real Nao has no such service, and who is silent may be one."""
    try:
        (await SimulatedHand.reach(address.url)).close()
    except Exception:
        return False
    return True
