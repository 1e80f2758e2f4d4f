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
from nao_sessions.privacy.gocryptfs import configuration_of
from nao_sessions.privacy.papers import grouped
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


def master_key_of(vault: Vault) -> str:
    """Return a vault's master key, as its papers held it before each had a key of its own."""
    command = ("gocryptfs-xray", "-dumpmasterkey", str(vault.place.sealed / "gocryptfs.conf"))
    ran = subprocess.run(command, input=f"{PASSPHRASE}\n", capture_output=True, text=True, check=True)
    return grouped(ran.stdout)


def make_earlier_vault(vault: Vault) -> str:
    """Make a vault as it was before each paper had a key of its own; return the key of its papers."""
    keys = vault.create(PASSPHRASE)
    vault.open(PASSPHRASE)
    vault.close()
    for holder in keys:
        (vault.place.sealed / configuration_of(holder)).unlink()
    return master_key_of(vault)


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
