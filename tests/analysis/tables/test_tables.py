"""Tables: every column of the dictionary, what was corrected, and that pandas and DuckDB read them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pandas
import pytest

import nao_sessions
from nao_sessions.analysis.coding.folder import coded_by, read_coded
from nao_sessions.analysis.corpus.corpus import open_corpus
from nao_sessions.analysis.tables.dictionary import EVERY_TABLE
from nao_sessions.analysis.tables.flat import write_tables
from nao_sessions.analysis.tables.source import SessionSource
from nao_sessions.analysis.tables.tables import SessionTables, open_session, session_rows
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import RecordError
from nao_sessions.record.additions.annotations import Annotation, AnnotationLine, AnnotationWriter, statement
from nao_sessions.record.additions.corrections import RecordCorrection, append_correction
from tests.analysis.film.small_film import small_film

NAMES = ("events", "trials", "responses", "prompts", "annotations", "periods")


@pytest.mark.parametrize("name", NAMES)
def test_every_table_has_the_columns_of_the_dictionary(folder: Path, name: str) -> None:
    table = getattr(open_session(folder), name)
    assert tuple(table.column_names) == EVERY_TABLE[name].names
    assert table.num_rows > 0


def test_a_session_without_anything_has_the_same_columns(make: Callable[..., Path], tmp_path: Path) -> None:
    path = make(tmp_path, "rituel-bonjour")
    tables = open_session(path)
    assert tuple(tables.trials.column_names) == EVERY_TABLE["trials"].names
    assert (tables.prompts.num_rows, tables.annotations.num_rows, tables.telemetry.num_rows) == (0, 0, 0)


def test_events_are_the_lines_of_the_log(folder: Path) -> None:
    table = open_session(folder).events
    lines = (folder / "events.jsonl").read_text(encoding="utf-8").splitlines()
    assert table["seq"].to_pylist() == list(range(len(lines)))
    assert all(stop is None or stop >= start for start, stop in zip(
        table["start_ns"].to_pylist(), table["stop_ns"].to_pylist(), strict=True))  # fmt: skip


def test_a_sentence_lasts_from_its_order_to_its_end(folder: Path) -> None:
    rows = open_session(folder).events.to_pylist()
    said = next(row for row in rows if row["what"] == "Qui est triste\u00a0?")
    assert (said["start_ns"], said["stop_ns"], said["ended"]) == (69_698_882_943, 70_934_882_943, "finished")
    assert said["step"] == "visages"


def test_a_trial_has_its_question_its_help_and_its_latency(folder: Path) -> None:
    trial = open_session(folder).trials.to_pylist()[0]
    assert (trial["participant"], trial["item"], trial["judgement"]) == ("P07", "triste", "prompted")
    assert (trial["help"], trial["prompts"], trial["attempts"]) == ("gestural", 2, 3)
    assert (trial["start_ns"], trial["stop_ns"]) == (69_698_882_943, 86_385_796_993)
    assert trial["latency_s"] == pytest.approx(15.45091405)
    assert trial["latency_method"] == "event"


def test_prompts_tell_their_order_and_how_long_after_the_question(folder: Path) -> None:
    prompts = [row for row in open_session(folder).prompts.to_pylist() if row["trial"] == 1]
    assert [(row["order"], row["help"]) for row in prompts] == [(1, "verbal"), (2, "gestural")]
    assert prompts[0]["after_open_s"] == pytest.approx(3.28916687)


def test_a_help_comes_so_long_after_the_moment_at_which_its_trial_was_opened(source: SessionSource) -> None:
    late = 1_378_000_000  # the end of a question that was known later than it was
    ends = {event.cause for event in source.events if (event.dir, event.kind) == ("out", "open")}
    events = tuple(
        one._replace(t=one.at - late)
        if one.seq in ends
        else one._replace(data={**one.data, "opened_at": one.data["opened_at"] - late})
        if one.kind == "trial" and one.dir == "out"
        else one
        for one in source.events
    )
    tables = SessionTables(replace(source, events=events))
    opened = {row["seq"]: row["opened_s"] for row in tables.trials.to_pylist()}
    prompts = tables.prompts.to_pylist()
    assert prompts
    for row in prompts:
        assert row["after_open_s"] == pytest.approx(row["start_s"] - opened[row["trial_seq"]])


def test_a_correction_counts_and_what_was_judged_is_kept(make: Callable[..., Path], tmp_path: Path) -> None:
    path = make(tmp_path, "emotions")
    seq = open_session(path).trials["seq"][0].as_py()
    append_correction(
        path, RecordCorrection(seq, "judgement", "prompted", "void", "professional", "2026-11-25T10:00:00Z")
    )
    trial = open_session(path).trials.to_pylist()[0]
    assert (trial["judgement"], trial["judgement_in_session"], trial["corrected"]) == (
        "void",
        "prompted",
        True,
    )


def test_what_a_coder_took_back_is_not_in_the_table(folder: Path) -> None:
    rows = [row for row in open_session(folder).annotations.to_pylist() if row["coder"] != "LIVE"]
    assert [(row["id"], row["coder"], row["stop_ns"]) for row in rows] == [
        ("x1", "C01", 4_500_000_999),
        ("x2", "C01", None),
    ]


def test_what_each_coder_looked_at_is_a_table_and_what_nobody_looked_at_is_not_taken_for_nothing_noted(
    make: Callable[..., Path], tmp_path: Path
) -> None:
    folder = make(tmp_path, "emotions")
    looks = {"C01": ((2, 20), (30, 40)), "C02": None, "C03": (), "C04": None}
    for coder, seconds in looks.items():
        writer = AnnotationWriter(folder, coder)
        opened = AnnotationLine("open", 1, "", facts={"coder": coder, "scheme": {"id": "gaze"}, "format": 1})
        writer.append([opened])
        if seconds is not None:
            spans = tuple((begin * SECOND_NS, end * SECOND_NS) for begin, end in seconds)
            writer.append([statement("watch", writer.coding, "gaze", spans, "", "coder")])
        if coder in ("C01", "C03"):
            seen = Annotation("x1", "gaze", "smiles", 5 * SECOND_NS, subject="P07")
            writer.append([AnnotationLine("add", writer.coding.next_act, "", "x1", seen)])
        elif coder == "C02":  # saw nothing, and looked at all of it
            writer.append([AnnotationLine("done", writer.coding.next_act, "", facts={"scheme": "gaze"})])
        writer.close()
    rows = open_session(folder).periods.to_pylist()
    by_coder = {one: [row for row in rows if row["coder"] == one] for one in looks}
    assert [(row["start_s"], row["stop_s"]) for row in by_coder["C01"]] == [(2.0, 20.0), (30.0, 40.0)]
    assert [(row["start_s"], row["stop_s"]) for row in by_coder["C03"]] == [(None, None)]
    assert by_coder["C04"] == []  # opened it only
    compared = coded_by(read_coded(folder), "gaze")
    for coder in ("C01", "C02"):
        spans = [(row["start_ns"], row["stop_ns"]) for row in by_coder[coder]]
        assert tuple(spans) == compared.observed(coder)
        assert {(row["known_by"], row["scheme"], row["participant"]) for row in by_coder[coder]} == {
            ("coder", "gaze", "P07")
        }
    written = {path.name for path in write_tables(open_session(folder), tmp_path / "x", "csv")}
    assert "periods.csv" in written
    corpus = open_corpus(tmp_path, cache=tmp_path / "cache")
    assert [row["coder"] for row in corpus.periods.to_pylist()] == [row["coder"] for row in rows]


def test_a_rate_that_is_made_of_what_was_observed_is_the_rate_that_agreement_has(
    make: Callable[..., Path], tmp_path: Path
) -> None:
    """C02 watched half a minute of the planned minute, and noted one smile of two in it."""
    folder = make(tmp_path, "emotions")
    noted = {
        "C01": [noted_at("x0", 10)],
        "C02": [
            noted_at("x0", 10.2),
            noted_at("x1", 90),
            noted_at("y0", 20, 25),
            noted_at("y1", 28, 40),
            noted_at("y2", 45, 50),
            noted_at("y3", 29, None),
            noted_at("y4", 70, None),
        ],
    }
    for coder, until_s in (("C01", 61), ("C02", 31)):
        writer = AnnotationWriter(folder, coder)
        facts = {"coder": coder, "scheme": {"id": "engagement"}, "format": 1}
        writer.append([AnnotationLine("open", 1, "", facts=facts)])
        watched = ((SECOND_NS, until_s * SECOND_NS),)
        writer.append([statement("watch", writer.coding, "engagement", watched, "", "coder")])
        for one in noted[coder]:
            writer.append([AnnotationLine("add", writer.coding.next_act, "", one.id, one)])
        writer.close()
    tables = open_session(folder)
    rows = tables.annotations.to_pylist()
    found = {(row["coder"], row["id"]): (row["observed"], row["observed_s"]) for row in rows}
    assert found.pop(("C01", "x0")) == (True, None)
    assert {one.id: found.pop(("C02", one.id)) for one in noted["C02"]} == {
        "x0": (True, None),
        "x1": (False, None),
        "y0": (True, 5.0),
        "y1": (True, 3.0),
        "y2": (False, 0.0),
        "y3": (True, 2.0),  # without an end: until what was observed ends
        "y4": (False, 0.0),
    }
    assert set(found.values()) == {(None, None)}  # LIVE
    smiles = [
        row for row in rows if (row["coder"], row["behaviour"], row["observed"]) == ("C02", "smiles", True)
    ]
    spans = [row for row in tables.periods.to_pylist() if row["coder"] == "C02"]
    assert len(smiles) * 60 / sum(row["stop_s"] - row["start_s"] for row in spans) == 2.0
    compared = coded_by(read_coded(folder), "engagement")
    for coder in noted:
        counted = compared.counted(coder, ["smiles", "engaged"], [coder])
        observed = [row["id"] for row in rows if row["coder"] == coder and row["observed"]]
        assert sorted(one.id for one in counted) == sorted(observed)


def noted_at(name: str, from_s: float, *to_s: float | None) -> Annotation:
    """Give a smile, or where an end is given a state; None: its end was not coded."""
    stop_ns = None if to_s in ((), (None,)) else round((to_s[0] or 0) * SECOND_NS)
    return Annotation(
        name,
        "engagement",
        "engaged" if to_s else "smiles",
        round(from_s * SECOND_NS),
        stop_ns,
        open=to_s == (None,),
        subject="P07",
    )


def test_units_and_meanings_travel_with_the_columns(folder: Path) -> None:
    field = open_session(folder).trials.schema.field("latency_s")
    assert field.metadata[b"unit"] == b"s"
    assert b"latence" in field.metadata[b"fr"]


def test_pandas_and_duckdb_read_the_same_trials(folder: Path) -> None:
    trials = open_session(folder).trials
    frame = trials.to_pandas()
    assert list(frame["judgement"]) == trials["judgement"].to_pylist()
    answered = duckdb.sql("select count(*) from trials where judgement <> 'no_response'").fetchall()
    assert answered == [(int((frame["judgement"] != "no_response").sum()),)]


def test_a_folder_without_a_session_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordError) as refused:
        open_session(tmp_path)
    assert refused.value.code == "E110"


def test_importing_the_package_loads_no_table_library() -> None:
    asked = "import sys, nao_sessions; print('pyarrow' in sys.modules, 'numpy' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["False", "False"]
    assert nao_sessions.open_session is open_session


@pytest.mark.parametrize("name", ["sessions", *NAMES, "features"])
def test_pandas_and_duckdb_read_every_parquet_file_alike(folder: Path, tmp_path: Path, name: str) -> None:
    tables = open_session(folder, cache=tmp_path / "cache")
    write_tables(tables, tmp_path / "x", "parquet", features=True)
    path = tmp_path / "x" / f"{name}.parquet"
    table = tables.session if name == "sessions" else getattr(tables, name)
    frame = pandas.read_parquet(path)
    assert list(frame.columns) == list(EVERY_TABLE[name].names)
    read = duckdb.sql(f"select session, participant from '{path}'").fetchall()
    assert [row[0] for row in read] == table["session"].to_pylist() == list(frame["session"])
    assert [row[1] for row in read] == table["participant"].to_pylist()


def test_an_event_tells_a_sentence_from_a_gesture_and_a_name_is_a_code(
    make: Callable[..., Path], tmp_path: Path
) -> None:
    rows = open_session(make(tmp_path, "demo")).events.to_pylist()
    verbs = {row["verb"] for row in rows if row["kind"] == "do"}
    assert {"say", "gesture"} <= verbs
    assert {row["verb"] for row in rows if row["kind"] != "do"} == {None}
    said = [row["what"] for row in rows if row["verb"] == "say"]
    assert "Bonjour P07, je suis Nao\u00a0!" in said
    assert not [what for what in said if "{participant" in what]


def test_in_a_turn_a_name_is_the_code_of_the_child_whose_turn_it_is(
    make: Callable[..., Path], tmp_path: Path
) -> None:
    rows = open_session(make(tmp_path, "tour-de-role", children=("P07", "P12"))).events.to_pylist()
    named = [row for row in rows if row["verb"] == "say" and row["turn"] and "{participant}" in row["data"]]
    assert {row["turn"] for row in named} == {"P07", "P12"}
    assert all(row["turn"] in row["what"] for row in named)


def test_an_uncertainty_of_nothing_is_a_figure(source: SessionSource, tmp_path: Path) -> None:
    film = small_film(tmp_path)
    exact = replace(source)
    exact.__dict__["films"] = (replace(film, sync=replace(film.sync, uncertainty_ms=0.0)),)
    assert [row["sync_uncertainty_ms"] for row in session_rows(exact)] == [0.0]
