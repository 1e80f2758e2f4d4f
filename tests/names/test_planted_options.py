"""A first name that is typed on the command line itself, where none belongs: it goes no further than that.

As the ground, as the reason, as a setting; when a session begins, and when it is resumed.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.kills.processes import command, command_line, descendants, read_lines, until
from tests.kills.room_under_test import NAME, PARTICIPANT, RoomUnderTest
from tests.names.planted import forms_of, holders, said, written_by_us

PROTOCOL = Path(__file__).parent / "mots.yaml"
BEGUN = ("--ground", f"accord des parents de {NAME}", "--unencrypted", f"le disque de {NAME.upper()}")
RESUMED = ("--ground", f"{NAME} a dit oui", "--unencrypted", f"zoé : {NAME}")


@dataclass(frozen=True, slots=True)
class Told:
    """What was told to whom in a session that was begun, killed and resumed."""

    folder: Path
    written: list[Path]
    children: list[str]
    spoken: list[str]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Run the session. Its own command line holds the name, as its user has typed it; no other one may."""
    place = tmp_path_factory.mktemp("options")
    children: list[str] = []
    with RoomUnderTest(place, "--setting", f"mot=Bravo {NAME} !", *BEGUN, protocol=PROTOCOL) as room:
        session = room.begin()
        guard, recorder = room.guard_of(session), room.recorder_of(session)
        until(lambda: len(said(room)) == 1, "the first words")
        children += [command_line(pid) for pid in descendants(session.process.pid)]
        session.kill()
        until(lambda: not guard.alive, "end of the guard")
        session = room.begin_again(*RESUMED)
        room.until_logged("paused", why="crash")
        room.recorder_of(session)
        children += [command_line(pid) for pid in descendants(session.process.pid)]
        session.type("resume")
        until(lambda: len(said(room)) == 2, "the first words again")
        session.type("1")
        assert session.wait() == 0
        until(lambda: not recorder.alive, "end of the orphaned recorder")
        return Told(room.folder, written_by_us(room), children, said(room))


def test_the_words_that_were_given_are_said_with_the_name(told: Told) -> None:
    sentences = [sentence.rpartition("\\ ")[2] for sentence in told.spoken]
    assert sentences == [f"Bravo {NAME} !", f"Bravo {NAME} !", "Au revoir."]


def test_no_file_and_no_child_process_holds_the_name(told: Told) -> None:
    names = {path.name for path in told.written}
    assert {"events.jsonl", "session.json", "halts.jsonl", "room.01.mp4", "terminal1.err"} <= names
    forms = forms_of(NAME)
    assert holders(told.written, forms) == []
    assert len(told.children) >= 4  # the guard and the recorder, each time
    assert [line for line in told.children if any(form in line.encode() for form in forms)] == []


def test_ground_reason_and_setting_are_kept_without_the_name(told: Told) -> None:
    manifest = json.loads((told.folder / "session.json").read_text(encoding="utf-8"))
    events = read_lines(told.folder / "events.jsonl")
    assert manifest["ground"]["text"].startswith("ledger ")  # what was typed is no ground, and is not kept
    assert manifest["ground"]["unencrypted"] == "le disque de {participant}"
    assert manifest["settings"]["mot"] == events[0]["data"]["settings"]["mot"] == "Bravo {participant} !"
    assert [event["data"] for event in events if event["kind"] == "ground"] == [
        {"text": "{participant} a dit oui", "unencrypted": "{participant} : {participant}"}
    ]


@pytest.mark.parametrize("setting", [NAME, f"{NAME}=1", f"patience={NAME}", f"ton={NAME.upper()}"])
def test_a_setting_that_is_refused_is_told_without_the_name(tmp_path: Path, setting: str) -> None:
    names = tmp_path / "names.txt"
    names.write_text(f"{PARTICIPANT}={NAME}\n", encoding="utf-8")
    names.chmod(0o600)
    given = ["--participant", PARTICIPANT, "--names", str(names), "--setting", setting]
    ran = subprocess.run(
        [
            command("nao-sessions"),
            "run",
            str(PROTOCOL),
            "--simulator",
            "--out",
            str(tmp_path / "out"),
            *given,
        ],
        capture_output=True,
        check=False,
    )
    assert (ran.returncode, b"{participant}" in ran.stderr, (tmp_path / "out").exists()) == (2, True, False)
    assert [form for form in forms_of(NAME) if form in ran.stdout + ran.stderr] == []
