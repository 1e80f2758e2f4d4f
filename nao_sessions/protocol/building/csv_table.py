"""A table of items from a CSV file: rows of cells, each with the line where it begins.

Commas, semicolons or tabs, as the first line has them. A cell that cannot be what its author meant is told:
a row with other cells than the first line, a quote that is never closed, a sentence with the sign of lists.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from nao_sessions.core.errors import Place
from nao_sessions.protocol.building.base import Building
from nao_sessions.protocol.findings import quoted
from nao_sessions.protocol.reading.nodes import Fields, Items, Node, Scalar
from nao_sessions.protocol.reading.quoting import has_sentence_sign
from nao_sessions.protocol.reading.scalars import check_name
from nao_sessions.protocol.reading.source import decode
from nao_sessions.text.messages import msg

SEPARATOR = "|"
"""What separates the elements of a list in a cell."""

MOST_ITEMS = 2_000

_QUOTED = re.compile(r'"[^"\n]*"')
_COUNT = msg(
    "a line has as many cells as the first; a text that holds the separator goes between double quotes"
)


def rows_of(scalar: Scalar, building: Building) -> list[Fields]:
    """Read the CSV file that an author names; what is wrong in it is told at its lines."""
    name = building.take_up(scalar)
    source = building.files.get(name)
    text = None if source is None else decode(source.content, name, building.findings)
    if text is None:
        return []
    header: list[str | None] = []
    rows: list[Fields] = []
    for line, cells in _lines(text, name, building):
        place = Place(name, line, 1)
        if not header:
            header = _header(cells, place, building)
        elif any(cell.strip() for cell in cells):
            rows.append(_row(cells, header, place, building))
        if len(rows) > MOST_ITEMS:
            sentence = msg("more than {most_items} items", most_items=MOST_ITEMS)
            hint = msg("make several tables of it")
            building.findings.add("P106", place, sentence, hint)
            break
    return rows


def _lines(text: str, name: str, building: Building) -> Iterator[tuple[int, list[str]]]:
    """Give the rows, each with the line where it begins."""
    first = _QUOTED.sub("", text.split("\n", 1)[0])
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, [cell.replace("\r\n", "\n") for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        _tell_unreadable(str(error), Place(name, line, 1), building)


def _tell_unreadable(error: str, place: Place, building: Building) -> None:
    sentence = msg("this line is no CSV")
    hint = msg('a straight quote inside a text is written twice: "He says ""yes""."')
    if "unexpected end" in error:
        sentence = msg("a quote that opens here is never closed")
    elif "expected after" in error:
        sentence = msg("there is text after a closing quote")
    elif "field larger" in error:
        sentence = msg("a cell is too long")
    building.findings.add("P100", place, sentence, hint)


def _header(cells: list[str], place: Place, building: Building) -> list[str | None]:
    """Give the columns' names: empty for cells that stay empty, None where a name is told to be wrong."""
    header: list[str | None] = []
    known: set[str] = set()
    for name in (cell.strip() for cell in cells):
        right = not name or check_name(name, place, building.findings)
        header.append(name if right else None)
        twice = name in known
        known.add(name)
        if name and right and twice:
            building.findings.add(
                "P121",
                place,
                msg("the column '{name}' stands there twice", name=quoted(name)),
                msg("give it another name"),
            )
    return header


def _row(cells: list[str], header: list[str | None], place: Place, building: Building) -> Fields:
    if len(cells) != len(header):
        building.findings.add(
            "P103",
            place,
            msg("{count} cells for {count2} columns", count=len(cells), count2=len(header)),
            _COUNT,
        )
    row = Fields(place, "items")
    for column, cell in zip(header, cells, strict=False):
        text = cell.strip()
        if text and column == "":
            building.findings.add(
                "P114",
                place,
                msg("the column of '{text}' has no name", text=quoted(text)),
                msg("give it a name in the first line"),
            )
        elif text and column is not None:
            row[column] = _cell(text, column, place, building)
            row.places[column] = place
    return row


def _cell(text: str, column: str, place: Place, building: Building) -> Node:
    if SEPARATOR not in text:
        return Scalar(text, place, column)
    parts = [part.strip() for part in text.split(SEPARATOR)]
    if not all(parts) or any(has_sentence_sign(part) for part in parts):
        building.findings.add(
            "P103",
            place,
            msg(
                "'{separator}' separates the words of a list, and this is not a list: '{text}'",
                separator=SEPARATOR,
                text=quoted(text),
            ),
            msg("in a sentence write a comma or /"),
        )
        return Scalar(text, place, column)
    elements = Items(place, column)
    elements.extend(Scalar(part, place, column) for part in parts)
    return elements
