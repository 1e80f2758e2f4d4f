"""Golden sessions: the format is a promise, and the engine still gives what it gave."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nao_sessions.core.errors import UsageError
from nao_sessions.live.start import begin_again
from nao_sessions.record.checksums import LINE_SUMS
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import read_log
from nao_sessions.record.recover import recover
from nao_sessions.record.results.summary import summarise
from nao_sessions.record.verify import verify

GOLDEN = Path(__file__).resolve().parent.parent / "sessions"
OLDER = ("fresh", "resumed")
"""Recorded by engine 1: they stay sound and readable, and are not re-executed any more."""

NAMES = ("fresh-2", "resumed-2", "cut-2")
"""Recorded by this engine."""


@pytest.fixture
def kept(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> SessionFolder:
    """A copy of a golden folder, to read and to spoil; no journal knows what others did with it."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    copy = tmp_path / "golden"
    shutil.copytree(GOLDEN / request.param, copy)
    return SessionFolder.open(copy)


@pytest.mark.parametrize("kept", NAMES, indirect=True)
def test_a_golden_session_is_sound_and_reexecuted(kept: SessionFolder) -> None:
    found = verify(kept)
    assert ([text.en for text in found.problems], found.reexecuted) == ([], True)


@pytest.mark.parametrize("kept", OLDER, indirect=True)
def test_a_session_of_an_older_engine_is_sound_and_says_which_recorded_it(kept: SessionFolder) -> None:
    found = verify(kept)
    assert ([text.en for text in found.problems], found.reexecuted) == ([], False)
    assert [text.en for text in found.remarks] == [
        "Recorded by engine 1, this is 2: not re-executed, which is no failure."
    ]


@pytest.mark.parametrize("kept", OLDER, indirect=True)
def test_a_session_of_an_older_engine_is_closed_as_it_is_and_does_not_go_on(kept: SessionFolder) -> None:
    without_end(kept)
    lines = kept.events.read_bytes()
    with pytest.raises(UsageError) as refused:
        begin_again(kept)
    assert "engine 1, this is 2: that is no failure" in refused.value.sentence.en
    assert (recover(kept).engine, kept.events.read_bytes()) == (1, lines)
    assert verify(kept).sound


def without_end(kept: SessionFolder) -> None:
    """Make of a closed folder one whose session died in its middle."""
    kept.checksums.unlink()
    (kept.path / LINE_SUMS).unlink()
    manifest = kept.read_manifest()
    manifest.state, manifest.outcome = "open", ""
    manifest.write(kept.manifest)
    lines = kept.events.read_text(encoding="utf-8").splitlines(keepends=True)
    kept.events.write_text("".join(lines[: len(lines) // 2]), encoding="utf-8")


@pytest.mark.parametrize("name", [*OLDER, *NAMES])
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
