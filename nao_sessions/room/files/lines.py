"""A file of lines that only grows: what is written stays as it was written.

Whole lines go to disk in one unbuffered write, so that a killed process leaves whole lines.
"""

from __future__ import annotations

import os
from pathlib import Path

from nao_sessions.record.private import open_private

TORN = "?"
"""The mark that ends a torn line, whose last number may be cut and would still be a number."""


class Lines:
    """A private file of ASCII lines that is open for more; a new file gets its header first."""

    def __init__(self, path: Path, header: str) -> None:
        """Open the file, and close a line that a full disk or a power cut tore, so that readers pass over it.

        Raises:
            LinkRefused: the file, or the folder of the recordings, is a link.
            OSError: the file cannot be written.
        """
        self._fd = open_private(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, within=path.parent.parent)
        size = os.fstat(self._fd).st_size
        if size == 0:
            self.write(f"{header}\n")
        elif os.pread(self._fd, 1, size - 1) != b"\n":
            self.write(f"{TORN}\n")

    def write(self, lines: str) -> None:
        """Write whole lines, with their ends.

        Raises:
            OSError: the disk is full, or the file cannot be written.
        """
        os.write(self._fd, lines.encode("ascii"))

    def sync(self) -> None:
        """Write the lines through to the disk, so that a power cut loses none."""
        os.fdatasync(self._fd)

    def close(self) -> None:
        """Close the file; :meth:`sync` first, where its lines must have reached the disk."""
        os.close(self._fd)
