"""What all tests share; their helpers are imported by their whole names (``tests.room.cameras``)."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("any_machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any_machine")
"""A busy machine fails no property."""

WAITING = frozenset(
    {
        "analysis/coding",
        "analysis/film",
        "analysis/importing",
        "boris",
        "browser",
        "cards",
        "cli",
        "console/live",
        "docs",
        "doctor",
        "frozen",
        "guard",
        "kills",
        "launch",
        "live",
        "lsp",
        "names",
        "privacy/life",
        "pytest_plugin",
        "record",
        "rehearsal",
        "review/replay",
        "robot",
        "room",
        "simulator",
        "web",
    }
)
"""Folders whose tests wait for real processes and real time: they are marked ``alone`` and run three files at
a time (``make test-slow``). What the others do only computes, and runs on all cores at once."""

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent

os.environ["NAO_SESSIONS_STRICT_WORDS"] = "1"  # a sentence without its French raises


@pytest.fixture(scope="session", autouse=True)
def _state_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the program keeps of a robot is kept apart: no test writes where its user's things are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take ``--computing``: only the tests that wait for nothing real."""
    parser.addoption("--computing", action="store_true", help="leave out the folders whose tests wait")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out a folder of tests that wait where only what computes is run: its modules are not imported."""
    if config.getoption("computing") and _waiting_folder(collection_path):
        return True
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of folders that wait: they run a file at a time in each process."""
    for item in items:
        if _waiting_folder(item.path):
            item.add_marker(pytest.mark.alone)


def pytest_collection_finish() -> None:
    """Leave what was collected out of garbage collections: looking through thousands of tests that are no
    garbage took a twelfth of their time."""
    gc.collect()
    gc.freeze()


def _waiting_folder(path: Path) -> str:
    """Return the folder of ``WAITING`` that a path below tests is or lies in, or nothing."""
    below = os.path.relpath(path, HERE)
    return next((folder for folder in WAITING if below == folder or below.startswith(folder + os.sep)), "")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues of sentences when their sources are newer.

    Sessions that tests start hear a hangup, though the tests were started to outlive one (nohup).
    """
    from tools import catalogues

    if not hasattr(config, "workerinput") and catalogues.stale(ROOT):
        catalogues.compile_all(ROOT)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
