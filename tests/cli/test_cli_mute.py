"""A Nao that does not speak the session's language: told before anything begins, nothing is left of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command_line import PROTOCOL, nao_sessions
from tests.robot.simulated_nao import SimulatedNao


@pytest.fixture
def nao(tmp_path: Path) -> Iterator[SimulatedNao]:
    """A Nao that speaks English alone, as one whose French was never installed."""
    simulated = SimulatedNao(tmp_path / "nao.jsonl", "--speed", "10", "--speaks", "English")
    yield simulated
    simulated.close()


def test_a_session_on_a_nao_without_its_language_is_refused_and_leaves_nothing(
    tmp_path: Path, nao: SimulatedNao
) -> None:
    life = nao.life()
    robot = ("--robot", nao.url)
    run = ("run", PROTOCOL, *robot, "--no-room", "--speed", "10", "--out", tmp_path / "sessions")
    for command in (run, ("try", PROTOCOL, "accueil", *robot)):
        ran = nao_sessions(*command, "--lang", "en")
        assert (ran.returncode, ran.stdout) == (3, "")
        told = "R005 Nao does not speak this language: French (installed: English). Nothing has begun.\n"
        assert ran.stderr.startswith(told), ran.stderr
    assert not any((tmp_path / "sessions").glob("*"))
    assert (nao.calls("say"), nao.life()) == ([], life)


def test_doctor_tells_it_too(nao: SimulatedNao) -> None:
    ran = nao_sessions("doctor", "--robot", nao.url, "--lang", "fr")
    assert (ran.returncode, "D305" in ran.stdout) == (1, True)
