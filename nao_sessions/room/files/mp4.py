"""What the head of an MP4 says without decoding it: whether it was closed, and its recorder's own facts.

Only the heads of its boxes and its metadata are read (ISO/IEC 14496-12); nothing is written.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from nao_sessions.core.bounded_json import decode_json
from nao_sessions.core.received import received
from nao_sessions.room.files.container import open_recording

MOST_BOXES = 2_000_000
"""The most boxes that are read: two a picture, which is nine hours at 30 Hz; what follows counts as torn."""
FACTS = "nao_sessions"
"""The key under which a file's own facts (JSON) stand in its metadata."""


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """The facts of one file; ``facts`` are its recorder's: segment, origin_ns, speed, source, encoded.

    ``time_base`` is seconds a tick of its pictures, or of its sound where it has none; ``both`` is whether it
    has pictures and sound.
    """

    time_base: Fraction
    facts: dict[str, Any]
    both: bool = False


@dataclass(frozen=True, slots=True)
class Mp4Box:
    """One top-level box of a file: its kind, where it begins in bytes, and whether all of it is there."""

    kind: str
    start: int
    whole: bool


def boxes_of(path: Path) -> list[Mp4Box]:
    """Return an MP4's top-level boxes in order: kind, where each begins, whether all of it is there.

    A length that cannot be ends the list.
    """
    boxes: list[Mp4Box] = []
    with received(path, path.parent.parent, None) as file:
        size, place = os.fstat(file.fileno()).st_size, 0
        while place < size and len(boxes) < MOST_BOXES:
            file.seek(place)
            head = file.read(16)
            length = int.from_bytes(head[:4], "big")
            if length == 1:
                length = int.from_bytes(head[8:16], "big")
            elif length == 0:
                length = size - place
            boxes.append(Mp4Box(head[4:8].decode("latin-1"), place, 8 <= length <= size - place))
            if length < 8:
                break
            place += length
    return boxes


def was_closed(path: Path) -> bool:
    """Return whether a recorder closed a file: then it is a plain MP4, else a row of fragments."""
    kinds = {box.kind for box in boxes_of(path) if box.whole}
    return "moov" in kinds and "moof" not in kinds


def video_facts(path: Path) -> VideoFacts | None:
    """Return the facts in the head of a video file; None if nothing in it can be read."""
    import av  # lazily: a session whose videos have their times in sync.json needs no file opened

    try:
        with open_recording(path, decodes=False) as container:
            lead = [*container.streams.video, *container.streams.audio][:1]
            if not lead:
                return None
            time_base = lead[0].time_base
            both = bool(container.streams.video and container.streams.audio)
            text = container.metadata.get(FACTS, "")
    except (av.error.FFmpegError, OSError):
        return None
    try:
        facts = decode_json(text) if text else {}
    except ValueError:
        facts = {}
    return VideoFacts(time_base or Fraction(1, 90_000), facts if isinstance(facts, dict) else {}, both)
