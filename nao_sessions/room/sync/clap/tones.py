"""Finding a row of tones in sound, and when it began: its first arrival, not its echoes.

The test is the one of the lamps: the score is the share of the sound's energy that lies on the right pitch
at the right moment, the mean of all tones. Rows of other pitches, which nobody played, give what chance
does; and no other order of the same tones may do as well, so that one row is not taken for the other."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nao_sessions.room.sync.clap.chance import MOST_CHANCE, OTHERS, Samples, Seconds, chance_of
from nao_sessions.room.sync.clap.pattern import TONE_S

Row = Sequence[tuple[float, int]]
"""When each tone begins, in seconds, and its pitch in Hz."""

STEP_S = 0.002
LEAST_SHARE = 0.2

LOW_HZ, HIGH_HZ = 800.0, 3000.0
"""The part of the sound in which the tones lie, with whose energy a tone is compared."""

EDGE_S = 0.012
"""The length of the window that measures a tone's loudness: it holds twelve waves of the lowest tone."""
EDGE_AT = 0.35
"""The beginning is where this part of the tone's height is reached: in a room that rings, half is reached
late."""
_NEAR_S = 0.06
_APART_HZ = 50


@dataclass(frozen=True, slots=True)
class TonesFound:
    """A row of tones that was found: its start on the clock of the samples, and two standard errors of it."""

    start_s: float
    uncertainty_s: float
    share: float
    chance: float


@dataclass(frozen=True, slots=True)
class TonesLookedFor:
    """The result of a search: what was found, if anything, and the score at each time (for a drawing)."""

    found: TonesFound | None
    at_s: Seconds
    share: Seconds

    def later(self, by_s: float) -> TonesLookedFor:
        """Return the same result with times on a clock that began ``by_s`` seconds earlier."""
        found = None if self.found is None else replace(self.found, start_s=self.found.start_s + by_s)
        return TonesLookedFor(found, self.at_s + by_s, self.share)


def look_for_tones(
    samples: Samples, rate_hz: int, row: Row, *, earliest_s: float, latest_s: float
) -> TonesLookedFor:
    """Search the sound for a row of tones that starts between two times.

    Args:
        samples: mono sound, shape (samples,); sample n is at ``n / rate_hz`` seconds.
        rate_hz: samples a second.
        row: when each tone begins, from the start of the row, and its pitch.
        earliest_s: the earliest start that is looked at.
        latest_s: the latest.
    """
    starts_s = np.arange(earliest_s, latest_s + STEP_S / 2, STEP_S)
    first = max(0, int((earliest_s - 0.2) * rate_hz))
    last = int((latest_s + row[-1][0] + TONE_S + 0.2) * rate_hz)
    piece = samples[first:last].astype(np.float64)
    piece = np.pad(piece, (0, max(0, last - first - len(piece))))
    heard = _Heard(piece, rate_hz, first / rate_hz)
    drawn = heard.mean_share(row, starts_s)
    best = int(drawn.argmax())
    score = float(drawn[best])
    if score < LEAST_SHARE or score <= max(heard.best_share(order, starts_s) for order in other_orders(row)):
        return TonesLookedFor(None, starts_s, drawn)
    chance = chance_of(score, [heard.best_share(other, starts_s) for other in other_pitches(row)])
    if chance > MOST_CHANCE:
        return TonesLookedFor(None, starts_s, drawn)
    start_s, uncertainty_s = _first_arrival(heard, row, float(starts_s[best]))
    return TonesLookedFor(TonesFound(start_s, uncertainty_s, score, chance), starts_s, drawn)


class _Heard:
    """A piece of sound: its part between LOW_HZ and HIGH_HZ, and how much of it lies on a pitch."""

    def __init__(self, samples: NDArray[np.float64], rate_hz: int, begins_s: float) -> None:
        self.rate_hz, self.begins_s = rate_hz, begins_s
        spectrum = np.fft.rfft(samples)
        pitch = np.fft.rfftfreq(len(samples), 1 / rate_hz)
        spectrum[(pitch < LOW_HZ) | (pitch > HIGH_HZ)] = 0.0
        self.samples = np.fft.irfft(spectrum, len(samples))
        self._shares: dict[int, NDArray[np.float64]] = {}

    def mean_share(self, row: Row, starts_s: Seconds) -> NDArray[np.float64]:
        """Return the mean share of all tones of a row, for each start."""
        return np.asarray(
            np.mean([self._share_at(pitch, starts_s + begins_s) for begins_s, pitch in row], axis=0)
        )

    def best_share(self, row: Row, starts_s: Seconds) -> float:
        """Return the best mean share of the tones of a row at any start."""
        return float(self.mean_share(row, starts_s).max())

    def _share_at(self, pitch: int, at_s: Seconds) -> NDArray[np.float64]:
        if pitch not in self._shares:
            self._shares[pitch] = self._share(pitch)
        share = self._shares[pitch]
        place = np.round((at_s - self.begins_s) * self.rate_hz).astype(np.int64)
        return share[np.clip(place, 0, len(share) - 1)]

    def _turned(self, pitch: int) -> NDArray[np.complex128]:
        return np.asarray(
            self.samples * np.exp(-2j * np.pi * pitch * np.arange(len(self.samples)) / self.rate_hz)
        )

    def _share(self, pitch: int) -> NDArray[np.float64]:
        """Return for each sample which share of the energy of the next ``TONE_S`` lies on a pitch, 0 to 1."""
        length = round(TONE_S * self.rate_hz)
        on_pitch = np.abs(_sums(self._turned(pitch), length)) ** 2 * 2 / length
        energy = _sums(self.samples**2, length).real
        return np.asarray(np.clip(on_pitch / np.maximum(energy, 1e-12 * length), 0.0, 1.0))

    def height(self, pitch: int, around_s: float, before_s: float, after_s: float) -> tuple[Seconds, Seconds]:
        """Return times near a moment, and how loud a pitch is at each, through a window of ``EDGE_S``."""
        window = np.hanning(round(EDGE_S * self.rate_hz) | 1)
        first = max(0, round((around_s - before_s - self.begins_s) * self.rate_hz))
        last = round((around_s + after_s - self.begins_s) * self.rate_hz)
        turned = self._turned(pitch)[first:last]
        return (
            self.begins_s + np.arange(first, first + len(turned)) / self.rate_hz,
            np.abs(np.convolve(turned, window / window.sum(), mode="same")),
        )


def _sums(values: NDArray[np.float64] | NDArray[np.complex128], length: int) -> NDArray[np.complex128]:
    """Return the sum of each run of ``length`` values; what runs over the end counts nothing beyond it."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    ends = np.minimum(np.arange(len(values)) + length, len(values))
    return np.asarray(total[ends] - total[: len(values)])


def _first_arrival(heard: _Heard, row: Row, near_s: float) -> tuple[float, float]:
    """Return when a row began, by the median of its tones' beginnings, and two standard errors of that."""
    begun = [
        edge - begins_s
        for begins_s, pitch in row
        if (edge := _edge(*heard.height(pitch, near_s + begins_s, _NEAR_S, TONE_S))) is not None
    ]
    if len(begun) < 2:
        return near_s, TONE_S / 2
    middle = float(np.median(begun))
    spread = 1.4826 * float(np.median(np.abs(np.array(begun) - middle)))
    return middle + _EARLY_S, 2 * 1.2533 * spread / np.sqrt(len(begun)) + STEP_S / 2


def _edge(at_s: Seconds, height: Seconds) -> float | None:
    """Return when a tone first reaches ``EDGE_AT`` of its height; None where none stands out."""
    if not len(height):
        return None
    plain = at_s < at_s[0] + _NEAR_S / 2
    quiet, loud = float(np.median(height[plain])), float(np.quantile(height[~plain], 0.8))
    bar = quiet + EDGE_AT * (loud - quiet)
    above = np.flatnonzero(height >= bar)
    if loud < 2 * quiet or not len(above) or above[0] == 0:
        return None
    n = int(above[0])
    return float(np.interp(bar, height[n - 1 : n + 1], at_s[n - 1 : n + 1]))


def _seen_early_s() -> float:
    """Return by how many seconds the window shows a sudden beginning before the true one, at ``EDGE_AT``."""
    window = np.hanning(1001)
    reached = np.interp(EDGE_AT, np.cumsum(window) / window.sum(), np.linspace(-EDGE_S / 2, EDGE_S / 2, 1001))
    return -float(reached)


_EARLY_S = _seen_early_s()


def other_orders(row: Row) -> tuple[Row, ...]:
    """Return the same tones in orders that nobody plays; at most two stand where they do in the row."""
    pitches = [pitch for _, pitch in row]
    draw = random.Random(str(pitches))
    found: list[Row] = []
    while len(found) < OTHERS:
        order = draw.sample(pitches, len(pitches))
        if sum(one == other for one, other in zip(order, pitches, strict=True)) <= 2:
            found.append(_with_pitches(row, order))
    return tuple(found)


def other_pitches(row: Row) -> tuple[Row, ...]:
    """Return rows of pitches that nobody plays, between those of the row: a tone is 7 Hz wide."""
    pitches = [pitch for _, pitch in row]
    free = [pitch for pitch in range(round(LOW_HZ) + 50, round(HIGH_HZ) - 50, 25)
            if all(abs(pitch - one) >= _APART_HZ for one in pitches)]  # fmt: skip
    draw = random.Random(str(pitches))
    return tuple(_with_pitches(row, draw.sample(free, len(pitches))) for _ in range(OTHERS))


def _with_pitches(row: Row, pitches: Sequence[int]) -> Row:
    return tuple((at, pitch) for (at, _), pitch in zip(row, pitches, strict=True))
