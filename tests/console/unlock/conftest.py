"""Each test has a house of its own, with two persons: A01 is in charge, A02 is not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from nao_sessions.privacy.persons import PersonsFile
from tests.console.unlock.locked_console import OTHER, SECRET, LockedConsole


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a house with two persons, made once: a secret code takes its time."""
    folder = tmp_path_factory.mktemp("two_persons")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(folder))
        for secret in (SECRET, OTHER):
            PersonsFile.default().add(secret)
    return folder


@pytest.fixture
def console(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> LockedConsole:
    """A console with two persons."""
    shutil.copytree(data, tmp_path / "data")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    console = LockedConsole(tmp_path / "keep")
    console.persons = PersonsFile.default().read()
    return console
