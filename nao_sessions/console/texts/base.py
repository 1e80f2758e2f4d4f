"""The files that a form starts from: a protocol's text and the texts of its CSV tables, as they are on disk.

Used files belong to another protocol, which has a form of its own; pictures and sounds are no texts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nao_sessions.console.texts.rewriting import rewritten
from nao_sessions.console.texts.sites import find
from nao_sessions.console.texts.tables import rewritten_table
from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.protocol.reading.source import LARGEST_BYTES
from nao_sessions.text.messages import msg

_MARK = "\ufeff"
"""The byte order mark that some editors write at the head of a file; it is kept where it is."""


@dataclass(frozen=True, slots=True)
class Base:
    """The texts of one protocol: that of its file, and those of its CSV tables, by name."""

    path: Path
    text: str
    tables: Mapping[str, str]

    @property
    def sha256(self) -> str:
        """Return a digest of the protocol's text and tables, in hexadecimal."""
        digest = hashlib.sha256(self.text.encode())
        for name in sorted(self.tables):
            digest.update(b"\0" + name.encode() + b"\0" + self.tables[name].encode())
        return digest.hexdigest()

    def changed(self, changes: Mapping[str, str]) -> Base:
        """Return the protocol's texts with some values changed; *changes* are new values by site id."""
        marked = self.text.startswith(_MARK)
        text = rewritten(self.text.removeprefix(_MARK), changes)
        tables = {name: rewritten_table(name, table, changes) for name, table in self.tables.items()}
        return Base(self.path, _MARK + text if marked else text, tables)

    def content(self) -> bytes:
        """Return the bytes of the protocol's own file."""
        return self.text.encode()

    def others(self) -> dict[str, bytes]:
        """Return the bytes of the protocol's tables, by name."""
        return {name: table.encode() for name, table in self.tables.items()}


def read_base(path: Path) -> Base:
    """Return the texts of a protocol, read from its files.

    Raises:
        NaoSessionsError: T101, the file cannot be read, or is no text of a size that a protocol has.
    """
    text = _text(path)
    if text is None:
        raise NaoSessionsError(
            msg("This file cannot be read."),
            msg("A text file in UTF-8 is needed, of at most 256 KB."),
            code="T101",
        )
    found = find(text.removeprefix(_MARK))
    tables: dict[str, str] = {}
    for _, name in found.tables if found is not None else ():
        table = _beside(path.parent, name)
        if table is not None:
            tables[name] = table
    return Base(path, text, tables)


def _beside(folder: Path, name: str) -> str | None:
    """Return the text of a file inside a folder; None where it is missing, or a link out of the folder."""
    try:
        target = (folder / name).resolve(strict=True)
        inside = target.is_relative_to(folder.resolve())
    except (OSError, ValueError):
        return None
    return _text(target) if inside else None


def _text(path: Path) -> str | None:
    try:
        if not path.is_file() or path.stat().st_size > LARGEST_BYTES:
            return None
        return path.read_bytes().decode()
    except (OSError, ValueError):
        return None
