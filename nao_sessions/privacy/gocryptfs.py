"""gocryptfs as it is installed, and the files of an encrypted folder in which its master key lies wrapped.

A passphrase and a key go to it by a pipe, never on a command line or in the environment, where other users of
the computer could read them. The master key itself is never asked for.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nao_sessions.core import processes
from nao_sessions.core.errors import DeviceUnavailable, NaoSessionsError, RecordError, UsageError
from nao_sessions.core.received import is_there, read_received, read_received_json
from nao_sessions.privacy.papers import HOLDERS
from nao_sessions.record.private import open_private, sync_folder, write_private
from nao_sessions.text.messages import msg

CONFIGURATION = "gocryptfs.conf"
"""The configuration file that the passphrase opens."""
_WITHIN_S = 60
_WRONG_PASSPHRASE, _NOT_EMPTY = 12, (6, 10)
"""gocryptfs(1), exit codes."""
MEMORY = Path("/dev/shm")
_OURS = "nao_sessions"
"""A configuration file's field that is ours: gocryptfs 2.5.1 passes over it, and does not write it again."""
_DRAFT = "gocryptfs.longname.draft-{}.name"


def configuration_of(holder: str) -> str:
    """Return the name of the configuration file that a holder's paper opens.

    gocryptfs takes it for a piece of a long name: it is never shown, and nothing is said of it.
    """
    return f"gocryptfs.longname.{holder}.name"


@dataclass(frozen=True, slots=True)
class PaperFile:
    """What an encrypted folder knows of a paper.

    Attributes:
        made: When its key was drawn.
        after_master_key: Whether papers with the master key itself were written before it.
    """

    made: datetime
    after_master_key: bool


@dataclass(frozen=True, slots=True)
class Keyring:
    """The configuration files of an encrypted folder: one for the passphrase, one for each paper."""

    folder: Path

    def papers(self) -> dict[str, PaperFile | None]:
        """Return what is known of each paper that was written for the folder; None: its file is damaged."""
        return {
            holder: self._read(path)
            for holder in HOLDERS
            if is_there(path := self.folder / configuration_of(holder))
        }

    def has_master_key_on_paper(self) -> bool:
        """Return whether there are papers with the master key itself, as earlier versions wrote them."""
        papers = self.papers()
        return not papers or any(one is not None and one.after_master_key for one in papers.values())

    def _read(self, path: Path) -> PaperFile | None:
        try:
            made, ours = self.noted(path.name)
            return PaperFile(made, ours["after_master_key"] is True)
        except (OSError, ValueError, KeyError, TypeError, NaoSessionsError):
            return None

    def noted(self, name: str) -> tuple[datetime, dict[str, Any]]:
        """Return what was noted in a configuration file: when it was made, and whatever else.

        Raises:
            OSError, RecordError: it cannot be read.
            KeyError, TypeError, ValueError: it is damaged.
        """
        content = read_received_json(self.folder / name)
        if not content["EncryptedKey"]:
            raise ValueError(name)
        return datetime.fromisoformat(content[_OURS]["made_utc"]), dict(content[_OURS])

    def wrapped_for(self, passphrase: str, key: str, note: Mapping[str, Any]) -> bytes:
        """Return a configuration file that a key opens, with a note in it. Raises: as :meth:`rewrapped`."""
        content = json.loads(self.rewrapped(CONFIGURATION, passphrase, key))
        made = datetime.now(UTC).isoformat(timespec="seconds")
        content[_OURS] = {"made_utc": made, **note}
        return json.dumps(content, indent="\t").encode()

    def rewrapped(self, name: str, before: str, after: str, *options: str) -> bytes:
        """Return a configuration file that *after* opens, made of the one that *before* opens.

        It is made in memory: what is on the disk is as it was.

        Raises:
            UsageError: *before* does not open it (G115).
            RecordError: gocryptfs refused (G113); the file is no plain one (R135).
            DeviceUnavailable: gocryptfs is not installed (G110).
            OSError: the file cannot be read.
        """
        content = read_received(self.folder / name)
        memory = MEMORY if os.access(MEMORY, os.W_OK) else None
        with tempfile.TemporaryDirectory(prefix="nao-sessions-", dir=memory) as place:
            draft = Path(place) / CONFIGURATION
            write_private(draft, content)
            command = ("gocryptfs", "-q", "-passwd", *options, "-config", str(draft), str(self.folder))
            run_program(*command, typed=f"{before}\n{after}")
            return read_received(draft)

    def replace(self, files: Mapping[str, bytes]) -> None:
        """Replace configuration files, or lay them down: all of them, or, where the disk is full, none.

        What the ones before held is written over, once the new ones are on the disk for good: whoever
        searches its free space finds nothing that an older key opens. An SSD and a file system that keeps
        what was there may hold it still.

        Raises:
            OSError: they could not be written.
        """
        drafts = {name: self.folder / _DRAFT.format(at) for at, name in enumerate(files)}
        with contextlib.ExitStack() as before:
            try:
                for name, content in files.items():
                    write_private(drafts[name], content)
                old = [
                    one for name in files if (one := _to_write_over(self.folder / name, before)) is not None
                ]
                for name in files:
                    drafts[name].replace(self.folder / name)
            finally:
                for draft in self.folder.glob(_DRAFT.format("*")):  # also what a killed one left
                    draft.unlink(missing_ok=True)
            sync_folder(self.folder)
            for descriptor in old:
                _write_over(descriptor)

    def remove(self, name: str) -> None:
        """Remove a configuration file, written over; nothing where there is none. Raises: OSError."""
        with contextlib.ExitStack() as before:
            old = _to_write_over(self.folder / name, before)
            (self.folder / name).unlink(missing_ok=True)
            sync_folder(self.folder)
            if old is not None:
                _write_over(old)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Keep other programs from changing the keys meanwhile. Raises: UsageError: one does (G123)."""
        folder = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            try:
                fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise UsageError(
                    msg("Another program is changing the keys of the vault."),
                    msg("Nothing was changed. Wait until it has ended."),
                    code="G123",
                ) from error
            yield
        finally:
            os.close(folder)


def _write_over(descriptor: int) -> None:
    with contextlib.suppress(OSError):
        os.pwrite(descriptor, bytes(os.fstat(descriptor).st_size), 0)
        os.fdatasync(descriptor)


def _to_write_over(path: Path, until: contextlib.ExitStack) -> int | None:
    """Open a file that is to be written over; None: there is none, or it has another name, as in a copy."""
    if path.is_symlink():
        return None
    try:
        path.chmod(0o600)  # gocryptfs writes its own for reading alone
        descriptor = open_private(path, os.O_WRONLY)
    except (OSError, RecordError):
        return None
    until.callback(os.close, descriptor)
    return descriptor


def run_program(*command: str, typed: str = "") -> str:
    """Run a program that may be asked for something typed, and return what it wrote. Raises: see callers."""
    try:
        ran = processes.run(
            command,
            input=f"{typed}\n",
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=_WITHIN_S,
        )
    except FileNotFoundError as error:
        raise DeviceUnavailable(
            msg("The program {name} is not installed.", name=command[0]),
            msg("Debian, Ubuntu: apt install gocryptfs fuse3"),
            code="G110",
        ) from error
    except subprocess.TimeoutExpired as error:
        raise refused(command[0], "...") from error
    if ran.returncode:
        raise _error_of(command, ran)
    return str(ran.stdout)


def _error_of(command: tuple[str, ...], ran: subprocess.CompletedProcess[str]) -> NaoSessionsError:
    if command[0].startswith("gocryptfs"):
        if ran.returncode == _WRONG_PASSPHRASE or "password incorrect" in ran.stderr.lower():
            return UsageError(
                msg("This passphrase does not open the vault."),
                msg("Forgotten? nao-sessions vault open --recovery takes the key on a paper."),
                code="G115",
            )
        if ran.returncode in _NOT_EMPTY:
            return RecordError(
                msg("Files lie unencrypted in {folder}, where the vault is to be seen.", folder=command[-1]),
                msg("Look at them, move them away, then open it again."),
                code="G116",
            )
    lines = ran.stderr.strip().splitlines()
    return refused(command[0], lines[-1] if lines else str(ran.returncode))


def refused(name: str, why: str) -> RecordError:
    return RecordError(msg("{name} refused: {why}", name=name, why=why), code="G113")
