"""Backups of what the vault holds: made, put back, put back to try it, forgotten; and which there are.

What is backed up is sessions, the house's folder (key, journal, ledger) and the console's own; nothing else.
A backup still holds whoever was erased since: that is said wherever it matters, and never hidden.
"""

from __future__ import annotations

import contextlib
import filecmp
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from nao_sessions.core.errors import NaoSessionsError, RecordError, UsageError
from nao_sessions.core.places import VaultPlace, temporary_path
from nao_sessions.core.received import read_received
from nao_sessions.privacy.layers import layer_of
from nao_sessions.privacy.ledger.file import LEDGER_FILE
from nao_sessions.privacy.life.hold import held
from nao_sessions.privacy.life.restic import Repository, Snapshot
from nao_sessions.privacy.papers import Paper, grouped
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.house import House, digest, is_signed_well, whole_lines
from nao_sessions.record.private import write_private
from nao_sessions.record.signature import note_restored, read_seal
from nao_sessions.record.verify import Verification, verify
from nao_sessions.text.messages import msg

FOLDERS = ("sessions", "house", "console")
"""What is backed up, below the folder of the user's data."""
KEY_FILE = "backup.key"
"""Of the house: the key of all its backups, as it stands on their two papers."""
MADE, FORGOTTEN, REHEARSED = "backup", "backup_forgotten", "restore_rehearsed"
"""Kinds of the journal's lines."""
_ERASED = "erased"
"""The kind of the journal's line that lists, by their digests, the lines that were emptied."""
KEPT_DAYS = 90
"""How long a backup is kept unless somebody says otherwise. Our choice: no text that we know names a term."""


def read_key(house: House) -> str | None:
    """Return the key of the house's backups; None where none was made. Raises: OSError, RecordError."""
    with contextlib.suppress(FileNotFoundError):
        return read_received(house.path / KEY_FILE).decode("ascii", "replace").strip()
    return None


def key_of(typed: str) -> str:
    """Return a key as restic is given it, from what somebody typed from the paper."""
    return grouped(re.sub(r"[\s-]", "", typed).lower())


def make_key(house: House) -> str:
    """Make the key of the house's backups, and return it. Raises: OSError, RecordError."""
    house.note("backup_key")
    key = grouped(secrets.token_hex(32))
    write_private(house.path / KEY_FILE, f"{key}\n".encode("ascii"))
    return key


PAPER = Paper(
    msg("Key of the backups"),
    (
        msg("This key opens every backup of the sessions, on a new computer as well."),
        msg(
            "Without it, and without the computer, the backups are lost for ever. Nobody can open them, the "
            "authors of this program as little."
        ),
        msg("Whoever finds this paper and a stick with backups reads everything on it."),
        msg("Keep it in a sealed envelope, in a safe, and never with the stick."),
        msg("To put everything back: nao-sessions restore STICK, and type the key."),
        msg("Without this program: restic --repo STICK restore latest --target FOLDER"),
    ),
)
"""What the two papers say beside the key."""


def back_up(repository: Repository, data: Path, house: House, *, new: bool = False) -> Snapshot:
    """Back up all that is recorded, and note it.

    Args:
        repository: where to.
        data: the folder of the user's data.
        house: of this user, which notes it.
        new: whether a repository is made, where none is.

    Raises:
        UsageError: the place lies in what is backed up (G179), or is no new one (G180); and as Repository.
        RecordError, DeviceUnavailable: as Repository.
        OSError: it cannot be noted.
    """
    place = repository.place.resolve()
    if any(place.is_relative_to(one.resolve()) for one in (data, VaultPlace.default().sealed)):
        raise UsageError(
            msg("{place} lies in what is to be backed up.", place=place),
            msg("Take another disk: a stick that lies elsewhere than this computer."),
            code="G179",
        )
    if new:
        if repository.exists:
            raise UsageError(
                msg("There are backups in {place} already.", place=place),
                msg("To add one: the same command without --new."),
                code="G180",
            )
        repository.create()
    names = [name for name in FOLDERS if (data / name).is_dir()]
    made = repository.backup(data, names)
    house.note(MADE, place=str(place), repository=repository.id(), snapshot=made.id, at_utc=made.when_utc)
    return made


def is_on_the_same_disk(place: Path, data: Path) -> bool:
    """Return whether a place lies on the disk of the data, which goes when the computer goes."""
    vault = VaultPlace.default()
    disk = vault.sealed if data == vault.opened else data
    with contextlib.suppress(OSError):
        return place.stat().st_dev == disk.stat().st_dev
    return False


@dataclass(frozen=True, slots=True)
class KnownBackups:
    """The backups at one place that the journal knows: how many, and when the first and last were begun."""

    place: str
    repository: str
    number: int
    first_utc: str
    last_utc: str


def backups_known(house: House | None = None) -> tuple[KnownBackups, ...]:
    """Return the backups that there are by the house's journal, place by place.

    Each holds what there was when it was made, whoever was erased since; an erasure reaches none of them.

    Raises:
        RecordError: the journal is broken (R161).
    """
    there: dict[str, dict[str, tuple[str, str]]] = {}
    for line in (house or House.default()).lines():
        if line.get("kind") == MADE:
            of = there.setdefault(str(line["repository"]), {})
            of[str(line["snapshot"])] = (str(line["at_utc"]), str(line["place"]))
        elif line.get("kind") == FORGOTTEN:
            for snapshot in line["snapshots"]:
                there.get(str(line["repository"]), {}).pop(str(snapshot), None)
    return tuple(
        KnownBackups(max(of.values())[1], repository, len(of), min(of.values())[0], max(of.values())[0])
        for repository, of in there.items()
        if of
    )


def forget(repository: Repository, house: House, days: int, now: datetime) -> tuple[Snapshot, ...]:
    """Remove the backups that are older than some days; the newest stays in any case. Return those removed.

    Raises:
        UsageError: an incident is looked into (G140); and as Repository.
        RecordError, DeviceUnavailable: as Repository.
        OSError: it cannot be noted.
    """
    held(house)
    last_day = (now.astimezone(UTC) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
    old = tuple(one for one in repository.snapshots()[:-1] if one.when_utc <= last_day)
    if old:
        repository.forget(old)
        house.note(FORGOTTEN, repository=repository.id(), snapshots=[one.id for one in old])
    return old


def latest(repository: Repository) -> Snapshot:
    """Return the newest backup. Raises: UsageError: there is none (G181); and as Repository."""
    found = repository.snapshots()
    if not found:
        raise UsageError(
            msg("There is no backup in {place} yet.", place=repository.place),
            msg("Make one: nao-sessions backup {place}", place=repository.place),
            code="G181",
        )
    return found[-1]


@dataclass(frozen=True, slots=True)
class RestoredSession:
    """A session that was put back, and what its verification found, or why it cannot be read."""

    name: str
    found: Verification | None
    why: NaoSessionsError | None = None

    @property
    def sound(self) -> bool:
        """Return whether nothing was found against it."""
        return self.found is not None and self.found.sound


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back. ``erased`` sessions were erased or cut since, by the journal that is here, and are
    not back; ``codes`` are of persons erased since, of whom other things are."""

    sessions: tuple[RestoredSession, ...]
    erased: int = 0
    codes: tuple[str, ...] = ()


def restore(repository: Repository, snapshot: Snapshot, target: Path, known: House | None = None) -> Restored:
    """Put a backup into a new place, all or nothing; note there that it was, and verify each session.

    Args:
        repository: where it lies.
        snapshot: which backup.
        target: a folder without anything recorded in it: none yet, an empty one, a vault just made.
        known: a house whose journal knows what was erased since; None: there is none.

    Raises:
        UsageError: something recorded is there already (G182), and is left as it is; and as Repository.
        RecordError: there is too little space (G174); and as Repository.
        OSError: it cannot be written.
    """
    if any(path.is_file() for name in FOLDERS for path in (target / name).rglob("*")):
        raise UsageError(
            msg("{place} holds recordings already: nothing was put back.", place=target),
            msg("Give a new folder: nao-sessions restore STICK FOLDER"),
            code="G182",
        )
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _restored(repository, snapshot, target) as draft:
        for path in sorted(draft.iterdir()):
            place = target / path.name
            if place.is_dir():
                shutil.rmtree(place)  # empty folders alone, as was seen
            path.rename(place)
    os.sync()
    house = House(target / "house")
    known = None if known == house else known
    again, codes = (set[str](), ()) if known is None else erased_since(house, known)
    erased = [path for path in _sessions(target) if _id_of(path) in again or _is_older(path, known)]
    for path in erased:
        shutil.rmtree(path)
    sessions = tuple(_verified(path, snapshot, house) for path in _sessions(target))
    return Restored(sessions, len(erased), codes)


def erased_since(restored: House, known: House) -> tuple[set[str], tuple[str, ...]]:
    """Return the sessions, by id, and the persons that were erased after a house was backed up.

    The journal here holds the digests of the lines that it has emptied; the house of the backup still has
    these lines.

    Raises:
        RecordError: a journal, or the ledger of the backup, is broken.
    """
    lists = [one for one in known.lines() if one.get("kind") == _ERASED and is_signed_well(one)]
    emptied = {str(one) for line in lists for one in line.get("emptied", ())}
    try:
        ledger = whole_lines(read_received(restored.path / LEDGER_FILE))
    except FileNotFoundError:
        ledger = []
    gone = [line for line in (*restored.lines(), *ledger) if digest(line) in emptied]
    codes = {str(line.get("person", line.get("code", ""))) for line in gone} - {""}
    return {str(line["session"]) for line in gone if line["kind"] == "closed"}, tuple(sorted(codes))


def _is_older(path: Path, known: House | None) -> bool:
    """Return whether a session was closed anew since, as it is where somebody was taken out of it."""
    noted = known.lines(_id_of(path)) if known is not None else ()
    closed = [one for one in noted if one.get("kind") in ("closed", "cut")]
    return bool(closed) and closed[-1].get("seal") != read_seal(path)


def _id_of(path: Path) -> str:
    try:
        return SessionFolder(path).read_manifest().id
    except NaoSessionsError:
        return path.name


def _sessions(data: Path) -> Iterator[Path]:
    yield from sorted(path.parent for path in (data / "sessions").rglob("session.json"))


def _verified(path: Path, snapshot: Snapshot, house: House) -> RestoredSession:
    try:
        note_restored(path, snapshot.when_utc, house)
        return RestoredSession(path.name, verify(SessionFolder(path), house=house))
    except NaoSessionsError as error:
        return RestoredSession(path.name, None, error)


@contextlib.contextmanager
def _restored(repository: Repository, snapshot: Snapshot, parent: Path) -> Iterator[Path]:
    """Yield a new folder below *parent* with all of a backup; it is removed afterwards, whatever happens."""
    for left in parent.glob(".restored-*"):  # by a process that was killed
        shutil.rmtree(left, ignore_errors=True)
    needed = repository.restored_bytes(snapshot)
    if shutil.disk_usage(parent).free < needed:
        raise RecordError(
            msg("There is too little space in {place}: {mb} MB are needed.",
                place=parent, mb=needed // 1_000_000 + 1),
            msg("Make room, or give another place."),
            code="G174",
        )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix=".restored-", dir=parent) as name:
        repository.restore(snapshot, Path(name))
        yield Path(name)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A restore that was tried.

    ``files`` were the same, byte for byte, in ``bytes`` altogether; ``changed`` were written since the
    backup, and ``gone`` are no more: these are not compared. ``wrong`` are files that are not in the backup,
    or not as they are here, though nothing has changed them since.
    """

    backup_utc: str
    sessions: int
    files: int
    bytes: int
    changed: int
    gone: int
    wrong: tuple[str, ...]


def rehearse(repository: Repository, snapshot: Snapshot, data: Path, house: House) -> Rehearsal:
    """Put a backup back into a temporary place, compare it byte for byte, remove it, and note that.

    The place is in the vault, where one is open.

    Raises:
        UsageError, RecordError, DeviceUnavailable: as Repository; there is too little space (G174).
        OSError: it cannot be written, read or noted.
    """
    with (
        house.exclusive("restore.lock"),
        _restored(repository, snapshot, temporary_path() or data) as draft,
    ):
        found = compare(draft, data, snapshot)
    house.note(
        REHEARSED,
        place=str(repository.place.resolve()),
        backup=snapshot.when_utc,
        sessions=found.sessions,
        files=found.files,
        wrong=len(found.wrong),
    )
    return found


def compare(restored: Path, data: Path, snapshot: Snapshot) -> Rehearsal:
    """Return how what was put back compares with what is here. Raises: OSError."""
    since = datetime.fromisoformat(snapshot.when_utc).timestamp()
    files = size = changed = gone = 0
    wrong: list[str] = []
    there = {path.relative_to(restored) for path in restored.rglob("*") if path.is_file()}
    here = {path.relative_to(data) for name in FOLDERS for path in (data / name).rglob("*") if path.is_file()}
    for name in sorted(there | here):
        if name not in here:
            gone += 1
        elif (data / name).stat().st_ctime >= since:
            changed += 1
        elif name in there and filecmp.cmp(data / name, restored / name, shallow=False):
            files, size = files + 1, size + (restored / name).stat().st_size
        else:
            wrong.append(name.as_posix())
    sessions = sum(1 for _ in _sessions(restored))
    return Rehearsal(snapshot.when_utc, sessions, files, size, changed, gone, tuple(wrong))


@dataclass(frozen=True, slots=True)
class LastRehearsal:
    """The last restore that was tried: when, of which backup, and whether all was the same."""

    when_utc: str
    backup_utc: str
    good: bool


def last_rehearsal(house: House | None = None) -> LastRehearsal | None:
    """Return the last restore that was tried; None where none ever was. Raises: RecordError (R161)."""
    line = (house or House.default()).last(REHEARSED)
    if line is None:
        return None
    return LastRehearsal(str(line["when_utc"]), str(line["backup"]), not line["wrong"])


def check_target(target: Path, reason: str) -> None:
    """Raise UsageError (G183) if recordings would be put onto an open disk, and no reason is given."""
    if not reason.strip() and layer_of(target) == "none":
        raise UsageError(
            msg("{folder} is not encrypted: nothing is put back there.", folder=target),
            msg('Make a vault first: nao-sessions vault create. Or give the reason: --unencrypted "..."'),
            code="G183",
        )
