"""An exploration that was cut off says so in the sentence that says what it found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from nao_sessions.cli.rehearse import rehearse

DEMO = Path(__file__).resolve().parents[2] / "protocols" / "demo.yaml"


@pytest.mark.parametrize(("language", "cut"), [("fr", "exploration coupée"), ("en", "exploration cut off")])
def test_nothing_found_and_cut_off_stand_on_one_line(language: str, cut: str) -> None:
    asked = [str(DEMO), "--explore", "--depth", "1", "--lang", language]
    told = CliRunner().invoke(rehearse, asked).output.splitlines()
    held = [line for line in told if line.startswith(("Dans chaque état", "In every state"))]
    assert len(held) == 1
    assert cut in held[0]


def test_a_program_reads_it_in_the_verdict_too() -> None:
    asked = [str(DEMO), "--explore", "--depth", "1", "--json"]
    verdict = json.loads(CliRunner().invoke(rehearse, asked).output)["verdict"]
    assert verdict["complete"] is False
    assert "cut off" in verdict["en"]
