"""Which session of which phase it was: by a child's dates, and by the plan of a series of the library."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from nao_sessions.analysis.corpus.series_places import places_of
from nao_sessions.analysis.tables.source import InSeries
from nao_sessions.protocol.series import Series, parts_of
from nao_sessions.protocol.series_loading import load_series

FILE = Path(__file__).parents[3] / "protocols" / "series" / "emotions-quatre-enfants.yaml"
FIRST = datetime(2026, 11, 24, 14, tzinfo=UTC)


@pytest.fixture(scope="module")
def series() -> Series:
    """Give the library's series: of P07 three sessions of baseline, twelve of intervention, two probes."""
    return load_series(FILE)


def held(
    name: str, day: int | None, protocol: str = "emotions", rehearsal: bool = False, phase: str | None = None
) -> dict[str, Any]:
    """Give a row of the table of sessions."""
    begun = None if day is None else FIRST + timedelta(days=day)
    return {
        "session": name,
        "participant": "P07",
        "protocol": protocol,
        "begun_utc": begun,
        "rehearsal": rehearsal,
        "phase": phase,
    }


def test_dates_count_and_not_names() -> None:
    places = places_of([held("a", 3), held("b", 1), held("c", 2, rehearsal=True)])
    assert places == {("b", "P07"): InSeries(session_number=1), ("a", "P07"): InSeries(session_number=2)}


def test_a_session_of_unknown_date_has_no_number_and_no_place_in_a_plan(series: Series) -> None:
    """Two imported films: which one came first nobody knows, and the order of their folders is not it."""
    rows = [held("a", None), held("b", 1), held("c", None)]
    assert places_of(rows) == {("b", "P07"): InSeries(session_number=1)}
    assert places_of(rows, series).keys() == {("b", "P07")}


def test_the_plan_tells_the_phase_of_each_session(series: Series) -> None:
    places = places_of([held(f"s{day:02}", day) for day in range(15)], series)
    assert places["s02", "P07"] == InSeries("emotions-quatre-enfants", "depart", "baseline", 3)
    assert places["s03", "P07"] == InSeries("emotions-quatre-enfants", "atelier", "intervention", 4)
    assert places["s14", "P07"].phase == "atelier"


def test_two_protocols_of_one_planned_session_have_one_number(series: Series) -> None:
    rows = [held(f"s{day:02}", day) for day in range(15)]
    rows += [held("s15", 15), held("s16", 16, "histoire-ours"), held("s17", 17)]
    places = places_of(rows, series)
    assert [places[name, "P07"].session_number for name in ("s15", "s16", "s17")] == [16, 16, 17]
    assert places["s15", "P07"].phase_kind == "probe"


def test_what_the_series_does_not_name_is_not_counted_in_it(series: Series) -> None:
    places = places_of([held("a", 0), held("b", 1, "rimes"), held("c", 2)], series)
    assert ("b", "P07") not in places
    assert places["c", "P07"].session_number == 2


def test_a_session_beyond_the_plan_has_a_number_and_no_phase(series: Series) -> None:
    theirs = sum(part.protocol == "emotions" for part in parts_of(series)["P07"])
    places = places_of([held(f"s{day:02}", day) for day in range(theirs + 1)], series)
    assert places[f"s{theirs:02}", "P07"] == InSeries("emotions-quatre-enfants", None, None, theirs + 1)


def test_the_phase_that_was_said_counts_and_no_counting_overrules_it(series: Series) -> None:
    """P07 has three baseline sessions planned, was seen in a fourth, and the team said so each time."""
    said = ["baseline", None, "depart", "baseline", "intervention", None]
    rows = [held(f"s{day}", day, phase=one) for day, one in enumerate(said)]
    rows.append(held("s6", 6, "histoire-ours", phase="probe"))
    places = places_of(rows, series)
    found = [(places[f"s{day}", "P07"].phase, places[f"s{day}", "P07"].session_number) for day in range(7)]
    assert found == [
        ("depart", 1),
        ("depart", 2),
        ("depart", 3),
        ("depart", 4),
        ("atelier", 5),
        ("atelier", 6),
        ("ailleurs", 7),
    ]


def test_a_phase_that_was_said_again_is_the_one_of_the_series_and_the_next_session_goes_on(
    series: Series,
) -> None:
    """A reversal: in the workshop the team went back to the baseline once, and said so."""
    said = [None, None, None, None, "baseline", None, "probe", "intervention"]
    places = places_of([held(f"s{day}", day, phase=one) for day, one in enumerate(said)], series)
    found = [(places[f"s{day}", "P07"].phase, places[f"s{day}", "P07"].session_number) for day in range(3, 8)]
    assert found == [("atelier", 4), ("depart", 5), ("atelier", 6), ("ailleurs", 7), ("atelier", 8)]


def test_a_session_is_of_no_phase_that_does_not_play_its_protocol(series: Series) -> None:
    """The intervention ended early, as the child had learnt it: the probe followed, not its 4th session."""
    rows = [held(f"s{day}", day) for day in range(6)]
    rows += [held("s6", 6, "histoire-ours"), held("s7", 7)]
    places = places_of(rows, series)
    assert [places[f"s{day}", "P07"].phase for day in (5, 6, 7)] == ["atelier", "ailleurs", "ailleurs"]


def test_of_several_children_the_plan_of_each_counts_and_not_what_was_said(series: Series) -> None:
    """Of a series with a baseline of its own length for each child, one session is of two phases."""
    rows = [held(f"s{day}", day) for day in range(3)]
    rows += [held("s3", 3, phase="baseline"), {**held("s3", 3, phase="baseline"), "participant": "P09"}]
    places = places_of(rows, series)
    assert [places["s3", code].phase_kind for code in ("P07", "P09")] == ["intervention", "baseline"]


def test_a_word_that_the_series_does_not_know_is_no_phase_of_it(series: Series) -> None:
    """What was said stays in the tables, and no other phase is put in its place."""
    places = places_of([held("a", 0, phase="generalisation")], series)
    assert places["a", "P07"] == InSeries("emotions-quatre-enfants", None, None, 1)
