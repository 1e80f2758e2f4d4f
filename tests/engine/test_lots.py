"""Lots: without replacement, never the same across the seam, no long runs, a stream for each."""

from __future__ import annotations

from collections import Counter
from itertools import groupby, pairwise

from hypothesis import given
from hypothesis import strategies as st

from nao_sessions.engine.items import drawn, shuffled
from nao_sessions.engine.records import Deal


def draws(count: int, size: int, stream: str, **more: object) -> list[int]:
    """Draw so many times from one lot."""
    deal: Deal | None = None
    positions = []
    for _ in range(count):
        position, deal = drawn(deal, "mots", size, stream, **more)  # type: ignore[arg-type]
        positions.append(position)
    return positions


@given(st.integers(1, 12), st.integers(1, 5), st.integers())
def test_every_mixing_holds_each_position_once(size: int, rounds: int, seed: int) -> None:
    positions = draws(size * rounds, size, f"{seed}/mots")
    for start in range(0, size * rounds, size):
        assert sorted(positions[start : start + size]) == list(range(size))


@given(st.integers(2, 8), st.integers())
def test_the_same_never_comes_twice_across_the_seam(size: int, seed: int) -> None:
    positions = draws(size * 6, size, f"{seed}/mots")
    assert all(a != b for a, b in pairwise(positions))


@given(st.integers(1, 4), st.integers())
def test_no_group_comes_more_often_in_a_row_than_is_said(most: int, seed: int) -> None:
    positions = draws(60, 12, f"{seed}/ordres", group=lambda position: position % 2, most=most)
    assert max(len(list(run)) for _, run in groupby(positions, key=lambda p: p % 2)) <= most


def test_an_order_as_listed_is_as_listed() -> None:
    assert draws(7, 3, "x", mixed=False) == [0, 1, 2, 0, 1, 2, 0]


def test_a_stream_decides_alone_and_every_order_is_as_likely() -> None:
    assert shuffled(9, "7/jeu/0") == shuffled(9, "7/jeu/0")
    counts = Counter(tuple(shuffled(3, f"{seed}/jeu/0")) for seed in range(6_000))
    assert len(counts) == 6
    # Chi-square with five degrees of freedom: 20.5 is passed by chance once in a thousand.
    assert sum((count - 1_000) ** 2 / 1_000 for count in counts.values()) < 20.5
