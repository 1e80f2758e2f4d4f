"""Curves of the timeline: values over time, asked for by range, a column a pixel.

The greatest value of a column counts; where nothing was sampled there is nothing: a gap is no value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST_COLUMNS = 4_096


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Some values at ascending times; each stands for ``hold_ns`` at most, or until the next."""

    times_ns: NDArray[np.int64]
    values: tuple[NDArray[np.float64], ...]
    hold_ns: int

    def columns(self, from_ns: int, to_ns: int, count: int) -> list[list[float | None]]:
        """Give for each row of values the greatest of each of ``count`` columns, None where there is none."""
        if not len(self.times_ns):
            return [[None] * count for _ in self.values]
        edges = from_ns + (to_ns - from_ns) * np.arange(count + 1, dtype=np.float64) / count
        first = np.searchsorted(self.times_ns, edges[:-1], side="left")
        after = np.searchsorted(self.times_ns, edges[1:], side="left")
        before = first - 1  # what began in an earlier column and still stands
        stands = (before >= 0) & (self.times_ns[np.maximum(before, 0)] + self.hold_ns > edges[:-1])
        return [self._greatest(values, first, after, before, stands) for values in self.values]

    @staticmethod
    def _greatest(
        values: NDArray[np.float64], first: Any, after: Any, before: Any, stands: Any
    ) -> list[float | None]:
        found = np.full(len(first), np.nan)
        within = after > first
        if within.any():
            # reduceat takes what lies between two places: those of the columns, and of what lies behind them
            places = np.stack([first[within], after[within]], axis=1).ravel()
            padded = np.append(values, np.nan)
            found[within] = np.fmax.reduceat(padded, places)[::2]
        found[stands] = np.fmax(found[stands], values[before[stands]])
        return [None if np.isnan(value) else round(float(value), 1) for value in found]


def in_order(times_ns: NDArray[np.int64], *values: NDArray[np.float64], hold_ns: int) -> Curve:
    """Make a curve of values in any order of time."""
    order = np.argsort(times_ns, kind="stable")
    return Curve(times_ns[order], tuple(one[order] for one in values), hold_ns)
