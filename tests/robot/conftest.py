"""A simulator for each test module, twenty times as fast as real time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from tests.robot.robots import Play, Stage, Story, fake_stage, simulator_stage
from tests.robot.simulated_nao import SimulatedNao


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs a real Nao unless it is asked for; then it fails where there is none."""
    if "nao" not in config.getoption("markexpr"):
        wanted = [item for item in items if item.get_closest_marker("nao") is None]
        config.hook.pytest_deselected(items=[item for item in items if item not in wanted])
        items[:] = wanted


@pytest.fixture(scope="module")
def nao(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatedNao]:
    """A simulator that tests of one module share."""
    running = SimulatedNao(tmp_path_factory.mktemp("nao") / "trace.jsonl", "--speed", "20")
    yield running
    running.close()


@pytest.fixture
def own_nao(tmp_path: Path) -> Iterator[SimulatedNao]:
    """A simulator in real time, for a test that breaks it."""
    running = SimulatedNao(tmp_path / "trace.jsonl")
    yield running
    running.close()


@pytest.fixture(params=["fake", "simulator"])
def play(request: pytest.FixtureRequest) -> Play:
    """Play a story on each robot that a program can touch."""
    stages: dict[str, Callable[[], AbstractAsyncContextManager[Stage]]] = {
        "fake": fake_stage,
        "simulator": lambda: simulator_stage(request.getfixturevalue("nao")),
    }

    def played(story: Story) -> None:
        async def run() -> None:
            async with stages[request.param]() as stage:
                await story(stage)

        asyncio.run(run())

    return played
