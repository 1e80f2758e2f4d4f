"""First names by code, read from a file, from stdin or at the terminal, and kept in memory alone.

No argument of a command ever holds one.
"""

from __future__ import annotations

import getpass
import os
import stat
import sys
from pathlib import Path

from nao_sessions.core.errors import UsageError
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.text.messages import msg


def names_of(source: str | None, participants: tuple[str, ...]) -> Pseudonyms:
    """Return the first names of participants, from the file *source*, from stdin ("-") or asked for there.

    They are kept in memory only. ``source``: None: no names.

    Raises:
        UsageError: names are given and nobody takes part, or they cannot be read.
    """
    if source is not None and not participants:
        raise UsageError(
            msg("--names gives first names, but nobody takes part."),
            msg("Add --participant CODE for each child."),
            code="U108",
        )
    if source == "-" and sys.stdin.isatty():
        return Pseudonyms.asked(participants, lambda code: getpass.getpass(f"{code} : "))
    if source == "-":
        return Pseudonyms.from_lines(participants, _stdin_names(len(participants)))
    if source is not None:
        return Pseudonyms.from_lines(participants, name_lines(source))
    return Pseudonyms(participants)


def name_lines(source: str) -> list[str]:
    """Return the lines of a file with names, or all those of stdin ("-").

    Raises:
        UsageError: it cannot be read (U106), or others on this computer can read it too (U112).
    """
    try:
        if source == "-":
            raw = sys.stdin.buffer.read()
        else:
            with Path(source).open("rb") as file:
                if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                    raise UsageError(
                        msg("--names: others on this computer can read the file."),
                        msg("chmod 600 FILE; or `--names -`, which reads the names from stdin."),
                        code="U112",
                    )
                raw = file.read()
        return raw.decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise UsageError(
            msg("--names: the file cannot be read."),
            msg("A text file in UTF-8 is needed."),
            code="U106",
        ) from None  # the error of a decoder holds the bytes that it was given: names


def _stdin_names(count: int) -> list[str]:
    """Return the lines on stdin up to one with a name for each participant; the session reads the rest."""
    lines: list[str] = []
    while count and (line := _raw_line()) is not None:
        lines.append(line)
        text = line.strip().lstrip("\ufeff")
        count -= bool(text) and not text.startswith("#")
    return lines


def _raw_line() -> str | None:
    """Return the next line of stdin, read byte by byte so as not to read beyond it; None at the end."""
    found = bytearray()
    while byte := os.read(sys.stdin.fileno(), 1):
        if byte == b"\n":
            return found.decode("utf-8", "replace")
        found += byte
    return found.decode("utf-8", "replace") if found else None
