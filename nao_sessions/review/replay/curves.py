"""Curves of the timeline: values over time, requested by range, a column a pixel.

The greatest value of a column counts; where nothing was sampled the column is empty: a gap is no value.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nao_sessions.core import processes
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.review.replay.pictures import session_times_ns
from nao_sessions.review.replay.reading import Segment, Stream
from nao_sessions.room.files.columns import Column, level_columns, levels_of_lines
from nao_sessions.room.files.levels import WINDOWS_PER_S

MOST_COLUMNS = 4_096
"""The most columns of one request."""


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Rows of values at ascending session times; each stands for ``hold_ns`` at most, or until the next."""

    times_ns: NDArray[np.int64]
    values: tuple[NDArray[np.float64], ...]
    hold_ns: int

    def columns(self, from_ns: int, to_ns: int, count: int) -> list[list[float | None]]:
        """Return, for each row of values, the greatest in each column of a span; None in empty columns."""
        if not len(self.times_ns):
            return [[None] * count for _ in self.values]
        edges = from_ns + (to_ns - from_ns) * np.arange(count + 1, dtype=np.float64) / count
        first = np.searchsorted(self.times_ns, edges[:-1], side="left")
        after = np.searchsorted(self.times_ns, edges[1:], side="left")
        before = first - 1  # what began in an earlier column and still stands
        stands = (before >= 0) & (self.times_ns[np.maximum(before, 0)] + self.hold_ns > edges[:-1])
        return [self._greatest(values, first, after, before, stands) for values in self.values]

    @staticmethod
    def _greatest(
        values: NDArray[np.float64], first: Any, after: Any, before: Any, stands: Any
    ) -> list[float | None]:
        found = np.full(len(first), np.nan)
        within = after > first
        if within.any():
            # reduceat takes what lies between two places: those of the columns, and of what lies behind them
            places = np.stack([first[within], after[within]], axis=1).ravel()
            padded = np.append(values, np.nan)
            found[within] = np.fmax.reduceat(padded, places)[::2]
        found[stands] = np.fmax(found[stands], values[before[stands]])
        return [None if np.isnan(value) else round(float(value), 1) for value in found]


def in_order(times_ns: NDArray[np.int64], *values: NDArray[np.float64], hold_ns: int) -> Curve:
    """Return a curve of values that are in any order of time."""
    order = np.argsort(times_ns, kind="stable")
    return Curve(times_ns[order], tuple(one[order] for one in values), hold_ns)


HOLD_NS = SECOND_NS // WINDOWS_PER_S
"""How long a level of sound stands."""


async def loudness(stream: Stream) -> Curve:
    """Return how loud a stream was (dBFS): the peak, then the loudness that lasts (root mean square).

    Where no levels were written, the sound is decoded in a process of its own at low priority; nothing is
    written.
    """
    if stream.levels is not None:
        return await asyncio.to_thread(_written, stream)
    return _joined([(segment, await _listened(segment)) for segment in stream.segments])


def _written(stream: Stream) -> Curve:
    """Return how loud a stream was, from its file of levels."""
    assert stream.levels is not None
    of_segment, pts, peak, rms = level_columns(stream.levels)
    parts = []
    for segment in stream.segments:
        own = of_segment == segment.number
        parts.append((segment, (pts[own], peak[own], rms[own])))
    return _joined(parts)


async def _listened(segment: Segment) -> tuple[Column, Column, Column]:
    """Return times (pts), peaks and loudness of a segment, decoded by a process of its own."""
    process = await processes.start(
        processes.python_command("nao_sessions.room.files.sound_levels", str(segment.video)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        output, _ = await process.communicate()
    finally:
        if process.returncode is None:  # the page was closed meanwhile
            process.kill()
    _, pts, peak, rms = levels_of_lines(output)
    return pts, peak, rms


def _joined(parts: list[tuple[Segment, tuple[Column, Column, Column]]]) -> Curve:
    times, peaks, lasting = [], [], []
    for segment, (pts, peak, rms) in parts:
        # where a clap told that sound is late, that is put right
        times.append(session_times_ns(pts, segment.sync) - segment.sync.sound_late_ns)
        peaks.append(peak)
        lasting.append(rms)
    return in_order(np.concatenate(times), np.concatenate(peaks), np.concatenate(lasting), hold_ns=HOLD_NS)
