"""``telemetry.jsonl``: the samples of Nao's body while a session runs, appended to, a line a sample.

Every line is one unbuffered write: a ``kill -9`` costs none that was taken. Nothing is synced: a power cut
may cost the last half minute of it, and nothing of the log.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nao_sessions.record.log import cut_torn_end
from nao_sessions.record.private import open_private
from nao_sessions.record.telemetry.columns import COLUMNS

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
    with path.open("rb") as stream:
        for line in stream:
            try:
                record = json.loads(line) if line.endswith(b"\n") else {}
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
