"""A disk that is full: the log goes on in its reserve, and a folder is closed in its own, or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from nao_sessions.core.clock import Reading
from nao_sessions.core.events import Event
from nao_sessions.record.checksums import LINE_SUMS
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import RESERVE_BYTES, LogWriter, keep, read_log
from nao_sessions.record.private import append_private, replace_private
from nao_sessions.record.recover import close, recover
from nao_sessions.record.verify import verify
from tests.record.made_folder import make_folder
from tests.small_disk import fill, free_bytes, small_disk


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", "16m") as place:
        yield place


def line(seq: int) -> Event:
    return Event(seq=seq, dir="note", at=seq, source="test", kind="note", data={"text": "e" * 80})


def append_until_refused(writer: LogWriter) -> int:
    """Write lines until the disk takes no more; give how many it took."""
    written: list[int] = []

    def append_for_ever() -> None:
        for seq in count():
            writer.append([line(seq)])
            written.append(seq)

    with pytest.raises(OSError, match="No space"):
        append_for_ever()
    return len(written)


def names(folder: SessionFolder) -> list[str]:
    return sorted(path.name for path in folder.path.iterdir())


def test_a_log_goes_on_when_the_disk_is_full_until_its_reserve_is_used_up(disk: Path) -> None:
    writer = LogWriter(disk / "events.jsonl")
    fill(disk)
    written = append_until_refused(writer)
    writer.close()
    assert [event.seq for event in read_log(disk / "events.jsonl").events] == list(range(written))
    assert written * len(line(0).to_line()) > RESERVE_BYTES * 0.9


def test_the_reserve_is_renewed_as_it_is_used_and_given_back_at_the_end(disk: Path) -> None:
    path = disk / "events.jsonl"
    writer = LogWriter(path)
    count = RESERVE_BYTES // len(line(0).to_line())
    for seq in range(count):
        writer.append([line(seq)])
    writer.close()
    again = LogWriter(path)
    assert again.reserve_bytes == RESERVE_BYTES
    held = path.stat().st_blocks * 512 - path.stat().st_size
    again.close()
    left = path.stat().st_blocks * 512 - path.stat().st_size
    assert (held >= RESERVE_BYTES, left < 8192) == (True, True)


def test_a_file_system_that_keeps_no_reserve_is_no_error(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    assert not keep(writer, 4096)
    os.close(reader)
    os.close(writer)


def test_a_folder_is_closed_whole_on_a_full_disk_and_gives_its_reserve_back(disk: Path) -> None:
    made = make_folder(disk, closed=False)
    assert made.keep_reserve()
    filler = fill(disk)
    made.add_clock_reading(Reading.take(), 0)
    append_private(made.halts, b"{}\n")
    made.give_reserve_back(guard_ended=True)
    close(made, "")
    found = verify(made)
    assert ([text.en for text in found.problems], found.reexecuted) == ([], True)
    closed = ["SHA256SUMS", "clocks.jsonl", "events.jsonl", LINE_SUMS, "halts.jsonl"]
    assert names(made) == [*closed, "protocol", "room", "session.json", "signature.json"]
    filler.unlink()
    assert free_bytes(disk) > 15_000_000


@pytest.mark.parametrize("leave_bytes", [0, 4096], ids=["no room", "room for one file"])
def test_a_folder_that_cannot_be_closed_stays_open_and_is_recovered_once_there_is_room(
    disk: Path, leave_bytes: int
) -> None:
    made = make_folder(disk, closed=False)
    before = names(made)
    filler = fill(disk, leave_bytes)
    with pytest.raises(OSError, match="No space"):
        close(made, "")
    assert (names(made), made.read_manifest().state) == (before, "open")
    filler.unlink()
    recover(made)
    assert (verify(made).sound, made.read_manifest().state) == (True, "recovered")


def test_what_a_session_that_died_had_reserved_is_given_back_by_recovering(disk: Path) -> None:
    made = make_folder(disk, closed=False)
    made.keep_reserve()
    recover(made)
    assert not made.reserve.exists()
    assert verify(made).sound


def test_a_line_is_appended_whole_or_not_at_all_and_a_file_replaced_likewise(disk: Path) -> None:
    path = disk / "lines"
    append_private(path, b"a" * 4000)
    fill(disk)
    for attempt in (lambda: append_private(path, b"b" * 4000), lambda: replace_private(path, b"c" * 8000)):
        with pytest.raises(OSError, match="No space"):
            attempt()
    assert path.read_bytes() == b"a" * 4000
    assert sorted(found.name for found in disk.iterdir()) == ["filler", "lines"]
