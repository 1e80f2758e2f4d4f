"""How often the 95 % limits of kappa hold the true one: coders whose true agreement is known, many times.

Run by hand: ``python benchmarks/agreement_limits.py [CODINGS [unequal]]``. Two ways of coding, of other make
than what is measured: a Markov chain of bins in which coders err and go on erring; and behaviours that begin
at random, which each coder notices or not, early or late, with false alarms (``varies``: how well she notices
differs by session). The true kappa is that of 180,000 bins by statsmodels. Beside ours stand the limits of
its formula, which takes every bin for independent (Fleiss, Cohen and Everitt 1969). Codings in which a coder
always says the same have no kappa, and are counted apart.

``unequal`` after CODINGS draws sessions that differ in agreement, of equal and of unequal lengths instead: a
share of events, true by how it is drawn, and kappa, that of 600,000 bins by statsmodels.
"""

from __future__ import annotations

import math
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from statsmodels.stats.inter_rater import cohens_kappa, fleiss_kappa

from nao_sessions.analysis.agreement.limits import Clusters, Interval
from nao_sessions.analysis.agreement.measures import agreement, cohen, fleiss

SESSIONS = ((1, 300), (1, 60), (3, 300), (8, 60))
"""How many sessions, and how many bins each has."""
UNEQUAL = ((8, 0.0), (8, 1.0), (20, 0.0), (20, 1.0))
"""How many sessions, and how unequal: the standard deviation of the logarithm of their lengths."""
Coded = NDArray[np.bool_]
"""What coders say of each bin, shape (bins, coders)."""
Kind = Callable[[np.random.Generator, int], Coded]


@dataclass(frozen=True, slots=True)
class Chain:
    """How often, in a bin, a coder begins to err and goes on erring, and the state begins and ends."""

    errs: float
    goes_on: float
    begins: float = 0.05
    ends: float = 0.05
    coders: int = 2

    def __call__(self, stream: np.random.Generator, bins: int) -> Coded:
        """Return one session."""
        state = stream.random() < self.begins / (self.begins + self.ends)
        erring = [False] * self.coders
        found = np.zeros((bins, self.coders), dtype=bool)
        for number, (turns, *errs) in enumerate(stream.random((bins, 1 + self.coders))):
            state ^= turns < (self.ends if state else self.begins)
            erring = [at < (self.goes_on if one else self.errs) for one, at in zip(erring, errs, strict=True)]
            found[number] = [state ^ one for one in erring]
        return found


@dataclass(frozen=True, slots=True)
class Noticed:
    """How often a behaviour begins (a second), how long it lasts (s; 0: a point), and how it is noticed."""

    rate: float
    lasts: float
    notices: float
    false: float
    late: float
    varies: float = 0.0

    def __call__(self, stream: np.random.Generator, bins: int) -> Coded:
        """Return one session; a bin is a second, and holds a state in its middle, a point anywhere."""
        true = stream.random(stream.poisson(self.rate * bins)) * bins
        lasts = stream.exponential(self.lasts, true.size) if self.lasts else np.zeros(true.size)
        found = np.zeros((bins, 2), dtype=bool)
        for coder in range(2):
            notices = np.clip(self.notices + self.varies * stream.normal(), 0.02, 1)
            noticed = stream.random(true.size) < notices
            begins = true[noticed] + stream.normal(0, self.late, noticed.sum())
            ends = true[noticed] + lasts[noticed] + stream.normal(0, self.late, noticed.sum())
            alarms = stream.random(stream.poisson(self.false * bins)) * bins
            begins = np.r_[begins, alarms]
            ends = np.r_[ends, alarms + (stream.exponential(self.lasts, alarms.size) if self.lasts else 0)]
            for begin, end in zip(begins, ends, strict=True):
                first, last = math.ceil(begin - 0.5), math.ceil(end - 0.5)
                if not self.lasts:
                    first, last = math.floor(begin), math.floor(begin) + 1
                found[max(0, first) : max(0, last), coder] = True
        return found


KINDS: dict[str, Kind] = {
    "common state, good": Chain(0.03, 0.7),
    "common, almost perfect": Chain(0.004, 0.7),
    "common, errors that last": Chain(0.02, 0.9),
    "rare state": Chain(0.01, 0.6, begins=0.01, ends=0.15),
    "rarer state": Chain(0.004, 0.7, begins=0.008, ends=0.2),
    "short errors": Chain(0.08, 0.3, begins=0.1, ends=0.2),
    "three coders": Chain(0.03, 0.7, coders=3),
    "common bouts": Noticed(1 / 25, 10, 0.9, 1 / 200, 1),
    "rare bouts": Noticed(1 / 100, 5, 0.9, 1 / 600, 0.7),
    "rare bouts, varies": Noticed(1 / 60, 5, 0.8, 1 / 600, 0.7, varies=0.2),
    "common points": Noticed(1 / 8, 0, 0.8, 1 / 100, 0.2),
    "rare points": Noticed(1 / 60, 0, 0.9, 1 / 600, 0.1),
    "rare points, poor": Noticed(1 / 60, 0, 0.5, 1 / 300, 0.1),
    "points, varies": Noticed(1 / 30, 0, 0.8, 1 / 300, 0.1, varies=0.2),
}


def main(codings: int) -> None:
    """Print a line for each kind of coders and number of sessions."""
    warnings.simplefilter("ignore")
    print(f"of {codings}: share of those with a kappa whose limits hold the true one; how many have none")
    for name, kind in KINDS.items():
        stream = np.random.default_rng(1)
        true = _kappa(np.concatenate([kind(stream, 3_000) for _ in range(60)]))
        for count, bins in SESSIONS:
            stream = np.random.default_rng(2)
            held, formula, given, width = 0, 0, 0, 0.0
            for _ in range(codings):
                sessions = [kind(stream, bins) for _ in range(count)]
                together = np.concatenate(sessions)
                if any(len(set(said)) == 1 for said in together.T):
                    continue
                rows = [tuple("s" if one else "—" for one in bin_) for bin_ in together]
                names = [str(number) for number, session in enumerate(sessions) for _ in session]
                limits = Clusters(rows, names).interval(
                    cohen if together.shape[1] == 2 else fleiss, seed=0, draws=500
                )
                assert limits is not None
                given += 1
                held += limits.low <= true <= limits.high
                width += limits.high - limits.low
                if together.shape[1] == 2:
                    plain = cohens_kappa(_table(together))
                    formula += plain.kappa_low <= true <= plain.kappa_upp
            beside = f"{formula / given:.3f}" if together.shape[1] == 2 else "—"
            print(
                f"{name:<25} {true:>6.3f} {count:>2} x {bins:>3}  {held / given:.3f}  {beside:>5} "
                f"{width / given:>5.2f} {codings - given:>4}",
                flush=True,
            )


def unequal(codings: int) -> None:
    """Print a line for each measure, number of sessions and spread of their lengths."""
    stream = np.random.default_rng(1)
    true = _kappa(np.concatenate([_differing(stream, 300) for _ in range(2_000)]))
    print(f"of {codings}: share whose limits hold the true value; mean width")
    for count, spread in UNEQUAL:
        for name, value, drawn in (("share of events", 0.8, _events), ("kappa of bins", true, _bins)):
            stream = np.random.default_rng(2)
            held, width = 0, 0.0
            for _ in range(codings):
                lengths = np.exp(stream.normal(0, spread, count))
                limits = drawn(stream, lengths)
                assert limits is not None
                held += limits.low <= value <= limits.high
                width += limits.high - limits.low
            print(
                f"{name:<16} {value:.3f} {count:>2} sessions, spread {spread}  "
                f"{held / codings:.3f} {width / codings:.2f}",
                flush=True,
            )


def _differing(stream: np.random.Generator, bins: int) -> Coded:
    """Return a session whose coders err as often as its own lot says, a twelfth of the time in the mean."""
    errs = stream.beta(1.5, 12)
    return Chain(0.4 * errs / (1 - errs), 0.6)(stream, bins)


def _bins(stream: np.random.Generator, lengths: NDArray[np.float64]) -> Interval | None:
    """Return the limits of kappa; a session of length 1 has 120 bins."""
    bins = np.clip(120 * lengths, 20, 1_500).astype(int)
    together = np.concatenate([_differing(stream, one) for one in bins])
    rows = [tuple("s" if one else "—" for one in bin_) for bin_ in together]
    return Clusters(rows, [str(one) for one in np.repeat(np.arange(bins.size), bins)]).interval(
        cohen, seed=0, draws=500
    )


def _events(stream: np.random.Generator, lengths: NDArray[np.float64]) -> Interval | None:
    """Return the limits of the share of events that both saw; a session of length 1 has 60."""
    events = np.clip(60 * lengths, 5, 900).astype(int)
    both = stream.binomial(events, stream.beta(12, 3, events.size))
    rows = [
        ("a", "a" if place < seen else "—")
        for seen, count in zip(both, events, strict=True)
        for place in range(count)
    ]
    names = [str(one) for one in np.repeat(np.arange(events.size), events)]
    return Clusters(rows, names, lasting=False).interval(agreement, seed=0, draws=500, least=0.0)


def _kappa(coded: Coded) -> float:
    if coded.shape[1] == 2:
        return float(cohens_kappa(_table(coded)).kappa)
    said = coded.sum(axis=1)
    return float(fleiss_kappa(np.column_stack([said, coded.shape[1] - said])))


def _table(coded: Coded) -> NDArray[np.int64]:
    first, second = coded.T
    return np.array([[np.sum((first == a) & (second == b)) for b in (True, False)] for a in (True, False)])


if __name__ == "__main__":
    measured = unequal if "unequal" in sys.argv else main
    measured(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
