"""Files that only their owner reads: written anew, in the place of an old one, or at its end.

Whatever a full disk or a power cut does to a write, nothing is left half written under a file's own name.
A folder may come from a stranger: no link in it is followed for writing, and no file that has another name or
another owner is written into. Every function takes ``within``, the session's folder, where the file does not
lie in it directly: below it no folder may be a link either.
"""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from nao_sessions.core.errors import LinkRefused
from nao_sessions.core.received import check_plain, files_below, folder_of, open_within, refused
from nao_sessions.text.messages import msg


def open_private(path: Path, flags: int, within: Path | None = None) -> int:
    """Open a file for writing and return its descriptor; with ``O_CREAT`` a new one is made, mode 0600.

    Raises:
        LinkRefused: it is a link, no regular file, has a second name or another owner, or a folder between
            it and ``within`` is a link (R135); nothing was changed.
        OSError: it cannot be opened.
    """
    # nothing is emptied before it is known what it is
    file = open_within(path, flags & ~os.O_TRUNC, within)
    try:
        _check(os.fstat(file), path)
        if flags & os.O_TRUNC:
            os.ftruncate(file, 0)
    except BaseException:
        os.close(file)
        raise
    return file


def write_private(path: Path, content: bytes, within: Path | None = None) -> None:
    """Write a file that only its owner reads, through to the disk, so that a power cut does not lose it.

    Raises:
        LinkRefused: what lies there is no plain file of ours (R135).
        OSError: it could not be written.
    """
    file = open_private(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, within)
    with os.fdopen(file, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fdatasync(stream.fileno())


def replace_private(path: Path, content: bytes, draft_name: str = "", within: Path | None = None) -> None:
    """Replace a file by a new one that only its owner reads, whole or not at all.

    A link in its place is replaced, not followed.

    Args:
        path: the file.
        content: all that it is to hold.
        draft_name: what it is called while it is written; needed where several processes write it at once.
        within: the session's folder, where the file does not lie in it directly.

    Raises:
        LinkRefused: a folder between it and ``within`` is a link (R135).
        OSError: it could not be written; the one before is as it was, and no draft is left.
    """
    draft = path.with_name(draft_name) if draft_name else path.with_suffix(".tmp")
    with folder_of(path, within) as parent:
        try:
            try:
                write_private(draft, content, within)
            except LinkRefused:  # laid there by a stranger: a draft's name is ours to take
                os.unlink(draft.name, dir_fd=parent)
                write_private(draft, content, within)
            os.replace(draft.name, path.name, src_dir_fd=parent, dst_dir_fd=parent)
        except OSError as error:
            with contextlib.suppress(OSError):  # there is none, or nothing can be changed here
                os.unlink(draft.name, dir_fd=parent)
            raise OSError(error.errno, error.strerror, str(path)) from error  # the draft's name says nothing
        os.fsync(parent)


@contextlib.contextmanager
def private_replacement(path: Path) -> Iterator[Path]:
    """Let a library write a file by path: yield the path of an empty draft, which then replaces the file.

    The draft is private, lies in the same folder, has a name that nobody can know before, and the file's own
    ending, by which FFmpeg chooses a format. A link in the file's place is replaced, not followed; where the
    block raises, the file before is as it was, and no draft is left.

    Raises:
        OSError: it could not be written.
    """
    descriptor, name = tempfile.mkstemp(prefix=f".{path.stem}.", suffix=path.suffix, dir=path.parent)
    draft = Path(name)
    try:
        try:
            yield draft
            os.fdatasync(descriptor)
        finally:
            os.close(descriptor)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def append_private(path: Path, content: bytes, within: Path | None = None) -> None:
    """Append to a file that only its owner reads: all of it, or nothing.

    Raises:
        LinkRefused: what lies there is no plain file of ours (R135).
        OSError: it could not be written.
    """
    file = open_private(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, within)
    try:
        before = os.fstat(file).st_size
        if os.write(file, content) < len(content):
            os.ftruncate(file, before)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
    finally:
        os.close(file)


def truncate_private(path: Path, size_bytes: int | None = None, within: Path | None = None) -> None:
    """Cut a file to a size; None: to its present size, which releases space allocated behind its end.

    Raises:
        LinkRefused: what lies there is no plain file of ours (R135).
        OSError: it could not be cut.
    """
    file = open_private(path, os.O_WRONLY, within)
    try:
        os.ftruncate(file, os.fstat(file).st_size if size_bytes is None else size_bytes)
    finally:
        os.close(file)


def remove_private(path: Path, within: Path | None = None) -> None:
    """Remove a file, or the link in its place; nothing happens where there is none.

    Raises:
        LinkRefused: a folder between it and ``within`` is a link (R135).
        OSError: it could not be removed.
    """
    with folder_of(path, within) as parent, contextlib.suppress(FileNotFoundError):
        os.unlink(path.name, dir_fd=parent)


def make_private_folder(path: Path, within: Path | None = None) -> None:
    """Create a folder that only its owner reads, and those between it and ``within``, where missing.

    Raises:
        LinkRefused: what lies there is a link, or no folder (R135).
        OSError: it could not be made.
    """
    root = path.parent if within is None else within
    place = root
    for name in path.relative_to(root).parts:
        place /= name
        with contextlib.suppress(FileExistsError):
            place.mkdir(mode=0o700)
        check_folder(place)


def check_folder(path: Path) -> None:
    """Check that a folder of a session is a folder, and no link to one.

    Raises:
        LinkRefused: it is a link, or no folder (R135).
        OSError: there is none.
    """
    with folder_of(path / "any", path.parent):
        pass


def refuse_links(folder: Path) -> None:
    """Check that all files in a session's folder are plain and in it alone, before anything is written.

    Raises:
        LinkRefused: there is a link, a file with a second name or another owner, or no file at all (R135).
        RecordError: there are too many files (R136).
        OSError: the folder cannot be read.
    """
    for path in files_below(folder):
        _check(path.lstat(), path)


def sync_folder(folder: Path) -> None:
    """Write a folder's names through to the disk, so that a power cut loses none. Raises: OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _check(found: os.stat_result, path: Path) -> None:
    """Check that a file is a plain one, with one name, and ours. Raises: LinkRefused."""
    check_plain(found, path)
    if found.st_uid != os.geteuid():
        raise refused(path, _OTHER_OWNER)


_OTHER_OWNER = msg("belongs to somebody else")
