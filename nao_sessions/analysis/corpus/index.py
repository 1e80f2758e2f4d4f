"""The index of a corpus: the tables of all its sessions in Parquet, kept until a session's files change.

It is derived, and lies in the user's cache: lost or damaged, it is made again. The folders are only read.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nao_sessions.analysis.corpus.index_files import (
    INDEXED,
    Packed,
    Stamps,
    StoredIndex,
    Tables,
    cache_of,
    keep,
    kept_at,
    packed,
)
from nao_sessions.analysis.corpus.spread import Progress, nobody, spread
from nao_sessions.analysis.tables.arrow import table_of
from nao_sessions.analysis.tables.source import identity_of, read_source
from nao_sessions.analysis.tables.tables import ROWS
from nao_sessions.core.errors import NaoSessionsError, system_refused
from nao_sessions.core.received import as_written, is_there
from nao_sessions.record.manifest import Manifest
from nao_sessions.text.messages import Text, msg

AT_ONCE = 1_000
"""Sessions that are read before the index is stored: interrupted work goes on there; memory is bounded."""
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

    tables: Tables
    unread: tuple[Unread, ...]
    read: int


def sessions_below(root: Path) -> Iterator[Path]:
    """Yield every session folder below a root, or the root itself; what begins with a dot is passed over."""
    if is_there(root / "events.jsonl") and is_there(root / "session.json"):
        yield root
        return
    try:
        with os.scandir(root) as found:
            below = sorted(entry.name for entry in found if entry.is_dir(follow_symlinks=False))
    except PermissionError:
        yield root  # whoever reads it says that it cannot be
        return
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
    at_once: int = AT_ONCE,
) -> Index:
    """Return the index of a corpus, reading what changed since the last time; store the new index.

    Args:
        root: a folder with session folders somewhere below it.
        cache: the folder in which indexes are stored; None: the user's cache.
        jobs: processes that read.
        dask: address of a Dask scheduler whose workers read; they must reach the folders.
        progress: called as sessions are read.
        at_once: sessions that are read before the index is stored.

    Raises:
        OSError: there is no room for the index, in the cache or elsewhere.
    """
    place = cache_of(cache) / _name(root)
    folders = list(sessions_below(root))
    same = copies_among(folders)
    stamps = {str(path.relative_to(root)): _stamp(path) for path in folders if path not in same}
    known = kept_at(place)
    had = {} if known is None else known.stamps
    good: Stamps = {name: stamp for name, stamp in stamps.items() if had.get(name) == stamp}
    changed = sorted(stamps.keys() - good.keys())
    unread = [Unread(path, _COPY.format(path=whole)) for path, whole in same.items()]
    for first in range(0, len(changed), at_once):
        names = changed[first : first + at_once]
        read = {name: stamps[name] for name in names}
        # the rows are the call's alone: none are held while the next sessions are read
        known, good, why = _kept_with(
            place,
            known,
            good,
            read,
            spread(read_for_index, [root / name for name in names], jobs=jobs, dask=dask, progress=progress),
        )
        unread += [Unread(root / name, one) for name, one in why.items()]
    if known is None or known.stamps.keys() != good.keys():
        known = keep(place, known, good, {})
    return Index(known.tables, tuple(unread), len(changed) + len(same) - len(unread))


def copies_among(folders: Sequence[Path]) -> dict[Path, Path]:
    """Return the folders that hold a copy of a session, each with the folder that stands for the session.

    Of several the one with the longest log stands for the session: a copy may have been made while it ran.
    """
    by_session: dict[str, list[Path]] = {}
    for path in folders:
        if identity := _identity(path):
            by_session.setdefault(identity, []).append(path)
    found: dict[Path, Path] = {}
    for several in by_session.values():
        if len(several) > 1:
            whole = max(several, key=_length)
            found |= {path: whole for path in several if path != whole}
    return found


def _length(folder: Path) -> int:
    """Return the length of a session's log in bytes."""
    log = folder / "events.jsonl"
    return log.stat().st_size if log.is_file() else 0


def _identity(folder: Path) -> str:
    """Return the identity of a session, the same in every copy; "" where ``session.json`` cannot be read."""
    try:
        return identity_of(Manifest.read(folder / "session.json"))
    except NaoSessionsError:
        return ""


def read_for_index(folder: Path) -> Packed | Text:
    """Read one session's rows, as Arrow bytes by table; return a sentence where they cannot be read."""
    try:
        with as_written(folder):
            source = read_source(folder)
            return {name: packed(table_of(name, ROWS[name](source))) for name in INDEXED}
    except NaoSessionsError as error:
        return error.sentence
    except OSError as error:
        return system_refused(error)


def _kept_with(
    place: Path, before: StoredIndex | None, good: Stamps, read: Stamps, results: Sequence[Packed | Text]
) -> tuple[StoredIndex | None, Stamps, dict[str, Text]]:
    """Store what could be read; return the index, the stamps that now hold, and why other sessions failed.

    Where none could be read the index is the one before; None where there was none.
    """
    fresh = {name: one for name, one in zip(read, results, strict=True) if not isinstance(one, Text)}
    why = {name: one for name, one in zip(read, results, strict=True) if isinstance(one, Text)}
    good = {**good, **{name: read[name] for name in fresh}}
    return (keep(place, before, good, fresh) if fresh else before), good, why


_COPY = msg("it is the same session as '{path}', which is counted; keep one of them")


def _name(root: Path) -> str:
    return hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:16]


def _stamp(folder: Path) -> list[int]:
    """Return the size and the time of change (ns) of each file that the rows of a session come from."""
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
