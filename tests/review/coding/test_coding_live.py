"""What was judged live is a coder of its own wherever coders are, and never a file: tables, ELAN, BORIS."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pympi
import pytest
from click.testing import CliRunner, Result

from nao_sessions.analysis.coding.acts import Press
from nao_sessions.analysis.coding.session import CodingSession
from nao_sessions.analysis.schemes.files import find_scheme
from nao_sessions.analysis.tables.source import read_source
from nao_sessions.analysis.tables.tables import open_session
from nao_sessions.cli.main import group
from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.core.events import Event
from nao_sessions.record.additions.annotations import LIVE, coders_of
from nao_sessions.record.log import read_log
from nao_sessions.record.results.trials import MARK, live_annotations, read_trials
from tests.console.rehearsed_folder import make_session


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a session with judged trials."""
    return make_session(tmp_path_factory.mktemp("live"), "emotions")


@pytest.fixture
def folder(rehearsed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(rehearsed, tmp_path / rehearsed.name))


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(group, [str(one) for one in arguments])


def code_as_judged(folder: Path, scheme: str = "reponses") -> None:
    desk = CodingSession(folder, "C01", find_scheme(scheme))
    if scheme == "reponses":
        for one in live_annotations(read_log(folder / "events.jsonl").events):
            if desk.scheme.behaviour(one.behaviour) is not None:  # a void trial is nothing that a child did
                desk.press(Press(one.behaviour, one.start_ns, one.subject))
    else:
        desk.press(Press("smiles", 2_000_000_000, "P07"))
    desk.close()


def judged_live(events: Sequence[Event]) -> dict[str, str]:
    return {one.id: one.behaviour for one in live_annotations(events) if one.behaviour != MARK}


def judged_in_the_table(events: Sequence[Event]) -> dict[str, str]:
    trials = [trial for trial in read_trials(events) if trial.in_session != "unscored"]
    return {f"trial{trial.seq}": trial.in_session for trial in trials}


@pytest.mark.parametrize("protocol", ["emotions", "positions", "nommer-trier", "tour-de-role", "nao-dit"])
def test_of_the_librarys_sessions_it_says_what_the_table_of_trials_says(
    tmp_path: Path, protocol: str
) -> None:
    for seed in range(3):
        path = make_session(tmp_path, protocol, children=["P07", "P12"][: 1 + seed % 2], seed=seed)
        events = read_log(path / "events.jsonl").events
        assert judged_live(events) == judged_in_the_table(events)


def trial(seq: int, kind: str, child: str, judgement: str | None) -> Event:
    asked = {"step": "jeu", "child": child, "number": 1, "judgement": judgement}
    return Event(seq, "out", seq, "engine", kind, asked)


def test_a_trial_that_is_judged_later_or_no_more_counts_as_it_stands_in_the_end() -> None:
    later = (trial(1, "trial", "P07", None), trial(2, "rejudged", "P07", "correct"))
    no_more = (trial(3, "trial", "P07", "correct"), trial(4, "rejudged", "P07", None))
    of_another = (trial(5, "trial", "P07", "correct"), trial(6, "trial", "P12", "correct"),
                  trial(7, "rejudged", "P07", "incorrect"))  # fmt: skip
    assert judged_live(later) == judged_in_the_table(later) == {"trial1": "correct"}
    assert judged_live(no_more) == judged_in_the_table(no_more) == {}
    assert judged_live(of_another) == judged_in_the_table(of_another)
    assert judged_live(of_another) == {"trial5": "incorrect", "trial6": "correct"}


def test_of_no_response_no_means_is_told_whatever_was_tried_before(tmp_path: Path) -> None:
    path = make_session(tmp_path, "emotions", profile="often_wrong", seed=1)
    lines = [json.loads(line) for line in (path / "events.jsonl").read_text(encoding="utf-8").splitlines()]
    ways = {line["seq"]: line["data"] for line in lines if (line["dir"], line["kind"]) == ("out", "trial")}
    live = live_annotations(read_log(path / "events.jsonl").events)
    found = {int(one.id.removeprefix("trial")): one for one in live if one.behaviour != MARK}
    tried = {seq for seq in found if ways[seq]["judgement"] == "no_response" and ways[seq]["way"]}
    assert tried
    assert [dict(found[seq].modifiers) for seq in tried] == [{}] * len(tried)
    answered = [seq for seq in found if ways[seq]["judgement"] in ("correct", "prompted", "incorrect")]
    assert {found[seq].modifiers["by"] == ways[seq]["way"] for seq in answered} == {True}
    assert {one.comment == (ways[seq]["item"] or "") for seq, one in found.items()} == {True}


def test_the_table_of_annotations_has_the_live_ones(folder: Path) -> None:
    live = live_annotations(read_log(folder / "events.jsonl").events)
    assert len(live) > 1
    rows = [row for row in open_session(folder).annotations.to_pylist() if row["coder"] == LIVE]
    assert [(row["id"], row["behaviour"], row["start_ns"]) for row in rows] == [
        (one.id, one.behaviour, one.start_ns) for one in live
    ]
    assert LIVE not in read_source(folder).coded  # nobody coded that from the video


def test_elan_and_boris_have_it_beside_the_coders_and_it_never_comes_back_as_one(
    folder: Path, tmp_path: Path
) -> None:
    code_as_judged(folder)
    for kind in ("eaf", "boris"):
        assert (
            call("export", folder, "--plain", "essai", "--to", kind, "-o", tmp_path / f"x.{kind}").exit_code
            == 0
        )
    tiers = pympi.Elan.Eaf(str(tmp_path / "x.eaf")).get_tier_names()
    assert "LIVE P07" in tiers
    assert any(tier.startswith("C01 P07 ") for tier in tiers)  # one a group of the scheme
    project = json.loads((tmp_path / "x.boris").read_text(encoding="utf-8"))
    assert f"{folder.name} LIVE" in project["observations"]
    for kind in ("eaf", "boris"):
        back = call("annotate", folder, "--from", tmp_path / f"x.{kind}", "--json")
        assert back.exit_code == 0, back.exception
        assert list(json.loads(back.stdout)["coders"]) == ["C01"]
    assert coders_of(folder) == ("C01",)


def test_one_coder_is_compared_with_the_live_judgement_unasked(folder: Path) -> None:
    code_as_judged(folder)
    record = json.loads(call("agree", folder, "--json").stdout)
    assert record["coders"] == ["C01", LIVE]
    assert (record["comparisons"][0]["stream"], record["comparisons"][0]["percentage"]) == ("points", 1.0)


def test_a_scheme_with_other_codes_than_the_live_ones_does_not_name_them(folder: Path) -> None:
    code_as_judged(folder, "engagement")
    error = call("agree", folder).exception
    assert isinstance(error, NaoSessionsError)
    assert error.hint is not None
    assert (error.code, error.hint.en) == ("K120", "These coded: C01.")
