"""``added.jsonl``: recordings that were added to a session after it was closed, a line each, never changed.

``SHA256SUMS`` stays as it was at close; a file of a line here has its checksum in that line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from nao_sessions.record.additions.lines import append_line, read_lines, unreadable

ADDED_FILE = "added.jsonl"
UNREADABLE = "R140"


@dataclass(frozen=True, slots=True)
class AddedRecording:
    """One recording that was added, by its ``name`` as a stream.

    ``source`` describes the file it came from (checksum, codec; no file name), ``files`` are checksums by
    their path in the folder, ``reading`` is how its times become session time (JSON).
    ``ground`` is why it was taken in, as the manifest's text says it.
    """

    name: str
    added_utc: str
    source: Mapping[str, Any]
    files: Mapping[str, str]
    reading: Mapping[str, Any]
    ground: str = ""

    @property
    def recorders(self) -> tuple[str, ...]:
        """Return what recorded it, as the ledger of grounds names it."""
        return added_recorders(self.name, pictures=any(name.endswith(".mp4") for name in self.files))


def added_recorders(name: str, *, pictures: bool) -> tuple[str, ...]:
    """Return what recorded a file that is added under a name, as the ledger of grounds names it."""
    return (f"camera:{name}", f"sound:{name}") if pictures else (f"microphone:{name}",)


def read_added(folder: Path) -> tuple[AddedRecording, ...]:
    """Return the recordings that were added to a session folder, in order.

    Raises:
        RecordError: the file cannot be read.
    """
    path = folder / ADDED_FILE
    try:
        return tuple(_added(line) for line in read_lines(path, UNREADABLE))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise unreadable(path, UNREADABLE) from error


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
        ground=str(line.get("ground", "")),
    )
