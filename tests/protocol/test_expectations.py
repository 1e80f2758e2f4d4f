"""Expectation files are read as strictly as protocols: a place and a hint for each error, and none is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from nao_sessions.protocol import check
from nao_sessions.protocol.expectation_loading import read_expectations
from nao_sessions.protocol.expectations import expectations_beside, is_expectations, protocol_beside
from nao_sessions.protocol.loading import examine
from tests.protocol.small_protocols import GOOD

FULL = """\
expectations: 1
sessions: 10
seed: 5
profiles: [steady, silent]
groups: {contrastes: [steady, silent]}
professional: helps
settings: {patience: 20 s}
expect:
  all:
    outcome: completed
    duration: {p95: at most 1 min 30 s}
  contrastes:
    outcome: {completed: at least 92.5 %}
    sentences: {some_session: "Oui."}
coverage:
  steps: full
  feedback: at least 80 %
  with: [{patience: 5 s}]
  except: {fin: "personne n'y va"}
simulator: {child: silent, coverage: {steps: at least 50 %}}
"""


def written(folder: Path, text: str, protocol: bool = True) -> Path:
    if protocol:
        (folder / "essai.yaml").write_text(GOOD, encoding="utf-8")
    path = folder / "essai.expect.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    read = read_expectations(written(tmp_path, FULL))
    assert read.findings == ()
    found = read.expectations
    assert found is not None
    assert (found.sessions, found.seed, found.professional) == (10, 5, "helps")
    assert found.groups == {"steady": ("steady",), "silent": ("silent",), "contrastes": ("steady", "silent")}
    assert found.settings.written == {"patience": "20 s"}
    everybody, group = found.expected
    assert (everybody.outcomes["completed"].least, everybody.outcomes["completed"].number) == (True, 1.0)
    assert (everybody.lengths["p95"].least, everybody.lengths["p95"].number) == (False, 90_000)
    assert group.outcomes["completed"].number == 0.925
    (said,) = group.sentences
    assert (said.text, said.often, said.place.line, said.place.col) == ("Oui.", "some_session", 14, 31)
    assert found.coverage is not None
    assert {part: bound.number for part, bound in found.coverage.least.items()} == {
        "steps": 1.0,
        "feedback": 0.8,
    }
    assert [one.written for one in found.coverage.variants] == [{"patience": "5 s"}]
    assert {name: one.reason for name, one in found.coverage.excepted.items()} == {"fin": "personne n'y va"}
    assert (found.simulator.child, found.simulator.outcome) == ("silent", None)


@pytest.mark.parametrize(
    ("line", "place", "code", "hint"),
    [
        ("sesions: 5", "2:1", "P101", "vouliez-vous dire « sessions » ?"),
        ("outcome: completed", "2:1", "P101", "sous expect, puis all"),
        ("sessions: 0", "2:11", "P119", ""),
        ("profiles: [steady, silente]", "2:20", "P103", "vouliez-vous dire « silent » ?"),
        ("groups: {all: [steady]}", "2:1", "P121", ""),
        ("groups: {deux: [steady, lent]}", "2:25", "P103", ""),
        ("professional: confirme", "2:15", "P103", "vouliez-vous dire « confirms » ?"),
        ("expect: {stedy: {outcome: completed}}", "2:10", "P101", "vouliez-vous dire « steady » ?"),
        ("expect: {all: {outcome: fini}}", "2:25", "P103", ""),
        ("expect: {all: {outcome: {complete: at least 3 %}}}", "2:26", "P101",
         "vouliez-vous dire « completed » ?"),
        ("expect: {all: {outcome: {completed: au moins 80 %}}}", "2:37", "P103",
         "par exemple : at least 80 %"),
        ("expect: {all: {outcome: {completed: 80 %}}}", "2:37", "P103", "par exemple : at least 80 %"),
        ("expect: {all: {outcome: {completed: at most 120 %}}}", "2:37", "P119", ""),
        ("expect: {all: {duration: {p95: 20 min}}}", "2:32", "P103", "par exemple : at most 20 min"),
        ("expect: {all: {duration: {p95: at most 20}}}", "2:32", "P103",
         "une durée a une unité et un point décimal : 20 s"),
        ("expect: {all: {sentences: {jamais: Oui}}}", "2:28", "P101", ""),
        ("coverage: {steps: at most 90 %}", "2:19", "P103", "full, ou par exemple : at least 90 %"),
        ("coverage: {except: {fin: non}}", "2:26", "P103", 'par exemple : "l\'adulte reste à côté"'),
        ("simulator: {child: demos}", "2:20", "P103", "vouliez-vous dire « demo » ?"),
        ("steps: {}", "2:1", "P101", "les étapes sont dans le protocole"),
    ],
)  # fmt: skip
def test_each_mistake_is_told_with_its_place_and_a_hint(
    line: str, place: str, code: str, hint: str, tmp_path: Path
) -> None:
    (finding,) = check(written(tmp_path, f"expectations: 1\n{line}\n"))
    assert (f"{finding.place.line}:{finding.place.col}", finding.code) == (place, code)
    assert hint in ("" if finding.hint is None else finding.hint.fr.replace("\u00a0", " "))


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "P108"), ("a: [", "P100"), ("expectations: 2", "P119"), ("sessions: 3", "P105"), ("- a", "P103")],
)
def test_what_is_no_expectations_file_is_told(text: str, code: str, tmp_path: Path) -> None:
    assert code in {finding.code for finding in check(written(tmp_path, text + "\n"))}


def test_expectations_about_nothing_are_told(tmp_path: Path) -> None:
    (finding,) = check(written(tmp_path, "expectations: 1\n", protocol=False))
    assert finding.code == "P118"
    assert "essai.yaml" in finding.sentence.fr


def test_they_are_known_by_their_name_and_never_taken_for_a_protocol(tmp_path: Path) -> None:
    path = written(tmp_path, "expectations: 1\n")
    assert is_expectations(path)
    assert not is_expectations(tmp_path / "essai.yaml")
    assert expectations_beside(tmp_path / "essai.yaml") == path
    assert protocol_beside(path) == tmp_path / "essai.yaml"
    assert (examine(path).findings, examine(path).protocol) == ((), None)
