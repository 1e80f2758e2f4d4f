"""`check` for machines and in other surroundings: annotations, JUnit, severities, rooms, pages, mending."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.protocol.small_protocols import GOOD, changed, with_do, with_head
from tests.protocol.test_check_command import run_check

REMARK = with_do("- sound: sounds/eau.wav\n")
WARNING = with_do("- eyes: red\n")
ERROR = changed("start: accueil", "start: acueil")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A protocol of each kind, and one that is right."""
    for name, text in (("bon", GOOD), ("erreur", ERROR), ("remarque", REMARK), ("rouge", WARNING)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("name", "code"), [("bon", 0), ("remarque", 0), ("rouge", 1), ("erreur", 1)])
def test_a_remark_alone_stops_no_build(folder: Path, name: str, code: int) -> None:
    assert run_check(folder / f"{name}.yaml").returncode == code


def test_what_is_no_error_says_so(folder: Path) -> None:
    done = run_check(folder, "--lang", "en")
    lines = [
        line.removeprefix(f"{folder}/") for line in done.stdout.splitlines() if not line.startswith("  ")
    ]
    assert [line[: line.index("'") if "'" in line else 36] for line in lines] == [
        "erreur.yaml:8:8: P102 unknown step ",
        "remarque.yaml:12:16: P310 remark: the file ",
        "rouge.yaml:12:9: P409 warning: red e",
    ]
    assert (
        "4 files checked, 1 error, 1 warning, 1 remark; nao-sessions check --explain P102 says why"
        in done.stderr
    )


def test_annotations_of_github_have_their_level_and_place(folder: Path) -> None:
    done = run_check(folder, "--format", "github", "--lang", "en")
    error, remark, warning = done.stdout.splitlines()
    path = str(folder / "erreur.yaml").replace(":", "%3A").replace(",", "%2C")
    assert (
        error
        == f"::error file={path},line=8,col=8,title=P102::unknown step 'acueil'%0Adid you mean 'accueil'?"
    )
    assert remark.startswith("::notice file=")
    assert warning.startswith("::warning file=")


def test_annotations_escape_what_github_reads(tmp_path: Path) -> None:
    odd = tmp_path / "a,b%c.yaml"
    odd.write_text(changed("id: essai", 'id: "50 %"'), encoding="utf-8")
    (line,) = run_check(odd, "--format", "github", "--lang", "en").stdout.splitlines()
    assert "a%2Cb%25c.yaml,line=2,col=5,title=P114" in line
    assert "'50 %25' cannot be an id" in line


def test_junit_has_a_suite_a_file_and_a_case_a_finding(folder: Path) -> None:
    done = run_check(folder, "--format", "junit", "--lang", "fr")
    root = ET.fromstring(done.stdout)
    assert (root.tag, root.get("tests"), root.get("failures"), root.get("errors")) == (
        "testsuites",
        "4",
        "2",
        "0",
    )
    suites = {Path(str(suite.get("name"))).stem: suite for suite in root}
    assert [case.get("name") for case in suites["bon"]] == ["check"]
    (case,) = suites["erreur"]
    (failure,) = case
    assert (case.get("name"), failure.tag, failure.get("type")) == ("1. P102 8:8", "failure", "P102")
    assert failure.get("message") == "étape inconnue «\u00a0acueil\u00a0»"
    assert [child.tag for child in suites["remarque"][0]] == ["system-out"]
    for suite in root:
        cases = suite.findall("testcase")
        assert int(str(suite.get("tests"))) == len(cases)
        assert int(str(suite.get("failures"))) == sum(case.find("failure") is not None for case in cases)
        assert len({case.get("name") for case in cases}) == len(cases)


# What Jenkins' schema of JUnit files (junit-10.xsd) asks for: children, attributes, obligatory attributes.
JUNIT: dict[str, tuple[set[str], set[str], set[str]]] = {
    "testsuites": ({"testsuite"}, {"name", "time", "tests", "failures", "errors"}, set()),
    "testsuite": (
        {"testcase", "properties", "system-out", "system-err"},
        {"name", "tests", "failures", "errors", "skipped", "time", "timestamp", "hostname"},
        {"name", "tests", "failures", "errors"},
    ),
    "testcase": (
        {"failure", "error", "skipped", "system-out", "system-err"},
        {"name", "classname", "time"},
        {"name"},
    ),
    "failure": (set(), {"type", "message"}, set()),
    "system-out": (set(), set(), set()),
}


def test_junit_keeps_to_the_schema(folder: Path) -> None:
    root = ET.fromstring(run_check(folder, "--format", "junit").stdout)
    assert root.tag == "testsuites"
    for element in root.iter():
        children, attributes, needed = JUNIT[element.tag]
        assert {child.tag for child in element} <= children
        assert needed <= set(element.attrib) <= attributes


def test_json_is_the_same_by_both_options(folder: Path) -> None:
    one, other = run_check(folder, "--json"), run_check(folder, "--format", "json")
    assert json.loads(one.stdout) == json.loads(other.stdout)
    assert {found["severity"] for found in json.loads(one.stdout)["findings"]} == {
        "error",
        "warning",
        "remark",
    }


def test_a_room_tells_where_nao_stands_and_what_films(tmp_path: Path) -> None:
    protocol, room = tmp_path / "essai.yaml", tmp_path / "room.yaml"
    text = with_head('records: ["les mains"]\n').replace('- say: "Bonjour."', "- posture: stand")
    protocol.write_text(text, encoding="utf-8")
    assert run_check(protocol).returncode == 0
    room.write_text("robot: {place: table}\n", encoding="utf-8")
    codes = re.findall(r" (P\d+) ", run_check(protocol, "--room", room).stdout)
    assert codes == ["P309", "P301"]


def test_a_committee_asks_of_a_draft_when_told_to(tmp_path: Path) -> None:
    protocol = tmp_path / "essai.yaml"
    protocol.write_text(GOOD, encoding="utf-8")
    done = run_check(protocol, "--committee", "--lang", "fr")
    codes = re.findall(r" (P\d+) ", done.stdout)
    assert codes == [f"P51{digit}" for digit in range(10)]
    assert done.returncode == 0


def test_a_code_is_explained_in_both_languages() -> None:
    french, english = (
        run_check("--explain", "p203", "--lang", "fr"),
        run_check("--explain", "P203", "--lang", "en"),
    )
    assert french.stdout.startswith("P203 Attente que seul l'enfant peut quitter\n")
    assert english.stdout.startswith("P203 Wait that only a child can leave\n")
    assert (french.returncode, english.returncode) == (0, 0)


def test_an_unknown_code_is_a_usage_error() -> None:
    done = run_check("--explain", "salut", "--lang", "en")
    assert (done.returncode, done.stdout) == (2, "")
    assert "unknown check 'salut'" in done.stderr
    assert "for example: P203" in done.stderr


def test_no_path_is_a_usage_error() -> None:
    done = run_check("--lang", "en")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no file to check" in done.stderr


def test_fix_mends_tells_and_checks_again(tmp_path: Path) -> None:
    protocol = tmp_path / "essai.yaml"
    protocol.write_text(with_do("- {say: Bravo, c'est ça !}\n- say: Bon\u200bjour.\n"), encoding="utf-8")
    done = run_check(protocol, "--fix", "--lang", "en")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines()[:2] == [
        f'{protocol}:12:15: P110 mended, quotes put: "Bravo, c\'est ça !"',
        f"{protocol}:13:17: P112 mended, invisible character U+200B deleted",
    ]
    again = run_check(protocol, "--fix", "--lang", "en")
    assert "mended" not in again.stderr


def test_the_length_of_a_session_is_told(tmp_path: Path) -> None:
    protocol = tmp_path / "essai.yaml"
    endless = changed("after: {wait: 10 s, next: fin}", "after: {wait: 10 s, next: accueil}")
    protocol.write_text(endless, encoding="utf-8")
    assert "duration: 4 s to without end\n" in run_check(protocol, "--lang", "en").stderr
    limited = endless.replace("language: fr\n", "language: fr\nduration: {limit: 20 min}\n")
    protocol.write_text(limited, encoding="utf-8")
    assert "duration: 4 s to the limit, 20 min 00 s\n" in run_check(protocol, "--lang", "en").stderr
