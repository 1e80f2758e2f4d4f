"""The measures of agreement: the published values themselves, and the libraries on random tables."""

from __future__ import annotations

import random
import warnings
from itertools import product

import krippendorff
import numpy as np
import pytest
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.stats.inter_rater import aggregate_raters
from statsmodels.stats.inter_rater import cohens_kappa as reference_cohen
from statsmodels.stats.inter_rater import fleiss_kappa as reference_fleiss

from nao_sessions.annotation.agreement.intervals import bootstrap
from nao_sessions.annotation.agreement.measures import (
    Level,
    Unit,
    cohen_kappa,
    confusion,
    event_kappa,
    fleiss_kappa,
    krippendorff_alpha,
    percentage,
)


def units_of(table: list[list[int]]) -> list[tuple[str, str]]:
    """Give the units whose confusion matrix is a table."""
    return [(str(i), str(j)) for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]


# Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, 3rd ed., table 18.1: kappa 0.68.
DIAGNOSES = [[75, 1, 4], [5, 4, 1], [0, 0, 10]]

# Fleiss (1971), Psychological Bulletin 76, 378-382, table 1: 30 patients, 6 psychiatrists each; kappa 0.430.
PSYCHIATRISTS = (
    "00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031 00501 30012 "
    "51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006"
)


def psychiatrists() -> list[list[str]]:
    return [
        [str(diagnosis) for diagnosis, n in enumerate(patient) for _ in range(int(n))]
        for patient in PSYCHIATRISTS.split()
    ]


def test_the_published_kappa_of_cohen() -> None:
    units = units_of(DIAGNOSES)
    assert confusion(units, "012") == tuple(tuple(row) for row in DIAGNOSES)
    assert percentage(units) == pytest.approx(0.89)
    assert cohen_kappa(units) == pytest.approx(0.676, abs=0.0005)


def test_the_published_kappa_of_fleiss() -> None:
    assert fleiss_kappa(psychiatrists()) == pytest.approx(0.430, abs=0.0005)


@pytest.mark.parametrize(
    ("level", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_the_published_alphas_of_krippendorff(level: Level, published: float) -> None:
    """Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, example C: four observers."""
    rows = [
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    ]
    columns = zip(*(row.split() for row in rows), strict=True)
    units = [[None if value == "." else value for value in column] for column in columns]
    assert krippendorff_alpha(units, level, "12345") == pytest.approx(published, abs=0.0005)


@pytest.mark.parametrize("seed", range(25))
def test_cohen_and_fleiss_are_those_of_statsmodels(seed: int) -> None:
    stream = random.Random(seed)
    categories = "abcd"[: stream.randint(2, 4)]
    units = [tuple(stream.choice(categories) for _ in range(3)) for _ in range(40)]
    two = [unit[:2] for unit in units]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = reference_cohen(np.array(confusion(two, categories)), return_results=False)
        table, _ = aggregate_raters(np.array([[categories.index(one) for one in unit] for unit in units]))
        assert cohen_kappa(two) == pytest.approx(expected)
        assert fleiss_kappa(units) == pytest.approx(reference_fleiss(table))


@pytest.mark.parametrize(("seed", "level"), [*product(range(10), ("nominal", "ordinal", "interval"))])
def test_alpha_is_that_of_the_library(seed: int, level: Level) -> None:
    stream = random.Random(seed)
    units: list[list[str | None]] = [
        [stream.choice([None, "0", "1", "2", "3"]) for _ in range(3)] for _ in range(40)
    ]
    data = [
        [np.nan if unit[coder] is None else float(unit[coder] or 0) for unit in units] for coder in range(3)
    ]
    expected = krippendorff.alpha(reliability_data=data, level_of_measurement=level)
    assert krippendorff_alpha(units, level, "0123") == pytest.approx(expected)


def test_coders_who_only_know_one_category_have_no_kappa() -> None:
    same = [("a", "a")] * 10
    assert (percentage(same), cohen_kappa(same), fleiss_kappa(same)) == (1.0, None, None)
    assert krippendorff_alpha(same, "nominal") is None


def test_nothing_gives_nothing() -> None:
    assert (percentage([]), cohen_kappa([]), fleiss_kappa([]), krippendorff_alpha([], "nominal")) == (
        None,
    ) * 4


def test_the_kappa_of_events_is_that_of_quasi_independence() -> None:
    """The expected counts are those of the log-linear model without the impossible cell, as a GLM fits it."""
    table = {("a", "a"): 10, ("a", "b"): 3, ("a", "—"): 2, ("b", "a"): 1, ("b", "b"): 9, ("b", "—"): 4,
             ("—", "a"): 2, ("—", "b"): 5}  # fmt: skip
    events = [pair for pair, count in table.items() for _ in range(count)]
    design = np.array([[1, a == "b", a == "—", b == "b", b == "—"] for a, b in table], dtype=float)
    fitted = GLM(np.array([*table.values()]), design, family=Poisson()).fit().fittedvalues
    by_chance = sum(n for (a, b), n in zip(table, fitted, strict=True) if a == b) / len(events)
    assert event_kappa(events, "—") == pytest.approx((19 / 36 - by_chance) / (1 - by_chance))


def test_perfect_events_agree_perfectly() -> None:
    assert event_kappa([("a", "a"), ("b", "b")], "—") == pytest.approx(1.0)


@pytest.mark.parametrize(
    "pairs",
    [
        [("a", "a")] * 21 + [("a", "—")],
        [("a", "a")] * 21 + [("a", "—"), ("—", "a")],
        [("a", "—"), ("b", "—")],
        [("a", "a"), ("a", "b")],
        [("a", "b"), ("a", "—"), ("—", "b")],
    ],
)
def test_events_whose_table_by_chance_is_always_the_observed_one_have_no_kappa(
    pairs: list[tuple[str, str]],
) -> None:
    assert event_kappa(pairs, "—") is None


def test_an_interval_holds_its_kappa_and_is_the_same_for_a_seed() -> None:
    units: list[Unit] = list(units_of(DIAGNOSES))
    random.Random(1).shuffle(units)
    sessions = [f"s{n % 10}" for n in range(len(units))]
    found = bootstrap(units, sessions, cohen_kappa, seed=4)
    assert found is not None
    assert (found.drawn, found.count) == ("sessions", 10)
    assert found.low < 0.676 < found.high
    assert bootstrap(units, sessions, cohen_kappa, seed=4) == found
    assert bootstrap(units, sessions, cohen_kappa, seed=5) != found


def test_bins_of_few_sessions_are_drawn_as_blocks() -> None:
    units: list[Unit] = list(units_of(DIAGNOSES))
    found = bootstrap(units, ["one"] * len(units), cohen_kappa, seed=4, draws=200)
    assert found is not None
    assert (found.drawn, found.count) == ("blocks", 20)
