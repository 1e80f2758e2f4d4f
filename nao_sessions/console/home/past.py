"""The sessions that lie in the house: the latest, and those that were interrupted.

Only ``session.json`` and the log's lock are looked at; nothing in a folder is changed. A folder that cannot
be read is named with the reason, and hides no other.
"""

from __future__ import annotations

import fcntl
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from nao_sessions.core.errors import RecordError, system_refused
from nao_sessions.core.received import as_written, open_received
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.results.counts import completed_words
from nao_sessions.room.capture.hold import is_closing, is_recorded
from nao_sessions.text import glossary
from nao_sessions.text.messages import Text

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
    completed: Text | None = None
    """How a completed session came to its end, where it was led there; None where the protocol did."""


@dataclass(frozen=True, slots=True)
class UnreadPast:
    """A folder of a session that cannot be read, and why."""

    id: str
    why: RecordError


@dataclass(frozen=True, slots=True)
class PastSessions:
    """The latest sessions, the last one first, and the folders among them that cannot be read."""

    read: tuple[Past, ...]
    unread: tuple[UnreadPast, ...]


def look_back(sessions: Path, running: str | None, most: int = LOOKED_AT) -> PastSessions:
    """Return the latest sessions, without the one that runs here.

    Some 0.1 ms a folder: from the loop, call it in a thread.
    """
    read: list[Past] = []
    unread: list[UnreadPast] = []
    for name in _latest(sessions, most):
        if name == running:
            continue
        folder = SessionFolder(sessions / name)
        try:
            with as_written(folder.path):
                read.append(_read(folder))
        except RecordError as error:
            if not _is_beginning(folder):
                unread.append(UnreadPast(name, error))
        except OSError as error:
            unread.append(UnreadPast(name, RecordError(system_refused(error), code="X101")))
    return PastSessions(tuple(read), tuple(unread))


def read_past(sessions: Path, running: str | None, most: int = LOOKED_AT) -> tuple[Past, ...]:
    """Return the latest sessions that can be read, as `look_back` does."""
    return look_back(sessions, running, most).read


def past_of(sessions: Path, name: str) -> tuple[str, datetime] | None:
    """Return a session's title ("" where it cannot be read) and when it began; None: that is no session."""
    if not _FOLDER.fullmatch(name):
        return None
    try:
        begun = _begun(name)
    except ValueError:
        return None
    try:
        return SessionFolder(sessions / name).read_manifest().protocol.title, begun
    except (RecordError, OSError):
        return "", begun


def _is_beginning(folder: SessionFolder) -> bool:
    """Return whether a folder has just been made: what it is is written after the log's first line."""
    try:
        names = {entry.name for entry in os.scandir(folder.path)}
    except OSError:
        return False
    begun = folder.events.name in names
    return folder.manifest.name not in names and (not begun or is_held(folder.events))


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
        file = open_received(events)
    except (OSError, RecordError):
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


def _read(session: SessionFolder) -> Past:
    """Return a session. Raises: RecordError, OSError; ValueError, where its name is no date."""
    manifest = session.read_manifest()
    closing = manifest.state == "open" and is_closing(session.room)
    interrupted = manifest.state == "open" and session.events.exists()
    interrupted = interrupted and (closing or not is_held(session.events))  # who closes it holds its log
    return Past(
        id=session.path.name,
        title=manifest.protocol.title,
        begun=_begun(session.path.name),
        participants=tuple(manifest.participants),
        rehearsal=manifest.rehearsal,
        state=manifest.state,
        outcome=manifest.outcome,
        interrupted=interrupted,
        recorded=interrupted and is_recorded(session.room),
        closing=closing,
        completed=_led(session)
        if (manifest.state, manifest.outcome) == ("closed", "completed") and session.events.exists()
        else None,
    )


@lru_cache(maxsize=256)
def _led(session: SessionFolder) -> Text | None:
    """Return how a completed session was led to its end, or None; the log of a closed one never changes."""
    words = completed_words(session.read_events())
    return None if words == glossary.OUTCOMES["completed"].label else words


def _begun(name: str) -> datetime:
    """Return when a session began, to the second, read from the name of its folder."""
    return datetime.strptime(name.partition("_")[0], "%Y-%m-%dT%H%M%SZ").replace(tzinfo=UTC)
