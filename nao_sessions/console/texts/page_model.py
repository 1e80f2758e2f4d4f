"""The page of a protocol's texts as values: sections in the order of the session, rows, fields, tables.

Pure: from the texts and what was typed to what the template shows. Plain data, so that a child process can
make it while the console's loop goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from nao_sessions.console.texts.base import Base
from nao_sessions.console.texts.order import StepAt, steps_in_order
from nao_sessions.console.texts.places import label_of, where
from nao_sessions.console.texts.sites import Found, Path, Site, SiteKind, child, find, pointer, word
from nao_sessions.console.texts.speaking import estimate
from nao_sessions.console.texts.tables import Cell, Table, read_table
from nao_sessions.console.texts.words import COLUMNS, INSIDE, SECTIONS, STEP, WORDS
from nao_sessions.text.languages import Language, typeset

MOST_UNFOLDED = 16
"""Sections of a protocol that is shown unfolded; more are a list to choose from."""

_HEAD = ("title", "goals", "population", "material", "stop_signs", "records", "duration")
_REST = ("settings", "participants", "always", "commands", "routines")


@dataclass(frozen=True, slots=True)
class Field:
    """One value in the form.

    ``key`` names its element in the page. ``label`` stands above it, ``name`` goes on with its place, for who
    does not see where it stands. ``estimate``: how long Nao says it.
    """

    key: str
    id: str
    kind: SiteKind
    value: str
    original: str
    language: str
    label: str
    name: str
    estimate: str


@dataclass(frozen=True, slots=True)
class Row:
    """One text, in each language that it is written in, with its place."""

    place: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item: its name, and for each column of its table the values there (several in a list)."""

    name: str
    cells: tuple[tuple[Field, ...], ...]


@dataclass(frozen=True, slots=True)
class ItemTable:
    """A table of items; ``file`` is the CSV file that it stands in, if any."""

    id: str
    title: str
    file: str
    rows: tuple[ItemRow, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the form: a step, or what stands beside the steps."""

    id: str
    title: str
    kicker: str
    note: str
    rows: tuple[Row, ...]
    tables: tuple[ItemTable, ...]
    open: bool = True
    """Whether it is shown unfolded at first: in a long protocol only the first step is."""

    @property
    def fields(self) -> tuple[Field, ...]:
        """Give all fields of it, in their order."""
        cells = (field for table in self.tables for row in table.rows for cell in row.cells for field in cell)
        return (*(field for row in self.rows for field in row.fields), *cells)


def sections_of(base: Base, changes: Mapping[str, str], language: Language) -> tuple[Section, ...]:
    """Give the sections of a protocol's form; none where its file is no YAML.

    Args:
        base: the texts as they are on disk.
        changes: what was typed, by field.
        language: of the page.
    """
    found = find(base.text.removeprefix("\ufeff"))
    return () if found is None else _Writing(base, found, changes, language).sections()


def section_of(path: Path) -> str:
    """Name the section that a value stands in: its innermost step, else the part of the file."""
    inner = 0
    while path[inner : inner + 1] == ("steps",) and inner + 1 < len(path):
        inner += 2
    if inner:
        return pointer(path[:inner])
    return "head" if path[0] in _HEAD else str(path[0])


def _folded(sections: list[Section]) -> tuple[Section, ...]:
    """Fold what is seldom changed, and in a long protocol every step but the first."""
    long = len(sections) > MOST_UNFOLDED
    first = next((one for one in sections if one.kicker), None)
    return tuple(
        replace(one, open=one is first or not (long or one.id in ("head", "commands"))) for one in sections
    )


class _Writing:
    def __init__(self, base: Base, found: Found, changes: Mapping[str, str], language: Language) -> None:
        self._base, self._found, self._changes, self._language = base, found, changes, language
        self._own = word(found.root, "language") or "fr"
        self._keys = count(1)
        self._by_section: dict[str, list[Site]] = {}
        for site in found.sites:
            self._by_section.setdefault(section_of(site.path), []).append(site)
        self._tables = {table.id.rpartition("/")[2]: table for table in self._item_tables()}

    def sections(self) -> tuple[Section, ...]:
        steps = steps_in_order(self._found.root)
        made = [self._part("head")]
        made += [self._step(step, number, len(steps)) for number, step in enumerate(steps, start=1)]
        made += [self._part(name) for name in _REST]
        left = tuple(self._tables.values())
        made.append(
            Section("items", self._said(SECTIONS["items"].in_language(self._language)), "", "", (), left)
        )
        return _folded([one for one in made if one.rows or one.tables or one.note])

    def _part(self, name: str) -> Section:
        title = self._said(SECTIONS[name].in_language(self._language))
        return Section(name, title, "", "", self._rows(self._by_section.get(name, ()), 0), ())

    def _step(self, step: StepAt, number: int, count: int) -> Section:
        node = child(self._found.root, *step.path)
        kicker = STEP.format(n=number, all=count)
        inside = ""
        if step.groups:
            group = self._title(step.path[:-2]) or step.groups[-1]
            inside = " · " + INSIDE.format(group=group).in_language(self._language)
        used = word(node, "use")
        note = WORDS["from_file"].format(file=used).in_language(self._language) if used else ""
        asked = (word(node, "trials", "items"), word(node, "each"))
        tables = [self._tables.pop(name) for name in asked if name in self._tables]
        return Section(
            id=pointer(step.path),
            title=self._title(step.path) or step.name,
            kicker=self._said(kicker.in_language(self._language) + inside),
            note=self._said(note),
            rows=self._rows(self._by_section.get(pointer(step.path), ()), len(step.path)),
            tables=tuple(tables),
        )

    def _title(self, path: Path) -> str:
        """Give the title of a step as it is typed now, in the page's language or in the file's own."""
        here = (*path, "title")
        for wanted in ((*here, self._language), (*here, self._own), here):
            text = self._changes.get(pointer(wanted), word(self._found.root, *wanted))
            if text:
                return text
        return ""

    def _rows(self, sites: Iterable[Site], start: int) -> tuple[Row, ...]:
        """Put the languages of one text side by side, the file's own first."""
        groups: dict[Path, list[Site]] = {}
        for site in sites:
            groups.setdefault(site.path[:-1] if site.language else site.path, []).append(site)
        return tuple(self._row(group, start) for group in groups.values())

    def _row(self, group: list[Site], start: int) -> Row:
        place = self._said(" · ".join(where(self._found.root, group[0], start, self._language)))
        label = self._said(label_of(group[0]).in_language(self._language))
        ordered = sorted(group, key=lambda site: site.language != self._own)
        return Row(place, tuple(self._field(site, label, place) for site in ordered))

    def _field(self, site: Site | Cell, label: str, place: str) -> Field:
        language = site.language if isinstance(site, Site) else ""
        if language:
            spoken = {"fr": WORDS["french"], "en": WORDS["english"]}.get(language)
            label += " " + (language if spoken is None else spoken.in_language(self._language))
        value = self._changes.get(site.id, site.text)
        return Field(
            key=f"t{next(self._keys)}",
            id=site.id,
            kind=site.kind if isinstance(site, Site) else "cell",
            value=value,
            original=site.text,
            language=language,
            label=label,
            name=f"{label} ({place})" if place else label,
            estimate=estimate(site.path, value, language or self._own, self._language),
        )

    def _cell(self, sites: Sequence[Site | Cell], column: str, item: str) -> tuple[Field, ...]:
        """Give one cell of a table: a value, or those of a list, numbered."""
        known = COLUMNS.get(column)
        label = column if known is None else self._said(known.in_language(self._language))
        if len(sites) < 2:
            return tuple(self._field(site, label, item) for site in sites)
        return tuple(self._field(site, f"{label} {n}", item) for n, site in enumerate(sites, start=1))

    def _item_tables(self) -> Iterator[ItemTable]:
        items = child(self._found.root, "items")
        files = dict(self._found.tables)
        shown: set[str] = set()
        for key in [str(pair[0].value) for pair in getattr(items, "value", ())]:
            if key not in files:
                yield self._inline(key)
                continue
            text = self._base.tables.get(files[key])
            table = None if text is None else read_table(files[key], text.removeprefix("\ufeff"))
            if table is not None and table.file not in shown:
                shown.add(table.file)
                yield self._from_file(key, table)

    def _inline(self, name: str) -> ItemTable:
        sites = [site for site in self._by_section.get("items", ()) if site.path[1] == name]
        columns = tuple(dict.fromkeys(str(site.path[3]) for site in sites))
        rows = []
        for number in sorted({int(site.path[2]) for site in sites}):
            called = word(self._found.root, "items", name, number, "id") or str(number + 1)
            here = [site for site in sites if site.path[2] == number]
            cells = tuple(
                self._cell([site for site in here if site.path[3] == column], column, called)
                for column in columns
            )
            rows.append(ItemRow(called, cells))
        return ItemTable(pointer(("items", name)), self._items_of(name), "", tuple(rows))

    def _from_file(self, name: str, table: Table) -> ItemTable:
        rows = []
        for number, called in enumerate(table.names):
            here = [cell for cell in table.cells if cell.row == number]
            cells = tuple(
                self._cell([cell for cell in here if cell.column == column], column, called)
                for column in table.columns
            )
            rows.append(ItemRow(called, cells))
        return ItemTable(pointer(("items", name)), self._items_of(name), table.file, tuple(rows))

    def _items_of(self, table: str) -> str:
        return self._said(WORDS["items_of"].format(table=table).in_language(self._language))

    def _said(self, text: str) -> str:
        return typeset(text, self._language)
