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


LOT = """\
protocol: 1
id: lot
version: "1.0.0"
title: "Un lot"
language: fr
participants: {min: 1, max: 1}
duration: {limit: 5 min}
data: {voie: 1}
commands: {finish: {next: fin}}
start: tirage
steps:
  tirage:
    do: [{choose: [{say: "Un."}, {say: "Deux."}, {do: [{say: "Trois."}, {set: {voie: 2}}]}]}]
    next: [{if: data.voie == 2, next: ailleurs}, {next: fin}]
  ailleurs: {do: [{say: "Par ici."}], next: fin}
  fin: {do: [{say: "Au revoir."}], end: completed}
"""


def test_what_one_draw_does_not_lead_to_is_not_said_to_be_out_of_reach(tmp_path: Path) -> None:
    protocol = tmp_path / "lot.yaml"
    protocol.write_text(LOT)
    reached = []
    for seed in range(1, 9):
        asked = [str(protocol), "--explore", "--depth", "40", "--seed", str(seed)]
        told = CliRunner().invoke(rehearse, [*asked, "--lang", "en"]).output
        assert "one draw" in told
        assert "cannot be reached" not in told
        found = json.loads(CliRunner().invoke(rehearse, [*asked, "--json"]).output)
        assert found["exploration"]["complete"]
        assert found["exploration"]["one_draw"]
        reached.append("ailleurs" not in found["reached"]["steps"]["missing"])
    assert set(reached) == {True, False}
