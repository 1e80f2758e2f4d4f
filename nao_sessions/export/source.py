"""A session as exports read it: facts, events, corrections, latencies, how its videos' times are read.

Read once, and nothing in the folder is changed; what was corrected afterwards applies, and both are kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.export.coded_by import CodedBy
from nao_sessions.room.index import (
    SOUND_ALONE,
    Frame,
    frames_by_segment,
    segment_path,
    segments_of,
    streams_of,
)
from nao_sessions.room.segment_times import Sync, read_sync, sync_from_arrivals
from nao_sessions.room.voice.latencies import LATENCIES_FILE, read_latencies
from nao_sessions.session.annotations import Annotation, coders_of, read_coding
from nao_sessions.session.corrections import Correction, read_corrections
from nao_sessions.session.folder import SessionFolder, no_session
from nao_sessions.session.log import read_log
from nao_sessions.session.manifest import Manifest
from nao_sessions.session.trials import SessionTrial, read_trials


@dataclass(frozen=True, slots=True)
class InSeries:
    """Where a session stands for one child: which series and phase, and which session it is."""

    series: str | None = None
    phase: str | None = None
    phase_kind: str | None = None
    session_number: int | None = None


@dataclass(frozen=True, slots=True)
class Film:
    """One recorded segment, and how its ticks become session time."""

    stream: str
    segment: int
    path: Path
    sync: Sync
    frames: tuple[Frame, ...]

    @property
    def sound_alone(self) -> bool:
        """Tell whether nothing can be seen in it."""
        return self.path.suffix == SOUND_ALONE

    @property
    def begins_ns(self) -> int:
        """Give the session time at which the file's own time is 0: what players call the offset."""
        return self.sync.offset_ns

    @property
    def length_ns(self) -> int:
        """Give how long it lasts, to the last picture that the index holds."""
        return self.sync.session_ns(max(frame.pts for frame in self.frames)) - self.begins_ns

    def file_s(self, session_ns: int) -> float:
        """Give where a session time lies in the file, in seconds; before its beginning it is negative."""
        return (session_ns - self.sync.offset_ns) / SECOND_NS / self.sync.rate


@dataclass(frozen=True, repr=False)
class Source:
    """All that an export may ask of one session.

    ``places`` are by child, where a corpus knows them; ``schemes`` by coder, where somebody read them.
    """

    folder: SessionFolder
    facts: Manifest
    events: tuple[Event, ...]
    corrections: tuple[Correction, ...] = ()
    latencies: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    coded: Mapping[str, tuple[Annotation, ...]] = field(default_factory=dict)
    places: Mapping[str, InSeries] = field(default_factory=dict)
    schemes: Mapping[str, tuple[CodedBy, ...]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Give the session's name: its folder's."""
        return self.folder.path.name

    @property
    def shared_place(self) -> InSeries:
        """Give the place that all its children have in common: what is nobody's has that one."""
        places = {self.places.get(child) for child in self.facts.participants}
        return (places.pop() if len(places) == 1 else None) or InSeries()

    @property
    def identity(self) -> str:
        """Give what tells this session from every other, however its folder is called or copied."""
        return identity_of(self.facts)

    @property
    def imported(self) -> bool:
        """Tell whether the log was made of a foreign table."""
        return self.facts.state == "imported"

    @cached_property
    def trials(self) -> tuple[SessionTrial, ...]:
        """Give the trials as they count now."""
        return read_trials(self.events, self.corrections)

    @cached_property
    def films(self) -> tuple[Film, ...]:
        """Give the recordings whose times are known, what can be seen first."""
        syncs = read_sync(self.folder.sync)
        room = self.folder.room
        found = []
        for name in streams_of(room) if room.is_dir() else ():
            frames = frames_by_segment(room, name)
            for number in segments_of(room, name):
                film = _film(room, name, number, frames.get(number, []), syncs.get((name, number)))
                if film is not None:
                    found.append(film)
        return tuple(sorted(found, key=lambda film: (film.sound_alone, film.stream, film.segment)))


def _film(room: Path, name: str, number: int, frames: list[Frame], sync: Sync | None) -> Film | None:
    path = segment_path(room, name, number)
    # A link could lead out of the folder: only what lies in it is exported.
    if not frames or path.is_symlink() or not path.is_file():
        return None
    sync = sync or sync_from_arrivals(path, frames)
    return None if sync is None else Film(name, number, path, sync, tuple(frames))


def read_source(path: Path, places: Mapping[str, InSeries] | None = None) -> Source:
    """Read a session folder; a torn last line of its log is left out.

    Raises:
        RecordError: there is no session, or its log or a later file cannot be read (R101 to R106, E110).
        FormatTooNew: a newer program wrote it.
    """
    folder = SessionFolder(path)
    if not folder.events.is_file():
        raise no_session(path, "E110")
    return Source(
        folder=folder,
        facts=folder.read_manifest(),
        events=read_log(folder.events).events,
        corrections=read_corrections(path),
        latencies={int(answer["seq"]): answer for answer in read_latencies(path / LATENCIES_FILE)["answers"]},
        coded={coder: read_coding(path, coder).annotations for coder in coders_of(path)},
        places=places or {},
    )


def identity_of(facts: Manifest) -> str:
    """Give what tells a session from every other: the checksum of its log's first line."""
    return facts.start_sha256 or facts.id


def happened_ns(event: Event) -> int:
    """Give when an event happened, in session time."""
    return event.at if event.t is None else event.t
