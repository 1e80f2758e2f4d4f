"""A disk that fills up for real while a session runs: the video stops, the session and its log do not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from nao_sessions.room.files.probe import examine
from tests.cli.command_line import PROTOCOL, WAITING, Started, begin, nao_sessions
from tests.kills.processes import SessionRun, until
from tests.record.made_folder import make_folder
from tests.small_disk import fill, free_bytes, small_disk

FRAMES = 25
ON_A_SMALL_DISK = ("--simulator", "--despite", "R130", *WAITING)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk for a film of some minutes, where a session of ten does not fit."""
    with small_disk(tmp_path / "disk", "48m") as place:
        yield place


def begin_on(disk: Path, started: list[Started]) -> Started:
    session = begin(started, disk, *ON_A_SMALL_DISK)
    session.until_said()
    index = session.folder / "room" / "room.frames.csv"
    until(lambda: len(index.read_bytes().splitlines()) > FRAMES, "a second of film")
    return session


def verified(folder: Path) -> tuple[bool, bool]:
    found = json.loads(nao_sessions("verify", folder, "--json").stdout)
    return found["sound"], found["reexecuted"]


def test_a_session_goes_on_to_its_end_while_the_disk_is_full_and_closes_whole(
    disk: Path, started: list[Started]
) -> None:
    session = begin_on(disk, started)
    fill(disk)
    session.until_logged("disk_full")
    session.until_logged("disk", state="full")
    session.run.type("say Encore un instant.")
    session.until_logged("adaptation")
    assert free_bytes(disk) < 1024**2
    session.run.type("1")
    assert session.ended() == (0, "completed")
    assert verified(session.folder) == (True, True)
    said = session.run.stderr
    assert said.count("the disk is full: the video stops") == 1
    assert "R130 The session does not fit into" in said
    (report,) = examine(session.folder, decode=True)
    assert report.frames_indexed - report.frames_readable < 8
    assert report.frames_readable > FRAMES - 8
    (despite,) = [event["data"] for event in session.events() if event["kind"] == "despite"]
    assert despite["code"] == "R130"
    assert despite["free_bytes"] < despite["needed_bytes"]
    left = {path.name for path in session.folder.iterdir()}
    assert {"SHA256SUMS", "events.sums", "sync.json", "session.json"} <= left
    assert [name for name in left if name.startswith(".") or name.endswith(".tmp")] == []


def test_a_session_that_dies_on_a_full_disk_is_recovered_there_and_goes_on_once_there_is_room(
    disk: Path, tmp_path: Path, started: list[Started]
) -> None:
    session = begin_on(disk, started)
    filler = fill(disk)
    session.until_logged("disk_full")
    session.kill()
    recovered = nao_sessions("recover", session.folder)
    assert (recovered.returncode, verified(session.folder)) == (0, (True, True)), recovered.stderr
    refused = nao_sessions("run", "--resume", session.folder, "--simulator", "--lang", "en")
    assert (refused.returncode, refused.stderr.startswith("R130 ")) == (2, True), refused.stderr
    filler.unlink()
    again = SessionRun(["--resume", str(session.folder), "--simulator", "--no-room"], tmp_path / "again", {})
    try:
        session.until_logged("paused", why="crash")
        again.type("resume")
        session.until_logged("continued")
        again.type("1")
        assert (again.wait(), verified(session.folder)) == (0, (True, True)), again.stderr
    finally:
        again.close()


def test_a_folder_for_whose_closing_there_is_no_room_is_told_and_closed_later(disk: Path) -> None:
    made = make_folder(disk, closed=False)
    filler = fill(disk)
    ran = nao_sessions("recover", made.path, "--lang", "en")
    assert (ran.returncode, ran.stderr.split()[0]) == (1, "R134"), ran.stderr
    filler.unlink()
    assert nao_sessions("recover", made.path).returncode == 0
    assert verified(made.path) == (True, True)


def test_a_session_that_does_not_fit_is_refused_and_leaves_nothing(disk: Path) -> None:
    given = ("run", PROTOCOL, "--simulator", "--out", disk / "out", *WAITING, "--lang", "en", "--json")
    ran = nao_sessions(*given)
    assert (ran.returncode, list(disk.iterdir())) == (2, [])
    assert ran.stderr.startswith("R130 The session does not fit into ")
    given = json.loads(ran.stdout)
    lines = {line["key"]: line["verdict"] for line in given["preflight"]}
    assert (given["started"], lines["disk"], lines["ground"]) == (False, "refused", "well")
