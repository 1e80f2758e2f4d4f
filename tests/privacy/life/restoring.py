"""Rounds of backups and restores, drawn from a seed: what the benchmark plays many of, and a test a few."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import pytest

from nao_sessions.privacy.life.backup import back_up, latest, make_key, rehearse, restore
from nao_sessions.privacy.life.restic import Repository
from nao_sessions.record.additions.notes import NotesSection, append_note
from nao_sessions.record.house import House
from tests.privacy.life.user import WHEN, console_keeps, own_data, record

JOURNAL = "house/journal.jsonl"


def sums(data: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder, by its path there."""
    files = (path for path in data.rglob("*") if path.is_file())
    return {
        path.relative_to(data).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


def restored_whole(place: Path, drawn: random.Random) -> bool:
    """Return whether one round came back, byte for byte, and verified."""
    with pytest.MonkeyPatch.context() as patch:
        data, house = own_data(place, patch), House.default()
        for number in range(drawn.randint(1, 4)):
            children = ("P07",) if drawn.random() < 0.5 else ("P07", "P12")
            record(data, number, children, film=drawn.randbytes(drawn.randint(1, 4_000_000)))
        console_keeps(data, "participants.json", drawn.randbytes(drawn.randint(0, 5_000)))
        stick = Repository(place / "stick", make_key(house))
        back_up(stick, data, house, new=True)
        append_note(next((data / "sessions").iterdir()), NotesSection(WHEN, "free", "Notes", "later"))
        before = sums(data)
        journal = (data / JOURNAL).read_bytes()
        back_up(stick, data, house)
        tried = rehearse(stick, latest(stick), data, house)
        found = restore(stick, latest(stick), place / "new")
        after = sums(place / "new")
        # the journal alone grows: by the line of the restore of each session
        grown = (place / "new" / JOURNAL).read_bytes().startswith(journal)
        same = {name: digest for name, digest in after.items() if name != JOURNAL}
        return (
            grown
            and same == {name: digest for name, digest in before.items() if name != JOURNAL}
            and not tried.wrong
            and bool(found.sessions)
            and all(one.sound for one in found.sessions)
        )
