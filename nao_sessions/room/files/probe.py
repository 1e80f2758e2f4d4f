"""The reading of recordings, whole, against their indexes: what ``verify`` says about the videos of a folder.

Reading changes nothing; a recorder that was killed is no problem, a frame that is missing in the middle is.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av

from nao_sessions.room.files.index import Frame, frames_by_segment, segment_path, streams_of
from nao_sessions.room.files.mp4 import was_closed
from nao_sessions.text.messages import Text, msg

TAIL_S = 0.6
"""How much the index of a killed recorder may be ahead of its video: twice what a kill was seen to lose."""


@dataclass(frozen=True, slots=True)
class VideoReport:
    """What was found in one segment; ``complete`` means that its recorder closed it."""

    name: str
    segment: int
    frames_indexed: int
    frames_readable: int
    duration_s: float
    complete: bool
    problems: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """The times of a video's frames in the order of the file, in ticks, and how the reading ended."""

    pts: tuple[int, ...]
    time_base: Fraction
    broken: bool


def check(folder: Path, *, decode: bool = False) -> list[Text]:
    """Return what is wrong with the videos of a session folder; empty if nothing is."""
    return [problem for report in examine(folder, decode=decode) for problem in report.problems]


def examine(folder: Path, *, decode: bool = False) -> tuple[VideoReport, ...]:
    """Read every video of a session folder; with ``decode``, decode every picture as well."""
    room = folder / "room"
    if not room.is_dir():
        return ()
    return tuple(
        _examine(room, name, number, indexed, decode)
        for name in streams_of(room)
        for number, indexed in frames_by_segment(room, name).items()
    )


def _read(path: Path) -> _Reading:
    pts: list[int] = []
    time_base = Fraction(1, 90_000)
    try:
        with av.open(str(path)) as container:
            stream = [*container.streams.video, *container.streams.audio][0]
            time_base = stream.time_base or time_base
            for packet in container.demux(stream):
                if packet.pts is not None and not packet.is_corrupt:  # corrupt: half a frame, at a torn end
                    pts.append(packet.pts)
    except (av.error.FFmpegError, OSError, IndexError):
        return _Reading(tuple(pts), time_base, broken=True)
    return _Reading(tuple(pts), time_base, broken=False)


def _decoded(path: Path) -> int:
    """Count the pictures that decode; a torn end ends them."""
    count = 0
    try:
        with av.open(str(path)) as container:
            for _ in container.decode([*container.streams.video, *container.streams.audio][0]):
                count += 1
    except (av.error.FFmpegError, OSError, IndexError):
        return count
    return count


def _examine(room: Path, name: str, number: int, indexed: list[Frame], decode: bool) -> VideoReport:
    path = segment_path(room, name, number)
    where = f"room/{path.name}"
    if not path.exists():
        missing = msg("{where}: the video is missing.", where=where)
        return VideoReport(name, number, len(indexed), 0, 0.0, False, (missing,))
    reading = _read(path)
    closed = was_closed(path)
    problems = _problems(where, indexed, reading, closed)
    if decode and closed and (decoded := _decoded(path)) != len(reading.pts):
        problems.append(
            msg("{where}: {count} frames do not decode.", where=where, count=len(reading.pts) - decoded)
        )
    span = max(reading.pts) - min(reading.pts) if reading.pts else 0
    return VideoReport(
        name=name,
        segment=number,
        frames_indexed=len(indexed),
        frames_readable=len(reading.pts),
        duration_s=float(span * reading.time_base),
        complete=closed,
        problems=tuple(problems),
    )


def _problems(where: str, indexed: list[Frame], reading: _Reading, closed: bool) -> list[Text]:
    if not reading.pts and (closed or len(indexed) * reading.time_base > 0):
        if not indexed:
            return [] if not closed else [_unreadable(where)]
        if closed or _span_s([frame.pts for frame in indexed], reading.time_base) > TAIL_S:
            return [_unreadable(where)]
        return []
    expected = [frame.pts for frame in indexed]
    common = min(len(expected), len(reading.pts))
    differing = next((n for n in range(common) if expected[n] != reading.pts[n]), None)
    if differing is not None:
        return [
            msg(
                "{where}: frame {differing} is not at the time that the index tells.",
                where=where,
                differing=differing,
            )
        ]
    lost_s = _span_s(expected[common - 1 :], reading.time_base) if common else 0.0
    if len(reading.pts) > len(expected) or (closed and len(reading.pts) < len(expected)) or lost_s > TAIL_S:
        return [
            msg(
                "{where}: {count} readable frames, {count2} in the index.",
                where=where,
                count=len(reading.pts),
                count2=len(expected),
            )
        ]
    return []


def _span_s(pts: list[int], time_base: Fraction) -> float:
    return float((max(pts) - min(pts)) * time_base) if pts else 0.0


def _unreadable(where: str) -> Text:
    return msg("{where}: the video cannot be read.", where=where)
