"""The lock that shows whether a recorder still writes: on the recordings' folder, shared by all recorders.

A recorder outlives a session that died by up to a minute; checksums are only worth something after it. Who
closes such a session asks it to end at once, by a lock on the session's folder: that needs no space on the
disk, goes with the process that holds it, and reaches nobody but the recorders of that folder.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOOK_EVERY_S = 0.1
ORPHANS_END_WITHIN_S = 75.0
"""The longest wait for a recorder without its session: 60 s of recording, and the closing of its file."""


def hold(room: Path) -> int:
    """Lock a folder while recording into it, and return the lock's descriptor. Raises: OSError."""
    descriptor = os.open(room, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


@contextmanager
def end_orphans(room: Path) -> Iterator[None]:
    """Ask recorders that outlived their session to end, while the context lasts. Raises: OSError.

    They look several times a second (``is_closing``). Use ``wait_until_free`` to wait until they have ended.
    """
    descriptor = os.open(room.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def is_closing(room: Path) -> bool:
    """Return whether another process is closing the session to which a folder of recordings belongs."""
    try:
        descriptor = os.open(room.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def is_recorded(room: Path) -> bool:
    """Return whether a recorder is writing into a folder now."""
    return not wait_until_free(room, deadline_s=0)


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
