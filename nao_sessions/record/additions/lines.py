"""Later things of a session folder, a line of JSON each: appended whole, in order, and never changed.

A line that a power cut has torn is cut before the next one is written, as in the log; readers leave it out.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nao_sessions.core.bounded_json import decode_json
from nao_sessions.core.errors import RecordError
from nao_sessions.core.received import read_received
from nao_sessions.record.private import open_private
from nao_sessions.record.signature import sign_addition
from nao_sessions.text.messages import msg

SEALED_FILE = "sealed.json"
"""Where this file lies in a session folder, the folder is sealed: nothing is added to it, nothing removed."""


def append_line(path: Path, record: Mapping[str, Any]) -> None:
    """Append a line, all of it or nothing, so that a power cut does not lose it.

    Two writers at once come one after the other. What the file holds then is signed.

    Raises:
        OSError: there is no space, or the folder is gone.
    """
    line = (json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8")
    append_signed(path, line, cut_torn=True)


def append_signed(path: Path, content: bytes, *, cut_torn: bool = False) -> None:
    """Append as :func:`append_whole` does, right below a session's folder, and sign what the file holds.

    Raises:
        LinkRefused: what lies there is no plain file of ours.
        OSError: there is no space, or the folder is gone.
    """
    sign_addition(path, append_whole(path, content, cut_torn=cut_torn))


def append_whole(path: Path, content: bytes, *, cut_torn: bool = False, within: Path | None = None) -> int:
    """Append to a file that only its owner reads (0600), through to the disk: all of it, or nothing.

    ``cut_torn`` drops first what follows the last line's end; ``within`` is the session's folder, where the
    file does not lie in it directly. Return the size of the file before, in bytes.

    Raises:
        LinkRefused: what lies there is no plain file of ours.
        OSError: there is no space, or the folder is gone.
    """
    file = open_private(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, within)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        before = os.fstat(file).st_size
        if cut_torn and before:
            whole = os.pread(file, before, 0).rfind(b"\n") + 1
            if whole < before:
                os.ftruncate(file, whole)
                before = whole
        if os.write(file, content) < len(content):
            os.ftruncate(file, before)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        os.fdatasync(file)
        return before
    finally:
        os.close(file)


def read_lines(path: Path, code: str) -> tuple[dict[str, Any], ...]:
    """Return the record of every whole line; none where there is no file.

    Args:
        path: the file.
        code: of the error, where it cannot be read.

    Raises:
        RecordError: a whole line is no JSON object, or the file cannot be read.
    """
    try:
        content = read_received(path)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise unreadable(path, code) from error
    lines = content.split(b"\n")[:-1]
    try:
        records = tuple(decode_json(line) for line in lines)
    except ValueError as error:
        raise unreadable(path, code) from error
    if not all(isinstance(record, dict) for record in records):
        raise unreadable(path, code)
    return records


def unreadable(path: Path, code: str) -> RecordError:
    """Return the error to raise when a file of additions cannot be read."""
    return RecordError(
        msg("{path} cannot be read: it is broken, or a part is missing.", path=path),
        msg("Put this file back from a backup; the session's log itself is whole."),
        code=code,
    )


def is_sealed(folder: Path) -> bool:
    """Return whether a session folder is sealed, so that nothing may be added to it."""
    return (folder / SEALED_FILE).exists()
