"""Where the data of a user of this computer lie: in the vault, where one was made, else in his folders.

A vault that is closed is never gone round: what belongs into it is refused until it is open.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from platformdirs import user_cache_path, user_data_path

from nao_sessions.core.errors import VaultClosed
from nao_sessions.core.mounts import read_mounts
from nao_sessions.text.messages import msg

VaultState = Literal["none", "closed", "open", "gone"]
"""none: no vault was made. gone: the program behind an open one has died, and every access fails."""

TEMPORARY = "tmp"
"""The folder of temporary files in the vault, which is emptied whenever the vault is opened."""


@dataclass(frozen=True, slots=True)
class VaultPlace:
    """A vault's two folders: what lies on the disk, encrypted, and where its content is seen while open."""

    sealed: Path
    opened: Path

    @classmethod
    def at(cls, opened: Path) -> VaultPlace:
        """Return the vault whose content is seen in a folder."""
        opened = opened.absolute()
        return cls(opened.with_name(f"{opened.name}.sealed"), opened)

    @classmethod
    def default(cls) -> VaultPlace:
        """Return the vault of this user of this computer, whether it was made or not."""
        return cls.at(user_data_path("nao_sessions") / "vault")

    def state(self) -> VaultState:
        """Return whether the vault was made, and whether it is open."""
        if not os.path.lexists(self.sealed):
            return "none"
        point = os.path.realpath(self.opened.parent) + f"/{self.opened.name}"
        if not any(one.point == point and one.filesystem == "fuse.gocryptfs" for one in read_mounts()):
            return "closed"
        try:
            self.opened.stat()
        except OSError:
            return "gone"
        return "open"


def data_path() -> Path:
    """Return the folder of this user's data. Raises: VaultClosed."""
    vault = VaultPlace.default()
    return vault.opened if _is_used(vault) else user_data_path("nao_sessions")


def cache_path() -> Path:
    """Return the folder of what can be made again from the data. Raises: VaultClosed."""
    vault = VaultPlace.default()
    return vault.opened / "cache" if _is_used(vault) else user_cache_path("nao_sessions")


def temporary_path() -> Path | None:
    """Return the folder of temporary files in the vault, if one is open; None: the system's is used."""
    vault = VaultPlace.default()
    return vault.opened / TEMPORARY if vault.state() == "open" else None


def keep_to_ourselves() -> None:
    """Have this process and its children write for this user alone, and temporary files in the vault."""
    os.umask(0o077)
    place = temporary_path()
    if place is not None:
        os.environ["TMPDIR"] = tempfile.tempdir = str(place)


def check_open(path: Path) -> None:
    """Check that a path does not lie where a vault would be, were it open. Raises: VaultClosed."""
    vault = VaultPlace.default()
    if path.is_relative_to(vault.opened):
        _is_used(vault)


def _is_used(vault: VaultPlace) -> bool:
    """Return whether a vault is open; False where there is none. Raises: VaultClosed."""
    state = vault.state()
    if state in ("closed", "gone"):
        raise VaultClosed(
            msg("The vault {folder} is closed: nothing is read or kept there.", folder=vault.opened),
            msg("Open it: nao-sessions vault open"),
            code="R162",
        )
    return state == "open"
