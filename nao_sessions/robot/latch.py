"""The halt latch: a few bytes of memory that guard and session share, and that no message has to cross.

While it is shut nothing may be sent to Nao but what stops it; only a person's *resume* opens it again.
"""

from __future__ import annotations

import mmap
import os
import time
from dataclasses import dataclass

_OPEN = 0
_SHUT = 1
_STATE, _COUNT = 0, 1
_RESUMED_NS, _RESUMES = slice(8, 16), slice(16, 20)
_SIZE = 20


@dataclass(frozen=True, slots=True)
class Stop:
    """A press of *Arrêter* as its page sends it.

    ``made_ns`` (CLOCK_MONOTONIC) is the latest moment at which the finger can have come down. ``session``
    and ``resumes`` are those that the page showed then: the session's folder, how often it had been resumed;
    None: it came from no page. ``press`` is the page's own name for it.
    """

    made_ns: int
    session: str = ""
    resumes: int | None = None
    press: str = ""


class HaltLatch:
    """Anonymous shared memory; any process that holds the descriptor may shut, read or open the latch.

    A second byte counts how often it was shut: who looks rarely sees that it was shut and opened meanwhile.
    Behind them stand how often a person has resumed, and when last, by which a stop that comes late is known.

    Reading is one memory access: it is done before every call to the robot. Each value is written whole (one
    byte, or aligned bytes by the session alone), so no lock is needed, and a process that dies or hangs while
    it holds the latch can block nobody.
    """

    def __init__(self, fd: int) -> None:
        self.fd = fd
        self._map = mmap.mmap(fd, _SIZE)

    @classmethod
    def create(cls) -> HaltLatch:
        """Return a new latch, open. It lies in memory only, and ends with the last process that holds it."""
        fd = os.memfd_create("nao-sessions-halt", os.MFD_CLOEXEC)
        os.ftruncate(fd, _SIZE)
        latch = cls(fd)
        latch.count_resumes(0, time.monotonic_ns())
        return latch

    @classmethod
    def attach(cls, fd: int) -> HaltLatch:
        """Return the latch of a parent process, which passed the latch's descriptor (``pass_fds``)."""
        return cls(fd)

    @property
    def is_shut(self) -> bool:
        """Return whether the latch is shut: then nothing may go to Nao but what stops it or moves nothing."""
        return self._map[_STATE] != _OPEN

    @property
    def times_shut(self) -> int:
        """Return a count, modulo 256, that changes each time the latch is shut."""
        return self._map[_COUNT]

    @property
    def resumes(self) -> int:
        """Return how often a person has resumed this session."""
        return int.from_bytes(self._map[_RESUMES], "little")

    def is_late(self, stop: Stop, session: str) -> bool:
        """Return whether a person has resumed since a stop was pressed, without the page having seen it.

        Where there is doubt it is not late: a stop that was pressed after the last resume, whatever its page
        had heard by then, stops. One that names another session is late where it was pressed before this one.
        """
        if stop.resumes is None:
            return False
        other = bool(stop.session) and stop.session != session
        return (other or stop.resumes < self.resumes) and stop.made_ns < self._resumed_ns

    def shut(self) -> None:
        """Shut the latch: every action to Nao is blocked, for all processes at once."""
        self._map[_COUNT] = (self._map[_COUNT] + 1) % 256  # two at once may count as one: it has changed
        self._map[_STATE] = _SHUT

    def open(self, times_shut: int | None = None) -> None:
        """Open the latch: actions may go to Nao again. Only a person's *resume* calls this.

        Args:
            times_shut: the count that the person had seen; where it was shut again since, it stays shut.
        """
        self._map[_STATE] = _OPEN
        # The count is raised before the latch is shut: either it is seen here, or the shutting comes after.
        if times_shut is not None and self.times_shut != times_shut:
            self._map[_STATE] = _SHUT

    def count_resumes(self, resumes: int, monotonic_ns: int) -> None:
        """Store how often a person has resumed the session, and when last (CLOCK_MONOTONIC, ns)."""
        # The time first: who reads the new number finds the new time.
        self._map[_RESUMED_NS] = max(0, monotonic_ns).to_bytes(8, "little")
        self._map[_RESUMES] = resumes.to_bytes(4, "little")

    def release(self) -> None:
        """Release this process's memory of the latch; other processes keep theirs. May be called twice."""
        if not self._map.closed:
            self._map.close()
            os.close(self.fd)

    @property
    def _resumed_ns(self) -> int:
        return int.from_bytes(self._map[_RESUMED_NS], "little")
