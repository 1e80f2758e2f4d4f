"""Where Nao's own settings wait to be put back: a small private file a robot, outside every session's folder.

A session that could not put them back leaves them there, and the next one on that robot finds them, whatever
its folder. ``XDG_STATE_HOME`` says where, as for any program's state (on Linux ``~/.local/state``).
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_state_path

NAO_PORT = 9559
"""The port of naoqi on a Nao, where an address names none."""

_DIGITS = 16  # of the digest: two robots of one house never share a file


def life_file(url: str, instead: Path) -> Path:
    """Give the file of the robot at an address, and make its folder (0700).

    Args:
        url: ``tcp://host:9559``, ``host:9559`` or ``host``: a Nao's serial number is never asked for.
        instead: given where that folder cannot be made or written: Nao's settings are kept in any case.
    """
    folder = user_state_path("nao_sessions") / "robots"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError:
        return instead
    if not os.access(folder, os.W_OK | os.X_OK):
        return instead
    return folder / f"{_digest(url)}.json"


def _digest(url: str) -> str:
    """Name a robot by its address, however that was written."""
    place = urlsplit(url if "://" in url else f"tcp://{url}")
    try:
        address = f"{place.hostname}:{place.port or NAO_PORT}"
    except ValueError:  # a port that is none; no robot answers there
        address = url
    return hashlib.sha256(address.encode()).hexdigest()[:_DIGITS]
