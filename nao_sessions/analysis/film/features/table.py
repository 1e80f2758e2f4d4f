"""The table of features: what was measured of a session's recordings, in session time.

``sync.json`` is applied here, each time: where times are known better later, nothing is measured again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nao_sessions.analysis.film.features.cache import FeatureFiles, Recording, recordings_of
from nao_sessions.analysis.film.features.measures import FIGURES
from nao_sessions.analysis.tables.arrow import schema_of, with_session
from nao_sessions.analysis.tables.source import Source
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.room.sync.segment_times import Sync, read_sync

TABLE = "features"


def features_table(source: Source, files: FeatureFiles) -> Any:
    """Return the features: one row for each second of a recording, pictures and sound (``pyarrow.Table``).

    What was not measured has no rows.
    """
    import pyarrow as pa

    schema = schema_of(TABLE)
    syncs = read_sync(source.folder.sync)
    tables = []
    for one in recordings_of(source.folder.path):
        figures = files.read(one)
        if figures is not None:
            sync = syncs.get((one.stream, one.segment)) or _estimated(source, one)
            tables.append(_timed(source, one, figures, sync).select(schema.names).cast(schema))
    return pa.concat_tables([schema.empty_table(), *tables])


def _estimated(source: Source, recording: Recording) -> Sync | None:
    """Return the times of a recording that sync.json lacks, estimated from its pictures' arrival, or None."""
    films = (film for film in source.films if film.path == recording.path)
    return next((film.sync for film in films), None)


def _timed(source: Source, recording: Recording, figures: Any, sync: Sync | None) -> Any:
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
