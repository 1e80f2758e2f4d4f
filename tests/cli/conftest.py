"""The room of the kill tests is the room of these tests too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cli.command_line import Started


@pytest.fixture
def started() -> Iterator[list[Started]]:
    """Sessions that are ended whatever becomes of the test."""
    sessions: list[Started] = []
    yield sessions
    for session in sessions:
        session.close()
