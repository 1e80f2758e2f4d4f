"""How often the 95 % limits of kappa hold the true one: coders whose true agreement is known, many times.

Run by hand: ``python benchmarks/agreement_limits.py``. A child's state lasts (a Markov chain), and so do a
coder's errors; the true kappa is that of a million bins. Beside ours stand the limits of a bootstrap of
blocks alone, and those of a formula that takes every bin for independent (Fleiss, Cohen and Everitt 1969, by
statsmodels).
"""

from __future__ import annotations

import random
import warnings

import numpy as np
from statsmodels.stats.inter_rater import cohens_kappa

from nao_sessions.annotation.agreement.limits import Blocks
from nao_sessions.annotation.agreement.measures import cohen, confusion

SESSIONS = ((1, 300), (1, 43), (10, 60))
"""How many sessions, and how many bins each has."""
KINDS = {"good": (0.03, 0.7), "almost perfect": (0.004, 0.7), "errors that last": (0.02, 0.9)}
"""How often a coder begins to err in a bin, and how often he goes on erring."""
DRAWN = 120


def main() -> None:
    """Print a line for each kind of coders and number of sessions."""
    warnings.simplefilter("ignore")
    print(f"share of {DRAWN} that hold the true kappa")
    print(f"{'coders':<18} {'sessions':>9} {'kappa':>7}  ours  bootstrap  formula")
    for kind, (begins, goes_on) in KINDS.items():
        long = _units(random.Random(0), 1_000_000, begins, goes_on)
        found = cohen(long)
        assert found is not None
        true = found.value
        assert true is not None
        for count, bins in SESSIONS:
            held = [0, 0, 0]
            for number in range(DRAWN):
                stream = random.Random(f"{kind}/{count}/{number}")
                units = [_units(stream, bins, begins, goes_on) for _ in range(count)]
                for n, limits in enumerate(_limits(units)):
                    held[n] += limits is not None and limits[0] <= true <= limits[1]
            ours, bootstrap, formula = (f"{one / DRAWN:.3f}" for one in held)
            print(f"{kind:<18} {count:>2} x {bins:>4} {true:>7.3f} {ours} {bootstrap:>10} {formula:>8}")


def _limits(units: list[list[tuple[str, str]]]) -> list[tuple[float, float] | None]:
    rows = [unit for session in units for unit in session]
    blocks = Blocks(rows, [str(n) for n, session in enumerate(units) for _ in session])
    ours = blocks.interval(cohen, seed=0, draws=200)
    drawn = blocks._draw(cohen, 0, 200)  # the one part of ours that others use alone
    place = int(0.025 * (len(drawn) - 1))
    table = np.array(confusion(rows, "ab"))
    formula = cohens_kappa(table)
    return [
        None if ours is None else (ours.low, ours.high),
        (drawn[place], drawn[-1 - place]) if drawn else None,
        (formula.kappa_low, formula.kappa_upp),
    ]


def _units(stream: random.Random, bins: int, begins: float, goes_on: float) -> list[tuple[str, str]]:
    state, erring = stream.random() < 0.5, [False, False]
    found = []
    for _ in range(bins):
        state ^= stream.random() < 0.05
        erring = [stream.random() < (goes_on if one else begins) for one in erring]
        first, second = ("ab"[state ^ one] for one in erring)
        found.append((first, second))
    return found


if __name__ == "__main__":
    main()
