"""The page of a protocol's texts as values: sections in the order of the session, rows, fields, tables.

Pure: from the texts and what was typed to what the template shows. Plain data, so that a child process can
make it while the console's loop goes on.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

import yaml

from nao_sessions.console.texts.drafts import Base
from nao_sessions.console.texts.rewriting import EditableCell, TableCells, read_table
from nao_sessions.console.texts.sites import Path, Site, SiteKind, TextSites, child, find, pointer, word
from nao_sessions.console.texts.words import COLUMNS, INSIDE, LABELS, PLACES, SECTIONS, STEP, WORDS
from nao_sessions.protocol.keys.moments import SENSED
from nao_sessions.protocol.part_names import QUESTION, help_name
from nao_sessions.protocol.reading.source import CONTROL
from nao_sessions.protocol.timing import speech_ms
from nao_sessions.protocol.wording import COMMANDS, HELPS, JUDGEMENTS, SENSES
from nao_sessions.text.formats import Capital, number
from nao_sessions.text.languages import Language, typeset
from nao_sessions.text.messages import Text, msg, verbatim

# What a person typed, as it may stand in a file: composed letters, ordinary line breaks, no control signs.
#
# Nothing a keyboard gives is changed by this; what a paste brings along unseen is.

LONGEST = 2_000
"""How many characters a value may have; the longest sentence of the library has 300."""

_LINE_BREAK = re.compile("\r\n|[\r\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def as_typed(text: str) -> str:
    """Return a typed text in the form in which it is stored: NFC, LF as line end, no control characters."""
    plain = CONTROL.sub("", _SURROGATE.sub("", _LINE_BREAK.sub("\n", text)))
    return unicodedata.normalize("NFC", plain)[:LONGEST]


# Where a text stands in the session, in words: « Aide 2 (geste) · Moment 1 », and what it is: « Nao dit ».
#
# Read from the path of the value and from its file's nodes; nothing here is computed from a loaded
# protocol.


def label_of(site: Site) -> Text:
    """Return a label that says what a value is."""
    path = site.path[:-1] if site.language else site.path
    last = path[-1]
    key, number = (str(path[-2]), last + 1) if isinstance(last, int) else (last, 1)
    if key == "label" and path[0] in ("settings", "participants"):
        return LABELS["name"]
    if key == "say" and "choices" in path[-3:]:
        return LABELS["said"]
    known = LABELS.get(key)
    return verbatim(key) if known is None else known.format(n=number)


def where(root: yaml.Node, site: Site, start: int, language: Language) -> tuple[str, ...]:
    """Return where a value stands inside its section, in words, from the outside in.

    Args:
        root: of the file.
        site: the value.
        start: how many parts of its path lead to the section.
        language: of the words; an author's own text is in it where the file has that.
    """
    path = site.path[:-1] if site.language else site.path
    parts = _PlaceWords(root, language, path).parts(start)
    return tuple(text.in_language(language) for text in parts)


class _PlaceWords:
    """The places on the way to one value of a file, in words: a method for each key that opens one."""

    def __init__(self, root: yaml.Node, language: Language, path: Path) -> None:
        self._root, self._language, self._path = root, language, path

    def parts(self, start: int) -> Iterator[Text]:
        """Yield the words for each key on the path that opens a list or a map."""
        path = self._path
        if path[-1] == "label" and path[-3:-2] == ("buttons",):
            yield PLACES["button_n"].format(n=int(path[-2]) + 1)
            return
        for at in range(start, len(path)):
            key, below = path[at], path[at + 1] if at + 1 < len(path) else None
            words = _OPENINGS.get(str(key))
            if words is not None and below is not None:
                yield from words(self, path[: at + 1], below)

    def _after(self, path: Path, below: str | int) -> str | int:
        """Return the part of the value's path that follows a place."""
        at = len(path) + 1
        return self._path[at] if at < len(self._path) else ""

    def _node(self, path: Path) -> yaml.Node | None:
        return child(self._root, *path)

    def _own(self, node: yaml.Node | None) -> str:
        """Return an author's text in the reader's language, else in the first language it has."""
        if isinstance(node, yaml.MappingNode) and node.value:
            return word(node, self._language) or word(node, str(node.value[0][0].value))
        return str(node.value) if isinstance(node, yaml.ScalarNode) else ""

    def moment(self, path: Path, below: str | int) -> Iterator[Text]:
        """Yield the number of a moment in its list, unless it is the only one."""
        node = self._node(path)
        if isinstance(below, int) and isinstance(node, yaml.SequenceNode) and len(node.value) > 1:
            yield PLACES["moment"].format(n=below + 1)

    def ask(self, path: Path, below: str | int) -> Iterator[Text]:
        yield Capital(QUESTION)
        yield from self.moment(path, below)

    def prompt(self, path: Path, below: str | int) -> Iterator[Text]:
        if not isinstance(below, int):
            return
        helped = HELPS.get(word(self._node(path), below, "help"))
        number = below + 1
        yield PLACES["prompt"].format(n=number) if helped is None else Capital(help_name(number, helped))

    def feedback(self, path: Path, below: str | int) -> Iterator[Text]:
        judged = JUDGEMENTS.get(str(below))
        yield (
            PLACES["answer"].format(answer=below)
            if judged is None
            else PLACES["judgement"].format(judgement=judged)
        )
        yield from self.moment((*path, below), self._after(path, below))

    def button(self, path: Path, below: str | int) -> Iterator[Text]:
        if isinstance(below, int):
            label = self._own(child(self._node(path), below, "label"))
            yield PLACES["button"].format(label=label) if label else PLACES["button_n"].format(n=below + 1)

    def when(self, path: Path, below: str | int) -> Iterator[Text]:
        entry = child(self._node(path), below)
        sense = next((one for one in SENSED if child(entry, one) is not None), None)
        heard = child(entry, "word")
        words = ", ".join(self._own(one) for one in _listed(heard)) if heard is not None else ""
        if words:
            yield PLACES["when"].format(what=msg("says “{words}”", words=words))
        elif sense is not None:
            yield PLACES["when"].format(what=SENSES[sense])

    def plain(self, path: Path, below: str | int) -> Iterator[Text]:
        key = {"after": "with_time", "silence": "silence", "wait": "waiting"}[str(path[-1])]
        yield PLACES[key]

    def numbered(self, path: Path, below: str | int) -> Iterator[Text]:
        if isinstance(below, int):
            yield PLACES[str(path[-1])].format(n=below + 1)

    def trials(self, path: Path, below: str | int) -> Iterator[Text]:
        if below in ("patience", "pause", "prompting"):
            yield PLACES["trials"]

    def setting(self, path: Path, below: str | int) -> Iterator[Text]:
        label = self._own(child(self._node(path), below, "label"))
        yield PLACES["setting"].format(name=label or below)

    def command(self, path: Path, below: str | int) -> Iterator[Text]:
        yield COMMANDS.get(str(below), verbatim(below))

    def routine(self, path: Path, below: str | int) -> Iterator[Text]:
        yield PLACES["routine"].format(name=below)


def _listed(node: yaml.Node) -> list[yaml.Node]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else [node]


_OPENINGS: Mapping[str, Callable[[_PlaceWords, Path, str | int], Iterator[Text]]] = {
    "do": _PlaceWords.moment,
    "ask": _PlaceWords.ask,
    "prompts": _PlaceWords.prompt,
    "feedback": _PlaceWords.feedback,
    "buttons": _PlaceWords.button,
    "when": _PlaceWords.when,
    "after": _PlaceWords.plain,
    "silence": _PlaceWords.plain,
    "wait": _PlaceWords.plain,
    "choose": _PlaceWords.numbered,
    "choices": _PlaceWords.numbered,
    "trials": _PlaceWords.trials,
    "settings": _PlaceWords.setting,
    "remember": _PlaceWords.setting,
    "commands": _PlaceWords.command,
    "routines": _PlaceWords.routine,
}


# The steps of a file in the order in which a session goes through them, read from its keys alone.
#
# It holds for a file that cannot be loaded too: the form must show what there is to mend.

_USUAL = "completed"


@dataclass(frozen=True, slots=True)
class StepAt:
    """A step: its path in the file, its name, the names of the groups around it, the outermost first."""

    path: Path
    name: str
    groups: tuple[str, ...]


def steps_in_order(root: yaml.MappingNode) -> tuple[StepAt, ...]:
    """Return every step once, in the order of a session, a group before its own steps.

    The main way comes first (``next``, then the main button), a refusal or a distress after all else; steps
    that nothing leads to come last.
    """
    return tuple(_level(root, (), ()))


def _level(holder: yaml.Node, path: Path, groups: tuple[str, ...]) -> Iterator[StepAt]:
    steps = child(holder, "steps")
    if not isinstance(steps, yaml.MappingNode):
        return
    nodes = {str(key.value): node for key, node in steps.value}
    waiting = [*reversed(nodes), word(holder, "start")]
    done: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in done or name not in nodes:
            continue
        done.add(name)
        here = (*path, "steps", name)
        yield StepAt(here, name, groups)
        yield from _level(nodes[name], here, (*groups, name))
        leads = [lead for lead in _leads(nodes[name]) if lead in nodes]
        leads.sort(key=lambda lead: word(nodes[lead], "end") not in ("", _USUAL))
        waiting += reversed(leads)


def _leads(step: yaml.Node) -> Iterator[str]:
    """Yield the targets of a step, the most usual first; they may include names of steps inside it."""
    yield from _targets(child(step, "next"))
    buttons = child(step, "buttons")
    ways = list(buttons.value) if isinstance(buttons, yaml.SequenceNode) else []
    for way in sorted(ways, key=lambda way: word(way, "main") != "true"):
        yield from _targets(child(way, "next"))
    if isinstance(step, yaml.MappingNode):
        for key, node in step.value:
            if key.value not in ("next", "buttons"):
                yield from _inside(node)


def _inside(node: yaml.Node) -> Iterator[str]:
    """Yield every way on inside a node, in the order of the file."""
    if isinstance(node, yaml.SequenceNode):
        for element in node.value:
            yield from _inside(element)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _targets(value) if key.value == "next" else _inside(value)


def _targets(node: yaml.Node | None) -> Iterator[str]:
    """Yield the steps of a ``next``: one name, or branches."""
    if isinstance(node, yaml.ScalarNode):
        yield str(node.value)
    elif isinstance(node, yaml.SequenceNode):
        for branch in node.value:
            yield from _targets(child(branch, "next"))


# How long Nao takes to say a text that is being typed, in words: « environ 3,2 s ».
#
# The one timing model says it (protocol/timing); what an item will put into a sentence is not known here.

_PLACE = re.compile(r"\{(?!participants?\})[^{}]*\}")


def estimate(path: Path, text: str, spoken: str, language: Language) -> str:
    """Return how long Nao takes to say a text, in words; empty for a text that Nao does not say.

    Args:
        path: of the value.
        text: as it is typed now.
        spoken: the language it is said in.
        language: of the page.
    """
    said = "say" in path[-2:] or (path[0] in ("items", "tables") and " " in text.strip())
    rest = _PLACE.sub(" ", text)
    ms = speech_ms(rest, spoken) if said else 0
    if ms == 0:
        return ""
    words = WORDS["about_item" if rest != text else "about"].format(seconds=number(ms / 1000, 1))
    return typeset(words.in_language(language), language)


MOST_UNFOLDED = 16
"""How many sections a protocol has at most that is shown unfolded; more are a list to choose from."""

_HEAD = ("title", "goals", "population", "material", "stop_signs", "records", "duration")
_REST = ("settings", "participants", "always", "commands", "routines")


@dataclass(frozen=True, slots=True)
class Field:
    """One value in the form.

    ``key`` names its element in the page, ``id`` is its site's. ``value`` is what was typed, else
    ``original``, what the file has. ``label`` stands above it, ``name`` adds its place, for who does not see
    where it stands. ``estimate``: how long Nao takes to say it, in words.
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
class TextRow:
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
    """One part of the form: a step, or what stands beside the steps; ``kicker`` stands above its title."""

    id: str
    title: str
    kicker: str
    note: str
    rows: tuple[TextRow, ...]
    tables: tuple[ItemTable, ...]
    open: bool = True
    """Whether it is shown unfolded at first: in a long protocol only the first step is."""

    @property
    def fields(self) -> tuple[Field, ...]:
        """Return all fields of the section, in their order."""
        cells = (field for table in self.tables for row in table.rows for cell in row.cells for field in cell)
        return (*(field for row in self.rows for field in row.fields), *cells)


def sections_of(base: Base, changes: Mapping[str, str], language: Language) -> tuple[Section, ...]:
    """Return the sections of a protocol's form; none where its file is not YAML.

    Args:
        base: the texts as they are on disk.
        changes: what was typed, by field.
        language: of the page.
    """
    found = find(base.text.removeprefix("\ufeff"))
    return () if found is None else _Writing(base, found, changes, language).sections()


def section_of(path: Path) -> str:
    """Return the id of the section that holds a value: its innermost step, else a part of the file."""
    inner = 0
    while path[inner : inner + 1] == ("steps",) and inner + 1 < len(path):
        inner += 2
    if inner:
        return pointer(path[:inner])
    return "head" if path[0] in _HEAD else str(path[0])


def _folded(sections: list[Section]) -> tuple[Section, ...]:
    """Return sections, folded where seldom changed; in a long protocol all are, but for the first step."""
    long = len(sections) > MOST_UNFOLDED
    first = next((one for one in sections if one.kicker), None)
    return tuple(
        replace(one, open=one is first or not (long or one.id in ("head", "commands"))) for one in sections
    )


class _Writing:
    """The form of one protocol, made section by section."""

    def __init__(self, base: Base, found: TextSites, changes: Mapping[str, str], language: Language) -> None:
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
        """Return the title of a step as typed now, in the page's language, else in the file's own."""
        here = (*path, "title")
        for wanted in ((*here, self._language), (*here, self._own), here):
            text = self._changes.get(pointer(wanted), word(self._found.root, *wanted))
            if text:
                return text
        return ""

    def _rows(self, sites: Iterable[Site], start: int) -> tuple[TextRow, ...]:
        """Return a row for each text, with its languages side by side, the file's own first."""
        groups: dict[Path, list[Site]] = {}
        for site in sites:
            groups.setdefault(site.path[:-1] if site.language else site.path, []).append(site)
        return tuple(self._row(group, start) for group in groups.values())

    def _row(self, group: list[Site], start: int) -> TextRow:
        place = self._said(" · ".join(where(self._found.root, group[0], start, self._language)))
        label = self._said(label_of(group[0]).in_language(self._language))
        ordered = sorted(group, key=lambda site: site.language != self._own)
        return TextRow(place, tuple(self._field(site, label, place) for site in ordered))

    def _field(self, site: Site | EditableCell, label: str, place: str) -> Field:
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

    def _cell(self, sites: Sequence[Site | EditableCell], column: str, item: str) -> tuple[Field, ...]:
        """Return the fields of a table's cell: one value, or the numbered values of a list."""
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
        for place in sorted({int(site.path[2]) for site in sites}):
            called = word(self._found.root, "items", name, place, "id") or str(place + 1)
            here = [site for site in sites if site.path[2] == place]
            cells = tuple(
                self._cell([site for site in here if site.path[3] == column], column, called)
                for column in columns
            )
            rows.append(ItemRow(called, cells))
        return ItemTable(pointer(("items", name)), self._items_of(name), "", tuple(rows))

    def _from_file(self, name: str, table: TableCells) -> ItemTable:
        rows = []
        for place, called in enumerate(table.names):
            here = [cell for cell in table.cells if cell.row == place]
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
