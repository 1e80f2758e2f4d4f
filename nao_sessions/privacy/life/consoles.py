"""The consoles that are open: nothing is erased meanwhile, since a console remembers what it has read.

Each shares a lock on a folder of the user's state, outside of any vault, which the kernel lets go of whatever
ends the console.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from platformdirs import user_state_path

from nao_sessions.core.errors import UsageError
from nao_sessions.text.messages import msg


@contextmanager
def open_console() -> Iterator[None]:
    """Say that a console is open for the ``with`` block; nothing is said where there can be no folder."""
    held = _opened()
    try:
        if held is not None:
            with contextlib.suppress(OSError):  # a file system without locks
                fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
        yield
    finally:
        if held is not None:
            os.close(held)


def check_no_console() -> None:
    """Raise UsageError (G158) while a console of this user is open."""
    held = _opened()
    if held is None:
        return
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise UsageError(
            msg("A console is open, and remembers what is to be erased: nothing was erased."),
            msg("Close it (Ctrl-C in its terminal), then do it again."),
            code="G158",
        ) from None
    except OSError:  # a file system without locks
        return
    finally:
        os.close(held)


def _opened() -> int | None:
    folder: Path = user_state_path("nao_sessions") / "consoles"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
