"""What all tests share; their helpers are imported by their whole names (``tests.room.cameras``)."""

from __future__ import annotations

import hashlib
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
"""Folders whose tests wait for real processes and real time: they are marked ``alone`` and run two files at a
time (``make test-slow``). What the others do only computes, and runs on all cores at once."""

ALWAYS = frozenset({"docs", "guard", "kills", "review/replay", "simulator", "web"})
"""Of those, what is never left out where a share of them is run (``--share``): the stop, what a crash leaves,
the doors of the pages; and what takes two minutes in all."""

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
    """Take which tests are run: those that only compute, or a share of those that wait."""
    parser.addoption("--computing", action="store_true", help="leave out the folders whose tests wait")
    parser.addoption("--share", type=float, default=1.0, help="of the tests in real time, run this share")
    parser.addoption("--draw", default="", help="the seed that the share is drawn by")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out a folder of tests that wait where only what computes is run: its modules are not imported."""
    if config.getoption("computing") and _waiting_folder(collection_path):
        return True
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what is to run without another test beside it; leave out what is not drawn of it."""
    share, seed = config.getoption("share"), config.getoption("draw")
    left_out = []
    for item in items:
        folder = _waiting_folder(item.path)
        if folder:
            item.add_marker(pytest.mark.alone)
        waits = item.get_closest_marker("alone") is not None
        if waits and folder not in ALWAYS and not _drawn(item.nodeid, seed, share):
            left_out.append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        gone = set(left_out)
        items[:] = [item for item in items if item not in gone]


def _waiting_folder(path: Path) -> str:
    """Return the folder of ``WAITING`` that a path below tests is or lies in, or nothing."""
    below = os.path.relpath(path, HERE)
    return next((folder for folder in WAITING if below == folder or below.startswith(folder + os.sep)), "")


def _drawn(nodeid: str, seed: str, share: float) -> bool:
    """Tell whether a test is of the share: the same for the same seed, whatever else there is."""
    number = int.from_bytes(hashlib.sha256(f"{seed} {nodeid}".encode()).digest()[:8])
    return number < share * 2**64


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues of sentences when their sources are newer.

    Sessions that tests start hear a hangup, though the tests were started to outlive one (nohup).
    """
    from tools import catalogues

    if not hasattr(config, "workerinput") and catalogues.stale(ROOT):
        catalogues.compile_all(ROOT)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
