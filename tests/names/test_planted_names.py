"""A first name is planted in three ways, and looked for in everything that the program has written.

Said by Nao in a sentence of the protocol; typed by the professional; told by the robot in an error. The
simulator's own trace hears the name that Nao says: it stands for the robot, and is no file of ours.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kills.processes import command_line, descendants, read_lines, until
from tests.kills.room_under_test import NAME, RoomUnderTest
from tests.names.planted import forms_of, holders, said, written_by_us

PROTOCOL = Path(__file__).parent / "noms.yaml"
ROBOT_ERROR = f"ALMotion::angleInterpolation\n\tTask of {NAME} failed: {NAME.upper()} is busy"


@pytest.fixture(scope="module")
def named_session(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path], list[str], list[str]]:
    """Run the session; give its place, what our program wrote, its command lines, and what Nao said."""
    place = tmp_path_factory.mktemp("names")
    with RoomUnderTest(place, "--lang", "en", protocol=PROTOCOL) as room:
        session = room.begin()
        room.until_logged("done")
        room.simulator.hand.failNext("ALMotion", "angleInterpolationWithSpeed", ROBOT_ERROR)
        session.type(f"say Bravo {NAME} !")
        room.until_logged("command", name="improvise")
        until(lambda: len(said(room)) == 2, "the improvised sentence")
        session.type(f"say {NAME.upper()}")
        until(lambda: len(said(room)) == 3, "the other improvised sentence")
        session.type(f"{NAME} does not do as she is told")  # a line that means nothing
        lines = [command_line(pid) for pid in (session.process.pid, *descendants(session.process.pid))]
        session.type("1")
        room.until_logged("error", code="action_failed")
        assert session.wait() == 0
        assert "Traceback" not in session.stderr
        spoken = said(room)
        written = written_by_us(room)
    return place, written, lines, spoken


def test_the_child_is_called_by_name(named_session: tuple[Path, list[Path], list[str], list[str]]) -> None:
    _, _, _, spoken = named_session
    assert [sentence.rpartition("\\ ")[2] for sentence in spoken] == [
        f"Bonjour {NAME} !",
        f"Bravo {NAME} !",
        NAME,
        f"C'est à toi, {NAME}.",
        "Au revoir.",
    ]


def test_no_file_that_was_written_holds_the_name(
    named_session: tuple[Path, list[Path], list[str], list[str]],
) -> None:
    _, written, _, _ = named_session
    names = {path.name for path in written}
    assert {"events.jsonl", "session.json", "room.01.mp4", "terminal0.out", "terminal0.err"} <= names
    assert holders(written, forms_of(NAME)) == []


def test_no_command_line_holds_the_name(
    named_session: tuple[Path, list[Path], list[str], list[str]],
) -> None:
    _, _, lines, _ = named_session
    assert len(lines) >= 3  # the session, its guard, its recorder
    forms = forms_of(NAME)
    assert [line for line in lines if any(form in line.encode() for form in forms)] == []


def test_the_name_would_be_found(tmp_path: Path) -> None:
    for number, form in enumerate(forms_of(NAME)):
        (tmp_path / str(number)).write_bytes(b"un mot, " + form + b", un autre")
    files = sorted(tmp_path.iterdir())
    assert holders(files, forms_of(NAME)) == [str(path) for path in files]


def test_what_was_typed_and_what_failed_are_kept_without_the_name(
    named_session: tuple[Path, list[Path], list[str], list[str]],
) -> None:
    _, written, _, _ = named_session
    log = next(path for path in written if path.name == "events.jsonl")
    events = read_lines(log)
    typed = [e["data"]["text"] for e in events if e["kind"] == "command"]
    failed = [e["data"]["text"] for e in events if e["kind"] == "error"]
    assert typed == ["Bravo {participant} !", "{participant}"]
    assert failed == [
        "ALMotion::angleInterpolation Task of {participant} failed: {participant} is busy",
    ]
