"""What a file of boards holds, in a few sentences and as a record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nao_sessions.boards.model import Board, BoardSet
from nao_sessions.boards.opening import BoardFile
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg, verbatim

_FORMATS = {
    "obf": msg("Open Board Format, one board (.obf)"),
    "obz": msg("Open Board Format, a package (.obz)"),
    "pla": msg("Plaphoons (.pla)"),
}


def as_sentences(opened: BoardFile) -> Iterator[Text]:
    """Yield a summary of the boards, a line for each, the first board first."""
    boards = opened.boards
    yield _FORMATS[opened.format]
    for path, board in boards.in_order():
        words = [board.in_language(button.word) for button in board.seen()]
        shown = sum(boards.content(board.picture(button)) is not None for button in board.seen())
        yield msg(
            "{value} ({path}): {rows} × {columns}, {count} words, {shown} pictures",
            value=board.name or board.id,
            path=path,
            rows=board.rows,
            columns=board.columns,
            count=len(words),
            shown=shown,
        )
        yield verbatim(f"  {', '.join(words)}")


def as_record(opened: BoardFile, language: Language) -> dict[str, Any]:
    """Return the summary of the boards as JSON values."""
    boards = opened.boards
    return {
        "format": opened.format,
        "root": boards.root,
        "boards": [
            {
                "path": path,
                "id": board.id,
                "name": board.name,
                "locale": board.locale,
                "rows": board.rows,
                "columns": board.columns,
                "cells": [
                    [None if button is None else _cell(boards, board, button.id) for button in row]
                    for row in board.laid_out()
                ],
            }
            for path, board in boards.in_order()
        ],
        "remarks": [
            {
                "code": one.code,
                "file": one.place.file,
                "line": one.place.line,
                "sentence": one.sentence.in_language(language),
            }
            for one in opened.remarks
        ],
    }


def _cell(boards: BoardSet, board: Board, button_id: str) -> dict[str, Any]:
    button = next(one for one in board.buttons if one.id == button_id)
    return {
        "word": board.in_language(button.word),
        "say": button.say,
        "picture": boards.content(board.picture(button)) is not None,
        "opens": boards.opened_by(button.link),
    }
