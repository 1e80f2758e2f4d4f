"""What was written is what is read: the same events, whatever the format, to the nanosecond."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nao_sessions.analysis.formats.boris.read import read_boris
from nao_sessions.analysis.formats.elan.read import read_eaf
from nao_sessions.analysis.formats.plain_tables import read_csv, read_json_lines
from nao_sessions.analysis.formats.table import ImportedTable
from tests.analysis.importing.written_tables import (
    MILLISECOND_NS,
    Coded,
    as_boris,
    as_csv,
    as_eaf,
    as_json_lines,
)

# What a file can hold: no control signs, and (CSV, BORIS) no spaces at the ends, which readers take away.
TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"], exclude_characters="\ufeff"), max_size=12
).map(str.strip)
MOMENTS = st.integers(0, 36_000_000)


@st.composite
def coded(draw: st.DrawFn) -> Coded:
    """Draw an event."""
    start_ms = draw(MOMENTS)
    lasts = draw(st.none() | st.integers(1, 60_000))
    return Coded(
        start_ms=start_ms,
        code=draw(TEXT.filter(bool)),
        end_ms=None if lasts is None else start_ms + lasts,
        subject=draw(st.sampled_from(["", "P07", "P08", "nao"])),
        comment=draw(TEXT),
    )


EVENTS = st.lists(coded(), min_size=1, max_size=12)


def read(table: ImportedTable, *, comments: bool = True) -> list[Coded]:
    """Give what was read, as it was written."""
    for row in table.rows:
        assert row.start_ns % MILLISECOND_NS == 0
    return sorted(
        (
            Coded(
                start_ms=row.start_ns // MILLISECOND_NS,
                code=row.code,
                end_ms=None if row.end_ns is None else row.end_ns // MILLISECOND_NS,
                subject=row.subject,
                comment=row.comment if comments else "",
            )
            for row in table.rows
        ),
        key=repr,
    )


@pytest.mark.parametrize("clocks", [False, True])
@pytest.mark.parametrize(("separator", "sign"), [(";", ","), (";", "."), (",", "."), ("\t", ","), (",", ",")])
@given(events=EVENTS)
def test_a_csv_table_gives_the_events_that_were_written(
    events: list[Coded], separator: str, sign: str, clocks: bool
) -> None:
    content = as_csv(events, separator=separator, sign=sign, clocks=clocks)
    assert read(read_csv(content, "t.csv")) == sorted(events, key=repr)


@given(events=EVENTS)
def test_json_lines_give_the_events_that_were_written(events: list[Coded]) -> None:
    assert read(read_json_lines(as_json_lines(events), "t.jsonl")) == sorted(events, key=repr)


@given(events=EVENTS)
def test_an_elan_file_gives_the_events_that_were_written(events: list[Coded]) -> None:
    written = [
        Coded(
            event.start_ms,
            event.code,
            event.start_ms if event.end_ms is None else event.end_ms,
            event.subject,
        )
        for event in events
    ]
    assert read(read_eaf(as_eaf(events), "t.eaf")) == sorted(written, key=repr)


@given(events=EVENTS)
def test_a_boris_project_gives_the_events_that_were_written(events: list[Coded]) -> None:
    # A behaviour is a state or a moment in all of a project, and a state is over before it begins again.
    apart = []
    free: dict[tuple[str, str], int] = {}
    kinds: dict[str, bool] = {}
    for event in sorted(events, key=lambda event: event.start_ms):
        key, lasts = (event.subject, event.code), event.end_ms is not None
        if kinds.setdefault(event.code, lasts) == lasts and event.start_ms > free.get(key, -1):
            apart.append(event)
            free[key] = event.start_ms if event.end_ms is None else event.end_ms
    assert read(read_boris(as_boris(apart), "t.boris")) == sorted(apart, key=repr)
