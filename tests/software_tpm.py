"""A TPM of a test's own: swtpm, which computes as a chip does; without it, tests are skipped."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from nao_sessions.privacy import tpm

LOCKOUT = "mot de passe du verrou"


def _free_pair() -> int:
    """Return a port that is free, and the one after it too."""
    while True:
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            port = int(one.getsockname()[1])
            try:
                two.bind(("127.0.0.1", port + 1))
            except (OSError, OverflowError):
                continue
            return port


def tpm2(program: str, *arguments: str) -> str:
    """Run a program of tpm2-tools at the TPM of the test."""
    command = (program, "-T", tpm.CHIP, *arguments)
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=30).stdout


@contextmanager
def software_tpm(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *, tries: int = 4, every_s: int = 600
) -> Iterator[None]:
    """Run a new TPM, which keeps what it is in a folder, as this computer's; its lockout has a password.

    After ``tries`` wrong PINs it takes one more every ``every_s`` seconds.
    """
    if shutil.which("swtpm") is None or shutil.which("tpm2_unseal") is None:
        pytest.skip("a TPM (Debian: swtpm, tpm2-tools) is not here")
    folder.mkdir()
    port = _free_pair()
    server, control = (f"type=tcp,bindaddr=127.0.0.1,port={one}" for one in (port, port + 1))
    command = (
        "swtpm",
        "socket",
        "--tpm2",
        "--tpmstate",
        f"dir={folder}",
        "--server",
        server,
        "--ctrl",
        control,
    )
    chip = subprocess.Popen(
        (*command, "--flags", "not-need-init,startup-clear"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", port + 1)) == 0:
                    break
            time.sleep(0.05)
        monkeypatch.setattr(tpm, "CHIP", f"swtpm:host=127.0.0.1,port={port}")
        tpm2("tpm2_dictionarylockout", "-s", "-n", str(tries), "-t", str(every_s), "-l", "86400")
        tpm2("tpm2_changeauth", "-c", "lockout", LOCKOUT)
        yield
    finally:
        chip.kill()
        chip.wait()
