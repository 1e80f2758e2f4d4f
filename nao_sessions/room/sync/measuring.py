"""The times of a folder's recordings: for each segment, session time = offset + rate x pts, and how sure.

Arrivals give it as nearly as they can; a clap gives the rest: how long a picture was on its way.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import av
import numpy as np

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import RecordError
from nao_sessions.core.received import reads_as_written
from nao_sessions.record.additions.recordings import read_added
from nao_sessions.record.film import read_film_end
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import read_log
from nao_sessions.record.private import replace_private
from nao_sessions.record.signature import sign_addition
from nao_sessions.room.capture.counts import FrameCounter
from nao_sessions.room.files.index import SOUND_ALONE, Frame, frames_by_segment, segment_path, streams_of
from nao_sessions.room.sync.arrivals import ArrivalReading, read_arrivals
from nao_sessions.room.sync.clap.chance import Seconds
from nao_sessions.room.sync.clap.light import LightLookedFor
from nao_sessions.room.sync.clap.marks import BrightnessChange, marks_of
from nao_sessions.room.sync.clap.search import (
    Clap,
    ClapShift,
    StatedTimes,
    by_lamps,
    by_marks,
    by_tones,
    claps_of,
)
from nao_sessions.room.sync.clap.tones import TonesLookedFor
from nao_sessions.room.sync.sync_file import SYNC_FILE

# What the claps of a session do to the times of a recording: a shift, and with two of them perhaps a rate.
#
# A clap tells one moment. Two of them are read in the way that is surer for the whole recording: their
# mean, if arrivals tell the rate well, or the line through both, if these were late or the claps contradict
# their rate.


@dataclass(frozen=True, slots=True)
class ClapCorrection:
    """A recording's times after its claps: session seconds = ``offset_s`` + ``rate`` x pts seconds.

    ``uncertainty_s`` holds anywhere in it (95 %); ``late_s`` is how long a picture was on its way.
    """

    offset_s: float
    rate: float
    uncertainty_s: float
    late_s: float


def corrected(told: StatedTimes, moved: Sequence[ClapShift]) -> ClapCorrection:
    """Return the times of a recording, corrected by the shifts that claps show (at least one)."""
    first, last = moved[0], moved[-1]
    middle_s = float(np.mean([one.pts_s for one in moved]))
    later_s, unsure_s = mean_of(moved)
    reach_s = max(middle_s - told.first_pts_s, told.last_pts_s - middle_s)
    length_s = told.last_pts_s - told.first_pts_s
    drift_s = told.drift_s * 2 * reach_s / length_s if length_s else 0.0
    unsure_s = float(np.hypot(unsure_s, drift_s))
    slope = 0.0
    if last.pts_s > first.pts_s and (line_s := _line_unsure_s(told, first, last)) < unsure_s:
        slope, unsure_s = (last.later_s - first.later_s) / (last.pts_s - first.pts_s), line_s
        later_s = first.later_s + slope * (middle_s - first.pts_s)
    return ClapCorrection(
        offset_s=told.offset_s + later_s - slope * middle_s,
        rate=told.rate + slope,
        uncertainty_s=unsure_s,
        late_s=-later_s,
    )


def mean_of(moved: Sequence[ClapShift]) -> tuple[float, float]:
    """Return the mean of the shifts that claps show, in seconds, and its uncertainty (95 %).

    Claps make it surer by the square root of their number, unless they disagree by more.
    """
    later_s = np.array([one.later_s for one in moved])
    unsure_s = np.array([one.uncertainty_s for one in moved])
    mean_s = float(later_s.mean())
    sure_s = float(np.sqrt(np.mean(np.square(unsure_s)) / len(moved)))
    return mean_s, max(sure_s, float(np.abs(later_s - mean_s).max()))


def _line_unsure_s(told: StatedTimes, first: ClapShift, last: ClapShift) -> float:
    """Return how far the line through two claps may be off anywhere in the recording, in seconds (95 %)."""
    places_s = np.array([told.first_pts_s, first.pts_s, last.pts_s, told.last_pts_s])
    share = (places_s - first.pts_s) / (last.pts_s - first.pts_s)
    return float(np.hypot((1 - share) * first.uncertainty_s, share * last.uncertainty_s).max())


FORMAT = 1
FILM_OVER_AT = "film_over_ns"
"""The field of ``sync.json`` that says when the film was ended for good, in session ns."""

Effort = Literal["arrivals", "claps", "marks"]
"""How much is read: the index alone; some seconds around each clap as well; where no clap is found, those
around the changes of Nao's eyes, too. The last two decode recordings, at some ten times their speed."""


@dataclass(frozen=True, slots=True)
class LoggedClaps:
    """The claps, and the changes of Nao's eyes, that stand in the log and that a recording may show."""

    claps: tuple[Clap, ...] = ()
    marks: tuple[BrightnessChange, ...] = ()


@dataclass(frozen=True, slots=True)
class SegmentMeasurement:
    """A segment as it was examined: ``record`` is its part of ``sync.json``, the rest is to draw that.

    ``aligned`` is the alignment (JSON) of a recording that was added, else None.
    """

    record: dict[str, Any]
    reading: ArrivalReading | None = None
    lights: tuple[LightLookedFor, ...] = ()
    tones: tuple[TonesLookedFor, ...] = ()
    aligned: Mapping[str, Any] | None = None


def measure(folder: Path, effort: Effort = "claps") -> dict[str, Any]:
    """Examine the recordings of a session folder, write its ``sync.json``, and return what was written.

    May be called again at any time: the indexes are never changed, and the file is replaced whole.

    Raises:
        OSError: the file cannot be written.
        RecordError: what was added to the folder cannot be read.
    """
    return write(folder, examine(folder, effort))


@reads_as_written
def examine(folder: Path, effort: Effort = "claps") -> dict[str, tuple[SegmentMeasurement, ...]]:
    """Return the measurements of every segment of a session folder, by the stream's name.

    Raises:
        RecordError: what was added to it cannot be read.
    """
    room = folder / "room"
    known = LoggedClaps()
    aligned = {one.name: one.reading for one in read_added(folder)}
    if effort != "arrivals":
        with contextlib.suppress(RecordError):  # a log that cannot be read tells nothing
            events = read_log(SessionFolder(folder).events).events
            known = LoggedClaps(claps_of(events), marks_of(events) if effort == "marks" else ())
    return {
        name: tuple(
            _segment(room, name, number, frames, known, aligned.get(name))
            for number, frames in frames_by_segment(room, name).items()
        )
        for name in streams_of(room)
    }


def write(folder: Path, examined: Mapping[str, Sequence[SegmentMeasurement]]) -> dict[str, Any]:
    """Write ``sync.json``, whole or not at all; return what was written. Raises: OSError."""
    streams = {name: {"segments": [one.record for one in segments]} for name, segments in examined.items()}
    record: dict[str, Any] = {"format": FORMAT, "streams": streams}
    session = SessionFolder(folder)
    if session.events.is_file():
        film_end = read_film_end(read_log(session.events).events, session.halts)
        record |= {} if film_end is None else {FILM_OVER_AT: film_end}
    content = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    # Every recorder writes it as it ends, and two may end at once: a draft belongs to one process.
    replace_private(folder / SYNC_FILE, content.encode("utf-8"), f".{SYNC_FILE}.{os.getpid()}")
    sign_addition(folder / SYNC_FILE)
    return record


def _segment(
    room: Path,
    name: str,
    number: int,
    frames: list[Frame],
    known: LoggedClaps,
    aligned: Mapping[str, Any] | None,
) -> SegmentMeasurement:
    path = segment_path(room, name, number)
    reading = read_arrivals(path, frames, aligned) if path.exists() else None
    if reading is None:
        return SegmentMeasurement(
            {"segment": number, "frames": len(frames), "method": "none", "verdict": "absent"}
        )
    counted = _count(reading.pts_s)
    residuals_s = reading.model.residuals_s
    record = {
        "segment": number,
        "time_base": [reading.time_base.numerator, reading.time_base.denominator],
        "offset_ns": reading.offset_ns,
        "rate": reading.rate,
        "uncertainty_ms": reading.uncertainty_ms,
        "residual_p50_ms": round(float(np.quantile(residuals_s, 0.5)) * 1e3, 3),
        "residual_p95_ms": round(float(np.quantile(residuals_s, 0.95)) * 1e3, 3),
        "frames": len(frames),
        "dropped": counted.counts.dropped,
        "duplicated": counted.counts.duplicated,
        "late": sum("l" in frame.flags for frame in frames),
        "listed": [
            {"kind": odd.kind, "after_s": round(odd.after_ns / SECOND_NS, 4), "frames": odd.frames}
            for odd in counted.listed
        ],
        "method": reading.method,
        "verdict": reading.verdict,
        "has_sound": reading.has_sound,
    }
    if aligned is not None:
        record["beside"] = aligned["beside"]
        return SegmentMeasurement(record, reading, aligned=aligned)
    if reading.verdict != "estimated" or not (known.claps or known.marks):
        return SegmentMeasurement(record, reading)
    return _looked_at(path, record, reading, known)


def _looked_at(
    video: Path, record: dict[str, Any], reading: ArrivalReading, known: LoggedClaps
) -> SegmentMeasurement:
    """Search a segment for claps and marks, and correct its reading by what is found."""
    stated = StatedTimes(
        offset_s=reading.offset_ns / SECOND_NS,
        rate=reading.rate,
        first_pts_s=float(reading.pts_s.min()),
        last_pts_s=float(reading.pts_s.max()),
        drift_s=reading.model.drift_s,
    )
    try:
        lamps, tones = by_lamps(video, stated, known.claps), by_tones(video, stated, known.claps)
        seen = [moved for moved, _ in lamps if moved is not None]
        heard = [moved for moved, _ in tones if moved is not None]
        eyes = None if seen else by_marks(video, stated, known.marks)
    except (OSError, av.error.FFmpegError):
        return SegmentMeasurement(record, reading)
    read = stated
    if heard and video.suffix == SOUND_ALONE:
        record, _ = _moved(record, stated, heard, "clap", "measured")
        return SegmentMeasurement(record, reading, tones=tuple(search for _, search in tones))
    if seen:
        record, read = _moved(record, stated, seen, "clap", "measured")
    elif eyes is not None and eyes[0] is not None:
        record, read = _moved(record, stated, [eyes[0]], "marks", "estimated")
    if heard:
        later_s, unsure_s = mean_of([moved.from_reading(stated, read) for moved in heard])
        record["sound"] = {
            "late_ms": round(-later_s * 1e3, 3),
            "uncertainty_ms": round(unsure_s * 1e3, 3),
            "claps": [_as_told(moved) for moved in heard],
        }
    lights = tuple(search for _, search in [*lamps, *([eyes] if eyes is not None else [])])
    return SegmentMeasurement(record, reading, lights, tuple(search for _, search in tones))


def _moved(
    record: dict[str, Any], told: StatedTimes, found: list[ClapShift], method: str, verdict: str
) -> tuple[dict[str, Any], StatedTimes]:
    """Return a segment's record, and its times, corrected by the claps that were found."""
    better = corrected(told, found)
    record = {
        **record,
        "offset_ns": round(better.offset_s * SECOND_NS),
        "rate": better.rate,
        "uncertainty_ms": round(better.uncertainty_s * 1e3, 3),
        "method": method,
        "verdict": verdict,
        "late_ms": round(better.late_s * 1e3, 3),
        "claps": [_as_told(moved) for moved in found],
    }
    return record, replace(told, offset_s=better.offset_s, rate=better.rate)


def _as_told(moved: ClapShift) -> dict[str, Any]:
    return {
        "which": moved.which,
        "at_s": round(moved.pts_s, 4),
        "agreement": round(moved.agreement, 3),
        "chance": float(f"{moved.chance:.1e}"),
        "uncertainty_ms": round(moved.uncertainty_s * 1e3, 3),
    }


def _count(pts_s: Seconds) -> FrameCounter:
    """Return the counts of the steps between frames as shown, but for those out of order at the end."""
    order = np.argsort(pts_s, kind="stable")
    depth = int(np.abs(order - np.arange(len(order))).max())
    counter = FrameCounter()
    for pts in pts_s[order][: len(order) - depth]:
        pts_ns = round(float(pts) * 1e9)
        counter.add(pts_ns, pts_ns, 0)
    return counter
