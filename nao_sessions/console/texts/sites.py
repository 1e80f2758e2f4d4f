"""Where the values that a form may change stand in a protocol's YAML: each with its path and its characters.

What a key takes is known from the key table alone; whatever is not a text for people, an item or a delay is
not found here, and so can never be changed from a form.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import yaml

from nao_sessions.protocol.keys.head import ProtocolKeys
from nao_sessions.protocol.keys.values import (
    DURATION,
    FIXED_DURATION,
    LABEL,
    LITERAL_BY_LANGUAGE,
    PLAIN_DURATION,
    SENTENCE,
)
from nao_sessions.protocol.reading.kinds import Either, Keys, Kind, ListOf, NamesOf
from nao_sessions.protocol.reading.scalars import LANGUAGE
from nao_sessions.protocol.reading.shape import Shape
from nao_sessions.protocol.schema.table import SchemaKey, keys_of

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # a PyYAML that was built without libyaml: slower, the same nodes
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

SiteKind = Literal["sentence", "delay", "cell"]
Path = tuple[str | int, ...]

_DELAYS = (DURATION, FIXED_DURATION, PLAIN_DURATION)
_FOR_THE_RECORD = frozenset({"id", "picture", "sound"})
"""Columns of items that name an item or a file: what else names them would have to change too."""

_OF_A_DURATION = ("default", "min", "max")


@dataclass(frozen=True, slots=True)
class Site:
    """One value that may be changed.

    ``path`` leads to it from the top of its file; ``language`` is set where a text is written by language.
    ``begin`` and ``end`` count characters of the file's text; ``number`` counts its scalars, in their order.
    """

    path: Path
    kind: SiteKind
    text: str
    begin: int
    end: int
    number: int
    style: str = ""
    """How the value is written: empty where plain, else its first sign (a quote, ``|`` or ``>``)."""
    in_braces: bool = False
    column: int = 0
    """The column of what holds it: the lines of a block must lie further to the right."""
    language: str = ""

    @property
    def id(self) -> str:
        """Return the site's id in forms and files: its path as a JSON pointer (RFC 6901)."""
        return pointer(self.path)


def pointer(path: Path) -> str:
    """Return a path as a JSON pointer (RFC 6901), different for every path."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


@dataclass(frozen=True, slots=True)
class TextSites:
    """What stands in one file: its root, the values that may change, the tables it names by a CSV file."""

    root: yaml.MappingNode
    sites: tuple[Site, ...]
    tables: tuple[tuple[str, str], ...] = ()
    """(name of the table, name of the file)."""
    head: tuple[Site, ...] = ()
    """The version and the status: never typed, and changed where a draft is saved."""


@lru_cache(maxsize=4)
def find(text: str) -> TextSites | None:
    """Return the values of a protocol's text that may change; None where it is no YAML map of keys.

    Cached, since many ask of the same text, one after the other; nobody changes what is returned.
    """
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError:
        return None
    if not isinstance(root, yaml.MappingNode):
        return None
    walk = _Walk(root)
    return TextSites(root, tuple(walk.sites()), tuple(walk.tables()), tuple(walk.head()))


def child(node: yaml.Node | None, *path: str | int) -> yaml.Node | None:
    """Return the node at a path inside a node; None where there is none."""
    for part in path:
        if isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == part), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
        else:
            return None
    return node


def word(node: yaml.Node | None, *path: str | int) -> str:
    """Return the text at a path inside a node; empty where there is none."""
    found = child(node, *path)
    return str(found.value) if isinstance(found, yaml.ScalarNode) else ""


class _Walk:
    """A walk through the nodes of one file, with the key table beside it."""

    def __init__(self, root: yaml.MappingNode) -> None:
        self._root = root
        self._numbers = {id(node): number for number, node in enumerate(_scalars(root))}

    def sites(self) -> Iterator[Site]:
        yield from self._keys(ProtocolKeys, self._root, ())

    def head(self) -> Iterator[Site]:
        for key, value in self._root.value:
            if key.value in ("version", "status"):
                yield from self._scalar("cell", value, (key.value,), self._root)

    def tables(self) -> Iterator[tuple[str, str]]:
        items = child(self._root, "items")
        for key, value in items.value if isinstance(items, yaml.MappingNode) else ():
            if isinstance(value, yaml.ScalarNode) and value.value:
                yield str(key.value), str(value.value)

    def _keys(self, shape: type[Shape], node: yaml.MappingNode, path: Path) -> Iterator[Site]:
        known: dict[str, SchemaKey] = {key.name: key for key in keys_of(shape)}
        for key, value in node.value:
            name = key.value
            below = (*path, name)
            if below == ("items",):
                yield from self._items(value)
            elif len(path) == 2 and path[0] == "settings" and name in _OF_A_DURATION:
                if word(node, "type") == "duration":
                    yield from self._scalar("delay", value, below, node)
            elif name in known:
                yield from self._value(known[name].kind, value, below, node)

    def _value(self, kind: Kind, node: yaml.Node, path: Path, parent: yaml.CollectionNode) -> Iterator[Site]:
        if kind in (SENTENCE, LABEL, LITERAL_BY_LANGUAGE):
            yield from self._text(node, path, parent)
            return
        if kind in _DELAYS:
            yield from self._scalar("delay", node, path, parent)
            return
        match kind, node:
            case Either(), _:
                for one in kind.kinds:
                    found = list(self._value(one, node, path, parent))
                    if found:
                        yield from found
                        return
            case Keys(), yaml.MappingNode():
                yield from self._keys(kind.shape, node, path)
            case NamesOf(), yaml.MappingNode():
                for key, value in node.value:
                    yield from self._value(kind.value, value, (*path, key.value), node)
            case ListOf(), yaml.SequenceNode():
                for number, element in enumerate(node.value):
                    yield from self._value(kind.element, element, (*path, number), node)
            case ListOf(), _ if kind.or_one:
                yield from self._value(kind.element, node, path, parent)

    def _text(self, node: yaml.Node, path: Path, parent: yaml.CollectionNode) -> Iterator[Site]:
        """Yield a text for people, or one in each language."""
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if LANGUAGE.fullmatch(str(key.value)):
                    yield from self._scalar("sentence", value, (*path, key.value), node, key.value)
            return
        yield from self._scalar("sentence", node, path, parent)

    def _items(self, node: yaml.Node) -> Iterator[Site]:
        for table, rows in node.value if isinstance(node, yaml.MappingNode) else ():
            for number, row in enumerate(rows.value if isinstance(rows, yaml.SequenceNode) else ()):
                for column, cell in row.value if isinstance(row, yaml.MappingNode) else ():
                    if column.value not in _FOR_THE_RECORD:
                        yield from self._cell(cell, ("items", table.value, number, column.value), row)

    def _cell(self, node: yaml.Node, path: Path, parent: yaml.CollectionNode) -> Iterator[Site]:
        if isinstance(node, yaml.SequenceNode):
            for number, element in enumerate(node.value):
                yield from self._cell(element, (*path, number), node)
        elif isinstance(node, yaml.MappingNode):
            said = child(node, "say")
            if said is not None:
                yield from self._text(said, (*path, "say"), node)
        else:
            yield from self._scalar("cell", node, path, parent)

    def _scalar(
        self, kind: SiteKind, node: yaml.Node, path: Path, parent: yaml.CollectionNode, language: str = ""
    ) -> Iterator[Site]:
        """Yield the site of a value; none for a computed one, which nobody types."""
        if not isinstance(node, yaml.ScalarNode) or (kind != "sentence" and node.value.startswith("=")):
            return
        style = node.style or ""
        yield Site(
            path=path,
            kind=kind,
            text=node.value.strip("\n") if style in ("|", ">") else node.value,
            begin=node.start_mark.index,
            end=node.end_mark.index,
            number=self._numbers[id(node)],
            style=style,
            in_braces=bool(parent.flow_style),
            column=parent.start_mark.column,
            language=language,
        )


def _scalars(root: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Yield every scalar of a file, keys included, in the file's order."""
    waiting: list[yaml.Node] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.ScalarNode):
            yield node
        elif isinstance(node, yaml.MappingNode):
            waiting += [part for pair in reversed(node.value) for part in reversed(pair)]
        elif isinstance(node, yaml.SequenceNode):
            waiting += reversed(node.value)
