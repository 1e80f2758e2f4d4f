"""What is compared with what: bins of a session, events matched in time, two codings and their consensus."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.optimize import linear_sum_assignment
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa

from nao_sessions.analysis.agreement.icc import intraclass
from nao_sessions.analysis.agreement.measures import cohen, fleiss
from nao_sessions.analysis.agreement.report import (
    Comparison,
    ComparisonParameters,
    Matching,
    compare,
    correlate,
)
from nao_sessions.analysis.agreement.units import (
    NOTHING,
    CodedSession,
    Pair,
    basis_of,
    by_onset,
    gathered,
    match_events,
    match_overlaps,
    named,
    outside,
    sampled,
)
from nao_sessions.analysis.agreement.words import NOTE, basis_sentences, figure_lines, sentence, single_lines
from nao_sessions.analysis.coding.comparison import pairs_of
from nao_sessions.analysis.schemes.files import find_scheme
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.record.additions.annotations import Annotation
from nao_sessions.record.additions.periods import Periods, Spans, union
from tests.analysis.coding.coded import point, state

SCHEME = replace(find_scheme("engagement"), id="test")
S = SECOND_NS


def coded(end_s: int, **by_coder: list[Annotation]) -> CodedSession:
    return CodedSession("s1", 0, end_s * S, by_coder)


def test_events_are_matched_once_however_many_modifiers_a_scheme_has(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds: list[int] = []

    def counting(
        left: Sequence[Annotation], right: Sequence[Annotation], share: float, spans: Spans
    ) -> list[Pair]:
        rounds.append(1)
        return match_overlaps(left, right, share, spans)

    monkeypatch.setattr("nao_sessions.analysis.agreement.units.match_overlaps", counting)
    scheme = find_scheme("engagement")
    events = tuple(state("engaged", at, at + 1) for at in (1, 5, 9))
    coded = [CodedSession("s", 0, 20 * SECOND_NS, {"C01": events, "C02": events})]
    assert scheme.modifiers
    compare(coded, ("C01", "C02"), scheme, ComparisonParameters())
    assert len(rounds) == 1


def test_a_bin_is_what_goes_on_in_its_middle() -> None:
    looks = [state("looks_nao", 0.4, 2.5), state("looks_adult", 2.5, 4)]
    units = sampled([coded(5, A=looks, B=[])], ["A", "B"], SCHEME.streams()["regard"], S)
    assert [row[0] for row in units.rows] == ["looks_nao", "looks_nao", "looks_adult", "looks_adult", NOTHING]
    assert {row[1] for row in units.rows} == {NOTHING}


def test_an_open_state_goes_on_to_the_end() -> None:
    units = sampled([coded(3, A=[state("engaged", 1, None)], B=[])], ["A", "B"], ["engaged"], S)
    assert [row[0] for row in units.rows] == [NOTHING, "engaged", "engaged"]


def test_each_child_is_looked_at_for_herself() -> None:
    looks = [state("looks_nao", 0, 2, subject="P07"), state("looks_nao", 0, 1, subject="P09")]
    units = sampled([coded(2, A=looks, B=looks)], ["A", "B"], SCHEME.streams()["regard"], S)
    assert [row[0] for row in units.rows] == ["looks_nao", "looks_nao", "looks_nao", NOTHING]


def matched_s(left: list[Annotation], right: list[Annotation], tolerance_s: float) -> list[tuple[str, str]]:
    pairs = match_events(left, right, round(tolerance_s * S))
    return [(a.id if a else "", b.id if b else "") for a, b in pairs]


def test_events_within_the_tolerance_are_one() -> None:
    left, right = [point("smiles", 1, "a"), point("smiles", 5, "b")], [point("smiles", 1.8, "c")]
    assert matched_s(left, right, 1) == [("a", "c"), ("b", "")]
    assert sorted(matched_s(left, right, 0.5)) == [("", "c"), ("a", ""), ("b", "")]


def test_as_many_events_as_can_be_are_matched_not_the_nearest_first() -> None:
    left = [point("smiles", 1, "a"), point("smiles", 2, "b")]
    right = [point("smiles", 1.9, "c"), point("smiles", 2.9, "d")]
    assert matched_s(left, right, 1) == [("a", "c"), ("b", "d")]


def test_the_nearest_is_matched_whatever_it_is_called_and_people_see_one_name_first() -> None:
    left = [point("smiles", 2, "a")]
    right = [point("initiates", 2, "c"), point("smiles", 2.5, "d")]
    assert ("a", "c") in matched_s(left, right, 1)
    assert ("a_d", "same") in [(pair.key, pair.difference) for pair in pairs_of(left, right, SCHEME, S)]


@pytest.mark.long
@pytest.mark.parametrize("coders", [2, 3])
def test_names_that_are_independent_agree_by_chance_alone(coders: int) -> None:
    """Looks that begin together within 0.4 s, each with a name drawn by lot: links held against scipy's."""
    lot = random.Random(4)
    begins = sorted(lot.sample(range(0, 1200, 2), 400))
    theirs = []
    for _ in range(coders):
        at = [one + lot.uniform(0, 0.4) for one in begins if lot.random() < 0.8]
        names = [lot.choice(["looks_nao", "looks_adult", "looks_away"]) for _ in at]
        theirs.append([state(name, one, one + 0.5) for name, one in zip(names, at, strict=True)])
    names = [f"C0{n}" for n in range(1, coders + 1)]
    session = coded(1210, **dict(zip(names, theirs, strict=True)))
    parameters = ComparisonParameters(matching="onset", tolerance_s=5)
    found = one_of(compare([session], names, SCHEME, parameters), "regard", "events")
    assert found.kappa is not None
    assert found.kappa < 0.1
    apart = np.array([[abs(a.start_ns - b.start_ns) / S for b in theirs[1]] for a in theirs[0]])
    cost = np.where(apart <= 5, apart, 1e6)
    rows, columns = linear_sum_assignment(cost)
    links = [(a, b) for a, b in match_events(theirs[0], theirs[1], 5 * S) if a and b]
    assert len(links) == int((apart[rows, columns] <= 5).sum())
    least = cost[rows, columns][apart[rows, columns] <= 5].sum()
    assert sum(abs(a.start_ns - b.start_ns) for a, b in links) / S == pytest.approx(least)


times = st.lists(st.integers(0, 60), max_size=4, unique=True)


@given(times, times)
def test_no_other_way_matches_more(first: list[int], second: list[int]) -> None:
    """Every order of trying is tried: none finds more pairs than the matching did."""
    left = [point("smiles", at / 10, f"a{at}") for at in sorted(first)]
    right = [point("smiles", at / 10, f"b{at}") for at in sorted(second)]
    found = sum(bool(a and b) for a, b in matched_s(left, right, 1))
    most = 0
    few, many = sorted((sorted(first), sorted(second)), key=len)
    for order in permutations(many, len(few)):
        most = max(most, sum(abs(a - b) <= 10 for a, b in zip(few, order, strict=True)))
    assert found == most


def test_a_comparison_says_its_parameters_and_a_reading() -> None:
    first = [state("looks_nao", 0, 6), state("looks_adult", 6, 12), point("smiles", 3), point("initiates", 9)]
    second = [state("looks_nao", 0, 7), state("looks_adult", 7, 12), point("smiles", 3.4)]
    parameters = ComparisonParameters(tolerance_s=0.5, bin_s=1)
    found = compare([coded(12, C01=first, C02=second)], ["C01", "C02"], SCHEME, parameters)
    by_time, points_by_time, _, points = found
    assert (by_time.stream, by_time.method, by_time.units) == ("regard", "time", 12)
    assert by_time.percentage == pytest.approx(11 / 12)
    # 6·7 + 6·5 = 72 of 144 by chance: (11/12 - 1/2) / (1 - 1/2)
    assert by_time.kappa == pytest.approx(5 / 6)
    assert (points.units, points.percentage, points.kappa) == (2, 0.5, None)
    assert (points_by_time.stream, points_by_time.units) == ("points", 24)  # two behaviours, 12 bins each
    said = sentence(by_time, parameters, "fr")
    assert "un relevé au milieu de chaque tranche de 1 s, relevés : 12 ; observé par tous : 12 s" in said
    assert "observation non déclarée par C01 (séances : 1 sur 1) et C02 (séances : 1 sur 1)" in said
    assert "kappa de Cohen 0,83" in said
    assert "vus par un seul : 1 par C01, 0 par C02" in sentence(points, parameters, "fr")


def test_three_coders_have_fleiss_together_and_cohen_two_by_two() -> None:
    looks = [state("looks_nao", 0, 6), state("looks_adult", 6, 12)]
    found = compare([coded(12, A=looks, B=looks, C=looks)], ["A", "B", "C"], SCHEME, ComparisonParameters())
    by_time = [one for one in found if one.method == "time"]
    assert [one.coders for one in by_time] == [("A", "B", "C"), ("A", "B"), ("A", "C"), ("B", "C")]
    assert by_time[0].kappa == by_time[0].fleiss == pytest.approx(1)


def test_no_figure_gets_a_verdict() -> None:
    """Neither praise nor blame: how many agree, kappa, its limits, and how often each coder noted it."""
    smiles = [point("smiles", at) for at in (5, 15, 30)]
    late = [point("smiles", at + 3) for at in (5, 15, 30)]
    for other in (smiles, late):
        found = compare([coded(45, A=smiles, B=other)], ["A", "B"], SCHEME, ComparisonParameters())
        by_time = one_of(found, "points", "time")
        assert by_time.kappa_limits is not None
        for language in ("en", "fr"):
            told = sentence(by_time, ComparisonParameters(), language)
            assert re.search(r"from \d+ bouts|d'après \d+ épisodes", told)
            assert not re.search(
                r"at least|perfect|moderate|slight|chance|au moins|parfait|modéré|hasard", told
            )


def test_of_a_coder_who_saw_nothing_there_is_no_kappa_and_that_is_said() -> None:
    session = coded(45, A=[state("engaged", 3, 18), point("smiles", 5), point("turns_away", 9)], B=[])
    found = compare([session], ["A", "B"], SCHEME, ComparisonParameters())
    by_time = one_of(found, "engaged", "time")
    said = sentence(by_time, ComparisonParameters(), "en")
    assert "no kappa: a coder always says the same (B)" in said
    assert (by_time.constant, by_time.kappa, by_time.kappa_limits) == (("B",), None, None)
    assert by_time.to_json()["kappa_undefined"] == "constant_coder"
    points = one_of(found, "points", "time")
    assert "45 of each of 2 behaviours" in sentence(points, ComparisonParameters(), "en")
    lines = single_lines(points, SCHEME, "en")
    assert "0.00 *" not in lines[1]
    assert lines[-1] == "  * no kappa: one coder always says the same"


def means_of(found: Comparison, session: CodedSession, codes: Sequence[str], pairs: bool = True) -> float:
    """Return De Vries' pooled kappa by numpy and statsmodels: means of observed and expected agreement."""
    observed, expected = [], []
    for code in codes:
        bins = [
            np.histogram([one.start_ns / S for one in session.by_coder[coder] if one.behaviour == code],
                         range(session.end_ns // S + 1))[0] > 0
            for coder in found.coders
        ]  # fmt: skip
        table = np.array(
            [[bool(a) + 2 * bool(b) == n for n in range(4)] for a, b in zip(*bins[:2], strict=True)]
        )
        if pairs:
            counts = table.sum(axis=0).reshape(2, 2).astype(float)
            shares = counts / counts.sum()
            observed.append(np.trace(shares))
            expected.append(float((shares.sum(axis=0) * shares.sum(axis=1)).sum()))
        else:
            said = aggregate_raters(np.array(bins).T.astype(int), n_cat=2)[0]
            many = len(bins)
            observed.append((((said**2).sum(axis=1) - many) / (many * (many - 1))).mean())
            expected.append(float(((said.sum(axis=0) / said.sum()) ** 2).sum()))
    return float((np.mean(observed) - np.mean(expected)) / (1 - np.mean(expected)))


def test_a_pooled_kappa_is_of_all_behaviours_and_names_those_that_have_none() -> None:
    """De Vries' means are of all items: of one that a coder never noted, chance agrees as often."""
    smiles = [point("smiles", 7 * n) for n in range(20)]
    turns = [point("turns_away", 4 + 40 * n) for n in range(3)]
    first, second = [*smiles, *turns, point("initiates", 3)], [*smiles[:15], *turns]
    session = coded(234, A=first, B=second, C=first)
    codes = ("initiates", "smiles", "turns_away")
    for coders in (("A", "B"), ("A", "B", "C")):
        by_time = one_of(compare([session], coders, SCHEME, ComparisonParameters()), "points", "time")
        assert by_time.kappa == pytest.approx(means_of(by_time, session, codes, len(coders) == 2), rel=1e-9)
        assert by_time.without_kappa == ("initiates",)
        told = sentence(by_time, ComparisonParameters(), "en", SCHEME)
        assert ", also of Initiates, of which one coder always says the same" in told
        assert ("pooled Fleiss' kappa (after De Vries" in told) == (len(coders) == 3)


@pytest.mark.parametrize("coders", [("A", "B"), ("A", "B", "C")])
def test_behaviours_that_have_no_kappa_have_none_together(coders: tuple[str, ...]) -> None:
    """Smiles by one alone, initiations by the other alone: it would be 0 by construction, its limits too."""
    first = [point("smiles", 7 * n) for n in range(30)]
    second = [point("initiates", 7 * n + 0.2) for n in range(30)]
    found = compare([coded(234, A=first, B=second, C=[])], coders, SCHEME, ComparisonParameters())
    by_time = one_of(found, "points", "time")
    assert by_time.without_kappa == ("initiates", "smiles")
    assert [one.kappa for one in by_time.singles] == [None, None]
    assert (by_time.kappa, by_time.kappa_limits) == (None, None)
    record = by_time.to_json()
    assert (record["kappa"], record["kappa_95"], record["kappa_undefined"]) == (None, None, "constant_coder")
    told = sentence(by_time, ComparisonParameters(), "en", SCHEME)
    assert "no kappa: of each behaviour a coder always says the same" in told
    assert "pooled" not in told


def test_three_coders_of_whom_one_saw_nothing_have_no_kappa_either() -> None:
    """One second of one state, by two of three: Fleiss' kappa 0.50, and limits that hugged it."""
    by_coder = {"A": [state("engaged", 9, 10)], "B": [], "C": [state("engaged", 9, 10)]}
    found = compare([coded(234, **by_coder)], ["A", "B", "C"], SCHEME, ComparisonParameters())
    by_time = one_of(found, "engaged", "time")
    assert (by_time.kappa, by_time.fleiss, by_time.kappa_limits) == (None, None, None)
    assert (by_time.singles[0].kappa, by_time.singles[0].kappa_limits) == (None, None)
    said = sentence(by_time, ComparisonParameters(), "en")
    assert "(B)" in said
    assert "all say the same 99.5 times in a hundred" in said  # and not 100: once they do not


def test_the_agreement_of_pairs_stands_beside_that_of_all_three() -> None:
    looks = [state("looks_nao", 0, 6), state("looks_adult", 6, 12)]
    late = [state("looks_nao", 0, 9), state("looks_adult", 9, 12)]
    found = compare([coded(12, A=looks, B=looks, C=late)], ["A", "B", "C"], SCHEME, ComparisonParameters())
    by_time = one_of(found, "regard", "time")
    assert (by_time.percentage, by_time.pairwise) == (pytest.approx(9 / 12), pytest.approx(30 / 36))
    said = sentence(by_time, ComparisonParameters(), "en")
    assert "all say the same 75 times in a hundred" in said
    assert "two by two, 83 times in a hundred" in said


@pytest.mark.parametrize("late", [1, 2, 3, 5, 10])
def test_coders_who_never_differ_are_surest(late: int) -> None:
    """Ten states, of which some begin 1 s later by one coder; forty smiles, of which some come 3 s later."""

    def lows(count: int) -> list[float]:
        states = [state("engaged", 10 + 20 * n, 20 + 20 * n) for n in range(10)]
        later = [state("engaged", 10 + 20 * n + (n < count), 20 + 20 * n) for n in range(10)]
        smiles = [point("smiles", 5 + 10 * n) for n in range(20)]
        others = [point("smiles", 5 + 10 * n + 3 * (n < count)) for n in range(20)]
        found = compare(
            [coded(234, A=states + smiles, B=later + others)], ["A", "B"], SCHEME, ComparisonParameters()
        )
        limits = [one_of(found, stream, "time").kappa_limits for stream in ("engaged", "points")]
        return [one.low for one in limits if one is not None]

    perfect, fewer, more = lows(0), lows(late - 1), lows(late)
    assert len(perfect) == len(more) == 2
    assert all(a >= b >= c for a, b, c in zip(perfect, fewer, more, strict=True))


def test_three_coders_agree_all_together() -> None:
    seen = [point("smiles", 3), point("smiles", 9)]
    found = compare([coded(20, A=seen, B=seen[:1], C=seen)], ["A", "B", "C"], SCHEME, ComparisonParameters())
    by_time = one_of(found, "points", "time")
    assert "A, B and C all say the same" in sentence(by_time, ComparisonParameters(), "en")
    assert "all agree [95 %]" in single_lines(by_time, SCHEME, "en")[0]


def test_the_kappa_of_a_single_point_behaviour_is_withheld_and_said_why() -> None:
    """22 smiles, of which 21 were seen by both: by chance as observed, so that kappa would always be 0."""
    first = [point("smiles", at) for at in range(22)]
    second = [point("smiles", at + 0.1) for at in range(21)]
    by_time, found = compare(
        [coded(30, C01=first, C02=second)], ["C01", "C02"], SCHEME, ComparisonParameters()
    )
    assert (found.units, found.percentage, found.kappa) == (22, pytest.approx(21 / 22), None)
    assert found.to_json()["kappa_undefined"] == "no_chance"
    told = sentence(found, ComparisonParameters(), "fr")
    assert re.search(
        "95 fois sur cent .intervalle à 95 % : 7[78] à 99,[89]. ; pas de kappa par les événements", told
    )
    assert "see it by time" in sentence(found, ComparisonParameters(), "en")
    # by time there are the seconds in which nobody saw one: 21 of both, 1 of one alone, 8 of nobody
    chance = (22 * 21 + 8 * 9) / 900
    assert by_time.kappa == pytest.approx((29 / 30 - chance) / (1 - chance))


def test_three_coders_of_a_single_point_behaviour_have_no_kappa_either() -> None:
    first = [point("smiles", at) for at in range(22)]
    by_coder = {"A": first, "B": first[:19], "C": first}
    found = compare([coded(30, **by_coder)], ["A", "B", "C"], SCHEME, ComparisonParameters())
    by_events = [one for one in found if one.method == "events"]
    assert [(one.kappa, one.fleiss) for one in by_events] == [(None, None)] * 4
    assert by_events[0].percentage == pytest.approx(19 / 22)


def test_no_figure_is_a_nothing_with_a_sign() -> None:
    looks, points = [state("looks_nao", 0, 6)], [point("smiles", 3), point("turns_away", 9)]
    found = compare(
        [coded(12, A=looks + points, B=looks + points)], ["A", "B"], SCHEME, ComparisonParameters()
    )
    told = sentence(replace(found[0], kappa=-0.001, alpha=-1e-9), ComparisonParameters(), "fr")
    assert "0,00" in told
    assert "−0,00" not in told


def test_modifiers_are_compared_where_both_called_the_same() -> None:
    """Weak against clear is no agreement on the degree, though both saw the same state."""

    def engaged(*degrees: str) -> list[Annotation]:
        return [
            replace(state("engaged", 3 * n, 3 * n + 2), modifiers={"strength": degree} if degree else {})
            for n, degree in enumerate(degrees)
        ]

    first = engaged("weak", "weak", "strong", "clear", "")
    second = engaged("weak", "clear", "strong", "", "")
    found = compare([coded(15, A=first, B=second)], ["A", "B"], SCHEME, ComparisonParameters())
    assert [one.method for one in found] == ["time", "events", "modifiers"]
    events, degrees = found[1:]
    assert (events.percentage, degrees.stream, degrees.units) == (1, "strength", 3)
    assert degrees.percentage == 2 / 3
    assert degrees.categories == ("weak", "clear", "strong")
    assert degrees.table == ((1, 1, 0), (0, 0, 0), (0, 0, 1))
    assert degrees.missing == (0, 1)  # what one of them left blank is no contradiction
    assert "modificateur « strength »" in sentence(degrees, ComparisonParameters(), "fr")


def test_the_report_says_of_what_alpha_is_made() -> None:
    late, smile = state("looks_adult", 6, 12), point("smiles", 3)
    first = [state("looks_nao", 0, 4), late, smile, point("smiles", 9)]
    second = [state("looks_nao", 0, 5), late, smile, point("turns_away", 5)]
    third = ComparisonParameters(level="ordinal")
    by_time, _, states, points = compare([coded(12, A=first, B=second)], ["A", "B"], SCHEME, third)
    assert (by_time.units, by_time.alpha_units) == (12, 10)
    assert "(ordinal, sur 10 relevés : « rien » n'a pas de rang et n'y est pas)" in sentence(
        by_time, third, "fr"
    )
    assert "dit par un seul : 0 par A, 1 par B" in sentence(by_time, third, "fr")
    # of behaviours that are matched by their names, alpha would always be 1: it is not told
    assert (points.units, points.alpha, points.to_json()["alpha_units"]) == (3, None, 0)
    assert "alpha" not in sentence(points, third, "fr")
    assert "vus par un seul : 1 par A, 1 par B" in sentence(points, third, "fr")
    assert (states.units, states.alpha_units) == (2, 2)
    lost = compare([coded(12, A=first, B=[late])], ["A", "B"], SCHEME, third)[2]
    assert "(ordinal, sur 1 événement : ce qu'un seul a vu n'y est pas) non défini" in sentence(
        lost, third, "fr"
    )
    assert "vus par un seul : 1 par A, 0 par B" in sentence(lost, third, "fr")
    nominal = compare([coded(12, A=first, B=second)], ["A", "B"], SCHEME, ComparisonParameters())[0]
    assert (nominal.alpha_units, "(nominal) " in sentence(nominal, ComparisonParameters(), "fr")) == (
        12,
        True,
    )


def test_what_lies_outside_of_what_all_looked_at_is_counted_and_in_no_measure() -> None:
    first = [state("engaged", -4, -1), state("engaged", -1, 2), point("smiles", 12), point("smiles", 3)]
    assert outside([coded(12, A=first, B=first)], ["A", "B"], SCHEME) == 4


def test_pairs_say_what_differs_first() -> None:
    mine = [state("looks_nao", 1, 5), state("engaged", 1, 9), point("smiles", 3), point("initiates", 7)]
    theirs = [state("looks_adult", 1, 5), state("engaged", 1, 5), point("smiles", 3.2)]
    found = {pair.key.partition("-")[0]: pair.difference for pair in pairs_of(mine, theirs, SCHEME, S)}
    assert found == {"looks_nao": "name", "engaged": "times", "smiles": "same", "initiates": "alone"}


def test_events_of_three_coders_are_gathered_where_the_first_saw_them() -> None:
    seen = {
        "A": [point("smiles", 1), point("smiles", 5)],
        "B": [point("smiles", 1.8), point("turns_away", 9)],
        "C": [point("turns_away", 1.4), point("turns_away", 9.5), point("smiles", 20)],
    }
    codes = ("smiles", "turns_away")
    found = gathered([coded(30, **seen)], ["A", "B", "C"], codes, by_onset(S))
    units = named(found, ["A", "B", "C"], codes)
    assert sorted(units.rows) == sorted(
        [
            ("smiles", "smiles", "turns_away"),
            ("smiles", NOTHING, NOTHING),
            (NOTHING, "turns_away", "turns_away"),
            (NOTHING, NOTHING, "smiles"),
        ]
    )


def test_three_coders_have_fleiss_by_events_too() -> None:
    looks = [state("looks_nao", 1, 4), state("looks_adult", 4, 8), state("looks_nao", 9, 11)]
    late = [state("looks_nao", 1.2, 4.2), state("looks_adult", 4.2, 8)]
    found = compare([coded(12, A=looks, B=late, C=looks)], ["A", "B", "C"], SCHEME, ComparisonParameters())
    together = next(one for one in found if one.method == "events" and len(one.coders) == 3)
    rows = [("looks_nao",) * 3, ("looks_adult",) * 3, ("looks_nao", NOTHING, "looks_nao")]
    expected = fleiss(rows)
    assert expected is not None
    assert together.kappa == together.fleiss == expected.value
    assert together.percentage == pytest.approx(2 / 3)
    told = sentence(together, ComparisonParameters(), "fr")
    assert "kappa de Fleiss" in told
    assert "vus par un seul : 0 par A, 0 par B, 0 par C" in told


def periods(*watched: tuple[float, float]) -> Periods:
    return Periods(watched=union([(round(a * S), round(b * S)) for a, b in watched]), source="page")


def one_of(found: Sequence[Comparison], stream: str, method: str) -> Comparison:
    return next(one for one in found if (one.stream, one.method) == (stream, method))


def test_time_that_nobody_watched_is_no_agreement() -> None:
    """Two coders looked at 43 s of 63 and agreed at 0.21; the rest, where both are silent, gave 0.55."""
    turns = [("looks_nao", "looks_nao")] * 12 + [("looks_nao", "looks_adult")] * 1
    turns += [("looks_adult", "looks_nao")] * 19 + [("looks_adult", "looks_adult")] * 11
    first, second = ([state(pair[n], at, at + 1) for at, pair in enumerate(turns)] for n in (0, 1))
    session = coded(63, C01=first, C02=second)
    unstated = one_of(compare([session], ["C01", "C02"], SCHEME, ComparisonParameters()), "regard", "time")
    assert (unstated.units, round(unstated.kappa or 0, 2)) == (63, 0.55)
    assert unstated.unstated == {"C01": 1, "C02": 1}
    watched = replace(session, periods={"C01": periods((0, 43)), "C02": periods((0, 43))})
    found = one_of(compare([watched], ["C01", "C02"], SCHEME, ComparisonParameters()), "regard", "time")
    by_hand = cohen(turns)
    assert by_hand is not None
    assert (found.units, found.observed_s, found.unstated) == (43, 43.0, {})
    assert found.kappa == pytest.approx(by_hand.value)
    assert round(found.kappa or 0, 2) == 0.21
    # one alone who stops early is enough
    half = replace(session, periods={"C01": periods((0, 43)), "C02": periods()})
    assert compare([half], ["C01", "C02"], SCHEME, ComparisonParameters()) == ()


def test_twenty_events_that_both_saw_agree_whatever_their_order() -> None:
    """Smiles and turns that come together are noted in one order by one coder, in the other by the other."""
    first = [point("smiles" if n % 2 else "turns_away", 3 * (n // 2) + 0.2 * (n % 2)) for n in range(20)]
    second = [point("turns_away" if n % 2 else "smiles", 3 * (n // 2) + 0.3 * (n % 2)) for n in range(20)]
    found = compare([coded(30, C01=first, C02=second)], ["C01", "C02"], SCHEME, ComparisonParameters())
    by_time, by_events = one_of(found, "points", "time"), one_of(found, "points", "events")
    assert (by_events.units, by_events.percentage, by_events.alone) == (20, 1.0, (0, 0))
    assert [one.positive for one in by_events.singles] == [1.0, 1.0]
    assert (by_time.percentage, by_time.kappa) == (1.0, 1.0)


def test_states_that_overlap_are_one_though_they_begin_apart() -> None:
    """92 % of each look is common, and the looks begin 1.2 s apart."""
    first = [state("looks_nao" if n % 2 else "looks_adult", 15 * n, 15 * n + 15) for n in range(10)]
    second = [
        state(one.behaviour, one.start_ns / S + 1.2 * bool(one.start_ns), (one.stop_ns or 0) / S + 1.2)
        for one in first
    ]
    session = coded(150, C01=first, C02=second)
    found = compare([session], ["C01", "C02"], SCHEME, ComparisonParameters())
    by_time, by_overlap = one_of(found, "regard", "time"), one_of(found, "regard", "events")
    assert (by_overlap.units, by_overlap.matching, by_overlap.kappa) == (10, "overlap", pytest.approx(1.0))
    assert by_time.kappa == pytest.approx(0.88, abs=0.03)
    by_onset = one_of(
        compare([session], ["C01", "C02"], SCHEME, ComparisonParameters(matching="onset")), "regard", "events"
    )
    assert (by_onset.matching, by_onset.alone) == ("onset", (9, 9))
    assert "beginnings within 1 s" in sentence(by_onset, ComparisonParameters(), "en")


def test_the_note_on_limits_says_what_they_are_of_few_sessions_and_of_many() -> None:
    """Of sessions in which both saw all smiles the limits are the exact ones, however many there are."""
    first = [point("smiles", 3 * n) for n in range(14)]
    sessions = [replace(coded(45, A=first, B=first), session=f"s{n}") for n in range(5)]
    for count in (3, 5):
        found = compare(sessions[:count], ["A", "B"], SCHEME, ComparisonParameters())
        limits = one_of(found, "points", "events").limits
        exact = stats.binomtest(14 * count, 14 * count).proportion_ci(method="exact").low
        assert limits is not None
        assert limits.low == pytest.approx(exact, abs=0.02)
    assert "Clopper" not in NOTE.en + NOTE.fr  # of several behaviours they are not
    assert "two sessions nobody knows how much sessions differ" in NOTE.en


def test_states_of_one_group_that_overlap_are_said() -> None:
    """In ELAN each word may have a tier of its own: nobody looks at Nao and at the adult at once."""
    both = [state("looks_nao", 10, 30), state("looks_adult", 20, 40)]
    one = [state("looks_nao", 10, 20), state("looks_adult", 20, 40), state("engaged", 5, 90)]
    basis = basis_of([coded(100, A=both, B=one)], ["A", "B"], SCHEME)
    assert basis.overlapping == 1
    assert basis_of([coded(100, A=one, B=one)], ["A", "B"], SCHEME).overlapping == 0
    assert "of which one goes on at a time: 1;" in basis_sentences(basis).en


def test_what_is_too_short_for_an_interval_is_said() -> None:
    """A session of 29 s has no interval of 30 s: nothing of it is compared by time."""
    smiles = [point("smiles", at) for at in (3, 9, 27)]
    sessions = [replace(coded(end, A=smiles, B=smiles), session=f"s{end}") for end in (29, 65)]
    parameters = ComparisonParameters(bin_s=30)
    found = compare(sessions, ["A", "B"], SCHEME, parameters)
    by_time, by_events = one_of(found, "points", "time"), one_of(found, "points", "events")
    assert (by_time.observed_s, by_time.units, by_time.unfinished_s) == (94, 2, 34)
    assert "observed by all: 94 s; left out at the ends of these periods, shorter than an interval: 34 s" in (
        sentence(by_time, parameters, "en")
    )
    assert "left out" not in sentence(by_events, parameters, "en")


def test_the_line_at_the_end_is_of_the_coders_together_and_not_of_their_pairs() -> None:
    session = replace(
        coded(60, A=[], B=[], C=[]),
        periods={"A": periods((0, 60)), "B": periods((0, 50)), "C": periods((0, 20))},
    )
    told = basis_sentences(basis_of([session], ["A", "B", "C"], SCHEME)).en
    assert told.startswith(
        "Observed by A, B and C together, in the sessions that all of them coded: 20 s of their 60 s"
    )
    assert "each comparison is measured over what all of its coders observed" in told
    assert basis_sentences(basis_of([session], ["A", "B"], SCHEME)).en.startswith("All is measured over")


def test_what_is_not_all_is_never_shown_as_1_and_one_figure_has_one_interval() -> None:
    first = [state("engaged", 30 * n, 30 * n + 15) for n in range(36)]
    second = [*first[:20], replace(first[20], stop_ns=first[20].stop_ns + 2 * S), *first[23:]]
    found = compare([coded(1080, A=first, B=second)], ["A", "B"], SCHEME, ComparisonParameters())
    for method in ("time", "events"):
        one = one_of(found, "engaged", method)
        [row] = one.singles
        assert row.limits == one.limits
        assert one.limits is not None
        told = sentence(one, ComparisonParameters(), "en")
        low, high = re.findall(r"interval: ([\d.]+) to ([\d.]+)", told)[0]
        line = single_lines(one, SCHEME, "en")[1]
        left, right = re.findall(r"\[([\d.]+); ([\d.]+)\]", line)[0]
        assert float(low) == pytest.approx(100 * float(left))
        assert float(high) == pytest.approx(100 * float(right))
    near = [point("smiles", 5 * n) for n in range(200)]
    points = compare([coded(1000, A=near, B=near[:-1])], ["A", "B"], SCHEME, ComparisonParameters())
    [row] = one_of(points, "points", "time").singles
    assert (row.percentage, row.kappa) == (0.999, pytest.approx(0.997, abs=5e-4))
    line = single_lines(one_of(points, "points", "time"), SCHEME, "en")[1]
    assert "0.999" in line
    assert re.search(r"1\.00(?!\])", line) is None


def test_an_open_state_ends_with_the_watched_span_in_which_it_stands() -> None:
    states = [state("engaged", 5, None)]
    session = replace(
        coded(100, A=states, B=[state("engaged", 5, 10)]),
        periods={"A": periods((0, 10), (50, 60)), "B": periods((0, 60))},
    )
    (ended,) = session.noted("A", ["engaged"])
    assert (ended.stop_ns, ended.open) == (10 * S, True)
    by_time = one_of(compare([session], ["A", "B"], SCHEME, ComparisonParameters()), "engaged", "time")
    assert (by_time.units, by_time.percentage) == (20, 1.0)
    basis = basis_of([session], ["A", "B"], SCHEME)
    assert (basis.without_end, basis.observed_s, basis.whole_s) == (1, 20.0, 100.0)
    assert "ended with the observed period in which they stand: 1." in basis_sentences(basis).en


def test_an_event_counts_at_its_own_time_and_what_is_left_out_is_left_out_of_everything() -> None:
    """A smile 0.4 s before the border by one coder, 0.4 s behind it by the other, who no longer looked."""
    first, second = [point("smiles", 10), point("smiles", 29.9)], [point("smiles", 10), point("smiles", 30.3)]
    session = replace(coded(60, A=first, B=second), periods={"A": periods((0, 60)), "B": periods((0, 30))})
    found = compare([session], ["A", "B"], SCHEME, ComparisonParameters())
    by_time, by_events = one_of(found, "points", "time"), one_of(found, "points", "events")
    rate = correlate([session], ["A", "B"], SCHEME)[0]
    assert outside([session], ["A", "B"], SCHEME) == 1
    assert (by_events.singles[0].by_coder, by_events.alone) == ((2, 1), (1, 0))
    assert by_time.singles[0].by_coder == (2, 1)
    assert rate.means == (pytest.approx(4.0), pytest.approx(2.0))


def test_whoever_is_noted_only_where_the_other_did_not_look_is_nobody_who_was_looked_at() -> None:
    first = [point("smiles", 5), point("smiles", 50, subject="P09")]
    session = replace(
        coded(60, A=first, B=[point("smiles", 5)]), periods={"A": periods((0, 60)), "B": periods((0, 30))}
    )
    by_time = one_of(compare([session], ["A", "B"], SCHEME, ComparisonParameters()), "points", "time")
    assert by_time.units == 30


def test_a_gap_of_the_other_coder_does_not_make_two_events_of_one() -> None:
    first, second = [state("engaged", 100, 200)], [state("engaged", 101, 150), state("engaged", 160, 200)]
    session = replace(
        coded(234, A=first, B=first), periods={"A": periods((0, 234)), "B": periods((0, 150), (160, 234))}
    )
    states = one_of(compare([session], ["A", "B"], SCHEME, ComparisonParameters()), "engaged", "events")
    assert (states.units, states.percentage) == (1, 1.0)
    # of 90 observed seconds two states of 49 and 40 have 54 % and 44 %: none is that one
    session = replace(session, by_coder={"A": first, "B": second})
    states = one_of(compare([session], ["A", "B"], SCHEME, ComparisonParameters()), "engaged", "events")
    assert (states.units, states.alone) == (3, (1, 2))


@pytest.mark.parametrize("matching", ["overlap", "onset"])
def test_a_state_going_on_when_the_observation_resumes_counts_in_every_figure(matching: Matching) -> None:
    """One state of 15 to 25 s, of which all looked at 20 to 40 s: 5 s of 20, once, at once."""
    states = [state("engaged", 15, 25)]
    session = replace(coded(60, A=states, B=states), periods={"A": periods((20, 40)), "B": periods((0, 60))})
    found = compare([session], ["A", "B"], SCHEME, ComparisonParameters(matching=matching))
    by_events, by_time = one_of(found, "engaged", "events"), one_of(found, "engaged", "time")
    rate, share, latency = correlate([session], ["A", "B"], SCHEME)
    assert (by_events.units, by_events.percentage) == (1, 1.0)
    assert by_time.singles[0].by_coder == (5, 5)
    assert [one.means for one in (rate, share, latency)] == [(3.0, 3.0), (0.25, 0.25), (0.0, 0.0)]


def test_states_of_one_coder_that_overlap_fill_their_time_once() -> None:
    weak, strong = state("engaged", 0, 20, "a"), state("engaged", 10, 20, "b")
    session = coded(20, A=[weak, strong], B=[state("engaged", 0, 17)])
    shares = {one.figure: one.means for one in correlate([session], ["A", "B"], SCHEME)}
    assert shares["share"] == (pytest.approx(1.0), pytest.approx(0.85))


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=5),
       st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), max_size=3))  # fmt: skip
def test_the_figures_are_those_of_the_seconds_one_by_one(
    states: list[tuple[int, int]], looked_at: list[tuple[int, int]]
) -> None:
    """Every whole second: whether it was looked at, and whether any state goes on in it."""
    noted = [state("engaged", at, at + long, f"e{n}") for n, (at, long) in enumerate(states)]
    watched = periods(*((at, at + long) for at, long in looked_at))
    session = replace(coded(60, A=noted, B=[]), periods={"A": periods((0, 60)), "B": watched})
    seconds = {at for begin, long in looked_at for at in range(begin, begin + long) if at < 60}
    lasts = [{at for at in range(begin, begin + long) if at in seconds} for begin, long in states]
    found = {one.figure: one.means[0] for one in correlate([session], ["A", "B"], SCHEME)}
    if not any(lasts):
        assert found == {}
        return
    assert found["rate"] == pytest.approx(60 * sum(map(bool, lasts)) / len(seconds))
    assert found["share"] == pytest.approx(len(set().union(*lasts)) / len(seconds))


def test_states_between_two_samples_are_not_passed_over_in_silence() -> None:
    first = [state("engaged", 10 * n + 5.6, 10 * n + 6.4) for n in range(20)]
    found = compare([coded(234, A=first, B=first[:10])], ["A", "B"], SCHEME, ComparisonParameters())
    by_time = one_of(found, "engaged", "time")
    assert (by_time.units, by_time.missed, by_time.kappa) == (0, (20, 10), None)
    assert by_time.to_json()["missed_by_samples"] == {"A": 20, "B": 10}
    told = sentence(by_time, ComparisonParameters(), "en")
    assert "all states that were noted (20 by A, 10 by B) lie between two samples" in told
    anywhere = compare(
        [coded(234, A=first, B=first[:10])], ["A", "B"], SCHEME, ComparisonParameters(sampling="partial")
    )
    assert one_of(anywhere, "engaged", "time").singles[0].by_coder == (40, 20)


def test_an_icc_of_few_figures_or_children_is_said_to_say_little_once() -> None:
    def lines(children: int) -> str:
        first = [
            point("smiles", c + n, f"{c}-{n}", f"P{c:02}") for c in range(children) for n in range(c + 1)
        ]
        second = [one for one in first if one.id != "3-0"]
        return "\n".join(
            figure_lines(correlate([coded(60, A=first, B=second)], ["A", "B"], SCHEME), SCHEME, "en")
        )

    few, enough = lines(4), lines(9)
    assert few.count("says little about the coders (Koo and Li 2016 ask for 30)") == 1
    assert "says little" not in enough


def test_a_state_is_cut_to_what_all_watched_before_it_is_matched() -> None:
    first, second = [state("engaged", 0, 60)], [state("engaged", 0, 20)]
    session = replace(coded(60, A=first, B=second), periods={"A": periods((0, 60)), "B": periods((0, 20))})
    states = one_of(compare([session], ["A", "B"], SCHEME, ComparisonParameters()), "engaged", "events")
    assert (states.units, states.percentage) == (1, 1.0)


def test_what_is_called_otherwise_is_no_agreement_and_is_told() -> None:
    session = coded(20, A=[point("smiles", 3), point("smiles", 9)], B=[point("turns_away", 3.2)])
    points = one_of(compare([session], ["A", "B"], SCHEME, ComparisonParameters()), "points", "events")
    assert (points.units, points.alone, points.renamed) == (3, (2, 1), 1)
    assert "dont 1 au même moment qu'un autre comportement" in sentence(points, ComparisonParameters(), "fr")


def test_figures_of_each_child_are_compared_over_what_both_watched() -> None:
    """Three children; beside ICC the rates by hand: smiles a minute of the 30 s that both looked at."""
    by_child = {"P07": (3, 3), "P09": (1, 2), "P11": (5, 5)}
    first, second = (
        [
            point("smiles", 2 * n + 1, subject=child)
            for child, counts in by_child.items()
            for n in range(counts[place])
        ]
        for place in (0, 1)
    )
    late = [point("smiles", 50, subject="P07")]
    session = replace(
        coded(60, A=first + late, B=second), periods={"A": periods((0, 60)), "B": periods((0, 30))}
    )
    rate, latency = correlate([session], ["A", "B"], SCHEME)
    assert (rate.behaviour, rate.figure, rate.targets) == ("smiles", "rate", 3)
    assert rate.means == (pytest.approx(6.0), pytest.approx(20 / 3))
    expected = intraclass([[6, 6], [2, 4], [10, 10]])
    assert expected is not None
    assert rate.correlation is not None
    assert rate.correlation.absolute == pytest.approx(expected.absolute)
    assert (latency.figure, latency.means, latency.correlation) == ("latency", (1.0, 1.0), None)


def test_bins_may_count_what_goes_on_at_any_moment() -> None:
    session = coded(4, A=[state("engaged", 0.7, 1.2)], B=[])
    middles = sampled([session], ["A", "B"], ["engaged"], S)
    anywhere = sampled([session], ["A", "B"], ["engaged"], S, anywhere=True)
    assert [row[0] for row in middles.rows] == [NOTHING] * 4
    assert [row[0] for row in anywhere.rows] == ["engaged", "engaged", NOTHING, NOTHING]


states_of_a_group = st.lists(st.tuples(st.integers(1, 20), st.sampled_from("ab")), min_size=1, max_size=5)


def laid_out(states: list[tuple[int, str]], name: str) -> list[Annotation]:
    found, at = [], 0
    for n, (long, code) in enumerate(states):
        found.append(state(code, at, at + long, f"{name}{n}"))
        at += long
    return found


@given(states_of_a_group, states_of_a_group)
def test_states_are_linked_as_easydiag_links_them(
    first: list[tuple[int, str]], second: list[tuple[int, str]]
) -> None:
    """By EasyDIAg's own order: link by the largest share of the longer first, compare with 60 % then."""
    left, right = laid_out(first, "l"), laid_out(second, "r")
    shares = {
        (a.id, b.id): (min(a.stop_ns or 0, b.stop_ns or 0) - max(a.start_ns, b.start_ns))
        / max((a.stop_ns or 0) - a.start_ns, (b.stop_ns or 0) - b.start_ns)
        for a in left
        for b in right
    }
    linked: set[tuple[str, str]] = set()
    while shares and (best := max(shares, key=lambda pair: shares[pair])) and shares[best] > 0:
        if shares[best] >= 0.6:
            linked.add(best)
        shares = {pair: one for pair, one in shares.items() if not set(pair) & set(best)}
    assert {(a.id, b.id) for a, b in match_overlaps(left, right, 0.6) if a and b} == linked


@given(states_of_a_group, states_of_a_group)
def test_no_other_matching_of_overlaps_exists_above_one_half(
    first: list[tuple[int, str]], second: list[tuple[int, str]]
) -> None:
    """Of states that follow each other every pair that overlaps enough is matched: none has two partners."""
    left, right = laid_out(first, "l"), laid_out(second, "r")
    enough = {
        (a.id, b.id)
        for a in left
        for b in right
        if min(a.stop_ns or 0, b.stop_ns or 0) - max(a.start_ns, b.start_ns)
        >= 0.6 * max((a.stop_ns or 0) - a.start_ns, (b.stop_ns or 0) - b.start_ns)
    }
    assert {(a.id, b.id) for a, b in match_overlaps(left, right, 0.6) if a and b} == enough


def test_sessions_in_which_nobody_saw_a_behaviour_count_for_it() -> None:
    """A child rocks in one session of three: that both saw nothing of it in two is an agreement too."""
    smile = point("smiles", 5)
    rocking = CodedSession("s1", 0, 30 * S, {"A": [state("engaged", 0, 10)], "B": [state("engaged", 0, 16)]})
    still = CodedSession("s2", 0, 30 * S, {"A": [smile], "B": [smile]}, participants=("P07",))
    empty = CodedSession("s3", 0, 30 * S, {"A": [], "B": []}, participants=("P07",))
    sessions = [rocking, still, empty]
    by_time = one_of(compare(sessions, ["A", "B"], SCHEME, ComparisonParameters()), "engaged", "time")
    assert (by_time.units, by_time.observed_s) == (90, 90.0)
    assert by_time.table == ((10, 0), (6, 74))
    share = next(
        one
        for one in correlate(sessions, ["A", "B"], SCHEME)
        if (one.behaviour, one.figure) == ("engaged", "share")
    )
    assert (share.targets, share.means) == (3, (pytest.approx(10 / 90), pytest.approx(16 / 90)))


def test_every_pair_of_coders_rests_on_the_same_bins() -> None:
    by_coder = {"A": [point("smiles", 3)], "B": [state("engaged", 2, 4)], "C": [state("engaged", 2, 5)]}
    second = CodedSession(
        "s2", 0, 20 * S, {"A": [], "B": [], "C": [state("engaged", 3, 4)]}, participants=("P07",)
    )
    sessions = [CodedSession("s1", 0, 20 * S, by_coder), second]
    found = compare(sessions, ["A", "B", "C"], SCHEME, ComparisonParameters())
    by_time = [one for one in found if (one.stream, one.method) == ("engaged", "time")]
    assert [one.units for one in by_time] == [40] * 4


@pytest.mark.long
@pytest.mark.parametrize("coders", ["AB", "ABC"])
def test_coders_who_note_at_random_do_not_agree_beyond_chance(coders: str) -> None:
    """A moment in eight seconds each, at random."""
    stream = random.Random(7)
    by_coder = {
        coder: [point("smiles", round(stream.uniform(0, 4_000), 3), f"{coder}{n}") for n in range(500)]
        for coder in coders
    }
    found = compare([coded(4_000, **by_coder)], list(coders), SCHEME, ComparisonParameters())
    by_time = one_of(found, "points", "time")
    assert by_time.kappa == pytest.approx(0, abs=0.06)  # two standard errors of 4,000 intervals with 500
    assert by_time.singles[0].kappa == pytest.approx(by_time.kappa)


@pytest.mark.parametrize(("bin_s", "tolerance_s"), [(1.0, 0.0), (1.0, 5.0), (5.0, 1.0)])
def test_the_kappa_of_points_is_that_of_the_intervals_its_sentence_names(
    bin_s: float, tolerance_s: float
) -> None:
    """Which intervals hold a moment of each coder, by numpy; De Vries' means of what statsmodels' tables say.

    The tolerance is that of events alone, and no event is moved into another's interval.
    """
    stream = np.random.default_rng(3)
    moments = {code: stream.uniform(0, 600, size) for code, size in (("smiles", 60), ("turns_away", 25))}
    others = {code: at[::2] + stream.normal(0, 0.4, at[::2].size) for code, at in moments.items()}
    first, second = (
        [
            point(code, round(max(0.0, at), 3), f"{code}{n}")
            for code, times in both.items()
            for n, at in enumerate(times)
        ]
        for both in (moments, others)
    )
    parameters = ComparisonParameters(tolerance_s=tolerance_s, bin_s=bin_s)
    by_time = one_of(
        compare([coded(600, A=first, B=second)], ["A", "B"], SCHEME, parameters), "points", "time"
    )
    observed, expected = [], []
    for code in moments:
        held = [
            np.histogram([one.start_ns / S for one in events if one.behaviour == code], int(600 / bin_s),
                         (0, 600))[0] > 0
            for events in (first, second)
        ]  # fmt: skip
        table = np.array(
            [[np.sum((held[0] == a) & (held[1] == b)) for b in (True, False)] for a in (True, False)]
        )
        reference = cohens_kappa(table)
        [single] = [one for one in by_time.singles if one.code == code]
        assert single.kappa == pytest.approx(reference.kappa, rel=1e-9)
        observed.append(np.trace(table) / table.sum())
        expected.append((observed[-1] - reference.kappa) / (1 - reference.kappa))
    pooled = (np.mean(observed) - np.mean(expected)) / (1 - np.mean(expected))
    assert by_time.kappa == pytest.approx(pooled, rel=1e-9)
    assert "noted at any moment of one, without tolerance" in sentence(by_time, parameters, "en")


def test_points_that_always_lie_apart_are_a_little_below_chance_and_no_more() -> None:
    """Every 10 s, 1.2 s apart: a chance of shifts called that -0.31; the intervals say -0.093."""
    first = [point("smiles", 5 + 10 * n) for n in range(20)]
    second = [point("smiles", 6.2 + 10 * n) for n in range(20)]
    session = coded(234, A=first, B=second)
    by_time = one_of(compare([session], ["A", "B"], SCHEME, ComparisonParameters()), "points", "time")
    assert by_time.kappa == pytest.approx(-20 / 214, rel=1e-9)
