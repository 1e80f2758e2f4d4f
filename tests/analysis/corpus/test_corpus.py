"""Corpora: the index, what changes it, session numbers and phases, the same result however read."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from nao_sessions.analysis.corpus.corpus import open_corpus
from nao_sessions.analysis.corpus.index import index_of
from nao_sessions.analysis.tables.flat import write_tables
from nao_sessions.analysis.tables.source import is_identity, read_source
from nao_sessions.cli.main import group
from nao_sessions.core.errors import RecordError
from nao_sessions.record.additions.corrections import RecordCorrection, append_correction
from nao_sessions.record.folder import SessionFolder

SERIES = Path(__file__).parents[3] / "protocols" / "series" / "emotions-quatre-enfants.yaml"


@pytest.fixture
def root(make: Callable[..., Path], tmp_path: Path) -> Path:
    """Give a corpus of four sessions of two children, one a rehearsal."""
    below = tmp_path / "corpus"
    make(below / "mai", "emotions", day=0, seed=1)
    make(below / "mai", "emotions", day=2, seed=2)
    make(below, "emotions", children=("P12",), day=1, seed=3)
    make(below, "emotions", day=1, seed=4, rehearsal=True)
    return below


def test_sessions_are_counted_child_by_child_in_the_order_of_their_dates(root: Path, tmp_path: Path) -> None:
    rows = open_corpus(root, cache=tmp_path / "cache").sessions.to_pylist()
    counted = {(row["participant"], row["session"][-4:]): row["session_number"] for row in rows}
    assert counted == {("P07", "d000"): 1, ("P07", "d002"): 2, ("P12", "d001"): 1, ("P07", "d001"): None}


def test_trials_carry_the_number_of_their_session(root: Path, tmp_path: Path) -> None:
    trials = open_corpus(root, cache=tmp_path / "cache").trials.to_pylist()
    assert {row["session_number"] for row in trials if row["session"].endswith("d002")} == {2}


def test_a_phase_that_was_said_reaches_the_tables_and_a_series_gives_it_its_own_name(
    root: Path, tmp_path: Path
) -> None:
    for path in root.rglob("session.json"):
        facts = json.loads(path.read_text(encoding="utf-8"))
        facts["phase"] = "baseline" if "d000" in path.parent.name else "atelier-pilote"
        path.write_text(json.dumps(facts), encoding="utf-8")
    said = open_corpus(root, cache=tmp_path / "cache").trials.to_pylist()
    told = {(row["session"][-4:], row["phase"], row["phase_kind"]) for row in said}
    assert {("d000", "baseline", "baseline"), ("d002", "atelier-pilote", None)} <= told
    planned = open_corpus(root, series=SERIES, cache=tmp_path / "cache").sessions.to_pylist()
    names = {(row["participant"], row["session"][-4:]): row["phase"] for row in planned}
    # the rehearsal is in no series: what was said of it stays
    assert names["P07", "d001"] == "atelier-pilote"
    assert (names["P07", "d000"], names["P07", "d002"]) == ("depart", "atelier-pilote")


def test_a_session_whose_telemetry_is_torn_hides_no_other_and_is_told(root: Path, tmp_path: Path) -> None:
    torn = next(path.parent for path in root.rglob("session.json") if path.parent.name.endswith("d002"))
    SessionFolder(torn).telemetry.write_bytes(b"PAR1 torn")
    corpus = open_corpus(root, cache=tmp_path / "cache")
    whole = write_tables(corpus, tmp_path / "x", "csv")
    assert {path.name for path in whole} >= {"events.csv", "trials.csv", "dictionary.json"}
    assert list(corpus.incomplete) == [(torn, "telemetry")]
    assert str(SessionFolder(torn).telemetry) in corpus.incomplete[torn, "telemetry"].en
    sessions = {row["session"] for row in corpus.events.to_pylist()}
    assert torn.name in sessions


def test_only_what_changed_is_read_again(root: Path, tmp_path: Path) -> None:
    assert index_of(root, tmp_path / "cache").read == 4
    assert index_of(root, tmp_path / "cache").read == 0
    changed = next(root.glob("*/*d000"))
    append_correction(
        changed,
        RecordCorrection(154, "judgement", "prompted", "void", "professional", "2026-11-25T10:00:00Z"),
    )
    again = index_of(root, tmp_path / "cache")
    assert again.read == 1
    assert "void" in again.tables["trials"]["judgement"].to_pylist()


def test_a_session_that_is_gone_leaves_the_index(root: Path, tmp_path: Path) -> None:
    index_of(root, tmp_path / "cache")
    shutil.rmtree(next(root.glob("*/*d000")))
    fewer = index_of(root, tmp_path / "cache")
    assert fewer.tables["sessions"].num_rows == 3
    assert fewer.tables["trials"].equals(index_of(root, tmp_path / "another").tables["trials"])


def test_a_damaged_index_is_made_anew(root: Path, tmp_path: Path) -> None:
    trials = index_of(root, tmp_path / "cache").tables["trials"]
    next((tmp_path / "cache").glob("*/trials.parquet")).write_bytes(b"PAR1")
    again = index_of(root, tmp_path / "cache")
    assert again.read == 4
    assert again.tables["trials"].equals(trials)


def test_a_byte_that_changed_in_the_index_is_found(root: Path, tmp_path: Path) -> None:
    trials = index_of(root, tmp_path / "cache").tables["trials"]
    path = next((tmp_path / "cache").glob("*/trials.parquet"))
    content = bytearray(path.read_bytes())
    content[200] ^= 0xFF
    path.write_bytes(content)
    again = index_of(root, tmp_path / "cache")
    assert again.read == 4
    assert again.tables["trials"].equals(trials)


def test_an_index_that_was_interrupted_goes_on_where_it_was(root: Path, tmp_path: Path) -> None:
    def interrupted(done: int) -> None:
        told.append(done)
        if len(told) == 3:
            raise KeyboardInterrupt

    told: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        index_of(root, tmp_path / "cache", progress=interrupted, at_once=2)
    again = index_of(root, tmp_path / "cache")
    assert again.read == 2
    assert again.tables["trials"].equals(index_of(root, tmp_path / "whole").tables["trials"])


def test_what_was_read_one_by_one_is_the_same_as_what_was_read_at_once(root: Path, tmp_path: Path) -> None:
    whole, bit = index_of(root, tmp_path / "whole"), index_of(root, tmp_path / "bits", at_once=1)
    assert all(whole.tables[name].equals(bit.tables[name]) for name in whole.tables)


@pytest.mark.parametrize("place", range(4))
def test_a_session_that_comes_between_others_is_put_in_its_place(
    root: Path, tmp_path: Path, place: int
) -> None:
    whole = index_of(root, tmp_path / "whole").tables
    log = sorted(root.rglob("events.jsonl"))[place]
    log.rename(log.with_name("aside"))
    assert index_of(root, tmp_path / "cache").tables["sessions"].num_rows == 3
    log.with_name("aside").rename(log)
    assert all(index_of(root, tmp_path / "cache").tables[name].equals(whole[name]) for name in whole)


def test_an_index_that_cannot_be_kept_serves_once(root: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    once = index_of(root, tmp_path / "file" / "cache")
    assert once.tables["trials"].equals(index_of(root, tmp_path / "cache").tables["trials"])


def test_another_process_may_make_the_index_anew_meanwhile(root: Path, tmp_path: Path) -> None:
    held = index_of(root, tmp_path / "cache")
    shutil.rmtree(next(root.glob("*/*d000")))
    assert index_of(root, tmp_path / "cache").tables["sessions"].num_rows == 3
    assert held.tables["sessions"].num_rows == 4


def test_a_session_that_is_not_what_its_phase_plans_is_told(root: Path, tmp_path: Path) -> None:
    """The series plans emotions 2.0.0 without its situations for the phase depart."""
    planned = {"emotions_d000": ("2.0.0", False), "emotions_d002": ("1.9.0", True)}
    for path in root.rglob("session.json"):
        facts = json.loads(path.read_text(encoding="utf-8"))
        version, situations = planned.get(path.parent.name[-13:], ("2.0.0", False))
        facts["protocol"]["version"] = version
        facts["settings"] |= {"situations": situations}
        path.write_text(json.dumps(facts), encoding="utf-8")
    place = tmp_path / "out"
    done = CliRunner().invoke(
        group,
        [
            "export",
            str(root),
            "--plain",
            "essai",
            "--to",
            "methods",
            "-o",
            str(place),
            "--series",
            str(SERIES),
            "--lang",
            "en",
        ],
    )
    odd = next(root.glob("*/*d002")).name
    told = (
        f"Session {odd} is not what its phase 'depart' plans: emotions 1.9.0 (situations: true) was played, "
        "emotions 2.0.0 (situations: false) was planned."
    )
    assert told in done.stderr
    assert done.stderr.count("is not what its phase") == 1
    assert told in (place / "methods.en.txt").read_text(encoding="utf-8")


def test_a_session_that_stands_twice_below_the_folder_is_told_and_counted_once(
    root: Path, tmp_path: Path
) -> None:
    """The copy was made while the session ran: its log is shorter, and the whole one counts."""
    whole = next(root.glob("*/*d000"))
    copy = Path(shutil.copytree(whole, root / "aaa" / f"{whole.name}-copie"))
    lines = (copy / "events.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (copy / "events.jsonl").write_text("".join(lines[:-20]), encoding="utf-8")
    before = open_corpus(root, cache=tmp_path / "cache")
    assert before.sessions.num_rows == 4
    assert [one.folder for one in before.unread] == [copy]
    assert whole.name in before.unread[0].why.en
    assert whole in before.folders
    assert copy not in before.folders
    trials = before.trials.to_pylist()
    assert len({(row["session"], row["seq"]) for row in trials}) == len(trials)
    shutil.rmtree(copy)
    after = open_corpus(root, cache=tmp_path / "cache")
    assert after.unread == ()
    assert after.trials.equals(before.trials)


def test_two_sessions_that_begin_with_the_same_line_are_two(
    make: Callable[..., Path], tmp_path: Path
) -> None:
    """One child, protocol, settings and seed twice: the log's first line has neither a time nor an id."""
    one = make(tmp_path / "corpus", "demo", day=0, seed=7)
    other = make(tmp_path / "corpus", "demo", day=1, seed=7)
    first = (one / "events.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)[0]
    log = (other / "events.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (other / "events.jsonl").write_text("".join([first, *log[1:]]), encoding="utf-8")
    for path in (one, other):
        facts = json.loads((path / "session.json").read_text(encoding="utf-8"))
        facts["start_sha256"] = hashlib.sha256(first.rstrip("\n").encode()).hexdigest()
        (path / "session.json").write_text(json.dumps(facts), encoding="utf-8")
    shutil.copytree(one, tmp_path / "corpus" / "copie")
    corpus = open_corpus(tmp_path / "corpus", cache=tmp_path / "cache")
    assert corpus.sessions.num_rows == 2
    assert len(corpus.unread) == 1
    sources = [read_source(path) for path in (one, other)]
    assert sources[0].identity != sources[1].identity
    assert is_identity(sources[0].facts.start_sha256, sources[0].facts)  # as files of before say it
    assert not is_identity(sources[1].identity, sources[0].facts)


def test_a_damaged_session_is_told_and_hides_no_other(root: Path, tmp_path: Path) -> None:
    broken = next(root.glob("*/*d000"))
    (broken / "events.jsonl").write_bytes(b"{}\n{}\n")
    corpus = open_corpus(root, cache=tmp_path / "cache")
    assert [one.folder for one in corpus.unread] == [broken]
    assert corpus.sessions.num_rows == 3


def test_the_same_corpus_is_the_same_tables_on_many_processes(root: Path, tmp_path: Path) -> None:
    alone = index_of(root, tmp_path / "one")
    many = index_of(root, tmp_path / "two", jobs=2)
    assert all(alone.tables[name].equals(many.tables[name]) for name in alone.tables)


def test_the_events_of_a_corpus_are_those_of_its_sessions(root: Path, tmp_path: Path) -> None:
    corpus = open_corpus(root, cache=tmp_path / "cache")
    lines = sum(len(path.read_text().splitlines()) for path in root.rglob("events.jsonl"))
    assert corpus.events.num_rows == lines


def test_a_folder_without_sessions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordError) as refused:
        open_corpus(tmp_path, cache=tmp_path / "cache")
    assert refused.value.code == "E112"


def test_a_corpus_is_read_where_it_was_opened_whatever_the_working_directory(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root.parent)
    corpus = open_corpus(root.name, cache=tmp_path / "cache")
    monkeypatch.chdir(tmp_path.parent)
    assert corpus.events.num_rows == sum(
        len(path.read_text().splitlines()) for path in root.rglob("events.jsonl")
    )
    assert corpus.incomplete == {}
    first = corpus.folders[0]
    below = first.relative_to(root)
    assert corpus.session(below).events.num_rows == corpus.session(first).events.num_rows > 0
