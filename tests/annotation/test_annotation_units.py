"""What is compared with what: bins of a session, events matched in time, two codings and their consensus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

import pytest
from annotation.coded import point, state
from hypothesis import given
from hypothesis import strategies as st

from nao_sessions.annotation.agreement.measures import fleiss_kappa
from nao_sessions.annotation.agreement.report import Parameters, compare
from nao_sessions.annotation.agreement.units import (
    NOTHING,
    Coded,
    Pair,
    match_events,
    matched_by_all,
    outside,
    sampled,
)
from nao_sessions.annotation.agreement.words import reading, sentence
from nao_sessions.annotation.pairs import pairs_of
from nao_sessions.annotation.scheme_files import find_scheme
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.session.annotations import Annotation

SCHEME = replace(find_scheme("engagement"), id="test")
S = SECOND_NS


def coded(end_s: int, **by_coder: list[Annotation]) -> Coded:
    return Coded("s1", 0, end_s * S, by_coder)


def test_events_are_matched_once_however_many_modifiers_a_scheme_has(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds: list[int] = []

    def counting(left: Sequence[Annotation], right: Sequence[Annotation], tolerance_ns: int) -> list[Pair]:
        rounds.append(1)
        return match_events(left, right, tolerance_ns)

    monkeypatch.setattr("nao_sessions.annotation.agreement.units.match_events", counting)
    scheme = find_scheme("engagement")
    events = tuple(state("engaged", at, at + 1) for at in (1, 5, 9))
    coded = [Coded("s", 0, 20 * SECOND_NS, {"C01": events, "C02": events})]
    assert scheme.modifiers
    compare(coded, ("C01", "C02"), scheme, Parameters())
    assert len(rounds) == 1


def test_a_bin_is_what_goes_on_in_its_middle() -> None:
    looks = [state("looks_nao", 0.4, 2.5), state("looks_adult", 2.5, 4)]
    units = sampled([coded(5, A=looks, B=[])], ["A", "B"], SCHEME, "regard", S)
    assert [row[0] for row in units.rows] == ["looks_nao", "looks_nao", "looks_adult", "looks_adult", NOTHING]
    assert {row[1] for row in units.rows} == {NOTHING}


def test_an_open_state_goes_on_to_the_end() -> None:
    units = sampled([coded(3, A=[state("engaged", 1, None)], B=[])], ["A", "B"], SCHEME, "engaged", S)
    assert [row[0] for row in units.rows] == [NOTHING, "engaged", "engaged"]


def test_each_child_is_looked_at_for_herself() -> None:
    looks = [state("looks_nao", 0, 2, subject="P07"), state("looks_nao", 0, 1, subject="P09")]
    units = sampled([coded(2, A=looks, B=looks)], ["A", "B"], SCHEME, "regard", S)
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


def test_of_equal_matchings_the_names_decide() -> None:
    left = [point("smiles", 2, "a")]
    right = [point("initiates", 2, "c"), point("smiles", 2.5, "d")]
    assert ("a", "d") in matched_s(left, right, 1)


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
    parameters = Parameters(tolerance_s=0.5, bin_s=1)
    found = compare([coded(12, C01=first, C02=second)], ["C01", "C02"], SCHEME, parameters)
    by_time, _, points = found
    assert (by_time.stream, by_time.method, by_time.units) == ("regard", "time", 12)
    assert by_time.percentage == pytest.approx(11 / 12)
    # 6·7 + 6·5 = 72 of 144 by chance: (11/12 - 1/2) / (1 - 1/2)
    assert by_time.kappa == pytest.approx(5 / 6)
    assert (points.units, points.percentage) == (2, 0.5)
    said = sentence(by_time, parameters, "fr")
    assert "un relevé toutes les 1 s, relevés : 12" in said
    assert "kappa 0,83" in said
    assert "accord presque parfait" in said
    assert "vus par un seul : 1 par C01, 0 par C02" in sentence(points, parameters, "fr")


def test_three_coders_have_fleiss_together_and_cohen_two_by_two() -> None:
    looks = [state("looks_nao", 0, 6), state("looks_adult", 6, 12)]
    found = compare([coded(12, A=looks, B=looks, C=looks)], ["A", "B", "C"], SCHEME, Parameters())
    by_time = [one for one in found if one.method == "time"]
    assert [one.coders for one in by_time] == [("A", "B", "C"), ("A", "B"), ("A", "C"), ("B", "C")]
    assert by_time[0].kappa == by_time[0].fleiss == pytest.approx(1)


@pytest.mark.parametrize(
    ("kappa", "english", "french"),
    [(0.81, "almost perfect", "accord presque parfait"), (0.8, "substantial", "accord fort"),
     (0.5, "moderate", "accord modéré"), (0.3, "fair", "accord faible"),
     (0.2, "slight", "accord très faible"), (0.0, "slight", "accord très faible"),
     (-0.1, "poor", "désaccord"),
     (0.806, "almost perfect", "accord presque parfait"), (-0.001, "slight", "accord très faible")],
)  # fmt: skip
def test_a_kappa_is_read_by_landis_and_koch_as_it_is_shown(kappa: float, english: str, french: str) -> None:
    assert (reading(kappa).en, reading(kappa).fr) == (f"{english} agreement", french)


def test_the_kappa_of_a_single_point_behaviour_is_withheld_and_said_why() -> None:
    """22 smiles, of which 21 were seen by both: by chance as observed, so that kappa would always be 0."""
    first = [point("smiles", at) for at in range(22)]
    second = [point("smiles", at + 0.1) for at in range(21)]
    (found,) = compare([coded(30, C01=first, C02=second)], ["C01", "C02"], SCHEME, Parameters())
    assert (found.units, found.percentage, found.kappa) == (22, pytest.approx(21 / 22), None)
    assert found.to_json()["kappa_undefined"] == "no_chance"
    told = sentence(found, Parameters(), "fr")
    assert "95 fois sur cent ; kappa non défini : un seul comportement" in told
    assert "only the percentage tells" in sentence(found, Parameters(), "en")


def test_three_coders_of_a_single_point_behaviour_have_no_kappa_either() -> None:
    first = [point("smiles", at) for at in range(22)]
    by_coder = {"A": first, "B": first[:19], "C": first}
    found = compare([coded(30, **by_coder)], ["A", "B", "C"], SCHEME, Parameters())
    assert [(one.kappa, one.fleiss) for one in found] == [(None, None)] * 4
    assert found[0].percentage == pytest.approx(19 / 22)


def test_no_figure_is_a_nothing_with_a_sign() -> None:
    looks, points = [state("looks_nao", 0, 6)], [point("smiles", 3), point("turns_away", 9)]
    found = compare([coded(12, A=looks + points, B=looks + points)], ["A", "B"], SCHEME, Parameters())
    told = sentence(replace(found[0], kappa=-0.001, alpha=-1e-9), Parameters(), "fr")
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
    found = compare([coded(15, A=first, B=second)], ["A", "B"], SCHEME, Parameters())
    assert [one.method for one in found] == ["time", "events", "modifiers"]
    events, degrees = found[1:]
    assert (events.percentage, degrees.stream, degrees.units) == (1, "strength", 4)
    assert degrees.percentage == 0.5
    assert degrees.categories == ("weak", "clear", "strong", NOTHING)
    assert degrees.table == ((1, 1, 0, 0), (0, 0, 0, 1), (0, 0, 1, 0), (0, 0, 0, 0))
    assert "modificateur « strength »" in sentence(degrees, Parameters(), "fr")


def test_the_report_says_of_what_alpha_is_made() -> None:
    late, smile = state("looks_adult", 6, 12), point("smiles", 3)
    first = [state("looks_nao", 0, 4), late, smile, point("smiles", 9)]
    second = [state("looks_nao", 0, 5), late, smile, point("turns_away", 5)]
    third = Parameters(level="ordinal")
    by_time, _, points = compare([coded(12, A=first, B=second)], ["A", "B"], SCHEME, third)
    assert (by_time.units, by_time.alpha_units) == (12, 10)
    assert "(ordinal, sur 10 relevés : « rien » n'a pas de rang et n'y est pas)" in sentence(
        by_time, third, "fr"
    )
    assert (points.units, points.alpha_units, points.to_json()["alpha_units"]) == (3, 1, 1)
    smiles = compare([coded(12, A=[smile], B=[smile, point("smiles", 9)])], ["A", "B"], SCHEME, third)[0]
    assert "(ordinal, sur 1 événements : ce qu'un seul a vu n'y est pas) non défini" in sentence(
        smiles, third, "fr"
    )
    nominal = compare([coded(12, A=first, B=second)], ["A", "B"], SCHEME, Parameters())[0]
    assert (nominal.alpha_units, "(nominal) " in sentence(nominal, Parameters(), "fr")) == (12, True)


def test_what_lies_before_the_beginning_or_after_the_end_is_counted() -> None:
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
    units = matched_by_all([coded(30, **seen)], ["A", "B", "C"], SCHEME, codes, S)
    assert sorted(units.rows) == sorted(
        [
            ("smiles", "smiles", "turns_away"),
            ("smiles", NOTHING, NOTHING),
            (NOTHING, "turns_away", "turns_away"),
            (NOTHING, NOTHING, "smiles"),
        ]
    )


def test_three_coders_have_fleiss_by_events_too() -> None:
    smiles = [point("smiles", 1), point("turns_away", 4), point("smiles", 9)]
    late = [point("smiles", 1.5), point("turns_away", 4.5)]
    found = compare([coded(12, A=smiles, B=late, C=smiles)], ["A", "B", "C"], SCHEME, Parameters())
    together = next(one for one in found if one.method == "events" and len(one.coders) == 3)
    rows = [("smiles",) * 3, ("turns_away",) * 3, ("smiles", NOTHING, "smiles")]
    assert together.kappa == together.fleiss == fleiss_kappa(rows)
    assert together.percentage == pytest.approx(2 / 3)
    told = sentence(together, Parameters(), "fr")
    assert "kappa de Fleiss" in told
    assert "vus par un seul" not in told
