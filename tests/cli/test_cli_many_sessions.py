"""Verbs over a folder of many sessions: `verify` of each, tables with features, a cluster that is away."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import dask
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from nao_sessions.cli.export import export
from nao_sessions.cli.verify import verify
from nao_sessions.core.errors import UsageError
from nao_sessions.record.folder import SessionFolder
from tests.analysis.film.filmed import film_in
from tests.console.rehearsed_folder import make_session

SAMPLE = next((Path(__file__).parents[2] / "recordings" / "sample").glob("20*"))

PLAIN = ("--plain", "essai")


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is derived is kept apart: no test writes where its user's things are."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give a corpus of the sample, whole, and of a copy of it whose log was changed."""
    for name in ("whole", "changed"):
        shutil.copytree(SAMPLE, tmp_path / "corpus" / name)
    log = tmp_path / "corpus" / "changed" / "events.jsonl"
    log.write_bytes(log.read_bytes().replace(b"Bonjour", b"Bonsoir", 1))
    return tmp_path / "corpus"


def test_each_session_below_a_folder_is_verified(root: Path) -> None:
    told = CliRunner().invoke(verify, [str(root), "--json", "--lang", "en"])
    found = json.loads(told.stdout)
    assert told.exit_code == 1
    assert [(one["folder"], one["sound"], one["frames"]) for one in found["sessions"]] == [
        ("changed", False, 281),
        ("whole", True, 281),
    ]


def test_a_problem_is_told_with_the_folder_that_has_it(root: Path) -> None:
    told = CliRunner().invoke(verify, [str(root), "--lang", "en", "--jobs", "2"])
    lines = told.stdout.splitlines()
    assert all(line.startswith("changed: ") for line in lines[:-1])
    assert lines[-1].startswith("1 of 2 sessions with problems: ")


def test_one_session_is_verified_as_before() -> None:
    told = CliRunner().invoke(verify, [str(SAMPLE), "--lang", "en"])
    assert (told.exit_code, told.stdout.startswith("Consistent: ")) == (0, True)


def test_features_are_a_table_beside_the_others(tmp_path: Path) -> None:
    for day in (0, 1):
        film_in(make_session(tmp_path / "corpus", "emotions", day=day))
    place = tmp_path / "tables"
    order = [str(tmp_path / "corpus"), "--to", "parquet", "--features", "-o", str(place), *PLAIN]
    assert CliRunner().invoke(export, order, catch_exceptions=False).exit_code == 0
    table = pq.read_table(place / "features.parquet")
    assert len(set(table["session"].to_pylist())) == 2
    assert set(table["session_number"].to_pylist()) == {1, 2}


def test_features_of_one_session_leave_as_csv(tmp_path: Path) -> None:
    session = make_session(tmp_path, "emotions")
    film_in(session)
    order = [str(session), "--to", "csv", "--features", "-o", str(tmp_path / "tables"), *PLAIN]
    assert CliRunner().invoke(export, order, catch_exceptions=False).exit_code == 0
    table = pyarrow.csv.read_csv(tmp_path / "tables" / "features.csv")
    assert set(table["session"].to_pylist()) == {session.name}
    assert table["pictures"].to_pylist()[:4] == [25, 23, 25, 25]


def test_without_being_asked_for_nothing_is_measured(tmp_path: Path) -> None:
    film_in(make_session(tmp_path / "corpus", "emotions"))
    order = [str(tmp_path / "corpus"), "--to", "parquet", "-o", str(tmp_path / "tables"), *PLAIN]
    assert CliRunner().invoke(export, order, catch_exceptions=False).exit_code == 0
    assert not (tmp_path / "tables" / "features.parquet").exists()
    assert list((tmp_path / "cache").rglob("*.arrow")) == []


def test_features_in_a_format_without_tables_are_refused() -> None:
    with pytest.raises(UsageError) as refused:
        CliRunner().invoke(export, [str(SAMPLE), "--to", "eaf", "--features"], catch_exceptions=False)
    assert refused.value.code == "E125"


def test_a_cluster_that_is_not_there_is_told(root: Path) -> None:
    hurry = dask.config.set({"distributed.comm.timeouts.connect": "1s"})
    with hurry, pytest.raises(UsageError) as refused:
        CliRunner().invoke(verify, [str(root), "--dask", "tcp://127.0.0.1:9"], catch_exceptions=False)
    assert refused.value.code == "U142"


@pytest.mark.parametrize("said", ["corpus", "./corpus", "../here/corpus"])
def test_a_folder_that_is_given_by_a_relative_path_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    for day in (0, 1):
        make_session(tmp_path / "here" / "corpus", "emotions", day=day)
    monkeypatch.chdir(tmp_path / "here")
    lines = sum(len(log.read_bytes().splitlines()) for log in Path("corpus").rglob("events.jsonl"))
    for format_ in ("csv", "bids", "methods"):
        told = CliRunner().invoke(export, [said, "--to", format_, "-o", str(tmp_path / format_), *PLAIN])
        assert told.exit_code == 0, told.output
    assert pyarrow.csv.read_csv(tmp_path / "csv" / "events.csv").num_rows == lines


def test_what_had_to_be_left_out_is_told_and_the_exit_code_says_so(tmp_path: Path) -> None:
    make_session(tmp_path / "corpus", "emotions", day=0)
    torn = make_session(tmp_path / "corpus", "emotions", day=1)
    SessionFolder(torn).telemetry.write_bytes(b"PAR1 torn")
    order = [str(tmp_path / "corpus"), "--to", "csv", "-o", str(tmp_path / "tables"), "--lang", "en", *PLAIN]
    told = CliRunner().invoke(export, order)
    assert told.exit_code == 1
    assert f"Of {torn}, the table telemetry is left out" in told.stderr
    (torn / "events.jsonl").write_bytes(b"{}\n")
    order[2] = "methods"
    told = CliRunner().invoke(export, order)
    assert (told.exit_code, f"{torn} is left out" in told.stderr) == (1, True)
