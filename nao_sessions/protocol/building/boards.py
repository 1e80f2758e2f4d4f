"""From a page of a communication board to words that can be chosen: each with its picture, in its place.

The board's own bytes and the pictures in it become files of the protocol: what a child saw is kept with the
session, whatever becomes of the board.
"""

from __future__ import annotations

import hashlib

from nao_sessions.boards.colours import css, read_colour
from nao_sessions.boards.media import ENDINGS, kind_of
from nao_sessions.boards.model import Board, BoardButton, BoardSet, free_path
from nao_sessions.core.errors import BoardRefused, ForeignFileRefused, Place
from nao_sessions.protocol.building.base import Building
from nao_sessions.protocol.expression import Expression
from nao_sessions.protocol.findings import did_you_mean, quoted
from nao_sessions.protocol.flow import Page, SourceFile
from nao_sessions.protocol.keys.moments import ElementKeys
from nao_sessions.protocol.reading.nodes import Scalar
from nao_sessions.protocol.trials import Element
from nao_sessions.text.messages import msg, msgn

Written = list[ElementKeys | Scalar] | Scalar | None


def build_words(
    file: Scalar, page: Scalar | None, choices: Written, building: Building
) -> tuple[str | None, tuple[str, ...] | Expression]:
    """Build the words to choose from on a page of a communication board.

    Args:
        file: the board.
        page: its page, where that is not the first.
        choices: words of it, or an expression that gives some; None: all of them.
        building: the surroundings; the board, its pictures and its words are taken up there.

    Returns:
        The name of the page in the protocol, and the words in the order of the page; (None, ()) where the
        board cannot be used, which is reported.
    """
    name = building.take_up(file)
    boards = _opened(name, file, building)
    board = None if boards is None else _page(boards, page, building)
    if boards is None or board is None:
        return None, ()
    page_name = name if board is boards.first else f"{name}#{board.id}"
    buttons = _buttons(board, file.place, building)
    cells = tuple(
        tuple(None if one is None else _word(board, one, building) or None for one in row)
        for row in board.laid_out()
    )
    building.pages.setdefault(page_name, Page(name, board.name or board.id, cells))
    if isinstance(choices, Scalar) and choices.text.startswith("="):
        chosen = building.expression(choices, "list")
        written: dict[str, ElementKeys | Scalar] = dict.fromkeys(buttons, file)
    else:
        chosen = None
        written = _chosen(choices, buttons, file, building)
    lacking: list[str] = []
    for word in (one for one in buttons if one in written):
        button = buttons[word]
        picture = _picture(boards, board, button, name, building)
        if picture is None and button.picture is not None:
            lacking.append(word)
        keys = written[word]
        place = keys.place if isinstance(keys, ElementKeys) else file.place
        building.element(keys, _element(board, button, word, picture, place, building))
    if lacking:
        _tell_lacking(lacking, file.place, building)
    return page_name, chosen or tuple(word for word in buttons if word in written)


def _opened(name: str, file: Scalar, building: Building) -> BoardSet | None:
    """Return a communication board, read once; None if it cannot be read, which is reported at ``file``."""
    source = building.files.get(name)
    if source is None:
        return None
    if name in building.boards:
        return building.boards[name]
    from nao_sessions.boards.opening import format_of, open_received  # most protocols show no board

    building.boards[name] = None
    if format_of(name) not in ("obf", "obz"):
        hint = msg("convert it: nao-sessions board import FILE -o boards/NAME.obz")
        building.findings.add("P150", file.place, msg("a board is a file .obf or .obz"), hint)
        return None
    try:
        building.boards[name] = open_received(name, source.content).boards
    except ForeignFileRefused as error:
        building.findings.add("P150", file.place, error.sentence, error.hint)
    except BoardRefused as error:
        first, others = error.findings[0], len(error.findings) - 1
        sentence = msg("{place}: {sentence}")
        if others:
            sentence = msgn(
                "{place}: {sentence} (and {n} more)", "{place}: {sentence} (and {n} more)", others
            )
        building.findings.add(
            "P150",
            file.place,
            sentence.format(place=first.place, sentence=first.sentence),
            msg("see all: nao-sessions board info FILE"),
        )
    return building.boards[name]


def _page(boards: BoardSet, page: Scalar | None, building: Building) -> Board | None:
    if page is None or page.empty:
        return boards.first
    found = boards.named(page.text)
    if found is None:
        names = [board.name or board.id for board in boards.boards.values()]
        building.findings.add(
            "P151",
            page.place,
            msg("the board has no page '{text}'", text=quoted(page.text)),
            did_you_mean(page.text, names),
        )
    return found


def _word(board: Board, button: BoardButton, building: Building) -> str:
    return board.in_language(button.word, building.language)


def _buttons(board: Board, place: Place, building: Building) -> dict[str, BoardButton]:
    """Return the buttons of a board that can be chosen, by their word, in reading order."""
    found: dict[str, BoardButton] = {}
    for button in board.seen():
        word = _word(board, button, building)
        if not word:
            sentence = msg("a cell of the board has no word: nobody can choose it")
            hint = msg("give it a word (label)")
            building.findings.add("P152", place, sentence, hint)
        elif word in found:
            sentence = msg("two cells of the board say '{word}': that is one answer", word=quoted(word))
            hint = msg("give one of them another word")
            building.findings.add("P152", place, sentence, hint)
        else:
            found[word] = button
    return found


def _chosen(
    choices: Written, buttons: dict[str, BoardButton], file: Scalar, building: Building
) -> dict[str, ElementKeys | Scalar]:
    """Return the words that are chosen from a board, each with what the author wrote about it."""
    if choices is None:
        return dict.fromkeys(buttons, file)
    found: dict[str, ElementKeys | Scalar] = {}
    for keys in choices if isinstance(choices, list) else [choices]:
        scalar = keys.word if isinstance(keys, ElementKeys) else keys
        if scalar.text in buttons:
            found[scalar.text] = keys
        elif not scalar.empty:
            building.findings.add(
                "P151",
                scalar.place,
                msg("'{text}' is not on the board", text=quoted(scalar.text)),
                did_you_mean(scalar.text, buttons),
            )
    return found


def _element(
    board: Board, button: BoardButton, word: str, picture: str | None, place: Place, building: Building
) -> Element:
    said = "" if button.say is None else board.in_language(button.say, building.language).strip()
    colours = (read_colour(button.background), read_colour(button.border))
    background, border = (None if colour is None else css(colour) for colour in colours)
    return Element(
        word=word,
        picture=picture,
        say=said if said and said != word else None,
        place=place,
        background=background,
        border=border,
    )


def _picture(
    boards: BoardSet, board: Board, button: BoardButton, name: str, building: Building
) -> str | None:
    """Add a button's picture to the protocol as a file beside the board; return its name, None without one.

    A picture whose bytes are a file of the protocol already is that file: a word has one picture.
    """
    content = boards.content(board.picture(button))
    kind = None if content is None else kind_of(content)
    if content is None or kind is None or not kind.type.startswith("image/"):
        return None
    digest = hashlib.sha256(content).hexdigest()
    for known in building.files.values():
        if known.sha256 == digest:
            return known.name
    path = free_path(f"{name}.pictures", button.word, ENDINGS[kind.type], building.files)
    building.files[path] = SourceFile(path, digest, content, inside=name)
    return path


def _tell_lacking(words: list[str], place: Place, building: Building) -> None:
    """Report pictures that a board names but does not hold, or whose format cannot be read."""
    listed = quoted(", ".join(words))
    building.findings.add(
        "P310",
        place,
        msg("the board does not hold the picture of: {listed}", listed=listed),
        msg("export it with its pictures, as svg, png, jpg or webp"),
    )
