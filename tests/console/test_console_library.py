"""The protocols that a console lists: each with what a page says of it, drafts beside their originals."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from nao_sessions.console.library import LibraryEntry, read_library, version_key
from nao_sessions.core.errors import ProtocolRefused

LIBRARY = Path(__file__).parents[2] / "protocols"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library of one protocol, with its pictures."""
    library = tmp_path / "library"
    shutil.copytree(LIBRARY / "pictures", library / "pictures")
    shutil.copy(LIBRARY / "emotions.yaml", library)
    return library


def draft(drafts: Path, version: str, name: str = "emotions") -> Path:
    """Write a draft of a protocol into a folder of its own."""
    own = drafts / f"{name}-{version}"
    shutil.copytree(LIBRARY / "pictures", own / "pictures")
    written = (LIBRARY / f"{name}.yaml").read_text(encoding="utf-8")
    path = own / f"{own.name}.yaml"
    path.write_text(written.replace('version: "2.0.0"', f'version: "{version}"'), encoding="utf-8")
    return path


def only(folder: Path) -> LibraryEntry:
    (entry,) = read_library(folder).protocols
    return entry


def test_a_protocol_is_listed_with_what_a_page_says_of_it(folder: Path) -> None:
    entry = only(folder)
    assert entry.file == folder / "emotions.yaml"
    assert (entry.stem, entry.id, entry.version, entry.status) == ("emotions", "emotions", "2.0.0", "draft")
    assert (entry.title("fr"), entry.goal("fr")) == ("Les émotions", "reconnaître une émotion sur un visage")
    assert entry.duration_minutes == (8, 15)
    assert entry.participants == (1, 1)
    assert entry.languages == ("fr",)
    assert entry.picture is not None
    assert entry.picture.is_file()
    assert entry.problem is None


def test_the_whole_library_loads_and_leaves_out_series_expectations_and_schemas() -> None:
    listed = read_library(LIBRARY, LIBRARY / "series").protocols
    wanted = sorted(path.name for path in LIBRARY.glob("*.yaml") if not path.name.endswith(".expect.yaml"))
    assert [entry.file.name for entry in listed] == wanted
    assert [entry.problem for entry in listed] == [None] * len(wanted)


def test_a_file_that_cannot_be_loaded_is_listed_with_its_problem_and_hides_no_other(folder: Path) -> None:
    (folder / "cassé !.yaml").write_text("protocol: 1\nid: casse\n", encoding="utf-8")
    broken, good = read_library(folder).protocols
    assert isinstance(broken.problem, ProtocolRefused)
    assert broken.problem.findings
    assert (broken.stem, broken.title("fr"), broken.goal("fr")) == ("casse-", "casse-", "")
    assert good.stem == "emotions"


def test_what_was_mended_in_a_file_beside_is_seen_at_the_next_look(folder: Path) -> None:
    (folder / "emotions.yaml").unlink()
    shutil.copy(LIBRARY / "tour-de-role.yaml", folder)
    assert only(folder).problem is not None
    for used in ("rituel-bonjour", "retour-au-calme", "rituel-au-revoir"):
        shutil.copy(LIBRARY / f"{used}.yaml", folder)
    assert [entry.problem for entry in read_library(folder).protocols] == [None] * 4


def test_a_changed_file_is_loaded_again_and_an_unchanged_one_is_not(folder: Path) -> None:
    before = only(folder)
    assert only(folder) is before
    path = folder / "emotions.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Les émotions", "Les visages"), encoding="utf-8")
    assert only(folder).title("fr") == "Les visages"


def test_two_files_of_one_name_have_two_addresses(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    library = read_library(folder, other)
    assert [entry.stem for entry in library.protocols] == ["emotions", "emotions-2"]
    second = library.entry("emotions-2")
    assert second is not None
    assert second.file == other / "emotions.yaml"


def test_of_several_drafts_the_latest_is_listed_and_the_others_are_still_found(
    folder: Path, tmp_path: Path
) -> None:
    drafts = tmp_path / "drafts"
    for version in ("2.0.9", "2.0.10"):
        draft(drafts, version)
    library = read_library(folder, drafts)
    assert [entry.stem for entry in library.protocols] == ["emotions", "emotions-2.0.10"]
    assert [entry.version for entry in library.earlier] == ["2.0.9"]
    earlier = library.entry("emotions-2.0.9")
    assert earlier is not None
    assert earlier.version == "2.0.9"


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert read_library(tmp_path / "nowhere").protocols == ()
    assert read_library(tmp_path / "nowhere").entry("emotions") is None


def test_a_stem_that_leads_out_of_the_library_finds_nothing(folder: Path) -> None:
    library = read_library(folder)
    assert [library.entry(stem) for stem in ("../emotions", "", ".", "emotions.yaml")] == [None] * 4


def test_versions_are_ordered_by_their_numbers() -> None:
    assert sorted(["2.0.10", "2.0.9", "1.12"], key=version_key) == ["1.12", "2.0.9", "2.0.10"]
