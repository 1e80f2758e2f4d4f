"""The room of the kill tests is the room of these tests too."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "kills"))
sys.path.insert(0, str(Path(__file__).parent.parent / "robot"))

from command_line import Started


@pytest.fixture
def started() -> Iterator[list[Started]]:
    """Sessions that are ended whatever becomes of the test."""
    sessions: list[Started] = []
    yield sessions
    for session in sessions:
        session.close()
