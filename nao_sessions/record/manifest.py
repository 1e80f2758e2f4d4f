"""``session.json``: what a session folder says of itself, to people and to programs.

It holds codes, never names; the record itself is the log.
"""

from __future__ import annotations

import functools
import hashlib
import platform
import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from nao_sessions.core.errors import FormatTooNew, RecordError, UsageError
from nao_sessions.core.received import read_received_json
from nao_sessions.record.private import replace_private
from nao_sessions.text.messages import msg

FORMAT = 1
"""The number of the folder's format; a reader refuses a newer one by name, and ignores unknown fields."""


_PACKAGE = Path(__file__).resolve().parents[1]


class ClockAnchor(BaseModel):
    """Session time 0 on the host's clocks; ``speed`` is session seconds per real second."""

    origin_ns: int
    utc_ns: int
    boot_id: str
    speed: float = 1.0


class ProtocolFacts(BaseModel):
    """The protocol that ran, and the file with which it begins (``entry``)."""

    id: str
    version: str
    title: str
    entry: str


PHASE = "phase"
"""The setting that holds the phase of a study (baseline, intervention); a protocol may have it or not."""
_PHASE = re.compile(r"[\w-]{1,40}")


def checked_phase(text: str) -> str:
    """Return a phase's name without spaces around it; "" stays. Raises: UsageError, when it is no word."""
    name = text.strip()
    if name and _PHASE.fullmatch(name) is None:
        raise UsageError(
            msg("A phase is a word, such as baseline or intervention."),
            msg("Letters, digits, - and _, 40 at most."),
            code="U127",
        )
    return name


class Grounds(BaseModel):
    """Why this session may be recorded, and where it lies."""

    text: str
    unencrypted: str | None = None


class Manifest(BaseModel):
    """The content of ``session.json``."""

    model_config = ConfigDict(extra="ignore")

    format: int = FORMAT
    id: str
    protocol: ProtocolFacts
    participants: list[str]
    ground: Grounds
    rehearsal: bool
    robot: dict[str, Any]
    room: dict[str, Any]
    software: dict[str, str]
    seed: int
    settings: dict[str, Any]
    language: str
    clock: ClockAnchor
    phase: str = ""
    start_sha256: str = ""
    state: Literal["open", "closed", "recovered", "imported"] = "open"
    outcome: str = ""

    @property
    def in_phase(self) -> str:
        """Return the phase that was chosen when the session began, "" where none was.

        It is said beside a protocol that does not know phases, or chosen by the protocol's own setting.
        """
        return self.phase or str(self.settings.get(PHASE) or "")

    def write(self, path: Path) -> None:
        """Write the manifest in place of the last one, whole or not at all."""
        replace_private(path, (self.model_dump_json(indent=2) + "\n").encode("utf-8"))

    @classmethod
    def read(cls, path: Path) -> Manifest:
        """Return the manifest in a file.

        Raises:
            RecordError: there is none, or it is no manifest.
            FormatTooNew: it was written by a newer program.
        """
        try:
            record = read_received_json(path)
        except (OSError, ValueError) as error:
            raise RecordError(
                msg(
                    "{path} is no session folder: session.json is missing or cannot be read.",
                    path=path.parent,
                ),
                code="R104",
            ) from error
        written = record.get("format") if isinstance(record, dict) else None
        if isinstance(written, int) and written > FORMAT:
            raise FormatTooNew(
                msg(
                    "This folder has format {written}; this program reads up to format {known}.",
                    written=written,
                    known=FORMAT,
                ),
                msg("Update nao_sessions."),
                code="R105",
            )
        try:
            return cls.model_validate(record)
        except ValidationError as error:
            where = ".".join(str(part) for part in error.errors()[0]["loc"])
            raise RecordError(
                msg("{path}: the field '{where}' is missing or cannot be read.", path=path, where=where),
                code="R106",
            ) from error


def software() -> dict[str, str]:
    """Return the versions of the software on which results may depend."""
    names = ("nao_sessions", "transitions", "pyyaml", "pydantic", "qi", "av", "numpy")
    found = {"python": platform.python_version()}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


@functools.cache
def program_version(package: Path = _PACKAGE) -> str:
    """Return which program this is: its version's number and a digest of its files, ``0.1.0+1a2b3c4d5e6f``.

    Two programs of one number that differ in one letter are two. What is made from these files (compiled
    code and catalogues) does not count.
    """
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        if path.is_file() and path.suffix != ".mo" and "__pycache__" not in path.parts:
            name, content = path.relative_to(package).as_posix(), path.read_bytes()
            digest.update(f"{name}\n{hashlib.sha256(content).hexdigest()}\n".encode())
    return f"{software().get('nao_sessions', '0')}+{digest.hexdigest()[:12]}"
