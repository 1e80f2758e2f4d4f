"""Where a planted first name is looked for: every form of it, in every file that the program has written."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from urllib.parse import quote

from tests.kills.processes import read_lines
from tests.kills.room_under_test import RoomUnderTest

OTHER_SPELLING = "Zoe"


def forms_of(name: str) -> set[bytes]:
    """Give the bytes in which a name could stand in a file: every encoding and spelling that is usual."""
    forms: set[bytes] = set()
    for spelled in (name, name.lower(), name.upper(), OTHER_SPELLING):
        for normal in (unicodedata.normalize("NFC", spelled), unicodedata.normalize("NFD", spelled)):
            forms |= {normal.encode(), normal.encode("utf-16-le"), normal.encode("latin-1", "ignore")}
            forms |= {ascii(normal)[1:-1].encode(), quote(normal).encode()}
            forms |= {normal.encode().decode("latin-1").encode()}
    return forms


def holders(paths: list[Path], forms: set[bytes]) -> list[str]:
    """Give the files that hold one of the forms as a word of its own."""
    return [str(path) for path in paths if any(_word_in(path.read_bytes(), form) for form in forms)]


def _word_in(content: bytes, form: bytes) -> bool:
    """Find a form that no letter touches: three bytes come up in a video by chance."""
    start = content.find(form)
    while start >= 0:
        around = content[max(0, start - 4) : start] + content[start + len(form) : start + len(form) + 4]
        if all(byte < 128 for byte in around):
            return True
        start = content.find(form, start + 1)
    return False


def said(room: RoomUnderTest) -> list[str]:
    """Give what Nao was told to say."""
    return [str(line["args"][0]) for line in read_lines(room.trace) if line.get("method") == "say"]


def written_by_us(room: RoomUnderTest) -> list[Path]:
    """Give the files of a room but those that are another's: the simulator's trace and picture, the names."""
    others = (room.trace, room.names, room.simulator.viewer.file)
    return [path for path in room.place.rglob("*") if path.is_file() and path not in others]
