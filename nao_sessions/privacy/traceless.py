"""The folder of a session without a trace: it lies under a key that gocryptfs alone holds, in its memory.

The passphrase is drawn, goes to gocryptfs by a pipe, and is kept nowhere; the file by which it would open the
folder again is removed once the folder is open. gocryptfs is killed at the end, and by the kernel where this
program dies first: what lies on the disk then can be read by nobody.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nao_sessions.core import processes
from nao_sessions.core.errors import NaoSessionsError, system_refused
from nao_sessions.core.places import VaultPlace, temporary_path
from nao_sessions.privacy.gocryptfs import refused, run_program
from nao_sessions.text.messages import msg

NOTHING_KEPT = msg(
    "Nothing of this session was kept: no picture, no sound, no log. The key under which its log lay while "
    "it ran is destroyed."
)
PREFIX = "without-trace-"
_OPEN_WITHIN_S = 20.0
_LOOKS_EVERY_S = 0.02


def traceless_parent() -> Path:
    """Return the folder in which sessions without a trace lie, encrypted, while they run."""
    return temporary_path() or Path(tempfile.gettempdir())


@contextmanager
def traceless_folder() -> Iterator[Path]:
    """Yield an empty folder; at the end its key is destroyed, and then what is left of it on the disk.

    To be entered from the main thread: where the thread that started gocryptfs ends, gocryptfs is killed.

    Raises:
        DeviceUnavailable: gocryptfs is not installed (G110).
        RecordError: it refused (G113).
    """
    folder, held = _make()
    try:
        place = _place(folder)
        place.sealed.mkdir(mode=0o700)
        place.opened.mkdir(mode=0o700)
        with _opened(place):
            yield place.opened
    finally:
        _remove(folder)
        os.close(held)


def sweep() -> None:
    """Remove what is left of sessions without a trace that were killed: nobody can read it any more.

    Whoever makes or uses such a folder holds it; another console's is left alone.
    """
    for folder in traceless_parent().glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            held = _look_at(folder)
            try:
                if os.fstat(held).st_uid == os.getuid():
                    fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    _remove(folder)
            finally:
                os.close(held)


def _look_at(folder: Path) -> int:
    return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)


def _make() -> tuple[Path, int]:
    """Make a folder and hold it; return it with the descriptor that holds it."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=traceless_parent()))
        with contextlib.suppress(FileNotFoundError):  # swept away before it was held
            held = _look_at(folder)
            fcntl.flock(held, fcntl.LOCK_EX)
            if folder.exists():
                return folder, held
            os.close(held)


@contextmanager
def _opened(place: VaultPlace) -> Iterator[None]:
    passphrase = secrets.token_hex(32)
    # A drawn passphrase of 256 bits needs no slow derivation.
    run_program("gocryptfs", "-q", "-init", "-scryptn", "10", str(place.sealed), typed=passphrase)
    command = ("gocryptfs", "-fg", "-q", "-nosyslog", str(place.sealed), str(place.opened))
    try:
        process = processes.start_blocking(
            ("setpriv", "--pdeathsig", "KILL", *command),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )
    except FileNotFoundError as error:
        raise refused("setpriv (util-linux)", system_refused(error).en) from error
    try:
        assert process.stdin is not None
        with contextlib.suppress(BrokenPipeError), process.stdin as pipe:
            pipe.write(f"{passphrase}\n")
        _wait_until_open(process, place)
        (place.sealed / "gocryptfs.conf").unlink()
        yield
    finally:
        process.kill()
        process.wait()
        assert process.stderr is not None
        process.stderr.close()


def _wait_until_open(process: subprocess.Popen[str], place: VaultPlace) -> None:
    """Wait until gocryptfs shows the folder. Raises: RecordError, it does not (G113)."""
    until = time.monotonic() + _OPEN_WITHIN_S
    while place.state() != "open":
        if process.poll() is not None or time.monotonic() > until:
            process.kill()
            assert process.stderr is not None
            lines = process.stderr.read().strip().splitlines()
            raise refused("gocryptfs", lines[-1] if lines else "...")
        time.sleep(_LOOKS_EVERY_S)


def _place(folder: Path) -> VaultPlace:
    return VaultPlace(folder / "sealed", folder / "opened")


def _remove(folder: Path) -> None:
    with contextlib.suppress(NaoSessionsError):  # it is not open
        run_program("fusermount3", "-uz", str(_place(folder).opened))
    shutil.rmtree(folder, ignore_errors=True)
