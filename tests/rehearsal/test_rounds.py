"""A path as a person reads it: what came again and again stands once, with how often."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nao_sessions.rehearsal.exploration.explore import rounds
from nao_sessions.rehearsal.reports.words import path
from nao_sessions.text.messages import verbatim

TITLES = {name: verbatim(name.upper()) for name in "abcdr"}


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ("a b c", "A → B → C"),
        ("a b b b c", "A → B, 3 times → C"),
        ("a" + " b r" * 9 + " c", "A → (B → R), 9 times → C"),
        ("a a b b", "A, 2 times → B, 2 times"),
        ("a b c d a b c d", "(A → B → C → D), 2 times"),
    ],
)
def test_a_round_stands_once_with_how_often_it_came(steps: str, told: str) -> None:
    assert path(tuple(steps.split()), TITLES, 12, "en") == told


def test_a_path_that_is_cut_says_how_many_steps_are_left_out() -> None:
    assert path(("a", "b", "b", "b"), TITLES, 1, "fr") == "A → … (+ 3)"


@given(st.lists(st.sampled_from("abc"), max_size=30))
def test_rounds_give_the_path_again(steps: list[str]) -> None:
    assert [step for one, times in rounds(steps) for step in one * times] == steps
