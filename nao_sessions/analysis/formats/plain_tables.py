"""Plain tables of events: CSV (commas, semicolons or tabs, a first row of headings), and JSON lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal

from nao_sessions.analysis.formats.annotation_text import (
    HALF_CHARACTER,
    HALF_CHARACTER_HINT,
    decoded,
    left_out,
)
from nao_sessions.analysis.formats.rows import Cell, Heading, Role, is_of_names, read_headings, row_of
from nao_sessions.analysis.formats.table import (
    EMPTY,
    EMPTY_HINT,
    MOST_LINES,
    TOO_LONG,
    TOO_LONG_HINT,
    ImportedTable,
    TableFindings,
    TableRow,
)
from nao_sessions.core.errors import Place
from nao_sessions.core.json_places import HalfCharacter, LineStarts, Located, check_characters, locate
from nao_sessions.text.messages import msg

QUOTE = '"'

SEPARATORS = ";\t,"


def read_csv(content: bytes, file: str) -> ImportedTable:
    """Return the table in the bytes of a CSV file. Raises: TableRefused."""
    findings = TableFindings()
    text, remarks = decoded(content, file, findings)
    _check_length(text, file, findings)
    separator = separator_of(text)
    rows = rows_of_cells(text, separator, file, findings)
    first = next(rows, None)
    if first is None:
        raise findings.refuse("I111", Place(file), EMPTY, EMPTY_HINT)
    headings = read_headings(first, findings)
    found: list[TableRow] = []
    for cells in rows:
        place = cells[0][1]
        if len(cells) > len(headings) and any(cell.strip() for cell, _ in cells[len(headings) :]):
            where = cells[len(headings)][1]
            findings.add("I106", where, _MORE.format(found=len(cells), wanted=len(headings)), _MORE_HINT)
            continue
        by_role: dict[Role, Cell] = {
            heading.role: Cell(cell, heading, where)
            for (cell, where), heading in zip(cells, headings, strict=False)
            if heading is not None
        }
        row = row_of(by_role, place, findings)
        if row is not None:
            found.append(row)
    findings.check()
    if not found:
        raise findings.refuse("I111", Place(file), EMPTY, EMPTY_HINT)
    unknown = [
        cell.strip() or "—"
        for (cell, _), heading in zip(first, headings, strict=True)
        if heading is None and not is_of_names(cell)
    ]
    return ImportedTable(tuple(found), remarks=(*remarks, *left_out(unknown)))


def _check_length(text: str, file: str, findings: TableFindings) -> None:
    """Raise TableRefused (I119) if a table is longer than any that is read."""
    if text.count("\n") > MOST_LINES:
        raise findings.refuse(
            "I119", Place(file, MOST_LINES + 1, 1), TOO_LONG.format(most=MOST_LINES), TOO_LONG_HINT
        )


def separator_of(text: str) -> str:
    """Return the sign that separates cells: the most frequent of ``;``, tab and comma in the first line."""
    outside, quoted = [], False
    for sign in text:
        quoted ^= sign == QUOTE
        if sign == "\n" and not quoted:
            break
        if not quoted:
            outside.append(sign)
    return max(SEPARATORS, key=outside.count)


def rows_of_cells(
    text: str, separator: str, file: str, findings: TableFindings
) -> Iterator[list[tuple[str, Place]]]:
    """Yield the rows of a table (RFC 4180), each cell with its line and column; empty lines are left out.

    Python's own reader knows no column, and an error in a table of a thousand lines needs one.

    Raises:
        TableRefused: a quote is never closed, or text follows a closing quote.
    """
    after = re.compile(f"[{re.escape(separator)}\r\n]")
    place, line, line_start, row = 0, 1, 0, list[tuple[str, Place]]()
    while place < len(text):
        where = Place(file, line, place - line_start + 1)
        if text[place] == QUOTE:
            cell, end = _quoted(text, place, where, findings)
            inside = text.count("\n", place, end)
            if inside:
                line, line_start = line + inside, text.rfind("\n", 0, end) + 1
            if end < len(text) and text[end] not in (separator, "\r", "\n"):
                raise findings.refuse("I101", Place(file, line, end - line_start + 1), _AFTER, _QUOTE_HINT)
        else:
            found = after.search(text, place)
            end = len(text) if found is None else found.start()
            cell = text[place:end]
        row.append((cell, where))
        if end < len(text) and text[end] == separator:
            place = end + 1
            if place == len(text) or text[place] in "\r\n":  # the last cell of the row is empty
                row.append(("", Place(file, line, place - line_start + 1)))
            else:
                continue
            end = place
        if any(cell.strip() for cell, _ in row):
            yield row
        row = []
        place = end + (2 if text.startswith("\r\n", end) else 1)
        line, line_start = line + 1, place


def _quoted(text: str, place: int, where: Place, findings: TableFindings) -> tuple[str, int]:
    """Read a cell in quotes; return its text and the place where it ends."""
    parts, start = [], place + 1
    while (end := text.find(QUOTE, start)) >= 0:
        parts.append(text[start:end])
        if not text.startswith(QUOTE, end + 1):
            return "".join(parts).replace("\r\n", "\n"), end + 1
        parts.append(QUOTE)
        start = end + 2
    raise findings.refuse("I101", where, _NEVER_CLOSED, _QUOTE_HINT)


_NEVER_CLOSED = msg("a quote that opens here is never closed")
_AFTER = msg("there is text after a closing quote")
_QUOTE_HINT = msg('a straight quote inside a text is written twice: "He says ""yes"""')
_MORE = msg("{found} cells for {wanted} columns")
_MORE_HINT = msg("with decimal commas, separate by ';' or put the numbers between quotes")


def read_json_lines(content: bytes, file: str) -> ImportedTable:
    """Return the table in the bytes of a file of JSON lines. Raises: TableRefused."""
    findings = TableFindings()
    text, remarks = decoded(content, file, findings)
    _check_length(text, file, findings)
    found: list[TableRow] = []
    unknown: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            row = _row(line, number, file, findings, unknown)
            if row is not None:
                found.append(row)
    findings.check()
    if not found:
        raise findings.refuse("I111", Place(file), EMPTY, EMPTY_HINT)
    return ImportedTable(tuple(found), remarks=(*remarks, *left_out(unknown)))


def _row(line: str, number: int, file: str, findings: TableFindings, unknown: list[str]) -> TableRow | None:
    """Return the event in a line; None, and findings, where it is wrong. Unknown keys go to ``unknown``."""
    try:
        located = locate(line)
        check_characters(line)
    except HalfCharacter as error:
        findings.add("I101", Place(file, number, error.colno), HALF_CHARACTER, HALF_CHARACTER_HINT)
        return None
    except json.JSONDecodeError as error:
        findings.add("I101", Place(file, number, error.colno), _NO_JSON, _NO_JSON_HINT)
        return None
    except ValueError:
        findings.add("I101", Place(file, number, 1), _NO_JSON, _NO_JSON_HINT)
        return None
    if not isinstance(located.value, dict):
        findings.add("I101", Place(file, number, 1), _NO_JSON, _NO_JSON_HINT)
        return None
    places = LineStarts(line, file, number)
    start = places.place(located.offset)
    members = [(key, value) for key, value in located.items() if value.value is not None]
    headings = read_headings([(key, start) for key, _ in members] or [("", start)], findings)
    cells: dict[Role, Cell] = {}
    for (key, value), heading in zip(members, headings, strict=False):
        if heading is None:
            unknown.append(key)
            continue
        where = places.place(value.offset)
        written = _written(value, heading)
        if written is None:
            findings.add("I101", where, _NO_LEAF, _NO_LEAF_HINT)
            return None
        cells[heading.role] = Cell(written, heading, where)
    return row_of(cells, start, findings)


def _written(value: Located, heading: Heading) -> str | None:
    """Return a value as a table would write it; None where it is no text and no number."""
    leaf = value.value
    if isinstance(leaf, str):
        return leaf
    if isinstance(leaf, bool) or not isinstance(leaf, int | float):
        return None
    return plain_number(leaf)


def plain_number(number: int | float) -> str:
    """Return a number as text without an exponent, with all its digits."""
    return format(number, "d") if isinstance(number, int) else format(Decimal(repr(number)), "f")


_NO_JSON = msg("this line is no JSON object")
_NO_JSON_HINT = msg('one line an event: {"start": 12.5, "code": "touch"}')
_NO_LEAF = msg("a text or a number is needed")
_NO_LEAF_HINT = msg("a list is written as one text, with commas")
