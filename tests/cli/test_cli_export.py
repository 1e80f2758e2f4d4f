"""`export`: what it writes and says, and what it refuses with a code."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from nao_sessions.cli.export import export
from nao_sessions.core.errors import UsageError

SAMPLE = next((Path(__file__).parents[2] / "recordings" / "sample").glob("20*"))


def test_the_place_is_on_stdout_and_the_talk_on_stderr(tmp_path: Path) -> None:
    place = tmp_path / "x.eaf"
    told = CliRunner().invoke(export, [str(SAMPLE), "--to", "eaf", "-o", str(place), "--lang", "en"])
    assert (told.exit_code, told.stdout, told.stderr) == (0, f"{place}\n", "Files written: 1.\n")
    assert place.read_bytes().startswith(b"<?xml")


def test_json_names_every_file(tmp_path: Path) -> None:
    told = CliRunner().invoke(export, [str(SAMPLE), "--to", "webvtt", "-o", str(tmp_path), "--json"])
    files = json.loads(told.stdout)["files"]
    assert [Path(file).name for file in files] == ["room.01.subtitles.vtt", "room.01.chapters.vtt"]


def test_a_format_of_one_session_is_refused_for_many(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        CliRunner().invoke(export, [str(tmp_path), "--to", "eaf"], catch_exceptions=False)
    assert refused.value.code == "E123"


def test_without_a_format_it_says_what_is_missing() -> None:
    with pytest.raises(UsageError) as refused:
        CliRunner().invoke(export, [str(SAMPLE)], catch_exceptions=False)
    assert refused.value.code == "E122"
    assert "What is to be written?" in refused.value.sentence.en


def test_two_things_at_a_time_are_too_many(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        CliRunner().invoke(export, [str(SAMPLE), "--to", "eaf", "--contact-sheet"], catch_exceptions=False)
    assert (refused.value.code, "One thing at a time" in refused.value.sentence.en) == ("E122", True)


def test_a_film_of_a_child_leaves_only_where_the_ledger_says_that_it_may_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    folder = tmp_path / SAMPLE.name
    shutil.copytree(SAMPLE, folder)
    session = json.loads((folder / "session.json").read_text(encoding="utf-8"))
    session.update(participants=["P07"], rehearsal=False)
    session["ground"]["text"] = "ledger 0123"
    (folder / "session.json").write_text(json.dumps(session), encoding="utf-8")
    for option in (("--media", "cfr"), ("--clips", "trials"), ("--contact-sheet",)):
        asked = [str(folder), *option, "-o", str(tmp_path / "x"), "--plain", "test"]
        with pytest.raises(UsageError) as refused:
            CliRunner().invoke(export, asked, catch_exceptions=False)
        assert refused.value.code == "G106"
    assert not (tmp_path / "x").exists()
    tables = [str(folder), "--to", "csv", "-o", str(tmp_path / "csv"), "--plain", "test"]
    assert CliRunner().invoke(export, tables, catch_exceptions=False).exit_code == 0
