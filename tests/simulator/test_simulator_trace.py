"""The simulator's trace where the disk refuses lines: calls go on, and what is missing is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nao_simulator.trace import Trace
from tests.small_disk import fill, small_disk


def test_a_full_disk_does_not_reach_the_calls_and_the_next_line_tells_how_many_are_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with small_disk(tmp_path / "disk", "1m") as disk:
        path = disk / "trace.jsonl"
        trace = Trace(str(path))
        trace.effect("before")
        filler = fill(disk)
        for _ in range(200):
            trace.call("ALTextToSpeech", "say", ["Bonjour" * 40])
        filler.unlink()
        trace.effect("after")
        trace.close()
        lines = [json.loads(line) for line in path.read_text().splitlines()]
    said = sum(line.get("method") == "say" for line in lines)
    effects = [line for line in lines if "effect" in line]
    assert [line["effect"] for line in effects] == ["before", "trace.missing", "after"]
    assert effects[1]["lines"] == 200 - said > 0
    assert capsys.readouterr().err.count("The trace misses lines from here on") == 1
