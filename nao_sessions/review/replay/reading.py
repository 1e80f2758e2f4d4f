"""Reading a session folder for the page: facts, events, videos, and what is damaged about them.

Nothing is repaired or written, and damage is reported, not refused: what can be read of a session is shown.
The times of the pictures and the latency of each answer are computed here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nao_sessions.core.clock import MILLISECOND_NS, SECOND_NS
from nao_sessions.core.errors import FormatTooNew, RecordError
from nao_sessions.core.events import Event
from nao_sessions.core.received import (
    check_received,
    is_there,
    read_received,
    read_received_json,
    reads_as_written,
)
from nao_sessions.protocol.part_names import Titles, titles_of
from nao_sessions.record.additions.corrections import RecordCorrection, read_corrections
from nao_sessions.record.folder import SessionFolder, no_session
from nao_sessions.record.manifest import Manifest
from nao_sessions.record.results.interruptions import (
    Interruption,
    at_death,
    interrupted_ns,
    read_interruptions,
    with_deaths,
)
from nao_sessions.record.results.responses import SessionResponse, read_responses
from nao_sessions.record.results.trials import without_effect
from nao_sessions.room.files.columns import index_columns
from nao_sessions.room.files.index import (
    SOUND_ALONE,
    frames_by_segment,
    index_path,
    segment_path,
    segments_of,
    streams_of,
)
from nao_sessions.room.files.levels import HEADER as LEVELS_HEADER
from nao_sessions.room.files.levels import levels_path
from nao_sessions.room.sync.sync_file import Sync, read_sync, sync_from_arrivals
from nao_sessions.room.voice.latencies import LATENCIES_FILE, latencies_by_seq, read_latencies
from nao_sessions.room.voice.latency_words import latency_words
from nao_sessions.text.messages import Text, msg

_NO_FACTS = msg("What the session says of itself (session.json) is missing or cannot be read.")
_TORN = msg("The last line of the log is torn: it is left out.")
_UNREAD = msg("Lines of the log that cannot be read: {count}.")
_UNPLACED = msg("{video}: the video is unreadable or has no index, it cannot be placed in time.")
_NO_CORRECTIONS = msg(
    "The corrections (corrections.jsonl) cannot be read: the trials are shown as they were judged."
)
_MISPLACED = msg("Corrections without effect (there is nothing to be corrected in that way): {count}.")
_NOT_CLOSED = msg("The session was not closed; 'nao-sessions recover' does it.")


@dataclass(frozen=True, slots=True)
class ReplayedSegment:
    """One unbroken piece of a stream's video; ``pictures`` are in the order of showing, at least one."""

    number: int
    video: Path
    sync: Sync
    pictures: Pictures


@dataclass(frozen=True, slots=True)
class Stream:
    """One camera or microphone; at least one segment. A microphone's blocks of sound stand for pictures.

    ``levels`` is the file that says how loud it was; None where that was not written during the recording.
    """

    name: str
    segments: tuple[ReplayedSegment, ...]
    levels: Path | None = None

    @property
    def has_sound(self) -> bool:
        """Return whether the stream is known to have sound; False where that is not known."""
        return self.levels is not None or self.sound_alone or any(s.sync.has_sound for s in self.segments)

    @property
    def sound_alone(self) -> bool:
        """Return whether the stream has sound and no pictures."""
        return all(segment.video.suffix == SOUND_ALONE for segment in self.segments)


@dataclass(frozen=True)
class ReplayedSession:
    """A session folder as it was found.

    ``facts`` is what ``session.json`` holds; ``troubles`` says in words what is missing or torn; ``titles``
    are the protocol's own words for its steps, buttons and pictures, ``untitled`` words for steps without a
    title, ``items`` what items are about, ``settings`` the label and type of each setting;
    ``latencies`` are by the seqs of answers; ``corrections`` those of trials and responses after the session.
    """

    folder: Path
    facts: Mapping[str, Any]
    events: tuple[Event, ...]
    streams: tuple[Stream, ...]
    troubles: tuple[Text, ...]
    titles: Mapping[str, Text] = field(default_factory=dict)
    untitled: Mapping[str, Text] = field(default_factory=dict)
    items: Mapping[str, Text] = field(default_factory=dict)
    settings: Mapping[str, tuple[Text, str]] = field(default_factory=dict)
    latencies: Mapping[int, AnswerTime] = field(default_factory=dict)
    corrections: tuple[RecordCorrection, ...] = ()
    has_telemetry: bool = False

    @cached_property
    def responses(self) -> tuple[SessionResponse, ...]:
        """Return the responses, with their authors as corrected; none where the log's fields are unknown."""
        try:
            return read_responses(self.events, self.corrections)
        except (KeyError, TypeError, ValueError):  # a newer program may write other fields
            return ()


@reads_as_written
def read_recording(path: Path) -> ReplayedSession:
    """Return a recording read from a session folder; what is damaged is listed in ``troubles``.

    Raises:
        RecordError: there is no session in that folder.
        FormatTooNew: it was written in a newer format than this program reads.
    """
    folder = SessionFolder(path)
    if not is_there(folder.events):
        raise no_session(path)
    facts, facts_troubles = _facts(folder.manifest)
    logged, log_troubles = _events(folder.events)
    events = with_deaths(logged, folder.halts)
    streams, video_troubles = _streams(folder)
    corrections, correction_troubles = _corrections(path, events)
    words = _titles(folder, facts)
    return ReplayedSession(
        folder=path,
        facts=facts,
        events=at_death(events, resumed=False),
        streams=streams,
        troubles=(*facts_troubles, *log_troubles, *video_troubles, *correction_troubles),
        titles=words.titles,
        untitled=words.untitled,
        items=words.items,
        settings=words.settings,
        latencies=taken_of(events, read_latencies(path / LATENCIES_FILE)),
        corrections=corrections,
        has_telemetry=folder.telemetry.is_file() or folder.telemetry_raw.is_file(),
    )


def _corrections(path: Path, events: tuple[Event, ...]) -> tuple[tuple[RecordCorrection, ...], list[Text]]:
    try:
        corrections = read_corrections(path)
    except RecordError:
        return (), [_NO_CORRECTIONS]
    try:
        without_place = len(without_effect(events, corrections))
    except (KeyError, TypeError, ValueError):  # a newer program may write other fields
        return corrections, []
    return corrections, [_MISPLACED.format(count=without_place)] if without_place else []


def _facts(path: Path) -> tuple[Mapping[str, Any], list[Text]]:
    """Return what ``session.json`` holds, and what is wrong with it. Raises: FormatTooNew."""
    try:
        facts = Manifest.read(path).model_dump()
    except FormatTooNew:
        raise
    except RecordError:
        return _what_can_be_read(path), [_NO_FACTS]
    return facts, [_NOT_CLOSED] if facts["state"] == "open" else []


def _what_can_be_read(path: Path) -> Mapping[str, Any]:
    try:
        facts = read_received_json(path)
    except (OSError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}


def _titles(folder: SessionFolder, facts: Mapping[str, Any]) -> Titles:
    protocol = facts.get("protocol")
    entry = protocol.get("entry") if isinstance(protocol, dict) else None
    if not isinstance(entry, str) or not folder.protocol.is_dir():
        return Titles()
    return titles_of(folder.protocol_files(), entry)


def _events(path: Path) -> tuple[tuple[Event, ...], list[Text]]:
    """Return the lines of a log that can be read, and what is wrong with others."""
    lines = read_received(path).split(b"\n")
    torn = lines.pop() != b""
    events: list[Event] = []
    for line in lines:
        try:
            event = Event.from_line(line.decode("utf-8"))
        except ValueError:
            continue
        if isinstance(event.data, dict):
            events.append(event)
    troubles = [_TORN] if torn else []
    if len(events) < len(lines):
        troubles.append(_UNREAD.format(count=len(lines) - len(events)))
    return tuple(events), troubles


def _streams(folder: SessionFolder) -> tuple[tuple[Stream, ...], list[Text]]:
    syncs = read_sync(folder.sync)
    streams: list[Stream] = []
    troubles: list[Text] = []
    for name in streams_of(folder.room) if folder.room.is_dir() else ():
        of_segment, numbers, pts = index_columns(index_path(folder.room, name))
        segments = []
        for number in segments_of(folder.room, name):
            video = segment_path(folder.room, name, number)
            own = of_segment == number
            sync = syncs.get((name, number))
            if sync is None and is_shown(video) and own.any():
                sync = sync_from_arrivals(video, frames_by_segment(folder.room, name)[number])
            segment = _segment(video, number, numbers[own], pts[own], sync)
            if segment is None:
                troubles.append(_UNPLACED.format(video=video.name))
            else:
                segments.append(segment)
        if segments:
            streams.append(Stream(name, tuple(segments), _levels(folder.room, name)))
    streams.sort(key=lambda stream: stream.sound_alone)  # what is seen first comes first
    return tuple(streams), troubles


def _levels(room: Path, name: str) -> Path | None:
    """Return the file that says how loud a stream was; None without one, or where it is empty."""
    path = levels_path(room, name)
    return path if path.is_file() and path.stat().st_size > len(LEVELS_HEADER) + 1 else None


def is_shown(video: Path) -> bool:
    """Return whether there is a video to show: a plain file, that lies in the session's folder alone."""
    try:
        check_received(video, video.parent.parent)
    except (RecordError, OSError):
        return False
    return True


def _segment(
    video: Path, number: int, numbers: Whole, pts: Whole, sync: Sync | None
) -> ReplayedSegment | None:
    if sync is None or not len(pts) or not is_shown(video):
        return None
    return ReplayedSegment(number, video, sync, pictures_in_order(numbers, pts, sync))


Whole = NDArray[np.int64]

PICTURES_AT_ONCE = 1_500
"""Pictures that are sent at once: a minute at 25 a second, some 40 kB."""

_USUAL_FROM = 500
"""From so many pictures it is computed how long one usually stands."""


@dataclass(frozen=True, slots=True, eq=False)
class Pictures:
    """The pictures of one segment in the order in which they are shown, at least one, each pts once.

    ``numbers`` are those of the index, ``pts`` ticks of the file, ``taken_ns`` session times.
    """

    numbers: Whole
    pts: Whole
    taken_ns: Whole

    def __len__(self) -> int:
        return len(self.pts)

    def overview(self, time_base: float) -> dict[str, Any]:
        """Return what the page gets at once: number of pictures, start of each window, last picture."""
        firsts = [*range(0, len(self), PICTURES_AT_ONCE), len(self) - 1]
        steps = np.sort(np.diff(self.pts[:_USUAL_FROM]))
        usual = int(steps[len(steps) // 2]) if len(steps) else round(0.04 / time_base)
        return {
            "count": len(self),
            "window": PICTURES_AT_ONCE,
            "usual_ticks": usual,
            "firsts": [[int(self.numbers[n]), int(self.pts[n]), int(self.taken_ns[n])] for n in firsts],
        }

    def window(self, number: int) -> Mapping[str, list[int]] | None:
        """Return a window of pictures by its number, from 0; None where there is none."""
        part = slice(number * PICTURES_AT_ONCE, (number + 1) * PICTURES_AT_ONCE)
        if number < 0 or part.start >= len(self):
            return None
        return {
            "numbers": self.numbers[part].tolist(),
            "pts": self.pts[part].tolist(),
            "taken": self.taken_ns[part].tolist(),
        }


def pictures_in_order(numbers: Whole, pts: Whole, sync: Sync) -> Pictures:
    """Return the pictures of one segment from the lines of its index; of two with one pts, the last."""
    order = np.argsort(pts, kind="stable")
    ordered = pts[order]
    last = np.append(ordered[1:] != ordered[:-1], True)
    shown = ordered[last]
    return Pictures(numbers[order][last], shown, session_times_ns(shown, sync))


def session_times_ns(pts: Whole, sync: Sync) -> Whole:
    """Return the session times in ns of ticks of a file, exactly as :meth:`Sync.session_ns` does for one."""
    seconds, rest = np.divmod(pts * sync.time_base.numerator, sync.time_base.denominator)
    file_ns = seconds * SECOND_NS + rest * SECOND_NS // sync.time_base.denominator
    drift_ns = np.rint((sync.rate - 1.0) * file_ns).astype(np.int64)
    return np.asarray(sync.offset_ns + file_ns + drift_ns, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class AnswerTime:
    """The latency of one answer: from when to when (session ns), how far off its beginning may be, in words.

    ``spread_ns`` is None where it is not known; ``measured``: the question's end was found in the sound;
    ``cut``: the session stood still meanwhile, and the words say that it does not count.
    """

    from_ns: int
    to_ns: int
    spread_ns: int | None
    measured: bool
    cut: bool
    words: Text


def taken_of(events: Sequence[Event], record: Mapping[str, Any]) -> dict[int, AnswerTime]:
    """Return the latency of each answer, by the seq of its event.

    Args:
        events: the log.
        record: the content of ``latencies.json``; without it the end that the robot reported stands.
    """
    still = read_interruptions(events)
    try:
        answers = latencies_by_seq(events, record)
    except (KeyError, TypeError, ValueError, AttributeError):  # a newer program may write other fields
        return {}
    return {seq: _taken(answer, still) for seq, answer in answers.items() if "answered_ns" in answer}


def _taken(answer: Mapping[str, Any], still: Sequence[Interruption]) -> AnswerTime:
    answered_ns = int(answer["answered_ns"])
    from_ns = answered_ns - int(answer["latency_ns"])
    cut = interrupted_ns(still, from_ns, answered_ns) > 0
    spread_ms = answer.get("uncertainty_ms")
    return AnswerTime(
        from_ns=from_ns,
        to_ns=answered_ns,
        spread_ns=None if spread_ms is None else round(float(spread_ms) * MILLISECOND_NS),
        measured=answer["method"] == "sound",
        cut=cut,
        words=_CUT if cut else latency_words(answer),
    )


_CUT = msg("not counted: the session stood still meanwhile")
