"""The data of a user of a test's own: closed sessions with film, a house, what the console keeps."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from nao_sessions.core.places import data_path
from nao_sessions.record.additions.notes import NotesSection, append_note
from nao_sessions.record.checksums import write_checksums
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.private import make_private_folder, write_private
from nao_sessions.record.signature import sign_closed
from tests.console.rehearsed_folder import make_session

WHEN = "2026-11-30T10:00:00Z"


def need_restic() -> None:
    """Skip the test where restic is not installed."""
    if shutil.which("restic") is None:
        pytest.skip("restic (Debian: restic) is not here")


def own_data(place: Path, patch: pytest.MonkeyPatch) -> Path:
    """Give a test a user's data of its own, and return its folder, with nothing in it."""
    for name in ("DATA", "CACHE", "STATE"):
        patch.setenv(f"XDG_{name}_HOME", str(place / name.lower()))
    data = data_path()
    data.mkdir(parents=True)
    return data


def record(data: Path, number: int, children: tuple[str, ...] = ("P07",), film: bytes = b"") -> Path:
    """Record a session of some children, the *number*-th, sign it, and return its folder.

    Its film is noise, seeded by the number, where none is given; a note is added after its end.
    """
    protocol = "emotions" if len(children) == 1 else "tour-de-role"
    path = make_session(data / "sessions", protocol, children=children, seed=7, day=number)
    room = path / "room"
    write_private(room / "salle.01.mp4", film or random.Random(number).randbytes(200_000))
    write_private(
        room / "salle.frames.csv", b"segment,frame,pts,key,arrival_ns,source_t,flags\n1,0,0,1,0,,\n"
    )
    folder = SessionFolder(path)
    write_checksums(folder, lambda listing: sign_closed(path, listing, "closed"))
    append_note(path, NotesSection(WHEN, "free", "Notes", f"calme, note {number}"))
    return path


def console_keeps(data: Path, name: str, content: bytes) -> Path:
    """Have the console keep a file, and return its path."""
    make_private_folder(data / "console")
    path = data / "console" / name
    write_private(path, content)
    return path
