"""The counting of frames that are missing, repeated or late, while they arrive.

Pure: it knows stream times and arrival times, and reads no clock.
"""

from __future__ import annotations

import heapq
from collections import deque
from dataclasses import dataclass
from typing import Literal, NamedTuple

MISSING_STEP = 1.5
"""A step of more than this many usual steps has frames missing in it."""
MADE_UP_STEP = 0.75
"""A shorter step than this after a long one makes up for it: one frame was taken late, none is missing."""
REPEATED_STEP = 0.25
"""A step of less than this part of the usual one repeats a frame."""
LATE_NS = 100_000_000
"""A frame is late when it took this much longer than the fastest of the last half minute."""
MEMORY = 31
"""The usual step is the median of this many: a camera that slows down in dim light is counted as dropping
frames for half of them only."""
DRIFT = 200e-6
"""How fast the shortest delay may grow: two clocks drift apart by 100 ppm or so (omxplayer #445)."""


MOST_LISTED = 1_000
"""The most places that are listed of a segment; further ones are only counted."""


class Odd(NamedTuple):
    """A place where frames are missing or repeated: the stream time of the frame before, and how many."""

    kind: Literal["dropped", "duplicated"]
    after_ns: int
    frames: int


@dataclass(slots=True)
class FrameCounts:
    """The frames of a segment, and those of them that are missing (``dropped``), repeated or late."""

    frames: int = 0
    dropped: int = 0
    duplicated: int = 0
    late: int = 0

    def as_dict(self) -> dict[str, int]:
        """Return the four counts as a dictionary, by their names."""
        return {
            "frames": self.frames,
            "dropped": self.dropped,
            "duplicated": self.duplicated,
            "late": self.late,
        }


class FrameCounter:
    """The counter of a segment's frames, which takes them as they arrive; ``listed`` holds the odd places."""

    def __init__(self) -> None:
        self.counts = FrameCounts()
        self._reordered: list[int] = []
        self._last_pts: int | None = None
        self.listed: list[Odd] = []
        self._long: tuple[int, int, int] | None = None
        self._steps: deque[int] = deque(maxlen=MEMORY)
        self._fastest_ns: float | None = None
        self._last_dts = 0

    def add(self, pts_ns: int, dts_ns: int, arrival_ns: int) -> bool:
        """Count one frame; return whether it is late.

        A frame's place among its neighbours is known once decoding has passed it: no later frame can be
        shown before the present decoding time, with or without B frames. At the very end a few frames
        therefore stay uncounted among the steps: those between them may have been on their way.
        """
        self.counts.frames += 1
        heapq.heappush(self._reordered, pts_ns)
        while self._reordered and self._reordered[0] <= dts_ns:
            self._step(heapq.heappop(self._reordered))
        return self._is_late(dts_ns, arrival_ns)

    def repeated(self) -> None:
        """Count a frame that the source sent twice and that was not kept."""
        self.counts.duplicated += 1

    def _step(self, pts_ns: int) -> None:
        if self._last_pts is not None:
            step = pts_ns - self._last_pts
            usual = sorted(self._steps)[len(self._steps) // 2] if self._steps else step
            if self._long is not None:
                self._judge_long(*self._long, step)
            elif step < REPEATED_STEP * usual:
                self.counts.duplicated += 1
                self._list("duplicated", self._last_pts, 1)
            self._long = (self._last_pts, step, usual) if step > MISSING_STEP * usual else None
            if step > 0:
                self._steps.append(step)
        self._last_pts = pts_ns

    def _judge_long(self, before_ns: int, long: int, usual: int, after: int) -> None:
        """Count what is missing in a long step, now that the one after it is known."""
        if after < MADE_UP_STEP * usual:
            missing = max(0, round((long + after) / usual) - 2)
        else:
            missing = round(long / usual) - 1
        self.counts.dropped += missing
        if missing:
            self._list("dropped", before_ns, missing)

    def _list(self, kind: Literal["dropped", "duplicated"], after_ns: int, frames: int) -> None:
        if len(self.listed) < MOST_LISTED:
            self.listed.append(Odd(kind, after_ns, frames))

    def _is_late(self, dts_ns: int, arrival_ns: int) -> bool:
        way_ns = arrival_ns - dts_ns
        if self._fastest_ns is None:
            self._fastest_ns = way_ns
        else:
            grown = self._fastest_ns + DRIFT * max(0, dts_ns - self._last_dts)
            self._fastest_ns = min(grown, way_ns)
        self._last_dts = dts_ns
        late = way_ns - self._fastest_ns > LATE_NS
        self.counts.late += late
        return late
