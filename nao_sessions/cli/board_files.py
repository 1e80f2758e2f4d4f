"""Files of boards on the disk: read with what lies beside them, written without harming what is there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from nao_sessions.boards.bounds import LARGEST_FILE_BYTES
from nao_sessions.boards.opening import BoardFile, open_boards
from nao_sessions.boards.pla.boards import Beside
from nao_sessions.cli.words import tell_remark
from nao_sessions.core.errors import Finding, UsageError
from nao_sessions.record.private import make_private_folder, replace_private
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg


def open_file(path: Path, encoding: str | None) -> BoardFile:
    """Return the boards of a file.

    Raises:
        UsageError: it cannot be read, its format is not known, or its encoding is missing.
        BoardRefused: it has errors.
    """
    try:
        # One byte more than allowed: a device, or a file that grows, is refused all the same.
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        raise UsageError(_NOT_READ.format(path=path), code="B133") from error
    return open_boards(path.name, content, beside(path.parent), encoding)


def beside(folder: Path) -> Beside:
    """Return a function that reads files below a folder by relative name, ignoring case, as on Windows."""

    def read(name: str) -> bytes | None:
        try:
            target = folder
            for part in name.split("/"):
                found = {one.name.casefold(): one for one in target.iterdir()}
                target = target / part if (target / part).exists() else found[part.casefold()]
            target = target.resolve(strict=True)
            if not target.is_relative_to(folder.resolve()) or not target.is_file():
                return None
            return target.read_bytes() if target.stat().st_size <= LARGEST_FILE_BYTES else None
        except (OSError, ValueError, KeyError):
            return None

    return read


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, which is created if it does not exist.

    Raises:
        UsageError: another file has one of the names, and nothing was written; or they cannot be written.
        LinkRefused: a folder below it is a link.
    """
    for name, content in files.items():
        path = folder / name
        if path.exists() and (not path.is_file() or path.read_bytes() != content):
            raise UsageError(_TAKEN.format(path=path), _TAKEN_HINT, code="B132")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            make_private_folder((folder / name).parent, within=folder)
            replace_private(folder / name, content, within=folder)
    except OSError as error:
        raise UsageError(_NOT_WRITTEN.format(path=folder), code="B133") from error


def tell_remarks(remarks: tuple[Finding, ...], language: Language) -> None:
    """Write remarks to stderr, one a line."""
    for one in remarks:
        tell_remark(one, language)


_NOT_READ = msg("{path} cannot be read.")
_NOT_WRITTEN = msg("{path} cannot be written.")
_TAKEN = msg("{path} exists, and is another file.")
_TAKEN_HINT = msg("Nothing was written. Give another folder.")
