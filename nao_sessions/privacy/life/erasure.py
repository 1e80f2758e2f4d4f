"""The erasure of somebody by code: planned, decided, carried out to its end, receipted.

The decision is written down and signed first; whoever erases again carries out what was decided before. At
the end the house's journal keeps a receipt without the code, and of the lines that named it their digests.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from platformdirs import user_cache_path, user_data_path

from nao_sessions.core.bounded_json import decode_json
from nao_sessions.core.codes import is_code, is_part
from nao_sessions.core.errors import LinkRefused, NaoSessionsError, RecordError, UsageError
from nao_sessions.core.places import cache_path, data_path
from nao_sessions.core.received import LONGEST_BYTES, files_below, read_received
from nao_sessions.privacy.ledger.file import LEDGER_FILE
from nao_sessions.privacy.life.backup import backups_known
from nao_sessions.privacy.life.cutting import CodeRemoval, cut_session, film_of, is_drawn_by, not_running
from nao_sessions.privacy.life.elsewhere import Found, copies_of, left_in, remove, scrub_kept
from nao_sessions.privacy.life.hold import held
from nao_sessions.privacy.life.inventory import sessions_below
from nao_sessions.privacy.life.traces import TEXTS, has_code, word_of
from nao_sessions.privacy.persons import PersonsFile
from nao_sessions.privacy.presence import PeopleThere, people_in
from nao_sessions.record.child_levels import forget_levels
from nao_sessions.record.folder import SessionFolder, default_folder
from nao_sessions.record.house import ERASED, JOURNAL_FILE, House, digest, is_signed_well, whole_lines
from nao_sessions.record.private import remove_private, replace_private, sync_folder
from nao_sessions.record.signature import (
    CHAIN_FILE,
    SessionCut,
    Standing,
    read_cut,
    read_seal,
    seal_before,
    seal_of,
)
from nao_sessions.record.verify import verify
from nao_sessions.text.messages import msg

Groups = Literal["delete", "cut"]
"""What becomes of a session in which others took part: it goes as a whole, or the one alone is taken out."""
DECISION_FILE = "erasing.json"
"""Of the house: what was decided, while it is carried out."""
DECIDED = "erasure"
_LOCK = "erasing.lock"
_PARTED = ".erasing-"
"""How the folder of a session is called while it is removed: nobody takes it for a session any more."""
_MOST_LISTED = 400
"""The most digests in one line of the journal, of which the house reads the last 64 KiB."""
_NUMBERS = 10_000
_SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class ErasurePlaces:
    """Where something of a person may lie; ``exports`` are folders that somebody names."""

    house: House
    sessions: tuple[Path, ...]
    kept: tuple[Path, ...]
    caches: tuple[Path, ...]
    temporary: Path
    exports: tuple[Path, ...] = ()

    @classmethod
    def default(cls, exports: Sequence[Path] = (), sessions: Sequence[Path] = ()) -> ErasurePlaces:
        """Return the places of this user; what lay there before there was a vault is among them.

        Raises:
            VaultClosed: there is a vault, and it is closed.
        """
        data, plain = data_path(), user_data_path("nao_sessions")
        own = (default_folder(real=True), default_folder(real=False), plain / "sessions")
        return cls(
            House.default(),
            tuple(dict.fromkeys((*own, *(path.absolute() for path in sessions)))),
            tuple(dict.fromkeys((data / "console", plain / "console"))),
            tuple(dict.fromkeys(one / "corpora" for one in (cache_path(), user_cache_path("nao_sessions")))),
            Path(tempfile.gettempdir()),
            tuple(path.absolute() for path in exports),
        )

    def of_sessions(self, folder: Path) -> ErasurePlaces:
        """Return the places with one folder of sessions alone."""
        return replace(self, sessions=(folder,))

    def to_json(self) -> dict[str, Any]:
        """Return the places as JSON values, but for the house."""
        return {
            "sessions": list(map(str, self.sessions)),
            "kept": list(map(str, self.kept)),
            "caches": list(map(str, self.caches)),
            "temporary": str(self.temporary),
            "exports": list(map(str, self.exports)),
        }

    @classmethod
    def from_json(cls, record: Mapping[str, Any], house: House) -> ErasurePlaces:
        """Return the places in JSON values."""
        paths = {name: tuple(map(Path, record[name])) for name in ("sessions", "kept", "caches", "exports")}
        return cls(house, temporary=Path(record["temporary"]), **paths)


@dataclass(frozen=True, slots=True)
class SessionToErase:
    """What becomes of one session; ``alone``: no other child or adult of a code took part.

    ``film`` is whether the person was there; else it is only named there. ``cut`` is None where all goes.
    """

    path: str
    session: str
    alone: bool
    film: bool
    films: int
    size_bytes: int
    seals: tuple[str, ...] = ()
    before: str = ""
    cut: SessionCut | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the plan as JSON values."""
        return {**asdict(self), "seals": list(self.seals), "cut": self.cut and self.cut.to_json()}

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> SessionToErase:
        """Return the plan in JSON values."""
        cut = None if record["cut"] is None else SessionCut.from_json(record["cut"])
        return cls(**{**record, "seals": tuple(record["seals"]), "cut": cut})


@dataclass(frozen=True, slots=True)
class ErasurePlan:
    """What would go of a person.

    ``kept`` are files beside the sessions that name the code (participants, boards, levels, preparations,
    drafts); ``copies`` what was found in the folders of exports and among temporary files; ``exports`` the
    lines of the house's journal on what left of these sessions.
    """

    code: str
    sessions: tuple[SessionToErase, ...] = ()
    kept: tuple[str, ...] = ()
    copies: Found = field(default_factory=Found)
    exports: tuple[Mapping[str, Any], ...] = ()
    ledger_lines: int = 0
    journal_lines: int = 0

    @property
    def deleted(self) -> tuple[SessionToErase, ...]:
        """Return the sessions of which everything goes."""
        return tuple(one for one in self.sessions if one.cut is None)

    @property
    def cut(self) -> tuple[SessionToErase, ...]:
        """Return the sessions out of which the person is taken."""
        return tuple(one for one in self.sessions if one.cut is not None)

    @property
    def empty(self) -> bool:
        """Return whether nothing of the code is anywhere."""
        return not (
            self.sessions or self.kept or self.copies.paths or self.ledger_lines or self.journal_lines
        )

    def counts(self) -> dict[str, int]:
        """Return the counts that the receipt gives."""
        return {
            "sessions_deleted": len(self.deleted),
            "sessions_cut": len(self.cut),
            "films": sum(one.films for one in self.sessions),
            "bytes": sum(one.size_bytes for one in self.sessions) + self.copies.size_bytes,
            "files_beside": len(self.kept),
            "copies_removed": len(self.copies.paths),
            "copies_not_searched": self.copies.unsearched,
            "ledger_lines": self.ledger_lines,
            "journal_lines": self.journal_lines,
            "exports_not_reached": len(self.exports),
        }


def find_groups(code: str, places: ErasurePlaces) -> bool:
    """Return whether the person took part in a session with others: what becomes of it has to be said.

    Raises:
        UsageError: it is no code of a person (G152).
    """
    _check(code)
    return any(
        _is_in(folder, code) and not _is_alone(folder, code) for folder in sessions_in(places.sessions)
    )


def plan_erasure(code: str, groups: Groups | None, places: ErasurePlaces) -> ErasurePlan:
    """Return what would go; nothing is changed.

    Args:
        code: whose.
        groups: what becomes of a session with others; None where there is none.
        places: where to look.

    Raises:
        UsageError: it is no code of a person (G152), one who still unlocks the console (G159), or nobody said
            what becomes of a group's session (G150).
        RecordError: a session cannot be cut: it is not closed (G153), or cannot be read (G154).
        FolderInUse: one is running (R103).
    """
    _check(code)
    if any(one.code == code for one in PersonsFile(places.house).read()):
        raise UsageError(_UNLOCKS.format(code=code), _UNLOCKS_HINT.format(code=code), code="G159")
    found = list(_sessions_of(code, groups, places))
    names = {one.session for one in found}
    lines = places.house.lines()
    deleted = {one.session for one in found if one.cut is None}
    return ErasurePlan(
        code,
        tuple(found),
        tuple(str(path) for path in left_in((*places.kept, *_levels(places)), code)),
        copies_of(code, names, places.exports, places.temporary, places.house),
        tuple(line for line in lines if line["kind"] == "export" and names & set(line["sessions"])),
        len(_ledger_lines(places.house, code)),
        sum(_is_about(line, code, deleted) for line in lines),
    )


def decide(plan: ErasurePlan, reason: str, places: ErasurePlaces) -> None:
    """Write down, signed, what is to go: from here on it is carried out, whatever comes in between.

    Raises:
        UsageError: an incident is looked into, and nothing is erased meanwhile (G140).
        OSError, RecordError: it cannot be written.
    """
    house = places.house
    held(house)
    record = house.signed(
        {
            "code": plan.code,
            "reason": word_of(plan.code).sub("—", reason.strip()),
            "sessions": [one.to_json() for one in plan.sessions],
            "copies": list(plan.copies.paths),
            "counts": plan.counts(),
            "places": places.to_json(),
        }
    )
    with house.exclusive(_LOCK):
        house.note(DECIDED, plan=digest(record))
        replace_private(house.path / DECISION_FILE, json.dumps(record).encode("ascii"))


def finish(house: House) -> dict[str, Any] | None:
    """Carry out what was decided, to its end, and return the receipt; None where nothing is under way.

    Raises:
        UsageError: an incident is looked into (G140).
        RecordError: the decision is not as it was signed (G155), or a session cannot be cut.
        FolderInUse: a session is running (R103).
        OSError: something cannot be removed: done again, it goes on there.
    """
    if not (house.path / DECISION_FILE).exists():
        return None
    held(house)
    with house.exclusive(_LOCK):
        try:
            decision = json.loads(read_received(house.path / DECISION_FILE))
            whole = is_signed_well(decision) and decision["key"] in house.public_keys()
        except FileNotFoundError:  # another process was here first
            return None
        except ValueError:
            whole = False
        if not whole:
            raise RecordError(_NOT_DECIDED, _NOT_DECIDED_HINT, code="G155")
        return _carry_out(decision, house)


def _carry_out(decision: Mapping[str, Any], house: House) -> dict[str, Any]:
    plan = digest(decision)
    receipt = next((line for line in house.lines() if line.get("plan") == plan and "counts" in line), None)
    if receipt is None:
        places = ErasurePlaces.from_json(decision["places"], house)
        sessions = [SessionToErase.from_json(one) for one in decision["sessions"]]
        for one in sessions:
            _erase_session(one, decision["code"], house)
        left = _erase_beside(decision, places)
        receipt = _write_receipt(decision, plan, sessions, left, house)
    emptied = {
        digest for line in house.lines() if line.get("plan") == plan for digest in line.get("emptied", ())
    }
    house.empty(LEDGER_FILE, emptied)
    house.empty(JOURNAL_FILE, emptied)
    remove_private(house.path / DECISION_FILE)
    return receipt


def _erase_session(planned: SessionToErase, code: str, house: House) -> None:
    folder = SessionFolder(Path(planned.path))
    if planned.cut is not None:
        taking = CodeRemoval(code, planned.cut, planned.film, planned.before)
        cut_session(folder, taking, house)
        return
    parted = folder.path.with_name(_PARTED + folder.path.name)
    if folder.path.is_dir():
        with not_running(folder):
            folder.path.rename(parted)
            sync_folder(parted.parent)
    if parted.is_dir():
        shutil.rmtree(parted)
        sync_folder(parted.parent)
    house.forget_heads(planned.session)


def _erase_beside(decision: Mapping[str, Any], places: ErasurePlaces) -> int:
    """Erase what lies beside the sessions; return how many copies a disk or a right did not let go."""
    code = decision["code"]
    for root in places.sessions:
        forget_levels(root, code)
    scrub_kept((*places.kept, *_levels(places)), code)
    for cache in places.caches:  # made again from what stays
        if cache.is_dir() and not cache.is_symlink():
            shutil.rmtree(cache)
    names = {str(one["session"]) for one in decision["sessions"]}
    left = 0
    since = copies_of(code, names, (), places.temporary, places.house).paths
    for path in dict.fromkeys((*decision["copies"], *since)):
        try:
            remove([path])
        except OSError:  # a stick that takes no writes keeps nothing else from going
            left += 1
    return left


def in_parts(digests: Sequence[str]) -> list[Sequence[str]]:
    """Return the digests of lines to empty in parts that are each short enough for a line of the journal."""
    return [digests[at : at + _MOST_LISTED] for at in range(0, len(digests), _MOST_LISTED)]


def _write_receipt(
    decision: Mapping[str, Any], plan: str, sessions: Sequence[SessionToErase], left: int, house: House
) -> dict[str, Any]:
    """Write into the journal which lines are emptied, and, at the end, the receipt; return it.

    ``left`` copies could not be removed.
    """
    code = decision["code"]
    deleted = {one.session for one in sessions if one.cut is None}
    named = [line for line in house.lines() if _is_about(line, code, deleted)]
    for line in named:
        if line["kind"] == "export":  # what left stays written down, without the code
            facts = {name: line[name] for name in ("sessions", "format", "to")}
            house.note("export", **facts, plain=word_of(code).sub("—", line["plain"]), then=line["when_utc"])
    listed = in_parts([digest(line) for line in (*named, *_ledger_lines(house, code))])
    seals = [seal for one in sessions if one.cut is None for seal in one.seals]
    for part in listed[:-1]:
        house.note(ERASED, plan=plan, emptied=part)
    return house.append(
        JOURNAL_FILE,
        ERASED,
        plan=plan,
        emptied=listed[-1] if listed else [],
        seals=seals,
        counts={
            **decision["counts"],
            "copies_removed": decision["counts"]["copies_removed"] - left,
            "copies_left": left,
            "backups_not_reached": _backups(house),
        },
        reason=decision["reason"],
    )


def sessions_in(roots: Collection[Path]) -> Iterator[Path]:
    """Yield the folders of all sessions below some folders, without those that are half erased.

    The sample that a checkout holds is of nobody: it is a part of the program.
    """
    sample = default_folder(real=False) / _SAMPLE
    for root in roots:
        for one in sessions_below(root):
            if not one.name.startswith(_PARTED) and one.parent != sample:
                yield one


def _sessions_of(code: str, groups: Groups | None, places: ErasurePlaces) -> Iterator[SessionToErase]:
    """Yield what becomes of each session in which a code stands."""
    taken = {one for folder in sessions_in(places.sessions) for one in participants_of(folder) or ()}
    for folder in sessions_in(places.sessions):
        there = _is_in(folder, code)
        if not there and not _names(folder, code):
            continue
        with not_running(SessionFolder(folder)):
            pass
        if there and _is_alone(folder, code):
            yield _all_of(folder, alone=True)
        elif there and groups is None:
            raise UsageError(_GROUPS, _GROUPS_HINT, code="G150")
        elif there and groups == "delete":
            yield _all_of(folder, alone=False)
        else:
            nobody = _draw(taken)
            taken.add(nobody)
            yield _part_of(folder, code, nobody, film=there)


def _all_of(folder: Path, *, alone: bool) -> SessionToErase:
    files = _files(folder)
    seal, cut = read_seal(folder), read_cut(folder)
    seals = (*(cut[0].seals if cut else ()), seal) if seal else ()
    size = sum(path.stat().st_size for path in files)
    of = (str(folder), _id_of(folder), alone)
    return SessionToErase(*of, film=True, films=_films(files), size_bytes=size, seals=seals)


def _part_of(folder: Path, code: str, nobody: str, *, film: bool) -> SessionToErase:
    """Return the plan of a cut. Raises: RecordError (G153, G154)."""
    session = SessionFolder(folder)
    try:
        state = session.read_manifest().state
        found = verify(session)
    except (NaoSessionsError, OSError) as error:
        why = error.sentence if isinstance(error, NaoSessionsError) else str(error)
        raise RecordError(_UNREAD.format(path=folder, why=why), _UNREAD_HINT, code="G154") from error
    if state == "open":
        raise RecordError(_NOT_CLOSED.format(path=folder), _NOT_CLOSED_HINT, code="G153")
    goes = film_of(folder) if film else []
    size = sum(path.stat().st_size for path in [*goes, *folder.glob(f"slate/{code}.jsonl")])
    earlier = read_cut(folder)
    seal = read_seal(folder)
    standing: Standing = found.authenticity.standing
    if earlier is not None and standing == "authentic":
        standing = earlier[0].standing
    cut = SessionCut(
        nobody,
        (*(earlier[0].seals if earlier else ()), *([seal] if seal else ())),
        (*(earlier[0].added if earlier else ()), *_seals_of_additions(folder)),
        standing,
        not found.problems,
        filmed=bool(goes) or bool(earlier and earlier[0].filmed),
    )
    return SessionToErase(
        str(folder),
        _id_of(folder),
        alone=False,
        film=film,
        films=_films(goes),
        size_bytes=size,
        before=seal_before(folder),
        cut=cut,
    )


def _seals_of_additions(folder: Path) -> tuple[str, ...]:
    try:
        return tuple(map(seal_of, whole_lines(read_received(folder / CHAIN_FILE))))
    except (OSError, RecordError, ValueError):
        return ()


def participants_of(folder: Path) -> list[str] | None:
    """Return the codes of those who took part in a session; None where nobody can read that."""
    try:
        return [str(one) for one in decode_json(read_received(folder / "session.json"))["participants"]]
    except (OSError, RecordError, ValueError, KeyError, TypeError):
        return None


def is_nobody(code: str) -> bool:
    """Return whether a code may stand in the place of somebody who was taken out: ``X`` and four digits."""
    return len(code) == len("X0000") and code.startswith("X") and code[1:].isdecimal()


def _draw(taken: Collection[str]) -> str:
    """Return a free code that means nobody, by lot: its number tells nothing of who it was."""
    free = [code for n in range(_NUMBERS) if (code := f"X{n:04}") not in taken]
    return secrets.choice(free)


def _is_in(folder: Path, code: str) -> bool:
    """Return whether somebody took part in a session, came into its room, or was declared to be there."""
    codes = participants_of(folder)
    return _names(folder, code) if codes is None else code in codes or code in _declared(folder)


def _is_alone(folder: Path, code: str) -> bool:
    """Return whether no other child was in a session, but one whose place was taken by nobody since."""
    codes = participants_of(folder)
    if codes is None or code not in codes:
        return False
    return all(one == code or is_nobody(one) for one in (*codes, *_people(folder).children))


def _declared(folder: Path) -> frozenset[str]:
    people = _people(folder)
    return frozenset((*people.children, *people.adults))


def _people(folder: Path) -> PeopleThere:
    """Return who was declared to be in a room; nobody where the log cannot be read."""
    try:
        return people_in(folder)
    except (OSError, RecordError):
        return PeopleThere()


def _names(folder: Path, code: str) -> bool:
    """Return whether a code stands in a text of a session's folder, or in a file's name."""
    for path in _files(folder):
        if word_of(code).search(path.name) or is_drawn_by(path, code):
            return True
        if path.suffix in TEXTS and path.parent.name != "room":
            with contextlib.suppress(LinkRefused):  # what it leads to is none of the session's
                if has_code(read_received(path, folder, LONGEST_BYTES), code):
                    return True
    return False


def _files(folder: Path) -> list[Path]:
    """Return the files of a folder; whatever else lies there goes with it, and is not counted."""
    try:
        return files_below(folder)
    except RecordError:
        return [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]


def _films(files: Sequence[Path]) -> int:
    return sum(path.suffix in (".mp4", ".m4a") for path in files)


def _id_of(folder: Path) -> str:
    try:
        return str(decode_json(read_received(folder / "session.json"))["id"])
    except (OSError, RecordError, ValueError, KeyError, TypeError):
        return folder.name


def _levels(places: ErasurePlaces) -> tuple[Path, ...]:
    return tuple(root / "levels.json" for root in places.sessions)


def _ledger_lines(house: House, code: str) -> list[dict[str, Any]]:
    """Return the lines of the ledger of grounds that name a code."""
    try:
        lines = whole_lines(read_received(house.path / LEDGER_FILE))
    except FileNotFoundError:
        return []
    return [line for line in lines if set(line) != {ERASED} and _says(line, code)]


def _is_about(line: Mapping[str, Any], code: str, deleted: Collection[str]) -> bool:
    """Return whether a line of the journal names a code, or is about a session that goes as a whole."""
    if line["kind"] in ("key", ERASED):
        return False
    return _says(line, code) or line.get("session") in deleted


def _says(record: Mapping[str, Any], code: str) -> bool:
    return word_of(code).search(json.dumps(record, ensure_ascii=False)) is not None


def _backups(house: House) -> int:
    """Return how many backups the house's journal knows: each still holds what it held."""
    return sum(one.number for one in backups_known(house))


def _check(code: str) -> None:
    if not is_code(code) or is_part(code) or is_nobody(code):
        raise UsageError(_NO_CODE.format(code=code), _NO_CODE_HINT, code="G152")


_NO_CODE = msg("'{code}' is the code of no person.")
_NO_CODE_HINT = msg("A person is a code such as P07, never a name; V01 to V99 are parts that adults play.")
_UNLOCKS = msg("{code} still has a secret code, which unlocks the console.")
_UNLOCKS_HINT = msg("Take it away first: nao-sessions person remove {code}")
_GROUPS = msg("Others took part in sessions with this person: it has to be said what becomes of these.")
_GROUPS_HINT = msg(
    "--groups cut destroys their film and takes the person out of their log; --groups delete erases them."
)
_NOT_CLOSED = msg("{path} is not closed: nobody can be taken out of it.")
_NOT_CLOSED_HINT = msg("Close it first: nao-sessions recover FOLDER")
_UNREAD = msg("{path} cannot be read, and nobody can be taken out of it: {why}")
_UNREAD_HINT = msg("Put it back from a backup, or erase it whole: --groups delete")
_NOT_DECIDED = msg("What is to be erased is not as it was signed: nothing is erased.")
_NOT_DECIDED_HINT = msg("Remove 'erasing.json' from the house's folder, and erase again.")
