"""A path as a person reads it: what came again and again stands once, with how often."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nao_sessions.rehearsal.rounds import rounds
from nao_sessions.rehearsal.words import path


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ("a b c", "a → b → c"),
        ("a b b b c", "a → b, 3 times → c"),
        ("a" + " b r" * 9 + " c", "a → (b → r), 9 times → c"),
        ("a a b b", "a, 2 times → b, 2 times"),
        ("a b c d a b c d", "(a → b → c → d), 2 times"),
    ],
)
def test_a_round_stands_once_with_how_often_it_came(steps: str, told: str) -> None:
    assert path(tuple(steps.split()), 12, "en") == told


def test_a_path_that_is_cut_says_how_many_steps_are_left_out() -> None:
    assert path(("a", "b", "b", "b"), 1, "fr") == "a → … (+ 3)"


@given(st.lists(st.sampled_from("abc"), max_size=30))
def test_rounds_give_the_path_again(steps: list[str]) -> None:
    assert [step for one, times in rounds(steps) for step in one * times] == steps
