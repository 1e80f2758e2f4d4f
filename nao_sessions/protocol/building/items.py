"""From tables of items, inline or in a CSV file, to decks: every column has one type.

A column takes the type that all its values have: truth, number, list, else text as it is written. A mixed one
of words and lists keeps both.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from nao_sessions.core.errors import Place
from nao_sessions.core.text import Text
from nao_sessions.protocol.building.base import Building
from nao_sessions.protocol.expression import Value
from nao_sessions.protocol.findings import quoted
from nao_sessions.protocol.keys.moments import ElementKeys
from nao_sessions.protocol.reading.nodes import Fields, Items, Node, Scalar
from nao_sessions.protocol.reading.scalars import (
    NAME,
    check_name,
    parse_number,
    wrong_type,
)
from nao_sessions.protocol.reading.source import decode
from nao_sessions.protocol.trials import Deck, Item

FILE_COLUMNS = frozenset({"picture", "sound"})
"""Columns whose values name files."""

ALWAYS_KNOWN: Mapping[str, str] = {"picture": "text"}
"""Columns that an expression may name though no item has them: there is no picture then."""

SEPARATOR = "|"
"""What separates the elements of a list in a cell of a CSV file."""

MOST_ITEMS = 2_000
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
        rows = _from_csv(node, building)
    elif isinstance(node, Items):
        rows = [row for row in node if isinstance(row, Fields)]
        for row in node:
            if not isinstance(row, Fields):
                hint = Text(fr="par exemple : - {id: pomme, answer: fruit}", en="for example: - {id: apple}")
                wrong_type(row, "un item : ses colonnes", "an item: its columns", building.findings, hint)
    else:
        fr, en = "une liste d'items, ou un fichier CSV", "a list of items, or a CSV file"
        wrong_type(node, fr, en, building.findings)
    return _deck(name, quoted(key), rows, place, building)


def _deck(name: str, key: str, rows: list[Fields], place: Place, building: Building) -> Deck:
    if not rows and not building.findings.has_errors():
        building.findings.add("P103", place, f"la table « {key} » est vide", f"the table '{key}' is empty")
    columns = _columns(rows, building)
    types = {column: _type([row[column] for row in rows if column in row]) for column in columns}
    items: dict[str, Item] = {}
    for number, row in enumerate(rows):
        item = _item(row, number, types, building)
        if item.id in items:
            building.findings.add(
                "P121",
                row.places.get("id", row.place),
                f"un autre item s'appelle déjà « {quoted(item.id)} »",
                f"another item is called '{quoted(item.id)}' already",
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
        for column in row:
            if column not in columns and (NAME.fullmatch(column) or not _told(column, row, building)):
                columns[column] = None
    return tuple(columns)


def _told(column: str, row: Fields, building: Building) -> bool:
    return not check_name(column, row.places[column], building.findings)


def _type(values: list[Node]) -> str:
    lists = [isinstance(value, Items) for value in values]
    if any(lists):
        return "list" if all(lists) else "any"
    scalars = [value for value in values if isinstance(value, Scalar)]
    if all(value.plain and value.text in _TRUTH for value in scalars):
        return "bool"
    if all(value.plain and parse_number(value.text) is not None for value in scalars):
        return "number"
    return "text"


def _item(row: Fields, number: int, types: Mapping[str, str], building: Building) -> Item:
    values: dict[str, Value] = {}
    for column, node in row.items():
        if column in types:
            values[column] = _value(column, node, types[column], building)
    named = row.get("id")
    item_id = named.text if isinstance(named, Scalar) and named.text else str(number + 1)
    values["id"] = item_id
    share = values.get("share", 1)
    for column in ("share", "level"):
        value = values.get(column, 1)
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            node = row[column]
            wrong_type(node, "un nombre entier, 1 ou plus", "a whole number, 1 or more", building.findings)
            values[column] = share = 1
    assert isinstance(share, int)
    return Item(item_id, values, row.place, share)


def _value(column: str, node: Node, kind: str, building: Building) -> Value:
    if isinstance(node, Items):
        return tuple(_word(element, building) for element in node)
    if isinstance(node, Fields):
        return _word(node, building)
    if not isinstance(node, Scalar) or node.empty:
        wrong_type(node, "une valeur", "one value", building.findings)
        return ""
    if node.cut:
        building.findings.add(
            "P111",
            node.place,
            f"YAML coupe ce texte au signe # : il reste « {quoted(node.text)} »",
            f"YAML cuts this text at the # sign: '{quoted(node.text)}' is left",
            Text(fr="mettez-le entre guillemets doubles", en="put it between double quotes"),
        )
    if column in FILE_COLUMNS:
        return building.file(node)
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
        return node.text
    wrong_type(node, "un mot", "a word", building.findings)
    return ""


def _from_csv(scalar: Scalar, building: Building) -> list[Fields]:
    """Read a CSV file as rows; commas, semicolons or tabs, as the first line has them."""
    name = building.take_up(scalar)
    source = building.files.get(name)
    text = None if source is None else decode(source.content, name, building.findings)
    if text is None:
        return []
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    header: list[str] = []
    rows: list[Fields] = []
    try:
        for cells in reader:
            if not header:
                header = [cell.strip() for cell in cells]
            elif any(cell.strip() for cell in cells):
                rows.append(_row(cells, header, Place(name, reader.line_num, 1), building))
            if len(rows) > MOST_ITEMS:
                fr, en = f"plus de {MOST_ITEMS} items", f"more than {MOST_ITEMS} items"
                building.findings.add("P106", Place(name, reader.line_num), fr, en)
                break
    except csv.Error as error:
        place = Place(name, max(reader.line_num, 1), 1)
        building.findings.add("P100", place, f"CSV illisible : {error}", f"unreadable CSV: {error}")
    return rows


def _row(cells: list[str], header: list[str], place: Place, building: Building) -> Fields:
    if len(cells) > len(header):
        building.findings.add(
            "P103",
            place,
            f"{len(cells)} cellules, pour {len(header)} colonnes",
            f"{len(cells)} cells for {len(header)} columns",
            Text(fr="une cellule qui contient le séparateur se met entre guillemets doubles",
                 en="a cell that holds the separator goes between double quotes"),
        )  # fmt: skip
    row = Fields(place, "items")
    for column, cell in zip(header, cells, strict=False):
        text = cell.strip()
        if not text:
            continue
        node: Node = Scalar(text, place, column)
        if SEPARATOR in text:
            elements = Items(place, column)
            elements.extend(Scalar(part.strip(), place, column) for part in text.split(SEPARATOR))
            node = elements
        row[column] = node
        row.places[column] = place
    return row
