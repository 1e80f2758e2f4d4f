"""The index of a corpus: the tables of all its sessions in Parquet, kept until a session's files change.

It is derived, and lies in the user's cache: lost or damaged, it is made again. The folders are only read.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.core.text import Text
from nao_sessions.export.source import read_source
from nao_sessions.export.spread import Progress, nobody, spread
from nao_sessions.export.tables import ROWS, schema_of, table_of

FORMAT = 2
"""Raised when what stands in the tables changes: an index of another number is made anew."""
INDEXED = ("sessions", "trials", "responses", "prompts", "annotations")
"""What it keeps. Events and telemetry are read from the folders: they would be the record once more."""
FOLDER = "folder"
"""The index's own column: the session's path below the root, for two folders may have one name."""
_WATCHED = ("events.jsonl", "session.json", "corrections.jsonl", "latencies.json", "sync.json")


@dataclass(frozen=True, slots=True)
class Unread:
    """A folder that could not be read, and why: one damaged session does not hide the others."""

    folder: Path
    why: Text


@dataclass(frozen=True, slots=True)
class Index:
    """The tables by name (``pyarrow.Table``, with the column ``folder``), and what could not be read.

    ``read`` counts the sessions that had to be read this time; the others were as the index had them.
    """

    tables: Mapping[str, Any]
    unread: tuple[Unread, ...]
    read: int


def sessions_below(root: Path) -> Iterator[Path]:
    """Give every session folder below a root, or the root itself; what begins with a dot is passed over."""
    if (root / "events.jsonl").is_file() and (root / "session.json").is_file():
        yield root
        return
    try:
        with os.scandir(root) as found:
            below = sorted(entry.name for entry in found if entry.is_dir(follow_symlinks=False))
    except OSError:
        return
    for name in below:
        if not name.startswith("."):
            yield from sessions_below(root / name)


def index_of(
    root: Path,
    cache: Path | None = None,
    *,
    jobs: int = 1,
    dask: str | None = None,
    progress: Progress = nobody,
) -> Index:
    """Give the index of a corpus, with what changed since the last time read anew, and keep it.

    Args:
        root: a folder with session folders somewhere below it.
        cache: where indexes are kept; None: the user's cache.
        jobs: processes that read.
        dask: address of a Dask scheduler whose workers read; they must reach the folders.
        progress: told as sessions are read.
    """
    place = (cache or platformdirs.user_cache_path("nao_sessions") / "corpora") / _name(root)
    stamps = {str(path.relative_to(root)): _stamp(path) for path in sessions_below(root)}
    known = _kept(place)
    same = {name for name, stamp in stamps.items() if known is not None and known[0].get(name) == stamp}
    changed = sorted(stamps.keys() - same)
    results = spread(
        read_for_index, [root / name for name in changed], jobs=jobs, dask=dask, progress=progress
    )
    unread = {name: one for name, one in zip(changed, results, strict=True) if isinstance(one, Text)}
    fresh = {name: one for name, one in zip(changed, results, strict=True) if not isinstance(one, Text)}
    gone = known is not None and bool(known[0].keys() - stamps.keys())
    tables = _joined(known[1] if known is not None else None, same, fresh)
    if fresh or gone or known is None:
        _keep(place, {name: stamp for name, stamp in stamps.items() if name not in unread}, tables)
    troubles = tuple(Unread(root / name, why) for name, why in sorted(unread.items()))
    return Index(tables, troubles, len(fresh))


def read_for_index(folder: Path) -> dict[str, bytes] | Text:
    """Read one session's rows, as Arrow bytes by table; a sentence where it cannot be read."""
    try:
        source = read_source(folder)
        return {name: _packed(table_of(name, ROWS[name](source))) for name in INDEXED}
    except NaoSessionsError as error:
        return error.sentence
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        # a log of another program, or one that was changed by hand
        return Text(fr=f"lignes inattendues ({error!r})", en=f"lines that were not expected ({error!r})")


def _joined(
    known: Mapping[str, Any] | None, same: set[str], fresh: Mapping[str, dict[str, bytes]]
) -> dict[str, Any]:
    import pyarrow as pa
    import pyarrow.compute as pc

    tables: dict[str, Any] = {}
    for name in INDEXED:
        schema = pa.schema([pa.field(FOLDER, pa.string()), *schema_of(name)])
        parts = [schema.empty_table()]
        if known is not None:
            chosen = pc.is_in(known[name][FOLDER], value_set=pa.array(sorted(same), pa.string()))
            parts.append(known[name].filter(chosen).cast(schema))
        for folder, packed in fresh.items():
            table = _unpacked(packed[name])
            parts.append(
                pa.table([pa.array([folder] * len(table), pa.string()), *table.columns], schema=schema)
            )
        # the same corpus gives the same tables, whatever was read now and what before
        tables[name] = pa.concat_tables(parts).combine_chunks().sort_by(FOLDER)
    return tables


def _packed(table: Any) -> bytes:
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    packed: bytes = sink.getvalue().to_pybytes()
    return packed


def _unpacked(packed: bytes) -> Any:
    import pyarrow as pa

    return pa.ipc.open_stream(packed).read_all()


def _name(root: Path) -> str:
    return hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:16]


def _stamp(folder: Path) -> list[int]:
    """Give the sizes and the times of change of what the rows come from."""
    stamp: list[int] = []
    coded = sorted((folder / "annotations").glob("*.jsonl"))
    for path in (*(folder / name for name in _WATCHED), *coded):
        try:
            status = path.stat()
        except OSError:
            stamp += [0, 0]
        else:
            stamp += [status.st_size, status.st_mtime_ns]
    return stamp


def _kept(place: Path) -> tuple[dict[str, list[int]], dict[str, Any]] | None:
    """Read the index as it was kept; None where there is none, or none that this program can use."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        head = json.loads((place / "stamps.json").read_text(encoding="utf-8"))
        if head["format"] != FORMAT:
            return None
        tables = {name: pq.read_table(place / f"{name}.parquet") for name in INDEXED}
        if any(table.column_names[1:] != schema_of(name).names for name, table in tables.items()):
            return None
        return dict(head["stamps"]), tables
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
        return None


def _keep(place: Path, stamps: Mapping[str, Sequence[int]], tables: Mapping[str, Any]) -> None:
    """Write the index beside the one before, then take its place: whole, or not at all."""
    import pyarrow.parquet as pq

    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))
    try:
        for name, table in tables.items():
            pq.write_table(table, draft / f"{name}.parquet", compression="zstd")
        head = {"format": FORMAT, "stamps": stamps}
        (draft / "stamps.json").write_text(json.dumps(head), encoding="utf-8")
        shutil.rmtree(place, ignore_errors=True)
        draft.rename(place)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)  # the tables are given all the same; next time is as slow
