"""The professionals of a house: each a code (A01) and the digest of a passphrase that she alone knows.

No name is kept. The house's journal holds the digest of the list: one that was put in its place, changed or
taken away is noticed, and then opens nothing.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from nao_sessions.core.errors import RecordError, UsageError
from nao_sessions.core.places import VaultPlace
from nao_sessions.core.received import read_received
from nao_sessions.record.house import House
from nao_sessions.record.private import replace_private
from nao_sessions.text.messages import msg

PERSONS_FILE = "persons.json"
_LOCK = "persons.lock"
NOTED = "persons"
"""The kind of the journal's line that holds the digest of the list."""
SHORTEST = 12
"""The fewest characters of a passphrase: our reading of the 50 bits of délibération CNIL 2022-100 (21 July
2022), for a password that is tried ever more slowly: twelve letters at random have 56."""
LONGEST = 200
_CODE = re.compile(r"A[0-9]{2,3}")


class _Argon2id(BaseModel):
    """A passphrase by Argon2id: salt and digest in hexadecimal, and what computing it costs.

    The costs are those of RFC 9106, section 4, for little memory: 64 MiB, three passes, four lanes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    salt: str = Field(pattern=r"^[0-9a-f]{32}$")
    digest: str = Field(default="", pattern=r"^([0-9a-f]{64})?$")
    memory_kib: int = Field(default=65_536, ge=8_192, le=1_048_576)
    passes: int = Field(default=3, ge=1, le=16)
    lanes: int = Field(default=4, ge=1, le=16)

    @classmethod
    def of(cls, secret: str) -> _Argon2id:
        empty = cls(salt=secrets.token_bytes(16).hex())
        return empty.model_copy(update={"digest": empty.derived(secret).hex()})

    def derived(self, secret: str) -> bytes:
        from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

        kdf = Argon2id(
            salt=bytes.fromhex(self.salt),
            length=32,
            iterations=self.passes,
            lanes=self.lanes,
            memory_cost=self.memory_kib,
        )
        return kdf.derive(unicodedata.normalize("NFC", secret).encode())


class KnownProfessional(BaseModel):
    """A professional; ``in_charge``: she reads the journal, and removes others."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(pattern=_CODE.pattern)
    in_charge: bool = False
    secret: _Argon2id = Field(repr=False)

    def knows(self, secret: str) -> bool:
        """Return whether this is her passphrase; it takes some tenths of a second, whatever is typed."""
        return secrets.compare_digest(self.secret.derived(secret[:LONGEST]).hex(), self.secret.digest)


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int = Field(default=1, ge=1, le=1)
    persons: tuple[KnownProfessional, ...] = ()


Persons = tuple[KnownProfessional, ...]


@dataclass(frozen=True, slots=True)
class PersonsFile:
    """The list of a house's professionals."""

    house: House

    @classmethod
    def default(cls) -> PersonsFile:
        """Return the list of this user's house. Raises: VaultClosed."""
        return cls(House.default())

    @property
    def path(self) -> Path:
        """Return the path of the file."""
        return self.house.path / PERSONS_FILE

    def read(self) -> Persons:
        """Return the professionals in the order of their codes; none where nobody was ever added.

        Raises:
            RecordError: the list, or the journal, cannot be read (G160), or is not the one that was kept
                last (G161).
        """
        try:
            content = read_received(self.path)
        except FileNotFoundError:
            content = b""
        except (OSError, RecordError) as error:
            raise _unreadable(self.path) from error
        noted = self.house.last(NOTED)
        if noted is None and content:
            raise _other(self.path)
        if noted is not None and _sum(content) not in (noted.get("list"), noted.get("list_before")):
            raise _other(self.path)
        if not content:
            return ()
        try:
            return _File.model_validate_json(content).persons
        except ValidationError as error:
            raise _unreadable(self.path) from error

    def add(
        self, secret: str, code: str = "", *, in_charge: bool = False, taken: Collection[str] = ()
    ) -> KnownProfessional:
        """Add a professional; the first one is in charge. Return her, with her code.

        Args:
            secret: her passphrase.
            code: hers; "" for the next one that is free.
            in_charge: she reads the journal, and removes others.
            taken: codes of other adults of the house, of which none is chosen for her.

        Raises:
            UsageError: the code is none, or there is such a person (G162); the passphrase is too short
                (G163).
            RecordError: as :meth:`read`, or the list cannot be written (G164).
        """
        check_secret(secret)

        def added(persons: Persons) -> Persons:
            known = {one.code for one in persons}
            chosen = code or next_code(known | set(taken))
            if _CODE.fullmatch(chosen) is None or chosen in known:
                raise UsageError(
                    msg("{code} is no new code of a professional.", code=chosen),
                    msg("A code is the letter A and a number that nobody has yet, such as A03."),
                    code="G162",
                )
            person = KnownProfessional(
                code=chosen, in_charge=in_charge or not persons, secret=_Argon2id.of(secret)
            )
            return (*persons, person)

        before, after = self._change(added)
        return next(one for one in after if one not in before)

    def change_secret(self, code: str, secret: str) -> None:
        """Give a professional another passphrase. Raises: as :meth:`add`; UsageError: nobody (G165)."""
        check_secret(secret)
        made = _Argon2id.of(secret)

        def changed(persons: Persons) -> Persons:
            _one(persons, code)
            return tuple(
                one.model_copy(update={"secret": made}) if one.code == code else one for one in persons
            )

        self._change(changed)

    def remove(self, code: str) -> None:
        """Remove a professional; the last in charge goes last.

        Raises:
            UsageError: there is no such person (G165), or others stay with nobody in charge (G166).
            RecordError: as :meth:`add`.
        """

        def removed(persons: Persons) -> Persons:
            _one(persons, code)
            left = tuple(one for one in persons if one.code != code)
            if left and not any(one.in_charge for one in left):
                raise UsageError(
                    msg("{code} is the only person in charge.", code=code),
                    msg("Add another one in charge before: somebody has to read the journal."),
                    code="G166",
                )
            return left

        self._change(removed)

    def _change(self, change: Callable[[Persons], Persons]) -> tuple[Persons, Persons]:
        try:
            with self.house.exclusive(_LOCK):
                before = self.read()
                after = tuple(sorted(change(before), key=lambda one: one.code))
                content = _File(persons=after).model_dump_json(indent=1).encode() if after else b""
                old = self.path.read_bytes() if self.path.exists() else b""
                # A power cut after this leaves either list; the second line says that it is this one.
                self.house.note(NOTED, list=_sum(content), list_before=_sum(old))
                if content:
                    replace_private(self.path, content)
                else:
                    self.path.unlink(missing_ok=True)
                self.house.note(NOTED, list=_sum(content), list_before=_sum(content))
                return before, after
        except OSError as error:
            raise RecordError(
                msg(
                    "The list of persons cannot be written ({why}): nothing was changed.",
                    why=error.strerror or type(error).__name__,
                ),
                code="G164",
            ) from error


def asks_for_persons(persons: Collection[KnownProfessional], place: VaultPlace | None = None) -> bool:
    """Return whether a console asks for a person: one was added, or there is a vault."""
    return bool(persons) or (place or VaultPlace.default()).state() != "none"


def next_code(taken: Collection[str]) -> str:
    """Return the first code of a professional that nobody has."""
    return next(code for number in range(1, 1000) if (code := f"A{number:02}") not in taken)


def check_secret(secret: str) -> None:
    """Raise UsageError (G163) if a passphrase is too short, too long, or has what no keyboard gives."""
    if not SHORTEST <= len(secret) <= LONGEST or len(set(secret)) < SHORTEST // 2 or not secret.isprintable():
        raise UsageError(
            msg("A secret code has at least {n} characters, and not the same one over and over.", n=SHORTEST),
            msg("Three words that have nothing to do with one another are easy to keep in mind."),
            code="G163",
        )


def _one(persons: Persons, code: str) -> KnownProfessional:
    found = next((one for one in persons if one.code == code), None)
    if found is None:
        raise UsageError(
            msg("There is no person {code}.", code=code),
            msg("Those who are known: {known}", known=", ".join(one.code for one in persons) or "-"),
            code="G165",
        )
    return found


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _unreadable(path: Path) -> RecordError:
    return RecordError(
        msg("The list of persons cannot be read: {path}.", path=path),
        msg("Put it back from a backup. Until then the console stays locked, and Stop works."),
        code="G160",
    )


def _other(path: Path) -> RecordError:
    return RecordError(
        msg("The list of persons is not the one that was kept last: {path}.", path=path),
        msg(
            "It was changed, or is missing. Put it back from a backup; until then the console stays locked, "
            "and Stop works."
        ),
        code="G161",
    )
