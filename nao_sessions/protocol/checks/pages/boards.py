"""The pages of P150 to P152: communication boards that a protocol shows."""

from __future__ import annotations

import json
from typing import Any

from nao_sessions.protocol.checks.pages.page import CheckPage, with_do
from nao_sessions.text.messages import msg


def _board(*labels: str, columns: int | None = None) -> bytes:
    """Return a board file with one row of buttons; ``columns`` overrides the number its grid declares."""
    buttons: list[dict[str, Any]] = [
        {"id": str(number), "label": label} for number, label in enumerate(labels, start=1)
    ]
    grid = {"rows": 1, "columns": columns or len(labels), "order": [[one["id"] for one in buttons]]}
    board = {"format": "open-board-0.1", "id": "repas", "locale": "fr", "name": "Repas",
             "buttons": buttons, "grid": grid, "images": [], "sounds": []}  # fmt: skip
    return json.dumps(board, ensure_ascii=False).encode()


PAGES = (
    CheckPage(
        "P150",
        msg("The file of a communication board cannot be read."),
        msg("The board would have nothing to show."),
        msg("'nao-sessions board info FILE' says all that is wrong, and where."),
        with_do("- show: {board: §repas.obf}\n"),
        files={"repas.obf": _board("pomme", "pain", columns=3)},
    ),
    CheckPage(
        "P151",
        msg("The board does not have this page, or this word."),
        msg("The child would look for a picture that is not there."),
        msg("Take a word of the board, or add it in the program that made it."),
        with_do("- show: {board: repas.obf, choices: [pomme, §pin]}\n"),
        files={"repas.obf": _board("pomme", "pain")},
    ),
    CheckPage(
        "P152",
        msg("A cell of the board has no word, or the word of another cell."),
        msg("The answer is a word: this cell would be no answer, or the same as the other."),
        msg("Give each cell a word of its own, even where the board does not show it."),
        with_do("- show: {board: §repas.obf}\n"),
        files={"repas.obf": _board("pomme", "pomme")},
    ),
)
