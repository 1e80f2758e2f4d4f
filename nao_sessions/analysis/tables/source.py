"""A session as exports read it: facts, events, corrections, latencies, its videos and a recording's clock.

Read once, and nothing in the folder is changed; later corrections apply, and what stood before stays known.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from nao_sessions.analysis.formats.words import ExportedScheme
from nao_sessions.analysis.tables.spans import steps_of, turns_of
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.core.received import check_received, is_there, read_received, reads_as_written
from nao_sessions.protocol.part_names import titles_of
from nao_sessions.record.additions.annotations import LIVE, Annotation, coders_of, read_coding, schemes_coded
from nao_sessions.record.additions.corrections import RecordCorrection, read_corrections
from nao_sessions.record.additions.destructions import read_destroyed
from nao_sessions.record.additions.periods import Periods, Spans
from nao_sessions.record.additions.recordings import read_added
from nao_sessions.record.folder import SessionFolder, no_session
from nao_sessions.record.log import is_adult_led, is_imported
from nao_sessions.record.manifest import Manifest
from nao_sessions.record.results.counts import ResponseUncounted, bounds, outcome_of, uncounted_responses
from nao_sessions.record.results.interruptions import Interruption, read_interruptions
from nao_sessions.record.results.responses import (
    SessionResponse,
    is_answer,
    named_afterwards,
    read_responses,
)
from nao_sessions.record.results.trials import (
    SessionTrial,
    live_annotations,
    put_to_all,
    read_trials,
    trials_of_lines,
)
from nao_sessions.room.files.index import (
    PICTURES,
    SOUND_ALONE,
    Frame,
    frames_by_segment,
    segment_path,
    segments_of,
    streams_of,
)
from nao_sessions.room.sync.sync_file import Sync, read_odd, read_sync, sync_from_arrivals
from nao_sessions.room.voice.latencies import (
    EVENT_UNSURE_MS,
    LATENCIES_FILE,
    latencies_by_seq,
    read_latencies,
)
from nao_sessions.text.messages import Text


@dataclass(frozen=True, slots=True)
class StepAndTurn:
    """The step at a session time (None before the first), and the child whose turn it was, or None."""

    step: str | None = None
    turn: str | None = None


class Moments:
    """Steps and turns of a session by session time, for what has no line in the log, such as annotations.

    ``of_lines`` has the moment of each line of the log.
    """

    def __init__(self, events: Sequence[Event]) -> None:
        self._from_ns: list[int] = []
        self._is: list[StepAndTurn] = []
        of_lines: list[StepAndTurn] = []
        now = StepAndTurn()
        for event, step, turn in zip(events, steps_of(events), turns_of(events), strict=True):
            if step != now.step or turn != now.turn:
                now = StepAndTurn(step, turn)
            of_lines.append(now)
            # what an event itself is about is not what the session is in
            if event.dir == "out" and (not self._is or self._is[-1] is not now):
                self._from_ns.append(event.at)
                self._is.append(now)
        self.of_lines = tuple(of_lines)

    def columns(self, session_ns: Any) -> tuple[Any, Any]:
        """Return the steps and the turns at many times (int64) as columns (``pyarrow.Array``)."""
        import numpy as np
        import pyarrow as pa

        places = np.searchsorted(np.array(self._from_ns, np.int64), session_ns, side="right")
        known = [StepAndTurn(), *self._is]
        steps = pa.array([moment.step for moment in known], pa.string())
        turns = pa.array([moment.turn for moment in known], pa.string())
        return steps.take(pa.array(places)), turns.take(pa.array(places))

    def at(self, session_ns: int) -> StepAndTurn:
        """Return the step and the turn of the session at a time."""
        place = bisect_right(self._from_ns, session_ns) - 1
        return self._is[place] if place >= 0 else StepAndTurn()


@dataclass(frozen=True, slots=True)
class InSeries:
    """The place of a session in the series of one child: its series, phase and number."""

    series: str | None = None
    phase: str | None = None
    phase_kind: str | None = None
    session_number: int | None = None


@dataclass(frozen=True, slots=True)
class Film:
    """One recorded segment, and how its ticks become session time.

    ``dropped`` and ``duplicated`` are how many pictures are missing and came twice, as ``sync.json`` counts
    them; None where it does not.
    """

    stream: str
    segment: int
    path: Path
    sync: Sync
    frames: tuple[Frame, ...]
    dropped: int | None = None
    duplicated: int | None = None

    @property
    def sound_alone(self) -> bool:
        """Return whether the recording has sound and no pictures."""
        return self.path.suffix == SOUND_ALONE

    @property
    def begins_ns(self) -> int:
        """Return the session time at which the file's own time is 0: what players call the offset."""
        return self.sync.offset_ns

    @property
    def length_ns(self) -> int:
        """Return the length of the recording in ns, to the last picture that its index holds."""
        return self.sync.session_ns(max(frame.pts for frame in self.frames)) - self.begins_ns

    @property
    def late(self) -> int:
        """Return the number of pictures that came late, by their flag in the index."""
        return sum("l" in frame.flags for frame in self.frames)

    def shows(self, start_ns: int, stop_ns: int) -> bool:
        """Return whether it has a picture of some moment from ``start_ns`` to ``stop_ns`` (session ns)."""
        return any(start_ns <= self.sync.session_ns(frame.pts) <= stop_ns for frame in self.frames)

    def file_s(self, session_ns: int) -> float:
        """Return the place of a session time in the file, in seconds; negative before the file begins."""
        return (session_ns - self.sync.offset_ns) / SECOND_NS / self.sync.rate


@dataclass(frozen=True, repr=False)
class SessionSource:
    """One session, with all that its tables are made of.

    ``places`` (in a series) are by child, where a corpus knows them; ``coded``, ``sittings``, ``done_by`` and
    ``schemes`` by coder: the annotations of the coder's file, the facts of each sitting, the ids of schemes
    by which the session was said to be done, and, where they were read, the schemes that were opened.
    ``robot_uncertainty_ms``: how far the end of a sentence may be from the robot's report of it, or None.
    """

    folder: SessionFolder
    facts: Manifest
    events: tuple[Event, ...]
    corrections: tuple[RecordCorrection, ...] = ()
    latencies: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    coded: Mapping[str, tuple[Annotation, ...]] = field(default_factory=dict)
    places: Mapping[str, InSeries] = field(default_factory=dict)
    sittings: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    done_by: Mapping[str, frozenset[str]] = field(default_factory=dict)
    robot_uncertainty_ms: float | None = None
    schemes: Mapping[str, tuple[ExportedScheme, ...]] = field(default_factory=dict)
    periods: Mapping[str, Mapping[str, Periods]] = field(default_factory=dict)
    """The periods that each coder planned or watched, by coder, then by the id of the scheme."""
    copy_program: Literal["", "boris", "eaf"] = ""
    """The program whose file an imported session keeps a copy of; "" without a copy."""
    copy: bytes = b""
    """That copy; somebody may have changed it since."""

    @property
    def name(self) -> str:
        """Return the name of the session, which is that of its folder."""
        return self.folder.path.name

    @cached_property
    def shared_place(self) -> InSeries:
        """Return the place in the series that all the session's children share; else an empty one."""
        places = {self.places.get(child) for child in self.facts.participants}
        return (places.pop() if len(places) == 1 else None) or InSeries()

    @property
    def identity(self) -> str:
        """Return the identity of the session, which stays when its folder is renamed or copied."""
        return identity_of(self.facts)

    @property
    def imported(self) -> bool:
        """Return whether the session was imported, so that its log was made of another program's table."""
        return self.facts.state == "imported"

    @cached_property
    def adult_led(self) -> bool:
        """Return whether no robot took part, and the adult spoke and acted in its place."""
        return is_adult_led(self.events)

    @cached_property
    def about(self) -> Mapping[str, Any]:
        """Return what the robot said of itself in the log, and whether it was simulated; empty if unknown."""
        simulated = self.facts.robot.get("simulated", self.facts.robot.get("simulator"))
        known: dict[str, Any] = {"simulated": True} if simulated else {}
        for event in self.events:
            if (event.dir, event.kind) == ("note", "about"):
                known |= event.data
        return known

    @cached_property
    def coders(self) -> Mapping[str, tuple[Annotation, ...]]:
        """Return the annotations of each coder; live judgements and marks come last, as a coder."""
        live = live_annotations(self.events)
        return {**self.coded, LIVE: live} if live else self.coded

    @cached_property
    def film_destroyed(self) -> bool:
        """Return whether the session's film was destroyed on purpose. Raises: RecordError."""
        return bool(read_destroyed(self.folder.path))

    @cached_property
    def filmed(self) -> bool:
        """Return whether the session was filmed, by its log and its checksums, be the film here or not.

        Raises:
            RecordError: a file cannot be read.
        """
        if self.imported or self.film_destroyed or any(not film.sound_alone for film in self.films):
            return True
        return bool(self._recorded)

    @cached_property
    def films_away(self) -> frozenset[str]:
        """Return the files of pictures, without their ending, that were recorded and are not at hand here.

        Of a camera none of whose files is known, its name. Empty where films were destroyed on purpose.

        Raises:
            RecordError: a file cannot be read.
        """
        if self.imported or self.film_destroyed:
            return frozenset()
        here = {film.path.stem for film in self.films} | {film.stream for film in self.films}
        return self._recorded - here

    @cached_property
    def _recorded(self) -> frozenset[str]:
        sums = self.folder.checksums
        listing = read_received(sums).decode("utf-8", "replace").splitlines() if is_there(sums) else []
        names = [line.partition("  ")[2] for line in listing]
        names += [name for added in read_added(self.folder.path) for name in added.files]
        paths = (PurePosixPath(name) for name in names if name.startswith("room/"))
        files = {path.stem for path in paths if path.suffix == PICTURES}
        sound = self.facts.room.get("microphones", ())
        rolling = (event for event in self.events if (event.source, event.kind) == ("recorder", "rolling"))
        cameras = {str(name) for event in rolling if (name := event.data.get("name")) not in sound}
        return frozenset(files | (cameras - {file.rpartition(".")[0] for file in files}))

    @property
    def accelerated(self) -> bool:
        """Return whether the session was played faster than real time."""
        return not self.imported and self.facts.clock.speed != 1

    @cached_property
    def outcome(self) -> str:
        """Return how the session ended (:func:`~nao_sessions.record.results.counts.outcome_of`)."""
        return outcome_of(self.facts, self.events)

    def coded_by(self, coder: str) -> frozenset[str]:
        """Return the ids of the schemes by which a coder coded; one that was only opened does not count."""
        return schemes_coded(self.coded.get(coder, ()), self.done_by.get(coder, frozenset()))

    def ends_ns(self, coder: str, one: Annotation) -> int | None:
        """Return when an annotation ended, in session ns, for formats without open states; None for a point.

        A state whose end was not coded ends with what the coder observed where it stands; outside of that it
        has no length.
        """
        if not one.open:
            return one.stop_ns
        return next(
            (end for begin, end in self.observed(coder, one.scheme) if begin <= one.start_ns < end),
            one.start_ns,
        )

    def stated(self, coder: str, scheme: str) -> Periods:
        """Return the periods that a coder stated for a scheme; unstated ones where there are none."""
        return self.periods.get(coder, {}).get(scheme, Periods())

    def observed(self, coder: str, scheme: str) -> Spans:
        """Return the spans that a coder watched for a scheme; the whole session where nothing is stated."""
        return self.stated(coder, scheme).observed((bounds(self.events),))

    @cached_property
    def trials(self) -> tuple[SessionTrial, ...]:
        """Return the session's trials, as they count after corrections."""
        return read_trials(self.events, self.corrections)

    @cached_property
    def responses(self) -> Mapping[int, SessionResponse]:
        """Return the session's responses by the seqs of their lines, with their authors after corrections."""
        return {one.seq: one for one in read_responses(self.events, self.corrections)}

    @cached_property
    def put_to_all(self) -> frozenset[int]:
        """Return the seqs of the lines of trials whose question was put to all children."""
        return put_to_all(self.events)

    @cached_property
    def trial_of(self) -> Mapping[int, int]:
        """Return the seq of the trial to which each response or help belongs, by the seq of its line."""
        return trials_of_lines(self.events)

    @cached_property
    def uncounted(self) -> Mapping[int, ResponseUncounted]:
        """Return why a response's latency does not count, by the seq of its line; no entry where it does."""
        return uncounted_responses(self.events, self.trials, self.interruptions)

    @cached_property
    def answering(self) -> frozenset[int]:
        """Return the seqs of the lines of the responses that answer a question."""
        outs = (one for one in self.events if (one.dir, one.kind) == ("out", "response"))
        return frozenset(one.seq for one in outs if is_answer(one))

    @cached_property
    def reasons(self) -> Mapping[int, str]:
        """Return the log's word for what became of each response (``taken``, ``late``), by its line's seq."""
        outs = (one for one in self.events if (one.dir, one.kind) == ("out", "response"))
        return {one.seq: str(one.data.get("why", "taken")) for one in outs}

    @cached_property
    def responders(self) -> Mapping[int, str]:
        """Return whose each response is, "" for nobody's, by the seqs of its line and of what led to it."""
        of_lines = ((seq, one.participant) for one in self.responses.values() for seq in (one.cause, one.seq))
        return {seq: participant for seq, participant in of_lines if seq is not None}

    @cached_property
    def authors(self) -> Mapping[int, str]:
        """Return the authors of responses and trials who were named afterwards, by the seq of the line."""
        trials = {
            trial.seq: trial.by
            for trial in self.trials
            if any(one.field == "by" for one in trial.corrections)
        }
        return {**named_afterwards(self.responses.values()), **trials}

    @cached_property
    def interruptions(self) -> tuple[Interruption, ...]:
        """Return the spans of time in which the session stood still."""
        return read_interruptions(self.events)

    @cached_property
    def moments(self) -> Moments:
        """Return the steps and turns of the session, for looking them up by line or by time."""
        return Moments(self.events)

    @cached_property
    def titles(self) -> Mapping[str, Text]:
        """Return the titles of the protocol's steps by name; none where the protocol cannot be read."""
        if not self.folder.protocol.is_dir():
            return {}
        return titles_of(self.folder.protocol_files(), self.facts.protocol.entry).titles

    @cached_property
    def films(self) -> tuple[Film, ...]:
        """Return the recordings whose times are known, those with pictures first."""
        syncs = read_sync(self.folder.sync)
        odd = read_odd(self.folder.sync)
        room = self.folder.room
        found = []
        for name in streams_of(room) if room.is_dir() else ():
            frames = frames_by_segment(room, name)
            for number in segments_of(room, name):
                film = _film(room, name, number, frames.get(number, []), syncs.get((name, number)))
                if film is not None:
                    dropped, duplicated = odd.get((name, number), (None, None))
                    found.append(replace(film, dropped=dropped, duplicated=duplicated))
        return tuple(sorted(found, key=lambda film: (film.sound_alone, film.stream, film.segment)))


def _film(room: Path, name: str, number: int, frames: list[Frame], sync: Sync | None) -> Film | None:
    """Return a recorded segment; None without frames or times, or where its file is gone."""
    path = segment_path(room, name, number)
    if not frames or not path.is_file():
        return None
    check_received(path, room.parent)
    sync = sync or sync_from_arrivals(path, frames)
    return None if sync is None else Film(name, number, path, sync, tuple(frames))


@reads_as_written
def read_source(path: Path, places: Mapping[str, InSeries] | None = None) -> SessionSource:
    """Return a session as its folder has it; a torn last line of the log is left out, schemes are not read.

    Raises:
        RecordError: there is no session, or its log or a later file cannot be read (R101 to R106, E110).
        FormatTooNew: a newer program wrote it.
    """
    folder = SessionFolder(path)
    if not is_there(folder.events):
        raise no_session(path, "E110")
    codings = {coder: read_coding(path, coder) for coder in coders_of(path)}
    events = folder.read_events()
    measured = read_latencies(path / LATENCIES_FILE)
    unsure = (measured.get("event") or {}).get("uncertainty_ms")
    program = _copy_program(events)
    return SessionSource(
        folder=folder,
        facts=folder.read_manifest(),
        events=events,
        corrections=read_corrections(path),
        latencies=latencies_by_seq(events, measured),
        coded={coder: coding.annotations for coder, coding in codings.items()},
        places=places or {},
        sittings={coder: coding.sittings for coder, coding in codings.items()},
        done_by={coder: coding.done_by for coder, coding in codings.items()},
        periods={coder: coding.stated for coder, coding in codings.items()},
        robot_uncertainty_ms=EVENT_UNSURE_MS if unsure is None else float(unsure),
        copy_program=program,
        copy=folder.read_copy(program) if program else b"",
    )


def _copy_program(events: Sequence[Event]) -> Literal["", "boris", "eaf"]:
    """Return the program whose file an imported session keeps a copy of; "" without a copy."""
    copy = events[0].data.get("copy") if is_imported(events) else None
    program = copy.get("program") if isinstance(copy, Mapping) else ""
    return "boris" if program == "boris" else "eaf" if program == "eaf" else ""


def identity_of(facts: Manifest) -> str:
    """Return the identity of a session, which differs between sessions and is the same in copies.

    The log's first line has no time: two sessions of one child, protocol, settings and seed begin alike. They
    differ by the id that the folder was made with.
    """
    return hashlib.sha256(f"{facts.start_sha256}\n{facts.id}".encode()).hexdigest()


def is_identity(identity: str, facts: Manifest) -> bool:
    """Return whether the identity in a file is that of this session.

    Older files identify a session by its log's first line alone.
    """
    return identity in (identity_of(facts), facts.start_sha256 or facts.id)


@dataclass(frozen=True, slots=True)
class Scale:
    """A recording's clock: ``zero_ns`` is the session time of its 0, ``rate`` the session s in its second."""

    zero_ns: int = 0
    rate: float = 1.0

    @property
    def is_possible(self) -> bool:
        """Return whether a clock can run so: none runs twice as fast as another, or half."""
        return 0.5 < self.rate < 2.0

    def of(self, session_ns: int) -> int:
        """Return a session time on the recording's own clock, in ns; negative before the recording began."""
        since = session_ns - self.zero_ns
        # the small part is scaled alone: a float of ns would lose the last digits after some weeks
        return since - round(since * (1.0 - 1.0 / self.rate))

    def session(self, own_ns: int) -> int:
        """Return the session time in ns of a time on the recording's own clock."""
        return self.zero_ns + own_ns + round(own_ns * (self.rate - 1.0))


def scale_of(films: Iterable[Film], *, by_sound: bool = False) -> Scale:
    """Return the scale of the recording that begins first; session time itself where there is none.

    Args:
        films: the recordings that the exported file is to lie beside.
        by_sound: whether the scale is that of the sound, whose delay behind the picture is corrected.
    """
    every = list(films)
    candidates = [film for film in every if film.sound_alone or film.sync.has_sound] if by_sound else every
    candidates = candidates or every
    if not candidates:
        return Scale()
    first = min(candidates, key=lambda film: (film.begins_ns, film.path.name))
    late_ns = first.sync.sound_late_ns if by_sound and not first.sound_alone else 0
    return Scale(first.begins_ns - late_ns, first.sync.rate)
