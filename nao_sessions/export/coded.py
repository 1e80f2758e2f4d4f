"""Annotations as exports see them: the values that stand in ``annotations/CODER.jsonl`` once all is done.

Read, never written here. A torn last line is left out; what a newer program adds to a line is passed over.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nao_sessions.core.errors import RecordError
from nao_sessions.core.text import Text

FOLDER = "annotations"


@dataclass(frozen=True, slots=True)
class Coded:
    """One thing that a coder saw, in session nanoseconds.

    ``stop_ns`` is None for a point, and for a state whose end was not coded (``open``); ``modifiers`` are
    values by the name of their set; ``subject`` is a code, a role, or "".
    """

    id: str
    scheme: str
    behaviour: str
    start_ns: int
    stop_ns: int | None = None
    open: bool = False
    modifiers: Mapping[str, str] = field(default_factory=dict)
    subject: str = ""
    comment: str = ""

    def to_json(self) -> dict[str, Any]:
        """Give it as the file has it."""
        record: dict[str, Any] = {
            "id": self.id,
            "scheme": self.scheme,
            "behaviour": self.behaviour,
            "modifiers": dict(self.modifiers),
            "subject": self.subject,
            "start_ns": self.start_ns,
            "stop_ns": self.stop_ns,
            "comment": self.comment,
        }
        return record | {"open": True} if self.open else record

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> Coded:
        """Read one. Raises: ValueError, KeyError, TypeError."""
        start, stop = record["start_ns"], record.get("stop_ns")
        if type(start) is not int or not (stop is None or type(stop) is int):
            raise ValueError("times are whole nanoseconds")
        return cls(
            id=str(record["id"]),
            scheme=str(record["scheme"]),
            behaviour=str(record["behaviour"]),
            start_ns=start,
            stop_ns=stop,
            open=bool(record.get("open", False)) and stop is None,
            modifiers={str(name): str(value) for name, value in dict(record.get("modifiers") or {}).items()},
            subject=str(record.get("subject") or ""),
            comment=str(record.get("comment") or ""),
        )


def read_coded(folder: Path) -> dict[str, tuple[Coded, ...]]:
    """Give what stands of each coder's file, by coder, in the order of time.

    Raises:
        RecordError: a line that is not the last cannot be read (E111).
    """
    paths = sorted((folder / FOLDER).glob("*.jsonl"))
    return {path.stem: standing(_lines(path)) for path in paths}


def standing(lines: Sequence[Mapping[str, Any]]) -> tuple[Coded, ...]:
    """Do all acts but those that an undo took back, and give what stands, in the order of time.

    Raises:
        ValueError, KeyError, TypeError: a line is no annotation.
    """
    taken_back: set[object] = set()
    for line in reversed(lines):  # an undo that was undone takes nothing back
        if line.get("op") == "undo" and line.get("act") not in taken_back:
            taken_back.add(line.get("undoes"))
    found: dict[str, Coded] = {}
    for line in lines:
        act = line.get("act")
        if act is not None and act in taken_back:
            continue
        match line.get("op"):
            case "add":
                found[str(line["id"])] = Coded.from_json(line)
            case "change" if str(line["id"]) in found:
                found[str(line["id"])] = Coded.from_json(line)
            case "remove":
                found.pop(str(line["id"]), None)
    return tuple(sorted(found.values(), key=lambda one: (one.start_ns, one.id)))


def _lines(path: Path) -> list[Mapping[str, Any]]:
    try:
        whole = path.read_bytes().split(b"\n")[:-1]
        lines = [json.loads(line) for line in whole]
        if not all(isinstance(line, dict) for line in lines):
            raise ValueError("a line is an object")
        standing(lines)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RecordError(
            Text(fr="{path} ne se lit pas : une ligne n'est pas une annotation.",
                 en="{path} cannot be read: a line is no annotation.").format(path=path),
            Text(fr="Comparez ce fichier à une sauvegarde.", en="Compare the file with a backup."),
            code="E111",
        ) from error  # fmt: skip
    return lines
