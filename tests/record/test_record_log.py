"""The log: one writer, whole lines, and a torn last one as the only damage."""

from __future__ import annotations

import json
import resource
import signal
from pathlib import Path

import pytest

from nao_sessions.core.errors import FolderInUse, RecordError
from nao_sessions.core.events import Event
from nao_sessions.record.log import LogWriter, read_log


def line(seq: int) -> Event:
    return Event(seq=seq, dir="note", at=seq * 10, source="test", kind="note", data={"text": f"é{seq}"})


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "events.jsonl"
    writer = LogWriter(path)
    writer.append([line(n) for n in range(5)])
    writer.close()
    return path


def test_what_is_written_is_read(log: Path) -> None:
    assert read_log(log).events == tuple(Event.from_line(line(n).to_line()) for n in range(5))
    assert log.stat().st_mode & 0o777 == 0o600


def test_a_log_cut_at_any_byte_gives_its_whole_lines_and_can_be_gone_on_with(log: Path) -> None:
    content = log.read_bytes()
    for size in range(len(content) + 1):
        log.write_bytes(content[:size])
        whole = content[:size].count(b"\n")
        reading = read_log(log)
        assert (len(reading.events), reading.torn) == (whole, content[:size].rpartition(b"\n")[2])
        writer = LogWriter(log)
        writer.append([line(whole)])
        writer.close()
        assert [event.seq for event in read_log(log).events] == list(range(whole + 1))


def test_a_hole_that_a_power_cut_left_ends_the_log_and_what_lies_behind_it_is_put_aside(log: Path) -> None:
    lines = log.read_bytes().splitlines(keepends=True)
    hole = bytes(len(lines[2]))
    log.write_bytes(b"".join((*lines[:2], hole, *lines[3:])))
    behind = hole + b"".join(lines[3:])
    reading = read_log(log)
    assert ([event.seq for event in reading.events], reading.torn) == ([0, 1], behind)
    writer = LogWriter(log)
    writer.append([line(2)])
    writer.close()
    assert [event.seq for event in read_log(log).events] == [0, 1, 2]
    assert log.with_suffix(".torn").read_bytes() == behind


def test_a_second_writer_is_refused(log: Path) -> None:
    writer = LogWriter(log)
    with pytest.raises(FolderInUse):
        LogWriter(log)
    writer.close()


def test_a_line_that_is_no_event_is_named(log: Path) -> None:
    log.write_bytes(b'{"seq":0}\n' + log.read_bytes())
    with pytest.raises(RecordError) as refused:
        read_log(log)
    assert refused.value.sentence.en.endswith("events.jsonl:1: this line is no event.")


def test_unknown_fields_are_ignored() -> None:
    known = Event.from_line(line(3).to_line())
    assert Event.from_line(line(3).to_line()[:-1] + ',"colour":"blue"}') == known


def test_blanks_around_an_event_are_no_part_of_it() -> None:
    assert Event.from_line(f" \t{line(3).to_line()}\r\n") == Event.from_line(line(3).to_line())


def test_a_line_with_two_events_is_no_event() -> None:
    with pytest.raises(ValueError, match="one event"):
        Event.from_line(line(3).to_line() + line(4).to_line())


def test_a_full_disk_leaves_whole_lines_and_refuses_the_rest(log: Path) -> None:
    content = log.read_bytes()
    writer = LogWriter(log)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    previous = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(content) + 40, hard))
    try:
        with pytest.raises(OSError, match="File too large"):
            writer.append([line(5)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, previous)
    with pytest.raises(OSError, match="File too large"):
        writer.append([line(5)])
    writer.close()
    assert log.read_bytes() == content


@pytest.mark.parametrize("field", ['"cause":"x"', '"data":7', '"seq":null', '"at":"soon"'])
def test_a_field_of_the_wrong_type_makes_a_line_no_event(field: str) -> None:
    record = {**json.loads(line(3).to_line()), **json.loads("{" + field + "}")}
    with pytest.raises(ValueError, match=r"event|seq|cause|invalid literal"):
        Event.from_line(json.dumps(record))
