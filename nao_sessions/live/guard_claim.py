"""Which guard a robot belongs to, when the guard of a session that died is still about.

The newest guard has it: an older one gives way before it halts Nao late, or puts Nao's settings back late.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

LOOK_EVERY_S = 0.05
WAIT_S = 5.0
"""How long a new guard waits for an older one that is putting Nao's settings back, before it takes over."""


class Claim:
    """One guard's claim: a small file of its own under a name that all guards of a robot use.

    The newest file has the name. Who acts late locks its own file first, and a new guard takes the name only
    while it holds the lock of the file that has it: so neither comes in the middle of the other.
    """

    def __init__(self, path: Path) -> None:
        """Prepare a claim; until :meth:`take`, and where there is no such folder, it counts as held."""
        self._path = path
        self._fd: int | None = None

    async def take(self) -> None:
        """Become the newest guard, as soon as an older one is not in the middle of something."""
        part = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        with contextlib.suppress(OSError):
            fd = os.open(part, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            older = await self._lock_older()
            try:
                part.replace(self._path)
                self._fd = fd
            finally:
                if older is not None:
                    os.close(older)

    def take_back(self) -> None:
        """Hold it again where a newer guard had it and has ended: that of another session on this robot."""
        if self._fd is None:
            return
        with contextlib.suppress(OSError):  # most of all FileExistsError: the newest guard is there
            fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            os.close(self._fd)
            self._fd = fd

    @property
    def held(self) -> bool:
        """Tell whether no newer guard has taken over."""
        if self._fd is None:
            return True
        with contextlib.suppress(OSError):
            return os.path.samestat(os.fstat(self._fd), self._path.stat())
        return False  # a newer one came, and has ended already

    @contextlib.contextmanager
    def acting(self) -> Iterator[bool]:
        """Keep newer guards out meanwhile; gives False, and keeps nobody out, where one is there already."""
        if self._fd is None:
            yield True
            return
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:  # a newer one is taking over at this moment
            yield False
            return
        try:
            yield self.held
        finally:
            fcntl.flock(self._fd, fcntl.LOCK_UN)

    def let_go(self) -> None:
        """End the claim, and leave no file behind; may be called twice."""
        if self._fd is None:
            return
        with self.acting() as held:
            if held:
                self._path.unlink(missing_ok=True)
        os.close(self._fd)
        self._fd = None

    async def _lock_older(self) -> int | None:
        """Lock the file that has the name; one that stays locked for too long is taken over all the same."""
        try:
            older = os.open(self._path, os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            return None
        until = time.monotonic() + WAIT_S
        while time.monotonic() < until:
            try:
                fcntl.flock(older, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                await asyncio.sleep(LOOK_EVERY_S)
            else:
                break
        return older
