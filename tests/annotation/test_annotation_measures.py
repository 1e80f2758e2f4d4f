"""The measures of agreement: the published values themselves, and the libraries on random tables."""

from __future__ import annotations

import json
import random
import warnings
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

import krippendorff
import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.formula.api import ols
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.stats.anova import anova_lm
from statsmodels.stats.inter_rater import aggregate_raters
from statsmodels.stats.inter_rater import cohens_kappa as reference_cohen
from statsmodels.stats.inter_rater import fleiss_kappa as reference_fleiss

from nao_sessions.annotation.agreement.icc import intraclass
from nao_sessions.annotation.agreement.limits import Blocks, beta_quantile, f_quantile
from nao_sessions.annotation.agreement.measures import (
    Corrected,
    Level,
    Unit,
    ac1,
    agreement_on,
    cohen,
    confusion,
    event,
    fleiss,
    krippendorff_alpha,
    pabak,
    percentage,
    pooled,
)

HERE = Path(__file__).parent
REFERENCES = json.loads((HERE / "references.json").read_text(encoding="utf-8"))
"""Random tables, and what irrCAC 0.4.4 and pingouin 0.6.1 give for them."""
WITHIN = {"rel": 1e-9, "abs": 1e-9}


def value(found: Corrected | None) -> float | None:
    return None if found is None else found.value


def cohen_kappa(units: Sequence[Unit]) -> float | None:
    return value(cohen(units))


def fleiss_kappa(units: Sequence[Unit]) -> float | None:
    return value(fleiss(units))


def event_kappa(units: Sequence[Unit], nothing: str) -> float | None:
    return value(event(units, nothing))


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
        assert cohen_kappa(two) == pytest.approx(expected, **WITHIN)
        assert fleiss_kappa(units) == pytest.approx(reference_fleiss(table), **WITHIN)


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
    assert krippendorff_alpha(units, level, "0123") == pytest.approx(expected, **WITHIN)


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


@pytest.mark.parametrize("table", REFERENCES["coefficients"])
def test_ac1_and_the_kappa_of_brennan_and_prediger_are_those_of_irrcac(table: dict[str, Any]) -> None:
    """Two to four coders, two to five categories."""
    units = [tuple(unit) for unit in table["units"]]
    assert value(ac1(units)) == pytest.approx(table["ac1"], **WITHIN)
    assert value(pabak(units)) == pytest.approx(table["brennan_prediger"], **WITHIN)
    assert fleiss_kappa(units) == pytest.approx(table["fleiss"], **WITHIN)


def test_the_published_paradox_of_kappa() -> None:
    """Feinstein and Cicchetti (1990), J. Clin. Epidemiol. 43, 543-549, tables 1 and 2: 0.85 agree in both.

    Kappa is 0.70 where both categories are as frequent, and 0.32 where one is rare; PABAK (Byrt et al. 1993)
    is 2 x 0.85 - 1 in both. Positive and negative agreement by Cicchetti and Feinstein (1990), 551-558.
    """
    even, rare = units_of([[40, 9], [6, 45]]), units_of([[80, 10], [5, 5]])
    assert [round(cohen_kappa(one) or 0, 2) for one in (even, rare)] == [0.70, 0.32]
    assert [value(pabak(one)) for one in (even, rare)] == [pytest.approx(0.70), pytest.approx(0.70)]
    assert agreement_on(rare, "0") == pytest.approx(160 / 175)
    assert agreement_on(rare, "1") == pytest.approx(10 / 25)


def test_agreement_on_a_value_of_several_coders_is_that_of_their_pairs() -> None:
    units = [("a", "a", "b"), ("a", "b", "b"), ("b", "b", "b"), ("a", "a", "a")]
    pairs = [(unit[i], unit[j]) for unit in units for i, j in ((0, 1), (0, 2), (1, 2))]
    assert agreement_on(units, "a") == pytest.approx(agreement_on(pairs, "a"))


def test_the_pooled_kappa_is_that_of_mean_agreements() -> None:
    """De Vries et al. (2008), Field Methods 20, 272-282: the means of observed and expected agreement."""
    tables = {"x": [[40, 9], [6, 45]], "y": [[80, 10], [5, 5]]}
    units = [(name, *unit) for name, table in tables.items() for unit in units_of(table)]
    chance = [(0.49 * 0.46 + 0.51 * 0.54), (0.90 * 0.85 + 0.10 * 0.15)]
    expected = (0.85 - sum(chance) / 2) / (1 - sum(chance) / 2)
    assert value(pooled(units)) == pytest.approx(expected, **WITHIN)


# Shrout and Fleiss (1979), Psychological Bulletin 86, 420-428, table 2: four judges of six targets;
# ICC(2,1) .29 and ICC(3,1) .71 (table 4); McGraw and Wong (1996) give the limits of ICC(A,1) as .02 and .76.
JUDGES = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


def test_the_published_correlations_of_shrout_and_fleiss() -> None:
    found = intraclass(JUDGES)
    assert found is not None
    assert (round(found.absolute, 2), round(found.consistent, 2)) == (0.29, 0.71)
    assert (round(found.low or 0, 2), round(found.high or 0, 2)) == (0.02, 0.76)


@pytest.mark.parametrize("table", [*REFERENCES["icc"], {"rows": JUDGES}])
def test_correlations_are_those_of_an_analysis_of_variance_and_of_pingouin(table: dict[str, Any]) -> None:
    rows = table["rows"]
    found = intraclass(rows)
    assert found is not None
    data = pd.DataFrame(
        [(t, c, float(v)) for t, row in enumerate(rows) for c, v in enumerate(row)], columns=["t", "c", "v"]
    )
    variance = anova_lm(ols("v ~ C(t) + C(c)", data).fit())["mean_sq"]
    between, coders, error = variance["C(t)"], variance["C(c)"], variance["Residual"]
    n, k = len(rows), len(rows[0])
    absolute = (between - error) / (between + (k - 1) * error + k * (coders - error) / n)
    assert found.absolute == pytest.approx(absolute, **WITHIN)
    assert found.consistent == pytest.approx((between - error) / (between + (k - 1) * error), **WITHIN)
    # McGraw and Wong (1996), table 7, by scipy's F
    a, b = k * absolute / n / (1 - absolute), 1 + k * absolute * (n - 1) / n / (1 - absolute)
    free = (a * coders + b * error) ** 2 / (
        (a * coders) ** 2 / (k - 1) + (b * error) ** 2 / (n - 1) / (k - 1)
    )
    low, high = stats.f.ppf(0.975, n - 1, free), stats.f.ppf(0.975, free, n - 1)
    rest = k * coders + (k * n - k - n) * error
    assert found.low == pytest.approx(n * (between - low * error) / (low * rest + n * between), **WITHIN)
    assert found.high == pytest.approx(n * (high * between - error) / (rest + n * high * between), **WITHIN)
    if "limits" in table:
        assert found.absolute == pytest.approx(table["icc_2_1"], **WITHIN)
        assert found.consistent == pytest.approx(table["icc_3_1"], **WITHIN)
        assert [found.low, found.high] == pytest.approx(table["limits"], abs=0.005 + 1e-9)  # two decimals


def test_figures_that_never_differ_have_a_correlation_without_limits_and_equal_ones_have_none() -> None:
    found = intraclass([[1, 1], [2, 2], [5, 5]])
    assert found is not None
    assert (found.absolute, found.low, found.high) == (1.0, None, None)
    assert intraclass([[3, 3], [3, 3]]) is None
    assert intraclass([[3, 4], [3, 4]]) is None  # each coder gives the same to all
    assert intraclass([[3, 4]]) is None


@pytest.mark.parametrize(("a", "b"), [(0.5, 0.5), (20, 1), (3.3, 40.2), (200, 300), (1, 1), (10_000, 3)])
def test_quantiles_are_those_of_scipy(a: float, b: float) -> None:
    for share in (0.025, 0.5, 0.975):
        assert beta_quantile(share, a, b) == pytest.approx(stats.beta.ppf(share, a, b), **WITHIN)
        assert f_quantile(share, a, b) == pytest.approx(stats.f.ppf(share, a, b), **WITHIN)


def test_limits_hold_their_kappa_and_are_the_same_for_a_seed() -> None:
    units: list[Unit] = list(units_of(DIAGNOSES))
    random.Random(1).shuffle(units)
    blocks = Blocks(units, [f"s{n % 10}" for n in range(len(units))])
    found = blocks.interval(cohen, seed=4)
    assert found is not None
    assert (found.drawn, found.count) == ("sessions", 10)
    assert found.low < 0.676 < found.high
    assert blocks.interval(cohen, seed=4) == found


def test_bins_of_few_sessions_are_drawn_as_blocks() -> None:
    units: list[Unit] = list(units_of(DIAGNOSES))
    found = Blocks(units, ["one"] * len(units)).interval(cohen, seed=4, draws=200)
    assert found is not None
    assert (found.drawn, found.count) == ("blocks", 20)


def test_limits_where_nobody_differed_are_no_point() -> None:
    """Clopper and Pearson of 10 of 10, half of the blocks: 0.69; of kappa, with margins as they are, 0.38."""
    units: list[Unit] = [("a", "a"), ("b", "b")] * 50
    blocks = Blocks(units, ["one"] * len(units))
    agreement, kappa = blocks.agreement(), blocks.interval(cohen, seed=4)
    assert agreement is not None
    assert kappa is not None
    low = stats.binomtest(10, 10).proportion_ci(method="exact").low
    assert (agreement.low, agreement.high) == pytest.approx((low, 1.0), **WITHIN)
    assert (kappa.low, kappa.high) == pytest.approx((2 * low - 1, 1.0), **WITHIN)


def test_limits_of_units_that_do_not_hang_together_are_those_of_clopper_and_pearson() -> None:
    """Units in a random order are independent, so that the effective number is theirs, not that of blocks."""
    stream = random.Random(2)
    units: list[Unit] = [("a", "a" if stream.random() < 0.8 else "b") for _ in range(2_000)]
    found = Blocks(units, ["one"] * len(units)).agreement()
    agreed = sum(a == b for a, b in units)
    exact = stats.binomtest(agreed, 2_000).proportion_ci(method="exact")
    assert found is not None
    assert found.high - found.low == pytest.approx(exact.high - exact.low, rel=0.5)
    # where differences come in long runs, much less is known
    runs: list[Unit] = [("a", "a" if n // 200 % 5 else "b") for n in range(2_000)]
    wide = Blocks(runs, ["one"] * len(runs)).agreement()
    assert wide is not None
    assert wide.high - wide.low > 5 * (exact.high - exact.low)


def test_limits_of_a_rare_behaviour_are_kappas_that_a_table_can_have() -> None:
    """Two of 45 bins, seen by both: with chance as observed, 69 % of agreement would be a kappa below -1."""
    units: list[Unit] = [("a", "a") if n in (7, 8) else ("-", "-") for n in range(45)]
    blocks = Blocks(units, ["one"] * 45)
    agreement, kappa = blocks.agreement(), blocks.interval(cohen, seed=1, draws=100)
    assert agreement is not None
    assert kappa is not None
    # the table by hand: agreement as low as that, what differs half in either cell
    low, rare = agreement.low, 2 / 45
    table = np.array([[low * rare, (1 - low) / 2], [(1 - low) / 2, low * (1 - rare)]])
    assert kappa.low == pytest.approx(reference_cohen(table * 45).kappa, **WITHIN)
    assert -0.05 < kappa.low < 0
    assert kappa.high == pytest.approx(1.0)


def test_limits_of_three_coders_are_those_of_their_pairs() -> None:
    """All three agree on 60 of 100, two on the others: the limits of 60 % are put through Fleiss' kappa."""
    units: list[Unit] = [*[("a", "a", "a")] * 30, *[("b", "b", "b")] * 30]
    units += [*[("a", "a", "b")] * 20, *[("b", "a", "b")] * 20]
    random.Random(1).shuffle(units)  # independent: a bootstrap is narrower than Clopper and Pearson's limits
    found = Blocks(units, ["one"] * 100, lasting=False).interval(fleiss, seed=1)
    assert found is not None
    exact = stats.binomtest(60, 100).proportion_ci(method="exact")
    for share, limit in ((exact.low, found.low), (exact.high, found.high)):
        # rows of 0 to 3 coders who say "a": half of what all agree on is "a", half of the rest has two "a"
        alike, apart = round(share * 50_000), round((1 - share) * 50_000)
        rows = [[3, 0]] * alike + [[0, 3]] * alike + [[2, 1]] * apart + [[1, 2]] * apart
        assert limit == pytest.approx(reference_fleiss(np.array(rows)), abs=1e-3)


def test_a_coder_who_always_says_the_same_leaves_kappa_no_limits() -> None:
    units: list[Unit] = [("a" if n < 15 else "-", "-") for n in range(45)]
    blocks = Blocks(units, ["one"] * 45)
    assert cohen_kappa(units) == pytest.approx(0)
    assert blocks.interval(cohen, seed=1) is None
    assert blocks.agreement() is not None
