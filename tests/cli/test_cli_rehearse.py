"""The command `rehearse`: a report or an exploration, an exit code, commands that show a thing again."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from tests.cli.command_line import PROTOCOL, nao_sessions

FINE, FINDINGS, USAGE = 0, 1, 2
HEADS = {
    "fr": "Simulation. Ne dit rien des enfants réels.",
    "en": "Simulation. Says nothing about real children.",
}
WAITS_FOR_EVER = """\
protocol: 1
id: essai
version: "1.0.0"
title: "Essai"
language: fr
commands: {finish: {next: fin}}
allow: {P202: "pour ce test, exprès", P203: "pour ce test, exprès"}
data: {n: 0}
start: un
steps:
  un: {do: [{say: "Un."}], buttons: [{label: "Suite", next: attente}]}
  attente: {do: [{say: "Deux."}], when: [{touch: head, if: data.n > 0, next: fin}]}
  fin: {do: [{say: "Fin."}], end: completed}
"""


@pytest.fixture
def waiting(tmp_path: Path) -> Path:
    """Give a protocol in which a wait has no end."""
    path = tmp_path / "il attend.yaml"
    path.write_text(WAITS_FOR_EVER, encoding="utf-8")
    return path


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_exploration_without_flaws_says_how_far_it_went(language: str) -> None:
    ran = nao_sessions("rehearse", PROTOCOL, "--explore", "--depth", 2, "--lang", language)
    assert (ran.returncode, ran.stderr) == (FINE, "")
    lines = ran.stdout.splitlines()
    assert lines[0] == HEADS[language]
    assert lines[1].split()[0] == "exploration"


def test_a_flaw_is_told_as_a_story_that_its_command_tells_again(waiting: Path) -> None:
    ran = nao_sessions("rehearse", waiting, "--explore", "--lang", "fr")
    assert (ran.returncode, ran.stderr) == (FINDINGS, "")
    lines = ran.stdout.splitlines()
    flaw = next(i for i, line in enumerate(lines) if line.startswith("une attente sans fin"))
    assert lines[flaw + 2] == "  2. l'adulte appuie sur «\u00a0Suite\u00a0», Nao\u00a0: «\u00a0Deux.\u00a0»"
    again = shlex.split(lines[flaw + 3])
    assert again[0] == "nao-sessions"
    assert lines[flaw : flaw + 3] == [
        line
        for line in nao_sessions(*again[1:], "--lang", "fr").stdout.splitlines()
        if line in lines[flaw : flaw + 3]
    ]


def test_an_exploration_is_json_for_machines(waiting: Path) -> None:
    ran = nao_sessions("rehearse", waiting, "--explore", "--json")
    found = json.loads(ran.stdout)
    assert found["head"] == HEADS
    assert found["exploration"]["complete"]
    assert found["exploration"]["states"] > 3
    unbounded = next(flaw for flaw in found["flaws"] if flaw["code"] == "unbounded")
    assert [told["step"] for told in unbounded["story"]] == ["un", "attente"]
    assert unbounded["again"].startswith("--explore --depth ")


def test_what_does_not_go_together_is_refused() -> None:
    ran = nao_sessions("rehearse", PROTOCOL, "--explore", "--until-covered", "--lang", "en")
    assert ran.returncode == USAGE
    assert ran.stderr.startswith("U143 ")


def test_the_report_names_its_parts_and_folds_no_command() -> None:
    ran = nao_sessions("rehearse", PROTOCOL, "--sessions", 20, "--jobs", 1, "--lang", "fr", COLUMNS="40")
    lines = ran.stdout.splitlines()
    assert lines[0] == HEADS["fr"]
    rare = next(i for i, line in enumerate(lines) if line.startswith("un seul chemin"))
    assert " → " in lines[rare]
    again = shlex.split(lines[rare + 1])
    assert nao_sessions(*again[1:], "--lang", "fr").stdout.splitlines()[0] == HEADS["fr"]


def test_a_session_that_waits_for_ever_is_a_finding(waiting: Path) -> None:
    ran = nao_sessions("rehearse", waiting, "--sessions", 5, "--jobs", 1, "--lang", "en")
    assert ran.returncode == FINDINGS
    assert "the session waits for ever" in ran.stdout


def test_a_search_says_what_cannot_be_reached_and_where_else_to_look(waiting: Path) -> None:
    ran = nao_sessions("rehearse", waiting, "--until-covered", "--sessions", 20, "--jobs", 1, "--json")
    about = {one["about"]: one for one in json.loads(ran.stdout)["findings"]}
    assert about["attente/when.0"]["code"] == "unreachable"


def test_the_page_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    page = tmp_path / "rapport.html"
    nao_sessions("rehearse", PROTOCOL, "--sessions", 10, "--jobs", 1, "--html", page, "--lang", "en")
    written = page.read_text(encoding="utf-8")
    assert HEADS["en"] in written
    assert f"nao-sessions rehearse {PROTOCOL}" in written


def test_a_version_beside_an_earlier_one_says_what_happens_otherwise_and_how_to_see_it(
    tmp_path: Path,
) -> None:
    earlier = tmp_path / "avant.yaml"
    earlier.write_text(
        WAITS_FOR_EVER.replace("when: [{touch: head, if: data.n > 0, ", 'buttons: [{label: "A", ')
    )
    new = tmp_path / "il vient après.yaml"
    new.write_text(earlier.read_text().replace("Fin.", "Au revoir."))
    asked = ("--child", "steady", "--jobs", 1, "--lang", "fr")
    ran = nao_sessions("rehearse", new, "--against", earlier, *asked)
    assert (ran.returncode, ran.stderr) == (FINDINGS, "")
    assert "«\u00a0Au revoir.\u00a0»" in ran.stdout
    again = next(line for line in ran.stdout.splitlines() if line.startswith("    nao-sessions "))
    assert nao_sessions(*shlex.split(again)[1:]).returncode == FINE
    same = nao_sessions("rehearse", earlier, "--against", earlier, *asked)
    assert (same.returncode, same.stderr) == (FINE, "")
    assert same.stdout.splitlines()[0] == HEADS["fr"]
    record = json.loads(nao_sessions("rehearse", new, "--against", earlier, *asked, "--json").stdout)
    assert ["does", "say", "Au revoir."] in [one["thing"] for one in record["differences"]]


def test_a_version_beside_an_earlier_one_goes_with_no_settings_of_its_own(waiting: Path) -> None:
    ran = nao_sessions("rehearse", waiting, "--against", waiting, "--professional", "helps", "--lang", "en")
    assert ran.returncode == USAGE
    assert "U144" in ran.stderr
