"""The files of a package (``.obz``): a zip, taken apart in memory within bounds, and put together again.

Nothing is written anywhere: a name that would lead out of a folder is refused before anybody uses it.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

from nao_sessions.boards.bounds import LARGEST_BOARD_BYTES, LARGEST_PACKAGE_BYTES, MOST_FILES
from nao_sessions.boards.findings import BoardFindings
from nao_sessions.boards.model import leads_outside
from nao_sessions.core.errors import Place
from nao_sessions.text.messages import msg

_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED = 0x1
_DAMAGED = (
    zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError, OSError, ValueError,
    LookupError,  # a file without a name, in Python 3.11
)  # fmt: skip
_SAME_TIME = (1980, 1, 1, 0, 0, 0)
"""The time of every file, so that the same boards give the same bytes: the first that a zip can hold."""


def unpack(content: bytes, name: str, findings: BoardFindings) -> dict[str, bytes]:
    """Return the files of a package by their names; folders are left out.

    Raises:
        BoardRefused: it is no zip, is damaged, has a name that leads outside, or is too large unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = [one for one in package.infolist() if not one.is_dir()]
            _check(members, name, findings)
            # A member is read up to the size that the directory tells, which was added up before.
            return {one.filename: package.read(one) for one in members}
    except _DAMAGED:
        raise findings.refuse("B110", Place(name), _NO_ZIP, _NO_ZIP_HINT) from None


def _check(members: list[zipfile.ZipInfo], name: str, findings: BoardFindings) -> None:
    place = Place(name)
    if len(members) > MOST_FILES:
        raise findings.refuse("B112", place, _TOO_MANY_FILES)
    known: set[str] = set()
    for one in members:
        if leads_outside(one.orig_filename) or leads_outside(one.filename):
            raise findings.refuse("B111", place, _LEADS_OUTSIDE.format(name=ascii(one.filename)[:80]))
        if one.flag_bits & _ENCRYPTED:
            raise findings.refuse("B111", place, _LOCKED, _LOCKED_HINT)
        if one.compress_type not in _METHODS:
            raise findings.refuse("B110", place, _OTHER_METHOD, _LOCKED_HINT)
        if one.filename in known:
            raise findings.refuse("B111", place, _TWICE.format(name=one.filename[:80]))
        if one.file_size > LARGEST_BOARD_BYTES:
            sentence = _TOO_LARGE.format(name=one.filename[:80], size=one.file_size >> 20)
            raise findings.refuse("B112", place, sentence)
        known.add(one.filename)
    if sum(one.file_size for one in members) > LARGEST_PACKAGE_BYTES:
        raise findings.refuse("B112", place, _TOO_LARGE_IN_ALL)


def pack(files: Mapping[str, bytes]) -> bytes:
    """Return a package of some files, in their order."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, _SAME_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            package.writestr(info, content)
    return target.getvalue()


_NO_ZIP = msg("this file is no zip, or it is damaged")
_NO_ZIP_HINT = msg("an .obz is a package; one board in JSON is called .obf")
_TOO_MANY_FILES = msg("more than {most_files} files in the package", most_files=MOST_FILES)
_LEADS_OUTSIDE = msg("a file of the package is called {name}: this name leads out of its folder")
_LOCKED = msg("the package is locked with a password")
_LOCKED_HINT = msg("export it again, as an ordinary zip")
_OTHER_METHOD = msg("the package is compressed in a way that this format does not have")
_TWICE = msg("the package holds '{name}' twice")
_TOO_LARGE = msg("'{name}' would have {size} MB once unpacked")
_TOO_LARGE_IN_ALL = msg(
    "the package would be over {largest_package_bytes} MB once unpacked",
    largest_package_bytes=LARGEST_PACKAGE_BYTES >> 20,
)
