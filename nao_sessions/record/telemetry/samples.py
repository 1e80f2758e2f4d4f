"""The reading of a session's telemetry: one table of samples, and a summary of it.

A reader need not know whether the session was closed: ``telemetry.parquet`` and the lines that are not in it
yet are read as one. pyarrow is loaded by the functions here, never by an import of this module.
"""

from __future__ import annotations

import json
import os
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from nao_sessions.core.bounded_json import decode_json
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import RecordError
from nao_sessions.core.received import LONGEST_BYTES, received, too_large
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import cut_torn_end
from nao_sessions.record.private import open_private
from nao_sessions.record.telemetry.columns import COLUMNS, PARTS, every_s
from nao_sessions.text.messages import msg

FORMAT = 1


class TelemetryFile:
    """The file of one session's samples, open for more."""

    def __init__(self, path: Path) -> None:
        """Open the file, cut a line that a crash tore, and write which columns follow. Raises: OSError."""
        self._file = open_private(path, os.O_RDWR | os.O_CREAT | os.O_APPEND)
        try:
            cut_torn_end(self._file, path)
            self._write({"format": FORMAT, "columns": {part: list(names) for part, names in COLUMNS.items()}})
        except OSError:
            os.close(self._file)
            raise

    def append(self, at_ns: int, uncertainty_ns: int, part: str, values: Mapping[str, float]) -> None:
        """Write a sample; joints and sensors without a value stay empty.

        Raises:
            OSError: the disk is full or gone. The line may be torn: nothing is to be appended any more.
        """
        row = [values.get(column) for column in COLUMNS[part]]
        self._write({"at": at_ns, "within": uncertainty_ns, "part": part, "values": row})

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)

    def _write(self, record: Mapping[str, Any]) -> None:
        content = (json.dumps(record, separators=(",", ":")) + "\n").encode("ascii")
        while content:
            content = content[os.write(self._file, content) :]


@dataclass(slots=True)
class RawTelemetry:
    """The content of a file of samples.

    ``rows`` are (at ns, uncertainty ns, values by column) of each part; ``broken`` counts the lines that are
    none, the torn last one among them.
    """

    rows: dict[str, list[tuple[int, int, dict[str, float | None]]]] = field(default_factory=dict)
    broken: int = 0


def read_raw(path: Path) -> RawTelemetry:
    """Return the samples in a file; what is torn or no sample is left out, and counted. Raises: OSError."""
    found = RawTelemetry()
    columns: Mapping[str, Any] = {}
    with received(path) as stream:
        for line in stream:
            try:
                record = decode_json(line) if line.endswith(b"\n") else {}
                if "columns" in record:
                    columns = record["columns"]
                    continue
                values = dict(zip(columns[record["part"]], map(_number, record["values"]), strict=True))
                row = int(record["at"]), int(record["within"]), values
                found.rows.setdefault(str(record["part"]), []).append(row)
            except (ValueError, KeyError, TypeError):
                found.broken += 1
    return found


def _number(value: object) -> float | None:
    """Return a value that is a number or None. Raises: TypeError, when it is neither."""
    if value is not None and not isinstance(value, int | float):
        raise TypeError(value)
    return value


AT, UNCERTAINTY, PART = "at_ns", "uncertainty_ns", "part"
MOST_SAMPLES = 5_000_000
"""The most rows of a table; a session of ten hours has a tenth of them."""
MISSED = 3
"""The number of samples missing in a row that is a gap, if it lasts a second of real time at least."""


def schema() -> Any:
    """Return the table's schema (``pyarrow.Schema``): every column of every part, whatever this Nao has."""
    import pyarrow as pa

    fields = [pa.field(AT, pa.int64()), pa.field(UNCERTAINTY, pa.int64()), pa.field(PART, pa.string())]
    fields += [pa.field(column, pa.float32()) for part in PARTS for column in COLUMNS[part]]
    return pa.schema(fields)


def read_telemetry(folder: SessionFolder) -> Any:
    """Return all samples as a ``pyarrow.Table``, in the order of ``at_ns``; None where none was kept.

    Each row is of one ``part`` (joints, touch, power) and null in the columns of the others.

    Raises:
        RecordError: one of its files cannot be read.
    """
    if not folder.telemetry.is_file() and not folder.telemetry_raw.is_file():
        return None
    import pyarrow as pa

    tables = [schema().empty_table()]
    known: set[tuple[int, str]] = set()
    path = folder.telemetry
    try:
        if path.is_file():
            tables.append(_read_parquet(path))
            known.update(zip(*(tables[-1][name].to_pylist() for name in (AT, PART)), strict=True))
        if folder.telemetry_raw.is_file():
            path = folder.telemetry_raw
            tables += _tables(path, known)
        # Columns that a file has not are null; those that only another version knows are left out.
        table = pa.concat_tables(tables, promote_options="permissive").select(schema().names)
        return table.cast(schema()).sort_by([(AT, "ascending")])
    except (OSError, KeyError, TypeError, ValueError, OverflowError, pa.ArrowException) as error:
        raise RecordError(
            msg("{path} cannot be read: it is broken, or a part is missing.", path=path),
            msg("'nao-sessions verify' says what has changed."),
            code="R117",
        ) from error


def _read_parquet(path: Path) -> Any:
    """Return the columns that this version knows of the table in a file.

    Raises: OSError, ArrowException; KeyError, where it has no times; RecordError, where it is too large.
    """
    import pyarrow.parquet as pq

    with received(path) as stream:
        file = pq.ParquetFile(stream)
        if file.metadata.num_rows > MOST_SAMPLES:
            raise too_large(path, LONGEST_BYTES)
        there = set(file.schema_arrow.names)
        table = file.read([name for name in schema().names if name in there])
    for name in (AT, UNCERTAINTY, PART):
        table.column(name)
    return table


def _tables(path: Path, known: Container[tuple[int, str]]) -> list[Any]:
    """Return one table for each part of the raw lines, without samples known already (after a crash)."""
    import pyarrow as pa

    tables: list[Any] = []
    for part, rows in read_raw(path).rows.items():
        new = [row for row in rows if (row[0], part) not in known]
        columns: dict[str, Any] = {
            AT: pa.array([at for at, _, _ in new], pa.int64()),
            UNCERTAINTY: pa.array([within for _, within, _ in new], pa.int64()),
            PART: pa.array([part] * len(new), pa.string()),
        }
        for column in COLUMNS.get(part, ()):
            columns[column] = pa.array([values.get(column) for _, _, values in new], pa.float32())
        tables.append(pa.table(columns))
    return tables


@dataclass(frozen=True, slots=True)
class TelemetrySummary:
    """The telemetry of a session in numbers: samples of each part, and gaps between those of the joints."""

    samples: Mapping[str, int]
    gaps: int
    longest_gap_s: float

    def to_json(self) -> dict[str, Any]:
        """Return the summary as JSON values."""
        return {
            "samples": dict(self.samples),
            "gaps": self.gaps,
            "longest_gap_s": round(self.longest_gap_s, 1),
        }


def summarise_telemetry(table: Any, speed: float) -> TelemetrySummary:
    """Return the numbers of samples in a table, and of the gaps between those of the joints.

    Args:
        table: what :func:`read_telemetry` returned, not None.
        speed: session seconds a real second, as the manifest has it.
    """
    at: dict[str, list[int]] = {part: [] for part in PARTS}
    for at_ns, part in zip(table[AT].to_pylist(), table[PART].to_pylist(), strict=True):
        at.setdefault(part, []).append(at_ns)
    longest_s = max(MISSED * every_s("joints", speed), speed)
    steps_s = [(after - before) / SECOND_NS for before, after in pairwise(at["joints"])]
    gaps_s = [step_s for step_s in steps_s if step_s > longest_s]
    counts = {part: len(found) for part, found in at.items()}
    return TelemetrySummary(counts, len(gaps_s), max(gaps_s, default=0.0))
