"""From here to ELAN and BORIS and back: nothing is lost, and what was changed there comes back changed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nao_sessions.analysis.formats.boris.read_coding import read_coded_boris
from nao_sessions.analysis.formats.boris.write import boris_of
from nao_sessions.analysis.formats.elan.read_coding import read_coded_eaf
from nao_sessions.analysis.formats.elan.write import eaf_of
from nao_sessions.analysis.tables.source import Film, SessionSource, read_source
from nao_sessions.core.errors import TableRefused
from nao_sessions.record.additions.annotations import Annotation
from tests.analysis.tables.coded_strategies import HOUR_NS, codings

SAMPLE = next((Path(__file__).parents[3] / "recordings" / "sample").glob("20*"))
MANY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
BEGINNINGS_NS = st.integers(0, HOUR_NS)
RATES = st.floats(0.9999, 1.0001)


@pytest.fixture(scope="module")
def filmed() -> SessionSource:
    """Give the sample: a session whose video begins a second after its log."""
    return read_source(SAMPLE)


def timed(source: SessionSource, begins_ns: int, rate: float) -> dict[Film, str]:
    """Give the sample's video as if it had begun then, with a camera's clock that runs at another rate."""
    film = source.films[0]
    return {replace(film, sync=replace(film.sync, offset_ns=begins_ns, rate=rate)): "room/room.01.mp4"}


@MANY
@given(first=codings(), second=codings(), begins_ns=BEGINNINGS_NS, rate=RATES)
def test_elan_and_back_loses_nothing(
    filmed: SessionSource,
    first: tuple[Annotation, ...],
    second: tuple[Annotation, ...],
    begins_ns: int,
    rate: float,
) -> None:
    source = replace(filmed, coded={"C01": first, "C02": second})
    written = eaf_of(source, "fr", timed(source, begins_ns, rate))
    assert read_coded_eaf(written, "x.eaf").annotations() == {"C01": first, "C02": second}


@MANY
@given(first=codings(), second=codings(), begins_ns=BEGINNINGS_NS, rate=RATES)
def test_boris_and_back_loses_nothing(
    filmed: SessionSource,
    first: tuple[Annotation, ...],
    second: tuple[Annotation, ...],
    begins_ns: int,
    rate: float,
) -> None:
    source = replace(filmed, coded={"C01": first, "C02": second})
    written = boris_of(source, "fr", timed(source, begins_ns, rate))
    assert read_coded_boris(written, "x.boris").annotations() == {"C01": first, "C02": second}


SEEN = Annotation("x1", "regard", "regarde Nao", 4_000_000_001, 6_000_000_999, subject="P07")
MOMENT = Annotation(
    "x2", "regard", "sourit", 5_000_000_000, modifiers={"force": "peu"}, subject="P07", comment="bref"
)


def test_what_was_moved_in_elan_comes_back_moved_and_the_rest_as_it_was(filmed: SessionSource) -> None:
    source = replace(filmed, coded={"C01": (SEEN, MOMENT)})
    text = eaf_of(source, "fr", {source.films[0]: "room.01.mp4"}).decode()
    start_ms = round((SEEN.start_ns - source.films[0].begins_ns) / 1e6)
    moved = text.replace(f'TIME_VALUE="{start_ms}"', f'TIME_VALUE="{start_ms + 250}"')
    read = read_coded_eaf(moved.encode(), "x.eaf").annotations()["C01"]
    assert [one for one in read if one.behaviour == "sourit"] == [MOMENT]
    [changed] = [one for one in read if one.behaviour == "regarde Nao"]
    assert abs(changed.start_ns - SEEN.start_ns - 250_000_000) <= 500_000
    assert changed.id != SEEN.id


def test_what_was_removed_in_elan_does_not_come_back(filmed: SessionSource) -> None:
    source = replace(filmed, coded={"C01": (SEEN,)})
    text = eaf_of(source, "fr", {}).decode()
    begin = text.index("<ANNOTATION>", text.index('TIER_ID="C01 P07"'))
    end = text.index("</ANNOTATION>", begin) + len("</ANNOTATION>")
    assert read_coded_eaf((text[:begin] + text[end:]).encode(), "x.eaf").annotations() == {"C01": ()}


def test_what_was_added_in_boris_comes_back_beside_the_rest(filmed: SessionSource) -> None:
    source = replace(filmed, coded={"C01": (SEEN, MOMENT)})
    project = json.loads(boris_of(source, "fr", {}))
    events = project["observations"][f"{source.name} C01"]["events"]
    events += [[8.25, "P07", "regarde Nao", "", "", "NA"], [9.5, "P07", "regarde Nao", "", "vu", "NA"]]
    read = read_coded_boris(json.dumps(project).encode(), "x.boris").annotations()["C01"]
    assert read[:2] == (SEEN, MOMENT)
    assert (read[2].start_ns, read[2].stop_ns, read[2].comment) == (8_250_000_000, 9_500_000_000, "vu")


def test_a_file_that_is_none_is_refused() -> None:
    with pytest.raises(TableRefused):
        read_coded_boris(b"{}", "x.boris")
    with pytest.raises(TableRefused):
        read_coded_eaf(b"<html/>", "x.eaf")
