"""Drafts: a folder each in the console's own folder, with the protocol, what it uses, and what it changes.

The library is never written: it may be somebody else's, and what was approved there stays. A draft is whole
on disk before it has its name, is never written again, and its folder holds all that it needs to run.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from nao_sessions.console.texts.base import Base
from nao_sessions.console.texts.versions import as_draft
from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.protocol.diff import compare
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.loading import examine_bytes
from nao_sessions.record.private import sync_folder, write_private
from nao_sessions.text.messages import Localized, Text, msg

CHANGES = "changes.json"
"""In a draft's folder: the version that it came from, and what it does otherwise, in both languages."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The texts of a draft, the version that it gets, and the protocol that it is compared with."""

    texts: Base
    version: str
    before: Protocol


@dataclass(frozen=True, slots=True)
class Changes:
    """What a draft changed from ``version``, when it was saved: (part of the protocol, sentence) each."""

    version: str
    found: tuple[tuple[Text, Text], ...]


def draft_name(protocol_id: str, version: str) -> str:
    """Return a name for a draft, with letters, digits, full stops and hyphens only."""
    plain = "".join(char if (char.isascii() and char.isalnum()) or char in ".-_" else "-" for char in version)
    return f"{protocol_id}-{plain}"


def write_draft(draft: Draft, folder: Path) -> Path:
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


def read_changes(protocol: Path) -> Changes | None:
    """Return what a draft changed when it was saved; None where that is not known."""
    try:
        kept = json.loads((protocol.parent / CHANGES).read_bytes())
        found = tuple(
            (Localized(fr=one["part"]["fr"], en=one["part"]["en"]), Localized(fr=one["fr"], en=one["en"]))
            for one in kept["differences"]
        )
        return Changes(str(kept["from"]["version"]), found)
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
