"""Which session of which phase it was: by a child's dates, and by the plan of a series of the library."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from nao_sessions.export.series_places import places_of
from nao_sessions.export.source import InSeries
from nao_sessions.protocol.series import Series
from nao_sessions.protocol.series_loading import load_series
from nao_sessions.protocol.series_plan import plan

FILE = Path(__file__).parents[2] / "protocols" / "series" / "emotions-quatre-enfants.yaml"
FIRST = datetime(2026, 11, 24, 14, tzinfo=UTC)


@pytest.fixture(scope="module")
def series() -> Series:
    """Give the library's series: of P07 three sessions of baseline, twelve of intervention, two probes."""
    return load_series(FILE)


def held(name: str, day: int | None, protocol: str = "emotions", rehearsal: bool = False) -> dict[str, Any]:
    """Give a row of the table of sessions."""
    begun = None if day is None else FIRST + timedelta(days=day)
    return {
        "session": name,
        "participant": "P07",
        "protocol": protocol,
        "begun_utc": begun,
        "rehearsal": rehearsal,
    }


def test_dates_count_and_not_names() -> None:
    places = places_of([held("a", 3), held("b", 1), held("c", 2, rehearsal=True)])
    assert places == {("b", "P07"): InSeries(session_number=1), ("a", "P07"): InSeries(session_number=2)}


def test_a_session_of_unknown_date_comes_last() -> None:
    places = places_of([held("a", None), held("b", 1)])
    assert places["a", "P07"].session_number == 2


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
    planned = [one for one in plan(series) if one.participant == "P07"]
    folders = sum(len(one.protocols) for one in planned)
    places = places_of([held(f"s{day:02}", day) for day in range(folders + 1)], series)
    after = places[f"s{folders:02}", "P07"]
    assert after == InSeries("emotions-quatre-enfants", None, None, planned[-1].overall + 1)
