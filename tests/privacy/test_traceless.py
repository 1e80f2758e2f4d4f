"""The folder of a session without a trace, with the real gocryptfs: what is left of it, and of one killed."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from nao_sessions.core.errors import DeviceUnavailable, RecordError
from nao_sessions.privacy.gocryptfs import run_program
from nao_sessions.privacy.layers import layer_of
from nao_sessions.privacy.traceless import PREFIX, sweep, traceless_folder
from tests.kills.processes import until
from tests.vaults import need_gocryptfs

pytestmark = pytest.mark.alone  # they wait for real processes

CANARY = b"prune-mirabelle"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder for temporary files of somebody who has no vault."""
    need_gocryptfs()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    where = tmp_path / "tmp"
    where.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(where))
    yield where
    detach_below(where)


def detach_below(temporary: Path) -> None:
    """Detach what a session that was killed has left, since nothing could remove its folder."""
    for left in temporary.glob(f"{PREFIX}*"):
        command = ["/usr/bin/fusermount3", "-uz", str(left / "opened")]
        subprocess.run(command, capture_output=True, check=False)


def bytes_below(folder: Path) -> bytes:
    """Return all that lies on the disk below a folder, names too; of what is mounted there, nothing."""
    names = subprocess.run(["find", folder, "-xdev", "-print0"], capture_output=True, check=False).stdout
    files = [Path(name.decode()) for name in names.split(b"\0") if name]
    mounted = [file for file in files if file.name == "opened"]
    content = b"".join(
        file.read_bytes()
        for file in files
        if not any(file.is_relative_to(point) for point in mounted) and file.is_file()
    )
    return names + content


def test_what_is_written_is_read_meanwhile_and_lies_nowhere_afterwards(place: Path) -> None:
    with traceless_folder() as folder:
        (folder / CANARY.decode()).write_bytes(CANARY)
        assert (folder / CANARY.decode()).read_bytes() == CANARY
        assert (layer_of(folder), folder.stat().st_mode & 0o077) == ("gocryptfs", 0)
        assert CANARY not in bytes_below(place)
        assert b"gocryptfs.conf" not in bytes_below(place)
    assert list(place.iterdir()) == []


def test_an_error_in_the_middle_leaves_as_little_and_an_open_file_holds_nothing_up(place: Path) -> None:
    written = []

    def write_and_fail() -> None:
        with traceless_folder() as folder:
            written.append((folder / "events.jsonl").open("wb", buffering=0))
            written[0].write(CANARY)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    (file,) = written
    assert list(place.iterdir()) == []
    with pytest.raises(OSError, match="not connected"):
        file.write(CANARY)
    with pytest.raises(OSError, match="not connected"):
        file.close()


def test_one_that_is_being_set_up_is_left_alone_by_another_console(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run_after_a_sweep(*command: str, typed: str = "") -> str:
        sweep()
        return run_program(*command, typed=typed)

    monkeypatch.setattr("nao_sessions.privacy.traceless.run_program", run_after_a_sweep)
    with traceless_folder() as folder:
        (folder / "events.jsonl").write_bytes(CANARY)
        sweep()
        assert (folder / "events.jsonl").read_bytes() == CANARY
    assert list(place.iterdir()) == []


KILLED = """
import os, tempfile
from nao_sessions.privacy.traceless import traceless_folder
with traceless_folder() as folder:
    (folder / "events.jsonl").write_bytes(b"prune-" + b"mirabelle")
    print(folder, flush=True)
    input()
"""


def test_a_program_that_is_killed_takes_the_key_with_it(place: Path) -> None:
    environment = {"TMPDIR": str(place), "XDG_DATA_HOME": str(place.parent / "data"), "PATH": "/usr/bin:/bin"}
    program = subprocess.Popen(
        [sys.executable, "-c", KILLED], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    )
    assert program.stdin is not None
    assert program.stdout is not None
    with program.stdin, program.stdout:
        folder = Path(program.stdout.readline().decode().strip())
        assert (folder / "events.jsonl").read_bytes() == CANARY
        sweep()  # of one that lives nothing is taken
        assert (folder / "events.jsonl").read_bytes() == CANARY
        program.send_signal(signal.SIGKILL)
        program.wait()
    until(lambda: not reads(folder), "the folder is gone")
    assert CANARY not in bytes_below(place)
    assert b"gocryptfs.conf" not in bytes_below(place)
    until(lambda: swept(place), "what is left is swept away")  # the kernel remembers a folder for a second


def swept(place: Path) -> bool:
    sweep()
    return not list(place.iterdir())


def reads(folder: Path) -> bool:
    try:
        return bool(list(folder.iterdir()))
    except OSError:
        return False


def test_without_gocryptfs_there_is_no_such_session(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(place))
    with pytest.raises(DeviceUnavailable) as refused, traceless_folder():
        pass
    assert (refused.value.code, list(place.iterdir())) == ("G110", [])


REFUSING = """#!/bin/sh
case "$*" in *-init*) exit 0 ;; esac
echo "no such thing as fuse" >&2
exit 1
"""


def test_a_gocryptfs_that_shows_nothing_is_an_error(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = place.parent / "programs"
    programs.mkdir()
    (programs / "gocryptfs").write_text(REFUSING, encoding="utf-8")
    (programs / "gocryptfs").chmod(0o700)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    with pytest.raises(RecordError) as refused, traceless_folder():
        raise AssertionError("it opened")
    assert (refused.value.code, list(place.iterdir())) == ("G113", [])
    assert "no such thing as fuse" in refused.value.sentence.en
