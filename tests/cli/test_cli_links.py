"""What a command writes in a folder that it was given follows no link that lies there."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from nao_sessions.cli.board import write_files
from nao_sessions.cli.words import write_below
from nao_sessions.core.errors import NaoSessionsError

LINKS = pytest.mark.parametrize("link", [os.symlink, os.link], ids=["symlink", "hard link"])
Link = Callable[[Path, Path], None]


@pytest.fixture
def stranger(tmp_path: Path) -> Path:
    path = tmp_path / "stranger"
    path.write_bytes(b"words")
    return path


@LINKS
def test_a_drawing_replaces_a_link(tmp_path: Path, stranger: Path, link: Link) -> None:
    (tmp_path / "plots").mkdir()
    link(stranger, tmp_path / "plots" / "01.svg")
    write_below(tmp_path / "plots", "01.svg", "<svg/>")
    assert (stranger.read_bytes(), (tmp_path / "plots" / "01.svg").read_bytes()) == (b"words", b"<svg/>")


@LINKS
def test_a_board_replaces_a_link_to_what_it_would_write(tmp_path: Path, stranger: Path, link: Link) -> None:
    (tmp_path / "boards").mkdir()
    link(stranger, tmp_path / "boards" / "a.obf")
    write_files(tmp_path / "boards", {"a.obf": b"words"})
    assert (tmp_path / "boards" / "a.obf").lstat().st_nlink == 1
    assert not (tmp_path / "boards" / "a.obf").is_symlink()


def test_a_board_is_not_written_where_a_link_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "boards").mkdir()
    (tmp_path / "boards" / "a.obf").symlink_to(tmp_path / "nowhere")
    write_files(tmp_path / "boards", {"a.obf": b"words"})
    assert not (tmp_path / "nowhere").exists()


def test_pictures_of_a_board_are_not_written_in_a_folder_that_is_a_link(tmp_path: Path) -> None:
    elsewhere, boards = tmp_path / "elsewhere", tmp_path / "boards"
    elsewhere.mkdir()
    boards.mkdir()
    (boards / "pictures").symlink_to(elsewhere, target_is_directory=True)
    with pytest.raises(NaoSessionsError) as caught:
        write_files(boards, {"pictures/a.png": b"picture"})
    assert (caught.value.code, list(elsewhere.iterdir())) == ("R135", [])
