"""The pattern of a clap: safe for every child, whatever its code, and unlike anything else."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from nao_sessions.room.sync.clap.pattern import (
    BIT_S,
    CODES,
    COLOUR,
    DARK,
    TONE_EVERY_S,
    TONE_S,
    TONES_HZ,
    Pattern,
    pattern,
)
from nao_sessions.room.sync.clap.search import likeness

MOST_FLASHES = 3
"""In any second: WCAG 2.2, success criterion 2.3.1."""


def most_flashes(knots: Sequence[tuple[float, float]], window_s: float = 1.0) -> int:
    """Count the flashes of the second that has most: a flash is a rise and a fall, in either order.

    A change counts in every second that holds any part of it, which is more than the rule asks.
    """
    changes = [(begun, over) for (begun, before), (over, after) in pairwise(knots) if before != after]
    most = 0
    for _, first_over in changes:
        touched = [1 for begun, over in changes if over >= first_over and begun < first_over + window_s]
        most = max(most, len(touched) // 2)
    return most


@given(st.text("01", min_size=1, max_size=60))
def test_no_code_whatever_flashes_more_than_three_times_in_a_second(code: str) -> None:
    assert most_flashes(Pattern(code).knots) <= MOST_FLASHES


def test_the_count_of_flashes_can_fail() -> None:
    quicker = [(number * 0.05, float(number % 2)) for number in range(40)]
    assert most_flashes(quicker) > MOST_FLASHES


def test_the_codes_themselves_stay_below() -> None:
    assert [most_flashes(Pattern(code).knots) for code in CODES.values()] == [2, 2]
    assert BIT_S >= 0.2


def test_lamps_are_white_or_dark_never_red() -> None:
    colours, times = pattern("start").fades()
    assert set(colours) == {COLOUR, DARK} == {0x00FFFFFF, 0x00000000}
    assert list(times) == sorted(set(times))


def test_a_pattern_begins_and_ends_in_the_dark() -> None:
    colours, times = pattern("end").fades()
    assert (colours[-1], times[-1]) == (DARK, pattern("end").duration_s)
    assert pattern("end").knots[0] == (0.0, 0.0)


def test_the_two_codes_are_not_taken_for_each_other() -> None:
    assert likeness(pattern("start"), pattern("end")) < 0.5
    assert likeness(pattern("start"), pattern("start")) > 0.999


def test_both_rows_play_the_same_tones_one_at_a_time_in_another_order() -> None:
    start, end = TONES_HZ["start"], TONES_HZ["end"]
    assert sorted(start) == sorted(end)
    assert not [one for one, other in zip(start, end, strict=True) if one == other]
    assert TONE_EVERY_S >= 2 * TONE_S
