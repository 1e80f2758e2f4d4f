"""Finding light that is known to change, wherever in the picture it is, and when it changed.

The test, stated: each block of the picture, less what surrounds it, is compared with the light at every
time near where it is expected (Pearson's correlation, slow changes removed); the best agreement of all
blocks and times is the score. The same is done, once that light is taken out, with others of the same kind,
which nobody showed. It is found when it agrees by ``LEAST_AGREEMENT`` at least and chance would do as well
less than once in a million times (chance.py)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from nao_sessions.room.sync.clap.chance import MOST_CHANCE, Luma, Seconds, Waves, chance_of

COARSE_S = 0.01
FINE_S = 0.0005
NEAR_S = 0.08
"""The seconds on either side of the coarse search's best time, between which the exact time is searched."""

LEAST_AGREEMENT = 0.5

ENCODER_S = 0.0022
"""What no fit tells: an encoder shows faint changes a little late (95 %, in benchmarks/clap_truth.py)."""
BENT_ENCODER_S = 0.0030
"""How much more that is for each unit of bend: of a camera whose curve is steep in the dark (that of x^0.45
has a bend of 1) the bright half of a fade is faint changes."""
MOST_BEND = 2.0

TIMES = 3
"""The number of searches for the exact time, each from the last one's: the second moves it by a millisecond
or so, the third by next to nothing."""

PARTS = 8
"""The fit is done again without each of this many parts of the frames; what that changes shows how sure it
is: what an encoder or a lamp does not show as it was asked is alike from frame to frame, and is no noise."""
QUANTILE = 2.365
"""Student's t for 95 % with ``PARTS`` - 1 degrees of freedom."""

_AROUND = (5, 5)
"""Blocks around one that make its surroundings."""

_TOGETHER = 0.75
"""Blocks that agree by this share of the best one show lamps too, and help to tell the time: of ten ways to
put blocks together, the sum of these was the nearest to the truth (in benchmarks/clap_truth.py)."""


class KnownLight(Protocol):
    """Light whose course is known."""

    def level(self, at_s: Seconds) -> Seconds:
        """Return the level of the light at times from its own start."""
        ...

    def known(self, at_s: Seconds) -> NDArray[np.bool_]:
        """Return for which times from the light's start nothing else is shown in its place."""
        ...


@dataclass(frozen=True, slots=True)
class LightFound:
    """Light that was found: its start on the clock of the frames' times, and how sure that is.

    ``uncertainty_s`` holds in 95 of 100 cases; ``agreement`` is the correlation, ``chance`` that of nothing
    being there; ``block`` is (row, column) of the best block.
    """

    start_s: float
    uncertainty_s: float
    agreement: float
    chance: float
    block: tuple[int, int]


@dataclass(frozen=True, slots=True)
class LightLookedFor:
    """The result of a search: what was found, if anything, and the agreement at each time (for a drawing)."""

    found: LightFound | None
    at_s: Seconds
    agreement: Seconds


def look_for_light(
    times_s: Seconds,
    luma: Luma,
    shown: KnownLight,
    others: Sequence[KnownLight],
    starts_s: Seconds,
    slow: Waves,
    *,
    most_chance: float = MOST_CHANCE,
) -> LightLookedFor:
    """Search the pictures for a light that starts at one of some times.

    Args:
        times_s: middles of the frames' exposures, shape (frames,), on any clock.
        luma: mean brightness of each block, shape (frames, rows, columns), 0 to 255.
        shown: the light.
        others: of the same kind, shown by nobody.
        starts_s: the starts that are looked at, shape (starts,), on the clock of ``times_s``.
        slow: what is taken out of everything, shape (frames, waves).
        most_chance: how often chance may do as well, at most.
    """
    local = _local(luma)
    seen = BlockLight(times_s, local, slow)
    agreement = seen.agreement(shown, starts_s)
    when, where = np.unravel_index(int(agreement.argmax()), agreement.shape)
    score = float(agreement[when, where])
    drawn = agreement.max(axis=1)
    if score < LEAST_AGREEMENT:
        return LightLookedFor(None, starts_s, drawn)
    rest = seen.without(shown, float(starts_s[when]))
    chance = chance_of(score, [float(rest.agreement(other, starts_s).max()) for other in others])
    if chance > most_chance:
        return LightLookedFor(None, starts_s, drawn)
    lit = local[:, agreement[when] >= _TOGETHER * score].sum(axis=1)
    start_s, uncertainty_s = _time(times_s, lit, shown, float(starts_s[when]), slow)
    if not np.isfinite(uncertainty_s):  # it is there, and too few frames tell when
        return LightLookedFor(None, starts_s, drawn)
    block = divmod(int(where), luma.shape[2])
    return LightLookedFor(LightFound(start_s, uncertainty_s, score, chance, block), starts_s, drawn)


def _local(luma: Luma) -> Luma:
    """Return each block less the mean of its surroundings, shape (frames, blocks): light that changes
    everywhere, and large things that move, are taken out; lamps are small."""
    around = np.stack([cv2.blur(picture, _AROUND) for picture in luma])
    return np.asarray((luma - around).reshape(len(luma), -1), np.float32)


class BlockLight:
    """The brightness of all blocks over time, without its slow changes, scaled to length 1."""

    def __init__(self, times_s: Seconds, series: NDArray[np.floating[Any]], slow: Waves) -> None:
        self._times_s = times_s
        self._waves = slow
        across, sizes, _ = np.linalg.svd(slow, full_matrices=False)
        self._slow = across[:, sizes > 1e-9 * sizes[0]]
        self._scaled = self._quick(series.astype(np.float64))

    def _quick(self, series: NDArray[np.float64]) -> NDArray[np.float64]:
        """Remove the slow changes of each column, and scale it; what never changes stays 0."""
        rest = series - self._slow @ (self._slow.T @ series)
        length = np.linalg.norm(rest, axis=0)
        steady = length < 1e-6 * np.sqrt(len(series))
        return np.asarray(np.where(steady, 0.0, rest / np.where(steady, 1.0, length)))

    def without(self, which: KnownLight, start_s: float) -> BlockLight:
        """Return the same light with a pattern that starts at a time removed from every block."""
        shown = self._quick(which.level(self._times_s - start_s)[:, None])
        return BlockLight(self._times_s, self._scaled - shown @ (shown.T @ self._scaled), self._waves)

    def agreement(self, which: KnownLight, starts_s: Seconds) -> NDArray[np.float64]:
        """Return the correlation of each block with a pattern at each start, shape (starts, blocks)."""
        shown = which.level(self._times_s[:, None] - starts_s[None, :])
        return np.asarray(self._quick(shown).T @ self._scaled)


def _time(
    times_s: Seconds, lit: NDArray[np.floating[Any]], which: KnownLight, near_s: float, slow: Waves
) -> tuple[float, float]:
    """Return the start that agrees best, and how far it may be off (95 %), with what encoders hide.

    What is before and after the light is left out, and so is what a bent curve adds to it: neither lamps nor
    cameras show half the brightness at half of a fade. Both follow from the start, which is looked for again.
    """
    reach_s = NEAR_S
    for _ in range(TIMES):
        known = which.known(times_s - near_s)
        at_s = times_s[known]
        level = which.level(at_s - near_s)
        waves = np.column_stack((slow[known], level * (1 - level)))
        seen = BlockLight(at_s, lit[known, None], waves)
        near_s = _best(seen, which, np.arange(near_s - reach_s, near_s + reach_s, FINE_S))
        reach_s = NEAR_S / 4
    bent, straight = np.linalg.lstsq(np.column_stack((waves, level)), lit[known], rcond=1e-9)[0][-2:]
    bend = float(np.clip(bent / straight, 0.0, MOST_BEND)) if straight > 0 else MOST_BEND
    fit_s = QUANTILE * _error_s(at_s, lit[known], which, near_s, waves)
    return near_s, float(np.hypot(fit_s, ENCODER_S + BENT_ENCODER_S * bend))


def _best(seen: BlockLight, which: KnownLight, starts_s: Seconds) -> float:
    """Return the start that agrees best, refined by a parabola through the best three."""
    agreement = seen.agreement(which, starts_s)[:, 0]
    best = int(np.clip(agreement.argmax(), 1, len(starts_s) - 2))
    before, at, after = agreement[best - 1 : best + 2]
    bend = before - 2 * at + after
    return float(starts_s[best] + (FINE_S * (before - after) / (2 * bend) if bend else 0.0))


def _error_s(
    at_s: Seconds, lit: NDArray[np.floating[Any]], which: KnownLight, start_s: float, waves: Waves
) -> float:
    """Return the standard error of a start, in seconds; inf if unknown.

    The fit, made linear, is done again without each of ``PARTS`` parts of the frames that tell it, those of
    fades (the jackknife: Quenouille 1956, Tukey 1958): so it is not too small where few tell the start.
    """
    level, later = which.level(at_s - start_s), which.level(at_s - start_s - FINE_S)
    steep = (later - level) / FINE_S
    design = np.column_stack((waves, level, steep))
    telling = np.flatnonzero(np.abs(steep) > 1e-3 * np.abs(steep).max())
    if len(telling) < PARTS:
        return float("inf")
    moved_s = []
    for part in np.array_split(telling, PARTS):
        rest = np.delete(design, part, axis=0)
        found, _, rank, _ = np.linalg.lstsq(rest, np.delete(lit, part), rcond=1e-9)
        if rank < design.shape[1] or found[-2] <= 0:
            return float("inf")
        moved_s.append(found[-1] / found[-2])
    return float(np.std(moved_s) * np.sqrt(PARTS - 1))
