"""How surely a measure is known: 95 % limits by one method, whether coders differed or not.

A Bayesian bootstrap (Rubin 1981) of what is independent of each other where sessions are alike: bouts, since
bins that follow each other are alike (as regenerative blocks: Bertail and Clemencon 2006), or events. A bout
is a stretch in which anybody says something, or nobody does; within the first, another one begins where all
begin to say the same, and something else than before.

A bootstrap of coders who never differed knows no difference, and would be sure of 1.00. So the lower limit is
that of draws to which half an occurrence of disagreement each way was added, the upper one that of draws with
as much agreement more. Of events of one behaviour that is the interval of Clopper and Pearson (1934), whose
limits are quantiles of Beta(agreed, differ + 1) and Beta(agreed + 1, differ). What is added is as long as an
occurrence is in these codings, and not a table. Of few bouts the quantiles are those of Student's t (the
expanded percentile interval of Hesterberg 2015).

Where sessions differ, bouts of one are not independent. From three sessions on, the limits are therefore at
least as far from the measure as Student's t by whole sessions has them: its standard error is that of a
Bayesian bootstrap of sessions, corrected for how few they are. Where few sessions hold most of the units, how
much sessions differ is known from those few: the degrees of freedom are Satterthwaite's (1946), one less than
the sessions where all are equally long. Of one or two sessions nobody can know how much sessions differ:
limits hold for those alone.

Coders who differ may have more bouts than if they did not, and would seem surer by that. So the lower limit
is at most that of coders of whom all had said what one of them says: perfect agreement is never less sure.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nao_sessions.analysis.agreement.measures import Amount, Coefficient, Counted, Unit, agreement
from nao_sessions.analysis.agreement.units import NOTHING

Kind = tuple[str | None, ...]
"""What each coder says of a unit, in the order of the coders; where labelled, the behaviour comes first."""
Drawn = Literal["sessions", "bouts", "events"]
DRAWS = 4_000
FEWEST_SESSIONS = 3
"""From fewer nobody can know how much sessions differ: Student's t of one degree of freedom is 12.7."""
_AT_ONCE = 512
"""Bouts whose weights are held together: a large corpus has thousands."""
_NOT_USED = "\0"
"""What a coder might have said where all say one thing of all units."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The 95 % limits of a measure, and what they were drawn from: ``count`` bouts, events or sessions.

    They are of sessions only where both limits are those of sessions; each limit is the wider of the two.
    ``sessions`` counts these where one of the limits alone is theirs, and is 0 elsewhere.
    """

    low: float
    high: float
    drawn: Drawn
    count: int
    sessions: int = 0


class Clusters:
    """Units in the order of time, counted by cluster: the bout or event that a bootstrap draws as a whole."""

    def __init__(
        self,
        rows: Sequence[Unit],
        sessions: Sequence[str],
        size: int = 1,
        *,
        labelled: bool = False,
        lasting: bool = True,
        like: Clusters | None = None,
    ) -> None:
        """Cut units into bouts or events.

        Args:
            rows: the units.
            sessions: of which session each is.
            size: so many units that follow each other are of one moment.
            labelled: whether the first value of a unit is the behaviour that it is about, and no coder's.
            lasting: whether units are moments that follow each other, such as bins, and no events.
            like: clusters from which values that do not occur in these, and their lengths, are taken.
        """
        self._first = int(labelled)
        self._rows = [tuple(row) for row in rows]
        self._sessions = sessions
        self._size = size
        self._lasting = lasting
        self._like = like
        self.drawn: Drawn = "bouts" if lasting else "events"
        self._kinds = list(dict.fromkeys(self._rows))
        place = {kind: number for number, kind in enumerate(self._kinds)}
        self._starts = list(self._begin())
        ends = [*(start for _, start in self._starts[1:]), len(self._rows)][: len(self._starts)]
        self._counts = np.array(
            [
                np.bincount([place[row] for row in self._rows[start:end]], minlength=len(self._kinds))
                for (_, start), end in zip(self._starts, ends, strict=True)
            ],
            dtype=np.float64,
        ).reshape(len(self._starts), len(self._kinds))
        self._alone: list[Clusters] | None = None
        self._draws: dict[tuple[int, int], NDArray[np.float64]] = {}
        """What is in each draw, shape (draws, kinds), by seed and number of draws."""

    def __len__(self) -> int:
        """Return the number of clusters."""
        return len(self._starts)

    @property
    def whole(self) -> Counted:
        """Return the units of all clusters, counted by kind."""
        return dict(zip(self._kinds, self._counts.sum(axis=0).tolist(), strict=True))

    def agreement(self, seed: int) -> Interval | None:
        """Return the confidence limits of the share of units on which all coders agree; None without."""
        return self.interval(partial(agreement, labels=self._first), seed, least=0.0)

    def interval(
        self, measure: Coefficient, seed: int, draws: int = DRAWS, *, least: float = -1.0
    ) -> Interval | None:
        """Return the confidence limits of a measure, never below *least*; None where it is not defined."""
        found = measure(self.whole) if self._rows else None
        value = None if found is None else found.value
        if value is None:
            return None
        if self._alone is None:
            self._alone = list(self._unanimous() if self.drawn == "bouts" else ())
        codings = [self, *self._alone]
        lows = [one._limit(measure, one._apart(), one._share(), seed, draws) for one in codings]
        high = self._limit(measure, self._alike(), 1 - self._share(), seed, draws)
        low = min(one for one in (value, *lows) if one is not None)
        high = max(value, value if high is None else high)
        apart, sessions = self._between_sessions(measure, seed, draws)
        low, high = max(low, least), min(high, 1.0)
        further = max(value - apart, least), min(value + apart, 1.0)
        # limits of which one is the clusters' own are not said to be the sessions'
        of_sessions = further[0] <= low and further[1] >= high and further != (low, high)
        one_of_sessions = not of_sessions and (further[0] < low or further[1] > high)
        low, high = min(low, further[0]), max(high, further[1])
        return (
            Interval(low, high, "sessions", sessions)
            if of_sessions
            else Interval(low, high, self.drawn, len(self), sessions if one_of_sessions else 0)
        )

    def _between_sessions(self, measure: Coefficient, seed: int, draws: int) -> tuple[float, int]:
        """Return the half width of Student's limits by sessions (0: not known), and how many sessions."""
        of_each: dict[int, NDArray[np.float64]] = {}
        for (number, _), counts in zip(self._starts, self._counts, strict=True):
            of_each[number] = of_each.get(number, 0.0) + counts
        count = len(of_each)
        if count < FEWEST_SESSIONS:
            return 0.0, count
        weights = np.array([_stream(seed, number, 0, 1).standard_exponential(draws) for number in of_each])
        drawn = weights.T @ np.array(list(of_each.values()))
        known = measure({kind: drawn[:, number] for number, kind in enumerate(self._kinds)})
        if known is None or known.values.size < 2:
            return 0.0, count
        error = float(np.std(known.values)) * math.sqrt((count + 1) / (count - 1))
        lengths = np.array([counts.sum() for counts in of_each.values()])
        return math.sqrt(f_quantile(0.95, 1, _freedom(lengths))) * error, count

    def _limit(
        self,
        measure: Coefficient,
        added: Sequence[tuple[Kind, float, float]],
        at: float,
        seed: int,
        draws: int,
    ) -> float | None:
        """Return a quantile of what is measured in draws to which kinds of units were added."""
        if (seed, draws) not in self._draws:
            drawn = np.zeros((draws, len(self._kinds)))
            keys = list(self._keys())
            for first in range(0, len(keys), _AT_ONCE):
                some = slice(first, first + _AT_ONCE)
                weights = np.array([_stream(seed, *key).standard_exponential(draws) for key in keys[some]])
                drawn += weights.T @ self._counts[some]
            self._draws[seed, draws] = drawn
        drawn = self._draws[seed, draws]
        more: dict[Kind, Amount] = {kind: drawn[:, number] for number, kind in enumerate(self._kinds)}
        for number, (kind, mass, long) in enumerate(added):
            parts = _stream(seed, -1, number).gamma(mass, size=draws)
            more[kind] = more.get(kind, 0.0) + long * parts
        known = measure(more)
        return None if known is None or not known.values.size else float(np.quantile(known.values, at))

    def _unanimous(self) -> Iterator[Clusters]:
        """Yield what would have been coded if all had said what one of them says, where that varies."""
        for place in range(self._first, len(self._rows[0])):
            rows = [(*row[: self._first], *[row[place]] * (len(row) - self._first)) for row in self._rows]
            if len(set(rows)) > len({row[: self._first] for row in rows}):
                yield Clusters(
                    rows,
                    self._sessions,
                    self._size,
                    labelled=bool(self._first),
                    lasting=self._lasting,
                    like=self,
                )

    def _begin(self) -> Iterator[tuple[int, int]]:
        """Yield of each cluster the number of its session, and the place of its first unit."""
        number, last, was_idle = -1, None, False
        agreed: tuple[Kind, ...] | None = None
        for start in range(0, len(self._rows), self._size):
            now = tuple(self._rows[start : start + self._size])
            is_new = number < 0 or self._sessions[start] != last
            number, last = number + is_new, self._sessions[start]
            idle = all(value == NOTHING for kind in now for value in kind[self._first :])
            alike = all(len(set(kind[self._first :])) == 1 for kind in now)
            is_bout = idle != was_idle or (not idle and alike and agreed not in (None, now))
            if is_new or self.drawn == "events" or (self.drawn == "bouts" and is_bout):
                agreed = None
                yield number, start
            was_idle, agreed = idle, now if alike else agreed

    def _keys(self) -> Iterator[tuple[int, int]]:
        """Yield of each cluster the number of its session, and how many moments of that lie before it."""
        begun: dict[int, int] = {}
        for number, start in self._starts:
            yield number, (start - begun.setdefault(number, start)) // self._size

    def _share(self) -> float:
        """Return which share of the draws lies below the lower limit: less than 2.5 % for few clusters."""
        count = len(self)
        if self.drawn == "events":
            return 0.025
        if count < 2:
            return 0.0
        t = math.sqrt(f_quantile(0.95, 1, count - 1) * (count + 1) / (count - 1))
        return math.erfc(t / math.sqrt(2)) / 2

    def _margins(self) -> dict[Kind, dict[str | None, float]]:
        """Return how often each value was said, by all coders together, of each behaviour."""
        found: dict[Kind, dict[str | None, float]] = {}
        for kind, n in zip(self._kinds, self._counts.sum(axis=0), strict=True):
            margins = found.setdefault(kind[: self._first], {})
            for value in kind[self._first :]:
                margins[value] = margins.get(value, 0.0) + float(n)
        others_margins = {} if self._like is None else self._like._margins()
        for label, margins in found.items():
            if len(margins) == 1:
                others = [value for value in others_margins.get(label, ()) if value not in margins]
                margins.update(dict.fromkeys(others or [_NOT_USED], 1.0))
        return found

    def _lengths(self) -> dict[tuple[Kind, str | None], float]:
        """Return how many units a value lasts in the mean, of each behaviour, by whom it lasts most.

        Another may cut in pieces what is one: less agreement must not make occurrences shorter. Who says one
        thing all along does not tell how long an occurrence is, unless all do: what nobody else says lasts as
        long as what does longest.
        """
        units: Counter[tuple[Kind, int, str | None]] = Counter()
        runs: Counter[tuple[Kind, int, str | None]] = Counter()
        for number, row in enumerate(self._rows):
            before = number - self._size
            follows = self._lasting and before >= 0 and self._sessions[before] == self._sessions[number]
            for place in range(self._first, len(row)):
                key = row[: self._first], place, row[place]
                units[key] += 1
                runs[key] += not follows or self._rows[before][place] != row[place]
        several = Counter((label, place) for label, place, _ in units)
        varied = {label for (label, _), count in several.items() if count > 1}
        found = {} if self._like is None else self._like._lengths()
        for (label, place, value), count in units.items():
            if several[label, place] == 1 and (label in varied or (label, value) in found):
                continue
            long = count / runs[label, place, value]
            found[label, value] = max(long, found.get((label, value), 0.0))
        for label, _, value in units:
            if (label, value) not in found:
                found[label, value] = max(long for (of, _), long in found.items() if of == label)
        return found

    def _apart(self) -> list[tuple[Kind, float, float]]:
        """Return an occurrence on which one coder differs, half of it each way: kinds, shares, lengths.

        Of more than two values or coders it is spread over the pairs of values as they are used, and over the
        coders.
        """
        lengths = self._lengths()
        found: list[tuple[Kind, float, float]] = []
        for label, margins in self._margins().items():
            pairs = [(a, b, n * m) for (a, n), (b, m) in product(margins.items(), repeat=2) if a != b]
            coders = len(self._kinds[0]) - self._first
            total = sum(n for _, _, n in pairs) * coders
            for (most, one, n), place in product(pairs, range(coders)):
                row = [one if number == place else most for number in range(coders)]
                long = min(lengths[label, value] for value in (most, one) if (label, value) in lengths)
                found.append(((*label, *row), n / total, long))
        return found

    def _alike(self) -> list[tuple[Kind, float, float]]:
        """Return an occurrence on which all agree, spread over the values: kinds, shares, lengths."""
        lengths = self._lengths()
        coders = len(self._kinds[0]) - self._first
        found: list[tuple[Kind, float, float]] = []
        for label, margins in self._margins().items():
            # of events that nobody saw there are none
            values = [one for one in margins if one != _NOT_USED and (self._lasting or one != NOTHING)]
            for value in values:
                found.append(((*label, *[value] * coders), 1 / len(values), lengths[label, value]))
        return found


def _stream(seed: int, session: int, *of: int) -> np.random.Generator:
    """Return a generator of random numbers by seed and place: a cluster more moves those of no other."""
    return np.random.default_rng([seed & 0xFFFFFFFF, session + 1, *of])


def _freedom(lengths: NDArray[np.float64]) -> float:
    """Return Satterthwaite's degrees of freedom of how much sessions of these lengths differ from their mean.

    Each session's own share is taken to be as variable as another's, however long the session.
    """
    weights = lengths / lengths.sum()
    apart = weights[:, None] * (np.eye(weights.size) - weights)
    products = apart.T @ apart
    return float(np.trace(products) ** 2 / np.sum(products**2))


def f_quantile(share: float, first: float, second: float) -> float:
    """Return the quantile of Fisher's F with so many degrees of freedom, which need not be whole."""
    x = beta_quantile(share, first / 2, second / 2)
    rest = beta_quantile(1 - share, second / 2, first / 2) if x > 0.5 else 1 - x
    return math.inf if rest <= 0 else second * (1 - rest) / (first * rest)


def beta_quantile(share: float, a: float, b: float) -> float:
    """Return the quantile of the beta distribution, by bisection to the last digit."""
    low, high = 0.0, 1.0
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if _beta(middle, a, b) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _beta(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function, by its continued fraction (Lentz)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta(1 - x, b, a)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    tiny = 1e-300
    c, d = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1), tiny)
    total = d
    for m in range(1, 10_000):
        for step in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _not_zero(1 + step * d, tiny)
            c = _not_zero(1 + step / c, tiny)
            total *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return front * total / a


def _not_zero(value: float, tiny: float) -> float:
    return value if abs(value) > tiny else tiny
