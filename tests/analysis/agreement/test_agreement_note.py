"""What the guide and the note of a report say of how coders are compared is what is done."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from scipy import stats

from nao_sessions.analysis.agreement.report import ComparisonParameters, compare
from nao_sessions.analysis.agreement.units import NOTHING, CodedSession, basis_of, sampled
from nao_sessions.analysis.agreement.words import NOTE, basis_sentences
from nao_sessions.analysis.schemes.files import find_scheme
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.record.additions.annotations import Annotation
from tests.analysis.coding.coded import point, state

DOCS = Path(__file__).parents[3] / "docs"
SCHEME = replace(find_scheme("engagement"), id="test")
S = SECOND_NS


def coded(end_s: int, **by_coder: list[Annotation]) -> CodedSession:
    return CodedSession("s1", 0, end_s * S, by_coder)


@pytest.mark.parametrize(("page", "word"), [("en/coding.md", "about"), ("fr/coder.md", "à peu près")])
def test_the_guide_calls_limits_those_of_clopper_and_pearson_only_as_near_as_they_are(
    page: str, word: str
) -> None:
    """Of 78 smiles that anybody saw both saw 60: the limits are near the exact ones, and not the same."""
    first = [point("smiles", 3 * n) for n in range(78)]
    found = compare([coded(240, A=first, B=first[:60])], ["A", "B"], SCHEME, ComparisonParameters())
    [limits] = [one.limits for one in found if (one.stream, one.method) == ("points", "events")]
    exact = stats.binomtest(60, 78).proportion_ci(method="exact")
    assert limits is not None
    off = max(abs(limits.low - exact.low), abs(limits.high - exact.high))
    assert 1e-5 < off < 0.02
    guide = " ".join((DOCS / page).read_text(encoding="utf-8").split())
    [sentence_before] = re.findall(r"[^.]*Clopper", guide)
    assert word in sentence_before


def test_the_note_says_where_an_interval_is_looked_at() -> None:
    """A state that goes on at the end of an interval is not in its middle, and is at some moment of it."""
    session = coded(10, A=[state("engaged", 6, 10)])
    subjects = {"s1": ["P07"]}
    rows = {
        way: sampled([session], ["A"], ["engaged"], 10 * S, anywhere=way, subjects=subjects).rows
        for way in (False, True)
    }
    assert rows == {False: ((NOTHING,),), True: (("engaged",),)}
    assert "in the middle of each interval, with --interval partial at any moment of it" in NOTE.en
    # BORIS steps from the first event on, at the beginning of each interval: nothing here follows that
    assert "BORIS" not in NOTE.en + NOTE.fr


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_of_two_states_of_a_group_that_begin_at_once_the_order_of_their_ids_decides(
    order: tuple[str, str],
) -> None:
    both = [
        state(code, 0, 10, name=name) for code, name in zip(("looks_nao", "looks_adult"), order, strict=True)
    ]
    counted = max(both, key=lambda one: one.id).behaviour
    session = coded(10, A=both, B=both)
    codes, subjects = ["looks_nao", "looks_adult"], {"s1": ["P07"]}
    assert sampled([session], ["A"], codes, 10 * S, subjects=subjects).rows == ((counted,),)
    told = basis_sentences(basis_of([session], ["A", "B"], SCHEME))
    assert "of two that began at the same moment the one with the later id" in told.en
