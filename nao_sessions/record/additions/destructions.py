"""``destroyed.jsonl``: which files of a session's film were destroyed on purpose after it, a line a decision.

The sums of what was destroyed stay in ``SHA256SUMS``, and say nothing of what was to be seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nao_sessions.record.additions.lines import append_line, read_lines, unreadable

DESTROYED_FILE = "destroyed.jsonl"
UNREADABLE = "R170"
FILM = "room/"
"""How the paths of film begin; nothing else is destroyed, whatever a line says."""


@dataclass(frozen=True, slots=True)
class Destruction:
    """One decision to destroy a session's film: when, and the paths of the files, within the folder."""

    when_utc: str
    files: tuple[str, ...]


def read_destroyed(folder: Path) -> tuple[Destruction, ...]:
    """Return what was destroyed of a session's film, in order.

    Raises:
        RecordError: the file cannot be read (R170).
    """
    path = folder / DESTROYED_FILE
    try:
        return tuple(
            Destruction(str(line["when_utc"]), tuple(name for name in line["files"] if name.startswith(FILM)))
            for line in read_lines(path, UNREADABLE)
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise unreadable(path, UNREADABLE) from error


def append_destroyed(folder: Path, when_utc: str, files: Sequence[str]) -> None:
    """Append a decision, signed, before the files are removed. Raises: OSError."""
    append_line(folder / DESTROYED_FILE, {"when_utc": when_utc, "files": list(files)})
