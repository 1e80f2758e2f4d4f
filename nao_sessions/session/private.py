"""Files that only their owner reads: written anew, in the place of an old one, or at its end.

Whatever a full disk or a power cut does to a write, nothing is left half written under a file's own name.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner reads, and have it survive a power cut. Raises: OSError."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(file, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fdatasync(stream.fileno())


def replace_private(path: Path, content: bytes, draft_name: str = "") -> None:
    """Write a file that only its owner reads in the place of the one before, whole or not at all.

    Args:
        path: the file.
        content: all that it is to hold.
        draft_name: what it is called while it is written; needed where several processes write it at once.

    Raises:
        OSError: it could not be written; the one before is as it was, and no draft is left.
    """
    draft = path.with_name(draft_name) if draft_name else path.with_suffix(".tmp")
    try:
        write_private(draft, content)
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def append_private(path: Path, content: bytes) -> None:
    """Append to a file that only its owner reads: all of it, or nothing. Raises: OSError."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        before = os.fstat(file).st_size
        if os.write(file, content) < len(content):
            os.ftruncate(file, before)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
    finally:
        os.close(file)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder survive a power cut. Raises: OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
