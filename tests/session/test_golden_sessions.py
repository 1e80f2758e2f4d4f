"""Golden sessions: the format is a promise, and the engine still gives what it gave."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nao_sessions.session.folder import SessionFolder
from nao_sessions.session.log import read_log
from nao_sessions.session.summary import summarise
from nao_sessions.session.verify import verify

GOLDEN = Path(__file__).resolve().parent.parent / "sessions"
NAMES = ("fresh", "resumed")


@pytest.fixture
def kept(tmp_path: Path, request: pytest.FixtureRequest) -> SessionFolder:
    """A copy of a golden folder, for a test to read and to spoil."""
    copy = tmp_path / "golden"
    shutil.copytree(GOLDEN / request.param, copy)
    return SessionFolder.open(copy)


@pytest.mark.parametrize("kept", NAMES, indirect=True)
def test_a_golden_session_is_sound_and_reexecuted(kept: SessionFolder) -> None:
    found = verify(kept)
    assert ([text.en for text in found.problems], found.reexecuted) == ([], True)


@pytest.mark.parametrize("name", NAMES)
def test_a_golden_session_reads_as_it_did(name: str) -> None:
    summary = summarise(read_log(GOLDEN / name / "events.jsonl").events).to_json()
    assert summary == json.loads((GOLDEN / f"{name}.expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("kept", NAMES, indirect=True)
def test_another_process_with_another_hash_seed_zone_and_locale_gives_the_same(kept: SessionFolder) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "77", "TZ": "Pacific/Chatham", "LC_ALL": "C"}
    command = [sys.executable, "-m", "nao_sessions", "verify", str(kept.path), "--json"]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (ran.returncode, json.loads(ran.stdout)["reexecuted"]) == (0, True)


@pytest.mark.parametrize("kept", NAMES, indirect=True)
@pytest.mark.parametrize("direction", ["in", "out", "note"])
def test_one_changed_line_is_refused_with_its_seq(kept: SessionFolder, direction: str) -> None:
    lines = kept.events.read_text(encoding="utf-8").splitlines()
    seq = next(n for n, line in enumerate(lines) if n > 0 and json.loads(line)["dir"] == direction)
    record = json.loads(lines[seq])
    lines[seq] = json.dumps({**record, "kind": record["kind"] + "_"}, ensure_ascii=False)
    kept.events.write_text("\n".join(lines) + "\n", encoding="utf-8")
    problems = [text.en for text in verify(kept).problems]
    assert problems[0] == f"seq {seq}: this line has changed since the folder was closed, or is missing."
