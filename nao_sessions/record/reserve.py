"""Space that is kept on the disk for what must still be written when the disk is full.

It lies behind a file's end, where no size shows it and no reader meets it (``fallocate`` with
``FALLOC_FL_KEEP_SIZE``). A file system that has no such thing keeps none, which is no error.
"""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

from nao_sessions.record.private import open_private

_KEEP_SIZE = 0x01
"""``FALLOC_FL_KEEP_SIZE`` (linux/falloc.h)."""

_LIBC = ctypes.CDLL(None, use_errno=True)


def keep(descriptor: int, size_bytes: int) -> bool:
    """Allocate space behind the end of a file that is open for writing; return False where there is none."""
    try:
        end = os.fstat(descriptor).st_size
        fallocate = _LIBC.fallocate
    except (OSError, AttributeError):  # AttributeError: a C library without it
        return False
    fallocate.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_int64, ctypes.c_int64)
    failed: int = fallocate(descriptor, _KEEP_SIZE, end, size_bytes)
    return failed == 0


def keep_file(path: Path, size_bytes: int) -> bool:
    """Allocate space behind the end of a private file, which is made where there is none.

    Return False where there is no space; the file may be missing then. Raises: LinkRefused.
    """
    try:
        descriptor = open_private(path, os.O_WRONLY | os.O_CREAT)
    except OSError:
        return False
    try:
        return keep(descriptor, size_bytes)
    finally:
        os.close(descriptor)


def give_back(descriptor: int) -> None:
    """Release the space allocated behind a file's end. Raises: OSError."""
    os.ftruncate(descriptor, os.fstat(descriptor).st_size)
