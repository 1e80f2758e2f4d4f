"""Where videos and events lie in session time: by what the caller says, by what the table says, else at 0.

Session time begins with whatever is earliest; nothing lies before it. Pure: no file is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from nao_sessions.analysis.formats.table import Media, Row

SOUNDS = (".wav", ".mp3", ".m4a", ".flac", ".ogg", ".aac")
"""How the names of media end that are sound alone, and no video."""

Method = Literal["given", "file"]
"""How a video got its place: by the caller or the table, or at the table's 0 because nobody said."""


@dataclass(frozen=True, slots=True)
class Offset:
    """The table's time of a video's own 0, and how far that may be off (None: nobody said)."""

    begins_ns: int
    uncertainty_ms: float | None = None


@dataclass(frozen=True, slots=True)
class PlacedVideo:
    """A video in session time: session time = ``offset_ns`` + the file's own time."""

    offset_ns: int
    uncertainty_ms: float | None
    method: Method

    def to_facts(self) -> Mapping[str, Any]:
        """Return the placement as the facts to store in the video's file."""
        return {
            "offset_ns": self.offset_ns,
            "uncertainty_ms": self.uncertainty_ms,
            "method": self.method,
        }


def place(
    rows: Sequence[Row], media: Sequence[Media], files: Mapping[str, str], offsets: Mapping[str, Offset]
) -> tuple[int, dict[str, PlacedVideo]]:
    """Return the session time (ns) of the table's 0, and each video's place, by its name.

    Args:
        rows: the events.
        media: the videos that the table names.
        files: the name of each video's file, by the name of the video.
        offsets: what the caller says, by the name of the video; it goes before what the table says.
    """
    found: dict[str, tuple[Offset, Method]] = {}
    for name, file in files.items():
        medium = _named_by_table(file, media, alone=len(files) == 1)
        if name in offsets:
            found[name] = (offsets[name], "given")
        elif medium is not None:
            found[name] = (Offset(medium.begins_ns), "given")
        else:
            found[name] = (Offset(0), "file")
    earliest = [row.start_ns for row in rows] + [offset.begins_ns for offset, _ in found.values()]
    zero_ns = -min(0, *earliest)
    placed = {
        name: PlacedVideo(zero_ns + offset.begins_ns, offset.uncertainty_ms, method)
        for name, (offset, method) in found.items()
    }
    return zero_ns, placed


def _named_by_table(file: str, media: Sequence[Media], *, alone: bool) -> Media | None:
    """Return the medium of a table that a video is, by the file's name; one beside one needs no name."""
    named = [one for one in media if one.file.casefold() == file.casefold()]
    if named:
        return named[0]
    pictures = [one for one in media if not one.file.casefold().endswith(SOUNDS)]
    return pictures[0] if alone and len(pictures) == 1 else None
