"""The stored features of recordings, a file for each in the user's cache, and the table made of them.

Derived, and rebuildable: a recording that changed, a file that is damaged or gone is measured again. Nothing
is ever written into a session's folder. The table has session time, by what is known of it when it is made.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nao_sessions.analysis.corpus.index_files import unpacked
from nao_sessions.analysis.corpus.spread import Progress, Work, nobody, spread
from nao_sessions.analysis.film.features.measures import FIGURES, measured
from nao_sessions.analysis.tables.arrow import schema_of, with_session
from nao_sessions.analysis.tables.source import SessionSource
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import RecordError
from nao_sessions.privacy.film_use import film_objections
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.private import private_replacement, replace_private, write_private
from nao_sessions.room.files.index import segment_path, segments_of, streams_of
from nao_sessions.room.sync.sync_file import Sync, read_sync
from nao_sessions.text.messages import Text

FORMAT = 1
"""The number of what is measured: raise it with any change there, and all recordings are measured again."""
FEATURES = "features"
_OF = "of.json"


@dataclass(frozen=True, slots=True)
class FilmedSegment:
    """A recorded segment of a session."""

    session: Path
    stream: str
    segment: int
    path: Path


def recordings_of(session: Path) -> list[FilmedSegment]:
    """Return the recordings of a session folder that may be looked at; links could lead out of it.

    None of a film that is shown no more, or of which nobody can tell.
    """
    room = session / "room"
    found = []
    for stream in streams_of(room) if room.is_dir() and not _is_closed(session) else ():
        for segment in segments_of(room, stream):
            path = segment_path(room, stream, segment)
            if path.is_file() and not path.is_symlink():
                found.append(FilmedSegment(session, stream, segment, path))
    return found


def _is_closed(session: Path) -> bool:
    try:
        return film_objections(SessionFolder(session)) is not None
    except RecordError:
        return True


class FeatureFiles:
    """The stored features below one cache folder; where they are lost, recordings are measured again."""

    def __init__(self, cache: Path) -> None:
        self._folder = cache / FEATURES

    def read(self, recording: FilmedSegment) -> Any:
        """Return the stored features of a recording (``pyarrow.Table``); None where there are none."""
        import pyarrow as pa

        try:
            content = self._file(recording).read_bytes()
            if int.from_bytes(content[:4], "big") != zlib.crc32(content[4:]):
                return None
            return unpacked(content[4:])
        except (OSError, pa.ArrowException):
            return None

    def keep(self, recording: FilmedSegment, features: bytes) -> None:
        """Store the features of a recording in place of older ones, whole or not at all. Raises: OSError."""
        file = self._file(recording)
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        of = {"session": str(recording.session.resolve())}
        replace_private(file.parent / _OF, json.dumps(of).encode())
        for old in file.parent.glob(f"{recording.path.name}-*"):
            old.unlink(missing_ok=True)
        with private_replacement(file) as draft:
            write_private(draft, zlib.crc32(features).to_bytes(4, "big") + features)

    def forget_gone(self, root: Path, sessions: Iterable[Path]) -> None:
        """Remove the stored features of sessions below a root that exist no more: they may be erased."""
        there = {str(session.resolve()) for session in sessions}
        for of in self._folder.glob(f"*/{_OF}"):
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                session = json.loads(of.read_text(encoding="utf-8"))["session"]
                if session not in there and Path(session).is_relative_to(root.resolve()):
                    shutil.rmtree(of.parent)

    def forget(self, session: Path) -> None:
        """Remove the stored features of a session whose film is no more. Raises: OSError."""
        with contextlib.suppress(FileNotFoundError):
            shutil.rmtree(self._of(session))

    def _of(self, session: Path) -> Path:
        """Return the folder that holds the features of a session's recordings."""
        return self._folder / hashlib.sha256(str(session.resolve()).encode()).hexdigest()[:16]

    def _file(self, recording: FilmedSegment) -> Path:
        """Return the path of the features of a recording as it is now. Raises: OSError, if it is gone."""
        status = recording.path.stat()
        stamp = f"{status.st_size}-{status.st_mtime_ns}-{FORMAT}"
        return self._of(recording.session) / f"{recording.path.name}-{stamp}.arrow"


@dataclass(frozen=True, slots=True)
class Measuring:
    """How recordings are measured: where features are stored, by how many processes or which cluster."""

    cache: Path
    jobs: int = 1
    dask: str | None = None
    progress: Progress = nobody

    @property
    def files(self) -> FeatureFiles:
        """Return the files in which features are stored."""
        return FeatureFiles(self.cache)

    def lacking(self, sessions: Iterable[Path]) -> list[FilmedSegment]:
        """Return the recordings that have no stored features."""
        found = (one for session in sessions for one in recordings_of(session))
        return [one for one in found if self.files.read(one) is None]

    def measure(self, recordings: Sequence[FilmedSegment]) -> dict[Path, Text]:
        """Measure recordings; return those that failed, and why. Raises: OSError, if none is stored."""
        return measure(recordings, self.files, jobs=self.jobs, dask=self.dask, progress=self.progress)


def measure(
    recordings: Sequence[FilmedSegment],
    files: FeatureFiles,
    *,
    jobs: int = 1,
    dask: str | None = None,
    progress: Progress = nobody,
    work: Work[bytes | Text] = measured,
) -> dict[Path, Text]:
    """Measure the recordings without features, store each as soon as it is done; return those that failed.

    What is interrupted goes on there the next time.

    Args:
        recordings: what is to be measured, at paths that every worker can reach.
        files: the store; this process alone writes it.
        jobs: processes on this machine.
        dask: address of a Dask scheduler; it goes before ``jobs``.
        progress: called as recordings are done.
        work: measures one recording.

    Raises:
        OSError: features cannot be stored.
    """
    by_path = {one.path: one for one in recordings}

    def keep(path: Path, result: bytes | Text) -> None:
        if isinstance(result, bytes):
            files.keep(by_path[path], result)

    results = spread(work, list(by_path), jobs=jobs, dask=dask, progress=progress, keep=keep, share=1)
    return {path: one for path, one in zip(by_path, results, strict=True) if isinstance(one, Text)}


FEATURES_TABLE = "features"


def features_table(source: SessionSource, files: FeatureFiles) -> Any:
    """Return the features: one row for each second of a recording, pictures and sound (``pyarrow.Table``).

    What was not measured has no rows.
    """
    import pyarrow as pa

    schema = schema_of(FEATURES_TABLE)
    syncs = read_sync(source.folder.sync)
    tables = []
    for one in recordings_of(source.folder.path):
        figures = files.read(one)
        if figures is not None:
            sync = syncs.get((one.stream, one.segment)) or _estimated(source, one)
            tables.append(_timed(source, one, figures, sync).select(schema.names).cast(schema))
    return pa.concat_tables([schema.empty_table(), *tables])


def _estimated(source: SessionSource, recording: FilmedSegment) -> Sync | None:
    """Return the times of a recording that sync.json lacks, estimated from its pictures' arrival, or None."""
    films = (film for film in source.films if film.path == recording.path)
    return next((film.sync for film in films), None)


def _timed(source: SessionSource, recording: FilmedSegment, figures: Any, sync: Sync | None) -> Any:
    """Return the figures with columns before them for the session, the recording and the time of each row."""
    import pyarrow as pa

    media, seconds = figures["medium"].to_pylist(), figures["second"].to_pylist()
    kinds = {medium: _Times(sync, medium == "sound") for medium in set(media)}
    rows = list(zip(media, seconds, strict=True))
    starts = pa.array([kinds[medium].at_ns(second) for medium, second in rows], pa.int64())
    stops = pa.array([kinds[medium].at_ns(second + 1) for medium, second in rows], pa.int64())
    count = len(rows)
    columns: Mapping[str, Any] = {
        "stream": pa.array([recording.stream] * count, pa.string()),
        "segment": pa.array([recording.segment] * count, pa.int64()),
        "medium": figures["medium"],
        "second": figures["second"],
        "start_ns": starts,
        "start_s": _seconds(starts),
        "stop_ns": stops,
        "stop_s": _seconds(stops),
        "sync": pa.array([None if sync is None else sync.verdict] * count, pa.string()),
        "sync_uncertainty_ms": pa.array([kinds[medium].uncertainty_ms for medium in media], pa.float64()),
        **{name: figures[name] for name in FIGURES},
    }
    # a time that nobody knows is in no step: before the log's first line there is none
    return with_session(source, pa.table(columns), starts.fill_null(-1))


class _Times:
    """How the seconds of a recording become session time, of its pictures or of its sound."""

    def __init__(self, sync: Sync | None, sound: bool) -> None:
        self._sync = sync
        beside = sync is not None and sound and sync.has_sound
        self._late_ns = sync.sound_late_ns if sync is not None and beside else 0
        self.uncertainty_ms = None if sync is None else sync.uncertainty_ms
        if sync is not None and beside and self.uncertainty_ms is not None:
            # by how much sound is behind its picture, a clap alone tells
            known = None if sync.sound_late_ms is None else sync.sound_uncertainty_ms
            self.uncertainty_ms = None if known is None else self.uncertainty_ms + known

    def at_ns(self, second: int) -> int | None:
        """Return the session time (ns) at which a second of the file begins; None where it is not known."""
        if self._sync is None:
            return None
        return self._sync.session_ns(round(second / self._sync.time_base)) - self._late_ns


def _seconds(nanoseconds: Any) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.divide(nanoseconds.cast(pa.float64()), float(SECOND_NS))
