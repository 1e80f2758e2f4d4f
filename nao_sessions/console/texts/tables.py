"""Cells of a CSV table of items: where each stands in its file, and how a new value is written there.

The table is read as the language reads it; a file of which not every cell is found again stays as it is.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass

from nao_sessions.console.texts.sites import Path, pointer
from nao_sessions.protocol.reading.scalars import NAME

_QUOTED = re.compile(r'"[^"\n]*"')
_FOR_THE_RECORD = frozenset({"id", "picture", "sound"})


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that may be changed: ``row`` counts from 0 below the header, ``column`` is its header's text.

    ``begin`` and ``end`` count characters of the file, ``line`` its lines from 1; ``quoted``: it stands in
    double quotes.
    """

    path: Path
    text: str
    begin: int
    end: int
    row: int
    column: str
    line: int
    quoted: bool

    @property
    def id(self) -> str:
        """Return the cell's id in forms and files."""
        return pointer(self.path)


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of one file that may be changed, row by row; ``names``: the id of each row, or its number."""

    file: str
    delimiter: str
    columns: tuple[str, ...]
    cells: tuple[Cell, ...]
    names: tuple[str, ...]


def read_table(name: str, text: str) -> Table | None:
    """Return the cells in a table's text; None where it is not CSV as protocols may use it.

    Args:
        name: of the file, as the protocol has it.
        text: without a byte order mark.
    """
    first = _QUOTED.sub("", text.split("\n", 1)[0])
    delimiter = max(",;\t", key=first.count)
    rows = _spans(text, delimiter)
    if rows is None or [[cell.text for cell in row] for row in rows] != _as_read(text, delimiter):
        return None
    header = [cell.text.strip() for cell in rows[0]] if rows else []
    cells, names = [], []
    for number, row in enumerate(row for row in rows[1:] if any(cell.text.strip() for cell in row)):
        values = dict(zip(header, row, strict=False))
        names.append(values["id"].text.strip() if "id" in values else str(number + 1))
        for column, cell in values.items():
            if NAME.fullmatch(column) and column not in _FOR_THE_RECORD:
                cells.append(
                    Cell(
                        path=("tables", name, number, column),
                        text=cell.text.strip(),
                        begin=cell.begin,
                        end=cell.end,
                        row=number,
                        column=column,
                        line=text.count("\n", 0, row[0].begin) + 1,
                        quoted=text[cell.begin : cell.begin + 1] == '"',
                    )
                )
    columns = tuple(column for column in header if NAME.fullmatch(column) and column not in _FOR_THE_RECORD)
    return Table(name, delimiter, columns, tuple(cells), tuple(names))


def rewritten_table(name: str, text: str, changes: Mapping[str, str]) -> str:
    """Return a table's text with some cells changed; everything else stays, quotes and line ends too."""
    table = read_table(name, text)
    for cell in reversed(table.cells) if table is not None else ():
        value = changes.get(cell.id, cell.text).strip()
        if table is not None and value != cell.text:
            written = _as_cell(value, table.delimiter, quoted=cell.quoted)
            text = text[: cell.begin] + written + text[cell.end :]
    return text


def _as_cell(value: str, delimiter: str, *, quoted: bool) -> str:
    if quoted or any(sign in value for sign in (delimiter, '"', "\n", "\r")):
        return '"' + value.replace('"', '""') + '"'
    return value


@dataclass(frozen=True, slots=True)
class _Span:
    text: str
    begin: int
    end: int


_CELL = re.compile(r'"((?:[^"]|"")*)"')


def _spans(text: str, delimiter: str) -> list[list[_Span]] | None:
    """Return the cells of every row; None where a quote is not closed, or text follows a closed one."""
    rows: list[list[_Span]] = []
    bare = re.compile(f"[^{re.escape(delimiter)}\r\n]*")
    at = 0
    while at < len(text):
        row: list[_Span] = []
        while True:
            found = _CELL.match(text, at) if text[at : at + 1] == '"' else bare.match(text, at)
            if found is None:
                return None
            inside = found[1].replace('""', '"') if found.re is _CELL else found[0]
            row.append(_Span(inside.replace("\r\n", "\n"), found.start(), found.end()))
            at = found.end()
            if text[at : at + 1] != delimiter:
                break
            at += 1
        line_end = re.compile("\r\n|\r|\n|$").match(text, at)
        if line_end is None:
            return None
        at = line_end.end()
        rows.append([] if len(row) == 1 and row[0].begin == row[0].end else row)
    return rows


def _as_read(text: str, delimiter: str) -> list[list[str]] | None:
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return [[cell.replace("\r\n", "\n") for cell in cells] for cells in reader]
    except csv.Error:
        return None
