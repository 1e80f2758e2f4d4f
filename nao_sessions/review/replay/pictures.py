"""The pictures of a recording: for every one, where it lies in its file and when it was taken.

The times are the index's pts read through sync.json; the container's own times only lead the player. A page
gets them in windows: an hour holds ninety thousand, and is never sent whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.room.sync.segment_times import Sync

Whole = NDArray[np.int64]

WINDOW = 1_500
"""Pictures that are sent at once: a minute at 25 a second, some 40 kB."""
_USUAL_FROM = 500
"""From so many pictures it is computed how long one usually stands."""


@dataclass(frozen=True, slots=True, eq=False)
class Pictures:
    """The pictures of one segment in the order in which they are shown, at least one, each pts once.

    ``numbers`` are those of the index, ``pts`` ticks of the file, ``taken_ns`` session times.
    """

    numbers: Whole
    pts: Whole
    taken_ns: Whole

    def __len__(self) -> int:
        return len(self.pts)

    def overview(self, time_base: float) -> dict[str, Any]:
        """Return what the page gets at once: number of pictures, start of each window, last picture."""
        firsts = [*range(0, len(self), WINDOW), len(self) - 1]
        steps = np.sort(np.diff(self.pts[:_USUAL_FROM]))
        usual = int(steps[len(steps) // 2]) if len(steps) else round(0.04 / time_base)
        return {
            "count": len(self),
            "window": WINDOW,
            "usual_ticks": usual,
            "firsts": [[int(self.numbers[n]), int(self.pts[n]), int(self.taken_ns[n])] for n in firsts],
        }

    def window(self, number: int) -> Mapping[str, list[int]] | None:
        """Return a window of pictures by its number, from 0; None where there is none."""
        part = slice(number * WINDOW, (number + 1) * WINDOW)
        if number < 0 or part.start >= len(self):
            return None
        return {
            "numbers": self.numbers[part].tolist(),
            "pts": self.pts[part].tolist(),
            "taken": self.taken_ns[part].tolist(),
        }


def in_order(numbers: Whole, pts: Whole, sync: Sync) -> Pictures:
    """Return the pictures of one segment from the lines of its index; of two with one pts, the last."""
    order = np.argsort(pts, kind="stable")
    ordered = pts[order]
    last = np.append(ordered[1:] != ordered[:-1], True)
    shown = ordered[last]
    return Pictures(numbers[order][last], shown, session_times_ns(shown, sync))


def session_times_ns(pts: Whole, sync: Sync) -> Whole:
    """Return the session times in ns of ticks of a file, exactly as :meth:`Sync.session_ns` does for one."""
    seconds, rest = np.divmod(pts * sync.time_base.numerator, sync.time_base.denominator)
    file_ns = seconds * SECOND_NS + rest * SECOND_NS // sync.time_base.denominator
    drift_ns = np.rint((sync.rate - 1.0) * file_ns).astype(np.int64)
    return np.asarray(sync.offset_ns + file_ns + drift_ns, dtype=np.int64)
