"""What reads the recordings of a folder that may be anybody's: a confined child; what it wrote is signed."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import pytest

from nao_sessions.core.confinement import ChildLimits
from nao_sessions.core.errors import ForeignFileRefused
from nao_sessions.record.checksums import write_checksums
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.signature import authenticity, sign_addition, sign_closed
from nao_sessions.room.files.recover import close_interrupted
from nao_sessions.room.sync import renewal
from nao_sessions.room.sync.renewal import renew_apart
from nao_sessions.room.sync.sync_file import read_sync

SAMPLE = next((Path(__file__).parents[2] / "recordings" / "sample").glob("20*"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SessionFolder:
    """A folder with a film, not closed yet, and a house of the test's own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    session = SessionFolder(Path(shutil.copytree(SAMPLE, tmp_path / "session")))
    session.checksums.unlink()
    return session


def test_times_that_are_worked_out_again_are_signed_again(folder: SessionFolder) -> None:
    folder.sync.write_bytes(folder.sync.read_bytes() + b"\n")
    write_checksums(folder, partial(sign_closed, folder.path, closed="closed"))
    sign_addition(folder.sync)
    renew_apart(folder.path, "en", draws=False)
    assert not folder.sync.read_bytes().endswith(b"\n\n")
    assert authenticity(folder.path).standing == "authentic"


def test_a_recovered_folder_has_its_times_and_is_authentic(folder: SessionFolder) -> None:
    folder.sync.unlink()
    close_interrupted(folder, lambda: None)
    assert read_sync(folder.sync).keys() == {("room", 1)}
    assert authenticity(folder.path).standing == "authentic"


def test_a_film_that_breaks_its_reader_is_told_and_the_folder_is_closed_all_the_same(
    folder: SessionFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = ChildLimits(60, 60, memory_bytes=100 << 20)
    monkeypatch.setattr(renewal, "media_limits", lambda *files, makes: few)
    with pytest.raises(ForeignFileRefused, match="closed all the same"):
        close_interrupted(folder, lambda: None)
    assert folder.checksums.is_file()
    assert folder.read_manifest().state == "recovered"
