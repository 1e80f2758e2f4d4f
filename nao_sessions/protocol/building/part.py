"""One file of a protocol: what it knows by name, its steps, and the files that it uses as groups.

Names of files do not mix: what a used file calls ``settings.patience`` is kept under the name of the step
that uses it.
"""

from __future__ import annotations

import csv
import io
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from nao_sessions.core.errors import Place
from nao_sessions.protocol.building.base import Building, parse_constant
from nao_sessions.protocol.building.moments import build_assignments, build_block
from nao_sessions.protocol.building.scope import TYPES, Scope
from nao_sessions.protocol.building.settings import (
    allowed,
    build_datum,
    build_remembered,
    build_setting,
    fits,
)
from nao_sessions.protocol.building.steps import StepBuilder, UsedFile
from nao_sessions.protocol.expression import Expression, Path, Value
from nao_sessions.protocol.findings import TooManyFindings, quoted
from nao_sessions.protocol.flow import Assignments, Choose, Datum, Level, Setting, Use, components, cyclic
from nao_sessions.protocol.keys.head import ProtocolKeys
from nao_sessions.protocol.keys.moments import Do, ElementKeys
from nao_sessions.protocol.reading.nodes import Fields, Items, Node, Scalar
from nao_sessions.protocol.reading.parsing import read_nodes
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
from nao_sessions.protocol.reading.yaml_traps import (
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
from nao_sessions.protocol.trials import Deck, Item
from nao_sessions.text.messages import Text, msg

# A table of items from a CSV file: rows of cells, each with the line where it begins.
#
# Commas, semicolons or tabs, as the first line has them. A cell that cannot be what its author meant is
# reported: a row with other cells than the first line, a quote that is never closed, a sentence with the
# sign of lists.

# From tables of items, inline or in a CSV file, to decks: every column has one type.
#
# A column takes the type that all its values have: truth, number, list, else text as it is written. A mixed
# one of words and lists keeps both.

SEPARATOR = "|"
"""What separates the elements of a list in a cell."""

MOST_ITEMS = 2_000

_QUOTED = re.compile(r'"[^"\n]*"')
_COUNT = msg(
    "a line has as many cells as the first; a text that holds the separator goes between double quotes"
)


def rows_of(scalar: Scalar, building: Building) -> list[Fields]:
    """Return the rows of a CSV file that an author names; mistakes in it are reported at their lines."""
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
    """Yield the rows of a CSV text, each with the number of the line where it begins."""
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
    """Return the names of the columns: empty for an empty cell, None where a name was reported as wrong."""
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
    """Report a text that Nao would say differently from how it is written."""
    path_without_sign(node, building.findings)
    check_unquoted(node, building.findings)
    check_backslash(node, building.findings)
    sentence = msg("begin the text with another sign than =")
    check_uncomputed(node, building.findings, sentence)


# From the keys of ``routines`` to blocks: lists of moments with a name, which may call one another.
#
# A routine that calls itself is reported with the flow (P234); here a bound is set to what honest ones add
# up to.

DEEPEST = 8
"""Routines that call each other in a chain; a library nests one or two."""

MOST_MOMENTS = 10_000
"""Moments of one routine with all that it calls: a child would have left hours ago."""


def build_routines(routines: Mapping[str, Do], building: Building) -> None:
    """Build the routines of a file as blocks; report routines that add up to too many moments."""
    names = {building.routines[name]: name for name in routines}
    for name, moments in routines.items():
        build_block(building.routines[name], moments, building)
    calls = {block: [call for call in _calls(block, building) if call[0] in names] for block in names}
    graph = {block: [called for called, _ in inner] for block, inner in calls.items()}
    sizes: dict[str, tuple[int, int]] = {}
    for component in components(graph):
        block = component[0]
        inner = [sizes[called] for called in graph[block] if called in sizes]
        if cyclic(component, graph) or len(inner) < len(graph[block]):
            continue
        depth = 1 + max((depth for depth, _ in inner), default=0)
        moments_in_all = len(building.blocks[block]) + sum(count for _, count in inner)
        place = next((place for _, place in calls[block]), Place(building.chain[-1]))
        if depth > DEEPEST:
            sentence = msg("more than {deepest} routines in one another", deepest=DEEPEST)
            _tell(names[block], place, sentence, building)
        elif moments_in_all > MOST_MOMENTS:
            sentence = msg("more than {most_moments} moments", most_moments=MOST_MOMENTS)
            _tell(names[block], place, sentence, building)
        else:
            sizes[block] = (depth, moments_in_all)


def _calls(block: str, building: Building) -> Iterator[tuple[str, Place]]:
    """Yield the routines that a block calls, even in the options of a choice, with the place of each call."""
    inside = [block]
    while inside:
        for moment in building.blocks[inside.pop()]:
            for act in moment.acts:
                if act.verb == "routine" and isinstance(act.argument, str):
                    yield act.argument, act.place
                elif isinstance(act.argument, Choose):
                    inside += [option for option, _ in act.argument.options]


def _tell(name: str, place: Place, why: Text, building: Building) -> None:
    building.findings.add(
        "P109",
        place,
        msg("the routine '{name}': {why}", name=quoted(name), why=why),
        msg("make steps of it"),
    )


DEEPEST_USE = 8
"""Files that use each other in a chain; a library nests two or three."""


MOST_USES = 60
"""Uses in all: files that use each other several times would multiply without end."""

LANGUAGE_VERSION = 1


@dataclass(frozen=True, slots=True)
class FilePart:
    """What one protocol file gives: settings, data, steps, entries of ``always``, and its surroundings."""

    settings: tuple[Setting, ...]
    data: tuple[Datum, ...]
    steps: StepBuilder
    building: Building
    always: Level


def build_part(keys: ProtocolKeys, building: Building, top: str | None = None) -> FilePart:
    """Build the settings, data, tables and steps of one protocol file.

    Args:
        keys: what its author wrote.
        building: the surroundings; what is shared by all files is kept.
        top: the absolute name of the step that uses the file, or None for the first file.
    """
    _check_version(keys, building)
    settings = tuple(
        build_setting(name, setting, building) for name, setting in (keys.settings or {}).items()
    )
    data = tuple(build_datum(name, datum, building) for name, datum in (keys.data or {}).items())
    remembered = {
        name: build_remembered(name, value, building)
        for name, value in ((keys.participants and keys.participants.remember) or {}).items()
    }
    types: dict[Path, str] = {("settings", setting.name): TYPES[setting.type] for setting in settings}
    types.update({("data", datum.name): TYPES[datum.type] for datum in data})
    types.update({("participant", name): TYPES[value.type] for name, value in remembered.items()})
    prefix = "" if top is None else f"{top}:"
    kept: dict[Path, Path] = {}
    if top is not None:
        kept = {path: ("data", prefix + path[1]) for path in types if path[0] in ("settings", "data")}
    most = 1 if keys.participants is None else keys.participants.max
    one = most == 1 if top is None else building.scope.one_participant
    building = replace(
        building,
        language=keys.language,
        scope=Scope(types, one_participant=one, kept=kept),
        data={datum.name: replace(datum, name=prefix + datum.name) for datum in data},
        remembered=remembered,
        routines={name: f"{prefix}routines/{name}" for name in keys.routines or {}},
    )
    building = replace(
        building,
        decks={
            name: build_deck(prefix + name, node, name, building) for name, node in (keys.items or {}).items()
        },
    )
    building.all_decks.update({deck.name: deck for deck in building.decks.values()})
    build_routines(keys.routines or {}, building)
    steps = StepBuilder(keys.steps, top, _use, building)
    zone = "always" if top is None else f"{top}/always"
    always = Level() if keys.always is None else steps.level(keys.always, zone, top)
    return FilePart(settings, data, steps, building, always)


def _check_version(keys: ProtocolKeys, building: Building) -> None:
    if "protocol" in keys.written and keys.protocol != LANGUAGE_VERSION:
        building.findings.add(
            "P119",
            keys.at("protocol"),
            msg(
                "this program reads version {language_version} of the language, not {protocol}",
                language_version=LANGUAGE_VERSION,
                protocol=keys.protocol,
            ),
            msg("write protocol: {language_version}", language_version=LANGUAGE_VERSION),
        )


def _use(file: Scalar, given: Fields | None, step: str, building: Building) -> UsedFile | None:
    """Build the file that a step uses; None where it cannot be built, which is reported."""
    name = building.take_up(file)
    source = building.files.get(name)
    if source is None:
        return None
    if name in building.chain or len(building.chain) >= DEEPEST_USE:
        listed = " → ".join(posixpath.basename(one) for one in (*building.chain, name))
        building.findings.add(
            "P139",
            file.place,
            msg("these files use each other without end: {listed}", listed=listed),
        )
        return None
    building.uses.append(name)
    if len(building.uses) > MOST_USES:
        building.findings.add(
            "P106",
            file.place,
            msg("more than {most_uses} used files in all", most_uses=MOST_USES),
            msg("make several protocols of it"),
        )
        raise TooManyFindings
    text = decode(source.content, name, building.findings)
    node = None if text is None else read_nodes(text, name, building.findings)
    if node is None:
        return None
    keys = ProtocolKeys.model_validate(node, context=building.findings)
    building.findings.suppress(name, allowed(keys, building.findings))
    if keys.language != building.language:
        building.findings.add(
            "P119",
            file.place,
            msg(
                "this file is in '{language}', this protocol in '{language2}'",
                language=quoted(keys.language),
                language2=quoted(building.language),
            ),
        )
    inner = replace(building, chain=(*building.chain, name))
    part = build_part(keys, inner, step)
    settings = {
        setting.name: replace(_as_datum(setting), name=f"{step}:{setting.name}") for setting in part.settings
    }
    begin = _begin(settings, part, given, building, step)
    children = tuple(name for name, inside in part.steps.steps.items() if inside.parent == step)
    named = tuple(replace(setting, name=settings[setting.name].name) for setting in part.settings)
    return UsedFile(
        Use(name, begin, named), part.steps.steps, children, part.steps.start(keys.start), part.always
    )


def _begin(
    settings: Mapping[str, Datum], part: FilePart, given: Fields | None, building: Building, step: str
) -> Assignments:
    """Return the assignments that a used file begins with: its defaults, then what the step passes to it."""
    begin: dict[str, Value | Expression] = {datum.name: datum.default for datum in settings.values()}
    begin.update({f"{step}:{datum.name}": datum.default for datum in part.data})
    taken = build_assignments(given, replace(building, data=settings, remembered={}))
    known = {f"{step}:{setting.name}": setting for setting in part.settings}
    for name, value in taken:
        setting = known[name]
        assert given is not None
        scalar = given[setting.name]
        # What is no value of its type at all was reported where it was read.
        typed = isinstance(scalar, Scalar) and parse_constant(setting.type, scalar.text) is not None
        if typed and not fits(value, setting):
            building.findings.add(
                "P119",
                scalar.place,
                msg("the setting '{name}' does not take this value", name=quoted(setting.name)),
                _bounds(setting),
            )
    begin.update(dict(taken))
    return tuple(begin.items())


def _bounds(setting: Setting) -> Text | None:
    if setting.type == "choice":
        listed = quoted(", ".join(setting.choices))
        return msg("one of: {listed}", listed=listed)
    return msg("see its bounds in that file")


def _as_datum(setting: Setting) -> Datum:
    return Datum(setting.name, "text" if setting.type == "choice" else setting.type, setting.default)
