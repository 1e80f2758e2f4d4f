"""What a clap shows and sounds: two patterns of lamps, two rows of tones. Nothing here talks to a robot.

Safe by construction: a bit lasts 200 ms, so that whatever the code no second holds more than three flashes
(WCAG 2.3.1 draws the line there); lamps fade for half a bit rather than jump; they are white, never red.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from nao_sessions.room.sync.clap.chance import Seconds

Which = Literal["start", "end"]

BIT_S: Final = 0.2
RAMP_S: Final = 0.1
"""A fade as long as a frame at 10 a second: every change of level is caught on its way by one frame at
least."""

COLOUR: Final = 0x00FFFFFF
DARK: Final = 0x00000000

CODES: Final[dict[Which, str]] = {
    "start": "1011010011000101110100001",
    "end": "1101110101000010001001011",
}
"""Found by a search of 1,500 codes of 25 bits, 12 or 13 of them 1: each agrees with itself at any other
time by at most 0.33, and so do the two with each other (tests/room/clap holds it)."""

TONE_S: Final = 0.15
TONE_EVERY_S: Final = 0.3
TONES_HZ: Final[dict[Which, tuple[int, ...]]] = {
    "start": (1000, 2200, 1400, 2600, 1200, 2000, 1600, 2400),
    "end": (2400, 1200, 2600, 1000, 2000, 1400, 2200, 1600),
}
"""The same eight tones in two orders. What speech has most of lies below, what small speakers lose above."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern of lamps, of which ``code`` has the bits."""

    code: str

    @property
    def duration_s(self) -> float:
        """Return the length of the pattern in seconds, the last fade to dark included."""
        return len(self.code) * BIT_S + RAMP_S

    @property
    def knots(self) -> tuple[tuple[float, float], ...]:
        """Return pairs (seconds from the start, level 0 to 1), linear in between, dark at both ends."""
        knots = [(0.0, 0.0)]
        for number, bit in enumerate(self.code):
            knots += [(number * BIT_S + RAMP_S, float(bit)), ((number + 1) * BIT_S, float(bit))]
        return (*knots, (self.duration_s, 0.0))

    def level(self, at_s: Seconds) -> Seconds:
        """Return the level of the lamps at times from the start of the pattern; dark before and after."""
        times, levels = zip(*self.knots, strict=True)
        return np.asarray(np.interp(at_s, times, levels, left=0.0, right=0.0))

    def known(self, at_s: Seconds) -> NDArray[np.bool_]:
        """Return a mask of the times within the pattern; the lamps have another colour before and after."""
        return np.asarray((at_s >= 0) & (at_s <= self.duration_s))

    def fades(self) -> tuple[tuple[int, ...], tuple[float, ...]]:
        """Return colours and the times at which they are reached, as ``ALLeds.fadeListRGB`` takes them."""
        after_first = self.knots[1:]
        return tuple(COLOUR if level else DARK for _, level in after_first), tuple(
            at for at, _ in after_first
        )


def pattern(which: Which) -> Pattern:
    """Return the pattern of the clap before a session, or of the one after it."""
    return Pattern(CODES[which])


def tone_starts_s(which: Which) -> tuple[tuple[float, int], ...]:
    """Return when each tone of a row is to begin, in seconds from the row's start, and its pitch in Hz."""
    return tuple((number * TONE_EVERY_S, pitch) for number, pitch in enumerate(TONES_HZ[which]))
