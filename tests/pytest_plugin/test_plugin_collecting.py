"""What becomes a test, and where nothing does: YAML that nobody asked pytest to run does not disturb it."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from pytest_runs import PLUGIN, ROOT, copied, protocols, run_pytest

from nao_sessions.rehearsal.people.behaviour import profile_names

ONE_TEST = "def test_one() -> None:\n    assert True\n"


def names(said: str) -> list[str]:
    return [line for line in said.splitlines() if "::" in line]


def test_a_folder_with_yaml_and_tests_is_not_disturbed(tmp_path: Path) -> None:
    copied(tmp_path)
    (tmp_path / "docker-compose.yaml").write_text("services: {}\n", encoding="utf-8")
    (tmp_path / "test_one.py").write_text(ONE_TEST, encoding="utf-8")
    with_it = run_pytest(tmp_path, "--collect-only", "-q")
    without = run_pytest(tmp_path, "--collect-only", "-q", plugin=False)
    assert names(with_it.said) == names(without.said) == ["test_one.py::test_one"]
    assert "nao" not in run_pytest(tmp_path).said.casefold().replace(str(tmp_path).casefold(), "")


def test_the_module_that_every_pytest_run_imports_imports_pytest_alone() -> None:
    code = (
        f"import sys, pytest; before = set(sys.modules); import {PLUGIN}; "
        "print(*sorted(set(sys.modules) - before))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["nao_sessions", "nao_sessions.pytest_plugin", PLUGIN]


def test_the_entry_point_names_that_module() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["pytest11"] == {"nao_sessions": PLUGIN}


def test_the_option_runs_protocols_and_nothing_else(tmp_path: Path) -> None:
    copied(tmp_path)
    (tmp_path / "test_one.py").write_text(ONE_TEST, encoding="utf-8")
    assert names(protocols(tmp_path, "--collect-only", "-q").said) == [
        "protocols/demo.yaml::check",
        "protocols/demo.yaml::rehearse[steady]",
        "protocols/demo.yaml::rehearse[silent]",
    ]


def test_the_option_beside_a_path_runs_both(tmp_path: Path) -> None:
    copied(tmp_path)
    (tmp_path / "test_one.py").write_text(ONE_TEST, encoding="utf-8")
    found = names(protocols(tmp_path, "test_one.py", "--collect-only", "-q").said)
    assert found[0] == "test_one.py::test_one"
    assert found[1] == "protocols/demo.yaml::check"


def test_the_configuration_adds_protocols_to_what_is_run(tmp_path: Path) -> None:
    copied(tmp_path)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_one.py").write_text(ONE_TEST, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text(
        "[pytest]\ntestpaths = tests\nnao_protocols = protocols\n", encoding="utf-8"
    )
    found = names(run_pytest(tmp_path, "--collect-only", "-q").said)
    assert found[0] == "tests/test_one.py::test_one"
    assert "protocols/demo.yaml::check" in found
    assert names(run_pytest(tmp_path, "tests", "--collect-only", "-q").said) == [
        "tests/test_one.py::test_one"
    ]


def test_one_test_can_be_named(tmp_path: Path) -> None:
    copied(tmp_path)
    ran = run_pytest(tmp_path, "protocols/demo.yaml::rehearse[silent]", "--nao-protocols", "protocols", "-q")
    assert (ran.code, ran.counts().partition(" in ")[0]) == (0, "1 passed")


def test_without_expectations_every_behaviour_is_rehearsed(tmp_path: Path) -> None:
    copied(tmp_path).with_name("demo.expect.yaml").unlink()
    found = names(protocols(tmp_path, "--collect-only", "-q").said)
    assert len([one for one in found if "::rehearse[" in one]) == len(profile_names())
    assert not any("::expect" in one for one in found)


def test_a_group_is_rehearsed_under_its_name(tmp_path: Path) -> None:
    copied(tmp_path, expectations="expectations: 1\nsessions: 2\ngroups: {contrastes: [steady, silent]}\n")
    ran = protocols(tmp_path, "-v")
    assert ran.code == 0
    assert "protocols/demo.yaml::rehearse[contrastes] PASSED" in ran.said
    assert "rehearse[steady]" not in ran.said


def test_the_simulator_without_a_protocol_is_refused_in_a_sentence(tmp_path: Path) -> None:
    ran = run_pytest(tmp_path, "--nao-simulator")
    assert ran.code == 4
    assert "--nao-simulator: no protocol is named" in ran.said


def test_a_series_is_checked_and_not_rehearsed(tmp_path: Path) -> None:
    place = tmp_path / "protocols"
    place.mkdir()
    (place / "serie.yaml").write_text("series: 1\n", encoding="utf-8")
    ran = protocols(tmp_path, "-q")
    assert ran.counts().partition(" in ")[0] == "1 failed"
    assert "protocols/serie.yaml:1:1: P105 il manque la clé" in ran.said
