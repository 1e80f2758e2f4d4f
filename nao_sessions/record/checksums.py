"""Checksums of what never changes again, written when a folder is closed.

``SHA256SUMS`` covers files; ``events.sums`` covers the log line by line, so that a changed line has a seq.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from nao_sessions.record.additions.recordings import read_added
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.private import replace_private

LINE_SUMS = "events.sums"
_CHUNK = 1 << 20


def write_checksums(folder: SessionFolder, sign: Callable[[bytes], None] = lambda listing: None) -> None:
    """Write both files of checksums, each whole or not at all.

    ``sign`` is called with the content of ``SHA256SUMS`` before that is written: with it the folder is
    closed.

    What they vouch for has reached the disk before they do, so that no power cut makes them wrong.

    Raises: OSError: a file cannot be read, or there is no space.
    """
    lines = folder.events.read_bytes().splitlines()
    sums = "".join(f"{number} {_line_sum(line)}\n" for number, line in enumerate(lines))
    replace_private(folder.path / LINE_SUMS, sums.encode("ascii"))
    listing = "".join(
        f"{_settled_sum(path)}  {path.relative_to(folder.path).as_posix()}\n" for path in _lasting(folder)
    )
    content = listing.encode("utf-8")
    sign(content)
    replace_private(folder.checksums, content)


def changed_files(folder: SessionFolder) -> tuple[str, ...]:
    """Return the names of files that are missing, unknown, or no longer what they were at close.

    A recording that was added later is compared with its checksum then.

    Raises:
        RecordError: what was added cannot be read.
    """
    listing = folder.checksums.read_text(encoding="utf-8", errors="replace").splitlines()
    expected = {name: digest for digest, _, name in (line.partition("  ") for line in listing)}
    for added in read_added(folder.path):  # later things, with checksums of their own
        expected |= {name: digest for name, digest in added.files.items() if name not in expected}
    present = {path.relative_to(folder.path).as_posix(): path for path in _lasting(folder)}
    changed = [name for name in expected if name not in present]
    changed += [name for name, path in present.items() if expected.get(name) != file_sum(path)]
    return tuple(changed)


def changed_lines(folder: SessionFolder) -> tuple[int, ...]:
    """Return the seq of every line of the log that has changed since close; the first one missing, too."""
    path = folder.path / LINE_SUMS
    if not path.is_file():
        return ()
    expected = [line.partition(" ")[2] for line in path.read_text("ascii", "replace").splitlines()]
    found = [_line_sum(line) for line in folder.events.read_bytes().splitlines()]
    changed = [seq for seq, (a, b) in enumerate(zip(expected, found, strict=False)) if a != b]
    shorter = min(len(expected), len(found))
    return tuple(changed) + ((shorter,) if len(expected) != len(found) else ())


def file_sum(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def _settled_sum(path: Path) -> str:
    """Return the SHA-256 of a file that has reached the disk."""
    with path.open("rb") as stream:
        os.fsync(stream.fileno())
    return file_sum(path)


def _line_sum(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def _lasting(folder: SessionFolder) -> Iterator[Path]:
    telemetry = (folder.telemetry, folder.telemetry_raw)
    for path in (folder.events, folder.path / LINE_SUMS, folder.clocks, folder.halts, *telemetry):
        if path.is_file():
            yield path
    for tree in (folder.protocol, folder.room, folder.imported):
        yield from (path for path in sorted(tree.rglob("*")) if path.is_file())
