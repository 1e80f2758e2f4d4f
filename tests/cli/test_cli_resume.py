"""What ``run --resume`` refuses: another kind of room than the session began in, and a changed log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import qi

from tests.cli.command_line import PROTOCOL, QUICK, SLOW, WAITING, Started, begin, nao_sessions
from tests.kills.processes import until
from tests.kills.room_under_test import RoomUnderTest

REFUSED = {
    "en": "U107 This session is {was}: it does not go on with a robot or a camera of another kind.\n",
    "fr": "U107 Cette séance est {was} : elle ne reprend pas avec un robot ou une caméra d'une autre sorte.",
}


@pytest.fixture
def other_robot() -> Iterator[str]:
    """The address of a robot that is no simulator: it speaks qi, and has no such service."""
    robot = qi.Session()
    robot.listenStandalone("tcp://127.0.0.1:0")
    yield str(robot.endpoints()[0])
    robot.close()


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a session, but what its guard and its recorders still write after its death."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.parent.name != "room")
    return {path.name: path.read_bytes() for path in files if path.name != "halts.jsonl"}


def test_a_simulated_session_does_not_go_on_with_a_real_camera_or_a_real_robot(
    tmp_path: Path, started: list[Started], other_robot: str
) -> None:
    session = begin(started, tmp_path, *QUICK, *WAITING, "--ground", "a test")
    session.until_said()
    session.kill()
    before = contents(session.folder)
    room = tmp_path / "room.yaml"
    room.write_text('cameras: {room: {url: "tcp://127.0.0.1:1"}}\n', encoding="utf-8")
    for others in (("--simulator", "--room", room), ("--robot", other_robot, "--unencrypted", "a test")):
        ran = nao_sessions("run", "--resume", session.folder, *others, "--lang", "en")
        assert (ran.returncode, ran.stdout) == (2, "")
        assert ran.stderr.startswith(REFUSED["en"].format(was="simulated")), ran.stderr
        assert contents(session.folder) == before


def test_a_real_session_does_not_go_on_in_a_simulated_room(tmp_path: Path) -> None:
    with RoomUnderTest(tmp_path, *WAITING, protocol=PROTOCOL) as room:
        session = room.begin()
        guard = room.guard_of(session)
        room.until_logged("speech", speaking=True)
        session.kill()
        until(lambda: not guard.alive, "end of the guard")
        before = contents(room.folder)
        ran = nao_sessions("run", "--resume", room.folder, *SLOW, "--lang", "fr")
        assert (ran.returncode, ran.stdout) == (2, "")
        assert ran.stderr.startswith(REFUSED["fr"].format(was="réelle")), ran.stderr
        assert contents(room.folder) == before


@pytest.mark.parametrize(
    ("of", "into", "differs"),
    [
        ('"verb":"say","text":"Bonjour', '"verb":"say","text":"Bonsoir', 0),
        ('"source":"session","kind":"begin"', '"source":"session","kind":"pause"', 1),
    ],
    ids=["an output", "an input, which its output tells"],
)
def test_a_session_whose_log_was_changed_is_not_resumed(
    tmp_path: Path, started: list[Started], of: str, into: str, differs: int
) -> None:
    session = begin(started, tmp_path, *QUICK, *WAITING)
    session.until_said()
    session.kill()
    log = session.folder / "events.jsonl"
    text = log.read_text(encoding="utf-8")
    assert text.count(of) == 1
    log.write_text(text.replace(of, into), encoding="utf-8")
    before = contents(session.folder)
    found = json.loads(nao_sessions("verify", session.folder, "--json", "--lang", "en").stdout)
    ran = nao_sessions("run", "--resume", session.folder, *SLOW, "--lang", "en")
    assert (ran.returncode, ran.stdout) == (1, "")
    seq = differs + next(n for n, line in enumerate(text.splitlines()) if of in line)
    assert ran.stderr.startswith(f"R110 seq {seq}: the log does not follow from its inputs;")
    assert found["problems"][0].startswith(f"seq {seq}")
    assert contents(session.folder) == before
