"""Where a recording lies on a session's clock, roughly: windows of it, looked for in the session's sound.

The test, stated. Up to twelve windows of twenty seconds are each compared with the session's sound at every
time (Pearson's correlation of the changes of loudness). Windows turned around in time, which nobody played,
give what chance does; a window counts when chance would do as well less than once in a million times
(Gumbel's law, clap/chance.py). The windows that count must agree on one place: those of another session with
the same sentences do not."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nao_sessions.room.aligning.bands import STEP_S, Changes, Heard
from nao_sessions.room.clap.arrays import Seconds
from nao_sessions.room.clap.chance import MOST_CHANCE, OTHERS, chance_of

WINDOW_S = 20.0
LEAST_S = 8.0
"""A shorter file holds too few beginnings of voices to be told from chance."""
MOST_WINDOWS = 12

AGREE_S = 0.05
AGREE_RATE = 400e-6
"""Two windows agree when their places differ by no more than this, and by what two clocks of 200 ppm do."""
_LEAST_ENERGY = 0.1
_LIVELY = 0.5
"""Windows that agree by this share of the best one are turned around: those in which nobody speaks would make
chance look as if it did now well, now badly."""


@dataclass(frozen=True, slots=True)
class Window:
    """A window of the file: where it begins, where the session has it, how well, and the chance of that."""

    file_s: float
    session_s: float
    agreement: float
    chance: float

    @property
    def counts(self) -> bool:
        """Tell whether chance does not do as well."""
        return self.chance <= MOST_CHANCE

    @property
    def later_s(self) -> float:
        """Give how much later session time is than the file's."""
        return self.session_s - self.file_s


@dataclass(frozen=True, slots=True)
class Searched:
    """All windows in order, those that agree, and the agreement of the best one at each time (to draw it)."""

    windows: tuple[Window, ...]
    agreeing: tuple[Window, ...]
    at_s: Seconds
    agreement: Seconds

    @property
    def elsewhere(self) -> tuple[Window, ...]:
        """Give the windows that count and say otherwise: a part is missing, or it is another session."""
        return tuple(one for one in self.windows if one.counts and one not in self.agreeing)


def search(file: Heard, session: Heard) -> Searched | None:
    """Look for windows of a file in a session's sound; None where either is too short.

    Args:
        file: the foreign recording, on its own clock.
        session: the session's sound, on the session's clock.
    """
    length = round(min(WINDOW_S, file.length_s, session.length_s) / STEP_S)
    if length * STEP_S < LEAST_S:
        return None
    within = _Within(session.changes, length)
    firsts = _firsts(file.changes.shape[1], length)
    looked = [(first, within.agreement(file.changes[:, first : first + length])) for first in firsts]
    best_first, best = max(looked, key=lambda one: float(one[1].max()))
    bar = _LIVELY * float(best.max())
    lively = [first for first, agreement in looked if float(agreement.max()) >= bar]
    others = [float(within.agreement(turned).max()) for turned in _turned(file.changes, lively, length)]
    windows = tuple(
        Window(
            first * STEP_S, int(agreement.argmax()) * STEP_S, float(agreement.max()),
            chance_of(float(agreement.max()), others),
        )
        for first, agreement in looked
    )  # fmt: skip
    at_s = (np.arange(len(best)) - best_first) * STEP_S
    return Searched(windows, _agreeing(windows), np.asarray(at_s, np.float64), best)


def _firsts(steps: int, length: int) -> list[int]:
    """Give where windows begin, spread over the file."""
    count = max(1, min(MOST_WINDOWS, steps // length))
    return [round(one) for one in np.linspace(0, steps - length, count)]


def _agreeing(windows: Sequence[Window]) -> tuple[Window, ...]:
    """Give the largest group of windows that count and agree with one of them."""
    groups = [
        tuple(
            one
            for one in windows
            if one.counts
            and abs(one.later_s - lead.later_s) <= AGREE_S + AGREE_RATE * abs(one.file_s - lead.file_s)
        )
        for lead in windows
        if lead.counts
    ]
    return max(groups, key=lambda group: (len(group), sum(one.agreement for one in group)), default=())


def _turned(changes: Changes, firsts: Sequence[int], length: int) -> list[Changes]:
    """Give windows that nobody played: the file's own, turned around in time and about a drawn moment."""
    draw = random.Random(length)
    found = []
    for number in range(OTHERS):
        first = firsts[number % len(firsts)]
        window = changes[:, first : first + length][:, ::-1]
        found.append(np.roll(window, draw.randrange(length), axis=1))
    return found


class _Within:
    """A session's sound, ready to be compared with windows of one length."""

    def __init__(self, changes: Changes, length: int) -> None:
        steps = changes.shape[1]
        self._size = 1 << (steps + length - 1).bit_length()
        self._length, self._places = length, steps - length + 1
        self._spectrum = np.fft.rfft(changes, self._size, axis=1)
        energy = np.concatenate([[0.0], np.cumsum((changes.astype(np.float64) ** 2).sum(axis=0))])
        self._energy = energy[length:] - energy[: self._places]
        self._empty = self._energy < _LEAST_ENERGY * length * len(changes)

    def agreement(self, window: Changes) -> NDArray[np.float64]:
        """Give the correlation with a window at each place, -1 to 1; 0 where the session is silent."""
        own = float(np.sqrt((window.astype(np.float64) ** 2).sum()))
        if not own:
            return np.zeros(self._places)
        turned = np.conj(np.fft.rfft(window, self._size, axis=1))
        together = np.fft.irfft((self._spectrum * turned).sum(axis=0), self._size)[: self._places]
        scaled = together / (own * np.sqrt(np.maximum(self._energy, 1e-9)))
        return np.asarray(np.where(self._empty, 0.0, scaled))
