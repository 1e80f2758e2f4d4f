"""The claps of a session, looked for in a recording: by how much its times must be moved, and how sure that
is.

A clap stands in the log as a note: when each call to Nao began and ended, in session time. Nao itself times
the lamps, and the call lasts as long as they do: so they began no earlier than the call, and no later than
its end less their length. The middle of the two is taken, half of what is between them is uncertain."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

import numpy as np

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.room.sync.clap.chance import OTHERS, Luma, Seconds, Waves
from nao_sessions.room.sync.clap.film import SOUND_HZ, read_luma, read_sound
from nao_sessions.room.sync.clap.light import COARSE_S, BlockLight, LightLookedFor, look_for_light
from nao_sessions.room.sync.clap.marks import LEAST_MARKS, BrightnessChange, look_for_marks, spread
from nao_sessions.room.sync.clap.pattern import CODES, TONE_S, Pattern, Which, pattern
from nao_sessions.room.sync.clap.tones import TonesLookedFor, look_for_tones

# Finding the pattern of a clap in pictures: the search of light.py, with codes that nobody shows beside
# ours.

MOST_LIKENESS = 0.55
"""Other codes agree with ours by no more than this, so that the pattern itself does not raise the bar."""

SLOW_HZ = 0.35
"""Changes slower than this are taken out: daylight, people who shift; the codes hold next to nothing
there."""


def look_for_lamps(
    times_s: Seconds, luma: Luma, which: Pattern, *, earliest_s: float, latest_s: float
) -> LightLookedFor:
    """Search the pictures for a pattern of the lamps that starts between two times.

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
    """Return the waves of a cosine that are slower than ``SLOW_HZ``, the constant first."""
    span_s = float(times_s[-1] - times_s[0])
    waves = np.arange(int(2 * span_s * SLOW_HZ) + 1)
    return np.asarray(np.cos(np.pi * waves * (times_s[:, None] - times_s[0]) / span_s))


@cache
def other_codes(which: Pattern) -> tuple[Pattern, ...]:
    """Return patterns of the same kind that nobody shows, the same ones at every call."""
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
    """Return the best agreement of two patterns at any time of one against the other."""
    times_s = np.arange(-one.duration_s, 2 * one.duration_s, 0.02)
    seen = BlockLight(times_s, one.level(times_s)[:, None], _slow(times_s))
    return float(seen.agreement(other, np.arange(-2.0, 2.0, 0.04)).max())


CLAP = "clap"
"""The kind of the log's note on a clap; its source is ``session``."""

EARLIEST_S, LATEST_S = -0.2, 1.2
"""The first and the last place of a clap, in seconds after the one that arrivals give it: nothing arrives
before it was taken, and cameras that hold their picture back for a second are known."""

_AROUND_S = 1.0

Times = TypeVar("Times", float, Seconds)


@dataclass(frozen=True, slots=True)
class ClapCall:
    """One call to Nao: when it began and when it had ended, in session seconds."""

    from_s: float
    to_s: float

    def began(self, lasts_s: float) -> tuple[float, float]:
        """Return when the call's sound or light of ``lasts_s`` seconds began, and how far off that may be.

        Both are in seconds; the second holds in 95 of 100 cases.
        """
        spare_s = max(0.0, self.to_s - self.from_s - lasts_s)
        return self.from_s + spare_s / 2, 0.95 * spare_s / 2


@dataclass(frozen=True, slots=True)
class Clap:
    """A clap as it stands in the log; ``lamps`` is None and ``tones`` empty where they are switched off."""

    which: Which
    lamps: ClapCall | None
    tones: tuple[tuple[int, ClapCall], ...]


@dataclass(frozen=True, slots=True)
class ClapShift:
    """The shift that a clap shows in a recording: at ``pts_s``, ``later_s`` is to be added to the time.

    ``uncertainty_s`` holds in 95 of 100 cases. ``agreement`` is the score of the search, ``chance`` that of
    nothing being there.
    """

    which: Which | Literal["marks"]
    pts_s: float
    later_s: float
    uncertainty_s: float
    agreement: float
    chance: float

    def from_reading(self, told: StatedTimes, read: StatedTimes) -> ClapShift:
        """Return the same shift against other times of the recording: *read* instead of *told*."""
        shift_s = read.session_s(self.pts_s) - told.session_s(self.pts_s)
        return replace(self, later_s=self.later_s - shift_s)


@dataclass(frozen=True, slots=True)
class StatedTimes:
    """A recording's times before a correction: session seconds = ``offset_s`` + ``rate`` x pts seconds.

    ``drift_s`` is how far the rate may lead off at its ends, where its middle is right (95 %).
    """

    offset_s: float
    rate: float
    first_pts_s: float
    last_pts_s: float
    drift_s: float = 0.0

    def pts_s(self, session_s: float) -> float:
        """Return the place of a session time in the recording, in seconds."""
        return (session_s - self.offset_s) / self.rate

    def session_s(self, pts_s: Times) -> Times:
        """Return the session time of a place, or of many, in the recording, in seconds."""
        return self.offset_s + self.rate * pts_s


def claps_of(events: Iterable[Event]) -> tuple[Clap, ...]:
    """Return the claps of a log, in order; a clap with neither lamps nor tones is left out."""
    claps = []
    for event in events:
        if event.kind == CLAP and event.data.get("which") in CODES:
            lamps = event.data.get("lamps")
            tones = tuple((int(tone["hz"]), _call(tone)) for tone in event.data.get("tones") or ())
            if lamps or tones:
                claps.append(Clap(event.data["which"], _call(lamps) if lamps else None, tones))
    return tuple(claps)


def by_lamps(
    video: Path, told: StatedTimes, claps: Iterable[Clap]
) -> list[tuple[ClapShift | None, LightLookedFor]]:
    """Return what a video shows of the lamps of each clap within it: the shift, or None; the search.

    Raises:
        OSError: the video cannot be opened.
    """
    results: list[tuple[ClapShift | None, LightLookedFor]] = []
    for clap in claps:
        if clap.lamps is None:
            continue
        shown = pattern(clap.which)
        began_s, unsure_s = clap.lamps.began(shown.duration_s)
        expected_s = told.pts_s(began_s)
        if not _inside(expected_s, expected_s + shown.duration_s, told):
            continue
        first_s, last_s = expected_s + EARLIEST_S, expected_s + LATEST_S
        pictures = read_luma(video, first_s - _AROUND_S, last_s + shown.duration_s + _AROUND_S)
        looked = look_for_lamps(*pictures, shown, earliest_s=first_s, latest_s=last_s)
        found = looked.found
        moved = None
        if found is not None:
            later_s = began_s - told.session_s(found.start_s)
            moved = ClapShift(clap.which, found.start_s, later_s, math.hypot(unsure_s, found.uncertainty_s),
                          found.agreement, found.chance)  # fmt: skip
        results.append((moved, looked))
    return results


def by_tones(
    recording: Path, told: StatedTimes, claps: Iterable[Clap]
) -> list[tuple[ClapShift | None, TonesLookedFor]]:
    """Return what a recording holds of the tones of each clap within it: the shift, or None; the search.

    Raises:
        OSError: the recording cannot be opened.
    """
    results: list[tuple[ClapShift | None, TonesLookedFor]] = []
    for clap in claps:
        if not clap.tones:
            continue
        began = [(call.began(TONE_S), pitch) for pitch, call in clap.tones]
        first_began_s = began[0][0][0]
        unsure_s = sorted(unsure_s for (_, unsure_s), _ in began)[len(began) // 2]
        row = tuple(((at_s - first_began_s) / told.rate, pitch) for (at_s, _), pitch in began)
        expected_s = told.pts_s(first_began_s)
        if not _inside(expected_s, expected_s + row[-1][0] + TONE_S, told):
            continue
        first_s, last_s = expected_s + EARLIEST_S, expected_s + LATEST_S
        begins_s = max(0.0, first_s - _AROUND_S)
        heard = read_sound(recording, begins_s, last_s + row[-1][0] + TONE_S + _AROUND_S)
        if not len(heard):
            continue
        looked = look_for_tones(
            heard, SOUND_HZ, row, earliest_s=first_s - begins_s, latest_s=last_s - begins_s
        ).later(begins_s)
        found = looked.found
        moved = None
        if found is not None:
            later_s = first_began_s - told.session_s(found.start_s)
            moved = ClapShift(clap.which, found.start_s, later_s, math.hypot(unsure_s, found.uncertainty_s),
                          found.share, found.chance)  # fmt: skip
        results.append((moved, looked))
    return results


def by_marks(
    video: Path, told: StatedTimes, marks: Sequence[BrightnessChange]
) -> tuple[ClapShift | None, LightLookedFor] | None:
    """Return the shift that the session's marks show in a video (or None), and the search.

    None where too few marks fall into the video.

    Raises:
        OSError: the video cannot be opened.
    """
    inside = [mark for mark in marks if _inside(told.pts_s(mark.from_s), told.pts_s(mark.to_s), told)]
    chosen = spread(inside)
    if len(chosen.marks) < LEAST_MARKS:
        return None
    pieces = [
        read_luma(video, told.pts_s(mark.from_s) - _AROUND_S, told.pts_s(mark.to_s) + LATEST_S + _AROUND_S)
        for mark in chosen.marks
    ]
    pts_s = np.concatenate([at_s for at_s, _ in pieces])
    luma = np.concatenate([blocks for _, blocks in pieces])
    looked = look_for_marks(told.session_s(pts_s), luma, chosen, earliest_s=EARLIEST_S, latest_s=LATEST_S)
    if looked.found is None:
        return None, looked
    middle_s = float(np.median(pts_s))
    found = looked.found
    return ClapShift(
        "marks", middle_s, -found.start_s, found.uncertainty_s, found.agreement, found.chance
    ), looked


def _call(data: Mapping[str, Any]) -> ClapCall:
    return ClapCall(int(data["from"]) / SECOND_NS, int(data["to"]) / SECOND_NS)


def _inside(first_s: float, last_s: float, told: StatedTimes) -> bool:
    return first_s >= told.first_pts_s and last_s + EARLIEST_S <= told.last_pts_s
