"""Telemetry in a folder: lines while the session runs, one table once it is closed, whatever happens."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import RecordError
from nao_sessions.record.checksums import changed_files
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.recover import recover
from nao_sessions.record.telemetry.columns import COLUMNS, PARTS, every_s
from nao_sessions.record.telemetry.parquet import pack, pack_telemetry
from nao_sessions.record.telemetry.samples import (
    TelemetryFile,
    read_raw,
    read_telemetry,
    schema,
    summarise_telemetry,
)
from nao_sessions.record.verify import verify
from tests.record.made_folder import make_folder

TENTH_NS = SECOND_NS // 10
YAW, TOUCH, CHARGE = "joint_HeadYaw_rad", "touch_head_front", "battery_percent"


def keep(folder: SessionFolder, first: int = 0, count: int = 3) -> None:
    """Keep some samples, as a session would: angles ten times a second, and one of each other part."""
    file = TelemetryFile(folder.telemetry_raw)
    for n in range(first, first + count):
        file.append(n * TENTH_NS, 400_000, "joints", {YAW: n / 4})
    file.append(first * TENTH_NS + 1, 500_000, "touch", {TOUCH: 1.0})
    file.append(first * TENTH_NS + 2, 600_000, "power", {CHARGE: 80})
    file.close()


def rows(folder: SessionFolder) -> list[tuple[object, ...]]:
    """Give each row's time, uncertainty, part, and three of its values."""
    table = read_telemetry(folder).select(["at_ns", "uncertainty_ns", "part", YAW, TOUCH, CHARGE])
    return [tuple(row.values()) for row in table.to_pylist()]


KEPT = [
    (0, 400_000, "joints", 0.0, None, None),
    (1, 500_000, "touch", None, 1.0, None),
    (2, 600_000, "power", None, None, 80.0),
    (TENTH_NS, 400_000, "joints", 0.25, None, None),
    (2 * TENTH_NS, 400_000, "joints", 0.5, None, None),
]


def test_the_samples_are_one_table_in_the_order_of_time_before_and_after_closing(tmp_path: Path) -> None:
    folder = SessionFolder(tmp_path)
    keep(folder)
    before = rows(folder)
    assert pack_telemetry(folder) is True
    assert (before, rows(folder)) == (KEPT, KEPT)
    assert (folder.telemetry_raw.exists(), folder.telemetry.stat().st_mode & 0o777) == (False, 0o600)
    assert [field.name for field in pq.read_schema(folder.telemetry)] == [
        *("at_ns", "uncertainty_ns", "part"),
        *(column for part in PARTS for column in COLUMNS[part]),
    ]


def test_a_session_without_a_robot_has_none(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, closed=True)
    assert (folder.telemetry.exists(), read_telemetry(folder), verify(folder).samples) == (False, None, 0)


def test_lines_cut_at_any_byte_give_every_sample_that_was_whole(tmp_path: Path) -> None:
    folder = SessionFolder(tmp_path)
    keep(folder)
    content = folder.telemetry_raw.read_bytes()
    ends = [n for n, byte in enumerate(content) if byte == ord("\n")]
    for size in range(0, len(content) + 1, 7):
        folder.telemetry_raw.write_bytes(content[:size])
        whole = sum(end < size for end in ends)
        torn = size > 0 and content[size - 1] != ord("\n")
        found = read_raw(folder.telemetry_raw)
        assert (sum(map(len, found.rows.values())), found.broken) == (max(whole - 1, 0), int(torn))


def test_a_session_that_goes_on_goes_on_behind_a_torn_line(tmp_path: Path) -> None:
    folder = SessionFolder(tmp_path)
    keep(folder)
    with folder.telemetry_raw.open("ab") as stream:
        stream.write(b'{"at":5,"within":1,"part":"joi')
    keep(folder, first=3)
    assert read_raw(folder.telemetry_raw).broken == 0
    assert [row[0] for row in rows(folder) if row[2] == "joints"] == [n * TENTH_NS for n in range(6)]


def test_what_a_resumed_session_adds_is_put_to_the_table(tmp_path: Path) -> None:
    folder = SessionFolder(tmp_path)
    keep(folder)
    pack(folder)
    keep(folder, first=3)
    pack(folder)
    assert [row[0] for row in rows(folder) if row[2] == "joints"] == [n * TENTH_NS for n in range(6)]


def test_a_crash_between_the_table_and_the_end_of_the_lines_doubles_nothing(tmp_path: Path) -> None:
    folder = SessionFolder(tmp_path)
    keep(folder)
    lines = folder.telemetry_raw.read_bytes()
    pack(folder)
    folder.telemetry_raw.write_bytes(lines)
    assert rows(folder) == KEPT
    pack(folder)
    assert rows(folder) == KEPT


def test_lines_that_cannot_be_packed_are_kept_and_read(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, closed=False)
    keep(folder)
    folder.telemetry.mkdir()  # nothing can take its place
    recover(folder)
    folder.telemetry.rmdir()
    found = verify(folder)
    assert (rows(folder), found.problems, found.samples) == (KEPT, [], 5)
    assert "telemetry.jsonl" in found.remarks[0].en
    assert "telemetry.jsonl" in folder.checksums.read_text(encoding="utf-8")


def test_recovering_makes_the_table_and_vouches_for_it(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, closed=False)
    keep(folder)
    recover(folder)
    assert (rows(folder), changed_files(folder), verify(folder).samples) == (KEPT, (), 5)
    folder.telemetry.write_bytes(folder.telemetry.read_bytes()[:-20])
    problems = [text.en for text in verify(folder).problems]
    assert problems == [
        "telemetry.parquet has changed since the folder was closed, is missing, or was added.",
        f"{folder.telemetry} cannot be read: it is broken, or a part is missing.",
    ]
    with pytest.raises(RecordError) as refused:
        read_telemetry(folder)
    assert refused.value.code == "R117"


def test_a_table_of_another_version_is_read_as_far_as_it_is_known(tmp_path: Path) -> None:
    folder = SessionFolder(tmp_path)
    keep(folder)
    table = read_telemetry(folder).drop_columns([YAW]).append_column("mood", pa.array([1] * len(KEPT)))
    pq.write_table(table, folder.telemetry)
    folder.telemetry_raw.unlink()
    assert [row[3] for row in rows(folder)] == [None] * len(KEPT)
    assert read_telemetry(folder).schema == schema()
    pq.write_table(table.drop_columns(["at_ns"]), folder.telemetry)
    with pytest.raises(RecordError):
        read_telemetry(folder)


@pytest.mark.parametrize(
    "line", ["[]", "5", '{"part":"ears"}', '{"at":1,"within":1,"part":"joints","values":["x"]}']
)
def test_a_line_that_is_no_sample_is_left_out_and_counted(tmp_path: Path, line: str) -> None:
    folder = SessionFolder(tmp_path)
    keep(folder)
    with folder.telemetry_raw.open("a", encoding="ascii") as stream:
        stream.write(f"{line}\n")
    assert (rows(folder), read_raw(folder.telemetry_raw).broken) == (KEPT, 1)


def test_a_session_without_a_single_sample_has_an_empty_table(tmp_path: Path) -> None:
    folder = SessionFolder(tmp_path)
    TelemetryFile(folder.telemetry_raw).close()
    pack(folder)
    assert summarise_telemetry(read_telemetry(folder), speed=1.0).to_json() == {
        "samples": {"joints": 0, "touch": 0, "power": 0},
        "gaps": 0,
        "longest_gap_s": 0.0,
    }


def test_gaps_are_counted_where_nao_gave_no_angles_for_a_second(tmp_path: Path) -> None:
    folder = SessionFolder(tmp_path)
    keep(folder, first=0, count=10)
    keep(folder, first=19, count=2)
    keep(folder, first=40, count=2)
    found = summarise_telemetry(read_telemetry(folder), speed=1.0)
    assert found.to_json() == {
        "samples": {"joints": 14, "touch": 3, "power": 3},
        "gaps": 1,
        "longest_gap_s": 2.0,
    }


def test_an_accelerated_session_asks_no_more_often_than_fifty_times_a_second() -> None:
    assert [every_s("joints", speed) / speed for speed in (1.0, 5.0, 20.0)] == [0.1, 0.02, 0.02]
    assert [every_s("power", speed) for speed in (1.0, 20.0)] == [5.0, 5.0]


def test_every_column_says_its_unit() -> None:
    units = ("_rad", "_open", "_percent", "_minutes", "_a", "_celsius", "_status")
    named = [field.name for field in schema()][3:]
    assert [name for name in named if not name.startswith("touch_") and not name.endswith(units)] == []
    assert len(named) == len(set(named))


def test_only_reading_loads_pyarrow() -> None:
    modules = "nao_sessions.record.recover, nao_sessions.record.verify, nao_sessions.live.session"
    code = f"import sys, {modules}; print('pyarrow' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
