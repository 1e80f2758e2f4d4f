"""How loud a stream was, as a curve: from its levels, or listened to by a process of its own.

Nothing is written: what was listened to is kept while the page is served.
"""

from __future__ import annotations

import asyncio

import numpy as np

from nao_sessions.core import processes
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.review.replay.curves import Curve, in_order
from nao_sessions.review.replay.pictures import session_times_ns
from nao_sessions.review.replay.reading import Segment, Stream
from nao_sessions.room.files.columns import Column, level_columns, levels_of_lines
from nao_sessions.room.files.levels import WINDOWS_PER_S

HOLD_NS = SECOND_NS // WINDOWS_PER_S
"""How long a level stands."""


async def loudness(stream: Stream) -> Curve:
    """Return the loudest moments, and the loudness that lasts (dB below the loudest there is).

    Where no levels were written, the sound is decoded in a process of its own, behind everything else.
    """
    if stream.levels is not None:
        return await asyncio.to_thread(_written, stream)
    return _joined([(segment, await _listened(segment)) for segment in stream.segments])


def _written(stream: Stream) -> Curve:
    assert stream.levels is not None
    of_segment, pts, peak, rms = level_columns(stream.levels)
    parts = []
    for segment in stream.segments:
        own = of_segment == segment.number
        parts.append((segment, (pts[own], peak[own], rms[own])))
    return _joined(parts)


async def _listened(segment: Segment) -> tuple[Column, Column, Column]:
    process = await processes.start(
        processes.python_command("nao_sessions.room.files.sound_levels", str(segment.video)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        told, _ = await process.communicate()
    finally:
        if process.returncode is None:  # the page was closed meanwhile
            process.kill()
    _, pts, peak, rms = levels_of_lines(told)
    return pts, peak, rms


def _joined(parts: list[tuple[Segment, tuple[Column, Column, Column]]]) -> Curve:
    times, peaks, lasting = [], [], []
    for segment, (pts, peak, rms) in parts:
        # where a clap told that sound is late, that is put right
        times.append(session_times_ns(pts, segment.sync) - segment.sync.sound_late_ns)
        peaks.append(peak)
        lasting.append(rms)
    return in_order(np.concatenate(times), np.concatenate(peaks), np.concatenate(lasting), hold_ns=HOLD_NS)
