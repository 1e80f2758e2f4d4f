"""Tables as people write them: headings, units, separators, encodings, and what is told where it is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nao_sessions.analysis.formats.plain_tables import read_csv, read_json_lines
from nao_sessions.analysis.formats.rows import heading_of
from nao_sessions.analysis.formats.table import ImportedTable, time_ns
from nao_sessions.core.errors import TableRefused

Reader = Callable[[bytes, str], ImportedTable]


def refused(read: Reader, text: str, file: str = "t.csv") -> list[str]:
    """Give what is told of a table, each as ``place: code``."""
    with pytest.raises(TableRefused) as told:
        read(text.encode(), file)
    assert all(finding.sentence.fr and finding.sentence.en for finding in told.value.findings)
    return [f"{finding.place}: {finding.code}" for finding in told.value.findings]


@pytest.mark.parametrize(
    ("text", "unit", "expected_ms"),
    [
        ("12", "s", 12_000),
        ("12,5", "s", 12_500),
        ("12.5", "s", 12_500),
        (".5", "s", 500),
        ("1250", "ms", 1_250),
        ("1250 ms", "s", 1_250),
        ("1,25 s", "ms", 1_250),
        ("1:02.5", "s", 62_500),
        ("0:01:02,500", "ms", 62_500),
        ("100:00:00", "s", 360_000_000),
        ("−0,5", "s", -500),
        ("-0.5", "s", -500),
    ],
)
def test_a_time_is_read_as_it_is_written(text: str, unit: str, expected_ms: int) -> None:
    assert time_ns(text, unit) == expected_ms * 1_000_000


@pytest.mark.parametrize(
    "text", ["", "hier", "1.234,5", "1:75", "0:61:00", "00:00:12:05", "1e3", "nan", "12 min", "1773306000000"]
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert time_ns(text) is None


@pytest.mark.parametrize(
    ("heading", "role", "unit"),
    [
        ("Début", "start", "s"),
        ("DEBUT", "start", "s"),
        ("onset", "start", "s"),
        ("begin", "start", "s"),
        ("start_ms", "start", "ms"),
        ("Début (ms)", "start", "ms"),
        ("Begin Time", "start", "s"),
        ("fin [s]", "end", "s"),
        ("Durée (ms)", "duration", "ms"),
        ("Évènement", "code", "s"),
        ("behaviour", "code", "s"),
        ("Sujet", "subject", "s"),
        ("Commentaire", "comment", "s"),
    ],
)
def test_headings_are_known_in_both_languages(heading: str, role: str, unit: str) -> None:
    found = heading_of(heading)
    assert found is not None
    assert (found.role, found.unit) == (role, unit)


@pytest.mark.parametrize("heading", ["comments_ms", "x", "", "starts", "code (s)"])
def test_what_is_no_heading_is_left_out(heading: str) -> None:
    assert heading_of(heading) is None


def test_a_table_of_a_french_spreadsheet_is_read(tmp_path: Path) -> None:
    content = "début;durée;code\r\n1,5;0,25;touche la tête\r\n\r\n".encode("cp1252")
    table = read_csv(content, "t.csv")
    (row,) = table.rows
    assert (row.start_ns, row.end_ns, row.code) == (1_500_000_000, 1_750_000_000, "touche la tête")
    assert [remark.en for remark in table.remarks] == [
        "The file is not UTF-8: read as Windows-1252. Check the accents."
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_the_marks_of_unicode_are_no_part_of_the_first_heading(encoding: str) -> None:
    (row,) = read_csv("début\tcode\n1\té".encode(encoding), "t.tsv").rows
    assert row.code == "é"


def test_what_was_written_is_kept_beside_what_was_read() -> None:
    (row,) = read_csv(b"start,end,code\n0:01:02.5,1:03,x\n", "t.csv").rows
    assert row.original == {"start": "0:01:02.5", "end": "1:03"}
    assert str(row.place) == "t.csv:2:1"


def test_a_table_longer_than_any_coding_is_refused_before_it_is_read() -> None:
    most = 200_000
    lines = "1;x\n" * most
    assert refused(read_csv, f"start;code\n{lines}") == ["t.csv:200001:1: I119"]
    assert len(read_csv(f"start;code\n{lines[:-4]}".encode(), "t.csv").rows) == most - 1
    assert refused(read_json_lines, '{"start": 1, "code": "x"}\n' * (most + 1), "t.jsonl") == [
        "t.jsonl:200001:1: I119"
    ]


def test_columns_that_are_not_known_are_left_out_and_told() -> None:
    table = read_csv(b"start;code;Observer;media\n1;x;Marie;film.mp4\n", "t.csv")
    assert [remark.en for remark in table.remarks] == ["Columns left out: Observer, media."]
    assert "Marie" not in repr(table)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["t.csv: I111"]),
        ("start;code\n", ["t.csv: I111"]),
        ("code;end\nx;1\n", ["t.csv:1:1: I103"]),
        ("start;sujet\n1;P07\n", ["t.csv:1:1: I103"]),
        ("start;code;prénom\n1;x;Tom\n", ["t.csv:1:12: I104"]),
        ("start;code;début\n1;x;2\n", ["t.csv:1:12: I105"]),
        ("start;code;end;durée\n1;x;2;1\n", ["t.csv:1:1: I105"]),
        ("start;code\nhier;x\n2;y\n;z\n", ["t.csv:2:1: I107", "t.csv:4:1: I107"]),
        ("start;end;code\n2;1;x\n", ["t.csv:2:3: I108"]),
        ("start;end;code\n2;demain;x\n", ["t.csv:2:3: I107"]),
        ("start;code\n1; \n", ["t.csv:2:3: I110"]),
        ("start,end,code\n1,5,2,5,x\n", ["t.csv:2:7: I106"]),
        ('start;code\n1;"x\n2;y\n', ["t.csv:2:3: I101"]),
        ('start;code\n1;"x" y\n', ["t.csv:2:6: I101"]),
        ('start;code\n1;"a\nb"\nhier;y\n', ["t.csv:4:1: I107"]),
    ],
)
def test_what_is_wrong_in_a_csv_table_is_told_at_its_place(text: str, expected: list[str]) -> None:
    assert refused(read_csv, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["t.jsonl: I111"]),
        ('{"start": 1, "code": "x"', ["t.jsonl:1:25: I101"]),
        ('{"start": 1, "code": "x"}\n[1]', ["t.jsonl:2:1: I101"]),
        ('{"start": true, "code": "x"}', ["t.jsonl:1:11: I101"]),
        ('{"start": NaN, "code": "x"}', ["t.jsonl:1:11: I107"]),
        ('{"start": 2, "end": 1, "code": "x"}', ["t.jsonl:1:21: I108"]),
        ('{"start": 2, "code": ["x"]}', ["t.jsonl:1:22: I101"]),
        ('{"start": 2, "name": "Tom", "code": "x"}', ["t.jsonl:1:1: I104"]),
        ('{"code": "x"}', ["t.jsonl:1:1: I103"]),
        ("[" * 100_000, ["t.jsonl:1:1: I101"]),
    ],
)
def test_what_is_wrong_in_json_lines_is_told_at_its_place(text: str, expected: list[str]) -> None:
    assert refused(read_json_lines, text, "t.jsonl") == expected


def test_json_numbers_are_read_to_the_last_digit() -> None:
    (row,) = read_json_lines(b'{"start_ms": 0.1, "duration": 1e-3, "event": "x"}', "t").rows
    assert (row.start_ns, row.end_ns) == (100_000, 1_100_000)


def test_a_file_that_is_no_text_is_refused() -> None:
    with pytest.raises(TableRefused) as told:
        read_csv(b"PK\x03\x04\0\0\x81", "classeur.xlsx")
    assert [finding.code for finding in told.value.findings] == ["I101"]


def test_no_more_is_told_than_can_be_read() -> None:
    assert len(refused(read_csv, "start;code\n" + "hier;x\n" * 1_000)) == 20
