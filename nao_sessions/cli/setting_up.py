"""What every way of running a session sets up alike, from a terminal or from the console.

Nothing is started here: it is worked out what will be.
"""

from __future__ import annotations

from nao_sessions.live.room_file import Recorded, Room
from nao_sessions.live.session import LiveSession
from nao_sessions.live.start import Begun
from nao_sessions.robot.address import Address
from nao_sessions.robot.simulated_hand import SimulatedHand
from nao_sessions.room.index import segments_of
from nao_sessions.room.order import Order


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
