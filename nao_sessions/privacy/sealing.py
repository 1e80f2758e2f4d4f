"""What leaves a session in which persons were recorded, sealed: by age, to those who are to read it.

The house's own key is always among them, so that it can open again what it sealed. The format is age's
(age-encryption.org/v1), which other programs open as well.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from nao_sessions.core.errors import NaoSessionsError, UsageError
from nao_sessions.privacy.volume import SIMULATION
from nao_sessions.record.house import House
from nao_sessions.record.manifest import Manifest
from nao_sessions.record.private import (
    make_private_folder,
    open_private,
    private_replacement,
    write_private,
)
from nao_sessions.text.messages import msg

IDENTITY_FILE, RECIPIENTS_FILE = "age.key", "recipients.txt"
"""Of the house: its own key, and the public keys (a line each, ``#`` begins a remark) of those who always
can open what leaves."""
SEALED, SEALED_FOLDER = ".age", ".tar.age"
MOST_FILES = 100_000
"""The most files that are taken out of a sealed folder: whoever knows a public key can send one."""


def shows_persons(manifest: Manifest) -> bool:
    """Return whether persons took part in a session; of a simulated one nothing needs to be sealed."""
    simulated = manifest.rehearsal and bool(manifest.robot.get("simulator"))
    return not (simulated and manifest.ground.text == SIMULATION)


@dataclass(frozen=True, slots=True)
class Seal:
    """Whom an export is sealed to: public keys as age writes them."""

    recipients: tuple[str, ...]

    @classmethod
    def of_house(cls, house: House, further: Sequence[str] = ()) -> Seal:
        """Return the seal for the house, those whom it names always, and further ones.

        Raises:
            UsageError: one of them is no public key (G130).
            RecordError: the vault is closed (R162).
            OSError: the house's key cannot be read, or made.
        """
        try:
            named = (house.path / RECIPIENTS_FILE).read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            named = []
        keys = [_public(_identity_of(house)), *(line.partition("#")[0].strip() for line in named), *further]
        found = tuple(dict.fromkeys(key for key in keys if key))
        for key in found:
            _recipient(key)
        return cls(found)

    @contextlib.contextmanager
    def sealed(self, place: Path) -> Iterator[tuple[Path, list[Path]]]:
        """Yield where to write instead, and a list that then holds the file that was sealed.

        What is written there, a file or a folder, is sealed beside *place* when the block ends, and lies
        until then among the temporary files: in the vault, where one is open.

        Raises:
            OSError: it cannot be written.
        """
        import pyrage

        made: list[Path] = []
        place = place.resolve()
        with tempfile.TemporaryDirectory(prefix="nao-export-") as name:
            draft = Path(name) / place.name
            yield draft, made
            source, end = draft, SEALED
            if draft.is_dir():
                source, end = Path(name) / "packed.tar", SEALED_FOLDER
                _pack(draft, source)
            target = place.with_name(place.name + end)
            target.parent.mkdir(parents=True, exist_ok=True)
            with private_replacement(target) as sealing:
                pyrage.encrypt_file(str(source), str(sealing), [_recipient(key) for key in self.recipients])
            made.append(target)


def open_sealed(path: Path, target: Path | None, key: Path | None, house: House) -> Path:
    """Open a sealed file, and return the file or the folder that was in it.

    Args:
        path: the sealed file.
        target: where its content goes, and where nothing may be yet; None: beside it, without its ending.
        key: a file with a secret key of age's; None: the house's own.
        house: whose key is taken then.

    Raises:
        UsageError: the key opens nothing here, or is none (G131); something is at the place (G132); what was
            sealed is no folder as this program packs it (G133).
    """
    import pyrage

    identity = _identity_of(house) if key is None else _read_identity(key)
    is_folder = path.name.endswith(SEALED_FOLDER)
    place = target or path.with_name(path.name.removesuffix(SEALED_FOLDER if is_folder else SEALED))
    if place.exists() or place.is_symlink():
        raise UsageError(
            msg("{path} is there already.", path=place), msg("Give another place with -o."), code="G132"
        )
    with tempfile.TemporaryDirectory(prefix="nao-open-", dir=place.parent) as name:
        opened = Path(name) / "content"
        write_private(opened, b"")
        try:
            pyrage.decrypt_file(str(path), str(opened), [identity])
        except (pyrage.DecryptError, ValueError) as error:
            raise _not_opened(path) from error
        except OSError as error:
            if error.errno is not None:  # the system's; those of age have no number
                raise
            raise _not_opened(path) from error
        if is_folder:
            unpacked = Path(name) / "folder"
            make_private_folder(unpacked)
            _unpack(opened, unpacked)
            opened = unpacked
        opened.rename(place)
    return place


def make_identity(path: Path) -> str:
    """Write a new secret key into a file that is not there yet; return its public key. Raises: UsageError."""
    import pyrage

    if path.exists():
        raise UsageError(
            msg("{path} is there already.", path=path), msg("Give another place with -o."), code="G132"
        )
    identity = pyrage.x25519.Identity.generate()
    public = _public(identity)
    write_private(path, f"# public key: {public}\n{identity}\n".encode("ascii"))
    return public


def _identity_of(house: House) -> Any:
    path = house.path / IDENTITY_FILE
    if not path.exists():
        house.note("seal_key", public=_make_first(house))
    return _read_identity(path)


def _make_first(house: House) -> str:
    house.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    make_private_folder(house.path)
    return make_identity(house.path / IDENTITY_FILE)


def _read_identity(path: Path) -> Any:
    import pyrage

    try:
        lines = path.read_text(encoding="utf-8").split("\n")
        return pyrage.x25519.Identity.from_str(next(one.strip() for one in lines if one[:1] not in ("", "#")))
    except (OSError, ValueError, StopIteration, pyrage.IdentityError) as error:
        raise UsageError(
            msg("{path} holds no key that opens sealed files.", path=path),
            msg("'nao-sessions open --new-key FILE' makes one; age-keygen, too."),
            code="G131",
        ) from error


def _recipient(key: str) -> Any:
    import pyrage

    try:
        return pyrage.x25519.Recipient.from_str(key)
    except (ValueError, pyrage.RecipientError) as error:
        raise UsageError(
            msg("'{key}' is no public key to seal to.", key=key),
            msg("It begins with age1; 'nao-sessions open --new-key FILE' makes a pair."),
            code="G130",
        ) from error


def _public(identity: Any) -> str:
    return str(identity.to_public())


def _pack(folder: Path, target: Path) -> None:
    """Pack the files of a folder, without owners and times of their own."""

    def bare(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        entry.mode = 0o700 if entry.isdir() else 0o600
        return entry

    with tarfile.open(target, "w") as packed:
        for path in sorted(folder.iterdir()):
            packed.add(path, path.name, filter=bare)


def _unpack(source: Path, folder: Path) -> None:
    """Take plain files out of a packed folder: no links, no way out of it. Raises: UsageError (G133)."""
    try:
        with tarfile.open(source, "r:") as packed:
            for number, entry in enumerate(packed):
                parts = PurePosixPath(entry.name).parts
                strange = not parts or ".." in parts or parts[0] == "/" or "\0" in entry.name
                if strange or not (entry.isreg() or entry.isdir()) or number >= MOST_FILES:
                    raise _odd(entry.name)
                path = folder.joinpath(*parts)
                if entry.isdir():
                    make_private_folder(path, within=folder)
                    continue
                make_private_folder(path.parent, within=folder)
                content = packed.extractfile(entry)
                descriptor = open_private(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, within=folder)
                with os.fdopen(descriptor, "wb") as stream:
                    shutil.copyfileobj(content, stream)  # type: ignore[arg-type]  # it is a regular one
    except (tarfile.TarError, EOFError, ValueError, FileExistsError) as error:
        raise _odd(source.name) from error


def _not_opened(path: Path) -> UsageError:
    return UsageError(
        msg("This key does not open {path}.", path=path),
        msg("It was sealed to others, or is not as it was sealed. Another key: --key FILE"),
        code="G131",
    )


def _odd(name: str) -> NaoSessionsError:
    return UsageError(
        msg("What was sealed is no folder as this program packs it: {name}", name=name), code="G133"
    )
