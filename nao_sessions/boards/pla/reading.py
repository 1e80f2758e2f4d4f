"""One page of Plaphoons (``.pla``): lines of text, read as they stand.

The first line is the mark; then come the page's own lines, ``COLUMNES=`` and ``FILES=`` among them; then a
line a cell, row by row. Lines that begin with ``//`` are comments. Nothing is guessed of the letters: whoever
reads says how they are encoded.

From pages of Plaphoons to boards, and back: pages that link to one another, pictures beside them. What only
Plaphoons knows (fonts, sizes, its own lines) is kept under ``ext_plaphoons``, so that a page that went
through a board comes out as it was.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from nao_sessions.boards.bounds import LARGEST_BOARD_BYTES, MOST_BOARDS, MOST_SIDE
from nao_sessions.boards.colours import FRAMES, css
from nao_sessions.boards.findings import BoardFindings
from nao_sessions.boards.media import check_content, kind_of
from nao_sessions.boards.model import Board, BoardButton, BoardSet, Link, Medium, leads_outside
from nao_sessions.core.errors import Place, UsageError
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
    buttons: list[BoardButton] = []
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


def _button(button_id: str, cell: Mapping[str, str], picture: str | None, link: Link | None) -> BoardButton:
    frame = cell.get("MC", "").strip()
    colour = FRAMES.get(int(frame)) if frame.isascii() and frame.isdigit() and len(frame) < 3 else None
    return BoardButton(
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


MARK = "PLAPHOONS"
USUAL = "cp1252"
"""The encoding in which Plaphoons wrote in western Europe."""

_ATTRIBUTE = re.compile(r'(?<![A-Za-z])([A-Za-z]++)="([^"]*)"')
_MISREAD = re.compile("\ufffd|[\x80-\x9f]|Ã[\x80-\xbf©¨ªª«¢§´®¯»¹]|Â[«»°·]|â€")
"""Letters that nobody writes: UTF-8 read as something else, or the other way round."""


@dataclass(frozen=True, slots=True)
class PlaPage:
    """A page as it is written: its mark, its own lines, its cells, its comments.

    ``header`` holds lines (``KEY=VALUE``) as they stand: Plaphoons is particular about the spaces in some.
    ``cells`` hold the attributes of each, ``rows`` times ``columns`` of them, ``lines`` where each stands;
    ``comments`` hold how many other lines stand before each, and its text.
    """

    mark: str
    header: tuple[str, ...]
    columns: int
    rows: int
    cells: tuple[Mapping[str, str], ...]
    lines: tuple[int, ...] = ()
    comments: tuple[tuple[int, str], ...] = ()


def decode_pla(content: bytes, name: str, encoding: str, findings: BoardFindings) -> str:
    """Return the text of a page.

    Raises:
        UsageError: there is no such encoding.
        BoardRefused: the file is too large, or is not written in it.
    """
    if len(content) > LARGEST_BOARD_BYTES:
        raise findings.refuse("B109", Place(name), _TOO_LARGE)
    try:
        text = content.decode(encoding)
    except LookupError:
        raise UsageError(_NO_ENCODING.format(encoding=encoding[:40]), _ENCODINGS, code="B131") from None
    except UnicodeError as error:
        start = getattr(error, "start", 0)
        line = content[:start].count(b"\n") + 1
        sentence = _NOT_DECODED.format(encoding=encoding)
        raise findings.refuse("B125", Place(name, line, 1), sentence, _ENCODINGS) from None
    if not isinstance(text, str) or "\0" in text:
        raise findings.refuse("B125", Place(name), _NOT_DECODED.format(encoding=encoding), _ENCODINGS)
    text = text.removeprefix("\ufeff")
    misread = _MISREAD.search(text)
    if misread is not None:
        place = Place(name, text[: misread.start()].count("\n") + 1, 1)
        shown = text[max(0, misread.start() - 8) : misread.end() + 8].split("\n")[0].strip()
        findings.remark("B126", place, _LOOKS_MISREAD.format(shown=shown, encoding=encoding), _ENCODINGS)
    return text


def read_pla(text: str, name: str, findings: BoardFindings) -> PlaPage:
    """Return a page of Plaphoons from its text. Raises: BoardRefused."""
    mark: str | None = None
    header: list[str] = []
    cells: list[Mapping[str, str]] = []
    lines: list[int] = []
    comments: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        place = Place(name, number, 1)
        if line.startswith("//"):
            comments.append(((mark is not None) + len(header) + len(cells), line))
        elif not line.strip():
            continue
        elif mark is None:
            mark = line.strip()
            if not mark.upper().startswith(MARK):
                raise findings.refuse("B121", place, _NO_MARK, _NO_MARK_HINT)
        elif 'PICTURE="' in line.upper():
            cells.append({key.upper(): value for key, value in _ATTRIBUTE.findall(line)})
            lines.append(number)
        else:
            if cells or key_of(line) is None:
                findings.error("B123", place, _NO_CELL, _NO_CELL_HINT)
            header.append(line.strip())
    if mark is None:
        raise findings.refuse("B121", Place(name), _NO_MARK, _NO_MARK_HINT)
    columns, rows = (_side(key, header, Place(name), findings) for key in ("COLUMNES", "FILES"))
    findings.check()
    if len(cells) != columns * rows:
        sentence = _CELLS.format(columns=columns, rows=rows, wanted=columns * rows, there=len(cells))
        raise findings.refuse("B124", Place(name), sentence, _CELLS_HINT)
    return PlaPage(mark, tuple(header), columns, rows, tuple(cells), tuple(lines), tuple(comments))


def key_of(line: str) -> str | None:
    """Return the key of a line ``KEY=value``, in capitals; None where the line has none."""
    key, equals, _ = line.strip().partition("=")
    return key.rstrip().upper() or None if equals else None


def _side(key: str, header: list[str], place: Place, findings: BoardFindings) -> int:
    written = next((line.partition("=")[2].strip() for line in header if key_of(line) == key), None)
    if written is None:
        findings.error("B122", place, _NO_SIDE.format(key=key))
        return 0
    if not re.fullmatch(r"\d{1,3}", written, re.A) or not 1 <= int(written) <= MOST_SIDE:
        findings.error("B122", place, _SIDE.format(key=key, value=written[:20]))
        return 0
    return int(written)


def write_pla(page: PlaPage) -> str:
    """Return the lines of a page as text, with the line ends of Windows."""
    lines = [page.mark, *page.header]
    lines += [" ".join(f'{key}="{value}"' for key, value in cell.items()) for cell in page.cells]
    for before, text in reversed(page.comments):
        lines.insert(min(before, len(lines)), text)
    return "".join(f"{line}\r\n" for line in lines)


_TOO_LARGE = msg("this file is too large for a page")
_ENCODINGS = msg(
    "try --encoding {usual} (Windows, western Europe), cp1250 (central Europe) or utf-8", usual=USUAL
)
_NO_ENCODING = msg("'{encoding}' is no known encoding.")
_NOT_DECODED = msg("this line is not written in {encoding}")
_LOOKS_MISREAD = msg("'{shown}' looks misread: is it {encoding}?")
_NO_MARK = msg("the first line does not begin with PLAPHOONS")
_NO_MARK_HINT = msg("is it a page of Plaphoons (.pla)? A file in UTF-16 is read with --encoding utf-16")
_NO_CELL = msg('this line is neither KEY=VALUE nor a cell (PICTURE="" CAPTION="" ...)')
_NO_CELL_HINT = msg("a comment begins with //")
_NO_SIDE = msg("the line {key}= is missing")
_SIDE = msg("{key}={value}: a number of 1 to {most_side} is needed", most_side=MOST_SIDE)
_CELLS = msg("{columns} columns and {rows} rows make {wanted} cells, and the file has {there}")
_CELLS_HINT = msg('an empty cell is written PICTURE="" CAPTION="" READ="" LINK=""...')
