"""A power cut, for real: a disk is copied as it is while memory holds what was not synced, and looked at.

The disk is an ext4 in a file; what its file holds is what a disk would hold. A file beside the session that
nobody syncs is the witness that the cut loses what it should.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from nao_sessions.core.clock import Reading
from nao_sessions.core.events import Event
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import LogWriter, read_log
from nao_sessions.record.recover import recover
from nao_sessions.record.verify import verify
from tests.record.made_folder import make_folder
from tests.small_disk import disk_in

LINES = 400


@pytest.fixture
def image(tmp_path: Path) -> Iterator[Path]:
    """A disk that is mounted at ``disk`` beside it."""
    with disk_in(tmp_path / "image", tmp_path / "disk"):
        yield tmp_path / "image"


def cut_power(image: Path) -> Path:
    """Give the disk as the cut leaves it: a copy of what was given to it so far."""
    witness = image.parent / "disk" / "unsynced"
    witness.write_bytes(b"x" * 4096)
    left = image.with_name("left")
    shutil.copyfile(image, left)
    return left


def looked_at(left: Path, place: Path) -> Iterator[SessionFolder]:
    """Start again after the cut: the file system puts itself right, and its one session is given."""
    with disk_in(left, place) as disk:
        witness = disk / "unsynced"
        assert not witness.exists() or witness.stat().st_size == 0
        (found,) = (path for path in disk.iterdir() if path != witness)
        yield SessionFolder.open(found)


def test_a_session_that_a_power_cut_ends_is_recovered_and_verified(image: Path, tmp_path: Path) -> None:
    made = make_folder(tmp_path / "disk", closed=False)
    made.keep_reserve()
    made.add_clock_reading(Reading.take(), 0)
    before = read_log(made.events).events
    for folder in looked_at(cut_power(image), tmp_path / "after"):
        recover(folder)
        found = verify(folder)
        assert ([text.en for text in found.problems], found.reexecuted) == ([], True)
        assert read_log(folder.events).events[: len(before)] == before


def test_a_folder_that_was_just_closed_when_the_power_went_is_sound(image: Path, tmp_path: Path) -> None:
    made = make_folder(tmp_path / "disk", closed=True)
    (made.room / "note.txt").write_bytes(b"of a recorder that syncs nothing")
    for folder in looked_at(cut_power(image), tmp_path / "after"):
        assert folder.read_manifest().state == "closed"
        problems = [text.en for text in verify(folder).problems]
        assert [told for told in problems if not told.startswith("room/note.txt")] == []


def test_a_log_in_full_course_loses_what_was_not_synced_yet_and_no_more(
    image: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_folder(tmp_path / "disk", closed=False)
    last = read_log(made.events).events[-1]
    synced, at_once = note_lines(last, 1), note_lines(last, 1 + LINES)
    log = LogWriter(made.events)
    log.append(synced)
    log.close()
    powered = threading.Event()
    monkeypatch.setattr("nao_sessions.record.log.os.fdatasync", lambda file: powered.wait())
    log = LogWriter(made.events)
    log.append(at_once)
    left = cut_power(image)  # nothing is on its way to the disk while it is copied: a cut takes no time
    powered.set()
    log.close()
    for folder in looked_at(left, tmp_path / "after"):
        kept = read_log(folder.events).events
        assert [event.seq for event in kept] == list(range(len(kept)))
        assert kept[-1].seq == synced[-1].seq
        recover(folder)
        assert verify(folder).sound


def note_lines(last: Event, first: int) -> list[Event]:
    """Give some lines that come so far behind the last one."""
    data = {"text": "é" * 50}
    seqs = range(last.seq + first, last.seq + first + LINES)
    return [Event(seq=seq, dir="note", at=last.at, source="test", kind="note", data=data) for seq in seqs]
