"""Tell whether a recorder still writes: a lock on the folder of the recordings, shared by all who record.

A recorder outlives a session that died by up to a minute; checksums are only worth something after it.
"""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

LOOK_EVERY_S = 0.1
ORPHANS_END_WITHIN_S = 75.0
"""A recorder goes on for 60 s after its parent died, and then closes its file."""


def hold(room: Path) -> int:
    """Hold a folder while recording into it; the lock goes with the process. Raises: OSError."""
    descriptor = os.open(room, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def wait_until_free(room: Path, deadline_s: float = ORPHANS_END_WITHIN_S) -> bool:
    """Wait until nobody records into a folder; False if somebody still does at the deadline."""
    if not room.is_dir():
        return True
    descriptor = os.open(room, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        until = time.monotonic() + deadline_s
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= until:
                    return False
                time.sleep(LOOK_EVERY_S)
            else:
                return True
    finally:
        os.close(descriptor)
