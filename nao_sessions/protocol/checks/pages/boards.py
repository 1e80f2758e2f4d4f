"""The pages of P150 to P152: communication boards that a protocol shows."""

from __future__ import annotations

import json
from typing import Any

from nao_sessions.core.text import Text
from nao_sessions.protocol.checks.pages.page import page
from nao_sessions.protocol.checks.pages.small import with_do


def _board(*labels: str, columns: int | None = None) -> bytes:
    """Write a board of one row; ``columns`` is what its grid says, where that is something else."""
    buttons: list[dict[str, Any]] = [
        {"id": str(number), "label": label} for number, label in enumerate(labels, start=1)
    ]
    grid = {"rows": 1, "columns": columns or len(labels), "order": [[one["id"] for one in buttons]]}
    board = {"format": "open-board-0.1", "id": "repas", "locale": "fr", "name": "Repas",
             "buttons": buttons, "grid": grid, "images": [], "sounds": []}  # fmt: skip
    return json.dumps(board, ensure_ascii=False).encode()


PAGES = (
    page(
        "P150",
        Text(
            fr="Le fichier d'un tableau de communication ne se lit pas.",
            en="The file of a communication board cannot be read.",
        ),
        Text(fr="La tablette n'aurait rien à montrer.", en="The board would have nothing to show."),
        Text(
            fr="« nao-sessions board info FICHIER » dit tout ce qui ne va pas, et où.",
            en="'nao-sessions board info FILE' says all that is wrong, and where.",
        ),
        with_do("- show: {board: §repas.obf}\n"),
        files={"repas.obf": _board("pomme", "pain", columns=3)},
    ),
    page(
        "P151",
        Text(
            fr="Le tableau n'a pas cette page, ou pas ce mot.",
            en="The board does not have this page, or this word.",
        ),
        Text(
            fr="L'enfant chercherait une image qui n'y est pas.",
            en="The child would look for a picture that is not there.",
        ),
        Text(
            fr="Prenez un mot du tableau, ou ajoutez-le dans le logiciel qui l'a fait.",
            en="Take a word of the board, or add it in the program that made it.",
        ),
        with_do("- show: {board: repas.obf, choices: [pomme, §pin]}\n"),
        files={"repas.obf": _board("pomme", "pain")},
    ),
    page(
        "P152",
        Text(
            fr="Une case du tableau n'a pas de mot, ou a celui d'une autre case.",
            en="A cell of the board has no word, or the word of another cell.",
        ),
        Text(
            fr="La réponse est un mot : cette case ne serait pas une réponse, ou la même que l'autre.",
            en="The answer is a word: this cell would be no answer, or the same as the other.",
        ),
        Text(
            fr="Donnez à chaque case un mot à elle, même si la tablette ne le montre pas.",
            en="Give each cell a word of its own, even where the board does not show it.",
        ),
        with_do("- show: {board: §repas.obf}\n"),
        files={"repas.obf": _board("pomme", "pomme")},
    ),
)
