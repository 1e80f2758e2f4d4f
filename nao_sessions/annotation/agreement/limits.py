"""How surely a measure is known: 95 % limits that do not shrink to a point where coders never differed.

Bins that follow each other are alike, so that no unit is taken for independent of the next: whole sessions
are drawn where there are several, else blocks of neighbours (Künsch 1989). A bootstrap of units that all
agree knows no disagreement and would be sure of 1.00; so the limits are never narrower than those of the
observed agreement by Clopper and Pearson (1934) with an effective number of units (Korn and Graubard 1998),
put through the measure: of units on which coders agree as often as the limit says, and which differ as the
observed ones did, and as one more difference would. Chance is that of those units: chance as it was observed,
beside another agreement, gives kappas that no table has. Where nobody differed, the blocks themselves are the
effective number.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from nao_sessions.annotation.agreement.measures import Coefficient, Counted, Unit

Kind = tuple[str | None, ...]
"""What each coder says of a unit, in the order of the coders."""
DRAWS = 1_000
FEWEST_SESSIONS = 5
"""Fewer sessions cannot stand for all: blocks within them are drawn then."""
FEWEST_BLOCKS = 5
"""Of fewer draws nothing can be said of how they spread."""
BLOCKS = 20
"""Into how many blocks the units of few sessions are cut."""
LASTING = 60
"""So many bins a difference may last."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The 95 % limits of a measure; ``count`` of what was drawn: ``sessions`` or ``blocks``."""

    low: float
    high: float
    drawn: str
    count: int


class Blocks:
    """Units counted block by block, which are drawn together; the units are in the order of time."""

    def __init__(
        self,
        rows: Sequence[Unit],
        sessions: Sequence[str],
        size: int = 1,
        *,
        labelled: bool = False,
        lasting: bool = True,
    ) -> None:
        """Cut units into sessions or blocks.

        Args:
            rows: the units.
            sessions: of which session each is.
            size: so many units that follow each other are never parted.
            labelled: whether the first value of a unit says of what it is, and not what a coder said.
            lasting: whether a difference may go on from a unit to the next, as from bin to bin.
        """
        self._first = int(labelled)
        self.kinds: list[Kind] = list(dict.fromkeys(map(tuple, rows)))
        place = {kind: number for number, kind in enumerate(self.kinds)}
        by_session: dict[str, list[int]] = {}
        for row, session in zip(rows, sessions, strict=True):
            by_session.setdefault(session, []).append(place[tuple(row)])
        self.drawn = "sessions" if len(by_session) >= FEWEST_SESSIONS else "blocks"
        self._independent = not lasting and self.drawn == "blocks"
        pieces = list(by_session.values())
        if self.drawn == "blocks":
            length = max(1, len(rows) // size // BLOCKS) * size
            pieces = [
                units[start : start + length] for units in pieces for start in range(0, len(units), length)
            ]
        self._counts = np.array(
            [np.bincount(units, minlength=len(self.kinds)) for units in pieces], dtype=np.int64
        ).reshape(len(pieces), len(self.kinds))

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._counts)

    @property
    def whole(self) -> Counted:
        """Return all units."""
        return self._counted(self._counts.sum(axis=0))

    def agreement(self) -> Interval | None:
        """Return the limits of the share of units of which all coders say the same."""
        if not self.whole:
            return None
        low, high = _clopper_pearson(*self._effective())
        return Interval(low, high, self.drawn, len(self))

    def _effective(self) -> tuple[float, float]:
        """Return how many independent units would be known as surely, of which all agree and of all."""
        agrees = [len(set(kind[self._first :])) == 1 for kind in self.kinds]
        agreed, units = self._counts @ np.array(agrees, dtype=np.int64), self._counts.sum(axis=1)
        if self._independent:
            return float(agreed.sum()), float(units.sum())
        return _effective(agreed, units, lasting=self.drawn == "blocks")

    def interval(self, measure: Coefficient, seed: int, draws: int = DRAWS) -> Interval | None:
        """Return the limits of a measure.

        None where it is not defined, or where one of two coders always says the same: kappa is then 0
        whatever the other one says, and nothing about it is unsure.
        """
        found = measure(self.whole)
        value = None if found is None else found.value
        if value is None or self._is_constant:
            return None
        plain = self.agreement()
        assert plain is not None
        thought = (
            measure(self._with_agreement(plain.low)),
            measure(self._with_agreement(plain.high, one_more_alike=True)),
        )
        ends = [one.value for one in thought if one is not None and one.value is not None]
        low, high = min(*ends, value), max(*ends, value)
        drawn = self._draw(measure, seed, draws) if len(self) >= FEWEST_BLOCKS else []
        if len(drawn) >= draws // 2:
            place = int(0.025 * (len(drawn) - 1))
            low, high = min(low, drawn[place]), max(high, drawn[-1 - place])
        return Interval(max(low, -1.0), min(high, 1.0), self.drawn, len(self))

    @property
    def _is_constant(self) -> bool:
        by_coder = list(zip(*self.kinds, strict=True))
        return len(by_coder) == 2 and any(len(set(values)) == 1 for values in by_coder)

    def _with_agreement(self, share: float, *, one_more_alike: bool = False) -> Counted:
        """Return units of which all say the same of such a share, 0 to 1.

        They differ as these do and as one more would. ``one_more_alike``: they agree as these do and as one
        more, of any category, which few units may lack. One more is one that is independent of the others.
        """
        whole = self.whole
        one_more = sum(whole.values()) / self._effective()[1]
        alike: dict[Kind, float] = {}
        apart: dict[Kind, float] = {}
        for kind, n in whole.items():
            (alike if len(set(kind[self._first :])) == 1 else apart)[kind] = n
        one_alike, one_apart = self._by_margins(whole)
        for kind, n in one_apart.items():
            apart[kind] = apart.get(kind, 0.0) + n
        found: dict[Kind, float] = {}
        if one_more_alike or not alike:
            for kind, n in one_alike.items():
                alike[kind] = alike.get(kind, 0.0) + one_more * n
        for part, size in ((alike, share), (apart, 1 - share)):
            total = sum(part.values())
            for kind, n in part.items() if total else ():
                found[kind] = found.get(kind, 0.0) + size * n / total
        count = sum(whole.values())
        return {kind: n * count for kind, n in found.items() if n}

    def _by_margins(self, whole: Counted) -> tuple[dict[Kind, float], dict[Kind, float]]:
        """Return a unit on which all agree, and one on which one coder differs.

        The first is spread over all categories alike, the second as they are used.
        """
        shares: dict[Kind, dict[str | None, float]] = {}
        for kind, n in whole.items():
            margins = shares.setdefault(kind[: self._first], {})
            for value in kind[self._first :]:
                margins[value] = margins.get(value, 0.0) + n
        coders = len(self.kinds[0]) - self._first
        alike: dict[Kind, float] = {}
        apart: dict[Kind, float] = {}
        for label, margins in shares.items():
            for (first, n), (second, m) in product(margins.items(), repeat=2):
                if first == second:
                    alike[*label, *[first] * coders] = 1.0
                    continue
                for place in range(coders):
                    said = [second if number == place else first for number in range(coders)]
                    kind = (*label, *said)
                    apart[kind] = apart.get(kind, 0.0) + n * m
        return _normal(alike), _normal(apart)

    def _draw(self, measure: Coefficient, seed: int, draws: int) -> list[float]:
        stream = np.random.default_rng(seed)
        weights = stream.multinomial(len(self), [1 / len(self)] * len(self), size=draws)
        known = (measure(self._counted(counts)) for counts in weights @ self._counts)
        return sorted(one.value for one in known if one is not None and one.value is not None)

    def _counted(self, counts: np.ndarray) -> Counted:
        return {kind: int(n) for kind, n in zip(self.kinds, counts, strict=True) if n}


def _normal(weights: dict[Kind, float]) -> dict[Kind, float]:
    total = sum(weights.values())
    return {kind: n / total for kind, n in weights.items()} if total else {}


def _effective(agreed: np.ndarray, units: np.ndarray, *, lasting: bool) -> tuple[float, float]:
    """Return how many independent units would be known as surely, and how many of them agree.

    By the variance between blocks, over that of independent units, with t for so few blocks (Korn and
    Graubard 1998). Where differences may last (``lasting``), blocks shorter than that are taken together too,
    and the fewest count; without any difference half of the blocks do, since one that lasts may lie in two.
    """
    count, blocks = float(units.sum()), len(units)
    share = float(agreed.sum()) / count
    if blocks < FEWEST_BLOCKS or share in (0, 1):
        alone = min(blocks, BLOCKS) / 2 if lasting and blocks >= FEWEST_BLOCKS else blocks
        return share * alone, float(alone)
    found = [count]
    for together in (1, 2, 4) if lasting else (1,):
        starts = np.arange(0, blocks, together)
        if len(starts) < FEWEST_BLOCKS or (together > 1 and count / blocks * together / 2 >= LASTING):
            break
        off = np.add.reduceat(agreed - share * units, starts)
        spread = float((off**2).sum()) * len(starts) / (len(starts) - 1) / count**2
        if spread > 0:
            t_squared = f_quantile(0.95, 1, len(starts) - 1) / f_quantile(0.95, 1, count - 1)
            found.append(share * (1 - share) / spread / t_squared)
    effective = max(1.0, min(found))
    return share * effective, effective


def _clopper_pearson(agreed: float, count: float) -> tuple[float, float]:
    low = 0.0 if agreed <= 0 else beta_quantile(0.025, agreed, count - agreed + 1)
    high = 1.0 if agreed >= count else beta_quantile(0.975, agreed + 1, count - agreed)
    return low, high


def f_quantile(share: float, first: float, second: float) -> float:
    """Return the quantile of Fisher's F with so many degrees of freedom, which need not be whole."""
    x = beta_quantile(share, first / 2, second / 2)
    return math.inf if x >= 1 else second * x / (first * (1 - x))


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
