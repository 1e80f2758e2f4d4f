"""restic, which keeps backups: one repository at a place, asked by its own commands.

It is called as it is installed. The key goes to it by a pipe, never on a command line or in the environment,
where other users of the computer could read it.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nao_sessions.core import processes
from nao_sessions.core.errors import DeviceUnavailable, NaoSessionsError, RecordError, UsageError
from nao_sessions.text.messages import Text, msg

HOST = "house"
"""What stands in a backup in the place of this computer's name."""
_LOOKS_EVERY_S = 0.5
_SOME_UNREAD, _LOCKED, _WRONG_KEY = 3, 11, 12
"""restic's exit codes; the last two are of 0.17 and later, older ones say it in words alone."""
_NICENESS = "10"
_DAMAGED = re.compile(
    "verification failed|contains errors|hash does not match|does not match id|invalid data returned|decrypt"
    "|unable to load|unexpected eof|not found in|load.*failed|no such file|invalid (character|header)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A backup in a repository: its id, and when it was begun (UTC, to the second)."""

    id: str
    when_utc: str


@dataclass(frozen=True, slots=True)
class Repository:
    """The backups at a place, and the key that opens them.

    Every method raises:

    - DeviceUnavailable: restic is not installed (G170);
    - UsageError: there are no backups at the place (G171), the key is not theirs (G172), or somebody else is
      at them (G173);
    - RecordError: a disk is full (G174), the place is gone (G175), what lies there is damaged (G176), some
      of what was to be backed up cannot be read (G178), or restic refused otherwise (G177).
    """

    place: Path
    key: str

    @property
    def exists(self) -> bool:
        """Return whether backups lie at the place, or have begun to."""
        return (self.place / "config").exists()

    def create(self) -> None:
        """Make a repository without a backup."""
        self._run("init")

    def id(self) -> str:
        """Return the repository's own id."""
        return str(json.loads(self._run("cat", "config"))["id"])

    def backup(self, data: Path, names: Sequence[str]) -> Snapshot:
        """Back up some folders of *data*, called as they are there."""
        said = self._run("backup", "--json", "--host", HOST, "--tag", HOST, *names, within=data)
        summary = json.loads(said.strip().splitlines()[-1])
        return next(one for one in self.snapshots() if one.id == summary["snapshot_id"])

    def snapshots(self) -> tuple[Snapshot, ...]:
        """Return the backups, the oldest first."""
        found = json.loads(self._run("snapshots", "--json", "--host", HOST)) or []
        return tuple(sorted((_snapshot(one) for one in found), key=lambda one: one.when_utc))

    def restored_bytes(self, snapshot: Snapshot) -> int:
        """Return how many bytes the files of a backup have."""
        said = self._run("stats", "--mode", "restore-size", "--json", snapshot.id)
        return int(json.loads(said)["total_size"])

    def restore(self, snapshot: Snapshot, target: Path) -> None:
        """Write a backup's folders below *target*, and have restic read again what it wrote."""
        self._run("restore", snapshot.id, "--target", str(target), "--verify")

    def check(self) -> None:
        """Read every byte of the repository, and hold it against its own sums."""
        self._run("check", "--read-data")

    def forget(self, snapshots: Sequence[Snapshot]) -> None:
        """Remove backups, and what is in no other one."""
        self._run("forget", "--prune", *(one.id for one in snapshots))

    def _run(self, *command: str, within: Path | None = None) -> str:
        try:
            return self._ran(command, within)
        except _Locked:
            # A lock that a killed process left is stale; unlock removes such ones alone.
            with contextlib.suppress(_Locked, NaoSessionsError):
                self._ran(("unlock",), within)
            try:
                return self._ran(command, within)
            except _Locked as error:
                raise UsageError(
                    msg("Another program is at the backups in {place}.", place=self.place),
                    msg("Wait for its end, then try again."),
                    code="G173",
                ) from error

    def _ran(self, command: Sequence[str], within: Path | None) -> str:
        program = shutil.which("restic")
        if program is None:
            raise DeviceUnavailable(
                msg("The program {name} is not installed.", name="restic"),
                msg("Debian, Ubuntu: apt install restic"),
                code="G170",
            )
        lies = _identity(self.place / "config")
        common = ("--no-cache", "--quiet", "--repo", str(self.place.absolute()))
        with processes.start_blocking(
            ("nice", "-n", _NICENESS, program, *common, *command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            cwd=within,
        ) as child:
            typed: str | None = f"{self.key}\n"
            while True:
                try:
                    out, told = child.communicate(typed, timeout=_LOOKS_EVERY_S)
                    break
                except subprocess.TimeoutExpired:
                    typed = None
                    if lies is not None and _identity(self.place / "config") != lies:
                        child.kill()  # else it would try on for long, or write into the empty folder
                except BaseException:
                    child.terminate()
                    raise
        if lies is not None and _identity(self.place / "config") != lies:
            raise RecordError(
                msg("The backups' place is gone in the middle: {place}.", place=self.place),
                msg("Plug it in again, and begin anew: what was backed up before is kept."),
                code="G175",
            )
        if child.returncode:
            raise self._error(child.returncode, told, command)
        return str(out)

    def _error(self, code: int, told: str, command: Sequence[str]) -> Exception:
        low = told.lower()
        if "no space left" in low:
            return RecordError(
                msg("The disk is full: '{command}' did not come to its end.", command=command[0]),
                msg("Make room; old backups go with: nao-sessions backup {place} --forget", place=self.place),
                code="G174",
            )
        if code == _LOCKED or "already locked" in low:
            return _Locked()
        if code == _WRONG_KEY or "wrong password" in low:
            return UsageError(
                msg("This key does not open the backups in {place}.", place=self.place),
                msg("The right one is on their two papers, and in the vault that was backed up."),
                code="G172",
            )
        if not self.exists and command[0] != "init":
            return UsageError(
                msg("There are no backups in {place}.", place=self.place),
                msg("Is the stick plugged in? To begin with a new one: nao-sessions backup {place} --new",
                    place=self.place),
                code="G171",
            )  # fmt: skip
        if command[0] == "backup" and code == _SOME_UNREAD:
            return RecordError(
                msg("Some files could not be read, and are not in this backup: {why}", why=_last(told)),
                msg("Is a session running? Begin anew when it is over."),
                code="G178",
            )
        if command[0] != "init" and _DAMAGED.search(told):
            return RecordError(
                msg("The backups in {place} are damaged: {why}", place=self.place, why=_last(told)),
                msg("Do not rely on them: back up to another stick at once, then have this one looked at."),
                code="G176",
            )
        return RecordError(
            msg("{name} refused: {why}", name="restic", why=_last(told) or str(code)),
            _MAY_WRITE,
            code="G177",
        )


class _Locked(Exception):
    """Raised when another process holds the repository."""


def _snapshot(record: dict[str, Any]) -> Snapshot:
    # restic writes nanoseconds and the local zone
    whole = re.sub(r"\.\d+", "", str(record["time"]))
    when = datetime.fromisoformat(whole).astimezone(UTC)
    return Snapshot(str(record["id"]), when.strftime("%Y-%m-%dT%H:%M:%SZ"))


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116 (a stat alone, of what may be gone)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _last(told: str) -> str:
    lines = [line for line in told.strip().splitlines() if line.strip()]
    fatal = [line for line in lines if line.startswith("Fatal")]
    return (fatal or lines or [""])[-1].removeprefix("Fatal: ").strip()


_MAY_WRITE: Text = msg("Is it plugged in, and may you write there?")
