"""What is kept of each child from session to session: adaptive levels, and how much help comes first.

One file beside the sessions (``levels.json``), by protocol and code. A session's own log holds what it was
given (its start line) and what it left (its last ``levels``): the file can be made again from the folders.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nao_sessions.core.errors import UsageError
from nao_sessions.core.events import Event
from nao_sessions.core.received import read_received_json
from nao_sessions.record.private import replace_private
from nao_sessions.text.messages import msg

FORMAT = 1
FILE_NAME = "levels.json"

Kept = dict[str, Any]
"""What is kept of children. ``values``: code -> name -> value; ``help``: the first help by child and item."""


def levels_for(folder: Path, protocol: str, participants: Sequence[str]) -> Kept:
    """Return the values and helps stored for some children and a protocol; empty without any.

    Args:
        folder: where the sessions lie.
        protocol: the protocol's id.
        participants: their codes.

    Raises:
        UsageError: the file cannot be read, or a newer program wrote it.
    """
    by_code = _read(folder / FILE_NAME).get(protocol, {})
    levels: Kept = {"values": {}, "help": []}
    for code in participants:
        child = by_code.get(code, {})
        if child.get("values"):
            levels["values"][code] = child["values"]
        levels["help"] += child.get("help", [])
    return levels if levels["values"] or levels["help"] else {}


def levels_of(folder: Path, code: str) -> dict[str, Any]:
    """Return all that is stored for one child, by protocol; empty without any. Raises: as `levels_for`."""
    return {protocol: of[code] for protocol, of in _read(folder / FILE_NAME).items() if code in of}


def keep_levels(folder: Path, protocol: str, events: Sequence[Event]) -> None:
    """Store the levels that a session ended with, over those stored before, one session after the other.

    Raises:
        UsageError: the file cannot be read, or a newer program wrote it.
        RecordError: it is no plain file (R135).
        OSError: it cannot be written.
    """
    left = next((e.data for e in reversed(events) if (e.dir, e.kind) == ("out", "levels")), None)
    if left is None:
        return
    path = folder / FILE_NAME
    with _lock(folder):
        protocols = _read(path)
        by_code = protocols.setdefault(protocol, {})
        for code, values in left.get("values", {}).items():
            child = by_code.setdefault(code, {})
            child["values"] = {**child.get("values", {}), **values}
        for fade in left.get("help", ()):
            child = by_code.setdefault(fade["child"], {})
            others = [old for old in child.get("help", []) if _key(old) != _key(fade)]
            child["help"] = [*others, dict(fade)]
        _write(path, protocols)


def forget_levels(folder: Path, code: str) -> None:
    """Remove all that is kept of a child; nothing happens where nothing is.

    Raises:
        UsageError, RecordError, OSError: as for :func:`keep_levels`.
    """
    path = folder / FILE_NAME
    if not path.exists():
        return
    with _lock(folder):
        protocols = _read(path)
        if any(code in by_code for by_code in protocols.values()):
            _write(path, {name: _without(by_code, code) for name, by_code in protocols.items()})


def _without(by_code: Mapping[str, Any], code: str) -> dict[str, Any]:
    return {name: child for name, child in by_code.items() if name != code}


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Let one session after the other store what it left: the lock is on the folder. Raises: OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _key(fade: Mapping[str, Any]) -> tuple[Any, Any]:
    return fade["step"], fade["item"]


def _read(path: Path) -> dict[str, Any]:
    try:
        record = read_received_json(path)
        if record["format"] > FORMAT:
            raise UsageError(
                msg("{path} was written by a newer version of this program.", path=path),
                code="R114",
            )
        protocols: dict[str, Any] = record["protocols"]
        for child in [child for by_code in protocols.values() for child in by_code.values()]:
            dict(child.get("values", {})), [_key(fade) for fade in child.get("help", [])]
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            msg("What is kept of the children from session to session cannot be read: {path}", path=path),
            msg("Put this file aside: everyone will begin at the first level again."),
            code="R115",
        ) from error
    return protocols


def _write(path: Path, protocols: Mapping[str, Any]) -> None:
    record = {"format": FORMAT, "protocols": protocols}
    replace_private(path, (json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode())
