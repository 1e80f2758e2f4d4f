"""A file of boards opened, whatever its format, and boards put into the bytes of one.

The end of the file's name says the format: nothing is guessed of what stands in it.

What a file of boards holds, in a few sentences and as a record.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

from nao_sessions.boards.bounds import LARGEST_FILE_BYTES
from nao_sessions.boards.findings import BoardFindings
from nao_sessions.boards.media import check_set
from nao_sessions.boards.model import Board, BoardSet, one_board, readable_stem
from nao_sessions.boards.obf.packages import laid_beside, read_obz, write_obf, write_obz
from nao_sessions.boards.obf.reading import read_obf
from nao_sessions.boards.pla.reading import Beside, read_pages
from nao_sessions.core.confined_child import TEXT_LIMITS, ConfinedChild
from nao_sessions.core.errors import Finding, ForeignFileRefused, Place, UsageError
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


Format = Literal["obf", "obz", "pla"]
FORMATS: tuple[Format, ...] = ("obf", "obz", "pla")


@dataclass(frozen=True, slots=True)
class BoardFile:
    """The boards of a file, its format, and the remarks on what was left out or understood otherwise."""

    boards: BoardSet
    format: Format
    remarks: tuple[Finding, ...]


def format_of(name: str) -> Format | None:
    """Return the format of a file by the end of its name; None where it is none of ours."""
    ending = posixpath.splitext(name)[1].casefold().removeprefix(".")
    return next((one for one in FORMATS if one == ending), None)


def open_boards(
    name: str, content: bytes, beside: Beside = lambda name: None, encoding: str | None = None
) -> BoardFile:
    """Return the boards of a file.

    Args:
        name: of the file: its end says the format, and the places of findings name it.
        content: its bytes.
        beside: returns the bytes of a file beside it that a page of Plaphoons names, or None.
        encoding: of pages of Plaphoons; the other formats say theirs.

    Raises:
        UsageError: its name has no end that we know, or the encoding is missing or unknown.
        BoardRefused: it has errors.
    """
    findings = BoardFindings()
    kind = format_of(name)
    if len(content) > LARGEST_FILE_BYTES:
        raise findings.refuse("B109", Place(name), _TOO_LARGE)
    match kind:
        case "obf":
            boards = one_board(read_obf(content, name, findings), name)
        case "obz":
            boards = read_obz(content, name, findings)
        case "pla":
            if encoding is None:
                raise UsageError(_NO_ENCODING, _NO_ENCODING_HINT, code="B131")
            boards = read_pages(name, content, encoding, beside, findings)
        case None:
            raise UsageError(_NO_FORMAT.format(name=posixpath.basename(name)), _NO_FORMAT_HINT, code="B130")
    if kind != "pla":  # what a page names was looked for while it was read
        check_set(boards, findings)
    findings.check()
    return BoardFile(boards, kind, findings.remarks)


def open_received(name: str, content: bytes) -> BoardFile:
    """Return the boards of a file that came from elsewhere: one board or a package, read in a confined child.

    What became of the last ones is remembered: an editor checks a protocol again and again, and the home page
    shows all protocols, one with a hostile board among them.

    Raises:
        UsageError, BoardRefused: as ``open_boards`` does.
        ForeignFileRefused: it took too long, or too much memory, or broke its reader.
    """
    read = _received(name, content)
    if isinstance(read, ForeignFileRefused):
        raise ForeignFileRefused(read.sentence, read.hint, code=read.code)
    return read


@lru_cache(maxsize=4)
def _received(name: str, content: bytes) -> BoardFile | ForeignFileRefused:
    try:
        return ConfinedChild(name, TEXT_LIMITS).call(open_boards, name, content)
    except ForeignFileRefused as error:
        return error


def in_locale(boards: BoardSet, locale: str) -> BoardSet:
    """Return the boards, with *locale* as the language of those that declare none, like Plaphoons pages."""
    own = {path: replace(board, locale=board.locale or locale) for path, board in boards.boards.items()}
    return replace(boards, boards=own)


def as_obf(boards: BoardSet, path: str) -> bytes:
    """Return one board of a set as an .obf file with its pictures and sounds in it."""
    return write_obf(boards, path, whole=True)


def as_obz(boards: BoardSet) -> bytes:
    """Return a set of boards as an .obz package, with their pictures and sounds beside them."""
    return write_obz(laid_beside(boards))


def apart(boards: BoardSet) -> dict[str, bytes]:
    """Return each board of a set as a file with a name of its own; links lead from file to file."""
    names: dict[str, str] = {}
    for path, board in boards.boards.items():
        stem, number = readable_stem(_title(path, board)), 2
        name = f"{stem}.obf"
        while name in names.values():
            name, number = f"{stem}-{number}.obf", number + 1
        names[path] = name
    renamed = {
        names[path]: replace(
            board,
            buttons=tuple(
                button
                if button.link is None or (opened := boards.opened_by(button.link)) is None
                else replace(button, link=replace(button.link, path=names[opened]))
                for button in board.buttons
            ),
        )
        for path, board in boards.boards.items()
    }
    moved = replace(boards, boards=renamed, root=names[boards.root])
    return {name: as_obf(moved, name) for name in renamed}


def _title(path: str, board: Board) -> str:
    return board.name or posixpath.basename(path).removesuffix(".obf")


_TOO_LARGE = msg("this file is over {largest_file_bytes} MB", largest_file_bytes=LARGEST_FILE_BYTES >> 20)
_NO_FORMAT = msg("'{name}' ends neither with .obf, nor .obz, nor .pla.")
_NO_FORMAT_HINT = msg("Give the file the ending of its format.")
_NO_ENCODING = msg("A page of Plaphoons does not say its encoding: give --encoding.")
_NO_ENCODING_HINT = msg("Most often: --encoding cp1252 (Windows, western Europe).")
