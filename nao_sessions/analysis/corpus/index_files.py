"""The files of an index: a Parquet file a table, sorted by session, and what each session looked like then.

They are read in parts and written in parts: what is held in memory does not grow with the corpus.
"""

from __future__ import annotations

import heapq
import json
import shutil
import tempfile
import zlib
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from nao_sessions.analysis.tables.arrow import schema_of
from nao_sessions.core.places import cache_path
from nao_sessions.record.private import write_private

FORMAT = 11
"""The number of the tables' content: raise it with any change there, and every index is made anew."""
INDEXED = ("sessions", "trials", "responses", "prompts", "annotations", "periods")
"""The tables that an index holds. Events and telemetry stay in the folders: they would double the record."""
FOLDER = "folder"
"""The index's own column: the session's path below the root, for two folders may have one name."""
ROWS_A_GROUP = 50_000
"""So many rows are held while a table is written: some 20 MB."""
_STAMPS = "stamps.json"
_CHUNK = 1 << 20
_PACKED_BY = "zstd"

Stamps = Mapping[str, Sequence[int]]
"""Sizes and times of change of each session's files when it was read, by its folder below the root."""
Packed = Mapping[str, bytes]
"""The rows of one session as Arrow bytes, by table."""


class Tables(Mapping[str, Any]):
    """The tables by name (``pyarrow.Table``), each read when it is asked for.

    The files are held open: another process may write the index anew meanwhile.
    """

    def __init__(self, files: Mapping[str, Any]) -> None:
        self.files = files

    def __getitem__(self, name: str) -> Any:
        return self.files[name].read()

    def __iter__(self) -> Iterator[str]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)


@dataclass(frozen=True, slots=True)
class StoredIndex:
    """An index as it is stored: its tables, and the stamp of each session that they hold."""

    stamps: Stamps
    tables: Tables


def cache_of(cache: Path | None) -> Path:
    """Return the folder for data derived from corpora: the one given, else the user's cache.

    Raises:
        VaultClosed: the cache lies in the vault, and that is closed.
    """
    return cache or cache_path() / "corpora"


def kept_at(place: Path) -> StoredIndex | None:
    """Open an index; None where there is none, or none that this program can use."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        head = json.loads((place / _STAMPS).read_text(encoding="utf-8"))
        if head["format"] != FORMAT:
            return None
        if any(_sum(place / f"{name}.parquet") != head["sums"][name] for name in INDEXED):
            return None
        files = {name: pq.ParquetFile(place / f"{name}.parquet") for name in INDEXED}
        if any(file.schema_arrow != schema_in_index(name) for name, file in files.items()):
            return None
        return StoredIndex(dict(head["stamps"]), Tables(files))
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
        return None


def keep(place: Path, before: StoredIndex | None, stamps: Stamps, fresh: Mapping[str, Packed]) -> StoredIndex:
    """Write an index that holds the sessions of ``stamps``: those of *before*, replaced by what is ``fresh``.

    It is written beside the former index, then takes its place: whole, or not at all. Where the place cannot
    be written, the index that is returned serves this process alone.

    Raises:
        OSError: there is no room for temporary files either.
    """
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))
        try:
            made = _written(draft, before, stamps, fresh)
            shutil.rmtree(place, ignore_errors=True)
            draft.rename(place)
            return made
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
    except OSError:
        with tempfile.TemporaryDirectory(prefix="nao-index-") as once:
            return _written(Path(once), before, stamps, fresh)


def schema_in_index(name: str) -> Any:
    """Return the Arrow schema of a table of the index: the column ``folder``, then those of the table."""
    import pyarrow as pa

    schema = schema_of(name)
    return pa.schema([pa.field(FOLDER, pa.string()), *schema], metadata=schema.metadata)


def packed(table: Any) -> bytes:
    """Return a table's columns as bytes that another process, or another machine, can read.

    What the columns mean stays behind: it would be most of the bytes of a session. They are compressed as a
    whole: column by column, as Arrow would, takes seven times as long and half as many bytes again.
    """
    import pyarrow as pa

    table = pa.table(table.columns, names=table.column_names)
    sink = pa.BufferOutputStream()
    with (
        pa.CompressedOutputStream(sink, _PACKED_BY) as squeezed,
        pa.ipc.new_stream(squeezed, table.schema) as writer,
    ):
        writer.write_table(table)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def unpacked(data: bytes) -> Any:
    """Return the table (``pyarrow.Table``) from bytes made by :func:`packed`."""
    import pyarrow as pa

    return pa.ipc.open_stream(pa.CompressedInputStream(pa.py_buffer(data), _PACKED_BY)).read_all()


def _written(
    folder: Path, before: StoredIndex | None, stamps: Stamps, fresh: Mapping[str, Packed]
) -> StoredIndex:
    """Write the files of an index into a folder, and return the index, opened."""
    import pyarrow.parquet as pq

    stay = stamps.keys() - fresh.keys()
    come = sorted(fresh)
    for name in INDEXED:
        was = _stretches(before.tables.files[name], stay, come) if before is not None else iter(())
        schema = schema_in_index(name)
        now = ((one, _named(schema, one, fresh[one][name])) for one in come)
        # sorted by folder: the same corpus gives the same tables, whatever was read now and what before
        with pq.ParquetWriter(folder / f"{name}.parquet", schema, compression="zstd") as writer:
            for group in _groups(table for _, table in heapq.merge(was, now, key=lambda one: one[0])):
                writer.write_table(group, row_group_size=ROWS_A_GROUP)
    sums = {name: _sum(folder / f"{name}.parquet") for name in INDEXED}
    head = {"format": FORMAT, "sums": sums, "stamps": {name: list(stamps[name]) for name in sorted(stamps)}}
    write_private(folder / _STAMPS, json.dumps(head).encode())
    files = {name: pq.ParquetFile(folder / f"{name}.parquet") for name in INDEXED}
    return StoredIndex(stamps, Tables(files))


def _stretches(file: Any, stay: set[str], come: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """Yield the rows of folders that stay, in runs into which no new folder falls, each with its first."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for batch in file.iter_batches(batch_size=ROWS_A_GROUP, use_threads=False):
        encoded = pc.run_end_encode(batch.column(FOLDER))
        ends = encoded.run_ends.to_pylist()
        runs = zip(encoded.values.to_pylist(), [0, *ends], ends, strict=False)
        for (stays, _), alike in groupby(runs, lambda run: (run[0] in stay, bisect(come, run[0]))):
            if stays:
                together = list(alike)
                folder, begin, end = together[0][0], together[0][1], together[-1][2]
                yield folder, pa.Table.from_batches([batch.slice(begin, end - begin)])


def _named(schema: Any, folder: str, rows: bytes) -> Any:
    """Return the packed rows of a session as a table, with the index's own column ``folder``."""
    import pyarrow as pa

    table = unpacked(rows)
    return pa.table([pa.array([folder] * len(table), pa.string()), *table.columns], schema=schema)


def _groups(tables: Iterator[Any]) -> Iterator[Any]:
    """Yield tables put together from smaller ones, as these come, of ROWS_A_GROUP rows each but the last."""
    import pyarrow as pa

    waiting: list[Any] = []
    rows = 0
    for table in tables:
        waiting.append(table)
        rows += len(table)
        while rows >= ROWS_A_GROUP:
            whole = pa.concat_tables(waiting)
            yield whole.slice(0, ROWS_A_GROUP)
            waiting, rows = [whole.slice(ROWS_A_GROUP)], rows - ROWS_A_GROUP
    if rows:
        yield pa.concat_tables(waiting)


def _sum(path: Path) -> int:
    """Return a file's CRC 32: enough to find a disk's fault, and quick."""
    found = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found = zlib.crc32(chunk, found)
    return found
