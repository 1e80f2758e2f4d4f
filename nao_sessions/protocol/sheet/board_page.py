"""Boards on paper: a page of A4 each, lying or standing as the cells fit best, everything in one document.

A cell is its picture and its word, in the colours of the board. Cards to cut apart touch one another, and
dashes say where to cut.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

from nao_sessions.boards.colours import css, is_dark, read_colour
from nao_sessions.boards.media import kind_of
from nao_sessions.boards.model import Board, BoardButton, BoardSet
from nao_sessions.paper.page import Html, document, el, html
from nao_sessions.text.languages import Language, unbroken
from nao_sessions.text.messages import msg

A4_MM = (210, 297)
MARGIN_MM = 10
HEAD_MM = 9
GAP_MM = 3
"""Millimetres between cells that are not cut apart."""

FOOT_MM = 3
"""Free millimetres above the foot of the sheet, so that no printer moves the last row to a second one."""

CARD_MM = 2
"""Millimetres of white around a card that is cut apart."""


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """How a board is printed.

    ``text``: with the words under the pictures. ``cut``: as cards to cut apart, along marked lines.
    ``landscape``: None chooses what gives the larger cells.
    """

    text: bool = True
    cut: bool = False
    landscape: bool | None = None


def boards_page(boards: BoardSet, options: PrintOptions, language: Language, title: str) -> str:
    """Return all boards of a set as a document for printing, the first one first.

    Args:
        boards: the set.
        options: how they are printed.
        language: of the few words that are not the board's.
        title: of the document.
    """
    order = [boards.root, *(path for path in boards.boards if path != boards.root)]
    pages = [_page(boards, boards.boards[path], options, language) for path in order]
    return document(language, title, title, html(*pages), STYLE)


def lies(board: Board, options: PrintOptions) -> bool:
    """Return whether a board is printed in landscape: as the options say, else where cells get larger."""
    if options.landscape is not None:
        return options.landscape
    return min(_cell_mm(board, options, True)) > min(_cell_mm(board, options, False))


def _cell_mm(board: Board, options: PrintOptions, landscape: bool) -> tuple[float, float]:
    """Return the width and height of a printed cell, in millimetres."""
    wide, high = _inside_mm(landscape)
    gap = 0 if options.cut else GAP_MM
    columns, rows = max(1, board.columns), max(1, board.rows)
    return (wide - gap * (columns - 1)) / columns, (high - gap * (rows - 1)) / rows


def _inside_mm(landscape: bool) -> tuple[int, int]:
    wide, high = reversed(A4_MM) if landscape else A4_MM
    return wide - 2 * MARGIN_MM, high - 2 * MARGIN_MM - HEAD_MM - FOOT_MM


def _page(boards: BoardSet, board: Board, options: PrintOptions, language: Language) -> Html:
    landscape = lies(board, options)
    wide, high = _cell_mm(board, options, landscape)
    cells = [
        _cell(boards, board, button, options, language, min(wide, high))
        for row in board.laid_out()
        for button in row
    ]
    name = unbroken(board.name or board.id)
    sides = f"--columns: {board.columns}; --wide: {wide:.2f}mm; --high: {high:.2f}mm"
    grid = el("div", *cells, class_="grid cut" if options.cut else "grid", style=sides)
    return el("section", el("h1", name), grid, class_="board lying" if landscape else "board standing")


def _cell(
    boards: BoardSet,
    board: Board,
    button: BoardButton | None,
    options: PrintOptions,
    language: Language,
    side_mm: float,
) -> Html:
    if button is None:
        return el("div", class_="slot empty")
    word = unbroken(board.in_language(button.label or button.say or ""))
    shown = _picture(boards, board, button, "" if options.text else word)
    # A cell without a picture is its word: what is left without both would be an empty frame.
    written = word if options.text or not shown else ""
    background, border = read_colour(button.background), read_colour(button.border)
    style = [] if background is None else [f"background: {css(background)}"]
    if background is not None and is_dark(background):
        style.append("color: #fff")
    if border is not None:
        style.append(f"border-color: {css(border)}")
    style.append(f"--size: {_letters_mm(written, side_mm, bool(shown)):.2f}mm")
    leads = boards.opened_by(button.link)
    where = _LEADS.format(name=_name(boards, leads)).in_language(language) if leads else ""
    card = el(
        "div",
        shown,
        el("p", written, class_="word") if written else Html(""),
        el("p", unbroken(where), class_="leads") if where and options.text else Html(""),
        class_="cell",
        style="; ".join(style),
    )
    return el("div", card, class_="slot")


def _name(boards: BoardSet, path: str) -> str:
    board = boards.boards[path]
    return board.name or board.id


def _letters_mm(word: str, side_mm: float, beside_picture: bool) -> float:
    """Return the height of letters in mm: as large as the longest word allows, within readable sizes."""
    longest = max((len(part) for part in word.split()), default=1)
    # A letter of a bold sans serif is about 0.6 of its height wide; the borders take some of the side.
    fits = (side_mm - 4) / (0.6 * max(longest, 4))
    largest = side_mm * (0.14 if beside_picture else 0.26)
    return max(2.4, min(fits, largest, 14.0))


def _picture(boards: BoardSet, board: Board, button: BoardButton, alt: str) -> Html:
    content = boards.content(board.picture(button))
    kind = None if content is None else kind_of(content)
    if content is None or kind is None or not kind.type.startswith("image/"):
        return Html("")
    data = base64.b64encode(content).decode()
    return el("img", src=f"data:{kind.type};base64,{data}", alt=alt or button.word)


STYLE = f"""
@page lying {{ size: A4 landscape; margin: {MARGIN_MM}mm; }}
@page standing {{ size: A4 portrait; margin: {MARGIN_MM}mm; }}
body {{ max-width: none; padding: 0; }}
.board {{ break-after: page; }}
.board:last-child {{ break-after: auto; }}
.lying {{ page: lying; }}
.standing {{ page: standing; }}
.board h1 {{ font-size: 13pt; height: {HEAD_MM}mm; line-height: {HEAD_MM - 2}mm; white-space: nowrap;
  overflow: hidden; text-overflow: ellipsis; }}
.grid {{ display: grid; gap: {GAP_MM}mm; justify-content: start;
  grid-template-columns: repeat(var(--columns), var(--wide)); grid-auto-rows: var(--high); }}
.slot {{ min-width: 0; min-height: 0; }}
.cell {{ display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 1mm;
  width: 100%; height: 100%; padding: 1.5mm; overflow: hidden; border: 0.9mm solid #444; border-radius: 3mm;
  background: #fff; text-align: center; print-color-adjust: exact; -webkit-print-color-adjust: exact; }}
.cell img {{ flex: 1 1 0; min-height: 0; max-height: none; max-width: 100%; width: 100%;
  object-fit: contain; }}
.cell .word {{ margin: 0; font-size: var(--size); font-weight: 700; line-height: 1.12;
  overflow-wrap: anywhere; max-width: 100%; }}
.cell .leads {{ margin: 0; font-size: 7pt; font-weight: 400; }}
.grid.cut {{ gap: 0; }}
.grid.cut .slot {{ padding: {CARD_MM}mm; outline: 0.25mm dashed #777; outline-offset: -0.12mm; }}
@media screen {{
  body {{ background: #ddd; padding: 8mm; }}
  .board {{ background: #fff; margin: 0 auto 8mm; padding: {MARGIN_MM}mm; box-shadow: 0 1mm 4mm #0003; }}
  .lying {{ width: {A4_MM[1]}mm; height: {A4_MM[0]}mm; }}
  .standing {{ width: {A4_MM[0]}mm; height: {A4_MM[1]}mm; }}
}}
"""

_LEADS = msg("→ {name}")
