"""What a confined process tries on the computer is refused by the kernel, whatever the code does.

Each attempt is made by a process of its own, twice: free, where it succeeds, and confined.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.alone  # they wait for real processes

FREE = """
import ctypes, json, os, socket, subprocess, sys, threading
from pathlib import Path
from nao_sessions.core.confinement import ChildLimits, confine
folder, attempt, held = Path(sys.argv[1]), sys.argv[2], {}
"""
CONFINED = f"""{FREE}
held = confine(ChildLimits(20, 60, 1 << 30, 1 << 20), [folder / "given"], [folder / "made"])
held = {{"network": held.network, "tcp": held.tcp, "files": held.files}}
"""
ATTEMPT = """
try:
    exec(attempt)
    print(json.dumps([held, ""]))
except Exception as error:
    print(json.dumps([held, type(error).__name__]))
"""


def attempt(begin: str, folder: Path, what: str) -> Any:
    """Return what is held of a process, and the name of the error that an attempt ended with, or ""."""
    command = [sys.executable, "-P", "-c", begin + ATTEMPT, str(folder), what]
    return json.loads(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "given").write_bytes(b"given")
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "made").mkdir()
    return tmp_path


ATTEMPTS = {
    "read another file": ("files", "(folder / 'secret').read_bytes()"),
    "read the home folder": ("files", "os.listdir(Path.home())"),
    "read another process": ("files", "Path(f'/proc/{os.getppid()}/environ').read_bytes()"),
    "signal another process": ("files", "os.kill(os.getppid(), 0)"),
    "write beside": ("files", "(folder / 'new').write_bytes(b'')"),
    "change what was given": ("files", "open(folder / 'given', 'r+b')"),
    "cut what was given": ("files", "os.truncate(folder / 'given', 0)"),
    "remove what was given": ("files", "(folder / 'given').unlink()"),
    "move out of the folder": (
        "files",
        "(folder / 'made' / 'a').write_bytes(b''); (folder / 'made' / 'a').rename(folder / 'a')",
    ),
    "make a link": ("files", "(folder / 'made' / 'link').symlink_to(folder / 'secret')"),
    "start a program": ("files", "subprocess.run(['/bin/true'])"),
    "send a packet": ("network", "socket.socket(2, 2).sendto(b'', ('127.0.0.1', 9))"),
    "listen": ("tcp", "socket.create_server(('127.0.0.1', 0))"),
    "have another namespace": (
        "network",
        "assert ctypes.CDLL(None).unshare(0x1000_0000) == 0",
    ),
    "take much memory": ("", "bytearray(2 << 30)"),
    "write much": ("", "(folder / 'made' / 'a').write_bytes(bytes(2 << 20))"),
}
"""By what is tried: which part of the confinement refuses it ("" is every kernel's), and how it is tried."""


@pytest.mark.parametrize("name", ATTEMPTS)
def test_an_attempt_that_succeeds_freely_is_refused_when_confined(folder: Path, name: str) -> None:
    part, how = ATTEMPTS[name]
    held, error = attempt(CONFINED, folder, how)
    if part and not held[part]:
        pytest.skip(f"this kernel holds no {part}")
    assert error in {"PermissionError", "OSError", "MemoryError", "AssertionError"}
    assert attempt(FREE, folder, how) == [{}, ""]


@pytest.mark.parametrize(
    "how",
    [
        "assert (folder / 'given').read_bytes() == b'given'",
        "(folder / 'made' / 'a').write_bytes(b'a'); (folder / 'made' / 'a').rename(folder / 'made' / 'b')",
        "import av, cv2, numpy, pydantic, babel.numbers; threading.Thread(target=print).start()",
        "assert os.getuid() == os.stat(folder / 'given').st_uid",
    ],
)
def test_what_reading_needs_is_left(folder: Path, how: str) -> None:
    assert attempt(CONFINED, folder, how)[1] == ""


def test_nothing_is_given_where_a_file_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        attempt(CONFINED, tmp_path, "")
