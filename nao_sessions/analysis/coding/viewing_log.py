"""What a page has seen of a coder's file: an act goes with it, and is written only where that still holds.

Two pages of one coder, or one that outlived its program, never write into what they do not show.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from nao_sessions.core.errors import UsageError
from nao_sessions.record.additions.annotations import Coding
from nao_sessions.text.messages import msg

MOVED_ON, ANOTHER_FILE = "K116", "K117"
"""Codes of the two refusals: the coding moved on, or another session is coded at this address."""
_FILE_DIGITS = 16
NO_NEWS = frozenset({"open", "plan", "watch"})
"""Lines of a coder's file that change nothing that a page shows of the coding."""


def seen_of(folder: Path, coding: Coding) -> str:
    """Return the mark of a page that shows all of a coding: a digest of the file, and its number of acts.

    A line that opens a sitting is no act, so that a program that was started again takes what still waits,
    nor is one on what was watched. The file is named by a digest: a blind coder must not read the session's
    name in it.
    """
    file = sha256(f"{folder.name}/{coding.coder}".encode()).hexdigest()[:_FILE_DIGITS]
    return f"{file}-{sum(line.op not in NO_NEWS for line in coding.lines)}"


def check_seen(seen: str, now: str) -> None:
    """Raise UsageError if a page that asks for an act has not seen all that is coded now."""
    check_file(seen, now)
    if seen == now:
        return
    raise UsageError(
        msg("Another page coded meanwhile: nothing was written, and this is what is coded now."),
        code=MOVED_ON,
    )


def check_file(seen: str, now: str) -> None:
    """Raise UsageError if a page belongs to another session or coder."""
    if seen.partition("-")[0] != now.partition("-")[0]:
        raise UsageError(
            msg("Another session is coded at this address now: nothing was written."),
            code=ANOTHER_FILE,
        )
