"""Verifying many sessions: one folder's checksums, grammar, re-execution and recordings, for :func:`spread`.

What could not be verified is a problem in words, never an exception: one folder does not end the work.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nao_sessions.core.errors import NaoSessionsError, system_refused
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.verify import verify
from nao_sessions.room.files.probe import examine_received
from nao_sessions.text.messages import Text


@dataclass(frozen=True, slots=True)
class FolderVerification:
    """What verifying a session folder found; the folder is sound where there is no problem.

    ``remarks`` are no problems. ``events`` counts lines of the log, ``frames`` pictures that can be read.
    """

    folder: Path
    events: int
    frames: int
    problems: tuple[Text, ...]
    remarks: tuple[Text, ...] = ()


def reexecuted(folder: Path) -> FolderVerification:
    """Return what verifying a session folder finds: its log, run through the engine again, and its videos."""
    try:
        found = verify(SessionFolder.open(folder))
        videos = examine_received(folder)
    except NaoSessionsError as error:
        return FolderVerification(folder, 0, 0, (error.sentence,))
    except OSError as error:
        return FolderVerification(folder, 0, 0, (system_refused(error),))
    changed = found.authenticity.reasons if found.authenticity.standing == "changed" else ()
    problems = [*found.problems, *changed, *(text for video in videos for text in video.problems)]
    frames = sum(video.frames_readable for video in videos)
    return FolderVerification(folder, found.events, frames, tuple(problems), tuple(found.remarks))
