"""A good protocol passes; what is wrong with another is told as ``check`` tells it: place, sentence, hint."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

from nao_sessions.protocol import check
from tests.pytest_plugin.pytest_runs import HEAD, QUICK, cases, copied, properties, protocols, run_pytest

STUCK = """\
protocol: 1
id: attente
version: "1.0.0"
title: "Attente"
language: fr
commands: {finish: {next: fin}}
allow: {P203: "l'adulte reste à côté"}
start: attente
steps:
  attente:
    do:
      - say: "Touche ma tête."
    when:
      - {touch: head, next: fin}
  fin:
    do:
      - say: "Au revoir !"
    end: completed
"""


def outcomes_again(said: str, folder: Path) -> dict[str, int]:
    """Run the command that a failure prints, and give the ends that it reports."""
    found = re.search(r"conseil : nao-sessions (rehearse .+)", said)
    assert found is not None, said
    start = "from nao_sessions.cli.main import main; main()"
    command = [sys.executable, "-c", start, *shlex.split(found[1]), "--json"]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    outcomes: dict[str, int] = json.loads(ran.stdout)["outcomes"]
    return outcomes


def test_a_good_protocol_passes_and_the_run_says_that_it_is_a_simulation(tmp_path: Path) -> None:
    copied(tmp_path, expectations=QUICK + "expect: {all: {outcome: completed}}\n")
    ran = protocols(tmp_path)
    assert (ran.code, ran.counts().strip("= ").partition(" in ")[0]) == (0, "4 passed")
    assert f"nao: {HEAD}" in ran.said
    assert HEAD in protocols(tmp_path, "-q", "-k", "steady").said
    assert HEAD not in protocols(tmp_path, "-q", "-k", "check").said


def test_an_error_fails_with_its_code_and_place_and_nothing_of_it_is_rehearsed(tmp_path: Path) -> None:
    path = copied(tmp_path)
    path.write_text(path.read_text("utf-8").replace("next: humeur\n", "next: humeurr\n", 1), "utf-8")
    ran = protocols(tmp_path)
    assert ran.code == 1
    (finding,) = check(path)
    place = f"protocols/demo.yaml:{finding.place.line}:{finding.place.col}"
    assert f"{place}: P102 étape inconnue « humeurr »\n  conseil : vouliez-vous dire « humeur » ?" in ran.said
    assert ran.counts().strip("= ").partition(" in ")[0] == "1 failed"


def test_a_warning_fails_and_a_remark_does_not(tmp_path: Path) -> None:
    path = copied(tmp_path)
    good = path.read_text("utf-8")
    path.write_text(good.replace('authors: ["équipe du projet"]\n', "").replace("draft", "review"), "utf-8")
    assert {one.severity for one in check(path)} == {"remark"}
    assert protocols(tmp_path, "-k", "check").code == 0
    path.write_text(good.replace("status: draft", "status: approved"), "utf-8")
    assert "warning" in {one.severity for one in check(path)}
    assert protocols(tmp_path, "-k", "check").code == 1


def test_an_expectation_that_is_not_met_says_what_was_measured_and_the_command_shows_it(
    tmp_path: Path,
) -> None:
    copied(tmp_path, expectations=QUICK + "expect: {silent: {outcome: {refused: at least 50 %}}}\n")
    ran = protocols(tmp_path)
    assert ran.code == 1
    assert (
        f"{HEAD}\nprotocols/demo.expect.yaml:4:38: E101 fin « refused » : attendu au moins 50 % des séances, "
        "mesuré 0 % (0 sur 3 ; completed 3)" in ran.said
    )
    assert outcomes_again(ran.said, tmp_path) == {"completed": 1}


def test_a_rehearsal_that_waits_for_ever_prints_the_command_that_does_so_again(tmp_path: Path) -> None:
    path = copied(tmp_path)
    path.write_text(STUCK, encoding="utf-8")
    ran = protocols(tmp_path, "-k", "rehearse and silent")
    assert ran.code == 1
    assert re.search(r"protocols/demo.yaml: E201 la séance attend sans fin \(\d séances? sur 3\)", ran.said)
    assert outcomes_again(ran.said, tmp_path) == {"stuck": 1}


def test_the_command_is_right_wherever_pytest_is_started(tmp_path: Path) -> None:
    path = copied(tmp_path)
    path.write_text(STUCK, encoding="utf-8")
    elsewhere = tmp_path / "ailleurs"
    elsewhere.mkdir()
    ran = run_pytest(
        elsewhere, "--nao-protocols", "../protocols", "--nao-lang", "fr", "-k", "rehearse and silent"
    )
    assert "nao-sessions rehearse ../protocols/demo.yaml" in ran.said
    assert outcomes_again(ran.said, elsewhere) == {"stuck": 1}


def test_an_expectations_file_with_errors_is_told_with_places(tmp_path: Path) -> None:
    copied(tmp_path, expectations=QUICK + "expct: {all: {outcome: completed}}\n")
    ran = protocols(tmp_path)
    assert ran.code == 1
    assert "protocols/demo.expect.yaml:4:1: P101 clé inconnue « expct »" in ran.said
    assert "  conseil : vouliez-vous dire « expect » ?" in ran.said
    assert "demo.yaml::expect" in ran.said


def test_an_expectation_about_what_is_not_there_is_told(tmp_path: Path) -> None:
    copied(
        tmp_path,
        expectations=QUICK
        + 'settings: {patiense: 5 s}\nexpect: {all: {sentences: {no_session: ["Au revoir !"]}}}\n'
        'coverage: {steps: full, except: {calmee: "l\'adulte en décide"}}\n',
    )
    ran = protocols(tmp_path)
    assert ran.code == 1
    assert "demo.expect.yaml:4:12: E003" in ran.said
    assert "demo.expect.yaml:5:41: E002 Nao ne dit nulle part « Au revoir ! »" in ran.said
    assert "demo.expect.yaml:6:34: E001 le protocole n'a rien qui s'appelle « calmee »" in ran.said
    assert "vouliez-vous dire « calme » ?" in ran.said


def test_expectations_whose_protocol_is_gone_are_told(tmp_path: Path) -> None:
    copied(tmp_path).unlink()
    ran = protocols(tmp_path)
    assert ran.code == 1
    assert "protocols/demo.expect.yaml: P118 ces attentes portent sur « demo.yaml »" in ran.said


def test_what_is_reached_is_told_at_the_end_and_exceptions_with_their_reasons(tmp_path: Path) -> None:
    reason = "l'adulte seul en décide"
    copied(
        tmp_path,
        "imitation",
        f'{QUICK}coverage: {{feedback: at least 10 %, except: {{poses/feedback/incorrect: "{reason}"}}}}\n',
    )
    ran = protocols(tmp_path, "-k", "coverage")
    assert ran.code == 0, ran.said
    summary = ran.said.partition(" nao ")[2]
    assert summary.splitlines()[1] == HEAD
    assert f"  poses/feedback/incorrect: {reason}" in summary


def test_the_junit_file_says_at_its_head_that_it_is_a_simulation_and_holds_what_was_told(
    tmp_path: Path,
) -> None:
    copied(
        tmp_path,
        expectations=QUICK + "expect: {all: {duration: {p95: at most 1 s}}}\ncoverage: {steps: full}\n",
    )
    ran = protocols(tmp_path, "--junitxml", "out.xml")
    assert ran.code == 1
    suite = next(ET.parse(tmp_path / "out.xml").iter("testsuite"))
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("5", "1", "0")
    assert properties(suite) == [("simulation", HEAD)]
    found = cases(tmp_path / "out.xml")
    assert set(found) == {
        "check",
        "rehearse[steady]",
        "rehearse[silent]",
        "expect[all.duration]",
        "expect[coverage.steps]",
    }
    failure = found["expect[all.duration]"].find("failure")
    assert failure is not None
    assert str(failure.text).startswith(f"{HEAD}\nprotocols/demo.expect.yaml:4:32: E102 durée p95")
    assert ("reached", "14 / 14") in properties(found["expect[coverage.steps]"])
    assert properties(found["check"]) == []
