"""How far coders agree, put together: for each stream of a scheme every measure that fits, and how surely.

A pure function of what was coded and of the parameters, which stand in the result.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

from nao_sessions.annotation.agreement.intervals import Interval, bootstrap
from nao_sessions.annotation.agreement.measures import (
    Counted,
    Level,
    Unit,
    cohen_kappa,
    confusion,
    counted,
    event_fleiss,
    event_kappa,
    fleiss_kappa,
    krippendorff_alpha,
    percentage,
)
from nao_sessions.annotation.agreement.units import (
    NOTHING,
    Coded,
    Seen,
    Units,
    matched,
    matched_by_all,
    modified,
    pairs_seen,
    sampled,
)
from nao_sessions.annotation.scheme import Scheme
from nao_sessions.core.clock import SECOND_NS

Method = Literal["time", "events", "modifiers"]
Undefined = Literal["one_category", "no_chance"]
"""Why there is no kappa: everybody said the same of everything; the table by chance is the observed one."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """By what agreement is measured; ``level`` is that of Krippendorff's alpha."""

    tolerance_s: float = 1.0
    bin_s: float = 1.0
    level: Level = "nominal"
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """The measures of one stream. ``kappa`` is Cohen's of two coders, Fleiss' of more; None: not defined.

    ``table`` is the confusion matrix of two coders; ``alpha_units`` counts the units that alpha is made of:
    where it leaves out what somebody said nothing of, they are fewer.
    """

    stream: str
    method: Method
    coders: tuple[str, ...]
    units: int
    categories: tuple[str, ...]
    percentage: float | None
    kappa: float | None
    fleiss: float | None
    alpha: float | None
    interval: Interval | None
    table: tuple[tuple[int, ...], ...]
    alpha_units: int = 0

    @property
    def undefined(self) -> Undefined | None:
        """Tell why there is no kappa; None where there is one."""
        if self.kappa is not None:
            return None
        return "one_category" if self.method != "events" or self.percentage == 1 else "no_chance"

    def to_json(self) -> dict[str, Any]:
        """Give it for machines."""
        return {
            "stream": self.stream,
            "method": self.method,
            "coders": list(self.coders),
            "units": self.units,
            "percentage": self.percentage,
            "kappa": self.kappa,
            "kappa_undefined": self.undefined,
            "fleiss_kappa": self.fleiss,
            "krippendorff_alpha": self.alpha,
            "alpha_units": self.alpha_units,
            "kappa_95": None
            if self.interval is None
            else {
                "low": self.interval.low,
                "high": self.interval.high,
                "drawn": self.interval.drawn,
                "count": self.interval.count,
            },
            "categories": list(self.categories),
            "confusion": [list(row) for row in self.table],
        }


def compare(
    coded: Sequence[Coded], coders: Sequence[str], scheme: Scheme, parameters: Parameters
) -> tuple[Comparison, ...]:
    """Compare coders in every stream of a scheme: states by time and by their beginnings, points by events.

    Of more than two coders all are compared together, then each pair. At the end come the modifiers, pair by
    pair: what was chosen with the events that both called the same. A stream of which none of them wrote is
    left out.
    """
    found: list[Comparison] = []
    points = tuple(one.code for one in scheme.behaviours if one.kind == "point")
    kinds = {one.code: one.kind for one in scheme.behaviours}
    sets = [(name, codes) for name, codes in scheme.streams().items() if kinds[codes[0]] == "state"]
    for name, _ in sets:
        units = sampled(coded, coders, scheme, name, round(parameters.bin_s * SECOND_NS))
        found.append(_by_time(name, units, parameters))
        if len(coders) > 2:
            for pair in combinations(coders, 2):
                units = sampled(coded, pair, scheme, name, round(parameters.bin_s * SECOND_NS))
                found.append(_by_time(name, units, parameters))
    if points:
        sets.append((POINTS, points))
    tolerance = round(parameters.tolerance_s * SECOND_NS)
    both: dict[tuple[str, str], list[Seen]] = {}  # matching is what takes time: it is done once
    for name, codes in sets:
        if len(coders) > 2:
            found.append(
                _by_events(name, matched_by_all(coded, coders, scheme, codes, tolerance), parameters)
            )
        for pair in combinations(coders, 2):
            seen = pairs_seen(coded, pair, codes, tolerance)
            both.setdefault(pair, []).extend(seen)
            found.append(_by_events(name, matched(seen, pair, codes), parameters))
    order = {one.session: number for number, one in enumerate(coded)}
    for modifier in scheme.modifiers:
        for pair, all_seen in both.items():
            all_seen.sort(key=lambda one: order[one[0]])
            found.append(_by_modifiers(modifier, modified(all_seen, pair, scheme, modifier), parameters))
    return tuple(one for one in found if one.units)


POINTS = "points"
"""The stream of all point behaviours together: an event that was called something else is no other event."""


def _by_time(stream: str, units: Units, parameters: Parameters) -> Comparison:
    kappa = cohen_kappa if len(units.coders) == 2 else fleiss_kappa
    for_alpha = _for_level(units.rows, parameters.level)
    return _compared(stream, "time", units, parameters, kappa, fleiss_kappa(units.rows), for_alpha)


def _by_events(stream: str, units: Units, parameters: Parameters) -> Comparison:
    two = len(units.coders) == 2

    def kappa(rows: Counted) -> float | None:
        return event_kappa(rows, NOTHING) if two else event_fleiss(rows, NOTHING)

    fleiss = None if two else event_fleiss(units.rows, NOTHING)
    return _compared(stream, "events", units, parameters, kappa, fleiss, _missing(units.rows))


def _by_modifiers(modifier: str, units: Units, parameters: Parameters) -> Comparison:
    for_alpha = _for_level(units.rows, parameters.level)
    return _compared(modifier, "modifiers", units, parameters, cohen_kappa, None, for_alpha)


def _compared(
    stream: str,
    method: Method,
    units: Units,
    parameters: Parameters,
    kappa: Callable[[Counted], float | None],
    fleiss: float | None,
    for_alpha: Sequence[Unit],
) -> Comparison:
    ranks = tuple(one for one in units.categories if one != NOTHING)
    return Comparison(
        stream=stream,
        method=method,
        coders=units.coders,
        units=len(units.rows),
        categories=units.categories,
        percentage=percentage(units.rows),
        kappa=kappa(counted(units.rows)),
        fleiss=fleiss,
        alpha=krippendorff_alpha(for_alpha, parameters.level, ranks),
        interval=bootstrap(units.rows, units.sessions, kappa, parameters.seed),
        table=confusion(units.rows, units.categories) if len(units.coders) == 2 else (),
        alpha_units=_pairable(for_alpha),
    )


def _pairable(rows: Sequence[Unit]) -> int:
    """Count the units of which two coders at least said something: those that alpha is made of."""
    return sum(sum(value is not None for value in row) > 1 for row in rows)


def _for_level(rows: Sequence[Sequence[str]], level: Level) -> Sequence[Unit]:
    """Give the units for alpha: nothing is a category among names, and has no rank among ranks."""
    return rows if level == "nominal" else _missing(rows)


def _missing(rows: Sequence[Sequence[str]]) -> list[Unit]:
    return [tuple(None if value == NOTHING else value for value in row) for row in rows]
