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
        "oracle",
        "practice",
        "privacy",
        "protocol",
        "published",
        "text",
    }
)
"""Folders whose tests only compute: they run on all cores at once. The others wait for real processes and
real time, and are marked ``alone``: two files at a time (``make test-slow``)."""

ALWAYS = frozenset({"docs", "guard", "kills", "pages", "replay", "simulator"})
"""Of those, what is never left out where a share of them is run (``--share``): the stop, what a crash leaves,
the doors of the pages; and what takes two minutes in all."""

ROOT = Path(__file__).resolve().parent.parent

os.environ["NAO_SESSIONS_STRICT_WORDS"] = "1"  # a sentence without its French raises


@pytest.fixture(scope="session", autouse=True)
def _state_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the program keeps of a robot is kept apart: no test writes where its user's things are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take which share of the tests that need real time is run, and the seed that it is drawn by."""
    parser.addoption("--share", type=float, default=1.0, help="of the tests in real time, run this share")
    parser.addoption("--draw", default="", help="the seed that the share is drawn by")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what is to run without another test beside it; leave out what is not drawn of it."""
    here = Path(__file__).parent
    share, seed = config.getoption("share"), config.getoption("draw")
    left_out = []
    for item in items:
        folder = item.path.relative_to(here).parts[0] if item.path.is_relative_to(here) else ""
        if not folder or folder in COMPUTE:
            continue
        item.add_marker(pytest.mark.alone)
        if folder not in ALWAYS and not _drawn(item.nodeid, seed, share):
            left_out.append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        gone = set(left_out)
        items[:] = [item for item in items if item not in gone]


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
