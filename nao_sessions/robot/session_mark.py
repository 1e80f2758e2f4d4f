"""One session at a time on one Nao: a second one is refused while the first lives, and only then.

Two marks say so. A locked file in the user's state folder, by the robot's address: the kernel lets go of it
whatever ends the session. And a key of ours in Nao's memory that a session writes anew twice a second, since
two computers, or two names of one Nao, share no file: a mark that stands still was left by a session that
died. A Nao's serial number and name are never asked for.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

from nao_sessions.core.errors import DeviceUnavailable
from nao_sessions.robot.address import Address
from nao_sessions.robot.naoqi.life import robots_folder
from nao_sessions.robot.naoqi.link import CallFailed, CallLate, LatchShut, LinkLost, QiLink
from nao_sessions.text.messages import msg

MEMORY = "ALMemory"
MARK = "nao_sessions/session"
BEAT_S = 0.5
"""How often a session writes its mark."""

DEAD_AFTER_S = 1.75
"""A mark that stands still for this long is of a session that died: three beats, and a slow network."""

_LOOK_S = 0.1


def taken() -> DeviceUnavailable:
    """Return the error for a robot that another session has."""
    return DeviceUnavailable(
        msg("Another session already leads this Nao."),
        msg("Close it first: 'close' in its terminal, or Ctrl-C twice."),
        code="R004",
    )


@contextlib.contextmanager
def hold(address: Address) -> Iterator[None]:
    """Keep other sessions of this user from the robot at an address for the ``with`` block.

    Where there can be no file, only the mark in Nao's memory keeps them away.

    Raises:
        DeviceUnavailable: a session that lives has it.
    """
    folder = robots_folder()
    path = None if folder is None else folder / f"{address.digest}.session"
    fd = None if path is None else _lock(path)
    try:
        yield
    finally:
        if path is not None and fd is not None:
            path.unlink(missing_ok=True)  # while it is locked: who waits for this one looks again
            os.close(fd)


def _lock(path: Path) -> int | None:
    """Create and lock a file, and return its descriptor; None where that cannot be done.

    Raises:
        DeviceUnavailable: another session has locked it.
    """
    while True:
        try:
            fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:
            return None
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(fd), path.stat()):
                return fd
        except BlockingIOError:
            os.close(fd)
            raise taken() from None
        except FileNotFoundError:  # another session has just ended, and taken its file away
            pass
        except OSError:  # a file system without locks
            os.close(fd)
            return None
        os.close(fd)


class SessionMark:
    """The mark of one session in Nao's memory, which keeps others away. Belongs to its link's event loop."""

    def __init__(self, link: QiLink) -> None:
        self._link = link
        self._own = secrets.token_hex(8)  # says nothing of the session; only that it is not another's
        self._beats = 0
        self._next_s = 0.0
        self._made = False

    async def make(self) -> None:
        """Write the session's mark into Nao's memory, unless another live session has one there.

        Raises:
            DeviceUnavailable: one has.
            LinkLost: the robot is gone.
        """
        found = await self._read()
        until = time.monotonic() + DEAD_AFTER_S
        while found is not None and time.monotonic() < until:
            await asyncio.sleep(_LOOK_S)
            now = await self._read()
            if now not in (None, found):
                raise taken()
            found = now
        with contextlib.suppress(CallFailed, CallLate):
            await self._link.call(MEMORY, "insertData", MARK, self._text(), anyway=True)
        self._made = True
        now = await self._read()
        if now is not None and not now.startswith(self._own):  # both began in the same moment
            self._made = False
            raise taken()

    def tick(self) -> None:
        """Renew the mark when it is due; called many times a second, and cheap."""
        if not self._made or not self._link.up or time.monotonic() < self._next_s:
            return
        self._next_s = time.monotonic() + BEAT_S
        with contextlib.suppress(CallFailed, LatchShut, LinkLost):
            self._link.send(MEMORY, "insertData", MARK, self._text(), anyway=True)

    async def remove(self) -> None:
        """Remove the mark from Nao's memory if it was made. Raises: LinkLost."""
        if not self._made:
            return
        self._made = False
        with contextlib.suppress(CallFailed, CallLate):
            await self._link.call(MEMORY, "removeData", MARK, anyway=True)

    def _text(self) -> str:
        self._beats += 1
        return f"{self._own} {self._beats}"

    async def _read(self) -> str | None:
        value = await self._link.value(MEMORY, "getData", MARK)
        return None if value is None else str(value)
