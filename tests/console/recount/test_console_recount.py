"""Every number of report, progress, handover, summary and tables, counted anew from the files alone.

``benchmarks/recount.py`` does the same for 200 sessions.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.console.recount import comparing
from tests.console.recount import recount as counting
from tests.console.recount.comparing import house_of, progress_differences, session_differences
from tests.console.recount.random_session import random_session
from tests.console.recount.recount import recount

pytestmark = pytest.mark.long

SAMPLE = (*range(1_039, 1_059), 54_006, 54_009, 54_074)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("recounted")
    for name in ("protocols", "keep"):
        (made / name).mkdir()
    return made


@pytest.fixture(scope="module")
def folders(place: Path) -> list[Path]:
    return [random_session(place / "sessions", number) for number in SAMPLE]


@pytest.fixture(scope="module")
def stopped(folders: list[Path]) -> Path:
    """The session with the most trials among those in which somebody pressed stop."""
    counted = {folder: recount(folder) for folder in folders}
    return max(
        (folder for folder in folders if any(counted[folder]["stops"])),
        key=lambda folder: len(counted[folder]["trials"]),
    )


def test_no_number_of_a_session_differs_from_its_files(place: Path, folders: list[Path]) -> None:
    with house_of(place) as client:
        told = [one for f in folders for one in session_differences(client, f, place / "tables" / f.name)]
    assert told == []


def test_no_number_of_progress_differs_from_the_files(place: Path, folders: list[Path]) -> None:
    with house_of(place) as client:
        assert progress_differences(client, folders) == []


def test_the_sample_holds_what_numbers_go_wrong_by(folders: list[Path]) -> None:
    counted = [recount(folder) for folder in folders]
    trials = [trial for one in counted for trial in one["trials"]]
    assert {trial["why"] for trial in trials} >= {None, "void", "no_answer", "not_own", "interrupted", "away"}
    died = [trial for trial in trials if trial["ended"] < trial["record"]]
    assert any(trial["record"] - trial["ended"] > 1e9 and trial["opened"] for trial in died)
    silent = [trial for trial in trials if trial["logged"] is None and trial["opened"] is not None]
    assert any(trial["cut_s"] for trial in silent)
    responses = [one for each in counted for one in each["responses"]]
    whys = {one["latency_why"] for one in responses}
    assert whys >= {None, "void", "interrupted", "not_final", "no_question"}
    by_steps = [one for each in counted if not each["trials"] for one in each["responses"]]
    assert {one["latency_why"] for one in by_steps if one["latency_logged_s"]} >= {None, "no_question"}
    assert any(one["trial_seq"] for one in responses)
    assert any(len(one["interruptions"]) > 2 for one in counted)
    stops = [stop for one in counted for stop in one["stops"] if stop is not None]
    assert {who for who, _ in stops} == {"adult", "somebody"}
    dead = [one for one in counted if one["dead"]]
    assert {len(one["interruptions"]) > 2 for one in dead} == {True, False}
    assert {one["trials"][-1]["judgement"] == "void" for one in dead if one["trials"]} == {True, False}
    assert any(one["heard"]["taken"] for one in counted)
    assert any(one["heard"]["paused"] for one in counted)
    assert any(len(one["codes"]) > 1 for one in counted)
    assert any(trial["corrected"] for trial in trials)
    assert any(trial["judgement"] != trial["in_session"] for trial in trials)
    assert any(trial["counts_as"] == "by_adult" for trial in trials)
    assert any(trial["errors"] for trial in trials)
    named = [
        one for each in counted if len(each["codes"]) > 1 for one in each["responses"] if one["corrected"]
    ]
    assert {one["by"] in ("professional", "unknown") for one in named} == {True, False}


def test_the_recount_imports_nothing_of_the_program() -> None:
    for module in ("recount", "rendered"):
        tree = ast.parse(Path(counting.__file__).with_name(f"{module}.py").read_text(encoding="utf-8"))
        named = [one.module or "" for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)]
        named += [alias.name for one in ast.walk(tree) if isinstance(one, ast.Import) for alias in one.names]
        assert not [name for name in named if name.startswith(("nao", "console"))]


@pytest.mark.parametrize(
    "changed",
    [
        "length_s",
        "total",
        "latencies",
        "cut",
        "not_own",
        "judgement",
        "interruptions",
        "reasons",
        "stops",
        "dead",
        "asked",
        "heard",
        "heard_of",
        "by",
        "latency_why",
        "trial_seq",
        "every",
        "errors",
        "words",
        "put_to_all",
        "wrong",
    ],
)
def test_the_recount_would_notice_a_number_that_is_wrong(
    place: Path, stopped: Path, changed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(of: Path) -> Mapping[str, Any]:
        counted = recount(of)
        first = counted["children"][counted["codes"][0]]
        match changed:
            case "length_s":
                counted["length_s"] += 2
            case "total":
                first["total"] += 1
            case "latencies":
                first["latencies"] = [one + 0.2 for one in first["latencies"]]
            case "cut" | "not_own" | "errors":
                first[changed] += 1
            case "judgement":
                counted["trials"][0]["judgement"] = "refused"
            case "by":
                counted["responses"][0]["by"] = "nobody"
            case "latency_why":
                counted["responses"][0]["latency_why"] = "not_own"
            case "trial_seq":
                counted["prompts"][0]["trial_seq"] = -1
            case "words":
                counted["words"][counted["codes"][0]] = "autre chose"
            case "put_to_all":
                counted["put_to_all"] = dict.fromkeys(counted["codes"], 99)
            case "wrong":
                counted["wrong"] = {seq: [*answers, "rien"] for seq, answers in counted["wrong"].items()}
            case "every":
                counted["every"]["counted"].append(1.5)
            case "interruptions":
                counted["interruptions"].append((1.0, 2.0))
            case "reasons":
                counted["reasons"][0] = "no_branch"
            case "dead":
                counted["dead"] = not counted["dead"]
            case "asked":
                counted["asked"] += 1
            case "heard":
                counted["heard"]["paused"]["stop"] = 99
            case "heard_of":
                counted["heard_of"] = {
                    code: {"taken": {}, "paused": {"stop": 99}} for code in counted["codes"]
                }
            case "stops":
                counted["stops"] = [None] * len(counted["stops"])
        return counted

    monkeypatch.setattr(comparing, "recount", wrong)
    with house_of(place) as client:
        assert session_differences(client, stopped, place / "tables" / "wrong") != []
