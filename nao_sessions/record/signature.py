"""The signature of a session's folder: ``signature.json`` at close, and a signed line for each later thing.

At close the house signs ``session.json``, ``SHA256SUMS`` (and with it log, clocks, halts, protocol,
recordings), the ground, and the seal of the session that it closed before. What comes later is signed in
``additions.jsonl``: how long a file was then, and its digest; each line holds the digest of the line before.
Both are noted by the house; so is, while a session runs, how long its log is, every ten seconds: its *head*.
A session that somebody was taken out of is signed once more, as *cut*, in place of the seal that it had.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from nao_sessions.core.bounded_json import decode_json
from nao_sessions.core.clock import utc_now
from nao_sessions.core.errors import RecordError
from nao_sessions.core.received import files_below, read_received
from nao_sessions.record.house import ERASED, House, canonical, digest, is_signed_well, whole_lines
from nao_sessions.record.private import open_private, remove_private, replace_private
from nao_sessions.text.messages import Text, msg, msgn

SIGNATURE_FILE = "signature.json"
CHAIN_FILE = "additions.jsonl"
CUT = "cut"
"""The kind of the journal's line, and the field of the signature, of a session that was cut."""
FORMAT = 1
_SEAL_DIGITS = 16
_MOST_NAMED = 5
_UNSIGNED = frozenset({
    "session.json", "SHA256SUMS", SIGNATURE_FILE, CHAIN_FILE, "events.sums",  # signed, or sums of what is
    "sync.json", "latencies.json", "levels.csv", "telemetry.jsonl",  # made again at will
    "life.json", "life.lock",  # Nao's own settings, while it runs
})  # fmt: skip
"""Files of a folder that no sum covers, and that belong there."""

Standing = Literal["authentic", "changed", "unsigned", "unknown"]
"""What a signature says of a folder: that it is as it was closed; that it is not; nothing, since there is
none; or nothing that this computer can judge, since the key is not one of its house."""


def sign_closed(folder: Path, listing: bytes, closed: str, house: House | None = None) -> None:
    """Sign a folder that is about to be closed.

    Args:
        folder: of the session; ``session.json`` is as it is to stay.
        listing: the content that ``SHA256SUMS`` will have.
        closed: the state of the folder (closed, recovered, imported).
        house: who signs; None: the house of this user.

    Raises:
        OSError: the key or the signature cannot be written.
        RecordError: the house's key or journal is broken.
    """
    house = house or House.default()
    before = house.last("closed")
    said = {"closed": closed, "before": "" if before is None else before["seal"]}
    facts = _sign(folder, listing, said, house)
    for path in sorted(folder.glob("slate/*.jsonl")):  # drawn while the session ran
        sign_addition(path, house=house)
    if not _of_log(folder, house.heads(facts["id"])):  # else they go on saying what is missing
        house.forget_heads(facts["id"])


@dataclass(frozen=True, slots=True)
class SessionCut:
    """What a signature says of a session that somebody was taken out of.

    Of the signature before, nothing but its seal stays: its sums would tell the code that was taken out.
    ``standing`` and ``consistent`` are what was found before the cut, which makes all sums anew.
    """

    nobody: str
    """The code that stands in place of the one taken out; it is of this session alone, and means nobody."""
    seals: tuple[str, ...]
    """The seals that the folder had before, the last one last; empty where it was never signed."""
    added: tuple[str, ...]
    """The seals of what had been added to it."""
    standing: Standing
    consistent: bool
    filmed: bool
    """Whether there was film, which was destroyed."""

    def to_json(self) -> dict[str, Any]:
        """Return the facts as JSON values."""
        return {
            "nobody": self.nobody,
            "seals": list(self.seals),
            "added": list(self.added),
            "standing": self.standing,
            "consistent": self.consistent,
            "filmed": self.filmed,
        }

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> SessionCut:
        """Return the facts in JSON values. Raises: KeyError, TypeError."""
        seals, added = (tuple(str(one) for one in record[name]) for name in ("seals", "added"))
        known = (str(record["nobody"]), seals, added, record["standing"])
        return cls(*known, record["consistent"] is True, record["filmed"] is True)


def sign_cut(
    folder: Path, listing: bytes, cut: SessionCut, before: str, house: House, *, recomputed: bool | None
) -> None:
    """Sign a folder that somebody was taken out of, and what was added to it, from the beginning.

    Args:
        folder: of the session, as it is to stay.
        listing: the content that ``SHA256SUMS`` will have.
        cut: what is said of the folder before.
        before: the seal of the session that was closed before this one was.
        house: who signs.
        recomputed: whether the log still follows from its inputs; None: nobody can tell.

    Raises:
        OSError, RecordError: as for :func:`sign_closed`.
    """
    remove_private(folder / CHAIN_FILE)
    said = {"closed": CUT, "before": before, CUT: cut.to_json(), "recomputed": recomputed}
    facts = _sign(folder, listing, said, house)
    for name in _additions(folder):
        sign_addition(folder / name, house=house)
    house.forget_heads(facts["id"])


def read_cut(folder: Path) -> tuple[SessionCut, str, bool | None] | None:
    """Return what a folder's signature says of its cut, the time, and whether the log is computed again.

    None where nobody was taken out of it, or the signature cannot be read.
    """
    record = _read(folder / SIGNATURE_FILE)
    if record is None or CUT not in record or not is_signed_well(record):
        return None
    try:
        return SessionCut.from_json(record[CUT]), str(record["when_utc"]), record["recomputed"]
    except (KeyError, TypeError):
        return None


def seal_before(folder: Path) -> str:
    """Return the seal of the session that was closed before this one; "" where none is known."""
    return str((_read(folder / SIGNATURE_FILE) or {}).get("before", ""))


def _sign(folder: Path, listing: bytes, said: Mapping[str, Any], house: House) -> dict[str, Any]:
    """Write the signature of a folder and note its seal; return the facts of the session."""
    manifest = read_received(folder / "session.json")
    facts: dict[str, Any] = json.loads(manifest)
    record = house.signed(
        {
            "format": FORMAT,
            "session": facts["id"],
            "when_utc": utc_now(),
            "manifest": _sum(manifest),
            "sums": _sum(listing),
            "ground": digest(facts["ground"]),
            **said,
        }
    )
    replace_private(folder / SIGNATURE_FILE, json.dumps(record, indent=2).encode("ascii") + b"\n")
    kind = CUT if CUT in said else "closed"
    house.note(kind, session=facts["id"], seal=seal_of(record), closed=said["closed"])
    return facts


def seal_of(record: Mapping[str, Any]) -> str:
    """Return the seal of a signature as people compare it, sixteen hexadecimal digits in fours."""
    digits = digest(record)[:_SEAL_DIGITS]
    return " ".join(digits[at : at + 4] for at in range(0, _SEAL_DIGITS, 4))


def read_seal(folder: Path) -> str:
    """Return the seal of a folder; "" where it has no signature that can be read."""
    record = _read(folder / SIGNATURE_FILE)
    return "" if record is None else seal_of(record)


def read_seal_of_additions(folder: Path) -> str:
    """Return the seal of what was added to a folder last; "" where nothing was, or it cannot be read."""
    try:
        chain = whole_lines(read_received(folder / CHAIN_FILE))
    except (OSError, RecordError, ValueError):
        return ""
    return seal_of(chain[-1]) if chain else ""


def note_restored(folder: Path, backup: str, house: House | None = None) -> None:
    """Note that a folder was put back from a backup: that what was added after it is missing is no tampering.

    Args:
        folder: of the session, as it was put back.
        backup: when the backup was made.
        house: who notes it; None: the house of this user.

    Raises:
        OSError, RecordError: it cannot be noted.
    """
    session = json.loads(read_received(folder / "session.json"))["id"]
    seals = {"seal": read_seal(folder), "additions": read_seal_of_additions(folder)}
    (house or House.default()).note("restored", session=session, backup=backup, **seals)


def sign_addition(path: Path, before: int | None = None, house: House | None = None) -> None:
    """Sign how a later thing of a session's folder is now.

    A house that cannot sign keeps nobody from adding: the next signature tells that one is missing.

    Args:
        path: of a file in the folder, or in a folder of it.
        before: the size of the file before something was appended; None: it was replaced as a whole.
        house: who signs; None: the house of this user.
    """
    folder = next((one for one in path.parents[:2] if (one / "session.json").exists()), None)
    if folder is None:
        return
    with contextlib.suppress(OSError, RecordError, ValueError, KeyError):
        _chain(folder, path, before, house or House.default())


def _chain(folder: Path, path: Path, before: int | None, house: House) -> None:
    content = read_received(path, folder)
    name = path.relative_to(folder).as_posix()
    session = json.loads(read_received(folder / "session.json"))["id"]
    file = open_private(folder / CHAIN_FILE, os.O_RDWR | os.O_CREAT | os.O_APPEND)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        chain = whole_lines(os.pread(file, os.fstat(file).st_size, 0))
        known = next((line for line in reversed(chain) if line["file"] == name), None)
        expected = (0, _sum(b"")) if known is None else (known["size"], known["sha256"])
        record: dict[str, Any] = {
            "n": len(chain) + 1,
            "session": session,
            "file": name,
            "size": len(content),
            "sha256": _sum(content),
            "when_utc": utc_now(),
            "before": digest(chain[-1]) if chain else "",
        }
        if before is not None and (before, _sum(content[:before])) != expected:
            record["unsigned"] = True
        line = house.signed(record)
        os.write(file, canonical(line) + b"\n")
        os.fdatasync(file)
    finally:
        os.close(file)
    house.note("added", session=session, file=name, n=line["n"], head=digest(line))


@dataclass(frozen=True, slots=True)
class Authenticity:
    """What signature and journal say of a folder, the reasons in words, and its seal ("" without one)."""

    standing: Standing
    reasons: tuple[Text, ...] = ()
    seal: str = ""

    def in_words(self) -> Text:
        """Return the verdict as a sentence."""
        return _VERDICTS[self.standing].format(seal=self.seal)

    def in_words_of_unsound(self) -> Text:
        """Return the verdict on a folder in which something else is wrong: its sums, say, hold no more."""
        return _UNSOUND.format(seal=self.seal) if self.standing == "authentic" else self.in_words()


def authenticity(
    folder: Path,
    *,
    seals: Sequence[str] = (),
    added: Sequence[str] = (),
    keys: Iterable[str] = (),
    house: House | None = None,
) -> Authenticity:
    """Return whether a session's folder is as this house signed it.

    Args:
        folder: of the session.
        seals: what was kept elsewhere (printed, on a stick); if there are any, the folder's is one of them.
        added: seals of additions that were kept elsewhere; each must be one of this folder's.
        keys: public keys of other houses that are trusted.
        house: whose keys and journal; None: those of this user.

    Raises:
        RecordError: the journal of the house is broken.
    """
    house = house or House.default()
    changed: list[Text] = []
    broken = house.first_broken_line()
    if broken is not None:
        changed.append(_JOURNAL_CHANGED.format(n=broken))
    record, written = _read(folder / SIGNATURE_FILE), (folder / SIGNATURE_FILE).exists()
    try:
        session = str(decode_json(read_received(folder / "session.json"))["id"])
    except (OSError, RecordError, ValueError, KeyError, TypeError):
        session = "" if record is None else str(record.get("session", ""))
    noted = house.lines(session) if session else ()
    changed += _of_log(folder, house.heads(session) if session else ())
    closed = [line for line in noted if line["kind"] in ("closed", CUT)]
    changed += _of_name(folder, session, house)
    if record is None:
        if written or closed:
            missing = _SIGNATURE_MISSING.format(when=closed[-1]["when_utc"]) if closed else _SIGNATURE_GONE
            changed.append(missing)
        return Authenticity("changed" if changed else "unsigned", tuple(changed))
    seal = seal_of(record)
    changed += _of_signature(folder, session, record)
    if closed and closed[-1]["seal"] != seal:
        changed.append(_OTHER_SEAL.format(when=closed[-1]["when_utc"], seal=closed[-1]["seal"], found=seal))
    trusted = {*house.public_keys(), *keys}
    cut, when, _ = read_cut(folder) or (None, "", None)
    # whoever has a folder writes down any seal as the one before, and signs that with a key of his own
    own = {_plain(one) for one in (seal, *(cut.seals if cut and record.get("key") in trusted else ()))}
    if seals and own.isdisjoint(map(_plain, seals)):
        changed.append(_NOT_GIVEN.format(found=seal))
    signers: set[str] = {str(record.get("key"))}
    additions = _of_additions(folder, session, _since_cut(noted), signers)
    changed += additions.changed
    if record.get("key") in trusted and (foreign := signers - trusted):
        changed.append(_FOREIGN_ADDITION.format(key=_names(foreign)))
    own_additions = {*additions.seals}
    if cut and record.get("key") in trusted:
        own_additions |= {_plain(one) for one in cut.added}
    changed += [_NEVER_ADDED.format(seal=one) for one in added if _plain(one) not in own_additions]
    if cut and cut.standing == "changed":
        changed.append(_CUT_OF_CHANGED.format(when=when))
    if changed:
        return Authenticity("changed", tuple(changed), seal)
    remarks = [*additions.restored]
    if cut:
        remarks.append(_cut_in_words(cut, when))
    if record.get("closed") == "recovered":
        remarks.append(_RECOVERED.format(when=record["when_utc"]))
    if folder.name != session:
        remarks.append(_RENAMED.format(session=session))
    if uncovered := _uncovered(folder):
        remarks.append(_UNCOVERED.format(names=", ".join(uncovered[:_MOST_NAMED]), n=len(uncovered)))
    if strangers := signers - trusted:
        return Authenticity("unknown", (_STRANGER.format(key=_names(strangers)), *remarks), seal)
    if erased := _erased_before(str(record.get("before")), house):
        remarks.append(_ERASED_BEFORE.format(when=erased))
    remarks += [_LATER_KEY.format(key=key[:16], when=since) for key, since in house.later_keys()]
    if older := signers & {*house.public_keys()[:-1]}:
        remarks.append(_OLDER_KEY.format(key=_names(older), now=_names(house.public_keys()[-1:])))
    return Authenticity("authentic", tuple(remarks), seal)


def _of_name(folder: Path, session: str, house: House) -> list[Text]:
    """Return what the house knows of the session after which a folder is called, where it is another one."""
    if folder.name == session:
        return []
    named = house.lines(folder.name)
    closed = [line for line in named if line["kind"] in ("closed", CUT)]
    if closed:
        return [_OTHER_NAMED.format(when=closed[-1]["when_utc"], session=session or "?")]
    return _of_log(folder, house.heads(folder.name))


def _uncovered(folder: Path) -> list[str]:
    """Return the files of a folder of which neither its sums nor what was added to it says anything."""
    try:
        listing = read_received(folder / "SHA256SUMS").decode("utf-8", "replace").splitlines()
        names = [path.relative_to(folder).as_posix() for path in files_below(folder)]
    except (OSError, RecordError):
        return []
    known = {line.partition("  ")[2] for line in listing}
    known |= {*_UNSIGNED, *_additions(folder)}
    known |= {str(line.get("file", "")) for line in _lines(folder / "after.jsonl")}
    known |= {str(name) for line in _lines(folder / "added.jsonl") for name in line.get("files", ())}
    return sorted(one for one in names if one not in known)


def _cut_in_words(cut: SessionCut, when: str) -> Text:
    """Return what was done to a folder that was cut, and the seal that it had."""
    done = _CUT if cut.filmed else _CUT_NO_FILM
    seal = cut.seals[-1] if cut.seals else "—"
    words = done.format(when=when, seal=seal, nobody=cut.nobody)
    if cut.standing == "authentic":
        return words
    return msg("{words} Before that, nothing of this house vouched for it.", words=words)


def _since_cut(noted: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    """Return the journal's lines of a session since it was cut last: what was added before is signed anew."""
    return noted[max((at for at, line in enumerate(noted) if line["kind"] == CUT), default=0) :]


def _erased_before(seal: str, house: House) -> str:
    """Return when the session with a seal was erased; "" where it was not."""
    found = (line for line in house.lines() if line.get("kind") == ERASED and seal in line.get("seals", ()))
    return next((str(line["when_utc"]) for line in found), "")


def _plain(seal: str) -> str:
    return seal.replace(" ", "").lower()


def _names(keys: Iterable[str]) -> str:
    """Return how some public keys are named: by their first digits."""
    return ", ".join(sorted(one[:16] for one in keys))


def _of_signature(folder: Path, session: str, record: Mapping[str, Any]) -> list[Text]:
    """Return what differs between a folder and its signature."""
    if not is_signed_well(record):
        return [_SIGNATURE_BAD]
    found = []
    if record["session"] != session:
        found.append(_OTHER_SESSION.format(other=record["session"]))
    for name, said in (("session.json", "manifest"), ("SHA256SUMS", "sums")):
        try:
            now = _sum(read_received(folder / name, folder))
        except (OSError, RecordError):
            now = ""
        if now != record[said]:
            found.append(_NOT_AS_SIGNED.format(name=name))
    return found


def _of_log(folder: Path, heads: Sequence[Mapping[str, Any]]) -> list[Text]:
    """Return what the house's heads of the log say: that it was longer, or another one."""
    try:
        content = read_received(folder / "events.jsonl")
    except (OSError, RecordError):
        content = b""
    for line in heads:
        if _sum(content[: line["size"]]) != line["sha256"] or len(content) < line["size"]:
            text = _LOG_CUT if len(content) < line["size"] else _LOG_CHANGED
            return [text.format(when=line["when_utc"], size=line["size"], now=len(content))]
    return []


@dataclass(frozen=True, slots=True)
class _Additions:
    """What differs between later things and their signed lines; their seals; what a backup had not."""

    changed: Sequence[Text] = ()
    seals: Collection[str] = ()
    restored: Sequence[Text] = ()


def _of_additions(
    folder: Path, session: str, noted: Sequence[Mapping[str, Any]], signers: set[str]
) -> _Additions:
    """Return what later things and their signed lines come to; the keys that signed them are added."""
    try:
        chain = whole_lines(read_received(folder / CHAIN_FILE))
    except FileNotFoundError:
        chain = []
    except (OSError, RecordError, ValueError):
        return _Additions([_CHAIN_BROKEN.format(n=1)])
    found: list[Text] = []
    before, last = "", dict[str, dict[str, Any]]()
    for number, line in enumerate(chain, start=1):
        whole = line.get("before") == before and line.get("n") == number and line.get("session") == session
        if not whole or not is_signed_well(line):
            return _Additions([_CHAIN_BROKEN.format(n=number)])
        if line.get("unsigned"):
            found.append(_UNSIGNED_PART.format(name=line["file"], when=line["when_utc"]))
        before, last[line["file"]] = digest(line), line
        signers.add(line["key"])
    heads, seals = {digest(line) for line in chain}, {_plain(seal_of(line)) for line in chain}
    missing = [line for line in noted if line["kind"] == "added" and line["head"] not in heads]
    restored = _restored(noted, missing, seals)
    if missing and not restored:
        found.append(_ADDITION_GONE.format(name=missing[0]["file"], when=missing[0]["when_utc"]))
    for name in sorted({*last, *_additions(folder)}):
        try:
            content = read_received(folder / name, folder)
        except (OSError, RecordError):
            content = b""
        if name not in last:
            found.append(_ADDITION_UNSIGNED.format(name=name))
        elif (len(content), _sum(content)) != (last[name]["size"], last[name]["sha256"]):
            found.append(_ADDITION_CHANGED.format(name=name, when=last[name]["when_utc"]))
    found += [_ADDITION_CHANGED.format(name=name, when=when) for name, when in _changed_memos(folder)]
    return _Additions(found, seals, restored)


def _restored(
    noted: Sequence[Mapping[str, Any]], missing: Sequence[Mapping[str, Any]], seals: Collection[str]
) -> list[Text]:
    """Return the sentence on the backup that a folder was put back from, which explains what is missing.

    It is empty where the folder never was put back, or where that does not explain it: all that is missing
    was added before, and what was last there then is there still.
    """
    back = next((at for at in reversed(range(len(noted))) if noted[at]["kind"] == "restored"), None)
    if back is None or any(line in noted[back:] for line in missing):
        return []
    line = noted[back]
    if line["additions"] and _plain(line["additions"]) not in seals:
        return []
    if not missing:
        return [_PUT_BACK.format(backup=line["backup"], when=line["when_utc"])]
    return [_RESTORED.format(backup=line["backup"], when=line["when_utc"], n=len(missing))]


def _changed_memos(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield each voice memo that is not what ``after.jsonl`` says of it, and when that was said."""
    lines = _lines(folder / "after.jsonl")
    deleted = {line.get("file") for line in lines if line.get("kind") == "memo_deleted"}
    for line in lines:
        name = str(line.get("file", ""))
        if line.get("kind") == "memo_ended" and name not in deleted:
            try:
                now = _sum(read_received(folder / name, folder))
            except (OSError, RecordError):
                now = ""
            if now != line.get("sha256"):
                yield name, str(line.get("when_utc"))


def _lines(path: Path) -> list[dict[str, Any]]:
    """Return the whole lines of a file; none where it cannot be read."""
    try:
        return whole_lines(read_received(path))
    except (OSError, RecordError, ValueError):
        return []


def _additions(folder: Path) -> list[str]:
    """Return the names of the files that hold later things and are signed as they grow."""
    names = ("corrections.jsonl", "after.jsonl", "added.jsonl", "destroyed.jsonl", "notes.md")
    found = [name for name in names if (folder / name).exists()]
    grown = sorted((*folder.glob("annotations/*.jsonl"), *folder.glob("slate/*.jsonl")))
    return found + [str(path.relative_to(folder)) for path in grown]


def _read(path: Path) -> dict[str, Any] | None:
    try:
        record = decode_json(read_received(path))
    except (OSError, RecordError, ValueError):
        return None
    return record if isinstance(record, dict) else None


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


_VERDICTS: dict[Standing, Text] = {
    "authentic": msg("Authentic: signed by this house, seal {seal}, and nothing has changed since."),
    "changed": msg("Not authentic: this folder is not as it was signed."),
    "unsigned": msg("Not signed: nothing says that this folder was not changed with its sums."),
    "unknown": msg("Signed by a house that this computer does not know, seal {seal}: unchanged since."),
}
_UNSOUND = msg(
    "Not authentic: this house signed the folder, seal {seal}, and what it signed is not what lies there now."
)
_JOURNAL_CHANGED = msg("The journal of this house: line {n} is not as it was signed.")
_SIGNATURE_GONE = msg("signature.json cannot be read.")
_SIGNATURE_MISSING = msg("signature.json is missing: this house closed and signed the folder at {when}.")
_SIGNATURE_BAD = msg("signature.json: the signature is not that of its content.")
_OTHER_SESSION = msg("signature.json is that of another session ({other}).")
_NOT_AS_SIGNED = msg("{name} is not what was signed when the folder was closed.")
_OTHER_SEAL = msg(
    "This house closed the folder last at {when}, with the seal {seal}; its seal now is {found}."
)
_NOT_GIVEN = msg("The seal of this folder is {found}, and not the one that was given.")
_LOG_CUT = msg("The log had {size} bytes at {when}, and has {now}: its end was cut.")
_LOG_CHANGED = msg("The log is not what it was at {when}: something in its first {size} bytes has changed.")
_CHAIN_BROKEN = msg("additions.jsonl: line {n} is not as it was signed, or is not in its place.")
_UNSIGNED_PART = msg("{name} was changed past its signatures some time before {when}.")
_ADDITION_GONE = msg("What was added to {name} at {when} is no longer there: something was taken away.")
_ADDITION_UNSIGNED = msg("{name} was never signed.")
_ADDITION_CHANGED = msg("{name} is not what it was when it was last signed, at {when}.")
_NEVER_ADDED = msg("What had the seal {seal} when it was added is not there: it was changed or taken away.")
_PUT_BACK = msg("Restored on {when} from the backup of {backup}.")
_PUT_BACK = msg("Restored on {when} from the backup of {backup}.")
_RESTORED = msgn(
    "Put back at {when} from a backup of {backup}: one thing that was added after it is missing.",
    "Put back at {when} from a backup of {backup}: {n} things that were added after it are missing.",
)
_CUT = msg(
    "Cut at {when} by this house, in place of seal {seal}: somebody was taken out ({nobody} means nobody), "
    "and the film was destroyed. This is no tampering."
)
_CUT_NO_FILM = msg(
    "Cut at {when} by this house, in place of seal {seal}: somebody was taken out ({nobody} means nobody). "
    "This is no tampering."
)
_CUT_OF_CHANGED = msg("Already before it was cut at {when}, this folder was not as it had been signed.")
_ERASED_BEFORE = msg("The session that this house closed before this one was erased at {when}.")
_OLDER_KEY = msg("Signed with an earlier key of this house ({key}); it signs with {now} now.")
_FOREIGN_ADDITION = msg("Something was added to this folder with a key that is none of this house's: {key}.")
_OTHER_NAMED = msg(
    "This house closed a session of this folder's name at {when}; the one that lies here says that it is "
    "{session}."
)
_RENAMED = msg("The folder has another name than its session: {session}.")
_RECOVERED = msg("It was closed at {when}, after a crash: nobody had closed it before.")
_UNCOVERED = msgn(
    "{n} file lies in the folder that was never signed: {names}.",
    "{n} files lie in the folder that were never signed: {names}.",
)
_LATER_KEY = msg(
    "This house signs with another key ({key}) since {when}, for which the one before could not vouch: "
    "compare with seals that were kept elsewhere."
)
_STRANGER = msg("Signed with a key that is none of this house's: {key}.")
