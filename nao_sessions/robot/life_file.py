"""Where Nao's own settings wait to be put back: a small private file a robot, outside every session's folder.

A session that could not put them back leaves them there, and the next one on that robot finds them, whatever
its folder. ``XDG_STATE_HOME`` says where, as for any program's state (on Linux ``~/.local/state``).
"""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_state_path

from nao_sessions.robot.address import Address


def life_file(address: Address, instead: Path) -> Path:
    """Return the path where the settings of the robot at an address are kept; create its folder (0700).

    Args:
        address: of the robot: a Nao's serial number is never asked for.
        instead: given where that folder cannot be made or written: Nao's settings are kept in any case.
    """
    folder = robots_folder()
    return instead if folder is None else folder / f"{address.digest}.json"


def robots_folder() -> Path | None:
    """Return the folder of what is kept of robots, created with 0700; None where it cannot be created."""
    folder = user_state_path("nao_sessions") / "robots"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK | os.X_OK) else None
