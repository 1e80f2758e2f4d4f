"""The pictures of a recording: for every one, where it lies in its file and when it was taken.

The times are the index's pts read through sync.json; the container's own times only lead the player.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nao_sessions.room.index import Frame
from nao_sessions.room.segment_times import Sync


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its ``number`` in the index, ``pts`` in ticks of its file, ``taken_ns`` of the session."""

    number: int
    pts: int
    taken_ns: int


def in_order(frames: Iterable[Frame], sync: Sync) -> tuple[Picture, ...]:
    """Give the pictures of one segment in the order in which they are shown, each pts once."""
    by_pts = {frame.pts: frame.frame for frame in frames}
    return tuple(Picture(number, pts, sync.session_ns(pts)) for pts, number in sorted(by_pts.items()))
