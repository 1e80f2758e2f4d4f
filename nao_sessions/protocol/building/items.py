"""From tables of items, inline or in a CSV file, to decks: every column has one type.

A column takes the type that all its values have: truth, number, list, else text as it is written. A mixed one
of words and lists keeps both.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping

from nao_sessions.core.errors import Place
from nao_sessions.protocol.building.base import Building
from nao_sessions.protocol.expression import Value
from nao_sessions.protocol.findings import quoted
from nao_sessions.protocol.keys.moments import ElementKeys
from nao_sessions.protocol.reading.nodes import Fields, Items, Node, Scalar
from nao_sessions.protocol.reading.quoting import (
    VALUE_HINT,
    check_backslash,
    check_uncomputed,
    check_unquoted,
    check_word,
    has_sentence_sign,
    path_without_sign,
    tell_cut,
    tell_scrap,
)
from nao_sessions.protocol.reading.scalars import (
    MOST_COUNT,
    MOST_SHARE,
    NAME,
    check_name,
    parse_number,
    plain_number,
    wrong_type,
)
from nao_sessions.protocol.reading.source import decode
from nao_sessions.protocol.trials import Deck, Item
from nao_sessions.text.messages import msg

# A table of items from a CSV file: rows of cells, each with the line where it begins.
#
# Commas, semicolons or tabs, as the first line has them. A cell that cannot be what its author meant is
# told: a row with other cells than the first line, a quote that is never closed, a sentence with the sign
# of lists.

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
    """Yield the rows, each with the line where it begins."""
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
    """Return the columns' names: empty for cells that stay empty, None where a name is told to be wrong."""
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


FILE_COLUMNS = frozenset({"picture", "sound"})
"""Columns whose values name files."""

ALWAYS_KNOWN: Mapping[str, str] = {"picture": "text"}
"""Columns that an expression may name though no item has them: there is no picture then."""

_TRUTH = {"true": True, "false": False}


def build_deck(name: str, node: Node, key: str, building: Building) -> Deck:
    """Build a table of items.

    Args:
        name: how the flow calls it.
        node: a list of items, or the name of a CSV file.
        key: how the author calls it.
        building: the surroundings; files are taken up there.
    """
    place = getattr(node, "place", Place(""))
    rows: list[Fields] = []
    if isinstance(node, Scalar) and not node.empty:
        rows = rows_of(node, building)
    elif isinstance(node, Items):
        rows = [row for row in node if isinstance(row, Fields)]
        for row in node:
            if not isinstance(row, Fields):
                hint = msg("for example: - {id: apple}")
                wrong_type(row, msg("an item: its columns"), building.findings, hint)
    else:
        sentence = msg("a list of items, or a CSV file")
        wrong_type(node, sentence, building.findings)
    return _deck(name, quoted(key), rows, place, building)


def _deck(name: str, key: str, rows: list[Fields], place: Place, building: Building) -> Deck:
    if not rows and not building.findings.has_errors():
        building.findings.add("P103", place, msg("the table '{key}' is empty", key=key))
    columns = _columns(rows, building)
    types = {column: _type([row[column] for row in rows if column in row]) for column in columns}
    items: dict[str, Item] = {}
    for number, row in enumerate(rows):
        item = _item(row, number, types, building)
        if item.id in items:
            building.findings.add(
                "P121",
                row.places.get("id", row.place),
                msg("another item is called '{id}' already", id=quoted(item.id)),
                msg("give each item a name of its own"),
            )
        items.setdefault(item.id, item)
    lacking = {
        column: next(item.id for item in items.values() if column not in item.values)
        for column in columns
        if any(column not in item.values for item in items.values())
    }
    known = {**ALWAYS_KNOWN, **types, "id": "text"}
    return Deck(name, tuple(items.values()), known, place, lacking)


def _columns(rows: list[Fields], building: Building) -> tuple[str, ...]:
    columns: dict[str, None] = {}
    for row in rows:
        before: Node | None = None
        for column, node in row.items():
            if not NAME.fullmatch(column):
                if not tell_scrap(node, before, row.in_braces, building.findings):
                    check_name(column, row.places[column], building.findings)
            else:
                columns[column] = None
            before = node
    return tuple(columns)


def _type(values: list[Node]) -> str:
    lists = [isinstance(value, Items) for value in values]
    if any(lists):
        return "list" if all(lists) else "any"
    scalars = [value for value in values if isinstance(value, Scalar) and value.plain]
    if len(scalars) < len(values):
        return "text"
    if all(value.text in _TRUTH for value in scalars):
        return "bool"
    # 007 and 1.50 are texts: as numbers they would be said otherwise than they are written.
    if all(plain_number(value.text) for value in scalars):
        return "number"
    return "text"


def _item(row: Fields, number: int, types: Mapping[str, str], building: Building) -> Item:
    values: dict[str, Value] = {}
    before: Node | None = None
    for column, node in row.items():
        if column in types and not tell_scrap(node, before, row.in_braces, building.findings):
            values[column] = _value(column, node, types[column], building)
        before = node
    named = row.get("id")
    if named is not None and not isinstance(named, Scalar):
        wrong_type(named, msg("a word"), building.findings, VALUE_HINT)
    item_id = named.text if isinstance(named, Scalar) and named.text.strip() else str(number + 1)
    values["id"] = item_id
    for column, most in (("share", MOST_SHARE), ("level", MOST_COUNT)):
        value = values.get(column, 1)
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
            sentence = msg("a whole number, 1 to {most}", most=most)
            wrong_type(row[column], sentence, building.findings)
            values[column] = 1
    share = values.get("share", 1)
    assert isinstance(share, int)
    return Item(item_id, values, row.place, share)


def _value(column: str, node: Node, kind: str, building: Building) -> Value:
    if isinstance(node, Items):
        return tuple(_word(element, building) for element in node)
    if isinstance(node, Fields):
        return _word(node, building)
    findings = building.findings
    if not isinstance(node, Scalar) or node.empty:
        wrong_type(node, msg("one value"), findings, VALUE_HINT)
        return ""
    if node.cut:
        tell_cut(node, findings)
    if column in FILE_COLUMNS:
        return building.file(node)
    _check_text(node, building)
    match kind:
        case "bool":
            return _TRUTH[node.text]
        case "number":
            return parse_number(node.text)
        case _:
            return node.text


def _word(node: Node, building: Building) -> str:
    if isinstance(node, Fields):
        return building.element(ElementKeys.model_validate(node, context=building.findings))
    if isinstance(node, Scalar) and not node.empty:
        check_word(node, building.findings)
        _check_text(node, building)
        return node.text
    wrong_type(node, msg("a word"), building.findings, VALUE_HINT)
    return ""


def _check_text(node: Scalar, building: Building) -> None:
    """Tell a text that Nao would say otherwise than it is written."""
    path_without_sign(node, building.findings)
    check_unquoted(node, building.findings)
    check_backslash(node, building.findings)
    sentence = msg("begin the text with another sign than =")
    check_uncomputed(node, building.findings, sentence)
