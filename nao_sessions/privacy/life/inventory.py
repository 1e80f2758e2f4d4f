"""The inventory: whose data this computer holds, how much, where, where it went, and what is not known.

It is the sheet for the 72 hours after a breach (RGPD 33). Films are not opened: their indexes say how long
they are. What cannot be read is named, and never left out in silence.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import NaoSessionsError, RecordError, system_refused
from nao_sessions.core.received import files_below, is_there, read_received, received
from nao_sessions.privacy.layers import ENCRYPTED, layer_of
from nao_sessions.privacy.ledger.file import LedgerFile
from nao_sessions.privacy.ledger.values import NOES, Ledger
from nao_sessions.privacy.life.backup import KnownBackups, backups_known
from nao_sessions.privacy.presence import people_in
from nao_sessions.privacy.sealing import RECIPIENTS_FILE, shows_persons
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.house import House

_FILMS, _SOUNDS = (".mp4",), (".m4a",)
_MEMOS = ".webm"
_HEAD_BYTES, _TAIL_BYTES = 65_536, 8_192
_LOOKS = "person"
"""The kind of the journal's lines that say what a person of the house opened in the console."""
_HOUR_S = 3600


@dataclass(frozen=True, slots=True)
class InventorySession:
    """A session: its children, who came in among them, and adults, and how long its film and its sound are.

    ``unknown`` are recordings without an index, whose length nobody can tell without opening them. ``ground``
    is the text of ``session.json``.
    """

    name: str
    folder: str
    when_utc: str
    participants: tuple[str, ...]
    adults: tuple[str, ...]
    films: int
    film_s: float
    sound_s: float
    unknown: int
    memos: int
    logged: bool
    size_bytes: int
    ground: str


@dataclass(frozen=True, slots=True)
class InventoryPerson:
    """Somebody by code, and what is held of them; ``agreed_until`` is "" without an agreement."""

    code: str
    sessions: int
    filmed: int
    film_hours: float
    sound_hours: float
    memos: int
    first_utc: str
    last_utc: str
    exports: int
    agreed_until: str
    in_ledger: bool


@dataclass(frozen=True, slots=True)
class InventoryPlace:
    """A folder with sessions, and by what it is encrypted (``none``: by nothing)."""

    path: str
    encrypted_by: str
    sessions: int
    size_bytes: int

    @property
    def open(self) -> bool:
        """Return whether whoever has the disk reads it."""
        return self.encrypted_by not in ENCRYPTED


@dataclass(frozen=True, slots=True)
class InventoryExport:
    """What left by an export: when, in which format, of which sessions, to whom, or why it is open."""

    when_utc: str
    format: str
    sessions: tuple[str, ...]
    to: tuple[str, ...]
    plain: str


@dataclass(frozen=True, slots=True)
class InventoryPurpose:
    """A purpose in force, its legal ground, and the version of its notice."""

    purpose: str
    legal: str
    notice: str


@dataclass(frozen=True, slots=True)
class UnreadRecord:
    """A session, or the ledger, that cannot be read, and why."""

    name: str
    why: NaoSessionsError


@dataclass(frozen=True, slots=True)
class MissingSession:
    """A session of the house that lies in none of the folders without having been erased.

    ``closed_utc`` and ``seal`` are "" where it was never closed; ``seen_utc`` is when its log was there last.
    """

    name: str
    closed_utc: str
    seal: str
    seen_utc: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """All that is known; ``simulated`` sessions hold nobody, ``last_look`` is when one was last opened."""

    made_utc: str
    places: tuple[InventoryPlace, ...]
    sessions: tuple[InventorySession, ...]
    persons: tuple[InventoryPerson, ...]
    simulated: int
    exports: tuple[InventoryExport, ...]
    backups: tuple[KnownBackups, ...]
    purposes: tuple[InventoryPurpose, ...]
    last_look: str
    unread: tuple[UnreadRecord, ...] = ()
    missing: tuple[MissingSession, ...] = ()

    @property
    def film_hours(self) -> float:
        """Return the hours of film of all sessions."""
        return sum(one.film_s for one in self.sessions) / _HOUR_S

    @property
    def sound_hours(self) -> float:
        """Return the hours of sound of all sessions, that of a camera as well."""
        return sum(one.sound_s for one in self.sessions) / _HOUR_S

    def to_json(self) -> dict[str, Any]:
        """Return the inventory as JSON values."""
        unread = [{"name": one.name, "code": one.why.code, "why": one.why.sentence.en} for one in self.unread]
        names = [name for name in type(self).__slots__ if name != "unread"]
        facts = {name: _plain(getattr(self, name)) for name in names}
        return {**facts, "film_hours": self.film_hours, "sound_hours": self.sound_hours, "unread": unread}


def take_inventory(roots: Sequence[Path], house: House, now: datetime | None = None) -> Inventory:
    """Return what is held below some folders, and what the house knows of it.

    Args:
        roots: folders of sessions.
        house: whose journal and ledger.
        now: when it is; None: now.

    Raises:
        RecordError: the journal of the house is broken (R161).
    """
    found = _Found()
    for root in roots:
        found.look_below(root)
    lines = house.lines()
    exports = tuple(_export(line, _names_of(house)) for line in lines if line.get("kind") == "export")
    ledger = Ledger()
    try:
        ledger = LedgerFile(house).read()
    except RecordError as error:
        found.unread.append(UnreadRecord(str(house.path), error))
    names = {one.name for one in found.sessions}
    looks = [line["when_utc"] for line in lines if line.get("kind") == _LOOKS and line.get("about") in names]
    return Inventory(
        made_utc=(now or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        places=tuple(found.places),
        sessions=tuple(found.sessions),
        persons=tuple(_persons(found.sessions, exports, ledger)),
        simulated=found.simulated,
        exports=exports,
        backups=backups_known(house),
        purposes=tuple(
            InventoryPurpose(one.purpose, one.legal, one.notice) for one in ledger.purposes.values()
        ),
        last_look=max(looks, default=""),
        unread=tuple(found.unread),
        missing=tuple(_missing(lines, house, found.names)),
    )


def _missing(
    lines: Iterable[Mapping[str, Any]], house: House, names: Collection[str]
) -> Iterator[MissingSession]:
    """Yield the sessions of the journal, and those whose log has heads, that were not found.

    What was erased left an empty line in the journal, and no head.
    """
    known: dict[str, MissingSession] = {}
    for name in house.sessions_with_heads():
        seen = max((str(line["when_utc"]) for line in house.heads(name)), default="")
        known[name] = MissingSession(name, "", "", seen)
    for line in lines:
        if line.get("kind") == "closed" and line.get("session"):
            name, when = str(line["session"]), str(line.get("when_utc", ""))
            known[name] = MissingSession(name, when, str(line.get("seal", "")), when)
    yield from (one for name, one in known.items() if name not in names)


@dataclass(slots=True)
class _Found:
    """What was found below folders of sessions."""

    places: list[InventoryPlace] = field(default_factory=list)
    sessions: list[InventorySession] = field(default_factory=list)
    unread: list[UnreadRecord] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    """The ids of all sessions that were found, and the names of their folders."""
    simulated: int = 0

    def look_below(self, root: Path) -> None:
        """Read all sessions below a folder."""
        count = size = 0
        for folder in sessions_below(root):
            self.names.add(folder.name)
            try:
                manifest = SessionFolder(folder).read_manifest()
                self.names.add(manifest.id)
                if not shows_persons(manifest):
                    self.simulated += 1
                    continue
                one = _session(folder)
            except (NaoSessionsError, OSError) as error:
                self.unread.append(UnreadRecord(folder.name, _as_ours(folder, error)))
                continue
            self.sessions.append(one)
            count, size = count + 1, size + one.size_bytes
        self.places.append(InventoryPlace(str(root), layer_of(root), count, size))


def sessions_below(root: Path) -> Iterator[Path]:
    """Yield every folder of a session below a root, or the root itself; no link is followed."""
    if is_there(root / "session.json") or is_there(root / "events.jsonl"):
        yield root
        return
    try:
        with os.scandir(root) as found:
            below = sorted(one.name for one in found if one.is_dir(follow_symlinks=False))
    except OSError:
        return
    for name in below:
        yield from sessions_below(root / name)


def _as_ours(folder: Path, error: NaoSessionsError | OSError) -> NaoSessionsError:
    return error if isinstance(error, NaoSessionsError) else RecordError(system_refused(error), code="R104")


def _session(folder: Path) -> InventorySession:
    """Return what one session holds. Raises: RecordError, OSError."""
    manifest = SessionFolder(folder).read_manifest()
    files = files_below(folder)
    recordings = [path for path in files if path.suffix in (*_FILMS, *_SOUNDS) and path.parent.name == "room"]
    indexes = [path for path in files if path.parent.name == "room"]
    film, indexed = _lengths((one for one in indexes if one.name.endswith(".frames.csv")), folder)
    sound, _ = _lengths((one for one in indexes if one.name.endswith(".levels.csv")), folder)
    films = {_stream(path) for path in recordings if path.suffix in _FILMS}
    people = people_in(folder)
    sounds = {_stream(path) for path in recordings if path.suffix in _SOUNDS}
    when = datetime.fromtimestamp(manifest.clock.utc_ns / SECOND_NS, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return InventorySession(
        name=folder.name,
        folder=str(folder.parent),
        when_utc=when if manifest.clock.utc_ns else "",
        participants=tuple(dict.fromkeys((*manifest.participants, *people.children))),
        adults=people.adults,
        films=len(recordings),
        film_s=sum(length for name, length in film.items() if name in films),
        sound_s=sum((film | sound)[name] for name in sounds | sound.keys() if name in film | sound),
        unknown=len((films | sounds) - indexed),
        memos=sum(1 for path in files if path.suffix == _MEMOS),
        logged=is_there(folder / "events.jsonl"),
        size_bytes=sum(path.lstat().st_size for path in files),
        ground=manifest.ground.text,
    )


def _stream(path: Path) -> str:
    return path.name.partition(".")[0]


def _lengths(indexes: Iterable[Path], folder: Path) -> tuple[dict[str, float], set[str]]:
    """Return how long each recording is (s, first to last arrival), and which ones have an index."""
    lengths: dict[str, float] = {}
    for path in indexes:
        with received(path, folder, None) as stream:
            head = stream.read(_HEAD_BYTES).splitlines()
            stream.seek(max(0, stream.seek(0, os.SEEK_END) - _TAIL_BYTES))
            tail = stream.read().splitlines()
        try:
            column = head[0].decode("ascii").split(",").index("arrival_ns")
            first, last = (int(line.split(b",")[column]) for line in (head[1], tail[-1]))
        except (IndexError, ValueError):
            continue
        lengths[_stream(path)] = max(0, last - first) / SECOND_NS
    return lengths, set(lengths)


def _persons(
    sessions: Sequence[InventorySession], exports: Sequence[InventoryExport], ledger: Ledger
) -> Iterator[InventoryPerson]:
    of: dict[str, list[InventorySession]] = {}
    for one in sessions:
        for code in dict.fromkeys((*one.participants, *one.adults)):
            of.setdefault(code, []).append(one)
    for code in sorted({*of, *ledger.persons}):
        own = of.get(code, [])
        names = {one.name for one in own}
        times = sorted(one.when_utc for one in own if one.when_utc)
        yield InventoryPerson(
            code=code,
            sessions=len(own),
            filmed=sum(1 for one in own if one.films),
            film_hours=sum(one.film_s for one in own) / _HOUR_S,
            sound_hours=sum(one.sound_s for one in own) / _HOUR_S,
            memos=sum(one.memos for one in own),
            first_utc=times[0] if times else "",
            last_utc=times[-1] if times else "",
            exports=sum(1 for one in exports if names & set(one.sessions)),
            agreed_until=_agreed_until(ledger, code),
            in_ledger=code in ledger.persons,
        )


def _agreed_until(ledger: Ledger, code: str) -> str:
    """Return the last day of what somebody's last words agree to; "" where the last word of one is a no."""
    last = {word.by: word for word in ledger.words if word.person == code}
    if not last or any(word.word in NOES for word in last.values()):
        return ""
    return min((word.until.isoformat() for word in last.values() if word.until), default="")


def _names_of(house: House) -> Mapping[str, str]:
    """Return who receives every export, by public key: the remarks of the house's list."""
    try:
        lines = read_received(house.path / RECIPIENTS_FILE).decode("utf-8", "replace").splitlines()
    except (OSError, RecordError):
        return {}
    split = (line.partition("#") for line in lines)
    return {key.strip(): remark.strip() for key, _, remark in split if remark.strip()}


def _export(line: Mapping[str, Any], names: Mapping[str, str]) -> InventoryExport:
    return InventoryExport(
        when_utc=str(line.get("then", line["when_utc"])),
        format=str(line.get("format", "")),
        sessions=tuple(map(str, line.get("sessions", ()))),
        to=tuple(names.get(str(key), str(key)) for key in line.get("to", ())),
        plain=str(line.get("plain", "")),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return asdict(value) if hasattr(value, "__dataclass_fields__") else value
