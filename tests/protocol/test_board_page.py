"""Boards on paper: a sheet each, lying or standing as fits best, whole in one document without a script."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from nao_sessions.boards.colours import FRAMES, css, is_dark, nearest_frame, read_colour
from nao_sessions.boards.opening import open_boards
from nao_sessions.protocol.sheet.board_page import PrintOptions, boards_page, lies
from tests.boards.made_boards import SVG, data_uri, obf, opened, package, zipped


def page(wanted: PrintOptions = PrintOptions(), **changes: Any) -> str:  # noqa: B008 (a frozen value)
    return boards_page(opened(**changes).boards, wanted, "fr", "repas")


def test_every_cell_shows_its_picture_and_its_word() -> None:
    written = page()
    assert written.count("<img ") == 1
    assert f'src="{data_uri(SVG)}"' in written
    assert re.findall(r'class="word">([^<]+)<', written) == ["pomme", "pain"]


def test_without_text_a_cell_without_a_picture_keeps_its_word() -> None:
    written = page(PrintOptions(text=False))
    assert 'alt="pomme"' in written
    assert re.findall(r'class="word">([^<]+)<', written) == ["pain"]


def test_boards_of_a_set_come_one_after_the_other_and_say_where_they_lead() -> None:
    boards = open_boards("repas.obz", zipped(package())).boards
    written = boards_page(boards, PrintOptions(), "fr", "repas")
    assert re.findall(r"<h1>([^<]+)<", written) == ["Repas", "Desserts"]
    assert "→ Desserts" in written


def test_cards_to_cut_touch_one_another() -> None:
    assert 'class="grid cut"' in page(PrintOptions(cut=True))
    assert 'class="grid"' in page()


def test_the_sheet_lies_as_the_cells_are_larger() -> None:
    wide = opened(grid={"rows": 1, "columns": 2, "order": [["1", "2"]]}).boards.first
    high = opened(grid={"rows": 2, "columns": 1, "order": [["1"], ["2"]]}).boards.first
    assert [lies(one, PrintOptions()) for one in (wide, high)] == [True, False]
    assert [lies(one, PrintOptions(landscape=False)) for one in (wide, high)] == [False, False]


def test_no_text_of_a_board_becomes_markup_or_style() -> None:
    evil = '"><script>alert(1)</script>'
    buttons = [{"id": "1", "label": evil, "background_color": "red; } * { x: url(http://x.org)"}, {"id": "2"}]
    written = page(buttons=buttons, name=evil)
    assert "<script" not in written
    assert "x.org" not in written
    assert "default-src 'none'" in written


def test_dark_cells_have_white_letters() -> None:
    dark = [{"id": "1", "label": "nuit", "background_color": "rgb(0, 0, 60)"}, {"id": "2", "label": "jour"}]
    assert page(buttons=dark).count("color: #fff") == 1


def test_colours_are_read_as_they_look_on_white_paper() -> None:
    written = [
        "rgb(0, 0, 55)",
        "rgba(0,0,0,0.5)",
        "rgba(1, 2, 3, 0)",
        "#abc",
        "#A0B1C2",
        "red",
        None,
        "rgb(1,2)",
    ]
    assert [read_colour(one) for one in written] == [
        (0, 0, 55), (128, 128, 128), (255, 255, 255), (170, 187, 204), (160, 177, 194), None, None, None,
    ]  # fmt: skip


@given(st.tuples(*[st.integers(0, 255)] * 3))
@settings(deadline=None)
def test_a_colour_that_is_written_is_read_again(colour: tuple[int, int, int]) -> None:
    assert read_colour(css(colour)) == colour
    assert is_dark(colour) in (True, False)


def test_each_frame_of_plaphoons_is_nearest_to_itself() -> None:
    assert {number: nearest_frame(colour) for number, colour in FRAMES.items()} == {n: n for n in FRAMES}


@given(
    st.integers(1, 12),
    st.integers(1, 12),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30),
)
@settings(deadline=None)
def test_every_grid_and_every_word_gives_a_sheet(rows: int, columns: int, word: str) -> None:
    order = [["1"] * columns] * rows
    value = obf(buttons=[{"id": "1", "label": word}], grid={"rows": rows, "columns": columns, "order": order})
    written = boards_page(opened(value).boards, PrintOptions(), "en", "x")
    assert written.count('class="slot"') == rows * columns
