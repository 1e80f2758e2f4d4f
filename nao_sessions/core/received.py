"""Files that come from outside: each is opened as what it is, and read whole within bounds, or refused.

A folder of a session may come from a stranger. No link in it is followed, no pipe and no device is waited
for, and nothing is read that is larger, or nested more deeply, than this program ever writes. Every function
takes ``within``, the session's folder, where the file does not lie in it directly: below it no folder may be
a link either. ``read_named`` is for the one file that a person named, who may well mean a link.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import stat
from collections.abc import Callable, Iterator
from io import BufferedReader
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from nao_sessions.core.bounded_json import decode_json
from nao_sessions.core.errors import LinkRefused, OddRecord, RecordError
from nao_sessions.text.messages import Text, msg

MOST_BYTES = 64 << 20
"""The largest file that is read whole: a log of forty hours (benchmarks/log_reserve.py: 1.4 MB an hour)."""
LONGEST_BYTES = 512 << 20
"""The largest file of lines beside a film: an index has some 45 bytes a frame, which is 50 hours at 60 Hz."""
MOST_FILES = 20_000
"""The most files and folders that a session's folder may hold; one of 15 hours has some hundreds."""
Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_ON_THE_WAY = os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC
"""To pass through a folder, which a confined child may that may not list it."""


def refused(path: Path, why: Text) -> LinkRefused:
    """Return the error to raise for something that is no plain file of this folder alone (R135)."""
    return LinkRefused(
        msg("{path} {why}: nothing is read or written there.", path=path, why=why),
        _HINT,
        code="R135",
    )


@contextlib.contextmanager
def folder_of(path: Path, within: Path | None = None, flags: int = _FOLDER) -> Iterator[int]:
    """Yield a descriptor of a file's folder, reached from ``within`` without following a link.

    Raises:
        LinkRefused: a folder on the way is a link, or none (R135).
        OSError: a folder on the way is missing.
    """
    root = path.parent if within is None else within
    descriptor = os.open(root, flags)
    try:
        place = root
        for name in path.parent.relative_to(root).parts:
            place /= name
            try:
                inner = os.open(name, flags | os.O_NOFOLLOW, dir_fd=descriptor)
            except OSError as error:
                if error.errno in {errno.ELOOP, errno.ENOTDIR}:
                    raise refused(place, LINK if place.is_symlink() else NO_FOLDER) from error
                raise OSError(error.errno, error.strerror, str(place)) from error
            os.close(descriptor)
            descriptor = inner
        yield descriptor
    finally:
        os.close(descriptor)


def check_plain(found: os.stat_result, path: Path) -> None:
    """Check that a file is a plain one, and has one name. Raises: LinkRefused."""
    if stat.S_ISLNK(found.st_mode):
        raise refused(path, LINK)
    if not stat.S_ISREG(found.st_mode):
        raise refused(path, NO_FILE)
    if found.st_nlink > 1:
        raise refused(path, _SECOND_NAME)


def open_within(path: Path, flags: int, within: Path | None = None, mode: int = 0o600) -> int:
    """Open what lies at a place without following a link or waiting for a pipe; return its descriptor.

    Raises:
        LinkRefused: it is a link, or a folder between it and ``within`` is one (R135).
        OSError: it cannot be opened.
    """
    with folder_of(path, within, _ON_THE_WAY) as parent:
        try:
            return os.open(
                path.name, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, mode, dir_fd=parent
            )
        except OSError as error:
            if error.errno in {errno.ELOOP, errno.ENXIO}:
                raise refused(path, LINK if error.errno == errno.ELOOP else NO_FILE) from error
            raise OSError(error.errno, error.strerror, str(path)) from error


def open_received(path: Path, within: Path | None = None) -> int:
    """Open a plain file of a folder for reading, and return its descriptor.

    Raises:
        LinkRefused: it is a link, no file, or has a second name; or a folder on the way is a link (R135).
        OSError: it cannot be opened.
    """
    file = open_within(path, os.O_RDONLY, within)
    try:
        check_plain(os.fstat(file), path)
    except BaseException:
        os.close(file)
        raise
    return file


def check_received(path: Path, within: Path | None = None) -> None:
    """Check that a file is a plain one of a folder. Raises: LinkRefused (R135), OSError."""
    os.close(open_received(path, within))


@contextlib.contextmanager
def received(
    path: Path, within: Path | None = None, most_bytes: int | None = LONGEST_BYTES
) -> Iterator[BufferedReader]:
    """Yield a plain file of a folder, open for reading, for a library or line by line; None: of any size.

    Raises:
        LinkRefused: it is no plain file of this folder alone (R135).
        RecordError: it is larger than that (R136).
        OSError: it cannot be opened.
    """
    descriptor = open_received(path, within)
    with open(path, "rb", opener=lambda *_: descriptor) as stream:  # so it knows its name, for messages
        if most_bytes is not None and os.fstat(stream.fileno()).st_size > most_bytes:
            raise too_large(path, most_bytes)
        yield stream


def read_received(path: Path, within: Path | None = None, most_bytes: int = MOST_BYTES) -> bytes:
    """Return the bytes of a plain file of a folder.

    Raises:
        LinkRefused: it is no plain file of this folder alone (R135).
        RecordError: it is larger than that (R136).
        OSError: it cannot be read.
    """
    with received(path, within, most_bytes) as stream:
        content = stream.read(most_bytes + 1)  # it may be growing
    if len(content) > most_bytes:
        raise too_large(path, most_bytes)
    return content


def read_received_text(path: Path, within: Path | None = None, most_bytes: int = MOST_BYTES) -> str:
    """Return the text of a plain file of a folder. Raises: as `read_received`; ValueError: it is no UTF-8."""
    return read_received(path, within, most_bytes).decode("utf-8")


def read_received_json(path: Path, within: Path | None = None, most_bytes: int = MOST_BYTES) -> Any:
    """Return the value of a JSON file of a folder. Raises: as `read_received`; ValueError: it is no JSON."""
    return decode_json(read_received(path, within, most_bytes))


def read_named(path: Path, most_bytes: int = MOST_BYTES) -> bytes:
    """Return the bytes of a file that a person named, or that lies in a folder of this user's own.

    A link is followed, and a second name is no matter; a pipe or a device is not read.

    Raises:
        OSError: it cannot be read, is no regular file, or is larger than that (EFBIG).
    """
    with named(path) as stream:
        size = os.fstat(stream.fileno()).st_size
        content = stream.read(most_bytes + 1) if size <= most_bytes else b""
    if max(size, len(content)) > most_bytes:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return content


@contextlib.contextmanager
def named(path: Path) -> Iterator[BufferedReader]:
    """Yield a file that a person named, open for reading, of any size; see `read_named`. Raises: OSError."""
    with open(path, "rb", opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK)) as stream:
        mode = os.fstat(stream.fileno()).st_mode
        if not stat.S_ISREG(mode):
            number = errno.EISDIR if stat.S_ISDIR(mode) else errno.EINVAL
            raise OSError(number, os.strerror(number), str(path))
        yield stream


@contextlib.contextmanager
def as_written(folder: Path) -> Iterator[None]:
    """Let a session folder be read as this program writes it, and raise where something in it is otherwise.

    Each line and each file is checked as it is read; what only shows when lines are put together (a trial
    that says nothing of its judgement, an action that no line began) shows as an error of Python's own, since
    each reader takes what every log has. This tells a person which folder it was.

    Raises:
        OddRecord: something in the folder is otherwise (R119).
    """
    try:
        yield
    except _ODD as error:
        why = f"{type(error).__name__}: {error}"[:_MOST_WHY]
        raise OddRecord(
            _OTHERWISE.format(path=folder, why=repr(why)), _OTHERWISE_HINT, code="R119"
        ) from error


def reads_as_written(read: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Return a function that reads a session folder, its first argument or its ``folder``, `as_written`."""

    @functools.wraps(read)
    def reading(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        folder: Any = args[0] if args else kwargs["folder"]
        with as_written(folder if isinstance(folder, Path) else folder.path):
            return read(*args, **kwargs)

    return reading


_ODD = (
    LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError, AssertionError,
    StopIteration,
)  # fmt: skip
_MOST_WHY = 120
_OTHERWISE = msg("{path} holds something that this program never writes ({why}).")
_OTHERWISE_HINT = msg("'nao-sessions verify' says what was changed. Compare the folder with a backup.")


def is_there(path: Path) -> bool:
    """Return whether anything lies at a place, or a link; False where its folder cannot be looked into."""
    try:
        path.lstat()
    except OSError:
        return False
    return True


def files_below(folder: Path, within: Path | None = None) -> list[Path]:
    """Return the files below a folder, in alphabetical order of their paths; none where there is no folder.

    Raises:
        LinkRefused: one of them, or the folder itself, is no plain file or folder (R135).
        RecordError: there are too many (R136).
        OSError: a folder cannot be read.
    """
    try:
        with folder_of(folder / "any", folder.parent if within is None else within):
            pass
    except FileNotFoundError:
        return []
    found: list[Path] = []
    for count, (path, entry) in enumerate(_entries(folder)):
        if count >= MOST_FILES:
            raise RecordError(_TOO_MANY.format(path=folder, most=MOST_FILES), _UNEXPECTED_HINT, code="R136")
        if not stat.S_ISDIR(entry.st_mode):
            check_plain(entry, path)
            found.append(path)
    return sorted(found)


def _entries(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Yield all that lies below a folder, with what it is; no link is followed. Raises: OSError."""
    waiting = [folder]
    while waiting:
        with os.scandir(waiting.pop()) as inside:
            for entry in inside:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(Path(entry.path))
                yield Path(entry.path), entry.stat(follow_symlinks=False)


def too_large(path: Path, most_bytes: int) -> RecordError:
    """Return the error to raise for a file that is larger than any of its kind (R136)."""
    return RecordError(
        msg("{path} has more than {most} MB: it is not read.", path=path, most=most_bytes >> 20),
        _UNEXPECTED_HINT,
        code="R136",
    )


LINK = msg("is a link to another place")
NO_FILE = msg("is no file")
NO_FOLDER = msg("is no folder")
_SECOND_NAME = msg("has another name elsewhere (a hard link)")
_HINT = msg(
    "Was this folder received? Ask where the link comes from. If it is yours, work on a copy: "
    "'cp -r FOLDER COPY' makes the files separate; remove the links that are left."
)
_TOO_MANY = msg("{path} holds more than {most} files: it is not read.")
_UNEXPECTED_HINT = msg("Was this folder received? This program never writes such a one.")
