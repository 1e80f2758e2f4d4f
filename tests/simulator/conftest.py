"""A simulator of its own for each test module, and one in real time for a test that breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.simulator.simulator_wire import Wire


@pytest.fixture(scope="module")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    """A simulator ten times as fast as real time."""
    running = Wire(tmp_path_factory.mktemp("simulator") / "trace.jsonl", "--speed", "10")
    yield running
    running.close()


@pytest.fixture
def own_wire(tmp_path: Path) -> Iterator[Wire]:
    """A simulator in real time, for one test alone."""
    running = Wire(tmp_path / "trace.jsonl")
    yield running
    running.close()
