"""The index of frames: what is written is read, and what is torn is passed over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from nao_sessions.room.files.index import (
    HEADER,
    Frame,
    IndexWriter,
    frames_by_segment,
    index_path,
    last_frame,
    read_index,
    segment_path,
    segments_of,
    streams_of,
)

FIRST = Frame(segment=1, frame=0, pts=1921, key=True, arrival_ns=247_015_526, source_t=10.000011, flags="k")
SECOND = Frame(segment=1, frame=1, pts=5533, key=False, arrival_ns=284_004_985, source_t=None, flags="cl")


def write(path: Path, *frames: Frame) -> None:
    writer = IndexWriter(path)
    for frame in frames:
        writer.add(frame)
    writer.close()


def test_the_lines_of_an_index_are_those_of_its_specification(tmp_path: Path) -> None:
    path = tmp_path / "room.frames.csv"
    write(path, FIRST, SECOND)
    assert path.read_text().splitlines() == [
        "segment,frame,pts,key,arrival_ns,source_t,flags",
        "1,0,1921,1,247015526,10.000011,k",
        "1,1,5533,0,284004985,,cl",
    ]


def test_what_was_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "room.frames.csv"
    write(path, FIRST, SECOND)
    assert list(read_index(path)) == [FIRST, SECOND]


def test_a_second_writer_goes_on_where_the_first_one_ended(tmp_path: Path) -> None:
    path = tmp_path / "room.frames.csv"
    write(path, FIRST)
    write(path, SECOND)
    assert list(read_index(path)) == [FIRST, SECOND]
    assert path.read_text().count(HEADER) == 1


@pytest.mark.parametrize("cut", range(1, len(SECOND.to_line())))
def test_a_line_torn_at_any_byte_costs_that_line_alone(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "room.frames.csv"
    write(path, FIRST, SECOND)
    whole = path.read_bytes()
    path.write_bytes(whole[:-cut])
    assert next(read_index(path)) == FIRST
    write(path, FIRST)
    read = list(read_index(path))
    assert (read[0], read[-1]) == (FIRST, FIRST)


def test_the_index_is_private(tmp_path: Path) -> None:
    path = tmp_path / "room.frames.csv"
    write(path, FIRST)
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_last_frame_is_found_without_its_torn_successor(tmp_path: Path) -> None:
    path = tmp_path / "room.frames.csv"
    write(path, FIRST, SECOND)
    with path.open("a") as file:
        file.write("1,2,91")
    assert last_frame(path) == SECOND


def test_an_index_that_does_not_exist_has_no_frames(tmp_path: Path) -> None:
    assert list(read_index(tmp_path / "room.frames.csv")) == []
    assert last_frame(tmp_path / "room.frames.csv") is None


def test_frames_are_gathered_by_their_segments_and_a_segment_without_frames_is_one(tmp_path: Path) -> None:
    third = replace(FIRST, segment=3)
    write(index_path(tmp_path, "room"), third, FIRST, SECOND)
    segment_path(tmp_path, "room", 2).touch()
    gathered = frames_by_segment(tmp_path, "room")
    assert list(gathered.items()) == [(1, [FIRST, SECOND]), (2, []), (3, [third])]


def test_segments_and_streams_are_found_by_their_names(tmp_path: Path) -> None:
    for number in (1, 2, 12):
        segment_path(tmp_path, "room", number).touch()
    segment_path(tmp_path, "table.left", 1).touch()
    index_path(tmp_path, "door").touch()
    (tmp_path / "notes.mp4").touch()
    assert segments_of(tmp_path, "room") == [1, 2, 12]
    assert segments_of(tmp_path, "table.left") == [1]
    assert segments_of(tmp_path, "door") == []
    assert streams_of(tmp_path) == ["door", "room", "table.left"]


@pytest.mark.parametrize("line", [f"1,3,{10**24},1,5,,", f"1,3,-{2**63},1,5,,", f"1,3,9,1,{10**19},,"])
def test_a_time_that_no_clock_shows_is_no_line(tmp_path: Path, line: str) -> None:
    path = index_path(tmp_path, "room")
    path.write_text(f"{HEADER}\n1,2,3600,1,4,,\n{line}\n", encoding="ascii")
    assert [frame.frame for frame in read_index(path)] == [2]
