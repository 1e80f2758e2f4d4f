"""Closing a session that was interrupted: in a child process, and nothing that was written is changed."""

from __future__ import annotations

import asyncio
from pathlib import Path

from nao_sessions.console.home.closing import close_in_a_child
from nao_sessions.console.home.past import read_past
from nao_sessions.record.log import LogWriter
from nao_sessions.record.manifest import Manifest
from tests.console.console_house import house_in, put_session

OPEN = "2026-11-26T090000Z_demo_op3n"


def _interrupted(place: Path) -> Path:
    folder = put_session(house_in(place), "fresh", OPEN, state="open", outcome="")
    for name in ("SHA256SUMS", "events.sums"):
        (folder / name).unlink()
    return folder


def test_a_session_that_was_interrupted_is_closed_and_its_log_is_as_it_was(tmp_path: Path) -> None:
    folder = _interrupted(tmp_path)
    log = (folder / "events.jsonl").read_bytes()
    assert asyncio.run(close_in_a_child(folder)) is None
    assert (folder / "events.jsonl").read_bytes() == log
    assert Manifest.read(folder / "session.json").state == "recovered"
    assert not read_past(folder.parent, None)[0].interrupted


def test_a_session_that_still_runs_is_not_closed_and_why_is_told(tmp_path: Path) -> None:
    folder = _interrupted(tmp_path)
    log = LogWriter(folder / "events.jsonl")
    try:
        error = asyncio.run(close_in_a_child(folder))
    finally:
        log.close()
    assert error is not None
    assert error.code == "R103"
    assert error.hint is not None
    assert Manifest.read(folder / "session.json").state == "open"


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    error = asyncio.run(close_in_a_child(tmp_path))
    assert error is not None
    assert error.code == "R104"
