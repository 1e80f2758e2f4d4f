"""Rows as Arrow tables with the columns of the data dictionary; pyarrow is loaded with the first.

Every table has the same columns, whatever a session holds; a cell of which nothing is known is null.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from nao_sessions.analysis.tables.columns import BEGINNING, Kind
from nao_sessions.analysis.tables.dictionary import EVERY_TABLE
from nao_sessions.analysis.tables.rows import Row, who_is_there
from nao_sessions.analysis.tables.source import SessionSource


@cache
def schema_of(name: str) -> Any:
    """Return the schema of a table (``pyarrow.Schema``); units and meanings are in the fields' metadata."""
    import pyarrow as pa

    kinds: Mapping[Kind, Any] = {
        "string": pa.string(),
        "int64": pa.int64(),
        "float32": pa.float32(),
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
            for column in EVERY_TABLE[name].columns
        ],
        metadata={"table": name},
    )


def table_of(name: str, rows: Iterable[Row]) -> Any:
    """Return rows as a table with the dictionary's columns (``pyarrow.Table``); "" becomes null."""
    import pyarrow as pa

    schema = schema_of(name)
    gathered: Sequence[Row] = list(rows)
    columns = [
        pa.array([None if (cell := row.get(field.name)) == "" else cell for row in gathered], field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def session_fields() -> list[Any]:
    """Return the fields with which every table of a session's moments begins (``pyarrow.Field``)."""
    first = schema_of("events")
    return [first.field(column.name) for column in BEGINNING]


def with_session(source: SessionSource, table: Any, session_ns: Any) -> Any:
    """Return a table with columns before its own for the session, the turn and the step of each row.

    Args:
        source: the session.
        table: rows of the whole room, which are no one child's (``pyarrow.Table``).
        session_ns: the session time of each row (``pyarrow`` array of int64).
    """
    import pyarrow as pa

    steps, turns = source.moments.columns(session_ns.to_numpy())
    fields = session_fields()
    same = who_is_there(source)
    columns = {field.name: pa.array([same.get(field.name)] * len(table), field.type) for field in fields}
    columns |= {"turn": turns, "step": steps}
    return pa.table([*columns.values(), *table.columns], schema=pa.schema([*fields, *table.schema]))
