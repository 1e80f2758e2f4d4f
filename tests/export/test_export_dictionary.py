"""The data dictionary: its pages are up to date, and what it says of words is true of what is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from nao_sessions.core.text import Language
from nao_sessions.export.columns import TABLES
from nao_sessions.export.flat import dictionary_page
from nao_sessions.export.tables import open_session

DOCS = Path(__file__).parents[2] / "docs"


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


def test_every_column_with_a_unit_of_time_says_so_in_its_name() -> None:
    for table in TABLES.values():
        for column in table.columns:
            if column.unit in ("ns", "s", "ms"):
                assert column.name.endswith(f"_{column.unit}"), column.name
