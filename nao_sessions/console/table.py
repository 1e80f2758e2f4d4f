"""The sessions of a house by the names of their folders.

An address is looked up here, and never becomes a path.
"""

from __future__ import annotations

from pathlib import Path

from nao_sessions.core.errors import UsageError
from nao_sessions.text.messages import msg


def session_folders(sessions: Path) -> dict[str, Path]:
    """Return every session folder by its name, the oldest first; links are no sessions."""
    try:
        found = [
            entry
            for entry in sessions.iterdir()
            if not entry.name.startswith(".")
            and not entry.is_symlink()
            and (entry / "session.json").is_file()
        ]
    except OSError:
        return {}
    return {entry.name: entry for entry in sorted(found)}


def session_folder(sessions: Path, name: str) -> Path:
    """Return the folder of one session.

    Raises:
        UsageError: there is no session of that name (A101).
    """
    found = session_folders(sessions).get(name)
    if found is None:
        raise UsageError(_NONE, _NONE_HINT, code="A101")
    return found


_NONE = msg("This session is not here.")
_NONE_HINT = msg("Its folder was moved or deleted; the home page shows those that are here.")
