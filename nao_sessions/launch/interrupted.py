"""What is read and looked at before an interrupted session goes on, and how its folder is taken up.

Until all of it is through, nothing in the folder is changed: a session that cannot go on now can go on later.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from nao_sessions.core.errors import DeviceUnavailable, UsageError
from nao_sessions.launch.equipment import Equipment
from nao_sessions.live.session import not_written
from nao_sessions.live.start import Begun, begin_again, check_not_imported
from nao_sessions.privacy.grounds import SIMULATION
from nao_sessions.protocol import load_files
from nao_sessions.protocol.flow import Protocol
from nao_sessions.robot.address import Address
from nao_sessions.robot.port import NOBODY
from nao_sessions.session.folder import SessionFolder
from nao_sessions.session.journal import ReplayDiffers, log_differs
from nao_sessions.session.manifest import Manifest
from nao_sessions.text.messages import msg

ANSWERS_WITHIN_S = 10.0


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A session that is to go on: what its folder says of it, and its protocol, read once."""

    folder: SessionFolder
    manifest: Manifest
    protocol: Protocol

    @classmethod
    def read(cls, path: Path) -> Interrupted:
        """Read it. Raises: RecordError, UsageError (it was imported), ProtocolRefused."""
        folder = SessionFolder.open(path)
        manifest = folder.read_manifest()
        check_not_imported(manifest)
        return cls(folder, manifest, load_files(folder.protocol_files(), manifest.protocol.entry))

    @property
    def recorded(self) -> bool:
        """Return whether anything recorded it."""
        return bool(self.manifest.room.get("cameras") or self.manifest.room.get("microphones"))

    def check_same_kind(self, equipment: Equipment, *, as_begun: bool) -> None:
        """Refuse to go on with another kind of robot or camera. Raises: UsageError.

        Adults may have rehearsed with a real Nao; in their console (*as_begun*) before a real camera alone.
        """
        was = self.manifest
        simulator, led_by_adult = bool(was.robot.get("simulator")), was.robot.get("kind") == NOBODY
        all_simulated = was.rehearsal and simulator and not (as_begun and was.ground.text != SIMULATION)
        same_robot = simulator == equipment.simulated and led_by_adult == equipment.led_by_adult
        if same_robot and (was.rehearsal or equipment.real) and not (all_simulated and equipment.real):
            return
        kind = _NO_ROBOT if led_by_adult else _SIMULATED if simulator and was.rehearsal else _REAL
        raise UsageError(
            msg(
                "This session is {was}: it does not go on with a robot or a camera of another kind.", was=kind
            ),
            msg("Resume with the robot and the room of its beginning, or begin another session."),
            code="U107",
        )

    def take_up(self) -> Begun:
        """Take up its log. Raises: NaoSessionsError, as :func:`begin_again`."""
        try:
            return begin_again(self.folder, self.protocol)
        except ReplayDiffers as error:
            raise log_differs(error.seq) from error
        except OSError as error:
            raise not_written(error) from error


async def check_answers(address: Address) -> None:
    """Refuse a robot of which nobody can tell yet what it is. Raises: DeviceUnavailable."""
    try:
        async with asyncio.timeout(ANSWERS_WITHIN_S):
            _, writer = await asyncio.open_connection(address.host, address.port)
        writer.close()
    except (OSError, UnicodeError) as error:  # TimeoutError is an OSError; a name too long for DNS is none
        raise DeviceUnavailable(
            msg("Nao does not answer at {url}: the session does not go on.", url=address.url),
            msg("Is it on, and on the same network?"),
            code="R002",
        ) from error


_SIMULATED = msg("simulated")
_REAL = msg("real")
_NO_ROBOT = msg("without a robot")
