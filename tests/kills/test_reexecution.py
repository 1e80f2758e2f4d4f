"""Real sessions, one fresh and one killed and resumed, follow from their inputs wherever they run again."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from processes import Running, SessionRun, command, descendants, read_lines, until
from room_under_test import PROTOCOL

from nao_sessions.record.checksums import LINE_SUMS
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.verify import verify

QUICK = ("--simulator", "--no-room", "--child", "touches", "--lang", "en")
ELSEWHERE = (
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "4242", "TZ": "America/Lima", "LC_ALL": "fr_FR.UTF-8"},
)


def until_logged(out: Path, fits: Callable[[dict[str, Any]], bool]) -> None:
    """Wait for a line in the one log of a folder of sessions."""
    logs = out.glob
    until(
        lambda: any(fits(e) for log in logs("*/events.jsonl") for e in read_lines(log)), "a line of the log"
    )


@pytest.fixture(scope="module")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Run one session whole, and another with a kill in the middle."""
    place = tmp_path_factory.mktemp("sessions")
    begin = [str(PROTOCOL), "--participant", "P07", "--seed", "3", "--speed", "5", *QUICK]
    whole = SessionRun([*begin, "--out", str(place / "fresh")], place / "whole", {"PYTHONHASHSEED": "7"})
    assert whole.wait() == 0
    killed = SessionRun([*begin, "--out", str(place / "resumed")], place / "killed", {"PYTHONHASHSEED": "8"})
    until_logged(place / "resumed", lambda e: bool(e["kind"] == "entered" and e["data"]["step"] == "ecoute"))
    orphans = [Running(pid) for pid in descendants(killed.process.pid)]
    killed.kill()
    (folder,) = (place / "resumed").iterdir()
    again = SessionRun(["--resume", str(folder), *QUICK], place / "again", {"PYTHONHASHSEED": "9"})
    until_logged(place / "resumed", lambda e: bool(e["kind"] == "paused" and e["data"]["why"] == "crash"))
    again.type("resume")
    assert again.wait() == 0
    for orphan in orphans:
        orphan.end()
    return {name: next((place / name).iterdir()) for name in ("fresh", "resumed")}


@pytest.mark.parametrize("name", ["fresh", "resumed"])
@pytest.mark.parametrize("elsewhere", ELSEWHERE, ids=lambda environment: environment["TZ"])
def test_another_process_with_another_seed_zone_and_locale_gives_every_output_again(
    sessions: dict[str, Path], name: str, elsewhere: dict[str, str]
) -> None:
    ran = subprocess.run(
        [command("nao-sessions"), "verify", "--json", str(sessions[name])],
        env={**os.environ, **elsewhere},
        capture_output=True,
        text=True,
        check=False,
    )
    found = json.loads(ran.stdout)
    assert (ran.returncode, found["problems"], found["remarks"], found["reexecuted"]) == (0, [], [], True)


def test_a_resumed_session_was_interrupted_and_went_on(sessions: dict[str, Path]) -> None:
    kinds = [event["kind"] for event in read_lines(sessions["resumed"] / "events.jsonl")]
    assert [kinds.count(kind) for kind in ("start", "resumed", "continued", "ended")] == [1, 1, 1, 1]


@pytest.mark.parametrize("name", ["fresh", "resumed"])
def test_any_output_that_is_changed_is_refused_with_its_seq(sessions: dict[str, Path], name: str) -> None:
    folder = SessionFolder(sessions[name])
    whole = folder.events.read_bytes()
    sums = (folder.checksums, folder.path / LINE_SUMS)
    kept = {path: path.read_bytes() for path in (*sums, folder.manifest)}
    manifest = folder.read_manifest()
    manifest.state = "open"
    manifest.write(folder.manifest)
    for path in sums:
        path.unlink()  # the log has to speak for itself
    try:
        lines = whole.decode().splitlines()
        outputs = [number for number, line in enumerate(lines) if json.loads(line)["dir"] == "out"]
        assert len(outputs) > 20
        for number in outputs:
            record = json.loads(lines[number])
            record["data"]["changed"] = True
            changed = [*lines[:number], json.dumps(record, ensure_ascii=False), *lines[number + 1 :]]
            folder.events.write_text("\n".join(changed) + "\n", encoding="utf-8")
            problems = [text.en for text in verify(folder).problems]
            assert [problem.partition(":")[0] for problem in problems] == [f"seq {number}"]
    finally:
        folder.events.write_bytes(whole)
        for path, content in kept.items():
            path.write_bytes(content)
