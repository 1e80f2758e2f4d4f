"""Verifying many sessions: one folder's checksums, grammar and re-execution, for :func:`spread`.

What could not be verified is a problem in words, never an exception: one folder does not end the work.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.core.text import Text
from nao_sessions.session.folder import SessionFolder
from nao_sessions.session.verify import verify


@dataclass(frozen=True, slots=True)
class Reexecuted:
    """What verifying a folder found; it is sound where there is no problem."""

    folder: Path
    events: int
    problems: tuple[Text, ...]


def reexecuted(folder: Path) -> Reexecuted:
    """Verify one session folder."""
    try:
        found = verify(SessionFolder.open(folder))
    except NaoSessionsError as error:
        return Reexecuted(folder, 0, (error.sentence,))
    return Reexecuted(folder, found.events, tuple(found.problems))
