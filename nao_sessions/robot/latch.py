"""The halt latch: a byte of memory that the guard and the session share, and that no message has to cross.

While it is shut nothing may be sent to Nao but what stops it; only a person's *resume* opens it again.
"""

from __future__ import annotations

import mmap
import os

_OPEN = 0
_SHUT = 1
_STATE, _COUNT = 0, 1
_SIZE = 2


class HaltLatch:
    """A byte in anonymous shared memory; any process that holds the descriptor may shut, read or open it.

    A second byte counts how often it was shut: who looks rarely sees that it was shut and opened meanwhile.

    Reading is one memory access: it is done before every call to the robot. A single byte is written whole,
    so no lock is needed, and a process that dies or hangs while it holds the latch can block nobody.
    """

    def __init__(self, fd: int) -> None:
        self.fd = fd
        self._map = mmap.mmap(fd, _SIZE)

    @classmethod
    def create(cls) -> HaltLatch:
        """Make a new latch, open. It lies in memory only, and goes with the last process that holds it."""
        fd = os.memfd_create("nao-sessions-halt", os.MFD_CLOEXEC)
        os.ftruncate(fd, _SIZE)
        return cls(fd)

    @classmethod
    def attach(cls, fd: int) -> HaltLatch:
        """Take up the latch of a parent process, which passed its descriptor (``pass_fds``)."""
        return cls(fd)

    @property
    def is_shut(self) -> bool:
        """Tell whether nothing may be sent to Nao."""
        return self._map[_STATE] != _OPEN

    @property
    def times_shut(self) -> int:
        """Give a number that is another one after each time the latch was shut (modulo 256)."""
        return self._map[_COUNT]

    def shut(self) -> None:
        """Let nothing more through to Nao. Takes effect for every process at once."""
        self._map[_STATE] = _SHUT
        self._map[_COUNT] = (self._map[_COUNT] + 1) % 256  # two at once may count as one: it has changed

    def open(self) -> None:
        """Let actions through again. Called for a person's *resume*, never by the program on its own."""
        self._map[_STATE] = _OPEN

    def release(self) -> None:
        """Let go of the memory; other processes keep theirs. May be called twice."""
        if not self._map.closed:
            self._map.close()
            os.close(self.fd)
