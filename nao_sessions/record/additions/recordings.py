"""``added.jsonl``: recordings that were added to a session after it was closed, a line each, never changed.

``SHA256SUMS`` stays as it was at close; a file of a line here has its checksum in that line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from nao_sessions.core.errors import RecordError
from nao_sessions.record.additions.lines import append_line
from nao_sessions.text.messages import msg

ADDED_FILE = "added.jsonl"


@dataclass(frozen=True, slots=True)
class AddedRecording:
    """One recording that was added, by its ``name`` as a stream.

    ``source`` describes the file it came from (checksum, codec; no file name), ``files`` are checksums by
    their path in the folder, ``reading`` is how its times become session time (JSON).
    """

    name: str
    added_utc: str
    source: Mapping[str, Any]
    files: Mapping[str, str]
    reading: Mapping[str, Any]


def read_added(folder: Path) -> tuple[AddedRecording, ...]:
    """Return the recordings that were added to a session folder, in order.

    Raises:
        RecordError: the file cannot be read.
    """
    path = folder / ADDED_FILE
    if not path.is_file():
        return ()
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return tuple(_added(json.loads(line)) for line in lines)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RecordError(
            msg("{path} cannot be read: it is broken, or a part is missing.", path=path),
            code="R140",
        ) from error


def append_added(folder: Path, added: AddedRecording) -> None:
    """Append a line for a recording that was added. Raises: OSError."""
    append_line(folder / ADDED_FILE, asdict(added))


def _added(line: Mapping[str, Any]) -> AddedRecording:
    return AddedRecording(
        name=str(line["name"]),
        added_utc=str(line["added_utc"]),
        source=dict(line["source"]),
        files={str(name): str(digest) for name, digest in line["files"].items()},
        reading=dict(line["reading"]),
    )
