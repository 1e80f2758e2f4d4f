"""The same protocols over the real wire: nao-simulator is started, a scripted child acts, the log is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pytest_plugin.pytest_runs import HEAD, QUICK, cases, copied, properties, protocols

pytest.importorskip("qi", reason="qi has no wheel for this Python")

SIMULATOR = ("--nao-simulator", "-k", "simulator", "--junitxml", "out.xml")


def test_a_session_on_the_simulator_ends_as_expected_and_reaches_what_is_expected(tmp_path: Path) -> None:
    expected = "simulator: {child: touches, outcome: completed, coverage: {steps: at least 50 %}}\n"
    copied(tmp_path, expectations=QUICK + expected)
    ran = protocols(tmp_path, *SIMULATOR)
    assert ran.code == 0, ran.said
    (name,) = found = cases(tmp_path / "out.xml")
    assert name == "simulator[touches]"
    assert properties(found[name]) == [("simulation", HEAD)]


def test_an_end_and_steps_that_do_not_come_are_told_with_what_came(tmp_path: Path) -> None:
    expected = "simulator: {child: silent, outcome: refused, coverage: {steps: full}}\n"
    copied(tmp_path, expectations=QUICK + expected)
    ran = protocols(tmp_path, *SIMULATOR)
    assert ran.code == 1
    assert (
        "demo.expect.yaml:4:28: E302 séance au simulateur : fin attendue refused, mesurée completed"
        in ran.said
    )
    assert "E303 étapes : attendu 100 %" in ran.said
    assert "jamais : " in ran.said
    assert "va_mal" in ran.said.partition("jamais : ")[2].splitlines()[0]


def test_without_the_option_no_simulator_is_started(tmp_path: Path) -> None:
    copied(tmp_path, expectations=QUICK + "simulator: {outcome: refused}\n")
    assert "simulator[" not in protocols(tmp_path, "--collect-only", "-q").said


def test_a_speed_that_the_simulator_does_not_have_is_refused(tmp_path: Path) -> None:
    copied(tmp_path)
    ran = protocols(tmp_path, *SIMULATOR, "--nao-speed", "21")
    assert ran.code == 4
    assert "argument --nao-speed" in ran.said
