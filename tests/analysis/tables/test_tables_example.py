"""The example of an analysis, as a program and as a notebook: it runs as it stands, and estimates well."""

from __future__ import annotations

import json
import runpy
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from nao_sessions.analysis.tables.source import read_source
from nao_sessions.protocol.trials import HELPS
from tools.notebook import notebook_of

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "docs" / "examples" / "analysis.py"
NOTEBOOK = EXAMPLE.with_suffix(".ipynb")
SERIES = ROOT / "protocols" / "series" / "emotions-quatre-enfants.yaml"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give five sessions of a child, of which the series plans three as baseline, and one of another."""
    from tests.console.rehearsed_folder import make_session

    root = tmp_path_factory.mktemp("corpus")
    for day in range(5):
        profile = "often_wrong" if day < 3 else "steady"
        make_session(root, "emotions", day=day, seed=day + 1, profile=profile)
    make_session(root, "emotions", children=("P12",), day=5, seed=9)
    return _with_a_robot(root)


def _with_a_robot(root: Path) -> Path:
    """Say of sessions that Nao was none of the simulator's: the example leaves those out."""
    for manifest in root.glob("*/session.json"):
        told = manifest.read_text(encoding="utf-8")
        manifest.write_text(told.replace('"simulator": true', '"simulator": false'), encoding="utf-8")
    return root


@contextmanager
def words(cache: Path, *said: object) -> Iterator[None]:
    """Say the words of the command line, keep the index apart, and draw where no screen is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(cache))
        patch.setenv("MPLBACKEND", "agg")
        patch.setattr(sys, "argv", list(map(str, said)))
        yield
    plt.close("all")


@pytest.fixture(scope="module")
def ran(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Run the example as a program, with a series."""
    with words(tmp_path_factory.mktemp("cache"), "analysis.py", corpus, SERIES):
        return runpy.run_path(str(EXAMPLE))


def test_it_counts_what_children_passed_alone(ran: dict[str, Any]) -> None:
    learning = ran["learning"]
    assert set(learning.index) == {*(("P07", number) for number in range(1, 6)), ("P12", 1)}
    assert learning["share_alone"].between(0, 1).all()


def test_it_compares_the_phases_of_the_series(ran: dict[str, Any]) -> None:
    shares = ran["by_phase"].loc["P07"]
    assert list(shares["phase_kind"]) == ["baseline"] * 3 + ["intervention"] * 2
    before, after = shares["share_alone"].to_numpy()[:3], shares["share_alone"].to_numpy()[3:]
    better = sum(1.0 if b > a else 0.5 if b == a else 0.0 for a in before for b in after)
    assert ran["compared"]["P07"] == pytest.approx(better / 6)


def test_the_notebook_is_the_program() -> None:
    assert NOTEBOOK.read_text(encoding="utf-8") == notebook_of(EXAMPLE.read_text(encoding="utf-8"))


def test_every_cell_of_the_notebook_runs_in_its_order(
    corpus: Path, tmp_path: Path, ran: dict[str, Any]
) -> None:
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    known: dict[str, Any] = {"__name__": "__main__"}
    with words(tmp_path, "ipykernel_launcher.py", "-f", "kernel.json", corpus, SERIES):
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                exec(compile("".join(cell["source"]), cell["id"], "exec"), known)
    assert known["learning"].equals(ran["learning"])
    assert known["silence"].equals(ran["silence"])


def test_the_survival_curve_is_that_of_a_textbook(ran: dict[str, Any]) -> None:
    # Six patients, two censored: by hand 5/6, then times 3/4, then times 1/2
    seconds = pd.Series([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    happened = pd.Series([True, False, True, False, True, False])
    curve = ran["survival"](seconds, happened)
    assert list(curve.index) == [1.0, 3.0, 5.0]
    assert curve.to_numpy() == pytest.approx([5 / 6, 5 / 6 * 3 / 4, 5 / 6 * 3 / 4 / 2])


def test_pairs_that_do_not_overlap_at_all_are_one(ran: dict[str, Any]) -> None:
    assert ran["nap"](np.array([0.1, 0.2]), np.array([0.5, 0.9])) == 1.0
    assert ran["nap"](np.array([0.5]), np.array([0.5])) == 0.5
    assert np.isnan(ran["nap"](np.array([]), np.array([0.5])))


def first_answers(root: Path) -> dict[tuple[str, int], int | None]:
    """Give, from the logs alone, how long after the end of its question each trial's first answer came."""
    found: dict[tuple[str, int], int | None] = {}
    for path in root.rglob("events.jsonl"):
        source = read_source(path.parent)
        took: list[int] = []
        for event in source.events:
            if (event.dir, event.kind) == ("out", "question"):
                took = []
            elif (event.dir, event.kind) == ("out", "response") and event.data.get("number"):
                took.append(event.data["latency_ns"])
            elif (event.dir, event.kind) == ("out", "trial"):
                found[source.name, event.seq] = took[0] if took else None
    return found


def test_the_first_answer_ends_a_silence_and_what_has_none_is_censored(
    ran: dict[str, Any], corpus: Path
) -> None:
    expected = first_answers(corpus)
    told = ran["asked"].set_index(["session", "seq"])
    assert len(told) > 20
    for key, row in told.iterrows():
        first_ns = expected[key]
        assert row["ended"] == (first_ns is not None)
        if first_ns is not None:
            assert row["silence_s"] == pytest.approx(first_ns / 1e9)
    assert {"void", "no_response"} & set(told["judgement"][~told["ended"]])
    # a wrong answer first: the trial's own latency is another, much later one
    later = told[told["ended"] & (told["latency_s"] > told["silence_s"] + 5)]
    assert len(later) > 0


def test_a_help_is_not_slow_for_coming_late(ran: dict[str, Any]) -> None:
    answered = ran["answered"]
    helped = answered[answered["last_help"] != "none"]
    assert len(helped) > 0
    assert (helped["latency_from_last_s"] < helped["latency_s"]).all()
    assert set(ran["latency"].index) == set(answered["last_help"])


def test_helps_stand_from_the_least_to_the_most_each_with_how_many(ran: dict[str, Any]) -> None:
    assert tuple(ran["LEAST_TO_MOST"]) == HELPS
    given = list(ran["latency"].index)
    assert len(given) > 2
    assert given == [kind for kind in HELPS if kind in given]
    assert ran["labels"] == [f"{kind}\n(n = {int(ran['latency']['count'][kind])})" for kind in given]


def test_rehearsals_are_left_out_with_a_word_and_let_in_by_one_switch(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.console.rehearsed_folder import make_session

    for day in (0, 1):
        make_session(tmp_path / "corpus", "emotions", day=day, seed=day + 1, rehearsal=True)
    with words(tmp_path / "cache", "analysis.py", tmp_path / "corpus"):
        runpy.run_path(str(EXAMPLE))
        told = capsys.readouterr().out
        assert "2 of 2 sessions are left out: rehearsals" in told
        assert "There is nothing to analyse" in told
        program = EXAMPLE.read_text(encoding="utf-8")
        assert program.count("REHEARSALS = False") == 1
        switched: dict[str, Any] = {"__name__": "__main__"}
        exec(program.replace("REHEARSALS = False", "REHEARSALS = True"), switched)
    assert list(switched["learning"].index) == [("P07", 1), ("P07", 2)]


def test_an_answer_that_was_the_adults_is_in_no_figure(
    corpus: Path, tmp_path: Path, ran: dict[str, Any]
) -> None:
    """It was said after the session, from the video, that the adult had touched the board."""
    told = ran["asked"]
    alone = told[
        told["ended"] & (told["attempts"] == 1) & told["judgement"].isin(["correct", "prompted"])
    ].iloc[0]
    copied = Path(shutil.copytree(corpus, tmp_path / "corpus"))
    folder = next(copied.rglob(str(alone["session"])))
    said = {
        "field": "by",
        "old": "P07",
        "new": "professional",
        "who": "researcher",
        "when_utc": "",
        "why": "",
    }
    text = json.dumps({"seq": int(alone["seq"]), **said}) + "\n"
    (folder / "corrections.jsonl").write_text(text, encoding="utf-8")
    with words(tmp_path / "cache", "analysis.py", copied, SERIES):
        again = runpy.run_path(str(EXAMPLE))
    assert len(again["answered"]) == len(ran["answered"]) - 1
    assert len(again["asked"]) == len(told) - 1
    left_out = again["trials"].merge(again["asked"][["session", "seq"]], how="left", indicator=True)
    assert (alone["session"], alone["seq"]) in {
        (one["session"], one["seq"]) for _, one in left_out[left_out["_merge"] == "left_only"].iterrows()
    }


@pytest.fixture(scope="module")
def interrupted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give sessions with pauses, stops, losses, deaths of the program, and corrections."""
    from tests.console.recount.random_session import random_session

    root = tmp_path_factory.mktemp("interrupted")
    for number in range(1_039, 1_059):
        random_session(root, number)
    return _with_a_robot(root)


@pytest.fixture(scope="module")
def ran_interrupted(interrupted: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    with words(tmp_path_factory.mktemp("cache"), "analysis.py", interrupted):
        return runpy.run_path(str(EXAMPLE))


def silences(log: list[dict[str, Any]]) -> Iterator[tuple[int, int, int, int | None, int | None]]:
    """Give each trial, read from its log alone: seq, opened, over, the first halt, the first thing done."""
    by_seq = {line["seq"]: line for line in log}
    for place, record in enumerate(log):
        if (record["dir"], record["kind"]) != ("out", "trial") or record["data"]["opened_at"] is None:
            continue
        cause, opened = by_seq[record["cause"]], record["data"]["opened_at"]
        over = cause["data"]["last_ns"] if cause["kind"] == "resumed" else record["at"]
        asked = max(n for n in range(place) if (log[n]["dir"], log[n]["kind"]) == ("out", "question"))
        outs = [line for line in log[asked:place] if line["dir"] == "out"]
        halts = [line["at"] for line in outs if line["kind"] == "paused" and opened <= line["at"] < over]
        done = [
            by_seq[line["cause"]]["t"]
            for line in outs
            if line["kind"] == "response" and line["data"].get("number")
        ]
        yield record["seq"], opened, over, min(halts, default=None), min(done, default=None)


def test_a_silence_lasts_no_longer_than_the_session_ran(
    ran_interrupted: dict[str, Any], interrupted: Path
) -> None:
    told = ran_interrupted["asked"].set_index(["session", "seq"])
    cut, died = {True: 0, False: 0}, 0
    for path in interrupted.rglob("events.jsonl"):
        log = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for seq, opened, over, halt, done in silences(log):
            if (path.parent.name, seq) not in told.index:
                continue
            row = told.loc[(path.parent.name, seq)]
            record = next(line for line in log if line["seq"] == seq)
            died += over < record["at"]
            # what was answered may have its question's end measured in the sound, and be longer by a little
            assert row["ended"] or row["silence_s"] <= (over - opened) / 1e9 + 1e-6
            if halt is not None and (done is None or done > halt):
                cut[done is None] += 1
                assert not row["ended"]
                assert row["silence_s"] == pytest.approx((halt - opened) / 1e9)
    assert min(*cut.values(), died) > 0


def test_passed_alone_is_what_nobody_helped_with_and_the_child_itself_answered(
    ran_interrupted: dict[str, Any], interrupted: Path
) -> None:
    from tests.console.recount.recount import recount

    learning = ran_interrupted["learning"]
    counted = [
        trial
        for path in interrupted.iterdir()
        for trial in recount(path)["trials"]
        if trial["participant"] and not trial["again"] and trial["judgement"] not in ("unscored", "void")
    ]
    correct = [trial for trial in counted if trial["judgement"] == "correct"]
    alone = [
        trial
        for trial in correct
        if trial["help"] == "none"
        and not trial["prompts"]
        and (trial["by"] in ("", "unknown", trial["participant"]) or trial["way"] == "professional")
    ]
    assert len(alone) < len(correct)
    assert learning["trials"].sum() == len(counted)
    assert (learning["share_alone"] * learning["trials"]).sum() == pytest.approx(len(alone))


def test_what_has_no_latency_is_told_by_its_reason(
    ran_interrupted: dict[str, Any], interrupted: Path
) -> None:
    without, reasons = ran_interrupted["without"], ran_interrupted["why_without"]
    halts = {
        (path.parent.name, seq): halt
        for path in interrupted.rglob("events.jsonl")
        for seq, _, _, halt, _ in silences(
            [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        )
    }
    keys = zip(without["session"], without["seq"], strict=True)
    told = {"the session stood still before the answer": 0, "while a help was still being given": 0}
    for key, why in zip(keys, reasons, strict=True):
        told[why] += 1
        assert (halts[key] is not None) == (why == "the session stood still before the answer")
    assert min(told.values()) > 0
