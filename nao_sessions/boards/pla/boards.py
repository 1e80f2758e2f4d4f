"""From pages of Plaphoons to boards, and back: pages that link to one another, pictures beside them.

What only Plaphoons knows (fonts, sizes, its own lines) is kept under ``ext_plaphoons``, so that a page that
went through a board comes out as it was.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from typing import Any

from nao_sessions.boards.bounds import MOST_BOARDS
from nao_sessions.boards.colours import FRAMES, css
from nao_sessions.boards.findings import BoardFindings
from nao_sessions.boards.kinds import kind_of
from nao_sessions.boards.media import check_content
from nao_sessions.boards.model import Board, BoardSet, Button, Link, Medium, leads_outside
from nao_sessions.boards.pla.reading import PlaPage, decode_pla, read_pla
from nao_sessions.core.errors import Place
from nao_sessions.text.messages import msg

EXT = "ext_plaphoons"
KNOWN = ("PICTURE", "CAPTION", "READ", "LINK", "MC")
"""Attributes of a cell whose values the fields of a button hold."""

Beside = Callable[[str], bytes | None]
"""A function that returns the bytes of a file beside the first one, by its relative name, or None."""


def read_pages(name: str, content: bytes, encoding: str, beside: Beside, findings: BoardFindings) -> BoardSet:
    """Return the boards of a page of Plaphoons, and of all pages that it leads to.

    Args:
        name: of the first page.
        content: its bytes.
        encoding: of all pages.
        beside: returns the bytes of the other pages, and of the pictures.
        findings: takes up what is wrong.

    Raises:
        UsageError: there is no such encoding.
        BoardRefused: a page has errors.
    """
    boards: dict[str, Board] = {}
    waiting: dict[str, bytes] = {name: content}
    paths = {name.casefold(): _board_path(name)}
    while waiting:
        page_name, bytes_ = waiting.popitem()
        page = read_pla(decode_pla(bytes_, page_name, encoding, findings), page_name, findings)
        for number, cell in enumerate(page.cells):
            target = _beside_name(page_name, cell.get("LINK", ""))
            if target is None or target.casefold() in paths or not target.casefold().endswith(".pla"):
                continue
            place = Place(page_name, page.lines[number], 1)
            found = beside(target)
            if found is None:
                findings.remark("B127", place, _NO_PAGE.format(name=target[:80]), _NO_PAGE_HINT)
                continue
            if len(paths) >= MOST_BOARDS:
                raise findings.refuse("B112", place, _TOO_MANY)
            waiting[target] = found
            paths[target.casefold()] = _board_path(target)
        boards[_board_path(page_name)] = _board(page, page_name, paths, beside, findings)
    findings.check()
    first = _board_path(name)
    return BoardSet({first: boards[first], **boards}, first)


def _board_path(name: str) -> str:
    return posixpath.splitext(name)[0] + ".obf"


def _beside_name(page: str, written: str) -> str | None:
    """Return the path of a file named in a page, from the first page's folder; None if it leads outside."""
    name = written.strip().replace("\\", "/").removeprefix("./")
    name = posixpath.join(posixpath.dirname(page), name) if name else ""
    return None if leads_outside(name) else name


def _board(
    page: PlaPage, name: str, paths: Mapping[str, str], beside: Beside, findings: BoardFindings
) -> Board:
    buttons: list[Button] = []
    pictures: dict[str, Medium] = {}
    cells: list[str | None] = []
    empty: dict[str, Any] = {}
    for number, cell in enumerate(page.cells):
        if not any(cell.get(key, "").strip() for key in ("PICTURE", "CAPTION", "READ", "LINK")):
            cells.append(None)
            kept = {key: value for key, value in cell.items() if value}
            if kept or list(cell)[:5] != list(KNOWN):
                empty[str(number)] = dict(cell)
            continue
        button_id = str(number + 1)
        place = Place(name, page.lines[number], 1)
        picture = _picture(cell.get("PICTURE", ""), name, place, pictures, beside, findings)
        buttons.append(_button(button_id, cell, picture, _link(cell.get("LINK", ""), name, paths, beside)))
        cells.append(button_id)
    kept_page: dict[str, Any] = {"mark": page.mark, "header": list(page.header)}
    if empty:
        kept_page["empty"] = empty
    if page.comments:
        kept_page["comments"] = [list(comment) for comment in page.comments]
    stem = posixpath.splitext(name)[0]
    rows = [tuple(cells[at : at + page.columns]) for at in range(0, len(cells), page.columns)]
    return Board(
        id=stem,
        name=posixpath.basename(stem),
        cells=tuple(rows),
        buttons=tuple(buttons),
        pictures=tuple(pictures.values()),
        more={EXT: kept_page},
    )


def _button(button_id: str, cell: Mapping[str, str], picture: str | None, link: Link | None) -> Button:
    frame = cell.get("MC", "").strip()
    colour = FRAMES.get(int(frame)) if frame.isascii() and frame.isdigit() and len(frame) < 3 else None
    return Button(
        id=button_id,
        label=cell.get("CAPTION", "") or None,
        say=cell.get("READ", "") or None,
        picture=picture,
        border=None if colour is None else css(colour),
        link=link,
        more={EXT: dict(cell)},
    )


def _link(written: str, page: str, paths: Mapping[str, str], beside: Beside) -> Link | None:
    target = _beside_name(page, written)
    if not written.strip():
        return None
    path = None if target is None else paths.get(target.casefold())
    return Link(path=path, name=posixpath.splitext(posixpath.basename(target or ""))[0] or None)


def _picture(
    written: str,
    page: str,
    place: Place,
    pictures: dict[str, Medium],
    beside: Beside,
    findings: BoardFindings,
) -> str | None:
    """Add a picture that lies beside the page; return its id, or None where there is none."""
    if not written.strip():
        return None
    name = _beside_name(page, written)
    content = None if name is None else beside(name)
    if name is None or content is None:
        findings.remark("B127", place, _NO_PICTURE.format(name=written[:80]), _NO_PAGE_HINT)
        return None
    if name not in pictures:
        check_content(content, name, place, findings)
        kind = kind_of(content)
        size = {} if kind is None or kind.width is None else {"width": kind.width, "height": kind.height}
        pictures[name] = Medium(name, None if kind is None else kind.type, content, more=size)
    return name


_NO_PAGE = msg("the page '{name}' is not beside this one")
_NO_PICTURE = msg("the picture '{name}' is not beside the page")
_NO_PAGE_HINT = msg("put it into the folder of the page, and begin again")
_TOO_MANY = msg("more than {most_boards} pages", most_boards=MOST_BOARDS)
