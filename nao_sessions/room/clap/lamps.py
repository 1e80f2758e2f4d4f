"""Finding the pattern of a clap in pictures: the search of light.py, with codes that nobody shows beside
ours."""

from __future__ import annotations

import random
from functools import cache

import numpy as np

from nao_sessions.room.clap.arrays import Luma, Seconds, Waves
from nao_sessions.room.clap.chance import OTHERS
from nao_sessions.room.clap.light import COARSE_S, LightLookedFor, Seen, look_for_light
from nao_sessions.room.clap.pattern import CODES, Pattern

MOST_LIKENESS = 0.55
"""Other codes agree with ours by no more than this, so that the pattern itself does not raise the bar."""

SLOW_HZ = 0.35
"""Changes slower than this are taken out: daylight, people who shift; the codes hold next to nothing
there."""


def look_for_lamps(
    times_s: Seconds, luma: Luma, which: Pattern, *, earliest_s: float, latest_s: float
) -> LightLookedFor:
    """Look for a pattern that starts between two times.

    Args:
        times_s: middles of the frames' exposures, shape (frames,), on any clock.
        luma: mean brightness of each block, shape (frames, rows, columns), 0 to 255.
        which: the pattern.
        earliest_s: the earliest start that is looked at, on the clock of ``times_s``.
        latest_s: the latest.
    """
    inside = (times_s >= earliest_s - 0.5) & (times_s <= latest_s + which.duration_s + 0.5)
    times_s, luma = times_s[inside], luma[inside]
    starts_s = np.arange(earliest_s, latest_s + COARSE_S / 2, COARSE_S)
    if len(times_s) < len(which.code):  # not a frame a bit: nothing could be told
        return LightLookedFor(None, starts_s, np.zeros(len(starts_s)))
    return look_for_light(times_s, luma, which, other_codes(which), starts_s, _slow(times_s))


def _slow(times_s: Seconds) -> Waves:
    """Give the waves of a cosine that are slower than ``SLOW_HZ``, the constant first."""
    span_s = float(times_s[-1] - times_s[0])
    waves = np.arange(int(2 * span_s * SLOW_HZ) + 1)
    return np.asarray(np.cos(np.pi * waves * (times_s[:, None] - times_s[0]) / span_s))


@cache
def other_codes(which: Pattern) -> tuple[Pattern, ...]:
    """Give codes of the same kind that nobody shows, drawn once and for all."""
    draw = random.Random(which.code)
    ours = [Pattern(code) for code in CODES.values()] + [which]
    found: list[Pattern] = []
    while len(found) < OTHERS:
        inner = [*which.code[1:-1]]
        draw.shuffle(inner)
        other = Pattern("1" + "".join(inner) + "1")
        if all(likeness(other, one) <= MOST_LIKENESS for one in ours):
            found.append(other)
    return tuple(found)


def likeness(one: Pattern, other: Pattern) -> float:
    """Give the best agreement of two patterns at any time of one against the other."""
    times_s = np.arange(-one.duration_s, 2 * one.duration_s, 0.02)
    seen = Seen(times_s, one.level(times_s)[:, None], _slow(times_s))
    return float(seen.agreement(other, np.arange(-2.0, 2.0, 0.04)).max())
