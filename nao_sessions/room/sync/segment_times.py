"""The times of each segment's ticks: ``sync.json`` as values, for pages and exports.

What is missing or torn is left out; nothing here decodes a picture.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from nao_sessions.core.clock import MILLISECOND_NS, SECOND_NS
from nao_sessions.room.files.index import Frame
from nao_sessions.room.sync.arrivals import read_arrivals

Verdict = Literal["measured", "estimated", "absent"]


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
    """Return the clocks in a ``sync.json`` by stream and segment; missing or torn parts are left out."""
    try:
        streams = json.loads(path.read_text(encoding="utf-8"))["streams"].items()
        segments = [(str(name), segment) for name, stream in streams for segment in stream["segments"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
    table = {}
    for name, segment in segments:
        try:
            table[name, int(segment["segment"])] = _sync(segment)
        except (KeyError, TypeError, ValueError, IndexError, ZeroDivisionError):
            continue
    return table


def read_counts(path: Path) -> Mapping[str, tuple[int, int]]:
    """Return how many frames each stream has by ``sync.json``, and how many are missing, over all segments.

    A stream with a segment that has no counts is left out; all are where the file cannot be read.
    """
    try:
        streams = json.loads(path.read_text(encoding="utf-8"))["streams"].items()
        segments = {str(name): list(stream["segments"]) for name, stream in streams}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
    table = {}
    for name, found in segments.items():
        try:
            table[name] = sum(int(one["frames"]) for one in found), sum(int(one["dropped"]) for one in found)
        except (KeyError, TypeError, ValueError):
            continue
    return table


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
    return Sync(
        time_base=Fraction(int(ticks), int(per)),
        offset_ns=int(segment["offset_ns"]),
        rate=float(segment["rate"]),
        uncertainty_ms=None if uncertainty is None else float(uncertainty),
        verdict=verdict if verdict in ("measured", "estimated") else "absent",
        method=str(segment.get("method", "")),
        has_sound=bool(segment.get("has_sound", sound is not None)),
        sound_late_ms=None if sound is None else float(sound["late_ms"]),
        sound_uncertainty_ms=None if sound is None else float(sound["uncertainty_ms"]),
    )
