"""A package of boards: what leads from one to the next, what lies beside them, what a hostile one gets."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from nao_sessions.boards import bounds, opening
from nao_sessions.boards.obf import zip_files as packing
from nao_sessions.boards.opening import BoardFile, apart, as_obf, as_obz
from tests.boards.made_boards import SVG, obf, package, png, refused, written, zipped


def opened(files: dict[str, bytes]) -> BoardFile:
    return opening.open_boards("repas.obz", zipped(files))


def test_boards_link_to_one_another_and_find_their_pictures() -> None:
    boards = opened(package()).boards
    apple, desserts = boards.first.seen()
    assert boards.content(boards.first.picture(apple)) == SVG
    assert boards.opened_by(desserts.link) == "boards/desserts.obf"
    assert boards.named("Desserts") is boards.named("desserts") is boards.boards["boards/desserts.obf"]


def test_a_package_comes_out_as_it_went_in() -> None:
    files = package(ext_x={"a": 1}) | {"LISEZ-MOI.txt": b"bonjour"}
    found = opened(files)
    assert found.remarks == ()
    with zipfile.ZipFile(io.BytesIO(as_obz(found.boards))) as again:
        names = again.namelist()
        assert sorted(names) == sorted(files)
        for name in names:
            if name.endswith((".json", ".obf")):
                assert json.loads(again.read(name)) == json.loads(files[name]), name
            else:
                assert again.read(name) == files[name]


def test_the_same_boards_give_the_same_bytes() -> None:
    boards = opened(package()).boards
    assert as_obz(boards) == as_obz(boards)


def test_pictures_in_a_board_lie_beside_it_in_a_package_each_once() -> None:
    found = opening.open_boards("repas.obf", written(obf())).boards
    again = opening.open_boards("repas.obz", as_obz(found)).boards
    assert again.files == {"images/pomme.svg": SVG}
    assert again.first.pictures[0].path == "images/pomme.svg"
    assert opening.open_boards("repas.obf", as_obf(again, again.root)).boards == found


def test_boards_taken_apart_still_lead_to_one_another() -> None:
    files = apart(opened(package()).boards)
    assert list(files) == ["repas.obf", "desserts.obf"]
    meal = json.loads(files["repas.obf"])
    assert meal["buttons"][1]["load_board"]["path"] == "desserts.obf"
    assert meal["images"][0]["data"].startswith("data:image/svg+xml;base64,")
    assert "path" not in meal["images"][0]


def test_ids_that_two_boards_share_become_their_own() -> None:
    files = package()
    other = obf(id="repas", images=[{"id": "i1", "path": "images/pain.png", "content_type": "image/png"}])
    files |= {"boards/desserts.obf": written(other), "images/pain.png": png()}
    written_again = opening.open_boards("repas.obz", as_obz(opened(files).boards)).boards
    boards = list(written_again.boards.values())
    assert [board.id for board in boards] == ["repas", "repas-2"]
    assert [board.pictures[0].id for board in boards] == ["i1", "i1-2"]
    assert written_again.content(boards[1].picture(next(boards[1].seen()))) == png()


def test_a_button_may_name_a_picture_that_the_manifest_or_another_board_has() -> None:
    files = package(paths={"boards": {"repas": "boards/repas.obf", "desserts": "boards/desserts.obf"},
                           "images": {"m1": "images/pomme.svg"}})  # fmt: skip
    buttons = [{"id": "1", "label": "a", "image_id": "i1"}, {"id": "2", "label": "b", "image_id": "m1"}]
    files["boards/desserts.obf"] = written(obf(id="desserts", buttons=buttons, images=[]))
    found = opened(files)
    assert found.remarks == ()
    board = found.boards.boards["boards/desserts.obf"]
    assert [found.boards.content(board.picture(button)) for button in board.seen()] == [SVG, SVG]
    alone = opening.open_boards("desserts.obf", as_obf(found.boards, "boards/desserts.obf")).boards
    assert [alone.content(alone.first.picture(button)) for button in alone.first.seen()] == [SVG, SVG]


def test_one_board_needs_no_manifest() -> None:
    assert opened({"tableau.obf": written(obf())}).boards.root == "tableau.obf"


def test_a_package_without_a_manifest_says_what_is_missing() -> None:
    files = package()
    del files["manifest.json"]
    assert refused(lambda: opened(files)) == [("B113", 0, 0)]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"root": "boards/absent.obf"}, ["B113"]),
        ({"root": None}, ["B105"]),
        ({"format": "open-board-1.0"}, ["B103"]),
        ({"paths": {"boards": {"x": "boards/absent.obf"}}}, ["B114"]),
        ({"paths": {"images": {"x": "images/absent.png"}}}, ["B114"]),
        ({"paths": []}, ["B104"]),
    ],
)
def test_a_manifest_that_lies_is_told(changes: dict[str, object], expected: list[str]) -> None:
    assert [code for code, _, _ in refused(lambda: opened(package(**changes)))] == expected


def test_a_picture_that_a_board_names_must_be_there() -> None:
    files = package(paths={"boards": {"repas": "boards/repas.obf"}})
    del files["images/pomme.svg"]
    assert refused(lambda: opened(files)) == [("B114", 0, 0)]


@pytest.mark.parametrize(
    "name", ["../a.png", "/etc/a", "images/../../a", "C:/a.png", "images\\a.png", "./a", "a\x01"]
)
def test_a_name_that_leads_outside_is_refused(name: str) -> None:
    assert refused(lambda: opened(package() | {name: SVG})) == [("B111", 0, 0)]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as twice:
        for _ in range(2):
            twice.writestr("repas.obf", written(obf()))
    assert refused(lambda: opening.open_boards("a.obz", target.getvalue())) == [("B111", 0, 0)]


def test_a_bomb_is_known_before_it_is_unpacked() -> None:
    bomb = zipped({"boards/a.obf": b" " * (bounds.LARGEST_BOARD_BYTES + 1)})
    assert len(bomb) < 100_000
    assert refused(lambda: opening.open_boards("a.obz", bomb)) == [("B112", 0, 0)]


def test_many_small_bombs_are_one_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "LARGEST_PACKAGE_BYTES", 1000)
    assert refused(lambda: opened({f"a{n}.bin": b" " * 300 for n in range(4)})) == [("B112", 0, 0)]
    monkeypatch.setattr(packing, "MOST_FILES", 3)
    assert refused(lambda: opened({f"a{n}.bin": b" " for n in range(4)})) == [("B112", 0, 0)]


def test_a_size_that_the_directory_hides_is_not_unpacked() -> None:
    content = bytearray(zipped({"repas.obf": b" " * 1_000_000}))
    size = (1_000_000).to_bytes(4, "little")
    while (at := content.find(size)) >= 0:
        content[at : at + 4] = (10).to_bytes(4, "little")
    assert refused(lambda: opening.open_boards("a.obz", bytes(content))) == [("B110", 0, 0)]


def test_a_locked_package_and_an_odd_compression_say_so() -> None:
    locked = bytearray(zipped(package()))
    at = locked.find(b"PK\x01\x02")
    locked[at + 8] |= 1
    assert refused(lambda: opening.open_boards("a.obz", bytes(locked))) == [("B111", 0, 0)]
    odd = zipped({"repas.obf": written(obf())}, zipfile.ZIP_LZMA)
    assert refused(lambda: opening.open_boards("a.obz", odd)) == [("B110", 0, 0)]


def test_a_file_without_a_name_is_no_zip() -> None:
    content = bytearray(zipped({"a": b""}))
    at = content.find(b"PK\x01\x02")
    content[at + 28 : at + 32] = (0, 0, 1, 0)  # no letter of a name, one byte of what is beside it
    assert refused(lambda: opening.open_boards("a.obz", bytes(content))) == [("B110", 0, 0)]


def test_what_is_no_zip_says_so() -> None:
    assert refused(lambda: opening.open_boards("a.obz", b"{}")) == [("B110", 0, 0)]


def test_a_huge_picture_in_a_package_is_refused() -> None:
    files = package() | {"images/pomme.svg": png(20_000, 20_000)}
    assert refused(lambda: opened(files)) == [("B109", 0, 0)]
