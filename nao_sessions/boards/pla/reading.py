"""One page of Plaphoons (``.pla``): lines of text, read as they stand.

The first line is the mark; then come the page's own lines, ``COLUMNES=`` and ``FILES=`` among them; then a
line a cell, row by row. Lines that begin with ``//`` are comments. Nothing is guessed of the letters: whoever
reads says how they are encoded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from nao_sessions.boards.bounds import LARGEST_BOARD_BYTES, MOST_SIDE
from nao_sessions.boards.findings import BoardFindings
from nao_sessions.core.errors import Place, UsageError
from nao_sessions.text.messages import msg

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
