"""What all tests share; their helpers are imported by their whole names (``tests.room.cameras``)."""

from __future__ import annotations

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

ROOT = Path(__file__).resolve().parent.parent

os.environ["NAO_SESSIONS_STRICT_WORDS"] = "1"  # a sentence without its French raises


@pytest.fixture(scope="session", autouse=True)
def _state_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the program keeps of a robot is kept apart: no test writes where its user's things are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is to run without many other tests beside it."""
    here = Path(__file__).parent
    for item in items:
        folder = item.path.relative_to(here).parts[0] if item.path.is_relative_to(here) else ""
        if folder and folder not in COMPUTE:
            item.add_marker(pytest.mark.alone)


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues of sentences when their sources are newer.

    Sessions that tests start hear a hangup, though the tests were started to outlive one (nohup).
    """
    from tools import catalogues

    if not hasattr(config, "workerinput") and catalogues.stale(ROOT):
        catalogues.compile_all(ROOT)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
