"""The index of a stream's frames, and the names of the files of a recording.

One unbuffered line a frame, never rewritten: what was observed stays as it was observed.

A file of lines that only grows: what is written stays as it was written. Whole lines go to disk in one
unbuffered write, so that a killed process leaves whole lines.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nao_sessions.core.received import received
from nao_sessions.record.private import open_private

TORN = "?"
"""The mark that ends a torn line, whose last number may be cut and would still be a number."""


class Lines:
    """A private file of ASCII lines that is open for more; a new file gets its header first."""

    def __init__(self, path: Path, header: str) -> None:
        """Open the file, and close a line that a full disk or a power cut tore, so that readers pass over it.

        Raises:
            LinkRefused: the file, or the folder of the recordings, is a link.
            OSError: the file cannot be written.
        """
        self._fd = open_private(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, within=path.parent.parent)
        size = os.fstat(self._fd).st_size
        if size == 0:
            self.write(f"{header}\n")
        elif os.pread(self._fd, 1, size - 1) != b"\n":
            self.write(f"{TORN}\n")

    def write(self, lines: str) -> None:
        """Write whole lines, with their ends.

        Raises:
            OSError: the disk is full, or the file cannot be written.
        """
        os.write(self._fd, lines.encode("ascii"))

    def sync(self) -> None:
        """Write the lines through to the disk, so that a power cut loses none."""
        os.fdatasync(self._fd)

    def close(self) -> None:
        """Close the file; :meth:`sync` first, where its lines must have reached the disk."""
        os.close(self._fd)


HEADER = "segment,frame,pts,key,arrival_ns,source_t,flags"
KEY, CORRUPT, LATE, IMPORTED = "k", "c", "l", "i"
"""Flags of a frame: a key frame; damaged on its way; arrived much later than its neighbours; imported: its
arrival was not observed but worked out from the file's times."""

PICTURES, SOUND_ALONE = ".mp4", ".m4a"
"""The suffixes of a camera's files, and of a microphone's."""

_SEGMENT = re.compile(r"(?P<name>.+)\.(?P<segment>\d{2,})\.(?:mp4|m4a)")
_INDEX_END = ".frames.csv"
_FARTHEST = 2**62
"""Ticks and ns that a file of 64 bits can hold, with room to add two of them."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame, as it was observed; where there is sound alone, a block of it is a frame.

    ``frame`` counts from 0 in the order in which the frames lie in the file (decoding order); ``pts`` is in
    ticks of the time base of the file's pictures (of its sound, where it has none); ``arrival_ns`` is the
    session time of its first byte at this host; ``source_t`` is the source's own clock in seconds (UTC where
    it tells that: RTSP), None where it tells nothing.
    """

    segment: int
    frame: int
    pts: int
    key: bool
    arrival_ns: int
    source_t: float | None
    flags: str

    def to_line(self) -> str:
        """Return the frame as a line of the index, with its end."""
        source_t = "" if self.source_t is None else f"{self.source_t:.6f}"
        fields = (self.segment, self.frame, self.pts, int(self.key), self.arrival_ns, source_t, self.flags)
        return ",".join(map(str, fields)) + "\n"

    @classmethod
    def from_line(cls, line: str) -> Frame:
        """Return the frame in a line of an index.

        Raises:
            ValueError: the line is torn, or is no line of an index.
        """
        segment, frame, pts, key, arrival_ns, source_t, flags = line.rstrip("\n").split(",")[:7]
        shown, came_ns = int(pts), int(arrival_ns)
        if max(abs(shown), abs(came_ns)) > _FARTHEST:
            raise ValueError(f"no clock shows such a time: {line[:80]!r}")
        return cls(
            segment=int(segment),
            frame=int(frame),
            pts=shown,
            key=key == "1",
            arrival_ns=came_ns,
            source_t=float(source_t) if source_t else None,
            flags=flags,
        )


def segment_path(folder: Path, name: str, segment: int, *, sound_only: bool = False) -> Path:
    """Return the path of one segment's file: ``NAME.01.mp4``, or ``NAME.01.m4a`` for sound alone."""
    sound = folder / f"{name}.{segment:02}{SOUND_ALONE}"
    return sound if sound_only or sound.exists() else sound.with_suffix(PICTURES)


def index_path(folder: Path, name: str) -> Path:
    """Return the path of a stream's index, ``NAME.frames.csv``."""
    return folder / f"{name}{_INDEX_END}"


def segments_of(folder: Path, name: str) -> list[int]:
    """Return the numbers of a stream's segments in a folder, in order."""
    found = (_SEGMENT.fullmatch(path.name) for path in folder.glob("*.m[p4][4a]"))
    return sorted(int(match["segment"]) for match in found if match and match["name"] == name)


def streams_of(folder: Path) -> list[str]:
    """Return the names of the streams that a folder holds, by their files and by their indexes."""
    files = (_SEGMENT.fullmatch(path.name) for path in folder.glob("*.m[p4][4a]"))
    names = {match["name"] for match in files if match}
    names |= {path.name.removesuffix(_INDEX_END) for path in folder.glob(f"*{_INDEX_END}")}
    return sorted(names)


class IndexWriter:
    """An index that is open for more lines, each one write, so that a killed process leaves whole lines."""

    def __init__(self, path: Path) -> None:
        """Open the index. Raises: OSError, if the file cannot be written."""
        self._lines = Lines(path, HEADER)

    def add(self, frame: Frame) -> None:
        """Write the line of one frame.

        Raises:
            OSError: the disk is full, or the file cannot be written.
        """
        self._lines.write(frame.to_line())

    def sync(self) -> None:
        """Write the lines through to the disk, so that a power cut loses none."""
        self._lines.sync()

    def close(self) -> None:
        """Close the index, once its lines have reached the disk, if they can."""
        with contextlib.suppress(OSError):
            self.sync()
        self._lines.close()


def read_index(path: Path) -> Iterator[Frame]:
    """Yield the frames of an index; torn lines are left out, and a missing index is empty."""
    if not path.exists():
        return
    with received(path, path.parent.parent) as lines:
        for line in lines:
            try:
                yield Frame.from_line(line.decode("ascii"))
            except ValueError:
                continue


def frames_by_segment(folder: Path, name: str) -> dict[int, list[Frame]]:
    """Return the frames of a stream by their segments, in order; a segment without frames has an empty list.

    A segment that the index has and the folder has not is in it, too.
    """
    frames: dict[int, list[Frame]] = {number: [] for number in segments_of(folder, name)}
    for frame in read_index(index_path(folder, name)):
        frames.setdefault(frame.segment, []).append(frame)
    return dict(sorted(frames.items()))


def last_frame(path: Path) -> Frame | None:
    """Return the last whole line of an index without reading the rest; None if there is none."""
    try:
        with received(path, path.parent.parent, None) as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - 4096))
            lines = file.read(4096).decode("ascii", "replace").splitlines()
    except OSError:
        return None
    for line in reversed(lines):
        try:
            return Frame.from_line(line)
        except ValueError:
            continue
    return None
