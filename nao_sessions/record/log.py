"""``events.jsonl``: THE record of a session, appended to and never rewritten.

A line is on its way to the disk before anything that it causes is done; a torn last line is the only damage
that a crash can do to it, and reading reports it.

Space that is kept on the disk for what must still be written when the disk is full. It lies behind a file's
end, where no size shows it and no reader meets it (``fallocate`` with ``FALLOC_FL_KEEP_SIZE``). A file system
that has no such thing keeps none, which is no error.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import hashlib
import os
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from nao_sessions.core.errors import FolderInUse, RecordError
from nao_sessions.core.events import Event
from nao_sessions.core.received import LONGEST_BYTES, read_received, too_large
from nao_sessions.record.private import open_private, write_private
from nao_sessions.text.messages import msg

_KEEP_SIZE = 0x01
"""``FALLOC_FL_KEEP_SIZE`` (linux/falloc.h)."""

_LIBC = ctypes.CDLL(None, use_errno=True)


def keep(descriptor: int, size_bytes: int) -> bool:
    """Allocate space behind the end of a file that is open for writing; return False where there is none."""
    try:
        end = os.fstat(descriptor).st_size
        fallocate = _LIBC.fallocate
    except (OSError, AttributeError):  # AttributeError: a C library without it
        return False
    fallocate.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_int64, ctypes.c_int64)
    failed: int = fallocate(descriptor, _KEEP_SIZE, end, size_bytes)
    return failed == 0


def keep_file(path: Path, size_bytes: int) -> bool:
    """Allocate space behind the end of a private file, which is made where there is none.

    Return False where there is no space; the file may be missing then. Raises: LinkRefused.
    """
    try:
        descriptor = open_private(path, os.O_WRONLY | os.O_CREAT)
    except OSError:
        return False
    try:
        return keep(descriptor, size_bytes)
    finally:
        os.close(descriptor)


def give_back(descriptor: int) -> None:
    """Release the space allocated behind a file's end. Raises: OSError."""
    os.ftruncate(descriptor, os.fstat(descriptor).st_size)


RESERVE_BYTES = 4 * 1024 * 1024
"""The space kept behind the log's end, renewed once half is used, so that 2 MB are left on a full disk:
14,000 lines (benchmarks/log_reserve.py), which the demo takes an hour and a half to write."""


@dataclass(frozen=True, slots=True)
class LogReading:
    """The content of a log: its whole lines, and the bytes behind them: a torn last one, as a rule."""

    events: tuple[Event, ...]
    torn: bytes = b""


def read_log(path: Path) -> LogReading:
    """Return the whole lines of a log, and apart from them a torn last one.

    Raises:
        RecordError: the log is missing or no plain file, or a line that is not the last is no event.
    """
    try:
        content = read_received(path)
    except OSError as error:
        raise RecordError(
            msg("The log {path} cannot be read.", path=path),
            code="R101",
        ) from error
    whole = _whole_bytes(content)
    events: list[Event] = []
    for number, line in enumerate(content[:whole].split(b"\n")[:-1], start=1):
        try:
            events.append(Event.from_line(line.decode("utf-8")))
        except (ValueError, UnicodeDecodeError) as error:
            raise RecordError(
                msg("{path}:{number}: this line is no event.", path=path, number=number),
                msg(
                    "Where a bit of a closed log flipped on its disk: 'nao-sessions recover FOLDER' turns it "
                    "back. Otherwise put it back from a backup."
                ),
                code="R102",
            ) from error
    return LogReading(tuple(events), content[whole:])


def is_imported(events: Sequence[Event]) -> bool:
    """Return whether a log was imported: made from another program's table, by no engine, without inputs."""
    return bool(events) and (events[0].dir, events[0].source, events[0].kind) == (
        "note",
        "import",
        "imported",
    )


def is_adult_led(events: Iterable[Event]) -> bool:
    """Return whether no robot took part (``--robot none``): how the adult did its part, nobody observed."""
    return any(
        (event.dir, event.kind) == ("note", "about") and bool(event.data.get("adult_led")) for event in events
    )


class LogWriter:
    """The one writer of a log: it holds the lock, writes at once, and syncs in a thread.

    It keeps a reserve on the disk, so that the log goes on for a while after the disk is full.
    """

    def __init__(self, path: Path) -> None:
        """Open a log, and cut a torn last line.

        Raises:
            FolderInUse: another process holds the lock.
            LinkRefused: the file is a link, or not ours alone.
        """
        self._path = path
        self._file = open_private(path, os.O_RDWR | os.O_APPEND | os.O_CREAT)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._file)
            raise FolderInUse(
                msg("Another session is already writing into this folder."),
                msg("Close it first: a folder belongs to one session."),
                code="R103",
            ) from error
        self.torn = cut_torn_end(self._file, path)
        self._size = os.fstat(self._file).st_size
        self._sum = hashlib.sha256(os.pread(self._file, self._size, 0))
        self._dirty = threading.Event()
        self._closing = False
        self._failure: OSError | None = None
        self._reserved_to = 0
        self._renew_reserve()
        self._syncer = threading.Thread(target=self._sync, name="log-sync", daemon=True)
        self._syncer.start()

    def append(self, events: Iterable[Event]) -> None:
        """Write lines together, or none of them.

        Raises:
            OSError: the disk is full or gone; from then on every further line is refused, so that the log
                ends with its last whole line.
        """
        if self._failure is not None:
            raise self._failure
        content = "".join(event.to_line() + "\n" for event in events).encode("utf-8")
        good = os.fstat(self._file).st_size
        left = content
        try:
            while left:
                left = left[os.write(self._file, left) :]
        except OSError as error:
            self._failure = error
            os.ftruncate(self._file, good)
            raise
        self._sum.update(content)
        self._size += len(content)
        self._dirty.set()

    def head(self) -> tuple[int, str]:
        """Return the log's length in bytes and its SHA-256, as this writer knows them."""
        return self._size, self._sum.hexdigest()

    @property
    def reserve_bytes(self) -> int:
        """Return how many bytes can still be written when the disk is full."""
        return max(0, self._reserved_to - os.fstat(self._file).st_size)

    def check(self) -> None:
        """Check that lines can still be written, and that the file is still where it was made.

        Raises:
            OSError: the disk took a line no more, or the folder or its volume is gone; from then on every
                line is refused, too.
        """
        if self._failure is not None:
            raise self._failure
        try:
            if not os.path.samestat(self._path.stat(), os.fstat(self._file)):
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(self._path))
        except OSError as error:
            self._failure = error
            raise

    def close(self) -> None:
        """Write through to the disk, release the reserve and the lock; may be called twice."""
        if self._closing:
            return
        self._closing = True
        self._dirty.set()
        self._syncer.join()
        with contextlib.suppress(OSError):  # the volume may be gone
            give_back(self._file)
        with contextlib.suppress(OSError):  # FUSE tells so of a close as well; Linux closes all the same
            os.close(self._file)

    def _renew_reserve(self) -> None:
        if self.reserve_bytes < RESERVE_BYTES // 2 and keep(self._file, RESERVE_BYTES):
            self._reserved_to = os.fstat(self._file).st_size + RESERVE_BYTES

    def _sync(self) -> None:
        while True:
            self._dirty.wait()
            self._dirty.clear()
            closing = self._closing
            try:
                os.fdatasync(self._file)
                self._renew_reserve()
            except OSError as error:  # told at the next line: the disk no longer keeps what it takes
                self._failure = error
            if closing:
                return


def _whole_bytes(content: bytes) -> int:
    """Return how much of a log is whole lines, from its beginning on.

    A byte 0 stands in no JSON: it is where a power cut left what was never written, and what lies behind it
    is no longer in a row.
    """
    hole = content.find(b"\0")
    return content.rfind(b"\n", 0, None if hole < 0 else hole) + 1


def cut_torn_end(file: int, path: Path) -> bytes:
    """Cut what follows the last whole line, and return it; whole lines behind a hole are saved first.

    Raises:
        RecordError: it is larger than any file of lines (R136).
        OSError: it cannot be cut.
    """
    size = os.fstat(file).st_size
    if size > LONGEST_BYTES:
        raise too_large(path, LONGEST_BYTES)
    content = os.pread(file, size, 0)
    whole = _whole_bytes(content)
    torn = content[whole:]
    if b"\n" in torn:
        write_private(path.with_suffix(".torn"), torn)
    if torn:
        os.ftruncate(file, whole)
    return torn
