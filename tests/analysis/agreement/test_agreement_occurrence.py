"""Agreement on what anybody said, as behaviour analysts print it, and on what some of three coders missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial import distance

from nao_sessions.analysis.agreement.report import Comparison, ComparisonParameters, compare
from nao_sessions.analysis.agreement.units import CodedSession
from nao_sessions.analysis.agreement.words import sentence
from nao_sessions.analysis.schemes.files import find_scheme
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.record.additions.annotations import Annotation
from tests.analysis.coding.coded import point, state

SCHEME = replace(find_scheme("engagement"), id="test")


def coded(end_s: int, **by_coder: list[Annotation]) -> CodedSession:
    return CodedSession("s1", 0, end_s * SECOND_NS, by_coder)


def one_of(found: Sequence[Comparison], stream: str, method: str) -> Comparison:
    return next(one for one in found if (one.stream, one.method) == (stream, method))


def test_occurrence_is_of_the_times_at_which_anybody_says_it_as_behaviour_analysts_print_it() -> None:
    """Sampled each second: both 4, one alone 2 and 3, neither 11 (Hawkins and Dotson 1975)."""
    first, second = state("looks_nao", 0, 6), state("looks_nao", 2, 9)
    found = compare([coded(20, A=[first], B=[second])], ["A", "B"], SCHEME, ComparisonParameters())
    (single,) = one_of(found, "regard", "time").singles
    said = np.array([[0 <= at < 6, 2 <= at < 9] for at in np.arange(0.5, 20)])
    assert single.occurrence == pytest.approx(1 - distance.jaccard(*said.T)) == pytest.approx(4 / 9)
    assert single.non_occurrence == pytest.approx(1 - distance.jaccard(*~said.T)) == pytest.approx(11 / 16)
    record = single.to_json()
    assert (record["occurrence"], record["positive_agreement"]) == (single.occurrence, None)


def test_what_two_of_three_coders_both_missed_is_said_to_count_as_the_same() -> None:
    smiles = {"A": [1, 10, 20], "B": [1, 10], "C": [1]}
    by_coder = {name: [point("smiles", at) for at in times] for name, times in smiles.items()}
    found = compare([coded(30, **by_coder)], ["A", "B", "C"], SCHEME, ComparisonParameters())
    by_events = one_of(found, "points", "events")
    assert by_events.pairwise == pytest.approx((3 + 1 + 1) / 9)  # of the last, B and C both missed it
    said = sentence(by_events, ComparisonParameters(), "en")
    assert "two others who both missed it count as the same" in said
    assert "tous deux manqué" in sentence(by_events, ComparisonParameters(), "fr")
    by_time = sentence(one_of(found, "points", "time"), ComparisonParameters(), "en")
    assert "missed" not in by_time
