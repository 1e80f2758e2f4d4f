"""Guards are tested on a simulator in real time, with a session that can be frozen and killed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guard.guarded_session import GuardedSession
from tests.robot.simulated_nao import SimulatedNao


@pytest.fixture(scope="module")
def nao(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatedNao]:
    """A simulator that the tests of one module share."""
    running = SimulatedNao(tmp_path_factory.mktemp("nao") / "trace.jsonl")
    yield running
    running.close()


@pytest.fixture
def session(nao: SimulatedNao, tmp_path: Path) -> Iterator[GuardedSession]:
    """A session with its guard, saying a long sentence with a gesture, over and over."""
    life = nao.service("ALAutonomousLife")
    life.setState("disabled")
    life.setState("solitary")  # as it began, whatever the test before has left
    nao.begin_here()
    running = GuardedSession(nao.url, tmp_path)
    yield running
    running.close()


@pytest.fixture(scope="module")
def pressed(nao: SimulatedNao, tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuardedSession]:
    """A session that the tests of one module share, and press stop on as they like."""
    running = GuardedSession(nao.url, tmp_path_factory.mktemp("session"))
    yield running
    running.close()
