"""What was frozen still means what it meant: every log is computed again, every import leaves as it left."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.verify import verify
from tests.docs.test_no_recognition import WORDS
from tests.frozen.archive import exported, unpack

LIBRARY = Path(__file__).parents[2] / "protocols"
OF_FEELINGS = frozenset(
    ("attention", "emotion", "engagement", "expression", "feeling", "identity", "mood", "smile", "speaker")
)
INTERRUPTIONS = {"lost", "fell", "slept", "halted", "resumed"}


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("frozen")
    unpack(place)
    return place


def test_every_frozen_session_is_sound_and_computed_again(frozen: Path) -> None:
    folders = sorted((frozen / "sessions").iterdir())
    found = {folder.name: verify(SessionFolder.open(folder)) for folder in folders}
    assert len(found) == 300
    assert {name: [text.en for text in one.problems] for name, one in found.items() if one.problems} == {}
    assert [name for name, one in found.items() if not one.reexecuted] == []


def test_the_frozen_sessions_hold_what_happens_in_a_room(frozen: Path) -> None:
    protocols, inputs, commands, groups, corrected = set(), set(), set(), 0, 0
    for folder in (frozen / "sessions").iterdir():
        lines = [json.loads(line) for line in (folder / "events.jsonl").read_text("utf-8").splitlines()]
        protocols.add(lines[0]["data"]["protocol"])
        groups += len(lines[0]["data"]["participants"]) > 1
        corrected += (folder / "corrections.jsonl").exists()
        inputs |= {line["kind"] for line in lines if line["dir"] == "in"}
        commands |= {line["data"]["name"] for line in lines if line["kind"] == "command"}
    assert protocols == {path.stem for path in LIBRARY.glob("*.yaml") if "." not in path.stem}
    assert inputs >= INTERRUPTIONS
    assert commands >= {"stop", "pause", "resume", "judge"}
    assert min(groups, corrected) >= 50


def test_no_line_of_a_log_says_who_somebody_is_or_what_somebody_feels(frozen: Path) -> None:
    said: set[str] = {"engine", "trial"}
    for log in frozen.glob("sessions/*/events.jsonl"):
        for line in map(json.loads, log.read_text("utf-8").splitlines()):
            said |= {line["source"], line["kind"], *line["data"]}
    assert len(said) > 80  # every word by which a log says something
    assert {word for word in said if WORDS.search(word) or word in OF_FEELINGS} == set()


def test_every_frozen_import_is_sound_and_leaves_as_it_left(frozen: Path) -> None:
    files = sorted(path for path in (frozen / "imports").iterdir() if path.is_file())
    assert len(files) == 10
    for file in files:
        folder = file.with_suffix("")
        assert verify(SessionFolder.open(folder)).problems == []
        to = file.suffix.removeprefix(".")
        again = frozen / f"again.{to}"  # as far from its media as then: a project says where these lie
        assert exported(folder, to, again) == file.read_bytes()
