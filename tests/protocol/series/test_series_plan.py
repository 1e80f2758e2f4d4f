"""The plan of a series: squares are squares, every child gets what the file says, by the seed alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nao_sessions.protocol import check
from nao_sessions.protocol.expression import Template
from nao_sessions.protocol.flow import Speech
from nao_sessions.protocol.series import (
    Counterbalancing,
    Mastery,
    Phase,
    PlannedProtocol,
    Series,
    orders_needed,
    plan,
    seeded_square,
)
from nao_sessions.protocol.series_loading import load_series
from tests.protocol.series.small_series import changed, library

SERIES = sorted((Path(__file__).parents[3] / "protocols" / "series").glob("*.yaml"))


@given(st.integers(2, 9), st.text(max_size=8), st.sampled_from(["latin_square", "williams"]))
@settings(max_examples=80, deadline=None)
def test_each_thing_comes_once_in_a_row_and_equally_often_in_a_column(
    size: int, seed: str, how: Counterbalancing
) -> None:
    square = seeded_square(how, size, seed)
    assert len(square) == orders_needed(how, size)
    for row in square:
        assert sorted(row) == list(range(size))
    for column in zip(*square, strict=True):
        assert set(Counter(column).values()) == {len(square) // size}


@given(st.integers(2, 9), st.text(max_size=8))
@settings(max_examples=60, deadline=None)
def test_in_a_williams_square_each_follows_each_other_equally_often(size: int, seed: str) -> None:
    square = seeded_square("williams", size, seed)
    follows = Counter(pair for row in square for pair in pairwise(row))
    assert len(follows) == size * (size - 1)
    assert set(follows.values()) == {len(square) // size}


def test_the_squares_of_a_seed_never_change() -> None:
    # Written down once: a plan that a committee approved has to be the same next year.
    assert seeded_square("latin_square", 4, "7/pendant") == SQUARE_OF_SEVEN
    assert seeded_square("latin_square", 4, "8/pendant") != SQUARE_OF_SEVEN


SQUARE_OF_SEVEN = ((0, 3, 1, 2), (3, 1, 2, 0), (1, 2, 0, 3), (2, 0, 3, 1))


def series_of(codes: int, phase: Phase) -> Series:
    names = tuple(f"P{number:02}" for number in range(1, codes + 1))
    title = Speech((("fr", Template("Essai", ("Essai",))),))
    return Series("essai", "1", title, "fr", "draft", names, (phase,))


def phase_of(protocols: int, sessions: int, codes: int, *, every: bool, how: Counterbalancing) -> Phase:
    planned = tuple(PlannedProtocol(f"{letter}.yaml", "1") for letter in "abcdef"[:protocols])
    counts = {f"P{number:02}": sessions for number in range(1, codes + 1)}
    return Phase("jeu", "intervention", planned, counts, every=every, counterbalancing=how, seed=11)


@pytest.mark.parametrize("how", ["latin_square", "williams"])
@pytest.mark.parametrize("protocols", [2, 3, 4])
def test_each_child_plays_each_protocol_equally_often(protocols: int, how: Counterbalancing) -> None:
    codes = 2 * orders_needed(how, protocols)
    planned = plan(series_of(codes, phase_of(protocols, 2 * protocols, codes, every=False, how=how)))
    for code in {one.participant for one in planned}:
        played = Counter(one.protocols[0].file for one in planned if one.participant == code)
        assert set(played.values()) == {2}
    for number in range(1, 2 * protocols + 1):
        at_once = Counter(one.protocols[0].file for one in planned if one.number == number)
        assert set(at_once.values()) == {codes // protocols}


@pytest.mark.parametrize("how", ["latin_square", "williams"])
@pytest.mark.parametrize("protocols", [2, 3, 4])
def test_a_child_that_plays_all_in_each_session_meets_every_order(
    protocols: int, how: Counterbalancing
) -> None:
    orders = orders_needed(how, protocols)
    planned = plan(series_of(orders, phase_of(protocols, orders, orders, every=True, how=how)))
    for code in {one.participant for one in planned}:
        met = [tuple(played.file for played in one.protocols) for one in planned if one.participant == code]
        assert len(set(met)) == orders


def test_a_child_that_joins_last_changes_no_other_plan() -> None:
    few = plan(series_of(5, phase_of(3, 3, 5, every=False, how="latin_square")))
    more = plan(series_of(9, phase_of(3, 3, 9, every=False, how="latin_square")))
    assert more[: len(few)] == few


def test_a_seed_of_its_own_gives_another_plan(tmp_path: Path) -> None:
    def played(text: str) -> tuple[str, ...]:
        planned = plan(load_series(library(tmp_path, text)))
        return tuple(one.protocols[0].file for one in planned if one.phase == "pendant")

    assert played(changed()) == played(changed())
    assert len({played(changed(("seed: 7", f"seed: {seed}"))) for seed in range(8)}) > 1


def test_a_listed_order_takes_its_turns(tmp_path: Path) -> None:
    listed = changed(("    order: {counterbalanced: latin_square, seed: 7}\n", ""))
    planned = plan(load_series(library(tmp_path, listed)))
    during = [one.protocols[0].file for one in planned if (one.participant, one.phase) == ("P09", "pendant")]
    assert during == ["jeu.yaml", "mots.yaml", "jeu.yaml", "mots.yaml"]


def test_sessions_and_spacing_are_those_of_the_file(tmp_path: Path) -> None:
    staggered = changed(("sessions: 3\n", "sessions: {P07: 2, P09: 0, P12: 4, P15: 1}\n"))
    planned = plan(load_series(library(tmp_path, staggered)))
    before = Counter(one.participant for one in planned if one.phase == "avant")
    assert before == {"P07": 2, "P12": 4, "P15": 1}
    during = [one for one in planned if (one.participant, one.phase) == ("P07", "pendant")]
    assert [(one.number, one.least_days, one.most_days) for one in during] == [
        (1, None, None), (2, 2, 7), (3, 2, 7), (4, 2, 7),
    ]  # fmt: skip
    (last,) = [one for one in planned if (one.participant, one.phase) == ("P07", "apres")]
    assert (last.least_days, last.most_days) == (28, None)


@pytest.mark.parametrize(
    ("values", "reached"),
    [
        ([], False),
        ([0.9], False),
        ([0.9, 0.8], True),
        ([0.9, 0.79], False),
        ([0.2, 0.8, 0.8], True),
        ([0.9, 0.2, 0.9], False),
    ],
)
def test_mastery_asks_for_so_many_sessions_in_a_row(values: list[float], reached: bool) -> None:
    assert Mastery("justes", 0.8, 2).reached(values) is reached


@pytest.mark.parametrize("path", SERIES, ids=[path.stem for path in SERIES])
def test_a_series_of_the_library_is_clean_and_every_session_of_it_is_planned(path: Path) -> None:
    assert check(path) == ()
    series = load_series(path)
    planned = plan(series)
    assert len(planned) == sum(sum(phase.sessions.values()) for phase in series.phases)
    assert {one.participant for one in planned} == set(series.participants)


def test_the_library_has_a_series() -> None:
    assert SERIES


@pytest.mark.parametrize("path", SERIES, ids=[path.stem for path in SERIES])
def test_sessions_are_counted_through_a_childs_whole_series(path: Path) -> None:
    series = load_series(path)
    for code in series.participants:
        own = [one for one in plan(series) if one.participant == code]
        assert [one.overall for one in own] == list(range(1, len(own) + 1))
        assert len(own) == sum(phase.sessions.get(code, 0) for phase in series.phases)


@given(
    st.sampled_from(["latin_square", "williams"]), st.integers(2, 5), st.integers(1, 3), st.integers(0, 2**31)
)
@settings(max_examples=60, deadline=None)
def test_each_order_is_played_by_equally_many_children_and_a_seed_gives_it_again(
    how: Counterbalancing, protocols: int, times: int, seed: int
) -> None:
    codes = times * orders_needed(how, protocols)
    phase = replace(phase_of(protocols, protocols, codes, every=False, how=how), seed=seed)
    planned = plan(series_of(codes, phase))
    orders = Counter(
        tuple(one.protocols[0].file for one in planned if one.participant == code)
        for code in series_of(codes, phase).participants
    )
    assert len(orders) == orders_needed(how, protocols)
    assert set(orders.values()) == {times}
    assert plan(series_of(codes, phase)) == planned
