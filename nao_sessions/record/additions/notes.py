"""``notes.md``: what a professional writes after a session, in dated sections that are only ever added.

Of one heading the last section counts; earlier ones stay as they were.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nao_sessions.core.received import read_received_text
from nao_sessions.record.additions.lines import append_signed, unreadable

NOTES_FILE = "notes.md"
UNREADABLE = "R151"
MOST_CHARACTERS = 20_000
"""The longest text of a section, some ten pages; what is longer is cut off."""

_HEADING = re.compile(r"^## (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) · ([^\n]+) <!-- ([a-z_]+) -->$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class NotesSection:
    """One section: when it was written, under which heading (``about`` is its key), and its text."""

    when_utc: str
    about: str
    heading: str
    text: str


def read_notes(folder: Path) -> tuple[NotesSection, ...]:
    """Return all sections, in the order in which they were written; none where there is no file.

    Raises:
        RecordError: the file cannot be read (R151).
    """
    return _sections(_content(folder))


def latest(sections: Sequence[NotesSection]) -> dict[str, str]:
    """Return the last text under each heading, by the heading's key."""
    return {section.about: section.text for section in sections}


def append_note(folder: Path, section: NotesSection) -> bool:
    """Append a section, unless the last one under its heading has the same text.

    Returns:
        Whether it was written.

    Raises:
        RecordError: what is there cannot be read.
        OSError: it cannot be written.
    """
    text = section.text.strip()[:MOST_CHARACTERS]
    content = _content(folder)
    if latest(_sections(content)).get(section.about, "") == text:
        return False
    # What a power cut tore, or what was written by hand, may end in the middle of a line.
    gap = "\n\n" if content and not content.endswith("\n") else ""
    heading = f"## {section.when_utc} · {section.heading} <!-- {section.about} -->"
    append_signed(folder / NOTES_FILE, f"{gap}{heading}\n\n{_quoted(text)}\n\n".encode())
    return True


def _content(folder: Path) -> str:
    """Return the text of the file, "" where there is none. Raises: RecordError."""
    path = folder / NOTES_FILE
    try:
        return read_received_text(path)
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as error:
        raise unreadable(path, UNREADABLE) from error


def _sections(content: str) -> tuple[NotesSection, ...]:
    """Return the sections of a file; what stands before the first heading is in none."""
    found = list(_HEADING.finditer(content))
    ends = [one.start() for one in found[1:]] + [len(content)] * bool(found)
    return tuple(
        NotesSection(one[1], one[3], one[2], _unquoted(content[one.end() : end].strip("\n")))
        for one, end in zip(found, ends, strict=True)
    )


def _quoted(text: str) -> str:
    """Return a text in which no line can be taken for a heading of this file."""
    return re.sub(r"^(\\*##? )", r"\\\1", text.replace("\r\n", "\n").replace("\r", "\n"), flags=re.MULTILINE)


def _unquoted(text: str) -> str:
    return re.sub(r"^\\(\\*##? )", r"\1", text, flags=re.MULTILINE)
