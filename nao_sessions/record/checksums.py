"""Checksums of what never changes again, written when a folder is closed.

``SHA256SUMS`` covers files; ``events.sums`` covers the log line by line, so that a changed line has a seq.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from nao_sessions.core.received import LONGEST_BYTES, files_below, read_received, received
from nao_sessions.record.additions.destructions import read_destroyed
from nao_sessions.record.additions.recordings import read_added
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.private import replace_private

LINE_SUMS = "events.sums"
_FILMS = (".mp4", ".m4a")


def write_checksums(folder: SessionFolder, sign: Callable[[bytes], None] = lambda listing: None) -> None:
    """Write both files of checksums, each whole or not at all.

    ``sign`` is called with the content of ``SHA256SUMS`` before that is written: with it the folder is
    closed.

    What they vouch for has reached the disk before they do, so that no power cut makes them wrong.

    Raises: OSError: a file cannot be read, or there is no space.
    """
    lines = read_received(folder.events).splitlines()
    sums = "".join(f"{number} {_line_sum(line)}\n" for number, line in enumerate(lines))
    replace_private(folder.path / LINE_SUMS, sums.encode("ascii"))
    listing = "".join(
        f"{file_sum(path, folder.path, settled=True)}  {path.relative_to(folder.path).as_posix()}\n"
        for path in _lasting(folder)
    )
    content = listing.encode("utf-8")
    sign(content)
    replace_private(folder.checksums, content)


def changed_files(folder: SessionFolder) -> tuple[str, ...]:
    """Return the names of files that are missing, unknown, or no longer what they were at close.

    A recording that was added later is compared with its checksum then; film that was destroyed on purpose is
    not missing.

    Raises:
        RecordError: what was added cannot be read.
    """
    listing = read_received(folder.checksums).decode("utf-8", "replace").splitlines()
    expected = {name: digest for digest, _, name in (line.partition("  ") for line in listing)}
    for added in read_added(folder.path):  # later things, with checksums of their own
        expected |= {name: digest for name, digest in added.files.items() if name not in expected}
    present = {path.relative_to(folder.path).as_posix(): path for path in _lasting(folder)}
    destroyed = {name for one in read_destroyed(folder.path) for name in one.files}
    changed = [name for name in expected if name not in present and name not in destroyed]
    changed += [name for name, path in present.items() if expected.get(name) != file_sum(path, folder.path)]
    return tuple(changed)


def changed_lines(folder: SessionFolder) -> tuple[int, ...]:
    """Return the seq of every line of the log that has changed since close; the first one missing, too."""
    path = folder.path / LINE_SUMS
    if not path.is_file():
        return ()
    expected = [
        line.partition(" ")[2] for line in read_received(path).decode("ascii", "replace").splitlines()
    ]
    found = [_line_sum(line) for line in read_received(folder.events).splitlines()]
    changed = [seq for seq, (a, b) in enumerate(zip(expected, found, strict=False)) if a != b]
    shorter = min(len(expected), len(found))
    return tuple(changed) + ((shorter,) if len(expected) != len(found) else ())


def file_sum(path: Path, within: Path | None = None, *, settled: bool = False) -> str:
    """Return the SHA-256 of a plain file, in hexadecimal digits; ``settled``: once it has reached the disk.

    Raises:
        RecordError: it is no plain file of the folder ``within`` alone (R135), or too large (R136).
        OSError: it cannot be read.
    """
    # what is long is film; of any other file, one that is longer than any is not read to its end
    with received(path, within, None if path.suffix in _FILMS else LONGEST_BYTES) as stream:
        if settled:
            os.fsync(stream.fileno())
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _line_sum(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def _lasting(folder: SessionFolder) -> Iterator[Path]:
    telemetry = (folder.telemetry, folder.telemetry_raw)
    for path in (folder.events, folder.path / LINE_SUMS, folder.clocks, folder.halts, *telemetry):
        if path.is_file():
            yield path
    for tree in (folder.protocol, folder.room, folder.imported):
        yield from files_below(tree)
