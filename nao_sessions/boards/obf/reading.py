"""One board of the Open Board Format (``.obf``): JSON, read into a board with the place of what is wrong.

Numbers as ids are taken as texts, as the specification advises; nothing that it does not name is dropped.
"""

from __future__ import annotations

import re

from nao_sessions.boards.bounds import LARGEST_BOARD_BYTES, MOST_SIDE
from nao_sessions.boards.colours import read_colour
from nao_sessions.boards.findings import BoardFindings
from nao_sessions.boards.media import read_medium
from nao_sessions.boards.model import Board, BoardButton, Cells, Link, Medium
from nao_sessions.boards.obf.fields import ObfFields
from nao_sessions.core.errors import Place
from nao_sessions.core.json_places import LineStarts, Located, locate
from nao_sessions.text.messages import msg

FORMAT = "open-board-0.1"
"""The version of the format, https://www.openboardformat.org/docs."""

_FORMAT = re.compile(r"open-board-(\d{1,4})\.(\d{1,4})", re.A)


def read_obf(content: bytes, name: str, findings: BoardFindings) -> Board:
    """Return the board of a file.

    Args:
        content: the bytes of the file.
        name: how it is called, for the places; its stem is the id of a board that has none.
        findings: takes up what is wrong.

    Raises:
        BoardRefused: it is no board, or has errors.
    """
    node, places = read_json(content, name, findings)
    fields = ObfFields(node, _BOARD, places, findings)
    check_format(fields.text("format"), fields.place, findings)
    board_id = fields.id("id")
    if board_id is None:
        board_id = name.rpartition("/")[2].removesuffix(".obf")
        findings.remark("B105", fields.place, _NO_ID.format(id=board_id))
    buttons = _buttons(fields, places, findings)
    cells, grid_more = _grid(fields, {button.id for button in buttons}, places, findings)
    board = Board(
        id=board_id,
        name=fields.text("name"),
        locale=fields.text("locale"),
        cells=cells,
        buttons=buttons,
        pictures=_media(fields, "images", places, findings),
        sounds=_media(fields, "sounds", places, findings),
        grid_more=grid_more,
        more=fields.more(),
    )
    findings.check()
    return board


def read_json(content: bytes, name: str, findings: BoardFindings) -> tuple[Located, LineStarts]:
    """Return the values of JSON, and what finds the line and column of each. Raises: BoardRefused."""
    if len(content) > LARGEST_BOARD_BYTES:
        raise findings.refuse("B109", Place(name), _TOO_LARGE)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise findings.refuse("B101", Place(name, line, 1), _NOT_UTF8, _NOT_UTF8_HINT) from None
    try:
        return locate(text), LineStarts(text, name)
    except ValueError as error:
        place = Place(name, getattr(error, "lineno", 0), getattr(error, "colno", 0))
        raise findings.refuse("B101", place, _NOT_JSON, _NOT_JSON_HINT) from None


def check_format(version: str | None, place: Place, findings: BoardFindings) -> None:
    """Report a version of the format that is not supported as an error, a missing one as a remark."""
    if version is None:
        findings.remark("B103", place, _NO_FORMAT)
        return
    found = _FORMAT.fullmatch(version)
    if found is None or (int(found.group(1)), int(found.group(2))) > (0, 1):
        findings.error("B103", place, _OTHER_FORMAT.format(version=version[:40]), _OTHER_FORMAT_HINT)


def _buttons(fields: ObfFields, places: LineStarts, findings: BoardFindings) -> tuple[BoardButton, ...]:
    nodes = fields.listed("buttons")
    if nodes is None:
        fields.missing("buttons")
    found: dict[str, BoardButton] = {}
    for number, node in enumerate(nodes or (), start=1):
        button = _button(ObfFields(node, _BUTTON.format(number=number), places, findings), places, findings)
        if button is not None and button.id in found:
            findings.error("B108", places.place(node.offset), _TWICE.format(id=button.id), _TWICE_HINT)
        elif button is not None:
            found[button.id] = button
    return tuple(found.values())


def _button(fields: ObfFields, places: LineStarts, findings: BoardFindings) -> BoardButton | None:
    button_id = fields.id("id")
    if button_id is None:
        fields.missing("id")
        return None
    colours = {key: fields.text(key) for key in ("background_color", "border_color")}
    for key, written in colours.items():
        if written is not None and read_colour(written) is None:
            findings.remark("B119", fields.place, _NO_COLOUR.format(key=key, colour=written[:40]))
    link = fields.object("load_board")
    return BoardButton(
        id=button_id,
        label=fields.text("label"),
        say=fields.text("vocalization"),
        picture=fields.id("image_id") or None,
        sound=fields.id("sound_id") or None,
        background=colours["background_color"],
        border=colours["border_color"],
        action=fields.text("action"),
        actions=fields.texts("actions"),
        link=None if link is None else _link(ObfFields(link, _LINK, places, findings)),
        hidden=fields.truth("hidden"),
        more=fields.more(),
    )


def _link(fields: ObfFields) -> Link:
    return Link(fields.id("id"), fields.text("path"), fields.text("name"), fields.more())


def _grid(
    fields: ObfFields, known: set[str], places: LineStarts, findings: BoardFindings
) -> tuple[Cells, dict[str, object]]:
    node = fields.object("grid")
    if node is None:
        fields.missing("grid")
        return (), {}
    grid = ObfFields(node, _GRID, places, findings)
    rows, columns = grid.whole("rows"), grid.whole("columns")
    order = grid.listed("order")
    for key, value in (("rows", rows), ("columns", columns), ("order", order)):
        if value is None:
            grid.missing(key)
    more = grid.more()
    if rows is None or columns is None or order is None:
        return (), more
    if not (1 <= rows <= MOST_SIDE and 1 <= columns <= MOST_SIDE):
        findings.error("B109", grid.place, _SIDES.format(rows=rows, columns=columns))
        return (), more
    if len(order) != rows:
        findings.error("B106", grid.place, _ROWS.format(told=rows, there=len(order)), _CELLS_HINT)
        return (), more
    return tuple(_row(row, columns, known, grid, findings) for row in order), more


def _row(
    node: Located, columns: int, known: set[str], grid: ObfFields, findings: BoardFindings
) -> tuple[str | None, ...]:
    cells = node.elements()
    if len(cells) != columns:
        sentence = _COLUMNS.format(told=columns, there=len(cells))
        findings.error("B106", grid.place_of(node), sentence, _CELLS_HINT)
    row: list[str | None] = []
    for cell in cells[:columns]:
        button = None if cell.value is None else grid.id_of(cell, "order")
        if button is not None and button not in known:
            findings.error("B107", grid.place_of(cell), _NO_BUTTON.format(id=button[:40]))
        row.append(button)
    return (*row, *[None] * (columns - len(row)))


def _media(fields: ObfFields, key: str, places: LineStarts, findings: BoardFindings) -> tuple[Medium, ...]:
    found: dict[str, Medium] = {}
    what = _PICTURE if key == "images" else _SOUND
    for number, node in enumerate(fields.listed(key) or (), start=1):
        medium = read_medium(ObfFields(node, what.format(number=number), places, findings), findings)
        if medium is not None and medium.id in found:
            findings.error("B108", places.place(node.offset), _TWICE.format(id=medium.id), _TWICE_HINT)
        elif medium is not None:
            found[medium.id] = medium
    return tuple(found.values())


_BOARD = msg("the board")
_GRID = msg("the grid")
_BUTTON = msg("button number {number}")
_PICTURE = msg("picture number {number}")
_SOUND = msg("sound number {number}")
_LINK = msg("the link (load_board)")
_TOO_LARGE = msg("this board is over {largest_board_bytes} MB", largest_board_bytes=LARGEST_BOARD_BYTES >> 20)
_NOT_UTF8 = msg("this file is no text in UTF-8")
_NOT_UTF8_HINT = msg("an .obf file is JSON in UTF-8; an .obz is an archive: give it its true name")
_NOT_JSON = msg("this file is not correct JSON")
_NOT_JSON_HINT = msg("export it again from the program that made it")
_NO_ID = msg("the board has no id: '{id}' is taken")
_NO_FORMAT = msg("the file does not say its format: read as {format_}", format_=FORMAT)
_OTHER_FORMAT = msg("this file has the format '{version}', which this program does not read")
_OTHER_FORMAT_HINT = msg("export it as {format_}", format_=FORMAT)
_TWICE = msg("the id '{id}' stands there twice")
_TWICE_HINT = msg("give each one its own")
_NO_COLOUR = msg("'{colour}' ({key}) is no colour rgb(...): it is kept, and not shown")
_SIDES = msg("a grid of {rows} × {columns}: 1 to {most_side} are needed", most_side=MOST_SIDE)
_ROWS = msg("the grid says {told} rows, and 'order' has {there}")  # fmt: skip
_COLUMNS = msg("the grid says {told} columns, and this row has {there} cells")  # fmt: skip
_CELLS_HINT = msg("an empty cell is written null")
_NO_BUTTON = msg("the grid names the button '{id}', which is not there")  # fmt: skip
