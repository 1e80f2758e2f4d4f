"""When a sentence of Nao's ended, heard in a recording: its last sound that is not the room's own.

The method, stated. Loudness in the band of voices is compared with the quietest moments around the sentence.
The sentence's last sound above a bar (20 dB under its loud parts, and above the noise) that begins before the
robot says *done* is looked for; 120 ms below the bar end it, and a sound must last 30 ms to count. In a room
that rings, that is too late: what comes after a sound falls by so many decibels a second, the same in the
whole session. What the fall of the moment before explains is taken away, and the last sound that is left
is the end. How far off that may be grows with the time in which the room falls: a voice that fades cannot be
told from a room that does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from nao_sessions.room.voice.level import FRAME_S, HOP_S, SILENCE, Level

UNDER_LOUD_DB = 20.0
"""What an end is: the last moment that is within this of the sentence's loud parts (its upper tenth)."""
ABOVE_NOISE_DB = 6.0
QUIET_S = 0.12
"""A pause as long ends a sound: longer than the closure before a *t* or a *p*, shorter than a comma."""
LEAST_SOUND_S = 0.03
BEFORE_S, AFTER_S = 0.5, 1.5
"""What is listened to before the sentence was asked for, and after the robot said that it was done."""
FIRST_SOUND_S = 0.15
"""From the call to the first sound Nao takes longer (protocol/timing: 200 ms)."""

EARLIEST_S, LATEST_S = -0.8, 0.45
"""Where a sentence may end beside the robot's word: later is somebody else who goes on."""

LAG_DB = 9.0
"""A moment is compared with the one before, from which the room has fallen by that since."""
NEW_SHARE = 0.4
"""A moment holds new sound where the room's fall explains less than the rest of it."""
BACK_S = 0.5
_SUSTAINED = 3
LEAST_FALL_DB = 8.0
RISE_DB = 3.0
"""A fall is measured where there is as much of it before loudness rises by that, or noise hides it."""
MOST_FALL_DB = 25.0
_FALLS_S = 0.8
DRY_DB_S = 2000.0
"""No room falls more quickly than is seen through the window."""
LEAST_FALLS = 4
LEAST_DB_S = 90.0
"""A room that falls by 60 dB in more than 0.67 s rings longer than a sentence fades: nothing is measured."""
MIDDLE = 0.7
"""Above the median of the falls: noise makes them look slower than they are."""

EDGE_S = FRAME_S / 2
AMBIGUOUS_DB = 12.0
"""How much of the fall may be the voice's own: with it, some 19 in 20 ends lie within what is
stated (benchmarks/question_end.py)."""

Refused = Literal["no_sound", "too_quiet", "not_heard", "spoken_over", "rings"]
"""Why an end is not measured: nothing was recorded there; the sentence is not louder than the room; nothing
ends near the robot's word; somebody's voice goes on over it; the room rings too long, or too few sentences
tell how long."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A sentence as a recording has it, before the room is taken away.

    ``low_s`` is its last moment above the bar; ``falls_db_s`` how quickly it fell from there, in decibels a
    second, None where noise hides that.
    """

    level: Level
    noise_db: float
    from_s: float
    done_s: float
    low_s: float
    falls_db_s: float | None


@dataclass(frozen=True, slots=True)
class Ending:
    """When a sentence ended, on the clock of its ``Level``, and how far off that may be."""

    end_s: float
    uncertainty_s: float


def listen(level: Level, asked_s: float, done_s: float) -> Heard | Refused:
    """Find the last sound of a sentence.

    Args:
        level: from ``BEFORE_S`` before it was asked for to ``AFTER_S`` after it was done.
        asked_s: when Nao was told to say it.
        done_s: when the robot said that it was said.
    """
    said = level.between(asked_s + FIRST_SOUND_S, done_s)
    if len(said) < _SUSTAINED or float(level.db.max()) <= -110.0:
        return "no_sound"
    loud_db = float(np.quantile(said, 0.9))
    noise_db = _noise(level, asked_s, done_s, loud_db)
    if loud_db - noise_db < UNDER_LOUD_DB - 2.0:
        return "too_quiet"
    bar_db = max(loud_db - UNDER_LOUD_DB, noise_db + ABOVE_NOISE_DB)
    sounds = [one for one in _sounds(level, bar_db) if one[0] < done_s - HOP_S]
    if not sounds or sounds[-1][1] < done_s + EARLIEST_S:
        return "not_heard"
    low_s = sounds[-1][1]
    if low_s > done_s + LATEST_S:
        return "spoken_over"
    return Heard(level, noise_db, asked_s, done_s, low_s, _fall(level, low_s, noise_db))


def fall_of(heard: Sequence[Heard]) -> float | None:
    """Give how quickly the room falls, in decibels a second, from the sentences of a recording; None where
    too few tell it, or where it rings too long."""
    told = [one.falls_db_s for one in heard if one.falls_db_s is not None]
    if len(told) < LEAST_FALLS:
        return None
    falls_db_s = float(np.quantile(told, MIDDLE))
    return falls_db_s if falls_db_s >= LEAST_DB_S else None


def ending(heard: Heard, falls_db_s: float) -> Ending:
    """Take the room away, and give when the sentence itself ended."""
    level = heard.level
    power = np.maximum(10 ** (level.db / 10) - 10 ** (heard.noise_db / 10), SILENCE)
    lag = max(2, round(LAG_DB / falls_db_s / HOP_S))
    before = np.concatenate([np.full(lag, SILENCE), power[:-lag]])
    new = power - before * 10 ** (-falls_db_s * lag * HOP_S / 10)
    said = (level.at_s >= heard.from_s + FIRST_SOUND_S) & (level.at_s <= heard.done_s)
    bar = float(np.quantile(new[said], 0.9)) * 10 ** (-UNDER_LOUD_DB / 10)
    counts = (new > bar) & (new > NEW_SHARE * power)
    sustained = counts.copy()
    for n in range(1, _SUSTAINED):
        sustained[n:] &= counts[:-n]
    sustained[: _SUSTAINED - 1] = False
    near = (level.at_s <= heard.low_s + HOP_S / 2) & (level.at_s > heard.low_s - BACK_S)
    last = np.flatnonzero(sustained & near)
    end_s = float(level.at_s[last[-1]]) if len(last) else heard.low_s
    return Ending(end_s, EDGE_S + AMBIGUOUS_DB / falls_db_s)


def _sounds(level: Level, bar_db: float) -> list[tuple[float, float]]:
    """Give when each sound above a bar begins and ends; short pauses are part of it, clicks are none."""
    above = np.flatnonzero(level.db >= bar_db)
    if not len(above):
        return []
    runs = np.split(above, np.flatnonzero(np.diff(above) > QUIET_S / HOP_S) + 1)
    return [
        (float(level.at_s[run[0]]), float(level.at_s[run[-1]]))
        for run in runs
        if len(run) >= LEAST_SOUND_S / HOP_S
    ]


def _noise(level: Level, asked_s: float, done_s: float, loud_db: float) -> float:
    """Give how loud the room is before and after a sentence, while nobody speaks there: below the middle
    between the loud and the quietest moments."""
    before = level.between(asked_s - BEFORE_S, asked_s + FIRST_SOUND_S)
    after = level.between(done_s + LATEST_S, done_s + AFTER_S)
    around = np.concatenate([before, after])
    quiet = around[around <= (float(np.quantile(around, 0.05)) + loud_db) / 2]
    return float(np.quantile(quiet, 0.8)) if len(quiet) else loud_db


def _fall(level: Level, low_s: float, noise_db: float) -> float | None:
    """Measure how quickly loudness falls after a moment, until noise hides it or it rises again."""
    first = int(np.searchsorted(level.at_s, low_s))
    after_db = level.db[first : first + round(_FALLS_S / HOP_S)]
    over = after_db < max(noise_db + ABOVE_NOISE_DB, float(after_db[0]) - MOST_FALL_DB)
    over |= after_db > np.minimum.accumulate(after_db) + RISE_DB
    stop = int(over.argmax()) if over.any() else len(after_db) - 1
    lowest = int(after_db[: stop + 1].argmin())
    if after_db[0] - after_db[lowest] < LEAST_FALL_DB:
        return None
    if lowest < 4:
        return min(DRY_DB_S, float(after_db[0] - after_db[lowest]) / (lowest * HOP_S))
    power = 10 ** (after_db[:lowest] / 10) - 10 ** (noise_db / 10)
    slope = float(np.polyfit(np.arange(lowest) * HOP_S, 10 * np.log10(np.maximum(power, SILENCE)), 1)[0])
    return max(1.0, min(-slope, DRY_DB_S))
