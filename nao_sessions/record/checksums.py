"""Checksums of what never changes again, written when a folder is closed.

``SHA256SUMS`` covers files; ``events.sums`` covers the log line by line, so that a changed line has a seq.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from nao_sessions.core.errors import RecordError
from nao_sessions.core.received import LONGEST_BYTES, files_below, read_received, received
from nao_sessions.record.additions.destructions import read_destroyed
from nao_sessions.record.additions.recordings import read_added
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.private import replace_private
from nao_sessions.text.messages import msg

LINE_SUMS = "events.sums"
_FILMS = (".mp4", ".m4a")
_LONGEST_MENDED = 16_384
"""In a longer passage no flipped bit is looked for, in bytes."""


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


def mend_log(folder: SessionFolder) -> int:
    """Turn back the bits of a closed log that flipped on its disk, one a line at most; return how many.

    The log becomes the very bytes that were closed, by the checksum of each line and of the whole, or stays.

    Raises:
        RecordError: more of it was changed than a bit of a line, or its checksums were (R102).
        OSError: a file cannot be read or written.
    """
    listing = read_received(folder.checksums).decode("utf-8", "replace").splitlines()
    closed = {name: digest for digest, _, name in (line.partition("  ") for line in listing)}
    content = bytearray(read_received(folder.events))
    if hashlib.sha256(content).hexdigest() == closed.get(folder.events.name):
        return 0
    sums = folder.path / LINE_SUMS
    if not sums.is_file() or file_sum(sums, folder.path) != closed.get(LINE_SUMS):
        raise _beyond_mending(folder, None)
    place = mended = 0
    for number, line in enumerate(read_received(sums).decode("ascii").splitlines(), start=1):
        digest = line.partition(" ")[2]
        if _line_sum(_line_at(content, place)) != digest:
            found = _flipped_bit(content, place, digest)
            if found is None:
                raise _beyond_mending(folder, number)
            content[found[0]] ^= found[1]
            mended += 1
        place += len(_line_at(content, place)) + 1
    if hashlib.sha256(content).hexdigest() != closed.get(folder.events.name):
        raise _beyond_mending(folder, None)
    replace_private(folder.events, bytes(content))
    return mended


def _line_at(content: bytearray, place: int) -> bytes:
    end = content.find(b"\n", place)
    return bytes(content[place : None if end < 0 else end])


def _flipped_bit(content: bytearray, place: int, digest: str) -> tuple[int, int] | None:
    """Return where, and as a mask, the bit lies without which a line is as it was closed; None: nowhere.

    The flip may have made a line's end, or unmade one: the line behind is looked at as well.
    """
    end = content.find(b"\n", place + len(_line_at(content, place)) + 1)
    passage = content[place : min(len(content) if end < 0 else end, place + _LONGEST_MENDED)]
    for at in range(len(passage)):
        for mask in (1 << bit for bit in range(8)):
            passage[at] ^= mask
            if _line_sum(_line_at(passage, 0)) == digest:
                return place + at, mask
            passage[at] ^= mask
    return None


def _beyond_mending(folder: SessionFolder, number: int | None) -> RecordError:
    changed = msg("The log {path} was changed since it was closed.", path=folder.events)
    if number is not None:
        changed = msg(
            "{path}:{number}: more than a bit of this line was changed.", path=folder.events, number=number
        )
    return RecordError(changed, msg("Put it back from a backup: nothing was changed now."), code="R102")


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
