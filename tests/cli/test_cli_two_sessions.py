"""One session at a time on one Nao: who comes second is told so, by whatever name, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.command_line import PROTOCOL, WAITING, Started, begin, nao_sessions
from tests.robot.simulated_nao import SimulatedNao

REFUSED = "R004 Another session already leads this Nao.\n  hint: Close it first: 'close' in its terminal"


@pytest.fixture
def nao(tmp_path: Path) -> Iterator[SimulatedNao]:
    """A Nao that outlives the sessions of a test."""
    simulated = SimulatedNao(tmp_path / "nao.jsonl", "--speed", "10")
    yield simulated
    simulated.close()


def on(url: str) -> tuple[str, ...]:
    """The options of a session on a Nao of which a person knows the address."""
    return ("--robot", url, "--no-room", "--speed", "10")


def other_name(url: str) -> str:
    """Another name of the host: no file of this one is found by it."""
    return url.replace("127.0.0.1", "localhost")


def led(started: list[Started], place: Path, nao: SimulatedNao) -> Started:
    """Begin a session, and wait until it leads Nao."""
    session = begin(started, place, *on(nao.url), *WAITING)
    session.until_said()
    return session


@pytest.mark.parametrize("name", [str, other_name], ids=["same address", "other name"])
def test_a_second_session_on_a_nao_is_refused_while_the_first_lives(
    tmp_path: Path, started: list[Started], nao: SimulatedNao, name: Callable[[str], str]
) -> None:
    url = name(nao.url)
    first = led(started, tmp_path, nao)
    before, life = len(nao.calls("say")), nao.life()
    run = ("run", PROTOCOL, *on(url), "--out", tmp_path / "second")
    for command in (run, ("try", PROTOCOL, "accueil", "--robot", url)):
        ran = nao_sessions(*command, "--lang", "en")
        assert (ran.returncode, ran.stdout) == (3, "")
        assert ran.stderr.startswith(REFUSED), ran.stderr
    assert not any((tmp_path / "second").glob("*"))
    assert (len(nao.calls("say")), nao.life()) == (before, life)
    first.run.type("1")
    assert first.ended() == (0, "completed")


@pytest.mark.parametrize("name", [str, other_name], ids=["same address", "other name"])
def test_a_session_that_was_killed_holds_no_nao(
    tmp_path: Path, started: list[Started], nao: SimulatedNao, name: Callable[[str], str]
) -> None:
    led(started, tmp_path, nao).kill()
    ran = nao_sessions("run", PROTOCOL, *on(name(nao.url)), "--out", tmp_path / "second", "--lang", "en")
    assert ran.returncode == 0, ran.stderr
    assert "completed" in ran.stdout


def test_two_naos_are_led_at_once(tmp_path: Path, started: list[Started], nao: SimulatedNao) -> None:
    first = led(started, tmp_path, nao)
    other = SimulatedNao(tmp_path / "other.jsonl", "--speed", "10")
    try:
        ran = nao_sessions("run", PROTOCOL, *on(other.url), "--out", tmp_path / "second", "--lang", "en")
    finally:
        other.close()
    assert ran.returncode == 0, ran.stderr
    first.run.type("1")
    assert first.ended() == (0, "completed")
