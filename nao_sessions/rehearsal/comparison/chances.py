"""How probable a difference between two samples is by chance alone: shares and averages.

Nothing here knows what was counted. Sources: Fisher, R. A. (1935), The logic of inductive inference, JRSS 98;
Tarone, R. E. (1990), A modified Bonferroni method for discrete data, Biometrics 46.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple


class SampleShare(NamedTuple):
    """The sessions of two samples with something: ``now`` of ``now_all``, ``before`` of ``before_all``."""

    now: int
    now_all: int
    before: int
    before_all: int


class Average(NamedTuple):
    """The sums of a number in one sample: how often it was measured, its sum, the sum of its squares."""

    times: int = 0
    total: float = 0.0
    squares: float = 0.0

    def joined(self, other: Average) -> Average:
        """Return this average joined with another sample's."""
        return Average(self.times + other.times, self.total + other.total, self.squares + other.squares)

    @property
    def mean(self) -> float:
        """Return the mean of the numbers."""
        return self.total / self.times

    @property
    def variance(self) -> float:
        """Return the variance of the numbers, estimated from the sample."""
        return max(0.0, self.squares - self.total * self.mean) / (self.times - 1)


def of_share(share: SampleShare) -> float:
    """Return the probability of shares this far apart or farther: Fisher's exact test, one side doubled."""
    drawn, others, having = share.now_all, share.before_all, share.now + share.before
    least, most = max(0, having - others), min(drawn, having)
    upwards = share.now * others > share.before * drawn
    numbers: Iterable[int] = range(share.now, most + 1) if upwards else range(share.now, least - 1, -1)
    total = 0.0
    for number in numbers:
        one = _exactly(number, drawn, others, having)
        total += one
        if one < total * 1e-9:
            break
    return min(1.0, 2 * total)


def least_of_share(share: SampleShare) -> float:
    """Return the least probability that shares of these sample sizes can have, whatever is observed."""
    drawn, others, having = share.now_all, share.before_all, share.now + share.before
    ends = (max(0, having - others), min(drawn, having))
    return min(1.0, 2 * min(_exactly(number, drawn, others, having) for number in ends))


def of_averages(now: Average, before: Average) -> float:
    """Return the probability of averages this far apart or farther, if both samples were of one kind.

    So the variance is that of both together: a small sample whose numbers happen to be alike says little.
    """
    both = now.joined(before)
    spread = math.sqrt(both.variance * (1 / now.times + 1 / before.times))
    apart = abs(now.mean - before.mean)
    if apart <= 1e-9 * max(1.0, abs(before.mean)):
        return 1.0
    return math.erfc(apart / spread / math.sqrt(2)) if spread else 0.0


def threshold(least: Iterable[float], alpha: float) -> float:
    """Return the probability below which a difference is reported: by chance one in a share of comparisons.

    ``alpha`` is that share. A difference that could not be reported whatever is observed is not counted
    (Tarone's way with Bonferroni's inequality).
    """
    ordered = sorted(least)
    count = 1
    while count < len(ordered) and ordered[count] <= alpha / count:
        count += 1
    return alpha / count


@lru_cache(maxsize=100_000)
def _log_factorial(number: int) -> float:
    return math.lgamma(number + 1)


def _log_choose(of: int, number: int) -> float:
    return _log_factorial(of) - _log_factorial(number) - _log_factorial(of - number)


def _exactly(number: int, drawn: int, others: int, having: int) -> float:
    """Return the hypergeometric probability that ``number`` of those drawn have the property."""
    return math.exp(
        _log_choose(drawn, number)
        + _log_choose(others, having - number)
        - _log_choose(drawn + others, having)
    )
