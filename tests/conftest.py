"""What all tests share: helpers beside this file can be imported by name."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

COMPUTE = frozenset(
    {
        "annotation",
        "boards",
        "console",
        "core",
        "engine",
        "export",
        "house",
        "importing",
        "library",
        "practice",
        "privacy",
        "protocol",
        "published",
    }
)
"""Folders whose tests only compute: they run on all cores at once. The others wait for real processes and
real time, and are marked ``alone``: two files at a time, and what fails so is run once more, alone."""

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent / "engine"))
sys.path.insert(0, str(Path(__file__).parent / "session"))


@pytest.fixture(scope="session", autouse=True)
def _state_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the program keeps of a robot is kept apart: no test writes where its user's things are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is to run without another test beside it."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here) and item.path.relative_to(here).parts[0] not in COMPUTE:
            item.add_marker(pytest.mark.alone)


def pytest_configure() -> None:
    """Let sessions that tests start hear a hangup, though the tests were started to outlive one (nohup)."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
