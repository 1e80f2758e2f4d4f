"""The probability of a difference between two samples by chance, beside values worked out by hand."""

from __future__ import annotations

import pytest

from nao_sessions.rehearsal.comparison.chances import (
    Average,
    SampleShare,
    least_of_share,
    of_averages,
    of_share,
    threshold,
)


def average(*values: float) -> Average:
    return Average(len(values), sum(values), sum(value * value for value in values))


def test_the_tea_of_the_lady_is_as_fisher_worked_it_out() -> None:
    # Eight cups, four of each kind: all four found is one way of 70, three of four or better 17 of 70.
    assert of_share(SampleShare(4, 4, 0, 4)) == pytest.approx(2 / 70)
    assert of_share(SampleShare(3, 4, 1, 4)) == pytest.approx(2 * 17 / 70)


def test_a_difference_to_either_side_is_as_probable() -> None:
    assert of_share(SampleShare(0, 10, 7, 20)) == pytest.approx(of_share(SampleShare(10, 10, 13, 20)))
    assert of_share(SampleShare(2, 10, 4, 20)) == 1.0


def test_what_two_samples_could_tell_at_most_is_what_their_ends_tell() -> None:
    share = SampleShare(1, 5, 4, 20)
    ends = [of_share(SampleShare(now, 5, 5 - now, 20)) for now in (0, 5)]
    assert least_of_share(share) == pytest.approx(min(ends))


def test_averages_are_apart_when_their_spread_does_not_explain_it() -> None:
    before = average(*(float(number % 10) for number in range(200)))
    same = average(*(float(number % 10) for number in range(3, 83)))
    other = average(*(float(number % 10) + 3 for number in range(80)))
    assert of_averages(same, before) == 1.0
    assert of_averages(other, before) < 1e-9


def test_a_few_numbers_that_happen_to_be_alike_say_little() -> None:
    before = average(*(float(number % 6) for number in range(60)))
    alike = average(4.0, 4.0, 4.0)
    assert of_averages(alike, before) > 0.1


def test_numbers_that_never_change_are_apart_when_they_are_others() -> None:
    before = average(*(2.0 for _ in range(50)))
    assert of_averages(average(*(2.0 for _ in range(50))), before) == 1.0
    assert of_averages(average(*(3.0 for _ in range(50))), before) < 1e-9


def test_what_cannot_be_told_whatever_comes_does_not_count() -> None:
    assert threshold([0.5] * 1000 + [1e-9], 0.02) == 0.02
    assert threshold([1e-9] * 10, 0.02) == pytest.approx(0.002)
    assert threshold([1e-9, 0.03], 0.02) == 0.02
    assert threshold([1e-9, 0.015], 0.02) == 0.01
