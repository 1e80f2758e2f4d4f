"""A board of the Open Board Format: what is read, what is told with its place, what comes out again."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nao_sessions.boards.bounds import LARGEST_BOARD_BYTES
from nao_sessions.boards.opening import as_obf, open_boards
from nao_sessions.core.errors import UsageError
from tests.boards.made_boards import SVG, WAV, codes, data_uri, obf, opened, png, refused, written


def test_a_board_is_read_with_what_is_seen_said_and_shown() -> None:
    found = opened()
    board = found.boards.first
    assert (board.name, board.locale, board.rows, board.columns) == ("Repas", "fr", 1, 2)
    apple, bread = board.seen()
    assert (apple.word, apple.say) == ("pomme", "Je veux une pomme")
    assert found.boards.content(board.picture(apple)) == SVG
    assert (bread.word, board.picture(bread)) == ("pain", None)
    assert found.remarks == ()


def test_what_the_format_does_not_know_comes_out_again() -> None:
    buttons = [
        {"id": "1", "label": "oui", "ext_x_tri": [1, {"a": None}], "left": 0.1},
        {"id": "2", "label": "non"},
    ]
    value = obf(ext_x_app={"b": [True, 2.5]}, description_html="<b>é</b>", buttons=buttons,
                license={"type": "CC-By"}, images=[])  # fmt: skip
    value["grid"]["ext_x_gap"] = 3
    found = opened(value)
    assert json.loads(as_obf(found.boards, "repas.obf")) == value


def test_numbers_as_ids_are_taken_as_texts() -> None:
    value = obf(id=7, buttons=[{"id": 1, "label": "a"}, {"id": 2, "label": "b"}], images=[],
                grid={"rows": 1, "columns": 2, "order": [[1, 2]]})  # fmt: skip
    board = opened(value).boards.first
    assert (board.id, board.cells) == ("7", (("1", "2"),))


def test_an_empty_cell_and_a_hidden_button_leave_their_place() -> None:
    value = obf(
        buttons=[{"id": "1", "label": "a", "hidden": True}, {"id": "2", "label": "b"}], images=[],
        grid={"rows": 2, "columns": 2, "order": [["1", None], [None, "2"]]},
    )  # fmt: skip
    board = opened(value).boards.first
    assert [[one and one.word for one in row] for row in board.laid_out()] == [[None, None], [None, "b"]]


def test_texts_come_from_the_lists_of_their_language() -> None:
    strings = {"fr": {":eau": "eau"}, "en": {":eau": "water"}}
    board = opened(
        buttons=[{"id": "1", "label": ":eau"}, {"id": "2", "label": "Léo"}], strings=strings
    ).boards.first
    assert [board.in_language(":eau", language) for language in (None, "en-GB", "de")] == [
        "eau",
        "water",
        ":eau",
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"{", [("B101", 1, 2)]),
        (b'{"a": 1,\n "b" 2}', [("B101", 2, 6)]),
        (b"\xff\xfe{}", [("B101", 1, 1)]),
        (b"[" * 100_000, [("B101", 0, 0)]),
        (b"[]", [("B104", 1, 1)]),
        (b"{}", [("B105", 1, 1), ("B105", 1, 1)]),
        (b" " * (LARGEST_BOARD_BYTES + 1), [("B109", 0, 0)]),
    ],
    ids=["cut", "comma", "not UTF-8", "brackets", "a list", "nothing in it", "too large"],
)
def test_what_is_no_board_is_told_where_it_stops_being_one(
    content: bytes, expected: list[tuple[str, int, int]]
) -> None:
    assert refused(lambda: opened(content)) == expected


GRID = {"rows": 1, "columns": 2, "order": [["1", "2"]]}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"format": "open-board-0.2"}, ["B103"]),
        ({"format": "something"}, ["B103"]),
        ({"grid": None}, ["B105"]),
        ({"grid": {"rows": 1, "columns": 2}}, ["B105"]),
        ({"grid": GRID | {"rows": 2}}, ["B106"]),
        ({"grid": GRID | {"columns": 3}}, ["B106"]),
        ({"grid": GRID | {"order": [["1", "9"]]}}, ["B107"]),
        ({"grid": GRID | {"rows": 61, "order": [["1", "2"]] * 61}}, ["B109"]),
        ({"grid": GRID | {"rows": "1"}}, ["B104", "B105"]),
        ({"grid": GRID | {"order": [[True, "2"]]}}, ["B104"]),
        ({"buttons": [{"id": "1", "label": "a"}, {"id": "1", "label": "b"}]}, ["B108", "B107"]),
        ({"buttons": [{"label": "a"}], "grid": GRID | {"order": [[None, None]]}}, ["B105"]),
        ({"buttons": [{"id": "1", "label": 3}, {"id": "2"}]}, ["B104"]),
        ({"images": [{"id": "a"}, {"id": "a"}]}, ["B108"]),
        ({"images": [{"id": "i1", "data": "data:image/png;base64,@@@"}]}, ["B115"]),
        ({"images": [{"id": "i1", "data": data_uri(png(9000, 9000), "image/png")}]}, ["B109"]),
        ({"images": [{"id": "i1", "path": "images/a.png"}]}, ["B114"]),
        ({"ext_x": float("nan")}, ["B104"]),
        ({"name": "\ud800"}, ["B104"]),
        ({"\ud800": 1}, ["B104"]),
    ],
)
def test_one_mistake_is_told_by_its_code(changes: dict[str, Any], expected: list[str]) -> None:
    content = json.dumps(obf(**changes)).encode()
    assert [code for code, _, _ in refused(lambda: opened(content))] == expected


def test_a_mistake_is_told_at_its_line() -> None:
    content = written(obf(grid={"rows": 1, "columns": 2, "order": [["1", "absent"]]}))
    line = content.split(b'"absent"')[0].count(b"\n") + 1
    assert refused(lambda: opened(content)) == [("B107", line, 5)]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"format": None}, ["B103"]),
        ({"id": None}, ["B105"]),
        ({"buttons": [{"id": "1", "label": "a", "border_color": "red"}, {"id": "2"}]}, ["B119"]),
        ({"images": [{"id": "i1", "url": "http://example.org/a.png"}]}, ["B117"]),
        ({"images": [{"id": "i1", "symbol": {"set": "x", "filename": "a.png"}}]}, ["B117"]),
        ({"images": [{"id": "i1"}]}, ["B117"]),
        ({"images": []}, ["B114"]),
        ({"images": [{"id": "i1", "data": data_uri(b"MZ\0", "image/x-y")}]}, ["B116"]),
        ({"buttons": [{"id": "1", "label": "a", "action": ":clear"}, {"id": "2"}]}, ["B120"]),
        (
            {"buttons": [{"id": "1", "label": "a", "load_board": {"url": "http://x.org"}}, {"id": "2"}]},
            ["B118"],
        ),
        ({"sounds": [{"id": "s", "data": data_uri(WAV, "audio/wav")}]}, []),
    ],
)
def test_what_is_not_here_or_not_done_is_told_and_kept(changes: dict[str, Any], expected: list[str]) -> None:
    found = opened(**changes)
    assert codes(found) == expected
    again = open_boards("repas.obf", as_obf(found.boards, "repas.obf"))
    assert again.boards == found.boards


def test_a_picture_written_as_text_is_written_again_in_base64() -> None:
    value = obf(
        images=[{"id": "i1", "data": "data:image/svg+xml,%3Csvg/%3E", "content_type": "image/svg+xml"}]
    )
    found = opened(value)
    assert found.boards.content(found.boards.first.pictures[0]) == b"<svg/>"
    value["images"][0]["data"] = data_uri(b"<svg/>")
    assert json.loads(as_obf(found.boards, "repas.obf")) == value


def test_a_file_with_another_ending_is_refused_with_what_to_do() -> None:
    with pytest.raises(UsageError) as caught:
        open_boards("repas.json", b"{}")
    assert caught.value.code == "B130"
    assert caught.value.hint is not None
