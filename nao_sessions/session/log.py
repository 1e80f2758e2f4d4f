"""``events.jsonl``: THE record of a session, appended to and never rewritten.

A line is on its way to the disk before anything that it causes is done; a torn last line is the only damage
that a crash can do to it, and reading tells it.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from nao_sessions.core.errors import FolderInUse, RecordError
from nao_sessions.core.events import Event
from nao_sessions.core.text import Text


@dataclass(frozen=True, slots=True)
class LogReading:
    """What a log holds: its whole lines, and the bytes of a torn last one."""

    events: tuple[Event, ...]
    torn: bytes = b""


def read_log(path: Path) -> LogReading:
    """Read a log whole.

    Raises:
        RecordError: the log is missing, or a line that is not the last is no event.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RecordError(
            Text(fr="Le journal {path} ne peut pas être lu.", en="The log {path} cannot be read.").format(
                path=path
            ),
            code="R101",
        ) from error
    lines = content.split(b"\n")
    torn = lines.pop()
    events: list[Event] = []
    for number, line in enumerate(lines, start=1):
        try:
            events.append(Event.from_line(line.decode("utf-8")))
        except (ValueError, UnicodeDecodeError) as error:
            raise RecordError(
                Text(
                    fr="{path}:{number} : cette ligne n'est pas un événement.",
                    en="{path}:{number}: this line is no event.",
                ).format(path=path, number=number),
                Text(
                    fr="Le fichier a été modifié ou abîmé : comparez-le à une sauvegarde.",
                    en="The file was changed or damaged: compare it with a backup.",
                ),
                code="R102",
            ) from error
    return LogReading(tuple(events), torn)


def is_imported(events: Sequence[Event]) -> bool:
    """Tell whether a log was made of a foreign table: then it has no inputs, and no engine wrote it."""
    return bool(events) and (events[0].dir, events[0].source, events[0].kind) == (
        "note",
        "import",
        "imported",
    )


class LogWriter:
    """The one writer of a log: it holds the lock, writes at once, and syncs in a thread."""

    def __init__(self, path: Path) -> None:
        """Open a log, and cut a torn last line.

        Raises:
            FolderInUse: another process holds the lock.
        """
        self._file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._file)
            raise FolderInUse(
                Text(
                    fr="Une autre séance écrit déjà dans ce dossier.",
                    en="Another session is already writing into this folder.",
                ),
                Text(
                    fr="Fermez-la d'abord : un dossier n'appartient qu'à une séance.",
                    en="Close it first: a folder belongs to one session.",
                ),
                code="R103",
            ) from error
        self.torn = cut_torn_line(self._file)
        self._dirty = threading.Event()
        self._closing = False
        self._failure: OSError | None = None
        self._syncer = threading.Thread(target=self._sync, name="log-sync", daemon=True)
        self._syncer.start()

    def append(self, events: Iterable[Event]) -> None:
        """Write lines, together, or none of them.

        Raises:
            OSError: the disk is full or gone; from then on every further line is refused, so that the log
                ends with its last whole line.
        """
        if self._failure is not None:
            raise self._failure
        content = "".join(event.to_line() + "\n" for event in events).encode("utf-8")
        good = os.fstat(self._file).st_size
        try:
            while content:
                content = content[os.write(self._file, content) :]
        except OSError as error:
            self._failure = error
            os.ftruncate(self._file, good)
            raise
        self._dirty.set()

    def close(self) -> None:
        """Sync and let go of the lock; may be called twice."""
        if self._closing:
            return
        self._closing = True
        self._dirty.set()
        self._syncer.join()
        os.close(self._file)

    def _sync(self) -> None:
        while True:
            self._dirty.wait()
            self._dirty.clear()
            closing = self._closing
            try:
                os.fdatasync(self._file)
            except OSError as error:  # told at the next line: the disk no longer keeps what it takes
                self._failure = error
            if closing:
                return


def cut_torn_line(file: int) -> bytes:
    """Cut what follows the last end of line, and give it."""
    size = os.fstat(file).st_size
    start, tail = size, b""
    while start > 0 and b"\n" not in tail:
        step = min(start, 65_536)
        start -= step
        tail = os.pread(file, step, start) + tail
    torn = tail[tail.rfind(b"\n") + 1 :]
    if torn:
        os.ftruncate(file, size - len(torn))
    return torn
