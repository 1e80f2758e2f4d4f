"""The sounds that a session's folder holds, each with its place on the session's clock by ``sync.json``.

A sound whose own time no clap has shown may be late by as much as its camera holds it back: it does not
count as measured.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.room.files.index import SOUND_ALONE, frames_by_segment, segment_path

SYNC_FILE = "sync.json"


@dataclass(frozen=True, slots=True)
class HeardSound:
    """The sound of one file: session seconds = ``offset_s`` + ``rate`` x the file's seconds.

    ``measured`` is whether a clap, or a sound with one, showed the time of the sound itself; ``stream`` is
    its name and segment (``room.01``); it was recorded from ``first_s`` to ``last_s`` of session time.
    """

    stream: str
    file: str
    offset_s: float
    rate: float
    uncertainty_s: float
    measured: bool
    first_s: float
    last_s: float

    def file_s(self, session_s: float) -> float:
        """Return the place of a session time in the file, in seconds."""
        return (session_s - self.offset_s) / self.rate

    def session_s(self, file_s: float) -> float:
        """Return the session time of a place in the file, both in seconds."""
        return self.offset_s + self.rate * file_s

    def covers(self, first_s: float, last_s: float) -> bool:
        """Return whether the sound was recorded all the time between two session times, in seconds."""
        return self.first_s <= first_s and last_s <= self.last_s


def sounds_of(folder: Path) -> tuple[HeardSound, ...]:
    """Return the sounds of a session folder; one of unknown time or without a file is left out."""
    try:
        streams = json.loads((folder / SYNC_FILE).read_text(encoding="utf-8"))["streams"].items()
        segments = [(str(name), segment) for name, stream in streams for segment in stream["segments"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ()
    found = []
    for name, segment in segments:
        path = segment_path(folder / "room", name, int(segment["segment"]))
        sound = _sound(folder / "room", name, path, segment) if path.is_file() else None
        if sound is not None:
            found.append(sound)
    return tuple(found)


def _sound(room: Path, name: str, path: Path, segment: Mapping[str, Any]) -> HeardSound | None:
    if segment.get("uncertainty_ms") is None or "time_base" not in segment:
        return None
    number = int(segment["segment"])
    frames = frames_by_segment(room, name).get(number)
    if not frames:
        return None
    own, measured = segment.get("sound"), segment.get("verdict") == "measured"
    alone = path.suffix == SOUND_ALONE
    # What two clocks tell of a sound: a microphone's own reading, or by how much it is behind the picture.
    late_s = 0.0 if own is None else float(own["late_ms"]) / 1e3
    uncertainty_ms = segment["uncertainty_ms"] if own is None else own["uncertainty_ms"]
    offset_s, rate = int(segment["offset_ns"]) / SECOND_NS - late_s, float(segment["rate"])
    ticks, per = segment["time_base"]
    pts_s = [frame.pts * ticks / per for frame in frames]
    return HeardSound(
        stream=f"{name}.{number:02}",
        file=path.name,
        offset_s=offset_s,
        rate=rate,
        uncertainty_s=float(uncertainty_ms) / 1e3,
        measured=own is not None or (measured and (alone or segment.get("method") == "sound")),
        first_s=offset_s + rate * min(pts_s),
        last_s=offset_s + rate * max(pts_s),
    )
