"""The commands `board`: from one format to another and back, a sheet of paper, plain words where it fails."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.command_line import nao_sessions

ROOT = Path(__file__).parents[2]
MEAL = ROOT / "protocols" / "boards" / "repas.obf"
PAGE = """\
PLAPHOONS (C) Jordi Lagares Roset - Projecte FRESSA
COLUMNES=2
FILES=1
COLOR=0
Font Itàlica=N
PICTURE="Pomme.svg" CAPTION="pomme" READ="" LINK="" MC="3" FCOLOR="0" FNAME=""
PICTURE="" CAPTION="desserts" READ="" LINK="DESSERTS.PLA" MC="6" FCOLOR="0" FNAME=""
"""
SECOND = """\
PLAPHOONS
COLUMNES=1
FILES=1
PICTURE="" CAPTION="gâteau" READ="" LINK="" MC="3" FCOLOR="0" FNAME=""
"""
FINDINGS, USAGE, UNAVAILABLE = 1, 2, 3


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Two pages of Plaphoons and a picture; the names differ in case, as on Windows."""
    folder = tmp_path / "plaphoons"
    folder.mkdir()
    (folder / "repas.pla").write_bytes(PAGE.replace("\n", "\r\n").encode("cp1252"))
    (folder / "desserts.pla").write_bytes(SECOND.replace("\n", "\r\n").encode("cp1252"))
    (folder / "pomme.svg").write_bytes((ROOT / "protocols" / "pictures" / "pomme.svg").read_bytes())
    return folder / "repas.pla"


def test_pages_of_plaphoons_become_a_package_and_pages_again(pages: Path, tmp_path: Path) -> None:
    package = tmp_path / "repas.obz"
    ran = nao_sessions("board", "import", pages, "--encoding", "cp1252", "-o", package, "--lang", "en")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", f"2 boards written: {package}\n")
    again = tmp_path / "again" / "repas.pla"
    ran = nao_sessions("board", "export", package, "--to", "pla", "--encoding", "cp1252", "-o", again)
    assert ran.returncode == 0, ran.stderr
    assert sorted(path.name for path in again.parent.iterdir()) == ["Pomme.svg", "desserts.pla", "repas.pla"]
    assert again.read_bytes() == pages.read_bytes().replace(b"DESSERTS.PLA", b"desserts.pla")


def test_a_folder_gets_a_file_a_board(pages: Path, tmp_path: Path) -> None:
    ran = nao_sessions("board", "import", pages, "--encoding", "cp1252", "-o", tmp_path / "boards")
    assert ran.returncode == 0, ran.stderr
    assert sorted(path.name for path in (tmp_path / "boards").iterdir()) == ["desserts.obf", "repas.obf"]
    meal = json.loads((tmp_path / "boards" / "repas.obf").read_text(encoding="utf-8"))
    assert meal["buttons"][1]["load_board"]["path"] == "desserts.obf"


def test_nothing_that_is_there_is_overwritten_by_a_folder_of_files(pages: Path, tmp_path: Path) -> None:
    (tmp_path / "boards").mkdir()
    (tmp_path / "boards" / "desserts.obf").write_text("mine", encoding="utf-8")
    ran = nao_sessions("board", "import", pages, "--encoding", "cp1252", "-o", tmp_path / "boards")
    assert (ran.returncode, ran.stderr.split()[0]) == (USAGE, "B132")
    assert [path.name for path in (tmp_path / "boards").iterdir()] == ["desserts.obf"]


def test_one_file_does_not_hold_two_boards(pages: Path, tmp_path: Path) -> None:
    ran = nao_sessions("board", "import", pages, "--encoding", "cp1252", "-o", tmp_path / "repas.obf")
    assert (ran.returncode, ran.stderr.split()[0]) == (USAGE, "B132")


def test_without_an_encoding_the_hint_names_one(pages: Path, tmp_path: Path) -> None:
    ran = nao_sessions("board", "import", pages, "-o", tmp_path / "a.obz", "--lang", "fr")
    assert (ran.returncode, ran.stderr.split()[0]) == (USAGE, "B131")
    assert "--encoding cp1252" in ran.stderr


def test_a_broken_board_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "cassé.obf"
    path.write_text(MEAL.read_text(encoding="utf-8").replace('"rows": 3', '"rows": 4'), encoding="utf-8")
    ran = nao_sessions("board", "info", path, "--lang", "fr")
    assert (ran.returncode, ran.stdout) == (FINDINGS, "")
    assert re.match(r"cassé\.obf:\d+:\d+: B106 la grille dit 4 lignes", ran.stderr)
    assert "conseil" in ran.stderr


@pytest.mark.parametrize("arguments", [["info"], ["print"], ["export", "--to", "obz", "-o", "a.obz"]])
def test_a_file_that_is_not_there_is_told(arguments: list[str], tmp_path: Path) -> None:
    ran = nao_sessions("board", arguments[0], tmp_path / "absent.obf", *arguments[1:])
    assert (ran.returncode, ran.stderr.split()[0]) == (USAGE, "B133")


def test_info_says_what_is_there_in_words_and_as_json() -> None:
    ran = nao_sessions("board", "info", MEAL, "--lang", "fr")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Repas (repas.obf)\u00a0: 3 × 3, 9 mots, 7 images" in ran.stdout
    record = json.loads(nao_sessions("board", "info", MEAL, "--json").stdout)
    assert record["boards"][0]["cells"][1][1] == {
        "word": "pomme", "say": "Je voudrais une pomme.", "picture": True, "opens": None,
    }  # fmt: skip


def test_a_page_to_print_goes_to_stdout_or_into_a_file(tmp_path: Path) -> None:
    ran = nao_sessions("board", "print", MEAL, "--lang", "fr")
    assert ran.stdout.startswith('<!doctype html>\n<html lang="fr">')
    path = tmp_path / "repas.html"
    assert nao_sessions("board", "print", MEAL, "--cut", "-o", path).returncode == 0
    assert 'class="grid cut"' in path.read_text(encoding="utf-8")


def test_without_chromium_the_pdf_of_a_board_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "repas.pdf"
    ran = nao_sessions("board", "print", MEAL, "-o", path, NAO_SESSIONS_CHROMIUM="no-such-command")
    assert (ran.returncode, path.exists()) == (UNAVAILABLE, False)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("name", "options", "box"),
    [
        ("repas.obf", (), (595, 842)),
        ("emotions.obf", (), (842, 595)),
        ("emotions.obf", ("--portrait", "--cut"), (595, 842)),
        ("repas.obf", ("--landscape", "--no-text"), (842, 595)),
    ],
)
def test_a_board_is_one_page_of_a4(
    name: str, options: tuple[str, ...], box: tuple[int, int], tmp_path: Path
) -> None:
    target = tmp_path / "tableau.pdf"
    ran = nao_sessions("board", "print", MEAL.with_name(name), *options, "-o", target)
    assert ran.returncode == 0, ran.stderr
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", target.read_bytes())
    # A4 in points: 210 by 297 mm at 72 to the inch.
    assert [(round(float(wide)), round(float(high))) for wide, high in boxes] == [box]
