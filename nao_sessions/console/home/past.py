"""The sessions that lie in the house: the latest, and those that were interrupted.

Only ``session.json`` and the log's lock are looked at; nothing in a folder is changed.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from nao_sessions.core.errors import RecordError
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.manifest import Manifest
from nao_sessions.room.capture.hold import is_closing, is_recorded

LOOKED_AT = 60
"""How many of the latest folders are looked at; an older one still has its page, at /after/NAME."""
_FOLDER = re.compile(r"\d{4}-\d{2}-\d{2}T\d{6}Z_[A-Za-z0-9_.-]+")


@dataclass(frozen=True, slots=True)
class Past:
    """A session that lies in the house.

    ``interrupted``: it is open, and no process goes on with it; ``recorded``: its recorders have outlived it
    and still go on; ``closing``: a process closes its folder.
    """

    id: str
    title: str
    begun: datetime
    participants: tuple[str, ...]
    rehearsal: bool
    state: str
    outcome: str
    interrupted: bool
    recorded: bool = False
    closing: bool = False


def read_past(sessions: Path, running: str | None, most: int = LOOKED_AT) -> tuple[Past, ...]:
    """Return the latest sessions, the last one first, without the one that runs here.

    A folder that cannot be read is left out. Some 0.1 ms a folder: from the loop, call it in a thread.
    """
    return tuple(
        past for name in _latest(sessions, most) if name != running for past in _read(sessions / name)
    )


def folder_of(sessions: Path, name: str) -> Path | None:
    """Return the folder of a session by its name; None where no session has that name."""
    try:
        known = {entry.name for entry in os.scandir(sessions) if _is_session(entry)}
    except OSError:
        return None
    return sessions / name if name in known else None


def codes_in(pasts: tuple[Past, ...]) -> frozenset[str]:
    """Return the codes of all participants in some past sessions."""
    return frozenset(code for past in pasts for code in past.participants)


def is_held(events: Path) -> bool:
    """Return whether a process holds the lock of a log, and so is writing into it; False without a log."""
    try:
        file = os.open(events, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(file)
    return False


def _latest(sessions: Path, most: int) -> list[str]:
    try:
        names = [entry.name for entry in os.scandir(sessions) if _is_session(entry)]
    except OSError:
        return []
    return sorted(names, reverse=True)[:most]


def _is_session(entry: os.DirEntry[str]) -> bool:
    return _FOLDER.fullmatch(entry.name) is not None and entry.is_dir(follow_symlinks=False)


def _read(folder: Path) -> Iterator[Past]:
    session = SessionFolder(folder)
    try:
        manifest = Manifest.read(session.manifest)
    except RecordError:
        return
    closing = manifest.state == "open" and is_closing(session.room)
    interrupted = manifest.state == "open" and session.events.exists()
    interrupted = interrupted and (closing or not is_held(session.events))  # who closes it holds its log
    yield Past(
        id=folder.name,
        title=manifest.protocol.title,
        begun=_begun(folder.name),
        participants=tuple(manifest.participants),
        rehearsal=manifest.rehearsal,
        state=manifest.state,
        outcome=manifest.outcome,
        interrupted=interrupted,
        recorded=interrupted and is_recorded(session.room),
        closing=closing,
    )


def _begun(name: str) -> datetime:
    """Return when a session began, to the second, read from the name of its folder."""
    return datetime.strptime(name.partition("_")[0], "%Y-%m-%dT%H%M%SZ").replace(tzinfo=UTC)
