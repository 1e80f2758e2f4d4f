"""How often the 95 % limits of kappa hold the true one: coders whose true agreement is known, many times.

Run by hand: ``python benchmarks/agreement_limits.py``. A child's state lasts (a Markov chain), and so do a
coder's errors; the true kappa is that of a million bins. Beside ours stand the limits of a bootstrap of
blocks alone, and those of a formula that takes every bin for independent (Fleiss, Cohen and Everitt 1969, by
statsmodels). Codings of which no limits are given (undefined, or one coder always says the same) are counted
apart.

On the first four kinds the rules of ``limits.py`` were chosen; on the others they were only judged.
"""

from __future__ import annotations

import random
import warnings
from dataclasses import dataclass

import numpy as np
from statsmodels.stats.inter_rater import cohens_kappa

from nao_sessions.annotation.agreement.limits import Blocks
from nao_sessions.annotation.agreement.measures import Coefficient, Unit, cohen, confusion, fleiss

SESSIONS = ((1, 300), (1, 43), (10, 60))
"""How many sessions, and how many bins each has."""
DRAWN = 120


@dataclass(frozen=True, slots=True)
class Kind:
    """How often, in a bin, a coder begins to err and goes on erring, and the state begins and ends."""

    errs: float
    goes_on: float
    begins: float = 0.05
    ends: float = 0.05
    coders: int = 2


KINDS = {
    "good": Kind(0.03, 0.7),
    "almost perfect": Kind(0.004, 0.7),
    "errors that last": Kind(0.02, 0.9),
    "rare state": Kind(0.01, 0.6, begins=0.01, ends=0.15),
    "rarer state": Kind(0.004, 0.7, begins=0.008, ends=0.2),
    "short errors": Kind(0.08, 0.3, begins=0.1, ends=0.2),
    "three coders": Kind(0.03, 0.7, coders=3),
}


def main() -> None:
    """Print a line for each kind of coders and number of sessions."""
    warnings.simplefilter("ignore")
    print(f"of {DRAWN}: share of those with limits that hold the true kappa; how many have none")
    print(f"{'coders':<18} {'sessions':>9} {'kappa':>7}  ours  bootstrap  formula  without limits")
    for name, kind in KINDS.items():
        measure = cohen if kind.coders == 2 else fleiss
        long = measure(_units(random.Random(0), 1_000_000, kind))
        assert long is not None
        true = long.value
        assert true is not None
        for count, bins in SESSIONS:
            held, given = [0, 0, 0], [0, 0, 0]
            for number in range(DRAWN):
                stream = random.Random(f"{name}/{count}/{number}")
                units = [_units(stream, bins, kind) for _ in range(count)]
                for n, limits in enumerate(_limits(units, measure)):
                    given[n] += limits is not None
                    held[n] += limits is not None and limits[0] <= true <= limits[1]
            ours, bootstrap, formula = (
                f"{one / of:.3f}" if of else "—" for one, of in zip(held, given, strict=True)
            )
            print(
                f"{name:<18} {count:>2} x {bins:>4} {true:>7.3f} {ours} {bootstrap:>10} {formula:>8} "
                f"{DRAWN - given[0]:>7}",
                flush=True,
            )


def _limits(units: list[list[Unit]], measure: Coefficient) -> list[tuple[float, float] | None]:
    rows = [unit for session in units for unit in session]
    blocks = Blocks(rows, [str(n) for n, session in enumerate(units) for _ in session])
    ours = blocks.interval(measure, seed=0, draws=200)
    drawn = blocks._draw(measure, 0, 200)  # the one part of ours that others use alone
    place = int(0.025 * (len(drawn) - 1))
    formula = cohens_kappa(np.array(confusion(rows, "ab"))) if measure is cohen else None
    return [
        None if ours is None else (ours.low, ours.high),
        (drawn[place], drawn[-1 - place]) if drawn else None,
        None if formula is None else (formula.kappa_low, formula.kappa_upp),
    ]


def _units(stream: random.Random, bins: int, kind: Kind) -> list[Unit]:
    state = stream.random() < kind.begins / (kind.begins + kind.ends)
    erring = [False] * kind.coders
    found: list[Unit] = []
    for _ in range(bins):
        state ^= stream.random() < (kind.ends if state else kind.begins)
        erring = [stream.random() < (kind.goes_on if one else kind.errs) for one in erring]
        found.append(tuple("ab"[state ^ one] for one in erring))
    return found


if __name__ == "__main__":
    main()
