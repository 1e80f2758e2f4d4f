"""The film latch: memory that session, guard and recorders share, by which a recording is ended at once.

Whoever holds it can end one recording or all of them, also where the others are frozen or gone; nothing opens
it again. Session and guard show in it, twice a second, that they live: a recorder films only while it hears
them.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

from nao_sessions.core.clock import SECOND_NS

BEAT_S = 0.5
"""How often session and guard show that they live."""
UNHEARD_NS = 2_500_000_000
"""A recorder that has not heard one of them for so long ends; the half second to three is for closing."""
MOST_RECORDERS = 32
KILL_AFTER_S = 0.4
"""How long a recorder has to say that it films no more, before it is killed: it looks every 50 ms."""
CLOSES_WITHIN_S = 5.0
"""How long one that films no more has for closing its file."""
LOOK_EVERY_S = 0.02

_ALL = 0
_GUARDED = 1
_SESSION_NS, _GUARD_NS, _OVER_NS = slice(8, 16), slice(16, 24), slice(24, 32)
_FIRST, _PLACE = 32, 32
_SIZE = _FIRST + MOST_RECORDERS * _PLACE
_OVER, _SILENT, _MUTE = 0, 1, 2
_PID, _STARTED = slice(8, 16), slice(16, 24)


class FilmLatch:
    """Anonymous shared memory with a place for each recorder of a session.

    Every value is one byte, or eight aligned ones with one writer: no lock is needed, and a process that dies
    or hangs while it holds the latch can block nobody.
    """

    def __init__(self, fd: int, names: Sequence[str] = ()) -> None:
        self.fd = fd
        self.names = tuple(names)
        self._map = mmap.mmap(fd, _SIZE)

    @classmethod
    def create(cls, names: Sequence[str]) -> FilmLatch:
        """Return a new latch for recorders of these names, in whose order their places are.

        Raises:
            ValueError: there are more recorders than places.
        """
        if len(names) > MOST_RECORDERS:
            raise ValueError(f"more than {MOST_RECORDERS} recorders")
        fd = os.memfd_create("nao-sessions-film", os.MFD_CLOEXEC)
        os.ftruncate(fd, _SIZE)
        latch = cls(fd, names)
        latch.session_lives()
        return latch

    # Ending.

    def end(self, name: str | None = None) -> int:
        """End the film of one recorder, or of all (None); return when all was ended (CLOCK_MONOTONIC ns).

        Nothing here waits for anything. Of one recorder the present time is returned.

        Raises:
            ValueError: no recorder has this name.
        """
        now_ns = time.monotonic_ns()
        if name is not None:
            self._map[self._at(self.names.index(name)) + _OVER] = 1
            return now_ns
        if not self._map[_ALL]:
            self._map[_OVER_NS] = now_ns.to_bytes(8, "little")  # first: who sees the byte finds the time
            self._map[_ALL] = 1
        return self.over_ns or now_ns

    @property
    def over_ns(self) -> int | None:
        """Return when the film of all was ended (CLOCK_MONOTONIC ns); None where it was not."""
        return _number(self._map[_OVER_NS]) if self._map[_ALL] else None

    def is_over(self, place: int) -> bool:
        """Return whether the recorder of a place may film no more."""
        return bool(self._map[_ALL] or self._map[self._at(place) + _OVER])

    def mute(self, name: str) -> None:
        """End the sound of a camera for good; its pictures are recorded on.

        Raises:
            ValueError: no recorder has this name.
        """
        self._map[self._at(self.names.index(name)) + _MUTE] = 1

    def is_mute(self, place: int) -> bool:
        """Return whether the camera of a place is recorded without its sound."""
        return bool(self._map[self._at(place) + _MUTE])

    # Living.

    def session_lives(self) -> None:
        """Show that the session lives."""
        self._map[_SESSION_NS] = time.monotonic_ns().to_bytes(8, "little")

    def guard_lives(self) -> None:
        """Show that the guard lives; from the first time on recorders film only while they hear it."""
        self._map[_GUARD_NS] = time.monotonic_ns().to_bytes(8, "little")
        self._map[_GUARDED] = 1

    def unheard(self) -> str:
        """Return who has not been heard for too long (``session``, ``guard``); "" where all is well."""
        now_ns = time.monotonic_ns()
        if now_ns - _number(self._map[_SESSION_NS]) > UNHEARD_NS:
            return "session"
        if self._map[_GUARDED] and now_ns - _number(self._map[_GUARD_NS]) > UNHEARD_NS:
            return "guard"
        return ""

    # The recorders, each in its place.

    def come(self, place: int) -> None:
        """Register this process as the recorder of a place."""
        at = self._at(place)
        self._map[at + _SILENT] = 0
        self._write(at, _STARTED, _started_at(os.getpid()) or 0)
        self._write(at, _PID, os.getpid())

    def fall_silent(self, place: int) -> None:
        """Show that the recorder of a place writes no picture and no sound any more."""
        self._map[self._at(place) + _SILENT] = 1

    def is_silent(self, place: int) -> bool:
        """Return whether the recorder of a place writes no picture and no sound any more."""
        return bool(self._map[self._at(place) + _SILENT])

    def go(self, place: int) -> None:
        """Show that the recorder of a place has closed its files."""
        self.fall_silent(place)
        self._write(self._at(place), _PID, 0)

    def pid(self, place: int) -> int | None:
        """Return the process of the recorder of a place; None where none films or closes its files."""
        at = self._at(place)
        pid = self._read(at, _PID)
        return pid if pid and _started_at(pid) == self._read(at, _STARTED) else None

    def kill_what_hangs(self, since_ns: int) -> tuple[str, ...]:
        """Kill the recorders that were ended at ``since_ns`` and are not silent in time; return their names.

        Called again and again, until :meth:`all_gone`: it waits for nothing.
        """
        killed = []
        passed_s = (time.monotonic_ns() - since_ns) / SECOND_NS
        for place, name in self._places():
            pid = self.pid(place) if self.is_over(place) else None
            limit_s = CLOSES_WITHIN_S if self.is_silent(place) else KILL_AFTER_S
            if pid is not None and passed_s > limit_s:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                    killed.append(name)
        return tuple(killed)

    def all_gone(self) -> bool:
        """Return whether all recorders that were ended have closed their files, or are dead."""
        return all(self.pid(place) is None for place, _ in self._places() if self.is_over(place))

    def release(self) -> None:
        """Release this process's memory of the latch; others keep theirs. May be called twice."""
        if not self._map.closed:
            self._map.close()
            os.close(self.fd)

    def _places(self) -> Sequence[tuple[int, str]]:
        return tuple(enumerate(self.names))

    def _at(self, place: int) -> int:
        if not 0 <= place < MOST_RECORDERS:
            raise ValueError(f"no place {place}")
        return _FIRST + place * _PLACE

    def _write(self, at: int, part: slice, value: int) -> None:
        self._map[at + part.start : at + part.stop] = value.to_bytes(8, "little")

    def _read(self, at: int, part: slice) -> int:
        return _number(self._map[at + part.start : at + part.stop])


class FilmPlace:
    """The place of one recorder in a film latch."""

    def __init__(self, latch: FilmLatch, place: int) -> None:
        self._latch, self._place = latch, place

    @property
    def is_over(self) -> bool:
        """Return whether this recorder may film no more; one memory access or two."""
        return self._latch.is_over(self._place)

    @property
    def is_mute(self) -> bool:
        """Return whether this camera is recorded without its sound; one memory access."""
        return self._latch.is_mute(self._place)

    @property
    def unheard(self) -> str:
        """Return who has not been heard for too long (``session``, ``guard``); "" where all is well."""
        return self._latch.unheard()

    def come(self) -> None:
        """Register this process as the recorder."""
        self._latch.come(self._place)

    def fall_silent(self) -> None:
        """Show that this recorder writes no picture and no sound any more."""
        self._latch.fall_silent(self._place)

    def go(self) -> None:
        """Show that this recorder has closed its files."""
        self._latch.go(self._place)


def _number(content: bytes) -> int:
    return int.from_bytes(content, "little")


def _started_at(pid: int) -> int | None:
    """Return when a process began, in ticks since boot, by which a later one of its number is known.

    None where there is none, or it is dead and only not yet collected.
    """
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2]
    except OSError:
        return None
    state, *others = fields.split()
    return None if state in "ZX" else int(others[18])
