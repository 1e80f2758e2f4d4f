"""Tidy tables of one session, or of many, as Arrow: pandas, polars, DuckDB and R read them without a copy.

Every table has the columns of the dictionary, whatever a session holds; pyarrow is loaded with the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.export.columns import TABLES, Kind
from nao_sessions.export.moments import Moments
from nao_sessions.export.rows import (
    Row,
    annotation_rows,
    counted,
    event_rows,
    prompt_rows,
    response_rows,
    trial_rows,
    who,
    who_is_there,
)
from nao_sessions.export.source import InSeries, Source, happened_ns, read_source
from nao_sessions.session.telemetry import read_telemetry

_WORST = ("absent", "estimated", "measured")


class SessionTables:
    """The tables of one session: each is made when it is first asked for."""

    def __init__(self, source: Source) -> None:
        self.source = source

    @cached_property
    def session(self) -> Any:
        """Give one row a child: what the session was (``pyarrow.Table``)."""
        return table_of("sessions", session_rows(self.source))

    @cached_property
    def events(self) -> Any:
        """Give a row a line of the log (``pyarrow.Table``)."""
        return self._table("events")

    @cached_property
    def trials(self) -> Any:
        """Give a row a trial (``pyarrow.Table``)."""
        return self._table("trials")

    @cached_property
    def responses(self) -> Any:
        """Give a row a thing that a child did (``pyarrow.Table``)."""
        return self._table("responses")

    @cached_property
    def prompts(self) -> Any:
        """Give a row a help that was given (``pyarrow.Table``)."""
        return self._table("prompts")

    @cached_property
    def annotations(self) -> Any:
        """Give a row an annotation (``pyarrow.Table``)."""
        return self._table("annotations")

    @cached_property
    def telemetry(self) -> Any:
        """Give Nao's joints, touch sensors, battery and heat (``pyarrow.Table``), with the session's columns.

        Raises:
            RecordError: they cannot be read (R117).
        """
        return telemetry_table(self.source)

    def _table(self, name: str) -> Any:
        return table_of(name, ROWS[name](self.source))


ROWS: Mapping[str, Callable[[Source], Iterator[Row]]] = {
    "sessions": lambda source: session_rows(source),
    "events": event_rows,
    "trials": trial_rows,
    "responses": response_rows,
    "prompts": prompt_rows,
    "annotations": annotation_rows,
}


def open_session(folder: Path | str, places: Mapping[str, InSeries] | None = None) -> SessionTables:
    """Open a session folder for analysis; nothing in it is changed.

    Args:
        folder: the session folder.
        places: which series, phase and session number it is for each child, where that is known.

    Raises:
        RecordError: there is no session, or it cannot be read.
        FormatTooNew: a newer program wrote it.
    """
    return SessionTables(read_source(Path(folder), places))


def session_rows(source: Source) -> Iterator[Row]:
    """Give a row a child of the session; one row without a child where it names none."""
    facts, events = source.facts, source.events
    last = max((happened_ns(event) for event in events), default=0)
    syncs = [film.sync for film in source.films]
    uncertain = [sync.uncertainty_ms for sync in syncs]
    simulated = facts.robot.get("simulated", facts.robot.get("simulator"))
    for event in events:
        if (event.dir, event.kind) == ("note", "about"):
            simulated = event.data.get("simulated", simulated)
    for child in facts.participants or [""]:
        yield {
            **who(source, child),
            "protocol": facts.protocol.id,
            "protocol_version": facts.protocol.version,
            "begun_utc": begun_utc(source),
            "duration_s": last / SECOND_NS,
            "state": facts.state,
            "outcome": facts.outcome or None,
            "rehearsal": facts.rehearsal,
            "simulated": None if simulated is None else bool(simulated),
            "language": facts.language,
            "seed": facts.seed,
            "trials": counted(source.trials, child),
            "adaptations": sum(event.dir == "out" and event.kind == "adaptation" for event in events),
            "sync": min((sync.verdict for sync in syncs), key=_WORST.index, default=None),
            "sync_uncertainty_ms": None if None in uncertain else max(filter(None, uncertain), default=None),
            "software": facts.software.get("nao_sessions"),
        }


def begun_utc(source: Source) -> datetime | None:
    """Give when the session began; None where nobody knows."""
    if source.imported or not source.facts.clock.utc_ns:
        return None
    return datetime.fromtimestamp(source.facts.clock.utc_ns / SECOND_NS, UTC)


def schema_of(name: str) -> Any:
    """Give the schema of a table (``pyarrow.Schema``); units and meanings are in the fields' metadata."""
    import pyarrow as pa

    kinds: Mapping[Kind, Any] = {
        "string": pa.string(),
        "int64": pa.int64(),
        "float64": pa.float64(),
        "bool": pa.bool_(),
        "timestamp": pa.timestamp("us", tz="UTC"),
    }
    return pa.schema(
        [
            pa.field(
                column.name,
                kinds[column.kind],
                metadata={"unit": column.unit, "fr": column.meaning.fr, "en": column.meaning.en},
            )
            for column in TABLES[name].columns
        ],
        metadata={"table": name},
    )


def table_of(name: str, rows: Iterable[Row]) -> Any:
    """Give rows as a table with the dictionary's columns (``pyarrow.Table``)."""
    import pyarrow as pa

    schema = schema_of(name)
    gathered: Sequence[Row] = list(rows)
    columns = [
        pa.array(
            [None if row.get(name) == "" else row.get(name) for row in gathered], schema.field(name).type
        )
        for name in schema.names
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def telemetry_table(source: Source) -> Any:
    """Give the telemetry with the session's columns; a table without rows where none was kept."""
    from nao_sessions.session.telemetry import AT, schema

    table = read_telemetry(source.folder)
    if table is None:
        table = schema().empty_table()
    return with_session(source, table, table[AT])


def with_session(source: Source, table: Any, session_ns: Any) -> Any:
    """Put before a table of the room what every table begins with, and the turn and the step of each row.

    Args:
        source: the session.
        table: rows that are no one child's (``pyarrow.Table``).
        session_ns: when each of them was.
    """
    import pyarrow as pa

    steps, turns = Moments(source.events).columns(session_ns.to_numpy())
    first = schema_of("events")
    same = who_is_there(source)
    columns = {name: pa.array([value] * len(table), first.field(name).type) for name, value in same.items()}
    columns |= {"turn": turns, "step": steps}
    fields = [first.field(name) for name in columns]
    return pa.table([*columns.values(), *table.columns], schema=pa.schema([*fields, *table.schema]))
