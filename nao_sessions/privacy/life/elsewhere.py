"""What lies of a code beside the sessions: the console's files, folders of exports, temporary files.

A folder of exports is searched only where somebody names it. What cannot be searched (a film, a file sealed
to others) is counted, and never called clean.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nao_sessions.core.errors import NaoSessionsError, RecordError
from nao_sessions.core.received import read_received
from nao_sessions.privacy.life.traces import NOBODY, TEXTS, dropped, has_code, without, word_of
from nao_sessions.privacy.sealing import IDENTITY_FILE, SEALED, open_sealed
from nao_sessions.record.house import House
from nao_sessions.record.private import remove_private, replace_private, sync_folder

_DERIVED = frozenset({"progress.json"})
"""Files of the console that are made again from the sessions."""
_OURS = ("nao-",)
"""How our temporary files and folders are called."""
_BEGINNING = 8192


@dataclass(frozen=True, slots=True)
class Found:
    """Copies of what is to be erased: their paths and size, and how many files could not be searched."""

    paths: tuple[str, ...] = ()
    size_bytes: int = 0
    unsearched: int = 0


def left_in(places: Iterable[Path], code: str) -> list[Path]:
    """Return the files, and the folders named by a code, in some places that hold a code."""
    return [path for place in places for path in _left_in(place, code)]


def scrub_kept(places: Iterable[Path], code: str) -> None:
    """Take a code out of the console's files; a file or folder that is named by it goes.

    Raises:
        OSError: one cannot be written, or removed.
    """
    for place in places:
        if place.is_dir():
            for name in _DERIVED:
                remove_private(place / name)
        for path in list(_left_in(place, code)):
            if word_of(code).search(path.name):
                remove([str(path)])
                continue
            content = read_received(path)
            kept = without(path, content, code, NOBODY)
            if path.suffix == ".json":
                with contextlib.suppress(ValueError, RecursionError):
                    record = dropped(json.loads(content), code)
                    kept = (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
            replace_private(path, kept)


def copies_of(
    code: str, sessions: Collection[str], exports: Sequence[Path], temporary: Path, house: House
) -> Found:
    """Return the copies in folders of exports and among our temporary files.

    A copy holds the code, or the name of one of the sessions, in its own name or in its content. Of a sealed
    file the house's own key opens what it sealed itself.

    Raises:
        OSError: a folder or a file cannot be read.
    """
    words = (code, *sessions)
    paths: list[Path] = []
    unsearched = 0
    for folder in exports:
        for path in _files(folder):
            found = _is_copy(path, words, house)
            unsearched += found is None
            if found:
                paths.append(path)
    for entry in _temporary(temporary):
        if any(_is_copy(path, words, house) for path in _files(entry)):
            paths.append(entry)
    size = sum(one.stat().st_size for path in paths for one in _files(path))
    return Found(tuple(map(str, paths)), size, unsearched)


def remove(paths: Iterable[str]) -> None:
    """Remove files and folders; what is gone already is passed over. Raises: OSError."""
    for path in map(Path, paths):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        with contextlib.suppress(FileNotFoundError):
            sync_folder(path.parent)


def _left_in(place: Path, code: str) -> Iterator[Path]:
    if place.is_file() and not place.is_symlink():
        if has_code(read_received(place), code):
            yield place
        return
    for folder, below, names in os.walk(place):
        for name in [one for one in below if word_of(code).search(one)]:
            below.remove(name)
            yield Path(folder, name)
        for path in (Path(folder, name) for name in names):
            if path.is_symlink() or not path.is_file():
                continue
            named = word_of(code).search(path.name) is not None
            if named or (path.suffix in TEXTS and has_code(read_received(path), code)):
                yield path


def _files(place: Path) -> Iterator[Path]:
    """Yield the plain files of a folder and below, or the file itself; links are passed over."""
    if place.is_file() and not place.is_symlink():
        yield place
    for folder, _, names in os.walk(place):
        for path in (Path(folder, name) for name in sorted(names)):
            if path.is_file() and not path.is_symlink():
                yield path


def _temporary(folder: Path) -> Iterator[Path]:
    """Yield our temporary files and folders that belong to this user."""
    with contextlib.suppress(OSError):
        for path in sorted(folder.iterdir()):
            if path.name.startswith(_OURS) and path.lstat().st_uid == os.geteuid():
                yield path


def _is_copy(path: Path, words: Collection[str], house: House) -> bool | None:
    """Return whether a file holds one of some words, in its name or inside; None where nobody can tell."""
    if any(word_of(word).search(str(path.name)) for word in words):
        return True
    if path.suffix == SEALED:
        return _is_sealed_copy(path, words, house)
    if path.suffix == ".parquet":
        return _is_table_copy(path, words)
    try:
        content = read_received(path)
    except RecordError:  # too large, as a rule a film
        return None
    if b"\0" in content[:_BEGINNING]:
        return None
    return any(has_code(content, word) for word in words)


def _is_sealed_copy(path: Path, words: Collection[str], house: House) -> bool | None:
    if not (house.path / IDENTITY_FILE).exists():
        return None
    with tempfile.TemporaryDirectory(prefix="nao-search-") as name:
        try:
            opened = open_sealed(path, Path(name, path.stem.removesuffix(".tar")), None, house)
        except NaoSessionsError:
            return None
        found = [_is_copy(one, words, house) for one in _files(opened)]
    return True if True in found else None if None in found else False


def _is_table_copy(path: Path, words: Collection[str]) -> bool | None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        rows = pq.read_table(pa.BufferReader(read_received(path))).to_pylist()
    except (pa.ArrowException, OSError, RecordError):
        return None
    content = json.dumps(rows, ensure_ascii=False, default=str)
    return any(word_of(word).search(content) is not None for word in words)
