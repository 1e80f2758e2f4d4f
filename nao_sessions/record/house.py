"""The house: the key with which it signs what it records, and its journal, apart from the sessions' folders.

Whoever has a session's folder can change all that is in it, sums and all; the signature cannot be made again
without the key. Whoever has the key too is found only by heads that are kept elsewhere: on the printed page,
on a stick.

Each line of the journal holds the digest of the line before it, and is signed. A key that is lost or changed
gives a new one; the journal names both. Of a line that named somebody who was erased, its digest alone stays:
a later line, signed, lists the lines that were emptied.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nao_sessions.core.bounded_json import decode_json
from nao_sessions.core.clock import utc_now
from nao_sessions.core.errors import RecordError
from nao_sessions.core.places import check_open, data_path
from nao_sessions.record.private import make_private_folder, open_private, replace_private, write_private
from nao_sessions.text.messages import msg

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY_FILE = "signing.pem"
JOURNAL_FILE = "journal.jsonl"
HEADS = "heads"
KEY = "key"
"""The kind of the journal's line from which on the house signs with another key. The key before cannot sign
it: it is lost, or was taken away. So ``verify`` names each such line, and what was kept elsewhere decides."""
ERASED = "erased"
"""The kind of the journal's line that says what was erased, and the one field of a line that was emptied."""
_TAIL_BYTES = 65_536
"""How much of the journal's end is read for its last line."""
_NOTED: set[tuple[Path, str]] = set()
"""The keys, by house, that this process knows to stand in the journal."""


def canonical(record: Mapping[str, Any]) -> bytes:
    """Return the bytes of a record that are signed and digested: JSON, its keys in order, without spaces."""
    return json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def digest(record: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a record, in hexadecimal digits."""
    return hashlib.sha256(canonical(record)).hexdigest()


def link(record: Mapping[str, Any]) -> str:
    """Return what the line behind a record holds of it: its digest, which an emptied one has kept."""
    return str(record[ERASED]) if is_emptied(record) else digest(record)


def is_emptied(record: Mapping[str, Any]) -> bool:
    """Return whether nothing but the digest of a record has stayed."""
    return set(record) == {ERASED}


def is_signed_well(record: Mapping[str, Any]) -> bool:
    """Return whether a record carries a signature of its ``key`` over all the rest of it."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    said = {name: value for name, value in record.items() if name != "signature"}
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(str(record["key"])))
        key.verify(bytes.fromhex(str(record["signature"])), canonical(said))
    except (KeyError, ValueError, InvalidSignature):
        return False
    return True


@dataclass(frozen=True, slots=True)
class House:
    """The folder that holds the key and the journal; both are made when they are first needed."""

    path: Path

    @classmethod
    def default(cls) -> House:
        """Return the house of this user, in the vault where there is one. Raises: VaultClosed."""
        return cls(data_path() / "house")

    def signed(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Return a record with the house's public key and its signature.

        Raises:
            OSError: the key cannot be read, or made.
            RecordError: the file of the key holds none (R160).
        """
        key = self._key()
        said = {**record, "key": _public(key)}
        return {**said, "signature": key.sign(canonical(said)).hex()}

    def note(self, kind: str, **data: Any) -> None:
        """Append a signed line to the journal, through to the disk.

        Raises:
            OSError: it cannot be written.
            RecordError: the file of the key holds none (R160).
        """
        self._own_key()
        self._append(kind, data)

    def append(self, name: str, kind: str, **data: Any) -> dict[str, Any]:
        """Append a signed line to another file of the house, chained as the journal is; return the line.

        Raises:
            OSError: it cannot be written.
            RecordError: the file of the key holds none (R160).
        """
        self._key()
        return self._append(kind, data, self.path / name)

    @contextmanager
    def exclusive(self, name: str) -> Iterator[None]:
        """Keep other processes that ask for the same name out for a ``with`` block. Raises: OSError."""
        with self._locked(self.path / name):
            yield

    def latest_utc(self) -> str:
        """Return the latest time in the journal's end, as UTC to the second; "" where it is empty.

        Raises:
            RecordError: a whole line is broken (R161).
        """
        try:
            lines = _read(self.path / JOURNAL_FILE, _TAIL_BYTES)
        except (OSError, ValueError) as error:
            raise _broken(self.path) from error
        return max((str(line.get("when_utc", "")) for line in lines), default="")

    def stamp(self) -> tuple[int, int]:
        """Return what changes with each line of the journal, without reading it."""
        try:
            found = (self.path / JOURNAL_FILE).stat()
        except FileNotFoundError:
            return (0, 0)
        return found.st_size, found.st_mtime_ns

    def last(self, kind: str) -> dict[str, Any] | None:
        """Return the journal's last line of a kind; None where there is none. Raises: RecordError (R161)."""
        for most in (_TAIL_BYTES, None):  # it stands near the end, as a rule
            try:
                lines = _read(self.path / JOURNAL_FILE, most)
            except (OSError, ValueError) as error:
                raise _broken(self.path) from error
            found: dict[str, Any] | None = next(
                (line for line in reversed(lines) if line.get("kind") == kind), None
            )
            if found is not None:
                return found
        return None

    def note_head(self, session: str, size: int, sha256: str) -> None:
        """Note the length (bytes) and digest of a running session's log. Raises: OSError, RecordError."""
        self._own_key()
        self._append("head", {"session": session, "size": size, "sha256": sha256}, self._heads_of(session))

    def heads(self, session: str) -> tuple[dict[str, Any], ...]:
        """Return the heads of a session's log that this house signed; empty where it was closed since.

        Raises:
            RecordError: the journal is broken (R161).
        """
        try:
            lines = _read(self._heads_of(session))
        except (OSError, ValueError):
            return ()
        known = self.public_keys() if lines else ()
        return tuple(line for line in lines if line.get("key") in known and is_signed_well(line))

    def sessions_with_heads(self) -> tuple[str, ...]:
        """Return the sessions whose log has heads: they run, or were never closed since."""
        return tuple(sorted(path.stem for path in (self.path / HEADS).glob("*.jsonl")))

    def forget_heads(self, session: str) -> None:
        """Remove the heads of a session's log, whose folder is signed now. Raises: OSError."""
        self._heads_of(session).unlink(missing_ok=True)

    def emptied(self) -> frozenset[str]:
        """Return the digests of all lines of this house's files that it has emptied. Raises: RecordError."""
        known: set[str] = set()
        found: set[str] = set()
        for line in self.lines():
            if _is_of_house(line, known) and line.get("kind") == ERASED:
                found.update(map(str, line.get("emptied", ())))
        return frozenset(found)

    def empty(self, name: str, digests: Collection[str]) -> None:
        """Empty some lines of a file of the house, of which their digests stay; nothing happens without one.

        The journal lists them before: else they would be missed.

        Raises:
            OSError: the file cannot be read, or written; it is as it was.
            ValueError: a line is no JSON.
        """
        path = self.path / name
        if not path.exists():
            return
        with self._locked(path) as file:
            content = os.pread(file, os.fstat(file).st_size, 0)
            kept = []
            for line in content[: content.rfind(b"\n") + 1].splitlines(keepends=True):
                known = link(decode_json(line))
                kept.append(canonical({ERASED: known}) + b"\n" if known in digests else line)
            if b"".join(kept) != content:
                replace_private(path, b"".join(kept))

    def _heads_of(self, session: str) -> Path:
        return self.path / HEADS / f"{Path(session).name}.jsonl"

    def lines(self, session: str = "") -> tuple[dict[str, Any], ...]:
        """Return the lines of the journal in order, or those of one session; empty where there is none.

        Lines that were emptied are left out.

        Raises:
            RecordError: a whole line is broken (R161).
        """
        found = self._all_lines()
        return tuple(
            line for line in found if not is_emptied(line) and (not session or line.get("session") == session)
        )

    def _all_lines(self) -> list[dict[str, Any]]:
        try:
            return _read(self.path / JOURNAL_FILE)
        except (OSError, ValueError) as error:
            raise _broken(self.path) from error

    def public_keys(self) -> tuple[str, ...]:
        """Return the public keys with which this house has signed, the latest last.

        Raises: RecordError (R161).
        """
        return tuple(str(line["key"]) for line in self.lines() if line.get("kind") == KEY)

    def later_keys(self) -> tuple[tuple[str, str], ...]:
        """Return each key that came after the first, and since when. Raises: RecordError (R161)."""
        named = [line for line in self.lines() if line.get("kind") == KEY]
        return tuple((str(line["key"]), str(line["when_utc"])) for line in named[1:])

    def first_broken_line(self) -> int | None:
        """Return the number, from 1 on, of the first line that is not this house's, or not chained; or None.

        A key is the house's from the line on that names it.

        Raises:
            RecordError: a whole line is no JSON (R161).
        """
        before, emptied = "", self.emptied()
        known: set[str] = set()
        for number, line in enumerate(self._all_lines(), start=1):
            if is_emptied(line):
                whole = link(line) in emptied
            else:
                whole = line.get("before") == before and _is_of_house(line, known)
            if not whole:
                return number
            before = link(line)
        return None

    def _key(self) -> Ed25519PrivateKey:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        path = self.path / KEY_FILE
        if not path.exists():
            self._make_key()
        try:
            key = serialization.load_pem_private_key(path.read_bytes(), None)
        except ValueError as error:
            raise RecordError(
                msg("{path} holds no key to sign with.", path=path),
                msg("Put it back from a backup, or move it away: a new key is made, and both are named."),
                code="R160",
            ) from error
        if not isinstance(key, Ed25519PrivateKey):
            raise RecordError(msg("{path} holds no key to sign with.", path=path), code="R160")
        return key

    def _own_key(self) -> None:
        """Make the key where it is missing; note it where another was put in its place."""
        public = _public(self._key())
        if (self.path, public) not in _NOTED:
            if public not in self.public_keys():
                self._append(KEY, {"older": [*self.public_keys()]})
            _NOTED.add((self.path, public))

    def _make_key(self) -> None:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        with self._locked(self.path / JOURNAL_FILE):
            path = self.path / KEY_FILE
            if path.exists():  # another process was here first
                return
            write_private(
                path,
                Ed25519PrivateKey.generate().private_bytes(
                    serialization.Encoding.PEM,
                    serialization.PrivateFormat.PKCS8,
                    serialization.NoEncryption(),
                ),
            )
        self._append(KEY, {"older": [*self.public_keys()]})

    def _append(self, kind: str, data: Mapping[str, Any], path: Path | None = None) -> dict[str, Any]:
        with self._locked(path or self.path / JOURNAL_FILE) as file:
            size = os.fstat(file).st_size
            tail = os.pread(file, _TAIL_BYTES, max(0, size - _TAIL_BYTES))
            whole = tail.rfind(b"\n") + 1
            if whole < len(tail):  # a power cut tore the last line
                os.ftruncate(file, size - len(tail) + whole)
            last = tail[:whole].splitlines()
            before = link(json.loads(last[-1])) if last else ""
            line = self.signed({"kind": kind, "when_utc": utc_now(), **data, "before": before})
            os.write(file, canonical(line) + b"\n")
            os.fdatasync(file)
        return line

    @contextmanager
    def _locked(self, path: Path) -> Iterator[int]:
        """Yield the descriptor of a file of the house, locked against other processes.

        Raises:
            OSError: it cannot be opened.
            VaultClosed: it lies in the vault, which was closed since: no key is made beside it.
        """
        check_open(path)
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        for folder in {self.path: None, path.parent: None}:
            make_private_folder(folder)
        while True:
            file = open_private(path, os.O_RDWR | os.O_CREAT | os.O_APPEND)
            try:
                fcntl.flock(file, fcntl.LOCK_EX)
                if _is_still(path, file):  # else its lines were emptied meanwhile: another file has its name
                    yield file
                    return
            finally:
                os.close(file)


def _is_of_house(line: Mapping[str, Any], known: set[str]) -> bool:
    """Return whether a line of the journal is signed by a key that it or one before names as the house's."""
    if line.get("kind") == KEY:
        known.add(str(line.get("key")))
    return line.get("key") in known and is_signed_well(line)


def _is_still(path: Path, file: int) -> bool:
    """Return whether a file that was opened is the one that has its name."""
    try:
        return os.path.samestat(path.stat(), os.fstat(file))
    except FileNotFoundError:
        return False


def _public(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def _read(path: Path, most: int | None = None) -> list[dict[str, Any]]:
    """Return the records of whole lines, or of those in the last ``most`` bytes; none where there is no file.

    Raises: OSError, ValueError.
    """
    try:
        with path.open("rb") as stream:
            if most is not None and stream.seek(0, os.SEEK_END) > most:
                stream.seek(-most, os.SEEK_END)
                stream.readline()
            elif most is not None:
                stream.seek(0)
            content = stream.read()
    except FileNotFoundError:
        return []
    return whole_lines(content)


def whole_lines(content: bytes) -> list[dict[str, Any]]:
    """Return the records of a file's whole lines; what a power cut tore at its end is left out.

    Raises: ValueError, where a whole line is no JSON object.
    """
    lines = [decode_json(line) for line in content[: content.rfind(b"\n") + 1].splitlines()]
    if not all(isinstance(line, dict) for line in lines):
        raise ValueError
    return lines


def _broken(path: Path) -> RecordError:
    return RecordError(
        msg("The journal of the house in {path} is broken.", path=path),
        msg("Put it back from a backup: what is signed in the sessions' folders holds without it."),
        code="R161",
    )
