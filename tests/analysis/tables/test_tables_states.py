"""States that a format cannot hold as they were coded: they overlap (BORIS), or have no end (ELAN, Praat)."""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pympi
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from praatio import textgrid as praat

from nao_sessions.analysis.agreement.units import CodedSession
from nao_sessions.analysis.formats.boris.read_coding import read_coded_boris
from nao_sessions.analysis.formats.boris.write import boris_of
from nao_sessions.analysis.formats.elan.read_coding import read_coded_eaf
from nao_sessions.analysis.formats.elan.write import eaf_of
from nao_sessions.analysis.formats.table import ImportedTable, TableRow
from nao_sessions.analysis.formats.textgrid import textgrid_of
from nao_sessions.analysis.tables.rows import event_rows
from nao_sessions.analysis.tables.session_export import remarks_on
from nao_sessions.analysis.tables.source import SessionSource, read_source
from nao_sessions.cli.export import export
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import Place
from nao_sessions.record.additions.annotations import to_json
from nao_sessions.record.additions.periods import Periods
from nao_sessions.record.results.counts import bounds
from tests.analysis.coding.coded import state
from tests.analysis.tables.imported_source import imported

SAMPLE = next((Path(__file__).parents[3] / "recordings" / "sample").glob("20*"))
TWO = (state("engaged", 100, 160), state("engaged", 150, 200), state("engaged", 300.5, 330))


@pytest.fixture(scope="module")
def filmed() -> SessionSource:
    """Give the sample, whose video begins a second after its log."""
    return read_source(SAMPLE)


def paired_by_boris(
    project: bytes, observation: str
) -> dict[tuple[str, str, str], list[tuple[float, float]]]:
    """Pair beginnings and ends as BORIS does: in the order of time, by subject, behaviour and modifiers."""
    times: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    for at, subject, behaviour, modifiers, *_ in sorted(
        json.loads(project)["observations"][observation]["events"], key=lambda event: event[0]
    ):
        times[subject, behaviour, modifiers].append(at)
    return {
        key: list(zip(found[::2], found[1::2], strict=True))
        for key, found in times.items()
        if len(found) % 2 == 0
    }


def sampled(spans: Sequence[tuple[float, float]]) -> set[int]:
    """Return in which hundredths of a second a state goes on, by looking at each."""
    return {at for start, stop in spans for at in range(round(start * 100), round(stop * 100))}


def test_states_that_overlap_fill_the_same_time_in_boris(filmed: SessionSource) -> None:
    project = boris_of(replace(filmed, coded={"C01": TWO}), "en", {})
    found = paired_by_boris(project, f"{filmed.name} C01")["P07", "engaged", ""]
    assert found == [(100.0, 150.0), (150.0, 200.0), (300.5, 330.0)]
    assert sum(stop - start for start, stop in found) == 129.5  # the union, and not 119.5


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 800)), max_size=9))
def test_any_states_fill_the_same_time_begin_when_they_did_and_come_back(
    filmed: SessionSource, drawn: list[tuple[int, int]]
) -> None:
    spans = sorted((start / 100, (start + length) / 100) for start, length in drawn)
    coded = tuple(state("engaged", *span, name=f"x{number}") for number, span in enumerate(spans))
    project = boris_of(replace(filmed, coded={"C01": coded}), "en", {})
    found = paired_by_boris(project, f"{filmed.name} C01").get(("P07", "engaged", ""), [])
    assert sampled(found) == sampled(spans)
    assert [start for start, _ in found] == [start for start, _ in spans]
    assert read_coded_boris(project, "x.boris").annotations() == {"C01": coded}


def test_imported_states_that_overlap_fill_the_same_time_in_boris_and_that_is_told(
    filmed: SessionSource,
) -> None:
    spans = ((1, 9), (3, 5), (8, 12), (20, 21))
    place = Place("t.csv", 2, 1)
    rows = [TableRow(place, start * SECOND_NS, "look", stop * SECOND_NS, "P07") for start, stop in spans]
    source = imported(filmed, ImportedTable(tuple(rows)))
    project = boris_of(source, "en", {})
    found = paired_by_boris(project, f"{filmed.name} session")["P07", "look", ""]
    assert sampled(found) == sampled([(1, 12), (20, 21)])
    [told] = remarks_on(source, "boris")
    assert "import 2" in told.in_language("en")


def test_a_beginning_that_was_moved_in_boris_leaves_the_end_that_overlaps(filmed: SessionSource) -> None:
    project = json.loads(boris_of(replace(filmed, coded={"C01": TWO}), "en", {}))
    project["observations"][f"{filmed.name} C01"]["events"][0][0] = 90.0
    [back] = read_coded_boris(json.dumps(project).encode(), "x.boris").codings
    [moved] = [one.annotation for one in back.noted if one.annotation not in TWO]
    assert (moved.start_ns, back.shown(moved).stop_ms) == (90 * SECOND_NS, back.shown(TWO[0]).stop_ms)


def test_what_nao_says_at_the_same_time_lasts_as_long_in_boris_as_in_the_tables(
    filmed: SessionSource,
) -> None:
    first, second = [
        one for one in filmed.events if one.kind == "do" and one.dir == "out" and one.data["verb"] == "say"
    ][:2]
    late_ns = second.at + SECOND_NS // 2  # the first sentence ends within the second one
    events = tuple(
        one._replace(t=late_ns) if one.kind == "done" and one.data["action"] == first.data["id"] else one
        for one in filmed.events
    )
    source = replace(filmed, events=events)
    spans = [
        (row["start_s"], row["stop_s"])
        for row in event_rows(source)
        if row["kind"] == "do" and row["verb"] == "say" and row["ended"] == "finished"
    ]
    assert spans[1][0] < spans[0][1]
    project = boris_of(source, "en", {})
    found = paired_by_boris(project, f"{filmed.name} session")["", "Nao speaks", ""]
    assert len(found) == len(spans)
    lasted = sum(stop - start for start, stop in found)
    overlap = min(spans[0][1], spans[1][1]) - spans[1][0]
    assert lasted == pytest.approx(sum(stop - start for start, stop in spans) - overlap, abs=0.005)


OPEN = state("engaged", 2, None)
LATER = state("engaged", 3, None, name="alone")


def watched(source: SessionSource) -> SessionSource:
    """Give a session of which C01 looked at 1 s to 4 s, and noted a state without an end, and so did C02."""
    part = Periods(((SECOND_NS, 4 * SECOND_NS),), None, source="planned")
    return replace(source, coded={"C01": (OPEN,), "C02": (LATER,)}, periods={"C01": {"test": part}})


def test_a_state_without_an_end_lasts_to_the_end_of_what_was_observed_in_elan_and_praat(
    filmed: SessionSource, tmp_path: Path
) -> None:
    source = watched(filmed)
    begins_ns = filmed.films[0].begins_ns
    ended_s = next(one.at for one in filmed.events if (one.dir, one.kind) == ("out", "ended")) / SECOND_NS
    (tmp_path / "x.eaf").write_bytes(eaf_of(source, "en", {filmed.films[0]: "room.01.mp4"}))
    eaf = pympi.Elan.Eaf(str(tmp_path / "x.eaf"))
    [(_, stop, _)] = eaf.get_annotation_data_for_tier("C01 P07")
    assert stop == round((4 * SECOND_NS - begins_ns) / 1e6)
    [(_, stop, _)] = eaf.get_annotation_data_for_tier("C02 P07")
    assert stop == round(ended_s * 1000 - begins_ns / 1e6)
    (tmp_path / "x.TextGrid").write_text(textgrid_of(source, "en"), encoding="utf-8")
    grid = praat.openTextgrid(str(tmp_path / "x.TextGrid"), includeEmptyIntervals=False)
    [entry] = grid.getTier("C01 P07").entries
    assert (entry.end - entry.start, entry.label) == (pytest.approx(2, abs=0.01), "engaged")


def test_a_state_without_an_end_comes_back_from_elan_and_boris_without_one(filmed: SessionSource) -> None:
    source = watched(filmed)
    expected = {"C01": (OPEN,), "C02": (LATER,)}
    eaf = eaf_of(source, "en", {filmed.films[0]: "room.01.mp4"})
    assert read_coded_eaf(eaf, "x.eaf").annotations() == expected
    assert read_coded_boris(boris_of(source, "en", {}), "x.boris").annotations() == expected


def test_what_is_shown_otherwise_is_told(filmed: SessionSource) -> None:
    source = replace(watched(filmed), coded={"C01": (OPEN,), "C02": TWO})
    told = {
        to: [one.in_language("en") for one in remarks_on(source, to)]
        for to in ("eaf", "textgrid", "boris", "csv")
    }
    assert told["csv"] == []
    assert told["eaf"] == told["textgrid"]
    assert "until the end of what was observed" in told["eaf"][0]
    opened, overlapping = told["boris"]
    assert ("C01 1" in opened, "beginnings alone" in opened) == (True, True)
    assert ("C02 1" in overlapping, "one after another" in overlapping) == (True, True)
    assert [*remarks_on(replace(source, coded={"C01": (TWO[0], TWO[2])}), "boris")] == []


def test_a_state_without_an_end_that_begins_where_nobody_looked_is_told_apart(filmed: SessionSource) -> None:
    """``agree`` leaves it out: nothing of it lies in what was observed, and it is shown until no end."""
    gap = Periods(((1 * SECOND_NS, 4 * SECOND_NS), (8 * SECOND_NS, 9 * SECOND_NS)), None, source="planned")
    both = (OPEN, state("engaged", 5, None, name="in-the-gap"))
    source = replace(filmed, coded={"C01": both}, periods={"C01": {"test": gap}})
    begin, end = bounds(filmed.events)
    session = CodedSession("s", begin, end, source.coded, {"C01": gap})
    assert [one.id for one in session.counted("C01", ["engaged"], ["C01"])] == [OPEN.id]
    until, nowhere = [one.in_language("en") for one in remarks_on(source, "eaf")]
    assert ("until the end" in until, until.endswith("C01 1.")) == (True, True)
    assert ("begin where nothing was observed" in nowhere, nowhere.endswith("C01 1.")) == (True, True)
    [alone] = remarks_on(replace(source, coded={"C01": both[1:]}), "textgrid")
    assert alone.in_language("en") == nowhere
    told, *_ = remarks_on(source, "boris")
    assert "C01 2" in told.in_language("en")


def test_the_command_tells_it(tmp_path: Path) -> None:
    folder = tmp_path / SAMPLE.name
    shutil.copytree(SAMPLE, folder)
    (folder / "annotations").mkdir(exist_ok=True)
    lines = [
        {"op": "open", "act": 1, "at_utc": "", "format": 1},
        {"op": "add", "act": 2, "at_utc": "", **to_json(OPEN)},
    ]
    (folder / "annotations" / "C09.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lines))
    arguments = (str(folder), "--to", "eaf", "-o", str(tmp_path / "x.eaf"), "--lang", "fr")
    ran = CliRunner().invoke(export, arguments, catch_exceptions=False)
    assert ran.exit_code == 0, ran.stderr
    assert "C09 1" in ran.stderr
