"""Session folders for the tests of what leaves: rehearsed in virtual time, as the console's."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from nao_sessions.analysis.tables.source import SessionSource, read_source
from tests.console.rehearsed_folder import make_session

CODED = [
    {"op": "open", "act": 1, "at_utc": "2026-11-25T09:00:00Z", "format": 1},
    {"op": "add", "act": 2, "id": "x1", "scheme": "regard", "behaviour": "regarde Nao", "modifiers": {},
     "subject": "P07", "start_ns": 2_000_000_001, "stop_ns": 4_500_000_999, "comment": "", "at_utc": ""},
    {"op": "add", "act": 3, "id": "x2", "scheme": "regard", "behaviour": "sourit", "modifiers": {"a": "peu"},
     "subject": "P07", "start_ns": 3_000_000_000, "stop_ns": None, "comment": "bref", "at_utc": ""},
    {"op": "add", "act": 4, "id": "x3", "scheme": "regard", "behaviour": "se lève", "modifiers": {},
     "subject": "P07", "start_ns": 9_000_000_000, "stop_ns": None, "comment": "", "at_utc": ""},
    {"op": "undo", "act": 5, "undoes": 4, "at_utc": ""},
]  # fmt: skip


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a closed session with five trials of P07, and a coder's file."""
    path = make_session(tmp_path_factory.mktemp("sessions"), "emotions")
    (path / "annotations").mkdir()
    lines = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in CODED)
    (path / "annotations" / "C01.jsonl").write_text(lines + '{"op": "add", "to', encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def source(folder: Path) -> SessionSource:
    """Give the same session as exports read it."""
    return read_source(folder)


@pytest.fixture
def make() -> Callable[..., Path]:
    """Give what makes further sessions."""
    return make_session
