"""The reading of recordings, whole, against their indexes: what ``verify`` says about the videos of a folder.

Reading changes nothing; a recorder that was killed is no problem, a frame that is missing in the middle is.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av

from nao_sessions.room.files.containers import open_recording
from nao_sessions.room.files.index import Frame, frames_by_segment, segment_path, streams_of
from nao_sessions.room.files.mp4 import was_closed
from nao_sessions.text.messages import Text, msg

TAIL_S = 0.6
"""How much the index of a killed recorder may be ahead of its video: twice what a kill was seen to lose."""


@dataclass(frozen=True, slots=True)
class VideoReport:
    """The findings on one segment: ``problems`` in words; ``complete`` means that its recorder closed it."""

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
    """Return what is wrong with the videos of a session folder, in words; empty if nothing is.

    With ``decode`` every picture is decoded as well.
    """
    return [problem for report in examine(folder, decode=decode) for problem in report.problems]


def examine(folder: Path, *, decode: bool = False) -> tuple[VideoReport, ...]:
    """Return a report of every video of a session folder; with ``decode`` every picture is decoded, too."""
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
        with open_recording(path) as container:
            stream = [*container.streams.video, *container.streams.audio][0]
            time_base = stream.time_base or time_base
            for packet in container.demux(stream):
                if packet.pts is not None and not packet.is_corrupt:  # corrupt: half a frame, at a torn end
                    pts.append(packet.pts)
    except (av.error.FFmpegError, OSError, IndexError):
        return _Reading(tuple(pts), time_base, broken=True)
    return _Reading(tuple(pts), time_base, broken=False)


def _decoded(path: Path) -> int:
    """Return how many pictures decode, up to the first that does not."""
    count = 0
    with contextlib.suppress(av.error.FFmpegError, OSError, IndexError), open_recording(path) as container:
        for _ in container.decode([*container.streams.video, *container.streams.audio][0]):
            count += 1
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
    expected = [frame.pts for frame in indexed]
    if not reading.pts:
        return [_unreadable(where)] if closed or _span_s(expected, reading.time_base) > TAIL_S else []
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
