"""Writing a new value into a YAML file: in its author's style where it can be, and nothing else changes.

Every way of writing is tried on the file itself: it is taken only if the file then holds the new value there,
and exactly what it held everywhere else.

Cells of a CSV table of items: where each stands in its file, and how a new value is written there. The table
is read as the language reads it; a file of which not every cell is found again stays as it is.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

from nao_sessions.console.texts.sites import Path, Site, find, pointer
from nao_sessions.protocol.reading.scalars import NAME, parse_duration, plain_number
from nao_sessions.protocol.reading.yaml_traps import HIDDEN, PATH_LIKE, word_like

_QUOTED = re.compile(r'"[^"\n]*"')
_FOR_THE_RECORD = frozenset({"id", "picture", "sound"})


@dataclass(frozen=True, slots=True)
class EditableCell:
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
class TableCells:
    """The cells of one file that may be changed, row by row; ``names``: the id of each row, or its number."""

    file: str
    delimiter: str
    columns: tuple[str, ...]
    cells: tuple[EditableCell, ...]
    names: tuple[str, ...]


def read_table(name: str, text: str) -> TableCells | None:
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
                    EditableCell(
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
    return TableCells(name, delimiter, columns, tuple(cells), tuple(names))


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


try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # a PyYAML that was built without libyaml: slower, the same events
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

_BLOCKS = ("|", ">")
_BY_NUMBER = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Signs that a reader of YAML would take for something else: written by their number (``\\u2028``)."""

_NARROWEST = 40
"""How wide the lines of a folded text are, unless its author's are longer."""

_Shape = list[tuple[str, str]]


def rewritten(text: str, changes: Mapping[str, str]) -> str:
    """Return a protocol's text with some values changed; sites that are not in the text are ignored.

    Args:
        text: of the file, without a byte order mark.
        changes: the new values (as ``page_model.as_typed`` returns them), by site.
    """
    found = find(text)
    sites = () if found is None else found.sites
    changed = [site for site in sites if changes.get(site.id, site.text) != site.text]
    changed.sort(key=lambda site: -site.begin)
    return _at_once(text, changed, changes) or _one_by_one(text, changed, changes)


def _at_once(text: str, changed: list[Site], changes: Mapping[str, str]) -> str | None:
    """Return the text with every value in the first style possible; None where the result reads otherwise."""
    shape = _shape(text)
    scalars = [index for index, (kind, _) in enumerate(shape) if kind == "scalar"]
    for site in changed:
        value = changes[site.id]
        shape[scalars[site.number]] = ("scalar", value)
        text = next(_written(text, site, value))
    return text if _shape(text) == shape else None


def _one_by_one(text: str, changed: list[Site], changes: Mapping[str, str]) -> str:
    for site in changed:
        text = written_at(text, site, changes[site.id])
    return text


def written_at(text: str, site: Site, value: str) -> str:
    """Return a file's text with one value changed; sites before that value keep their places."""
    shape = _shape(text)
    scalars = [index for index, (kind, _) in enumerate(shape) if kind == "scalar"]
    shape[scalars[site.number]] = ("scalar", value)
    return next(new for new in _written(text, site, value) if _shape(new) == shape)


def _written(text: str, site: Site, value: str) -> Iterator[str]:
    """Yield the file with each way of writing the value, the author's own first; the last always holds."""
    raw = text[site.begin : site.end]
    ways = [*_in_style(site, raw, value), _quoted(value) + _after_block(site, raw)]
    for way in ways:
        yield text[: site.begin] + way + text[site.end :]


def _in_style(site: Site, raw: str, value: str) -> Iterator[str]:
    match site.style:
        case "" if _may_be_plain(site, value):
            yield value
        case "'" if "\n" not in value:
            yield "'" + value.replace("'", "''") + "'"
        case "|" | ">" if value and not _BY_NUMBER.search(value.replace("\n", "")):
            yield from _in_block(site, raw, value)


def _may_be_plain(site: Site, value: str) -> bool:
    """Return whether a value may be written without quotes: words, a number or a delay."""
    if "\n" in value or HIDDEN.search(value) or PATH_LIKE.fullmatch(value):
        return False
    if site.kind == "delay":
        return parse_duration(value) is not None
    return word_like(value) or plain_number(value)


def _quoted(value: str) -> str:
    """Return a value in double quotes, with the only escapes that protocols allow."""
    plain = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + _BY_NUMBER.sub(lambda sign: f"\\u{ord(sign[0]):04X}", plain) + '"'


def _in_block(site: Site, raw: str, value: str) -> Iterator[str]:
    """Yield a value written as a block, under the author's first line and with the author's indent."""
    header, _, body = raw.partition("\n")
    line_end = "\r\n" if header.endswith("\r") else "\n"
    margin = re.match(r"(?:[ \t]*\r?\n)*( *)", body)
    indent = margin[1] if margin is not None and margin[1] else " " * (site.column + 2)
    for lines in (_folded(value, body), _unfolded(value)) if site.style == ">" else (value.split("\n"),):
        written = line_end.join(indent + line if line else "" for line in lines)
        yield header.rstrip("\r") + line_end + written + _line_ends(raw)


def _folded(value: str, body: str) -> list[str]:
    """Return the lines of a text, broken at single spaces to the width of the author's lines."""
    width = max([_NARROWEST, *(len(line.strip()) for line in body.splitlines())])
    lines: list[str] = []
    for paragraph in _unfolded(value):
        lines.append("")
        for word in re.split(r"(?<=\S) (?=\S)", paragraph):
            joined = f"{lines[-1]} {word}" if lines[-1] else word
            if lines[-1] and len(joined) > width:
                lines.append(word)
            else:
                lines[-1] = joined
    return lines


def _unfolded(value: str) -> list[str]:
    """Return the lines of a folded block for a text: in such a block, one line end reads as a space."""
    return re.sub(r"\n+", lambda run: run[0] + "\n", value).split("\n")


def _after_block(site: Site, raw: str) -> str:
    """Return what must follow the quotes that replace a block: the block's comment and its line ends."""
    if site.style not in _BLOCKS:
        return ""
    comment = re.search(r"(?<![ \t])[ \t]++#[^\r\n]*", raw.partition("\n")[0])
    return ("" if comment is None else comment[0]) + _line_ends(raw)


def _line_ends(raw: str) -> str:
    """Return the line ends that close a block, so that what follows keeps its own line."""
    ends = raw[len(raw.rstrip(" \t\r\n")) :]
    return "".join(char for char in ends if char in "\r\n")


def _shape(text: str) -> _Shape:
    """Return the contents of a YAML text without its style; empty where the text is not YAML."""
    shape: _Shape = []
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if isinstance(event, yaml.ScalarEvent):
                value = event.value.strip("\n") if event.style in _BLOCKS else event.value
                shape.append(("scalar", value))
            else:
                shape.append((type(event).__name__, ""))
    except yaml.YAMLError:
        return []
    return shape
