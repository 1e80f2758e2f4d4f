"""A communication board on a child's tablet, from values alone: places, colours, and none where none are."""

from __future__ import annotations

from nao_sessions.engine.values import BoardView, Choice
from tests.console.test_console_board_model import VIEW, shown

PLACED = VIEW._replace(
    board=BoardView(
        None,
        None,
        (
            Choice("pain", background="rgb(227, 240, 224)"),
            Choice("fini", background="rgb(0, 0, 60)"),
            Choice("oui"),
        ),
        (("pain", None, "oui"), (None, "fini", None)),
    )
)


def test_each_choice_has_its_column_and_row() -> None:
    found = shown(PLACED)
    assert (found.columns, found.rows) == (3, 2)
    assert [tile.at for tile in found.tiles] == [(1, 1), (2, 2), (3, 1)]


def test_a_dark_cell_is_read_with_white_letters() -> None:
    assert [(tile.colour, tile.dark) for tile in shown(PLACED).tiles] == [
        ("rgb(227, 240, 224)", False), ("rgb(0, 0, 60)", True), (None, False),
    ]  # fmt: skip


def test_choices_of_no_board_have_no_place() -> None:
    found = shown()
    assert (found.columns, found.rows, [tile.at for tile in found.tiles]) == (0, 0, [None, None])
