"""What the guide and the note of a report say of how coders are compared is what is done."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from scipy import stats

from nao_sessions.analysis.agreement.report import ComparisonParameters, compare
from nao_sessions.analysis.agreement.units import NOTHING, CodedSession, basis_of, sampled
from nao_sessions.analysis.agreement.words import NOTE, basis_sentences, sentence
from nao_sessions.analysis.schemes.files import find_scheme
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.record.additions.annotations import Annotation
from nao_sessions.record.additions.periods import Periods
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


def varied(name: str, sure: int) -> CodedSession:
    """Return two minutes in which the second coder calls *sure* of twelve gazes as the first does."""
    first = [state("looks_nao" if n % 2 else "looks_adult", 10 * n, 10 * n + 8) for n in range(12)]
    other = ("looks_nao", "looks_adult")
    second = [one if n < sure else replace(one, behaviour=other[n % 2]) for n, one in enumerate(first)]
    marks = [point("smiles", 5 * n) for n in range(20)]
    return replace(coded(120, A=[*first, *marks], B=[*second, *marks[: sure + 6]]), session=name)


def test_every_interval_is_drawn_by_the_seed_that_the_note_names() -> None:
    def limits(seed: int) -> list[object]:
        found = compare([varied("s1", 8)], ["A", "B"], SCHEME, ComparisonParameters(seed=seed))
        return [each.limits for one in found for each in (one, *one.singles)]

    assert "Seed: {seed}." in NOTE.en
    assert all(a != b for a, b in zip(limits(0), limits(5), strict=True))


def test_a_limit_that_is_that_of_sessions_is_told_beside_what_the_other_was_drawn_from() -> None:
    sessions = [varied(f"s{n}", sure) for n, sure in enumerate((7, 9, 9, 9))]
    found = compare(sessions, ["A", "B"], SCHEME, ComparisonParameters())
    [gaze] = [one for one in found if (one.stream, one.method) == ("regard", "time")]
    assert " bouts, one limit from 4 sessions by Student's t)" in sentence(gaze, ComparisonParameters(), "en")


def test_the_sentence_says_of_how_many_sessions_nothing_tells_what_was_looked_at() -> None:
    seen = Periods(watched=((0, 60 * S),), source="page")
    sessions = [varied("s1", 8), replace(varied("s2", 8), periods={"A": seen})]
    told = sentence(
        compare(sessions, ["A", "B"], SCHEME, ComparisonParameters())[0], ComparisonParameters(), "en"
    )
    assert (
        "observation not stated by A (sessions: 1 of 2) and B (sessions: 2 of 2): the whole of these is "
        "assumed"
    ) in told


def test_the_sentence_names_the_kappa() -> None:
    found = compare([varied("s1", 8)], ["A", "B"], SCHEME, ComparisonParameters())
    by_time, by_events = (
        sentence(one, ComparisonParameters(), "en") for one in found if one.stream == "regard"
    )
    assert "; Cohen's kappa 0." in by_time
    assert "; kappa without the cell 'seen by nobody' (Bakeman, Quera and Gnisci 2009) 0." in by_events


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


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a"), ("c01-9", "c01-10"), ("c01-10", "c01-9")])
def test_of_two_states_of_a_group_that_begin_at_once_the_one_noted_later_counts(
    order: tuple[str, str],
) -> None:
    both = [
        state(code, 0, 10, name=name) for code, name in zip(("looks_nao", "looks_adult"), order, strict=True)
    ]
    later = {"a": 1, "b": 2, "c01-9": 9, "c01-10": 10}
    counted = max(both, key=lambda one: later[one.id]).behaviour
    session = coded(10, A=both, B=both)
    codes, subjects = ["looks_nao", "looks_adult"], {"s1": ["P07"]}
    assert sampled([session], ["A"], codes, 10 * S, subjects=subjects).rows == ((counted,),)
    told = basis_sentences(basis_of([session], ["A", "B"], SCHEME))
    assert "of two that began at the same moment the one noted later, by the number in its id" in told.en


def test_states_that_begin_within_one_of_the_same_behaviour_are_said_beside() -> None:
    """A look noted twice makes two events, and hides no other state."""
    twice = [state("looks_nao", 10, 30), state("looks_nao", 20, 40), state("looks_adult", 25, 28)]
    basis = basis_of([coded(100, A=twice, B=twice[:1])], ["A", "B"], SCHEME)
    assert (basis.overlapping, basis.repeated) == (1, 1)
    assert basis.to_json()["repeated_states"] == 1
    assert "during one of the same behaviour, which make events of their own: 1." in basis_sentences(basis).en
    alone = basis_of([coded(100, A=twice[:2], B=twice[:1])], ["A", "B"], SCHEME)
    assert "of another one of the same group" not in basis_sentences(alone).en
    assert "during one of the same behaviour" in basis_sentences(alone).en
