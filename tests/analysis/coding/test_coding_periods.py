"""Observation periods: what a coder plans to look at and looked at, in his file and in other programs."""

from __future__ import annotations

import json
import re
import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from nao_sessions.analysis.coding.acts import Press
from nao_sessions.analysis.coding.folder import coded_by, read_coded
from nao_sessions.analysis.coding.session import CodingSession
from nao_sessions.analysis.schemes.files import find_scheme
from nao_sessions.cli.main import group
from nao_sessions.core.errors import NaoSessionsError, RecordError, TableRefused
from nao_sessions.record.additions.annotations import (
    AnnotationLine,
    AnnotationWriter,
    Coding,
    annotation_path,
    read_coding,
)
from nao_sessions.record.additions.periods import (
    Periods,
    Spans,
    difference,
    holds,
    intersection,
    length_ns,
    periods_from,
    spans_of,
    union,
)
from tests.analysis.coding.coded import AT, line, point, state
from tests.analysis.coding.two_codings import GOLDEN, code

S = 1_000_000_000
PAGE = {"scheme": "test", "by": "page"}
times = st.integers(0, 30)
spans = st.lists(st.tuples(times, times), max_size=5)


def moments(found: Spans) -> set[int]:
    """Give the whole moments that spans hold, one by one."""
    return {at for at in range(31) if holds(found, at)}


@given(spans, spans)
def test_spans_are_what_sets_of_their_moments_are(
    first: list[tuple[int, int]], second: list[tuple[int, int]]
) -> None:
    a, b = union(first), union(second)
    sets = [{at for begin, end in one for at in range(begin, end)} for one in (first, second)]
    assert moments(union(first, second)) == sets[0] | sets[1]
    assert moments(intersection(a, b)) == sets[0] & sets[1]
    assert moments(difference(a, b)) == sets[0] - sets[1]
    assert length_ns(a) == len(sets[0])
    assert all(one[1] < two[0] for one, two in pairwise(a))


def opened(act: int) -> AnnotationLine:
    return AnnotationLine("open", act, AT, facts={"format": 1, "scheme": {"id": "test"}})


def watch(act: int, *found: tuple[int, int], **facts: Any) -> AnnotationLine:
    return AnnotationLine("watch", act, AT, facts={**PAGE, "spans": [list(span) for span in found], **facts})


def coding(*lines: AnnotationLine) -> Periods:
    return Coding("C01", lines).periods("test")


def test_what_the_page_played_counts_where_it_told_of_every_sitting() -> None:
    add, more = line("add", 3, point("smiles", 1)), line("add", 6, point("smiles", 9))
    first = (opened(1), watch(2, (0, 5)), add)
    assert coding(*first) == Periods(None, ((0, 5),), ((0, 5),), "page")
    second = coding(*first, opened(4), watch(5, (8, 9)), more)
    assert second.watched == ((0, 5), (8, 9))
    # an older page, or another program, told nothing of what was looked at
    older = coding(*first, opened(4), more)
    assert (older.watched, older.source, older.played) == (None, "unstated", ((0, 5),))
    # where nothing was coded, nothing needs to be told
    assert coding(*first, opened(4)).source == "page"


def test_the_word_of_the_coder_counts_before_what_was_played() -> None:
    played = (opened(1), watch(2, (0, 5)), line("add", 3, point("smiles", 1)))
    said = coding(*played, watch(4, (0, 20), by="coder"))
    assert (said.watched, said.source, said.played) == (((0, 20),), "coder", ((0, 5),))
    assert coding(*played, watch(4, (0, 20), by="coder"), watch(5, (30, 40))).watched == ((0, 20), (30, 40))
    done = coding(*played, AnnotationLine("done", 4, AT, facts={"scheme": "test"}))
    assert (done.watched, done.source) == (None, "coder")
    assert done.observed(((0, 100),)) == ((0, 100),)


def test_a_plan_limits_what_counts_and_may_be_taken_back() -> None:
    plan = AnnotationLine("plan", 1, AT, facts={"scheme": "test", "spans": [[10, 20]]})
    assert coding(plan) == Periods(((10, 20),), None, None, "planned")
    assert coding(plan).observed(((0, 100),)) == ((10, 20),)
    whole = AnnotationLine("plan", 2, AT, facts={"scheme": "test", "spans": None})
    assert coding(plan, whole) == Periods()
    played = coding(plan, opened(2), watch(3, (0, 15)), line("add", 4, point("smiles", 1)))
    assert played.observed(((0, 100),)) == ((10, 15),)
    other = AnnotationLine("plan", 1, AT, facts={"scheme": "another", "spans": [[10, 20]]})
    assert coding(other) == Periods()


def test_statements_are_no_acts_that_are_undone_or_hide_a_redo() -> None:
    lines = (opened(1), line("add", 2, point("smiles", 1)), watch(3, (0, 5)))
    assert Coding("C01", lines).to_undo() == 2
    undone = (*lines, line("undo", 4, undoes=2), watch(5, (5, 6)))
    assert Coding("C01", undone).to_redo() == 4
    assert Coding("C01", undone).annotations == ()


@pytest.mark.parametrize("wrong", [None, "all", [[1]], [[1, "2"]], [[1, 2.5]], [[True, 2]], 7])
def test_a_line_whose_spans_cannot_be_read_is_refused(wrong: object, tmp_path: Path) -> None:
    path = annotation_path(tmp_path, "C01")
    path.parent.mkdir()
    path.write_text(
        json.dumps({"op": "watch", "act": 1, "scheme": "test", "spans": wrong, "at_utc": AT}) + "\n"
    )
    with pytest.raises(RecordError) as refused:
        read_coding(tmp_path, "C01")
    assert refused.value.code == "K110"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GOLDEN, tmp_path / GOLDEN.name))


def call(*arguments: object) -> Any:
    return CliRunner().invoke(group, [str(one) for one in arguments])


def said(folder: Path, coder: str = "C01") -> Periods:
    return read_coding(folder, coder).periods("engagement")


def test_a_coder_states_what_was_planned_and_looked_at(folder: Path) -> None:
    done = call("annotate", folder, "--coder", "C01", "--planned", "0:01-0:20, 0:30–1:00", "--lang", "fr")
    assert done.exit_code == 0, done.output
    assert said(folder).planned == ((1 * S, 20 * S), (30 * S, 60 * S))
    assert call("annotate", folder, "--coder", "C01", "--watched", "0-12.5").exit_code == 0
    assert said(folder).watched == ((0, 12_500_000_000),)
    assert call("annotate", folder, "--coder", "C01", "--watched", "all", "--planned", "all").exit_code == 0
    assert said(folder) == Periods(None, None, None, "coder")
    # whoever only plans has coded nothing
    assert read_coding(folder, "C01").annotations == ()
    assert call("annotate", folder, "--coder", "C02", "--planned", "1:00-2:00").exit_code == 0
    assert read_coded(folder).schemes["C02"] == {}


@pytest.mark.parametrize("wrong", ["", "5", "9-5", "a-b", "1:2:3:4-5"])
def test_spans_that_are_none_are_refused(folder: Path, wrong: str) -> None:
    done = call("annotate", folder, "--coder", "C01", "--planned", wrong)
    assert isinstance(done.exception, NaoSessionsError)
    assert done.exception.code == "K127"
    assert not annotation_path(folder, "C01").exists()


def test_a_desk_writes_what_was_played_once_and_that_it_was_nothing(folder: Path) -> None:
    desk = CodingSession(folder, "C01", find_scheme("engagement"), now=lambda: AT)
    seen = desk.seen
    desk.watch(())
    desk.watch(((0, 5 * S),))
    desk.watch(((0, 4 * S),))
    desk.watch(((3 * S, 6 * S),))
    assert [one.facts["spans"] for one in desk.coding.lines if one.op == "watch"] == [
        [], [[0, 5 * S]], [[5 * S, 6 * S]],
    ]  # fmt: skip
    assert desk.seen == seen  # what was played makes no other page old
    desk.press(Press("smiles", 2 * S))
    desk.close()
    assert said(folder) == Periods(None, ((0, 6 * S),), ((0, 6 * S),), "page")


def test_agreement_of_a_folder_is_over_what_both_say(folder: Path) -> None:
    for coder in ("C01", "C02"):
        code(folder, coder, "engagement", ("smiles", 2), ("turns_away", 4))
    assert call("annotate", folder, "--coder", "C01", "--watched", "0-3").exit_code == 0
    record = json.loads(call("agree", folder, "--json").stdout)
    assert record["observation"]["observed_s"] < 3
    assert record["observation"]["coders"]["C01"]["known_by"] == {"coder": 1}
    assert record["observation"]["outside"] == 2
    told = call("agree", folder, "--lang", "en").stdout
    assert told.count("observation not stated by C02 (sessions: 1 of 1): the whole") == 2
    assert "Annotations outside of that, left out: 2." in told


def test_a_consensus_is_of_what_its_makers_looked_at(folder: Path) -> None:
    for coder in ("C01", "C02"):
        code(folder, coder, "engagement", ("smiles", 2))
    assert call("annotate", folder, "--coder", "C01", "--watched", "0-3").exit_code == 0
    with_consensus = AnnotationWriter(folder, "CONSENSUS")
    facts = {"format": 1, "scheme": {"id": "engagement"}, "made_of": ["C01", "C02"]}
    with_consensus.append([AnnotationLine("open", 1, AT, facts=facts)])
    with_consensus.close()
    read = read_coded(folder)
    assert read.periods("CONSENSUS", "engagement").watched == coded_by(read, "engagement").observed("C01")


@pytest.mark.parametrize("kind", ["eaf", "boris"])
def test_periods_come_back_from_another_program_as_they_left(kind: str, folder: Path, tmp_path: Path) -> None:
    code(folder, "C01", "engagement", ("smiles", 2))
    options = ("--coder", "C01", "--planned", "0:01-0:20", "--watched", "0-12.123456789")
    assert call("annotate", folder, *options).exit_code == 0
    stated = said(folder)
    away = tmp_path / f"away.{kind}"
    assert call("export", folder, "--plain", "essai", "--to", kind, "-o", away).exit_code == 0
    # where it left from nothing is new; in a copy that was never coded, all comes back
    before = annotation_path(folder, "C01").read_bytes()
    assert call("annotate", folder, "--from", away).exit_code == 0
    assert annotation_path(folder, "C01").read_bytes() == before
    other = Path(shutil.copytree(GOLDEN, tmp_path / "other"))
    done = call("annotate", other, "--from", away, "--scheme", "engagement", "--lang", "en")
    assert done.exit_code == 0, done.output
    assert (said(other).planned, said(other).watched) == (stated.planned, stated.watched)
    assert read_coding(other, "C01").annotations == read_coding(folder, "C01").annotations


def test_the_interval_of_boris_is_what_is_planned(folder: Path, tmp_path: Path) -> None:
    code(folder, "C01", "engagement", ("smiles", 2))
    assert call("annotate", folder, "--coder", "C01", "--planned", "0:01-0:20").exit_code == 0
    away = tmp_path / "away.boris"
    assert call("export", folder, "--plain", "essai", "--to", "boris", "-o", away).exit_code == 0
    project = json.loads(away.read_text(encoding="utf-8"))
    [observation] = [one for name, one in project["observations"].items() if name.endswith("C01")]
    assert observation["observation time interval"] == [1.0, 20.0]
    observation["observation time interval"] = [1.5, 10]
    away.write_text(json.dumps(project), encoding="utf-8")
    done = call("annotate", folder, "--from", away, "--json")
    assert json.loads(done.stdout)["coders"]["C01"]["observation_periods"] == 1
    assert said(folder).planned == ((1_500_000_000, 10 * S),)


@pytest.mark.parametrize(
    ("interval", "rate"), [([1.5, 1e300], 1.0), ([float("inf"), 1], 1.0), ([1.5, 10], 1e300), ([1.5, 10], 0)]
)
def test_an_interval_or_a_rate_that_no_clock_has_ends_nothing(
    folder: Path, tmp_path: Path, interval: list[float], rate: float
) -> None:
    code(folder, "C01", "engagement", ("smiles", 2))
    away = tmp_path / "away.boris"
    assert call("export", folder, "--plain", "essai", "--to", "boris", "-o", away).exit_code == 0
    written = away.read_text(encoding="utf-8")
    project = json.loads(written)
    [observation] = [one for name, one in project["observations"].items() if name.endswith("C01")]
    observation["observation time interval"] = interval
    changed, times = re.subn(r'(rate\\*": *)[\d.]+', rf"\g<1>{rate}", json.dumps(project))
    assert times
    away.write_text(changed, encoding="utf-8")
    done = call("annotate", folder, "--from", away, "--json")
    assert done.exit_code in (0, 1, 2)
    assert "X100" not in done.stderr


def test_one_observation_of_a_project_is_asked_for_by_its_name(folder: Path, tmp_path: Path) -> None:
    for coder in ("C01", "C02"):
        code(folder, coder, "engagement", ("smiles", 2))
    away = tmp_path / "away.boris"
    assert call("export", folder, "--plain", "essai", "--to", "boris", "-o", away).exit_code == 0
    other = Path(shutil.copytree(GOLDEN, tmp_path / "other"))
    wanted = f"{folder.name} C02"
    options = ("--from", away, "--scheme", "engagement", "--observation")
    assert call("annotate", other, *options, wanted).exit_code == 0
    assert [path.stem for path in (other / "annotations").glob("*.jsonl")] == ["C02"]
    refused = call("annotate", other, *options, "nobody").exception
    assert isinstance(refused, TableRefused)
    [finding] = refused.findings
    assert finding.code == "I112"
    assert finding.hint is not None
    assert wanted in finding.hint.en


@pytest.mark.parametrize("planned", [None, (), ((1, 2), (5, 9))])
@pytest.mark.parametrize("watched", [None, (), ((0, 3),)])
def test_periods_read_as_they_are_written(planned: Spans | None, watched: Spans | None) -> None:
    stated = Periods(planned, watched)
    read = periods_from(json.loads(json.dumps(stated.to_json())))
    assert (read.planned, read.watched) == (stated.planned, stated.watched)
    assert spans_of([]) == ()


def test_an_open_state_of_a_folder_ends_with_what_was_looked_at(folder: Path) -> None:
    code(folder, "C01", "engagement", ("engaged", 2))
    assert call("annotate", folder, "--coder", "C01", "--watched", "1-9").exit_code == 0
    coded = coded_by(read_coded(folder), "engagement")
    (engaged,) = coded.noted("C01", ["engaged"])
    assert engaged.open
    assert engaged.stop_ns == min(9 * S, coded.end_ns)
    assert state("engaged", 2, None).open


def test_spans_that_do_not_meet_are_told_as_that_and_not_as_nothing_noted(folder: Path) -> None:
    for coder, watched in (("C01", "0-10"), ("C02", "10-20")):
        code(folder, coder, "engagement", ("smiles", 5), ("turns_away", 15))
        assert call("annotate", folder, "--coder", coder, "--watched", watched).exit_code == 0
    told = call("agree", folder, "--lang", "en").stdout
    assert told.startswith("Nothing to compare: there is nothing that all of these coders observed.")
