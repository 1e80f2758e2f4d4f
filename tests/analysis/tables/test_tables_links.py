"""An export into a folder that a stranger filled: what its links lead to stays as it is, nothing waits."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from nao_sessions.analysis.film.names import HiddenSound
from nao_sessions.analysis.film.work import Job, carry_out, constant_copy, cut
from nao_sessions.analysis.tables.session_export import export_session
from nao_sessions.analysis.tables.source import Film, SessionSource
from nao_sessions.core.errors import NaoSessionsError
from tests.analysis.film.small_film import small_film

CODED = Path(__file__).parents[2] / "sessions" / "coded"
STRANGER = b"a stranger's file\n"
FORMATS = ("csv", "parquet", "bids", "webvtt", "methods", "eaf", "boris", "textgrid", "bundle")
LINKS: dict[str, Callable[[Path, Path], None]] = {
    "symlink": os.symlink,
    "hard link": os.link,
    "pipe": lambda target, place: os.mkfifo(place),
}


@pytest.fixture
def stranger(tmp_path: Path) -> Path:
    path = tmp_path / "stranger"
    path.write_bytes(STRANGER)
    return path


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Film:
    return small_film(tmp_path_factory.mktemp("film"))


def _files(place: Path) -> list[Path]:
    return sorted(path.relative_to(place) for path in place.rglob("*") if not path.is_dir())


def _trap(place: Path, names: list[Path], target: Path, link: str) -> None:
    for name in names:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        LINKS[link](target, place / name)


def _assert_written(place: Path, names: list[Path], stranger: Path) -> None:
    assert stranger.read_bytes() == STRANGER
    assert _files(place) == names
    for name in names:
        found = (place / name).lstat()
        assert (stat.S_ISREG(found.st_mode), found.st_mode & 0o077, found.st_nlink) == (True, 0, 1), name


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("format_", FORMATS)
def test_an_export_replaces_what_lies_in_its_places_and_follows_no_link(
    source: SessionSource, tmp_path: Path, stranger: Path, format_: str, link: str
) -> None:
    def place(folder: str) -> Path:
        (tmp_path / folder).mkdir()
        return tmp_path / folder / "made"

    first = place("first")
    names = [path.relative_to(first.parent) for path in export_session(source, format_, first, "en")]
    second = place("second")
    _trap(second.parent, names, stranger, link)
    export_session(source, format_, second, "en")
    _assert_written(second.parent, sorted(names), stranger)


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("make", ["cfr", "clip"])
def test_a_copy_of_a_film_follows_no_link(
    film: Film, tmp_path: Path, stranger: Path, make: str, link: str
) -> None:
    place = tmp_path / "received"
    _trap(place, [Path("x.mp4")], stranger, link)
    if make == "cfr":
        constant_copy(film, HiddenSound(), place / "x.mp4", lambda share: None)
    else:
        assert cut(film, 0, 10**10, HiddenSound(), place / "x.mp4") is not None
    _assert_written(place, [Path("x.mp4")], stranger)


@pytest.mark.parametrize("link", LINKS)
def test_the_list_of_clips_follows_no_link(tmp_path: Path, stranger: Path, link: str) -> None:
    place = tmp_path / "received"
    _trap(place, [Path("clips.csv"), Path("names.json")], stranger, link)
    carry_out(Job(str(CODED), "clips", str(place), "en", "speech"), lambda share: None)
    _assert_written(place, [Path("clips.csv"), Path("names.json")], stranger)


def test_a_folder_of_an_export_that_is_a_link_is_refused(source: SessionSource, tmp_path: Path) -> None:
    elsewhere, place = tmp_path / "elsewhere", tmp_path / "received"
    elsewhere.mkdir()
    place.mkdir()
    (place / "sub-P07").symlink_to(elsewhere, target_is_directory=True)
    with pytest.raises(NaoSessionsError) as caught:
        export_session(source, "bids", place, "en")
    assert (caught.value.code, list(elsewhere.iterdir())) == ("R135", [])


def test_a_folder_of_ones_own_that_is_reached_by_a_link_is_exported_into(
    source: SessionSource, tmp_path: Path
) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (tmp_path / "link").symlink_to(mine, target_is_directory=True)
    written = export_session(source, "csv", tmp_path / "link", "en")
    assert [path.name for path in written] == sorted(
        (path.name for path in mine.iterdir()), key=[path.name for path in written].index
    )


def test_an_export_that_fails_leaves_the_file_before_as_it_was_and_no_draft(
    film: Film, tmp_path: Path
) -> None:
    (tmp_path / "x.mp4").write_bytes(b"before")

    def fail(share: float) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        constant_copy(film, HiddenSound(), tmp_path / "x.mp4", fail)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"x.mp4": b"before"}
