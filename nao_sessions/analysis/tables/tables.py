"""Tidy tables of one session, or of many, as Arrow: pandas, polars, DuckDB and R read them without a copy.

Every table has the columns of the dictionary, whatever a session holds; pyarrow is loaded with the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from nao_sessions.analysis.corpus.index_files import cache_of
from nao_sessions.analysis.corpus.spread import Progress, nobody
from nao_sessions.analysis.film.features.store import Measuring, features_table
from nao_sessions.analysis.tables.arrow import schema_of, table_of, with_session
from nao_sessions.analysis.tables.rows import (
    Row,
    annotation_rows,
    event_rows,
    period_rows,
    prompt_rows,
    response_rows,
    trial_rows,
    who,
)
from nao_sessions.analysis.tables.source import InSeries, SessionSource, read_source
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.record.results.counts import bounds, count_adaptations, count_trials, of_child
from nao_sessions.record.results.interruptions import interrupted_ns
from nao_sessions.record.telemetry.samples import read_telemetry
from nao_sessions.text.messages import Text

_WORST = ("absent", "estimated", "measured")
"""How video times are known, the worst first."""


class SessionTables:
    """The tables of one session: each is made when it is first read."""

    def __init__(self, source: SessionSource, measuring: Measuring | None = None) -> None:
        self.source = source
        self.measuring = measuring or Measuring(cache_of(None))

    @cached_property
    def session(self) -> Any:
        """Return the table of the session: one row for each child (``pyarrow.Table``)."""
        return table_of("sessions", session_rows(self.source))

    @cached_property
    def events(self) -> Any:
        """Return the table of events: one row for each line of the log (``pyarrow.Table``)."""
        return self._table("events")

    @cached_property
    def trials(self) -> Any:
        """Return the table of trials: one row for each trial (``pyarrow.Table``)."""
        return self._table("trials")

    @cached_property
    def responses(self) -> Any:
        """Return the table of responses: one row for each thing that a child did (``pyarrow.Table``)."""
        return self._table("responses")

    @cached_property
    def prompts(self) -> Any:
        """Return the table of helps: one row for each help that was given (``pyarrow.Table``)."""
        return self._table("prompts")

    @cached_property
    def annotations(self) -> Any:
        """Return the table of annotations: one row for each annotation (``pyarrow.Table``)."""
        return self._table("annotations")

    @cached_property
    def periods(self) -> Any:
        """Return the table of periods: one row for each span that a coder watched (``pyarrow.Table``)."""
        return self._table("periods")

    @cached_property
    def telemetry(self) -> Any:
        """Return the table of telemetry: one row for each sample of Nao's body (``pyarrow.Table``).

        Raises:
            RecordError: they cannot be read (R117).
        """
        return telemetry_table(self.source)

    @cached_property
    def features(self) -> Any:
        """Return the features: one row for each second of each recording; measures what is missing first.

        That takes minutes for an hour of video. What could not be measured is in ``unmeasured``.

        Raises:
            OSError: what was measured cannot be stored.
        """
        self.unmeasured  # noqa: B018  (measures)
        return self.features_kept

    @property
    def features_kept(self) -> Any:
        """Return the features that were measured already (``pyarrow.Table``); measures nothing."""
        return features_table(self.source, self.measuring.files)

    @cached_property
    def unmeasured(self) -> Mapping[Path, Text]:
        """Measure the recordings that have no features yet; return those that failed, and why."""
        return self.measuring.measure(self.measuring.lacking([self.source.folder.path]))

    def _table(self, name: str) -> Any:
        return table_of(name, ROWS[name](self.source))


ROWS: Mapping[str, Callable[[SessionSource], Iterator[Row]]] = {
    "sessions": lambda source: session_rows(source),
    "events": event_rows,
    "trials": trial_rows,
    "responses": response_rows,
    "prompts": prompt_rows,
    "annotations": annotation_rows,
    "periods": period_rows,
}
"""The function that yields the rows of each table of a session, by the table's name."""


def open_session(
    folder: Path | str,
    places: Mapping[str, InSeries] | None = None,
    *,
    cache: Path | None = None,
    jobs: int = 1,
    dask: str | None = None,
    progress: Progress = nobody,
) -> SessionTables:
    """Open a session folder for analysis; nothing in it is changed.

    Args:
        folder: the session folder.
        places: which series, phase and session number it is for each child, where that is known.
        cache: the folder in which features are stored; None: the user's cache.
        jobs: processes that measure features, one recording each.
        dask: address of a Dask scheduler whose workers measure them.
        progress: called as recordings are measured.

    Raises:
        RecordError: there is no session, or it cannot be read.
        FormatTooNew: a newer program wrote it.
    """
    return SessionTables(read_source(Path(folder), places), Measuring(cache_of(cache), jobs, dask, progress))


def session_rows(source: SessionSource) -> Iterator[Row]:
    """Yield one row for each child of the session; one row without a child where it names none."""
    facts, events = source.facts, source.events
    began_ns, ended_ns = bounds(events)
    still_ns = interrupted_ns(source.interruptions, began_ns, ended_ns)
    all_over = all(one.over for one in source.interruptions)
    syncs = [film.sync for film in source.films]
    uncertain = [sync.uncertainty_ms for sync in syncs]
    simulated = facts.robot.get("simulated", facts.robot.get("simulator"))
    for event in events:
        if event.kind == "about" and event.dir == "note":
            simulated = event.data.get("simulated", simulated)
    # of a session that was held elsewhere nobody knows what its log would have held, nor in which language
    ran = not source.imported
    for child in facts.participants or [""]:
        yield {
            **who(source, child),
            "protocol": facts.protocol.id,
            "protocol_version": facts.protocol.version,
            "begun_utc": begun_utc(source),
            "duration_s": (ended_ns - began_ns) / SECOND_NS,
            "interruptions": len(source.interruptions) if ran else None,
            "interrupted_s": still_ns / SECOND_NS if ran and all_over else None,
            "state": facts.state,
            "outcome": source.outcome or None,
            "rehearsal": facts.rehearsal,
            "speed": facts.clock.speed if ran else None,
            "simulated": None if simulated is None else bool(simulated),
            "language": facts.language if ran else None,
            "seed": facts.seed if ran else None,
            "trials": count_trials(of_child(source.trials, child)).total if ran else None,
            "adaptations": count_adaptations(events) if ran else None,
            "sync": min((sync.verdict for sync in syncs), key=_WORST.index, default=None),
            "sync_uncertainty_ms": None
            if None in uncertain
            else max((ms for ms in uncertain if ms is not None), default=None),
            "software": facts.software.get("nao_sessions"),
        }


def begun_utc(source: SessionSource) -> datetime | None:
    """Return the date and time at which the session began (UTC); None where it is not known."""
    if source.imported or not source.facts.clock.utc_ns:
        return None
    return datetime.fromtimestamp(source.facts.clock.utc_ns / SECOND_NS, UTC)


EMPTY: Mapping[str, Callable[[], Any]] = {
    "events": lambda: schema_of("events").empty_table(),
    "telemetry": lambda: schema_of("telemetry").empty_table(),
    "features_kept": lambda: schema_of("features").empty_table(),
}
"""Functions that return an empty table, for the tables that are not kept in an index."""


def telemetry_table(source: SessionSource) -> Any:
    """Return the telemetry with the session's columns; a table without rows where none was recorded."""
    from nao_sessions.record.telemetry.samples import AT, schema

    table = read_telemetry(source.folder)
    if table is None:
        table = schema().empty_table()
    return with_session(source, table, table[AT]).cast(schema_of("telemetry"))
