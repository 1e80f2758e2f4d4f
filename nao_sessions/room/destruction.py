"""The destruction of a session's film: its pictures and its sound go, its log and its marks stay.

What is destroyed is written down first and signed: whoever verifies the folder reads it, and a power cut in
the middle leaves a decision that is carried out when it is taken again.
"""

from __future__ import annotations

from nao_sessions.core.clock import utc_now
from nao_sessions.core.errors import RecordError, UsageError
from nao_sessions.core.received import files_below
from nao_sessions.record.additions.destructions import append_destroyed
from nao_sessions.record.additions.lines import is_sealed
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.private import remove_private, sync_folder
from nao_sessions.room.sync.measuring import measure
from nao_sessions.text.messages import msg


def film_files(folder: SessionFolder) -> tuple[str, ...]:
    """Return the paths of all files of a session's film within its folder: pictures, sound, their indexes.

    Recordings that were added later are among them.

    Raises:
        RecordError: a link, or no file, lies there (R135), or too many files do (R136).
    """
    return tuple(path.relative_to(folder.path).as_posix() for path in files_below(folder.room))


def destroy_film(folder: SessionFolder) -> tuple[str, ...]:
    """Destroy the film of a closed session; return the paths of the files, which are no more.

    Recordings, their indexes and their levels of sound are removed, and ``sync.json`` is made again. How long
    answers took, which was measured in the sound, stays. What the disk itself keeps of removed files (an SSD
    does for a time), and what was copied elsewhere, is not reached.

    Raises:
        UsageError: there is no film (R172).
        RecordError: the session is not closed (R171), or the folder is sealed (R149); nothing was changed.
        OSError: a file cannot be removed: taken again, the decision is carried out to its end.
    """
    if is_sealed(folder.path):
        raise RecordError(_SEALED, code="R149")
    if folder.read_manifest().state == "open":
        raise RecordError(_OPEN, code="R171")
    files = film_files(folder)
    if not files:
        raise UsageError(_NONE, code="R172")
    append_destroyed(folder.path, utc_now(), files)
    for name in files:
        remove_private(folder.path / name, within=folder.path)
    sync_folder(folder.room)
    measure(folder.path, "arrivals")
    return files


_SEALED = msg("This folder is sealed: nothing is added to it, nothing removed.")
_OPEN = msg("This session is not closed: its film is destroyed afterwards.")
_NONE = msg("Nothing of this session's film is there any more.")
