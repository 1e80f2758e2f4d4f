"""Vaults of a test's own, made by the gocryptfs of this computer; where there is none, tests are skipped."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from nao_sessions.core.places import VaultPlace
from nao_sessions.privacy.vault import Vault
from tests.kills.processes import until

PASSPHRASE = "sept mots qui ne vont pas ensemble"


def need_gocryptfs() -> None:
    """Skip the test where gocryptfs is not installed, or nothing can be mounted."""
    if shutil.which("gocryptfs") is None or shutil.which("fusermount3") is None:
        pytest.skip("gocryptfs (Debian: gocryptfs, fuse3) is not here")
    if not os.access("/dev/fuse", os.R_OK | os.W_OK):
        pytest.skip("/dev/fuse is not here")


@contextmanager
def closed_after(place: VaultPlace) -> Iterator[Vault]:
    """Yield the vault of a place, which need not be made yet, and close it in any case."""
    need_gocryptfs()
    try:
        yield Vault(place)
    finally:
        subprocess.run(["fusermount3", "-uz", str(place.opened)], capture_output=True, check=False)


@contextmanager
def open_vault(folder: Path) -> Iterator[Vault]:
    """Make a vault whose content is seen in a folder, open it, and close it afterwards."""
    with closed_after(VaultPlace.at(folder)) as vault:
        vault.create(PASSPHRASE)
        vault.open(PASSPHRASE)
        yield vault


def kill_gocryptfs(vault: Vault) -> None:
    """Kill the gocryptfs of a vault, and wait until the kernel has taken notice of it."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if command[0].endswith(b"gocryptfs") and os.fsencode(vault.place.sealed) in command:
            os.kill(int(process.name), signal.SIGKILL)
            until(lambda: vault.place.state() != "open", "the vault is gone")
            return
    raise AssertionError("no gocryptfs of this vault runs")
