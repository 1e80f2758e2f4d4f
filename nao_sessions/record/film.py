"""What the recordings of a session lack: time in which nothing was recorded, pictures that were dropped.

And how long they went on while the session was interrupted. Found from the recorders' lines of the log and
from what their files hold: where the program died nobody wrote a line, and a recorder may have lived on, also
beside the next one: there the pictures show it. Nothing here opens a recording.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.record.results.interruptions import CLOSER, read_halts
from nao_sessions.text.messages import msg

FILM_OVER = "film_over"
"""The kind of the line that the film was ended for good: of all, or of the recording that it names."""
SOUND_OVER = "sound_over"
"""The kind of the line that the sound of the camera that it names was ended for good, not its pictures."""
LOG_OBJECTED = "log_objected"
"""The kind of the line that somebody took back, or refused, that the log is written, while it was."""
FILM_OVER_WORDS = msg("Filming is over")
FILM_OVER_OF_ONE = msg("Filming is over for '{name}'")
LEAST_MISSING_NS = SECOND_NS
"""A shorter gap in a recording is not reported: a seam between two files is a few pictures."""
LEAST_DROPPED = 0.05
"""A smaller share of dropped pictures is not reported: nobody who watches a video notices."""
_GONE_NS = 10 * SECOND_NS
_ON_PURPOSE = frozenset({"stopped", FILM_OVER, "sound_began", "new_parameters", "clock_jump"})
"""Reasons for which a file ends without its recording being cut: at the end, or where the next one follows
at once. What is missing at such a seam after all is told by a ``gap``."""


@dataclass(frozen=True, slots=True)
class FilmNumbers:
    """One recording of a session, in numbers.

    ``missing_ns`` is how much of the time from the session's beginning to its end it lacks; ``frames`` of
    those that came (pictures, or blocks of sound) were kept, ``dropped`` were not. ``interrupted_ns`` is how
    long it went on after the session had died and before somebody took that up again or closed it.
    """

    name: str
    missing_ns: int = 0
    frames: int = 0
    dropped: int = 0
    interrupted_ns: int = 0

    @property
    def dropped_share(self) -> float:
        """Return the share of frames that were dropped, from 0 to 1."""
        return self.dropped / max(1, self.frames + self.dropped)


@dataclass(frozen=True, slots=True)
class RecordingContents:
    """The content of one recording's files, over all segments.

    ``frames`` were kept and ``dropped`` are missing among them, None where a segment is not counted;
    ``times_ns`` are the session times of frames, in order; of those that have no clock, when they came.
    """

    frames: int | None = None
    dropped: int | None = None
    times_ns: Sequence[int] = ()

    def last_before(self, at_ns: int) -> int | None:
        """Return the time of the last frame up to a time, in session ns; None where none is known."""
        place = bisect_right(self.times_ns, at_ns)
        return self.times_ns[place - 1] if place else None

    def went_on_ns(self, since_ns: int, to_ns: int | None) -> int:
        """Return for how many ns frames kept coming from a time to another one (None: without end).

        A recorder that hardly follows still records: a wait of less than 10 s for a frame counts, a longer
        one does not count at all.
        """
        first = bisect_right(self.times_ns, since_ns)
        end = len(self.times_ns) if to_ns is None else bisect_left(self.times_ns, to_ns)
        waits = (to - start for start, to in pairwise([since_ns, *self.times_ns[first:end]]))
        return sum(wait for wait in waits if wait < _GONE_NS)

    def holes(self, since_ns: int, to_ns: int) -> Iterator[tuple[int, int]]:
        """Yield the beginning and end of each hole in a time in which, by the log, nothing was recorded.

        That is all of it, but for frames that came; less than ``LEAST_MISSING_NS`` between frames is no hole.
        """
        first, end = bisect_right(self.times_ns, since_ns), bisect_left(self.times_ns, to_ns)
        at_ns = [since_ns, *self.times_ns[first:end], to_ns]
        whole = len(at_ns) == 2
        yield from (one for one in pairwise(at_ns) if whole or one[1] - one[0] >= LEAST_MISSING_NS)


def read_film_end(events: Iterable[Event], halts: Path) -> int | None:
    """Return when all film of a session was ended for good, in session ns; None where it was not.

    By the log or, where the session was frozen or dead then, by the mark of its guard in ``halts``.

    Raises:
        RecordError: that file is no plain one (R135), or too large (R136).
    """
    found = [one.happened_ns for one in events if ends_all_film(one)]
    found += [int(mark["at"]) for mark in read_halts(halts) if mark.get("event") == FILM_OVER]
    return min(found, default=None)


def read_first_end(events: Iterable[Event], halts: Path) -> int | None:
    """Return when anything that recorded was first ended for good, in session ns; None where nothing was.

    All film, one recording, or the sound of one camera: by whoever pressed it, or by the ledger's gate.

    Raises:
        RecordError: as ``read_film_end``.
    """
    events = tuple(events)
    found = [one.happened_ns for one in events if one.dir == "note" and one.kind in (FILM_OVER, SOUND_OVER)]
    everything = read_film_end(events, halts)
    return min((*found, *(() if everything is None else (everything,))), default=None)


def unlogged_film_end(events: Iterable[Event], halts: Path) -> dict[str, Any] | None:
    """Return the guard's mark of the film's end where the log lacks it; None where it has it, or none is.

    Raises:
        RecordError: that file is no plain one (R135), or too large (R136).
    """
    if any(ends_all_film(one) for one in events):
        return None
    return next((mark for mark in read_halts(halts) if mark.get("event") == FILM_OVER), None)


def ends_all_film(event: Event) -> bool:
    return (event.dir, event.kind) == ("note", FILM_OVER) and "name" not in event.data


def read_film(
    events: Iterable[Event], recorded: Mapping[str, RecordingContents] | None = None
) -> tuple[FilmNumbers, ...]:
    """Return each recording of a session that began to roll, in the order of their names.

    ``recorded`` is what their files hold, by name; of a recording that is not in it only the log is used.
    """
    files = recorded or {}
    began: int | None = None
    ended: int | None = None
    last = 0
    away: dict[str, int | None] = {}
    holes: dict[str, list[tuple[int, int]]] = {}
    counts: dict[str, list[int]] = {}
    interrupted: dict[str, int] = {}
    over: dict[str, int] = {}

    def comes_back(name: str, at: int) -> None:
        since = away.get(name)
        away[name] = None
        if since is not None:
            holes.setdefault(name, []).extend(files.get(name, RecordingContents()).holes(since, at))

    for event in events:
        name, data = str(event.data.get("name", "")), event.data
        last = event.at if ended is None else last
        match event.source, event.kind:
            case _, "begin":
                began = event.at
            case "engine", "ended":
                ended = event.at
            case _, "resumed":
                for known in away:
                    died_ns, file = int(data.get("last_ns", event.at)), files.get(known, RecordingContents())
                    last_frame_ns = file.last_before(died_ns)
                    went_on_ns = file.went_on_ns(died_ns, None if event.source == CLOSER else event.at)
                    interrupted[known] = interrupted.get(known, 0) + went_on_ns
                    away[known] = away[known] or (died_ns if last_frame_ns is None else last_frame_ns)
            case _, "film_over" if event.dir == "note":
                over.setdefault(name, event.happened_ns)
            case "recorder", "rolling":
                comes_back(name, int(data.get("from", event.at)))
            case "recorder", "gap":
                away[name] = int(data["from"])
                comes_back(name, int(data["to"]))
            case "recorder", "well_again" if name in away and data.get("after") == "frozen":
                away[name] = None  # all came late: of a link that stood still nothing was lost
            case "recorder", "frozen" if name in away and "reason" not in data:
                away[name] = away[name] or int(data.get("from", event.at))
            case "recorder", "closed":
                count = counts.setdefault(name, [0, 0])
                count[0] += int(data.get("frames", 0))
                count[1] += int(data.get("dropped", 0))
                if name in away and str(data.get("reason")) not in _ON_PURPOSE:
                    away[name] = away[name] or event.at
    until = last if ended is None else ended
    for name in list(away):
        comes_back(name, min(until, over.get(name, until), over.get("", until)))
    since = 0 if began is None else began
    for name, contents in files.items():
        if contents.frames is not None and contents.dropped is not None:
            counts[name] = [contents.frames, contents.dropped]
    return tuple(
        FilmNumbers(
            name,
            sum(max(0, min(to, until) - max(start, since)) for start, to in holes.get(name, ())),
            frames,
            dropped,
            interrupted.get(name, 0),
        )
        for name in sorted(away)
        for frames, dropped in [counts.get(name, [0, 0])]
    )
