"""A table as JSON lines: one object an event, its keys called as the headings of a CSV table."""

from __future__ import annotations

import json
from decimal import Decimal

from nao_sessions.analysis.formats.annotation_text import (
    HALF_CHARACTER,
    HALF_CHARACTER_HINT,
    decoded,
    left_out,
)
from nao_sessions.analysis.formats.headings import Heading, Role, read_headings
from nao_sessions.analysis.formats.rows import Cell, row_of
from nao_sessions.analysis.formats.table import EMPTY, EMPTY_HINT, Findings, Row, Table
from nao_sessions.core.errors import Place
from nao_sessions.core.json_places import HalfCharacter, Located, Places, check_characters, locate
from nao_sessions.text.messages import msg


def read_json_lines(content: bytes, file: str) -> Table:
    """Return the table in the bytes of a file of JSON lines. Raises: TableRefused."""
    findings = Findings()
    text, remarks = decoded(content, file, findings)
    found: list[Row] = []
    unknown: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            row = _row(line, number, file, findings, unknown)
            if row is not None:
                found.append(row)
    findings.check()
    if not found:
        raise findings.refuse("I111", Place(file), EMPTY, EMPTY_HINT)
    return Table(tuple(found), remarks=(*remarks, *left_out(unknown)))


def _row(line: str, number: int, file: str, findings: Findings, unknown: list[str]) -> Row | None:
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
    places = Places(line, file, number)
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
