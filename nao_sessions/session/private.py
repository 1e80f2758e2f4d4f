"""Files that only their owner reads: written anew, in the place of an old one, or at its end."""

from __future__ import annotations

import os
from pathlib import Path


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner reads. Raises: OSError."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(file, "wb") as stream:
        stream.write(content)


def replace_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner reads in the place of the one before, whole or not at all.

    Raises:
        OSError: it could not be written; the one before is as it was.
    """
    draft = path.with_suffix(".tmp")
    file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(file, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fdatasync(stream.fileno())
    draft.replace(path)


def append_private(path: Path, content: bytes) -> None:
    """Append to a file that only its owner reads, in one write. Raises: OSError."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(file, content)
    finally:
        os.close(file)
