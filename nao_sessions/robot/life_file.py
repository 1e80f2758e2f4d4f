"""The place where Nao's own settings wait to be put back: one private file a robot, outside all sessions.

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
        instead: the path to return where that folder cannot be made or written.
    """
    folder = robots_folder()
    return instead if folder is None else folder / f"{address.digest}.json"


def robots_folder() -> Path | None:
    """Return the user's folder of files on robots, created with 0700; None where it cannot be written."""
    folder = user_state_path("nao_sessions") / "robots"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK | os.X_OK) else None
