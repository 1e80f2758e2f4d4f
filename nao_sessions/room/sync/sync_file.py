"""The times of each segment's ticks: ``sync.json`` as values, for pages and exports.

What is missing or torn is left out; nothing here decodes a picture.

The sounds that a session's folder holds, each with its place on the session's clock by ``sync.json``. A sound
whose own time no clap has shown may be late by as much as its camera holds it back: it does not count as
measured.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from nao_sessions.core.clock import MILLISECOND_NS, SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.core.received import read_received_json
from nao_sessions.record.film import RecordingContents
from nao_sessions.record.folder import SessionFolder
from nao_sessions.room.files.index import (
    SOUND_ALONE,
    Frame,
    frames_by_segment,
    index_path,
    read_index,
    segment_path,
    streams_of,
)
from nao_sessions.room.sync.arrivals import read_arrivals

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
    """Return the sounds of a session folder; one of unknown time or without a file is left out.

    Raises:
        RecordError: a file is no plain one (R135).
    """
    found = []
    for name, segment in _segments(folder / SYNC_FILE):
        with contextlib.suppress(*_TORN):
            path = segment_path(folder / "room", name, int(segment["segment"]))
            sound = _sound(folder / "room", name, path, segment) if path.is_file() else None
            if sound is not None:
                found.append(sound)
    return tuple(found)


def _segments(path: Path) -> list[tuple[str, Any]]:
    """Return each segment in a ``sync.json``, with its stream; none where it is missing or torn.

    Raises:
        RecordError: it is no plain file (R135), or too large (R136).
    """
    try:
        streams = read_received_json(path)["streams"].items()
        return [(str(name), segment) for name, stream in streams for segment in stream["segments"]]
    except (OSError, *_TORN):
        return []


_TORN = (ValueError, KeyError, TypeError, AttributeError, IndexError, ArithmeticError)


def _sound(room: Path, name: str, path: Path, segment: Mapping[str, Any]) -> HeardSound | None:
    if segment.get("uncertainty_ms") is None or "time_base" not in segment:
        return None
    number = int(segment["segment"])
    frames = frames_by_segment(room, name).get(number)
    if not frames:
        return None
    own, measured = segment.get("sound"), segment.get("verdict") == "measured"
    alone = path.suffix == SOUND_ALONE
    if own is None and not alone and not segment.get("has_sound", True):
        return None
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


Verdict = Literal["measured", "estimated", "absent"]

_SLOWEST = 0.5
"""Of session time for a second of a film: one of another rate of pictures is 4 % off, a clock 0.01 %."""
_FARTHEST_NS = 10**18
"""From a session's begin: thirty years."""


@dataclass(frozen=True, slots=True)
class Sync:
    """The clock of one segment: session time = ``offset_ns`` + ``rate`` x pts x ``time_base``.

    ``uncertainty_ms`` is how far such a time may be off; None where nobody knows. ``sound_late_ms`` is by how
    much the sound beside a picture is behind it, None where no clap showed it.
    """

    time_base: Fraction
    offset_ns: int
    rate: float
    uncertainty_ms: float | None
    verdict: Verdict
    method: str
    has_sound: bool = False
    sound_late_ms: float | None = None
    sound_uncertainty_ms: float | None = None

    @property
    def sound_late_ns(self) -> int:
        """Return by how many ns the sound lags behind the picture; 0 where that is not known."""
        return round((self.sound_late_ms or 0.0) * MILLISECOND_NS)

    def session_ns(self, pts: int) -> int:
        """Return the session time in ns of a picture's pts, or of the sound's where there are no pictures."""
        # the product is taken in whole numbers: a float of ns would lose the last digits after some weeks
        file_ns = pts * self.time_base.numerator * SECOND_NS // self.time_base.denominator
        return self.offset_ns + file_ns + round((self.rate - 1.0) * file_ns)


def read_sync(path: Path) -> Mapping[tuple[str, int], Sync]:
    """Return the clocks in a ``sync.json`` by stream and segment; missing or torn parts are left out.

    Raises:
        RecordError: it is no plain file (R135).
    """
    table = {}
    for name, segment in _segments(path):
        with contextlib.suppress(*_TORN):
            table[name, int(segment["segment"])] = _sync(segment)
    return table


def read_odd(path: Path) -> Mapping[tuple[str, int], tuple[int, int]]:
    """Return how many pictures of each segment are missing and came twice; unknown ones are left out.

    Raises:
        RecordError: it is no plain file (R135).
    """
    table = {}
    for name, segment in _segments(path):
        with contextlib.suppress(*_TORN):
            table[name, int(segment["segment"])] = int(segment["dropped"]), int(segment["duplicated"])
    return table


def read_counts(path: Path) -> Mapping[str, tuple[int, int]]:
    """Return how many frames each stream has by ``sync.json``, and how many are missing, over all segments.

    A stream with a segment that has no counts is left out; all are where the file cannot be read.

    Raises:
        RecordError: it is no plain file (R135).
    """
    by_stream: dict[str, list[Any]] = {}
    for name, segment in _segments(path):
        by_stream.setdefault(name, []).append(segment)
    table = {}
    for name, found in by_stream.items():
        with contextlib.suppress(*_TORN):
            table[name] = sum(int(one["frames"]) for one in found), sum(int(one["dropped"]) for one in found)
    return table


def recorded_in(folder: SessionFolder, events: Iterable[Event]) -> Mapping[str, RecordingContents]:
    """Return what each recording holds, by name; the times of its frames only where the log tells of a hole.

    These are the pictures' own times by ``sync.json``, else those at which they came.
    """
    if not folder.room.is_dir():
        return {}
    counts, clocks = read_counts(folder.sync), read_sync(folder.sync)
    holes = any(event.kind == "resumed" or _tells_a_hole(event) for event in events)
    found = {}
    for name in streams_of(folder.room):
        frames, dropped = counts.get(name, (None, None))
        times_ns = []
        for one in read_index(index_path(folder.room, name)) if holes else ():
            clock = clocks.get((name, one.segment))
            times_ns.append(one.arrival_ns if clock is None else clock.session_ns(one.pts))
        found[name] = RecordingContents(frames, dropped, tuple(sorted(times_ns)))
    return found


def _tells_a_hole(event: Event) -> bool:
    return event.source == "recorder" and event.kind in ("gap", "frozen")


def sync_from_arrivals(video: Path, frames: Sequence[Frame]) -> Sync | None:
    """Return the clock of a segment that ``sync.json`` lacks (its recorder was killed), by its arrivals.

    None where there is no frame, or the file cannot be opened.
    """
    read = read_arrivals(video, frames)
    if read is None:
        return None
    return Sync(read.time_base, read.offset_ns, read.rate, read.uncertainty_ms, read.verdict, read.method,
                read.has_sound)  # fmt: skip


def _sync(segment: Mapping[str, Any]) -> Sync:
    ticks, per = segment["time_base"]
    verdict = segment.get("verdict")
    uncertainty = segment.get("uncertainty_ms")
    sound = segment.get("sound")
    offset_ns, rate = int(segment["offset_ns"]), float(segment["rate"])
    if not (abs(offset_ns) < _FARTHEST_NS and _SLOWEST < rate < 1 / _SLOWEST):
        raise ValueError(segment)  # no clock: times by it would leave what 64 bits hold
    return Sync(
        time_base=Fraction(int(ticks), int(per)),
        offset_ns=offset_ns,
        rate=rate,
        uncertainty_ms=None if uncertainty is None else float(uncertainty),
        verdict=verdict if verdict in ("measured", "estimated") else "absent",
        method=str(segment.get("method", "")),
        has_sound=bool(segment.get("has_sound", sound is not None)),
        sound_late_ms=None if sound is None else float(sound["late_ms"]),
        sound_uncertainty_ms=None if sound is None else float(sound["uncertainty_ms"]),
    )
