"""A session's own marks: every change of Nao's eyes stands in the log, and can be looked for like a clap.

It costs nobody anything, and proves less: eyes are small, a camera behind Nao sees none, heads turn. What
is found so is an estimate."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.protocol.catalogue import COLOURS
from nao_sessions.room.sync.clap.chance import OTHERS, Luma, Seconds, Waves
from nao_sessions.room.sync.clap.light import COARSE_S, LightLookedFor, look_for_light

LUMA = (0.299, 0.587, 0.114)
"""The shares of red, green and blue in a camera's brightness (ITU-R BT.601)."""

LEAST_CHANGE = 0.15
"""From white to blue brightness falls by 0.9; less than this no camera sees across a room."""

MOST_MARKS = 16
LEAST_MARKS = 4
"""With fewer, chance would do as well: each mark is one step up or down."""

MOST_CHANCE = 1e-4
"""More than a clap's: eight steps up and down are like one another, and what is found is called an
estimate."""

ROUND_S = 1.0


@dataclass(frozen=True, slots=True)
class BrightnessChange:
    """One change of the eyes' brightness (0 to 1), from ``before`` to ``after``, in session seconds."""

    from_s: float
    to_s: float
    before: float
    after: float

    @property
    def middle_s(self) -> float:
        """Return when half of the change is done, in session seconds."""
        return (self.from_s + self.to_s) / 2

    def at(self, seconds: Seconds) -> Seconds:
        """Return the brightness at times in session seconds."""
        return np.asarray(np.interp(seconds, (self.from_s, self.to_s), (self.before, self.after)))


@dataclass(frozen=True, slots=True)
class Marks:
    """Changes of Nao's eyes, far from each other; at any time the nearest of them counts."""

    marks: tuple[BrightnessChange, ...]

    def level(self, at_s: Seconds) -> Seconds:
        """Return the brightness of the eyes at times, with the shape of ``at_s``."""
        middles = np.array([mark.middle_s for mark in self.marks])
        nearest = np.abs(at_s[..., None] - middles).argmin(axis=-1)
        return np.asarray(np.choose(nearest, [mark.at(at_s) for mark in self.marks]))

    def known(self, at_s: Seconds) -> NDArray[np.bool_]:
        """Return True for all times: the frames given to a search lie around the marks."""
        return np.ones(at_s.shape, np.bool_)

    def near(self, at_s: Seconds, reach_s: float) -> list[np.ndarray]:
        """Return for each mark a mask of the times that lie within a reach of its middle."""
        return [np.abs(at_s - mark.middle_s) <= reach_s for mark in self.marks]


def marks_of(events: Iterable[Event]) -> tuple[BrightnessChange, ...]:
    """Return a log's changes of Nao's eyes that are large enough and far enough apart, in session time."""
    asked: dict[str, tuple[float, float]] = {}
    found: list[BrightnessChange] = []
    level: float | None = None
    for event in events:
        if event.dir == "out" and event.kind == "do" and event.data.get("verb") == "eyes":
            colour = COLOURS.get(str(event.data.get("colour")))
            if colour is not None:
                brightness = sum(part * value / 255 for part, value in zip(LUMA, colour.rgb, strict=True))
                asked[str(event.data["id"])] = (event.at / SECOND_NS, brightness)
        elif event.dir == "in" and event.kind == "done" and str(event.data.get("action")) in asked:
            from_s, brightness = asked.pop(str(event.data["action"]))
            if event.data.get("how") != "finished":
                level = None  # it hangs somewhere between
                continue
            if level is not None and abs(brightness - level) >= LEAST_CHANGE:
                found.append(BrightnessChange(from_s, (event.t or event.at) / SECOND_NS, level, brightness))
            level = brightness
    return _apart(found)


def _apart(marks: Sequence[BrightnessChange]) -> tuple[BrightnessChange, ...]:
    """Return the marks that are so far from all others that a search cannot take one for another."""
    return tuple(
        mark
        for n, mark in enumerate(marks)
        if (n == 0 or mark.from_s - marks[n - 1].to_s > 2 * ROUND_S + 1.4)
        and (n == len(marks) - 1 or marks[n + 1].from_s - mark.to_s > 2 * ROUND_S + 1.4)
    )


def spread(marks: Sequence[BrightnessChange]) -> Marks:
    """Return at most ``MOST_MARKS`` of the marks, spread over all of them."""
    if len(marks) <= MOST_MARKS:
        return Marks(tuple(marks))
    chosen = np.linspace(0, len(marks) - 1, MOST_MARKS).round().astype(int)
    return Marks(tuple(marks[n] for n in chosen))


def look_for_marks(
    times_s: Seconds, luma: Luma, marks: Marks, *, earliest_s: float, latest_s: float
) -> LightLookedFor:
    """Search for the delay, between two limits, by which all marks come late in the pictures.

    Args:
        times_s: middles of the frames' exposures, shape (frames,), on the clock of the marks.
        luma: mean brightness of each block, shape (frames, rows, columns), 0 to 255.
        marks: four at least.
        earliest_s: by how much they may be early at most: below 0.
        latest_s: by how much they may be late at most.
    """
    late_s = np.arange(earliest_s, latest_s + COARSE_S / 2, COARSE_S)
    if len(marks.marks) < LEAST_MARKS or len(times_s) < 8 * len(marks.marks):
        return LightLookedFor(None, late_s, np.zeros(len(late_s)))
    return look_for_light(
        times_s,
        luma,
        marks,
        _others(marks),
        late_s,
        _slow(times_s, marks, latest_s),
        most_chance=MOST_CHANCE,
    )


def _slow(times_s: Seconds, marks: Marks, latest_s: float) -> Waves:
    """Return a level and a slope around each mark, to be taken out: elsewhere is another scene."""
    waves = []
    for near in marks.near(times_s, ROUND_S + latest_s):
        if near.any():
            waves += [near.astype(float), np.where(near, times_s - times_s[near].mean(), 0.0)]
    return np.stack(waves, axis=1)


def _others(marks: Marks) -> tuple[Marks, ...]:
    """Return marks at the same moments with other changes: sizes in another order, up and down by lot."""
    draw = random.Random(len(marks.marks))
    sizes = [abs(mark.after - mark.before) for mark in marks.marks]
    signs = [mark.after > mark.before for mark in marks.marks]
    found: list[Marks] = []
    while len(found) < OTHERS:
        order = draw.sample(sizes, len(sizes))
        ups = [draw.random() < 0.5 for _ in sizes]
        same = sum(up == sign for up, sign in zip(ups, signs, strict=True))
        if same in (0, len(signs)):
            continue
        found.append(
            Marks(
                tuple(
                    BrightnessChange(mark.from_s, mark.to_s, 0.0 if up else size, size if up else 0.0)
                    for mark, size, up in zip(marks.marks, order, ups, strict=True)
                )
            )
        )
    return tuple(found)
