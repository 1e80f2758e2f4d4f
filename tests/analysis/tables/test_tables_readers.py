"""The tables as researchers' own tools read them: polars, and R from Arrow and from CSV."""

from __future__ import annotations

import csv
import io
import subprocess
from pathlib import Path

import polars
import pyarrow
import pytest

from nao_sessions.analysis.tables.columns import TABLES
from nao_sessions.analysis.tables.flat import write_tables
from nao_sessions.analysis.tables.tables import open_session

NAMES = ("events", "trials", "responses", "prompts", "annotations", "periods")
COLUMNS = "cat(names(t), sep=','); cat('\\n');"
CELLS = "write.csv(t[, c('session', 'number', 'item', 'judgement', 'latency_s')], row.names=FALSE, na='')"


def _asked_r(script: str, *arguments: Path) -> str:
    """Run some lines of R, and give what they print."""
    command = ["Rscript", "--vanilla", "-e", f"f <- commandArgs(TRUE); {script}", *map(str, arguments)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    return told.stdout


@pytest.mark.parametrize("name", NAMES)
def test_polars_reads_the_same_table(folder: Path, name: str) -> None:
    table = getattr(open_session(folder), name)
    frame = polars.from_arrow(table)
    assert isinstance(frame, polars.DataFrame)
    assert frame.columns == list(TABLES[name].names)
    assert frame.to_dicts() == table.to_pylist()


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_polars_reads_what_is_exported(folder: Path, tmp_path: Path, form: str) -> None:
    tables = open_session(folder)
    write_tables(tables, tmp_path / "x", form)  # type: ignore[arg-type]
    path = tmp_path / "x" / f"trials.{form}"
    frame = polars.read_parquet(path) if form == "parquet" else polars.read_csv(path)
    assert frame["item"].to_list() == tables.trials["item"].to_pylist()
    assert frame["latency_s"].to_list() == pytest.approx(tables.trials["latency_s"].to_pylist())


def _same_trials(told: str, trials: pyarrow.Table) -> None:
    heads, _, cells = told.partition("\n")
    assert heads.split(",") == list(TABLES["trials"].names)
    rows = list(csv.DictReader(io.StringIO(cells)))
    assert [row["item"] for row in rows] == [item or "" for item in trials["item"].to_pylist()]
    assert [row["judgement"] for row in rows] == [word or "" for word in trials["judgement"].to_pylist()]
    assert [int(row["number"]) for row in rows] == trials["number"].to_pylist()
    read = [float(row["latency_s"]) if row["latency_s"] else None for row in rows]
    assert read == [None if one is None else pytest.approx(one) for one in trials["latency_s"].to_pylist()]


@pytest.mark.r
def test_r_reads_an_arrow_stream(folder: Path, tmp_path: Path) -> None:
    trials = open_session(folder).trials
    path = tmp_path / "trials.arrows"
    with pyarrow.ipc.new_stream(path, trials.schema) as stream:
        stream.write_table(trials)
    script = f"t <- as.data.frame(nanoarrow::read_nanoarrow(f[1])); {COLUMNS} {CELLS}"
    _same_trials(_asked_r(script, path), trials)


@pytest.mark.r
def test_r_reads_the_csv(folder: Path, tmp_path: Path) -> None:
    tables = open_session(folder)
    write_tables(tables, tmp_path / "x", "csv")
    script = f"t <- read.csv(f[1], check.names=FALSE); {COLUMNS} {CELLS}"
    _same_trials(_asked_r(script, tmp_path / "x" / "trials.csv"), tables.trials)
