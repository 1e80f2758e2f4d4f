"""Intraclass correlations of counts, durations and latencies: do coders give children the same figures?

ICC(2,1), the absolute agreement of single coders who stand for others like them, and ICC(3,1), their
consistency (Shrout and Fleiss 1979; A,1 and C,1 of McGraw and Wong 1996). A research that goes on with one
coder's figures needs the first; where the second is much higher, one of the coders always notes more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nao_sessions.analysis.agreement.limits import f_quantile

_FEWEST_FREE = 0.01
"""With fewer degrees of freedom the formula of the limits says nothing: its quantiles are 0 or infinite."""


@dataclass(frozen=True, slots=True)
class Correlation:
    """ICCs of ``targets`` figures by so many ``coders``, with the 95 % limits of the first, where known."""

    absolute: float
    consistent: float
    targets: int
    coders: int
    low: float | None = None
    high: float | None = None


def intraclass(rows: Sequence[Sequence[float]]) -> Correlation | None:
    """Return the ICCs of a table, a row for each figure, a column for each coder.

    None with fewer than two rows or columns, or where each coder's figures are all the same: nothing varies
    that could be told apart; nor where differences cancel out, as of two coders who exchanged the figures of
    two children. Without any difference between coders there are no limits, since nothing tells how large one
    may be; nor where the formula of McGraw and Wong has no degrees of freedom, or divides by nothing.
    """
    table = np.asarray(rows, dtype=float)
    if table.ndim != 2 or min(table.shape) < 2:
        return None
    n, k = table.shape
    mean = table.mean()
    between = k * float(((table.mean(axis=1) - mean) ** 2).sum()) / (n - 1)
    coders = n * float(((table.mean(axis=0) - mean) ** 2).sum()) / (k - 1)
    left = table - table.mean(axis=1, keepdims=True) - table.mean(axis=0, keepdims=True) + mean
    error = float((left**2).sum()) / ((n - 1) * (k - 1))
    whole = max(between, coders, error)
    if max(between, error) <= 1e-18 * max(1.0, float(mean) ** 2):
        return None
    every = between + (k - 1) * error + k * (coders - error) / n
    if every <= 1e-12 * whole:
        return None
    absolute = (between - error) / every
    consistent = (between - error) / (between + (k - 1) * error)
    if max(coders, error) <= 1e-12 * whole:
        return Correlation(absolute, consistent, n, k)
    a = k * absolute / (n * (1 - absolute))
    b = 1 + k * absolute * (n - 1) / (n * (1 - absolute))
    parts = (a * coders) ** 2 / (k - 1) + (b * error) ** 2 / ((n - 1) * (k - 1))
    if parts <= 0:
        return Correlation(absolute, consistent, n, k)
    free = (a * coders + b * error) ** 2 / parts
    rest = k * coders + (k * n - k - n) * error
    if free < _FEWEST_FREE:
        return Correlation(absolute, consistent, n, k)
    # by reciprocals: that of a quantile which is too large for a number is 0
    below, above = 1 / f_quantile(0.975, n - 1, free), 1 / f_quantile(0.975, free, n - 1)
    under, over = rest + n * between * below, rest * above + n * between
    if min(under, over) <= 0:
        return Correlation(absolute, consistent, n, k)
    low = n * (between * below - error) / under
    high = n * (between - error * above) / over
    return Correlation(absolute, consistent, n, k, low, high)
