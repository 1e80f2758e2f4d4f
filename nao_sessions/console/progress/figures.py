"""The figures of one session, small enough to keep: how each child's trials went, how long answers took.

Made of the log with the corrections applied; nothing in them is about an adult, and no name can be.

What was worked out of sessions is kept in ``progress.json``, by the sizes and times of their files. It can be
deleted at any time. What no longer fits a folder as it lies there counts as not kept.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from nao_sessions.console.forms import session_folders
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.received import reads_as_written
from nao_sessions.record.additions.corrections import read_corrections
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.private import replace_private
from nao_sessions.record.results.counts import ChildCounts, Latency, TrialCounts, count_child, of_child
from nao_sessions.record.results.summary import latencies_of_child, summarise
from nao_sessions.record.results.trials import SessionTrial, read_trials
from nao_sessions.record.results.uncounted import Remark, count_remarks, remarks_of
from nao_sessions.room.voice.latencies import LATENCIES_FILE, latencies_by_seq, read_latencies

FORMAT = 10
KEPT_FILE = "progress.json"
UNREAD = "unread"
_READ_FROM = ("session.json", "events.jsonl", "corrections.jsonl", "latencies.json")

Key = list[int]
"""Size and time of change (ns) of each file, -1 and 0 for one that is not there."""


@dataclass(slots=True)
class FiguresCache:
    """What is kept: the key and the figures of each session, by name; the series' plan.

    Of one that cannot be read, why stands in the place of its figures, under ``unread``: code and sentences.
    """

    sessions: dict[str, tuple[Key, dict[str, Any]]] = field(default_factory=dict)
    series_key: Key = field(default_factory=list)
    planned: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """Return what the pages are made from, as JSON values: figures, unreadable and planned sessions."""
        return {
            "sessions": [one for _, one in self.sessions.values() if UNREAD not in one],
            "unread": {name: one[UNREAD] for name, (_, one) in self.sessions.items() if UNREAD in one},
            "planned": self.planned,
        }


def keys_of(sessions: Path) -> dict[str, tuple[Path, Key]]:
    """Return every session folder by name, with a key that changes with the files its figures come from."""
    return {name: (folder, _key(folder, _READ_FROM)) for name, folder in session_folders(sessions).items()}


def series_key_of(protocols: Path) -> Key:
    """Return the key of all that the plan of the house's series comes from; empty without a series."""
    series = sorted(protocols.glob("series/*.yaml"))
    files = (*sorted(protocols.glob("*.yaml")), *series) if series else ()
    return [number for path in files for number in _key(path.parent, (path.name,))]


def read_kept(keep: Path) -> FiguresCache:
    """Return the cache of figures; an empty one where the file is missing, broken or of another format."""
    try:
        record = json.loads((keep / KEPT_FILE).read_bytes())
        if record["format"] != FORMAT:
            return FiguresCache()
        sessions = {str(name): (list(key), figures) for name, (key, figures) in record["sessions"].items()}
        for _, figures in sessions.values():
            if UNREAD not in figures:
                SessionFigures.from_json(figures)
        return FiguresCache(sessions, list(record["series_key"]), dict(record["planned"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return FiguresCache()


def up_to_date(sessions: Path, protocols: Path, keep: Path) -> dict[str, Any] | None:
    """Return what the pages are made from, if the cache holds all of it; else None."""
    cache = read_kept(keep)
    on_disk = {name: key for name, (_, key) in keys_of(sessions).items()}
    same = on_disk == {name: key for name, (key, _) in cache.sessions.items()}
    return cache.told() if same and cache.series_key == series_key_of(protocols) else None


def write_kept(keep: Path, kept: FiguresCache) -> None:
    """Write the cache of figures; where there is no space, they are computed again next time."""
    record = {
        "format": FORMAT,
        "sessions": kept.sessions,
        "series_key": kept.series_key,
        "planned": kept.planned,
    }
    content = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    try:
        keep.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace_private(keep / KEPT_FILE, content, f".progress.{os.getpid()}.tmp")
    except OSError:
        return


def _key(folder: Path, names: tuple[str, ...]) -> Key:
    key: Key = []
    for name in names:
        try:
            found = (folder / name).stat()
        except OSError:
            key += [-1, 0]
        else:
            key += [found.st_size, found.st_mtime_ns]
    return key


@dataclass(frozen=True, slots=True)
class ChildFigures:
    """One child in one session, as :class:`~nao_sessions.record.results.counts.ChildCounts` has it.

    ``helps`` counts the trials that succeeded with help, by the strongest that was given; ``interrupted`` the
    latencies that are left out since the session stood still meanwhile, ``away`` those left out since the
    child was marked away for some of the time; ``errors_before_silence`` the trials with no response that had
    wrong answers before the last help; ``void_reasons`` are of the void ones; ``easy`` counts the easy trials
    before an end.
    """

    judgements: Mapping[str, int] = field(default_factory=dict)
    helps: Mapping[str, int] = field(default_factory=dict)
    latencies_ns: tuple[int, ...] = ()
    interrupted: int = 0
    away: int = 0
    level: int | None = None
    errors_before_silence: int = 0
    void_reasons: Mapping[str, int] = field(default_factory=dict)
    easy: int = 0

    @property
    def trials(self) -> TrialCounts:
        """Return the child's trials, counted by judgement."""
        return TrialCounts(self.judgements, self.errors_before_silence, self.void_reasons, self.easy)

    @property
    def latencies_s(self) -> tuple[float, ...]:
        """Return the child's latencies that count, in seconds."""
        return tuple(one / SECOND_NS for one in self.latencies_ns)


@dataclass(frozen=True, slots=True)
class SessionFigures:
    """One session. ``utc_s`` is 0 where nobody knows when it was; ``children`` are by code.

    ``phase`` is the one that was said when it began, "" where none was.
    """

    id: str
    protocol: str
    version: str
    title: str
    utc_s: int
    seconds: int
    rehearsal: bool
    closed: bool
    phase: str
    children: Mapping[str, ChildFigures]

    def to_json(self) -> dict[str, Any]:
        """Return the figures as JSON values."""
        record = asdict(self)
        for child in record["children"].values():
            child["latencies_ns"] = list(child["latencies_ns"])
        return record

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> SessionFigures:
        """Return the figures in JSON values. Raises: KeyError, TypeError, ValueError: they are malformed."""
        children = {
            str(code): ChildFigures(
                judgements=dict(one["judgements"]),
                errors_before_silence=one["errors_before_silence"],
                void_reasons=dict(one["void_reasons"]),
                easy=one["easy"],
                helps=dict(one["helps"]),
                latencies_ns=tuple(one["latencies_ns"]),
                interrupted=one["interrupted"],
                away=one["away"],
                level=one["level"],
            )
            for code, one in record["children"].items()
        }
        return cls(**{**record, "children": children})


@reads_as_written
def read_figures(path: Path) -> SessionFigures:
    """Return the figures of a session, worked out from its folder.

    Raises:
        RecordError: it cannot be read.
    """
    folder = SessionFolder.open(path)
    manifest = folder.read_manifest()
    events = folder.read_events()
    trials = read_trials(events, read_corrections(path))
    measured = latencies_by_seq(events, read_latencies(path / LATENCIES_FILE))
    alone, remarks = len(manifest.participants) == 1, remarks_of(events, trials)

    def child(theirs: Sequence[SessionTrial]) -> ChildFigures:
        latencies = latencies_of_child(theirs, events, measured, alone=alone)
        return _figures(count_child(theirs, measured), latencies, count_remarks(theirs, remarks))

    return SessionFigures(
        id=path.name,
        protocol=manifest.protocol.id,
        version=manifest.protocol.version,
        title=manifest.protocol.title,
        utc_s=manifest.clock.utc_ns // SECOND_NS,
        seconds=round(summarise(events).duration_s),
        rehearsal=manifest.rehearsal,
        closed=manifest.state != "open",
        phase=manifest.in_phase,
        children={code: child(of_child(trials, code)) for code in manifest.participants},
    )


def _figures(
    counts: ChildCounts, latencies: Sequence[Latency], uncounted: Mapping[Remark, int]
) -> ChildFigures:
    return ChildFigures(
        judgements=counts.trials.by_judgement,
        errors_before_silence=counts.trials.errors_before_silence,
        void_reasons=counts.trials.void_reasons,
        easy=counts.trials.easy,
        helps=counts.helps,
        latencies_ns=tuple(one.ns for one in latencies),
        interrupted=uncounted.get("interrupted", 0),
        away=uncounted.get("away", 0),
        level=counts.level,
    )
