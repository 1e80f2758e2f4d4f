"""A session without a trace by command: what lies on the disk after it, and after one that was killed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from nao_sessions.privacy.traceless import PREFIX
from tests.cli.command_line import PROTOCOL, QUICK, SLOW, WAITING, nao_sessions
from tests.kills.processes import SessionRun, until
from tests.privacy.test_traceless import bytes_below, detach_below
from tests.vaults import need_gocryptfs

CODE = "P73"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The folders of a user of his own, all below ``tmp_path``."""
    need_gocryptfs()
    (tmp_path / "tmp").mkdir()
    places = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("DATA", "STATE", "CACHE")}
    yield {**places, "TMPDIR": str(tmp_path / "tmp")}
    detach_below(tmp_path / "tmp")


def test_no_byte_of_it_is_left(home: dict[str, str], tmp_path: Path) -> None:
    ran = nao_sessions(
        "run", PROTOCOL, *QUICK, "--without-trace", "--participant", CODE, "--lang", "fr", **home
    )
    assert ran.returncode == 0, ran.stderr
    assert "Rien de cette séance n'a été gardé" in ran.stdout
    left = bytes_below(tmp_path)
    assert CODE.encode() not in left
    assert b"courte" not in left
    assert [path for path in (tmp_path / "tmp").iterdir() if path.name.startswith(PREFIX)] == []


def test_its_end_as_json_names_no_folder(home: dict[str, str]) -> None:
    ran = nao_sessions("run", PROTOCOL, *QUICK, "--without-trace", "--json", **home)
    assert json.loads(ran.stdout) == {"folder": None, "outcome": "completed", "kept": False}


def test_one_that_is_killed_can_be_read_by_nobody(home: dict[str, str], tmp_path: Path) -> None:
    ours = ["--without-trace", "--participant", CODE, "--lang", "en"]
    run = SessionRun([str(PROTOCOL), *SLOW, *WAITING, *ours], tmp_path / "terminal", home)
    try:
        until(lambda: list((tmp_path / "tmp").glob(f"{PREFIX}*/opened/*/events.jsonl")), "its log is there")
        (log,) = (tmp_path / "tmp").glob(f"{PREFIX}*/opened/*/events.jsonl")
        until(lambda: CODE.encode() in log.read_bytes(), "the child stands in it")
    finally:
        run.kill()
    until(lambda: not readable(log), "its log is read by nobody")
    (tmp_path / "terminal.out").unlink()
    (tmp_path / "terminal.err").unlink()
    assert CODE.encode() not in bytes_below(tmp_path)


def readable(log: Path) -> bool:
    try:
        return bool(log.read_bytes())
    except OSError:
        return False


@pytest.mark.parametrize("option", ["--out", "--trace", "--resume"])
def test_nothing_that_keeps_it_goes_with_it(option: str, tmp_path: Path) -> None:
    protocol = () if option == "--resume" else (PROTOCOL,)
    ran = nao_sessions("run", *protocol, "--simulator", "--without-trace", option, tmp_path / "x")
    assert (ran.returncode, "U130" in ran.stderr) == (2, True)
