"""Drafts: a folder each in the console's own folder, with the protocol, what it uses, and what it changes.

The library is never written: it may be somebody else's, and what was approved there stays. A draft is whole
on disk before it has its name, is never written again, and its folder holds all that it needs to run.

The head of a file that becomes a draft: its version raised, its status, and no approval of other bytes.
Whoever approved a protocol approved its bytes; a draft has others, so no approval is carried over.

The files that a form starts from: a protocol's text and the texts of its CSV tables, as they are on disk.
Used files belong to another protocol, which has a form of its own; pictures and sounds are no texts.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import yaml

from nao_sessions.console.texts.rewriting import rewritten, rewritten_table, written_at
from nao_sessions.console.texts.sites import Site, find
from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.core.received import read_named
from nao_sessions.protocol.diff import compare
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.loading import examine_bytes
from nao_sessions.protocol.reading.source import LARGEST_BYTES
from nao_sessions.record.private import sync_folder, write_private
from nao_sessions.text.messages import Localized, Text, msg

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
        return read_named(path, LARGEST_BYTES).decode()
    except (OSError, ValueError):
        return None


_LAST_NUMBER = re.compile(r"(.*?)(?<!\d)(\d++)(\D*+)", re.DOTALL)


def next_version(version: str, taken: Container[str]) -> str:
    """Return the next free version: the last number raised until it is not taken (``2.0.9`` → ``2.0.10``)."""
    while True:
        found = _LAST_NUMBER.fullmatch(version)
        version = f"{version}.1" if found is None else f"{found[1]}{int(found[2]) + 1}{found[3]}"
        if version not in taken:
            return version


def as_draft(text: str, version: str) -> str:
    """Return a protocol's text as a draft of a version; only ``version``, ``status``, ``approved`` change.

    A file without a status is a draft already, and gets none.

    Raises:
        ValueError: the text is no map of keys, or has no version.
    """
    text = _without_approvals(text)
    for key, value in (("status", "draft"), ("version", version)):
        site = _of_the_head(text, key)
        if site is not None:
            text = written_at(text, site, value)
        elif key == "version":
            raise ValueError("a protocol has a version")
    return text


def _of_the_head(text: str, key: str) -> Site | None:
    found = find(text)
    if found is None:
        raise ValueError("a protocol is a map of keys")
    return next((site for site in found.head if site.path == (key,)), None)


def _without_approvals(text: str) -> str:
    """Return a text without the lines of ``approved``; what stands around them keeps its comments."""
    found = find(text)
    pair = next((pair for pair in found.root.value if pair[0].value == "approved"), None) if found else None
    if pair is None:
        return text
    key, value = pair
    if found is not None and found.root.flow_style:
        begin = key.start_mark.index
        after = re.compile(r"\s*,\s*").match(text, value.end_mark.index)
        return text[:begin] + text[after.end() if after is not None else value.end_mark.index :]
    begin = text.rfind("\n", 0, key.start_mark.index) + 1
    last = _last(value)
    end = last if text[last - 1 : last] == "\n" else text.find("\n", last) + 1 or len(text)
    return text[:begin] + text[end:]


def _last(node: yaml.Node) -> int:
    """Return the index where the last value of a node ends; a block node goes on over comments after it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        inner = node.value[-1]
        return _last(inner[1] if isinstance(inner, tuple) else inner)
    return int(node.end_mark.index)


CHANGES = "changes.json"
"""In a draft's folder: the version that it came from, and what it does otherwise, in both languages."""


@dataclass(frozen=True, slots=True)
class TextDraft:
    """The texts of a draft, the version that it gets, and the protocol that it is compared with."""

    texts: Base
    version: str
    before: Protocol


@dataclass(frozen=True, slots=True)
class DraftChanges:
    """What a draft changed from ``version``, when it was saved: (part of the protocol, sentence) each."""

    version: str
    found: tuple[tuple[Text, Text], ...]


def draft_name(protocol_id: str, version: str) -> str:
    """Return a name for a draft, with letters, digits, full stops and hyphens only."""
    plain = "".join(char if (char.isascii() and char.isalnum()) or char in ".-_" else "-" for char in version)
    return f"{protocol_id}-{plain}"


def write_draft(draft: TextDraft, folder: Path) -> Path:
    """Write a draft into a new folder of its own; return the path of its protocol.

    Raises:
        NaoSessionsError: T104, it has errors and cannot run; T105, it cannot be written, or is there already.
    """
    content = as_draft(draft.texts.text, draft.version).encode()
    examined = examine_bytes(content, draft.texts.path, draft.texts.others())
    errors = [finding for finding in examined.findings if finding.severity == "error"]
    if examined.protocol is None or errors:
        raise NaoSessionsError(
            msg("This text cannot run."),
            errors[0].sentence if errors else None,
            code="T104",
        )
    protocol = examined.protocol
    own = folder / draft_name(protocol.id, draft.version)
    files = {source.name: source.content for source in protocol.sources[1:]}
    files[f"{own.name}.yaml"] = content
    files[CHANGES] = _changes(draft.before, protocol)
    try:
        _write(own, files)
    except OSError as error:
        raise NaoSessionsError(
            msg("The draft could not be written."),
            msg("Your texts are kept; make room on the disk, then try again."),
            code="T105",
        ) from error
    return own / f"{own.name}.yaml"


def read_changes(protocol: Path) -> DraftChanges | None:
    """Return what a draft changed when it was saved; None where that is not known."""
    try:
        kept = json.loads((protocol.parent / CHANGES).read_bytes())
        found = tuple(
            (Localized(fr=one["part"]["fr"], en=one["part"]["en"]), Localized(fr=one["fr"], en=one["en"]))
            for one in kept["differences"]
        )
        return DraftChanges(str(kept["from"]["version"]), found)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _changes(before: Protocol, after: Protocol) -> bytes:
    kept = {
        "format": 1,
        "from": {"version": before.version, "status": before.status, "sha256": before.sources[0].sha256},
        "differences": [
            {
                "part": {"fr": one.part.title.fr, "en": one.part.title.en},
                "what": one.what,
                "how": one.how,
                "fr": one.sentence.fr,
                "en": one.sentence.en,
            }
            for one in compare(before, after)
        ],
    }
    return (json.dumps(kept, ensure_ascii=False, indent=2) + "\n").encode()


def _write(own: Path, files: dict[str, bytes]) -> None:
    """Write a new folder, whole or not at all.

    Raises:
        OSError: it could not be written, or one of that name is there.
    """
    own.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    making = own.with_name(f".{own.name}.{os.getpid()}.tmp")
    making.mkdir(mode=0o700)
    try:
        for name, content in files.items():
            inside = making
            for part in PurePosixPath(name).parts[:-1]:
                inside /= part
                inside.mkdir(mode=0o700, exist_ok=True)
            write_private(inside / PurePosixPath(name).name, content)
        sync_folder(making)
        making.rename(own)  # a folder that is there and holds something is not replaced
    except OSError:
        shutil.rmtree(making, ignore_errors=True)
        raise
    sync_folder(own.parent)
