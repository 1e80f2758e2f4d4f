"""`nao-sessions schema`: the schema and the reference on stdout, or in a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from nao_sessions.cli.schema import schema
from nao_sessions.core.errors import UsageError
from nao_sessions.protocol.schema.reference import (
    expectations_schema,
    language_reference,
    protocol_schema,
    series_schema,
)


def given(*arguments: str) -> str:
    result = CliRunner().invoke(schema, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_the_schema_is_json_on_stdout() -> None:
    assert json.loads(given()) == protocol_schema()


def test_the_schema_of_series_is_another() -> None:
    assert json.loads(given("--series")) == series_schema()


def test_the_schema_of_expectations_is_a_third() -> None:
    assert json.loads(given("--expectations")) == expectations_schema()


def test_one_language_can_be_asked_for() -> None:
    assert json.loads(given("--lang", "fr")) == protocol_schema("fr")


def test_the_reference_is_a_page(tmp_path: Path) -> None:
    path = tmp_path / "reference.md"
    assert given("--reference", "en", "-o", str(path)) == ""
    assert path.read_text("utf-8") == language_reference("en")


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        CliRunner().invoke(schema, ["-o", str(tmp_path / "non" / "x.json")], catch_exceptions=False)
