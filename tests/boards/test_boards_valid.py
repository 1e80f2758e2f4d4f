"""What is exported keeps the rules of the Open Board Format, as its specification and validator state them.

The rules (https://www.openboardformat.org/docs) are written here by hand, apart from the code that writes.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Any

import pytest

from nao_sessions.boards.model import BoardSet
from nao_sessions.boards.opening import apart, as_obf, as_obz, in_locale, open_boards
from tests.boards.made_boards import SVG, obf, package, png, written, zipped

PAGE = """\
PLAPHOONS
COLUMNES=2
FILES=1
PICTURE="pomme.png" CAPTION="pomme" READ="" LINK="suite.pla" MC="3"
PICTURE="" CAPTION="" READ="" LINK="" MC="6"
"""
NEXT = 'PLAPHOONS\nCOLUMNES=1\nFILES=1\nPICTURE="pomme.png" CAPTION="fini" READ="" LINK="" MC="0"\n'
BESIDE = {"pomme.png": png(7, 9), "suite.pla": NEXT.encode()}


def from_plaphoons() -> BoardSet:
    boards = open_boards("repas.pla", PAGE.encode(), BESIDE.get, "utf-8").boards
    return in_locale(boards, "fr")


def from_a_package() -> BoardSet:
    return open_boards("repas.obz", zipped(package())).boards


def from_a_board() -> BoardSet:
    value = obf(buttons=[{"id": 1, "label": "a", "image_id": 2}, {"id": "2", "label": "b"}], format=None,
                images=[{"id": 2, "data": obf()["images"][0]["data"]}], sounds=None,
                grid={"rows": 1, "columns": 2, "order": [[1, None]]})  # fmt: skip
    return open_boards("a.obf", written(value)).boards


SETS = pytest.mark.parametrize("boards", [from_plaphoons(), from_a_package(), from_a_board()])


def check_board(board: dict[str, Any], files: dict[str, bytes]) -> None:
    assert board["format"] == "open-board-0.1"
    assert isinstance(board["id"], str)
    assert isinstance(board["locale"], str)
    grid = board["grid"]
    assert len(grid["order"]) == grid["rows"] >= 1
    assert {len(row) for row in grid["order"]} == {grid["columns"]}
    ids = [button["id"] for button in board["buttons"]]
    assert len(set(ids)) == len(ids)
    assert all(isinstance(one, str) for one in ids)
    assert {cell for row in grid["order"] for cell in row} <= {*ids, None}
    pictures = {one["id"]: one for one in board["images"]}
    assert isinstance(board["sounds"], list)
    for button in board["buttons"]:
        assert button.get("image_id") in {*pictures, None}
        for key in ("background_color", "border_color"):
            assert re.fullmatch(r"rgba?\(\d+, \d+, \d+(, [\d.]+)?\)", button.get(key, "rgb(0, 0, 0)"))
    for one in pictures.values():
        assert isinstance(one["width"], int)
        assert isinstance(one["height"], int)
        assert one["content_type"].startswith("image/")
        assert (
            re.match(r"data:image/[\w+.-]+;base64,", one["data"]) if "data" in one else one["path"] in files
        )


@SETS
def test_a_board_of_its_own_keeps_the_rules(boards: BoardSet) -> None:
    for content in apart(boards).values():
        board = json.loads(content)
        check_board(board, {})
        assert not any("path" in one for one in board["images"])
    check_board(json.loads(as_obf(boards, boards.root)), {})


@SETS
def test_a_package_keeps_the_rules(boards: BoardSet) -> None:
    with zipfile.ZipFile(io.BytesIO(as_obz(boards))) as package_:
        files = {name: package_.read(name) for name in package_.namelist()}
    manifest = json.loads(files["manifest.json"])
    assert manifest["format"] == "open-board-0.1"
    assert manifest["root"] in files
    seen: dict[str, Any] = {}
    for board_id, path in manifest["paths"]["boards"].items():
        board = json.loads(files[path])
        assert board["id"] == board_id
        check_board(board, files)
        for button in board["buttons"]:
            link = button.get("load_board")
            assert link is None or link["path"] in files
        for one in board["images"]:
            assert seen.setdefault(one["id"], one["path"]) == one["path"], "one id, one picture"
    assert manifest["paths"]["images"] == seen
    assert {path for path in files if path.endswith(".obf")} == set(manifest["paths"]["boards"].values())


def test_a_picture_of_two_pages_is_in_a_package_once() -> None:
    with zipfile.ZipFile(io.BytesIO(as_obz(from_plaphoons()))) as package_:
        assert [name for name in package_.namelist() if name.startswith("images/")] == ["images/pomme.png"]


def test_the_size_of_a_picture_is_told_where_its_maker_did_not() -> None:
    (picture,) = json.loads(as_obf(from_a_board(), "a.obf"))["images"]
    assert (picture["width"], picture["height"], picture["content_type"]) == (200, 100, "image/svg+xml")
    assert SVG in from_a_board().content(from_a_board().first.pictures[0])  # type: ignore[operator]
