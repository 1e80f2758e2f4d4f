"""What was worked out of sessions is kept in ``progress.json``, by the sizes and times of their files.

It can be deleted at any time. What no longer fits a folder as it lies there counts as not kept.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nao_sessions.console.forms import session_folders
from nao_sessions.console.progress.figures import SessionFigures
from nao_sessions.record.private import replace_private

FORMAT = 5
KEPT_FILE = "progress.json"
_READ_FROM = ("session.json", "events.jsonl", "corrections.jsonl", "latencies.json")

Key = list[int]
"""Size and time of change (ns) of each file, -1 and 0 for one that is not there."""


@dataclass(slots=True)
class FiguresCache:
    """What is kept: the key and the figures of each session (None: unreadable), by name; the series' plan."""

    sessions: dict[str, tuple[Key, dict[str, Any] | None]] = field(default_factory=dict)
    series_key: Key = field(default_factory=list)
    planned: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """Return what the pages are made from, as JSON values: figures, unreadable and planned sessions."""
        return {
            "sessions": [figures for _, figures in self.sessions.values() if figures is not None],
            "unread": [name for name, (_, figures) in self.sessions.items() if figures is None],
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
            if figures is not None:
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
