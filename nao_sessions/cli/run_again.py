"""What `run --resume` refuses: a Nao that does not answer, another kind of robot or of camera.

Nothing of the session's folder is touched before these are through.
"""

from __future__ import annotations

import asyncio

from nao_sessions.cli.run_robot import NOBODY
from nao_sessions.core.errors import DeviceUnavailable, UsageError
from nao_sessions.robot.address import Address
from nao_sessions.session.manifest import Manifest
from nao_sessions.text.messages import msg

ANSWERS_WITHIN_S = 10.0


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


def check_same_kind(manifest: Manifest, *, simulated: bool, real: bool, nobody: bool) -> None:
    """Refuse to go on with another kind of robot or camera. Raises: UsageError."""
    same_robot = simulated == bool(manifest.robot.get("simulator"))
    led_by_adult = manifest.robot.get("kind") == NOBODY
    if real != manifest.rehearsal and same_robot and nobody == led_by_adult:
        return
    was = _SIMULATED if manifest.rehearsal else _NO_ROBOT if led_by_adult else _REAL
    raise UsageError(
        msg("This session is {was}: it does not go on with a robot or a camera of another kind.", was=was),
        msg("Resume with the robot and the room of its beginning, or begin another session."),
        code="U107",
    )


_SIMULATED = msg("simulated")
_REAL = msg("real")
_NO_ROBOT = msg("without a robot")
