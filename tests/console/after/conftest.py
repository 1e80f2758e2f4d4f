"""The rehearsed sessions, of one child and of two, that the tests of the page afterwards read."""

from __future__ import annotations

import pytest

from nao_sessions.console.after.reading import Finished, read_finished
from tests.console.rehearsed_folder import make_session


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """A session of one child."""
    return read_finished(make_session(tmp_path_factory.mktemp("sessions")))


@pytest.fixture(scope="module")
def group(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """A session of two children in turns."""
    sessions = tmp_path_factory.mktemp("sessions")
    return read_finished(make_session(sessions, "tour-de-role", children=("P07", "P12")))
