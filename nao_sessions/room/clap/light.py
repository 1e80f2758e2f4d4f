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

from nao_sessions.room.clap.arrays import Luma, Seconds, Waves
from nao_sessions.room.clap.chance import MOST_CHANCE, chance_of

COARSE_S = 0.01
FINE_S = 0.0005
NEAR_S = 0.08
"""How far the best time is looked for around the best of the coarse search."""

LEAST_AGREEMENT = 0.5

ENCODER_S = 0.0022
"""What no fit tells: an encoder shows faint changes a little late (95 %, in benchmarks/clap_truth.py)."""

PARTS = 8
"""The pattern is fitted in so many parts of its time, whose spread tells how sure the whole is: what an
encoder or a lamp does not show as it was asked is alike from frame to frame, and is no noise."""
QUANTILE = 2.365
"""Student's t for 95 % with ``PARTS`` - 1 degrees of freedom."""

_AROUND = (5, 5)
"""Blocks around one that make its surroundings."""

_TOGETHER = 0.75
"""Blocks that agree by this share of the best one show lamps too, and help to tell the time: of ten ways to
put blocks together, the sum of these was the nearest to the truth (in benchmarks/clap_truth.py)."""


class Shown(Protocol):
    """Light whose course is known."""

    def level(self, at_s: Seconds) -> Seconds:
        """Give it at times from its own start."""
        ...


@dataclass(frozen=True, slots=True)
class LightFound:
    """Where light was found: its start on the clock of the frames' times, and how sure.

    ``uncertainty_s`` holds in 95 of 100 cases; ``block`` is (row, column) of the best block.
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
    shown: Shown,
    others: Sequence[Shown],
    starts_s: Seconds,
    slow: Waves,
    *,
    most_chance: float = MOST_CHANCE,
) -> LightLookedFor:
    """Look for light that starts at one of some times.

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
    seen = Seen(times_s, local, slow)
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
    block = divmod(int(where), luma.shape[2])
    return LightLookedFor(LightFound(start_s, uncertainty_s, score, chance, block), starts_s, drawn)


def _local(luma: Luma) -> Luma:
    """Give each block less the mean of its surroundings, shape (frames, blocks): light that changes
    everywhere, and large things that move, are taken out; lamps are small."""
    around = np.stack([cv2.blur(picture, _AROUND) for picture in luma])
    return np.asarray((luma - around).reshape(len(luma), -1), np.float32)


class Seen:
    """What all blocks showed, without its slow changes, scaled to length 1."""

    def __init__(self, times_s: Seconds, series: NDArray[np.floating[Any]], slow: Waves) -> None:
        self._times_s = times_s
        self._waves = slow
        self._slow = np.linalg.qr(slow)[0]
        self._scaled = self._quick(series.astype(np.float64))

    def _quick(self, series: NDArray[np.float64]) -> NDArray[np.float64]:
        """Remove the slow changes of each column, and scale it; what never changes stays 0."""
        rest = series - self._slow @ (self._slow.T @ series)
        length = np.linalg.norm(rest, axis=0)
        steady = length < 1e-6 * np.sqrt(len(series))
        return np.asarray(np.where(steady, 0.0, rest / np.where(steady, 1.0, length)))

    def without(self, which: Shown, start_s: float) -> Seen:
        """Give what was seen once a pattern is taken out of every block."""
        shown = self._quick(which.level(self._times_s - start_s)[:, None])
        return Seen(self._times_s, self._scaled - shown @ (shown.T @ self._scaled), self._waves)

    def agreement(self, which: Shown, starts_s: Seconds) -> NDArray[np.float64]:
        """Give the correlation of each block with a pattern at each start, shape (starts, blocks)."""
        shown = which.level(self._times_s[:, None] - starts_s[None, :])
        return np.asarray(self._quick(shown).T @ self._scaled)

    def error_s(self, which: Shown, start_s: float) -> float:
        """Return the standard error of a pattern's start in the first block, in seconds; inf if unknown.

        Each of ``PARTS`` parts of the frames tells by how much the start should move (the fit made linear);
        their spread, weighted by how much each tells, is the error of them all.
        """
        first = self._scaled[:, 0]
        shown, later = (
            self._quick_alone(which.level(self._times_s - at)) for at in (start_s, start_s + FINE_S)
        )
        part = float(shown @ first) / float(shown @ shown)
        steep, rest = part * (later - shown) / FINE_S, first - part * shown
        telling = np.flatnonzero(np.abs(steep) > 1e-3 * np.abs(steep).max())
        parts = [piece for piece in np.array_split(telling, PARTS) if len(piece)]
        weights = np.array([float(steep[piece] @ steep[piece]) for piece in parts])
        if len(parts) < PARTS or not weights.all():
            return float("inf")
        moved_s = np.array([float(steep[piece] @ rest[piece]) for piece in parts]) / weights
        weights /= weights.sum()
        off_s = moved_s - float(weights @ moved_s)
        return float(np.sqrt((weights**2 @ off_s**2) * PARTS / (PARTS - 1)))

    def _quick_alone(self, series: Seconds) -> Seconds:
        return np.asarray(series - self._slow @ (self._slow.T @ series))


def _time(
    times_s: Seconds, lit: NDArray[np.floating[Any]], which: Shown, near_s: float, slow: Waves
) -> tuple[float, float]:
    """Give the start that agrees best, and how far it may be off (95 %), with what encoders hide."""
    starts_s = np.arange(near_s - NEAR_S, near_s + NEAR_S, FINE_S)
    seen = Seen(times_s, lit[:, None], slow)
    agreement = seen.agreement(which, starts_s)[:, 0]
    best = int(np.clip(agreement.argmax(), 1, len(starts_s) - 2))
    before, at, after = agreement[best - 1 : best + 2]
    bend = before - 2 * at + after
    start_s = float(starts_s[best] + (FINE_S * (before - after) / (2 * bend) if bend else 0.0))
    return start_s, float(np.hypot(QUANTILE * seen.error_s(which, start_s), ENCODER_S))
