"""The session folder: where each thing of a session lies.

Folders are 0700 and files 0600; nothing in it is named after a person.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from nao_sessions.core.clock import Reading
from nao_sessions.core.errors import RecordError
from nao_sessions.core.events import Event
from nao_sessions.core.places import data_path
from nao_sessions.core.received import MOST_BYTES, files_below, read_received
from nao_sessions.record.log import keep_file, read_log
from nao_sessions.record.manifest import Manifest
from nao_sessions.record.private import (
    append_private,
    make_private_folder,
    sync_folder,
    truncate_private,
    write_private,
)
from nao_sessions.record.results.interruptions import with_deaths
from nao_sessions.text.messages import msg

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
CLOSING_BYTES = 4 * 1024 * 1024
"""The space reserved for closing: a checksum is 72 bytes a line, which is 58,000 lines; the rest is small."""
SMALL_BYTES = 64 * 1024
"""The space reserved for clocks, and for halts: some 170 bytes a minute and 300 a halt, for hours."""


@dataclass(frozen=True, slots=True)
class SessionFolder:
    """The folder of one session: the path of each thing in it, and what is read and written there."""

    path: Path

    @property
    def manifest(self) -> Path:
        """Return the path of ``session.json``, which says what the session was."""
        return self.path / "session.json"

    @property
    def events(self) -> Path:
        """Return the path of ``events.jsonl``, the log."""
        return self.path / "events.jsonl"

    @property
    def clocks(self) -> Path:
        """Return the path of ``clocks.jsonl``, the readings of the host's clocks."""
        return self.path / "clocks.jsonl"

    @property
    def halts(self) -> Path:
        """Return the path of ``halts.jsonl``, written by the guard."""
        return self.path / "halts.jsonl"

    @property
    def protocol(self) -> Path:
        """Return the path of the folder that holds the exact bytes of every protocol file that ran."""
        return self.path / "protocol"

    @property
    def room(self) -> Path:
        """Return the path of the folder of the recordings and their indexes."""
        return self.path / "room"

    @property
    def is_filmed(self) -> bool:
        """Return whether any film is there; a link in its place is none."""
        return self.room.is_dir() and not self.room.is_symlink() and any(self.room.iterdir())

    @property
    def imported(self) -> Path:
        """Return the path of the folder that holds the copy of an imported file, without names."""
        return self.path / "imported"

    @property
    def sync(self) -> Path:
        """Return the path of ``sync.json``: how to read the recordings' times."""
        return self.path / "sync.json"

    @property
    def telemetry(self) -> Path:
        """Return the path of ``telemetry.parquet``: Nao's joints, touch sensors, battery and heat."""
        return self.path / "telemetry.parquet"

    @property
    def telemetry_raw(self) -> Path:
        """Return the path of ``telemetry.jsonl``: the same samples while the session runs."""
        return self.path / "telemetry.jsonl"

    @property
    def checksums(self) -> Path:
        """Return the path of ``SHA256SUMS``, as ``sha256sum -c`` reads it."""
        return self.path / "SHA256SUMS"

    @property
    def reserve(self) -> Path:
        """Return the path of the file that reserves the space for closing; gone once closed."""
        return self.path / ".reserve"

    def keep_reserve(self) -> bool:
        """Reserve space for clocks, halts and closing; return False where there is too little."""
        reserved = [
            keep_file(self.reserve, CLOSING_BYTES),
            keep_file(self.clocks, SMALL_BYTES),
            keep_file(self.halts, SMALL_BYTES),
        ]
        return all(reserved)

    def give_reserve_back(self, *, guard_ended: bool = False) -> None:
        """Release the space that was reserved; that for halts stays while the guard may still write.

        With ``guard_ended`` an empty ``halts.jsonl`` is removed.
        """
        self.reserve.unlink(missing_ok=True)
        for path in (self.clocks, self.halts) if guard_ended else (self.clocks,):
            if path.exists():
                truncate_private(path)
        if guard_ended and self.halts.exists() and self.halts.stat().st_size == 0:
            self.halts.unlink()

    @classmethod
    def create(cls, parent: Path, protocol_id: str, files: Mapping[str, bytes]) -> SessionFolder:
        """Create a new folder with a drawn suffix, and copy the protocol's files into it.

        Raises:
            RecordError: the folder cannot be made.
        """
        stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
        suffix = "".join(secrets.choice(_ALPHABET) for _ in range(4))
        folder = cls(parent / f"{stamp}_{protocol_id}_{suffix}")
        try:
            parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            for made in (folder.path, folder.protocol, folder.room):
                made.mkdir(mode=0o700)
            for name, content in files.items():
                target = folder.protocol / name
                target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                write_private(target, content)
            for made in (folder.protocol, folder.path, parent):
                sync_folder(made)
        except OSError as error:
            raise not_made(parent, error) from error
        return folder

    def keep_copy(self, program: str, content: bytes, participants: Sequence[str]) -> dict[str, Any]:
        """Write the copy of an imported file; return its facts for the log, with the codes that it is about.

        Raises:
            OSError: it could not be written.
        """
        path = self.imported / f"table.{program}"
        make_private_folder(self.imported)
        write_private(path, content)
        name = path.relative_to(self.path).as_posix()
        return {"program": program, "file": name, "participants": list(participants)}

    def read_copy(self, program: str) -> bytes:
        """Return the bytes of an imported file's copy; empty where there is none. Raises: RecordError."""
        path = self.imported / f"table.{program}"
        return read_received(path, self.path) if path.is_file() else b""

    @classmethod
    def open(cls, path: Path) -> SessionFolder:
        """Return an existing session folder. Raises: RecordError, when the path is none."""
        folder = cls(path)
        Manifest.read(folder.manifest)
        return folder

    def read_events(self) -> tuple[Event, ...]:
        """Return the whole lines of the log, with the times of the program's deaths where it lacks them.

        Raises:
            RecordError: the log cannot be read.
        """
        return with_deaths(read_log(self.events).events, self.halts)

    def read_manifest(self) -> Manifest:
        """Return the content of ``session.json``. Raises: RecordError, FormatTooNew."""
        return Manifest.read(self.manifest)

    def protocol_files(self) -> dict[str, bytes]:
        """Return the bytes of every protocol file, by name.

        Raises:
            RecordError: one is no plain file (R135), or all together are too large (R136).
            OSError: one cannot be read.
        """
        files: dict[str, bytes] = {}
        left = MOST_BYTES
        for path in files_below(self.protocol):
            files[str(path.relative_to(self.protocol))] = content = read_received(path, self.path, left)
            left -= len(content)
        return files

    def add_clock_reading(self, reading: Reading, session_ns: int) -> None:
        """Append a reading of the host's clocks to ``clocks.jsonl``."""
        record = {"at": session_ns, **asdict(reading)}
        append_private(self.clocks, (json.dumps(record) + "\n").encode("ascii"))


def not_made(parent: Path, error: OSError) -> RecordError:
    """Return the error to raise when a session folder cannot be made."""
    return RecordError(
        msg(
            "The session folder cannot be made in {parent}: {reason}.",
            parent=parent,
            reason=error.strerror or type(error).__name__,
        ),
        msg("Choose another folder with --out."),
        code="R107",
    )


def no_session(path: Path, code: str = "") -> RecordError:
    """Return the error to raise when a folder is no session's."""
    return RecordError(
        msg("There is no session in '{path}'.", path=path),
        msg("Give the folder that holds events.jsonl."),
        code=code,
    )


def not_closed(error: OSError) -> RecordError:
    """Return the error to raise when a folder cannot be closed: there is no space, or the disk fails."""
    return RecordError(
        msg(
            "The folder cannot be closed ({why}): what was recorded is whole, nothing is lost.",
            why=error.strerror or type(error).__name__,
        ),
        msg("Make room on the disk, then close it with 'nao-sessions recover'."),
        code="R134",
    )


def default_folder(*, real: bool) -> Path:
    """Return the folder of all sessions in the user's data; for simulated ones a checkout's recordings/.

    Real ones lie in the vault, where there is one; simulated ones never do.

    Raises:
        VaultClosed: there is a vault, and it is closed.
    """
    checkout = Path(__file__).resolve().parent.parent.parent / "recordings"
    if not real and checkout.is_dir():
        return checkout
    return data_path() / "sessions" if real else user_data_path("nao_sessions") / "simulated"
