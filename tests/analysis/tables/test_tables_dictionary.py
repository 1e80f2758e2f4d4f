"""The data dictionary: its pages are up to date, and what it says of words is true of what is written."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import nao_sessions
from nao_sessions.analysis.tables.columns import TABLES
from nao_sessions.analysis.tables.dictionary import EVERY_TABLE
from nao_sessions.analysis.tables.flat import dictionary_page, write_tables
from nao_sessions.analysis.tables.source import read_source
from nao_sessions.analysis.tables.tables import open_session, session_rows
from nao_sessions.core.events import Event
from nao_sessions.record.telemetry.columns import COLUMNS
from nao_sessions.text.languages import Language

DOCS = Path(__file__).parents[3] / "docs"


@pytest.mark.parametrize(
    ("page", "language"), [("fr/dictionnaire-des-donnees.md", "fr"), ("en/data-dictionary.md", "en")]
)
def test_the_pages_say_what_the_table_says(page: str, language: Language) -> None:
    assert (DOCS / page).read_text(encoding="utf-8") == dictionary_page(language)


def test_every_word_that_stands_in_a_cell_is_explained(folder: Path) -> None:
    for name in ("events", "trials", "responses", "prompts"):
        table = getattr(open_session(folder), name)
        for column in TABLES[name].columns:
            if column.levels:
                assert set(table[column.name].drop_null().to_pylist()) <= set(column.levels), column.name


def test_what_a_childs_row_has_of_the_whole_session_says_so(
    make: Callable[..., Path], tmp_path: Path
) -> None:
    source = read_source(make(tmp_path, "tour-de-role", children=("P07", "P12")))
    logged = [
        Event(-1 - number, "out", 1 + number, "engine", kind, {})
        for number, kind in enumerate(("adaptation", "paused", "continued"))
    ]
    rows = [*session_rows(replace(source, events=(*logged, *source.events)))]
    before = [*session_rows(source)]
    assert len(rows) == 2  # the adult did it for nobody in particular, and each child's row has it
    for name in ("adaptations", "interruptions"):
        assert [row[name] for row in rows] == [row[name] + 1 for row in before]
        [column] = [one for one in TABLES["sessions"].columns if one.name == name]
        assert "whole session" in column.meaning.en
        assert "toute la séance" in column.meaning.fr


def test_every_column_with_a_unit_of_time_says_so_in_its_name() -> None:
    for table in EVERY_TABLE.values():
        for column in table.columns:
            if column.unit in ("ns", "s", "ms"):
                assert column.name.endswith(f"_{column.unit}"), column.name


def test_telemetry_has_a_line_for_each_of_its_columns(folder: Path) -> None:
    table = open_session(folder).telemetry
    assert tuple(table.column_names) == EVERY_TABLE["telemetry"].names
    kept = [name for columns in COLUMNS.values() for name in columns]
    assert EVERY_TABLE["telemetry"].names[-len(kept) :] == tuple(kept)
    field = table.schema.field("joint_LElbowYaw_rad")
    assert field.metadata == {
        b"unit": b"rad",
        b"fr": "angle mesuré : coude gauche, lacet (LElbowYaw)".encode(),
        b"en": b"measured angle: left elbow, yaw (LElbowYaw)",
    }


def test_a_unit_that_ends_a_name_is_the_columns_unit() -> None:
    ends = {
        "rad": "rad",
        "celsius": "°C",
        "percent": "%",
        "minutes": "min",
        "a": "A",
        "status": "",
        "open": "",
    }
    for column in EVERY_TABLE["telemetry"].columns:
        if column.name.startswith(("joint_", "heat_", "battery_")):
            assert column.unit == ends[column.name.rpartition("_")[2]], column.name
        words = column.meaning
        assert "{" not in words.fr + words.en


def test_every_table_that_can_leave_is_in_the_dictionary_that_travels(folder: Path, tmp_path: Path) -> None:
    written = write_tables(open_session(folder), tmp_path, "csv")
    told = json.loads((tmp_path / "dictionary.json").read_text(encoding="utf-8"))["tables"]
    for path in written:
        if path.suffix == ".csv":
            heads = path.read_text(encoding="utf-8").partition("\n")[0].replace('"', "").split(",")
            assert list(told[path.stem]["columns"]) == heads
    assert {"telemetry", "clips", "frames", "features"} <= set(told)


def test_each_time_is_said_to_be_the_one_that_it_is() -> None:
    def meaning(table: str, name: str) -> str:
        return next(one.meaning.en for one in TABLES[table].columns if one.name == name)

    assert "and for a state whose end was not coded (open)" in meaning("annotations", "stop_ns")
    assert meaning("trials", "start_ns").startswith("when Nao began to put the question")
    assert meaning("trials", "opened_s").startswith("when answers began to count")
    assert "end of the question" not in meaning("trials", "opened_s").split(";")[0]
    assert "question's end" not in meaning("prompts", "after_open_s")


def test_the_reasons_of_a_help_are_those_of_the_engine() -> None:
    (column,) = (one for one in TABLES["prompts"].columns if one.name == "cause")
    given = set()
    for module in ("trials", "commands"):
        text = (Path(nao_sessions.__file__).parent / "engine" / f"{module}.py").read_text(encoding="utf-8")
        given |= set(re.findall(r"\bgive_prompt\(draft, compiled, [\w.]+, (\S+)\)", text))
    words = {'"with_question"', '"silence"', '"wrong"', "PROFESSIONAL", "NOT_YET"}
    assert given == words
    assert set(column.levels) == {word.strip('"').lower() for word in words}
