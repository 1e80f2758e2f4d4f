"""Measures of agreement: percentage, confusion matrix, kappas of Cohen and Fleiss, PABAK, AC1, alpha.

Pure functions of units: a unit is what each coder said of one thing, None where a coder said nothing of it.
A measure that is not defined (nobody varied) is None, and never a number that looks like one. Measures that
are corrected for chance take arrays of counts too, so that all draws of a bootstrap are measured at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Unit = Sequence[str | None]
"""What each coder said, in the order of the coders."""

Amount = float | NDArray[np.float64]
"""A number, or one for each draw: an array of shape (draws,)."""

Counted = Mapping[tuple[str | None, ...], Amount]
"""How many units there are of each kind; parts of units where they are weighted."""

Level = Literal["nominal", "ordinal", "interval"]


@dataclass(frozen=True, slots=True)
class ChanceCorrected:
    """Agreement as it was observed, and as it is expected by chance, both 0 to 1."""

    observed: Amount
    expected: Amount

    @property
    def value(self) -> float | None:
        """Return the agreement beyond chance, 1 where it is perfect; None where chance always agrees."""
        beyond = float(1 - self.expected)
        return None if beyond < 1e-12 else float(self.observed - self.expected) / beyond

    @property
    def values(self) -> NDArray[np.float64]:
        """Return the agreement beyond chance for each draw in which it is defined, as a 1-D array."""
        observed, expected = np.broadcast_arrays(self.observed, self.expected)
        known = 1 - expected >= 1e-12
        return np.asarray((observed[known] - expected[known]) / (1 - expected[known]))


Coefficient = Callable[[Counted], ChanceCorrected | None]
"""A measure that is corrected for chance, of units that are counted; None where it is not defined."""


def percentage(units: Sequence[Unit]) -> float | None:
    """Return the share of the units coded by all on which all say the same, 0 to 1; None without."""
    whole = [unit for unit in units if all(value is not None for value in unit)]
    return sum(len(set(unit)) == 1 for unit in whole) / len(whole) if whole else None


def agreement(units: Counted, labels: int = 0) -> ChanceCorrected | None:
    """Return the share of units on which all coders said the same, with 0 expected by chance; None without.

    The first ``labels`` values of a unit name what it is about; they are no coder's.
    """
    alike = sum(n for unit, n in units.items() if len(set(unit[labels:])) == 1)
    return ChanceCorrected(alike / sum(units.values()), 0.0) if units else None


def constant_coders(units: Sequence[Unit]) -> tuple[int, ...]:
    """Return the places of coders who say the same of every unit: with such a coder kappa says nothing."""
    return tuple(place for place, values in enumerate(zip(*units, strict=True)) if len(set(values)) == 1)


def confusion(units: Sequence[Unit], categories: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """Count what two coders said: a row for each category of the first, a column for each of the second."""
    counts = Counter((unit[0], unit[1]) for unit in units if None not in unit[:2])
    return tuple(tuple(counts[first, second] for second in categories) for first in categories)


def counted(units: Sequence[Unit] | Counted) -> Counted:
    """Return the number of units of each kind; units that are counted already are returned as they are."""
    return units if isinstance(units, Mapping) else Counter(tuple(unit) for unit in units)


def cohen(units: Sequence[Unit] | Counted) -> ChanceCorrected | None:
    """Return Cohen's kappa of two coders (Cohen 1960); None without units that both coded."""
    return _kappa_of_pairs(_pairs(units), possible=lambda first, second: True)


def pabak(units: Sequence[Unit] | Counted) -> ChanceCorrected | None:
    """Return the kappa that prevalence and bias do not move: chance is 1 / the number of categories used.

    Of two categories that is PABAK (Byrt, Bishop and Carlin 1993), of more Brennan and Prediger's kappa
    (1981); of more than two coders, the observed agreement is that of Fleiss: pairs of coders. None where
    fewer than two categories were used.
    """
    observed = _pairwise(units)
    return (
        None
        if observed is None or len(observed[1]) < 2
        else ChanceCorrected(observed[0], 1 / len(observed[1]))
    )


def ac1(units: Sequence[Unit] | Counted) -> ChanceCorrected | None:
    """Return Gwet's AC1 (2008), of two coders or more, over the units that all of them coded.

    As for PABAK, a category that nobody used counts for nothing: each would make agreement look less like
    chance.
    """
    observed = _pairwise(units)
    if observed is None or len(observed[1]) < 2:
        return None
    share, shares = observed
    return ChanceCorrected(share, sum(one * (1 - one) for one in shares.values()) / (len(shares) - 1))


def pooled(units: Sequence[Unit] | Counted) -> ChanceCorrected | None:
    """Return the pooled kappa of several behaviours (De Vries, Elliott, Kanouse and Teleki 2008).

    The first value of a unit says of which behaviour it is. Observed and expected agreement are each the mean
    of those of all behaviours: put into one table, behaviours that are rare and frequent would agree by that
    alone. One of which a coder always says the same counts too: its agreement is what chance expects. Of more
    than two coders, both are those of Fleiss. None without units.
    """
    by_behaviour: dict[str | None, dict[tuple[str | None, ...], Amount]] = {}
    for unit, count in counted(units).items():
        rest = by_behaviour.setdefault(unit[0], {})
        rest[unit[1:]] = rest.get(unit[1:], 0) + count
    found = [cohen(one) if len(next(iter(one))) == 2 else fleiss(one) for one in by_behaviour.values()]
    known = [one for one in found if one is not None]
    if not known:
        return None
    return ChanceCorrected(
        sum(one.observed for one in known) / len(known), sum(one.expected for one in known) / len(known)
    )


def agreement_on(units: Sequence[Unit] | Counted, value: str) -> float | None:
    """Return how far coders agree on one value: if one says it of a unit, which share of the others does.

    Of two coders that is 2a / (2a + b + c), the positive agreement of Cicchetti and Feinstein (1990).
    """
    both = alone = 0.0
    for unit, count in counted(units).items():
        agreeing = sum(one == value for one in unit)
        both += float(count) * agreeing * (agreeing - 1)
        alone += float(count) * agreeing * (len(unit) - 1)
    return both / alone if alone else None


def scored_agreement(units: Sequence[Unit] | Counted, value: str) -> float | None:
    """Return, of the units of which any coder says a value, the share of which all do, 0 to 1, or None.

    Of two coders and a behaviour that is a / (a + b + c), the occurrence or scored-interval agreement of
    Hawkins and Dotson (1975); of what is not that behaviour d / (b + c + d), non-occurrence.
    """
    every = anybody = 0.0
    for unit, count in counted(units).items():
        every += float(count) * all(one == value for one in unit)
        anybody += float(count) * any(one == value for one in unit)
    return every / anybody if anybody else None


def event(units: Sequence[Unit] | Counted, nothing: str) -> ChanceCorrected | None:
    """Return the kappa of events that were matched in time (Bakeman, Quera and Gnisci 2009).

    An event that only one coder saw stands beside ``nothing``; both seeing nothing cannot be counted, so
    that cell is taken for impossible: the expected counts of the others come by iterative proportional
    fitting to the margins, which keeps the cell at zero.

    None where the margins leave nothing free: with one behaviour, or a coder who always says the same, the
    table by chance is the observed one, and kappa would be 0 however well they agree.
    """
    pairs = _pairs(units)
    rows, columns = ({pair[place] for pair in pairs} for place in (0, 1))
    free = (len(rows) - 1) * (len(columns) - 1) - (nothing in rows and nothing in columns)
    if free <= 0:
        return None
    return _kappa_of_pairs(pairs, possible=lambda first, second: not (first == second == nothing))


def _pairs(units: Sequence[Unit] | Counted) -> dict[tuple[str, str], Amount]:
    pairs: dict[tuple[str, str], Amount] = {}
    for unit, count in counted(units).items():
        first, second = unit[:2]
        if first is not None and second is not None:
            pairs[first, second] = pairs.get((first, second), 0) + count
    return pairs


_MOST_FITTINGS = 1_000
_FITTED_WITHIN = 1e-9


def _kappa_of_pairs(
    pairs: Mapping[tuple[str, str], Amount], possible: Callable[[str, str], bool]
) -> ChanceCorrected | None:
    """Return kappa for pairs of which some are impossible."""
    if not pairs:
        return None
    count = sum(pairs.values())
    names = sorted({name for pair in pairs for name in pair})
    rows: dict[str, Amount] = dict.fromkeys(names, 0.0)
    columns: dict[str, Amount] = dict.fromkeys(names, 0.0)
    for (first, second), n in pairs.items():
        rows[first] = rows[first] + n
        columns[second] = columns[second] + n
    if all(possible(one, one) for one in names):
        expected = sum(rows[one] * columns[one] for one in names) / count**2
    else:
        expected = _fitted_diagonal(names, rows, columns, possible) / count
    return ChanceCorrected(
        sum(n for (first, second), n in pairs.items() if first == second) / count, expected
    )


def _fitted_diagonal(
    names: Sequence[str],
    rows: Mapping[str, Amount],
    columns: Mapping[str, Amount],
    possible: Callable[[str, str], bool],
) -> Amount:
    cells: dict[tuple[str, str], Any] = {(a, b): 1.0 for a in names for b in names if possible(a, b)}
    for _ in range(_MOST_FITTINGS):
        moved = 0.0
        for margin, place in ((rows, 0), (columns, 1)):
            for name in names:
                here = [cell for cell in cells if cell[place] == name]
                total = np.asarray(sum(cells[cell] for cell in here))
                factor = np.where(total > 0, margin.get(name, 0.0) / np.where(total > 0, total, 1.0), 0.0)
                for cell in here:
                    after = cells[cell] * factor
                    moved = max(moved, float(np.max(np.abs(after - cells[cell]))))
                    cells[cell] = after
        if moved < _FITTED_WITHIN:
            break
    diagonal: Amount = sum(cells.get((name, name), 0.0) for name in names)
    return diagonal


def fleiss(units: Sequence[Unit] | Counted) -> ChanceCorrected | None:
    """Return Fleiss' kappa of two coders or more (Fleiss 1971), over the units that all of them coded.

    None where there is no such unit; where nobody varied, ``value`` of what is returned is None.
    """
    observed = _pairwise(units)
    if observed is None:
        return None
    share, shares = observed
    return ChanceCorrected(share, sum(one**2 for one in shares.values()))


def pairwise(units: Sequence[Unit] | Counted) -> float | None:
    """Return the share of pairs of coders who say the same of a unit, 0 to 1: kappa's observed agreement.

    None without units that all coded.
    """
    observed = _pairwise(units)
    return None if observed is None else float(observed[0])


def _pairwise(units: Sequence[Unit] | Counted) -> tuple[Amount, dict[str | None, Amount]] | None:
    """Return the share of pairs of coders who say the same of a unit, and the share of each value."""
    whole = {unit: n for unit, n in counted(units).items() if all(value is not None for value in unit)}
    count: Amount = sum(whole.values())
    coders = len(next(iter(whole))) if whole else 0
    if coders < 2:
        return None
    totals: dict[str | None, Amount] = {}
    agreed: Amount = 0.0
    for unit, n in whole.items():
        values = Counter(unit)
        for value, times in values.items():
            totals[value] = totals.get(value, 0) + n * times
        agreed = agreed + n * (sum(times**2 for times in values.values()) - coders) / (coders * (coders - 1))
    return agreed / count, {value: n / (count * coders) for value, n in totals.items()}


def event_fleiss(units: Sequence[Unit] | Counted, nothing: str) -> ChanceCorrected | None:
    """Return Fleiss' kappa of matched events, where an event not seen counts as a category.

    It knows no impossible cell, so that it is a little low; None with one behaviour, where it would be
    below 0 however well they agree.
    """
    rows = counted(units)
    behaviours = {value for unit in rows for value in unit} - {nothing, None}
    return fleiss(rows) if len(behaviours) > 1 else None


def krippendorff_alpha(units: Sequence[Unit], level: Level, ranks: Sequence[str] = ()) -> float | None:
    """Return Krippendorff's alpha (Krippendorff 2004, ch. 11): 1 - observed / expected disagreement.

    Args:
        units: what each coder said; None is missing, and a unit with fewer than two values does not count.
        level: how far apart two values are: nominal, ordinal or interval.
        ranks: the categories in their order, for ordinal and interval; their places are the interval values.
    """
    pairable = [[value for value in unit if value is not None] for unit in units]
    pairable = [values for values in pairable if len(values) > 1]
    weights: dict[tuple[str, str], float] = {}
    for values in pairable:
        counts = Counter(values)
        for first, n in counts.items():
            for second, m in counts.items():
                pairs = n * (m - 1) if first == second else n * m
                weights[first, second] = weights.get((first, second), 0.0) + pairs / (len(values) - 1)
    totals: dict[str, float] = {}
    for (first, _), weight in weights.items():
        totals[first] = totals.get(first, 0.0) + weight
    count = sum(totals.values())
    order = [name for name in ranks if name in totals] or sorted(totals)
    distance = _distance(level, order, totals, ranks or order)
    observed = sum(weight * distance(a, b) for (a, b), weight in weights.items())
    expected = sum(totals[a] * totals[b] * distance(a, b) for a in totals for b in totals)
    return None if expected == 0 else 1 - (count - 1) * observed / expected


def _distance(
    level: Level, order: Sequence[str], totals: Mapping[str, float], ranks: Sequence[str]
) -> Callable[[str, str], float]:
    """Return a function that computes the squared difference of two values at a level of measurement."""
    if level == "nominal":
        return lambda first, second: float(first != second)
    if level == "interval":
        place = {name: float(number) for number, name in enumerate(ranks)}
        return lambda first, second: (place[first] - place[second]) ** 2
    here = {name: number for number, name in enumerate(order)}

    def ordinal(first: str, second: str) -> float:
        low, high = sorted((here[first], here[second]))
        between = sum(totals[name] for name in order[low : high + 1])
        return (between - (totals[first] + totals[second]) / 2) ** 2

    return ordinal
