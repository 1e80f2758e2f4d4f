"""The nodes of a YAML file: scalars as their source text, lists and maps, each with its place.

Built from the parser's events without recursion, so that neither depth nor aliases cost anything: what is
not in the language (anchors, aliases, tags, merges, a second document) is refused while it is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import yaml

from nao_sessions.core.errors import Place
from nao_sessions.core.text import Text
from nao_sessions.protocol.findings import Findings, quoted
from nao_sessions.protocol.reading.yaml_errors import DEEPEST, INVISIBLE, syntax_finding, too_deep

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # a PyYAML that was built without libyaml: slower, the same events
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

MOST_NODES = 20_000
"""Values in one file; keeps a file of brackets within a second."""

_EDGES = INVISIBLE["space"] + INVISIBLE["zero"]
_HIDDEN = re.compile(f"[{_EDGES}]")
_KEY_LIKE = re.compile(rf"[a-z_]+[ {INVISIBLE['space']}]*:(?=[{INVISIBLE['space']}])")


@dataclass(frozen=True, slots=True, eq=False)
class Scalar:
    """One value as the author wrote it; ``key`` names the key it belongs to."""

    text: str
    place: Place
    key: str
    plain: bool = True
    in_braces: bool = False
    cut: bool = False
    raw: str = ""
    misread: bool = False
    """Whether an invisible space in it was told: it is not what the author meant it to be."""

    @property
    def empty(self) -> bool:
        """Tell whether nothing stands there at all (``do:`` and no more)."""
        return self.plain and not self.text

    def place_at(self, offset: int) -> Place:
        """Give the place in the file of a character of ``text``: quotes, escapes, folded lines counted."""
        raw, at = self.raw, 0
        if not self.plain and raw[:1] in ('"', "'"):
            at = 1
        elif not self.plain:
            at = raw.find("\n") + 1
        for index, char in enumerate(self.text):
            width = 1
            if self.plain or raw[at : at + 1] != char or char == "\\":
                at, width = _aligned(raw, at, char)
            if index >= offset:
                break
            at += width
        before = raw[:at]
        line = self.place.line + before.count("\n")
        col = at - before.rfind("\n") if "\n" in before else self.place.col + at
        return Place(self.place.file, line, col)


def _aligned(raw: str, at: int, char: str) -> tuple[int, int]:
    """Find where a character of a value stands in its source: (index, characters that it takes there)."""
    if raw[at : at + 1] == "\\":
        length = {"x": 4, "u": 6, "U": 10}.get(raw[at + 1 : at + 2], 2)
        return at, length
    while at < len(raw) and raw[at] != char and raw[at] in " \t\r\n":
        at += 1
    return min(at, max(len(raw) - 1, 0)), 1


class Items(list["Node"]):
    """A list of nodes."""

    def __init__(self, place: Place, key: str, in_braces: bool = False) -> None:
        super().__init__()
        self.place = place
        self.key = key
        self.in_braces = in_braces


class Fields(dict[str, "Node"]):
    """A map of nodes; ``places`` holds where each key stands, ``named_at`` where its own name does."""

    def __init__(self, place: Place, key: str, in_braces: bool = False) -> None:
        super().__init__()
        self.place = place
        self.named_at = place
        self.key = key
        self.in_braces = in_braces
        self.places: dict[str, Place] = {}

    def only(self, names: set[str]) -> Fields:
        """Give a copy that holds some keys alone."""
        chosen = Fields(self.place, self.key, self.in_braces)
        chosen.named_at = self.named_at
        chosen.places = self.places
        chosen.update((name, node) for name, node in self.items() if name in names)
        return chosen


@dataclass(frozen=True, slots=True, eq=False)
class Nothing:
    """Stands where an obligatory value is missing and a finding already says so."""

    place: Place
    key: str


Node = Scalar | Items | Fields | Nothing


def read_nodes(text: str, name: str, findings: Findings) -> Node | None:
    """Read a text as YAML; None when it is no YAML, and a finding says where it stops being it."""
    reader = _Reader(text, name, findings)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if not reader.take(event):
                return None
    except yaml.YAMLError as error:
        syntax_finding(error, text, name, reader.long_quote(), findings)
        return None
    if reader.root is None or (isinstance(reader.root, Scalar) and reader.root.empty):
        findings.add("P108", Place(name), "le fichier ne contient rien", "the file holds nothing")
        return None
    return reader.root


class _Reader:
    """Builds nodes from events; the stack holds the lists and maps that are still open."""

    def __init__(self, text: str, name: str, findings: Findings) -> None:
        self.root: Node | None = None
        self._text = text
        self._name = name
        self._findings = findings
        self._open: list[Items | Fields] = []
        self._pending: list[Scalar | None] = []
        self._count = 0
        self._documents = 0
        self._last: Scalar | None = None

    def take(self, event: yaml.Event) -> bool:
        """Take one event; False when reading on is of no use."""
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._refuse(event, "un second document commence ici", "a second document begins here")
                return False
        elif isinstance(event, yaml.AliasEvent):
            self._refuse(event, f"alias « *{event.anchor} »", f"alias '*{event.anchor}'")
            self._attach(Nothing(self._place(event), self._key()))
        elif isinstance(event, yaml.CollectionStartEvent):
            return self._begin(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
            self._pending.pop()
        elif isinstance(event, yaml.ScalarEvent):
            self._refuse_marks(event)
            self._scalar(event)
        self._count += 1
        if self._count > MOST_NODES:
            self._findings.add(
                "P106",
                self._place(event),
                f"plus de {MOST_NODES} valeurs dans un fichier",
                f"more than {MOST_NODES} values in one file",
            )
            return False
        return True

    def long_quote(self) -> Place | None:
        """Give where the last value began, if it is a quoted one over several lines: was it ever closed?"""
        last = self._last
        if last is None or last.plain or last.raw[:1] not in ('"', "'") or "\n" not in last.raw:
            return None
        return last.place

    def _begin(self, event: yaml.CollectionStartEvent) -> bool:
        self._refuse_marks(event)
        if len(self._open) >= DEEPEST:
            too_deep(self._place(event), self._findings)
            return False
        kind = Fields if isinstance(event, yaml.MappingStartEvent) else Items
        node = kind(self._place(event), self._key(), bool(event.flow_style))
        if self._open and isinstance(self._open[-1], Fields) and self._pending[-1] is None:
            self._findings.add(
                "P103",
                self._place(event),
                "une clé est un mot, pas une liste ni un groupe de clés",
                "a key is a word, not a list nor a map",
                Text(
                    fr="mettez entre guillemets doubles une phrase qui contient { } ou [ ]",
                    en='put a sentence that holds { } or [ ] between double quotes: "…"',
                ),
            )
            return False
        self._attach(node)
        self._open.append(node)
        self._pending.append(None)
        return True

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        assert event.start_mark is not None
        assert event.end_mark is not None
        start, end = event.start_mark.index, event.end_mark.index
        plain = event.style is None or event.style == ""
        node = Scalar(
            text=event.value,
            place=self._place(event),
            key=self._key(),
            plain=plain,
            in_braces=bool(self._open) and self._open[-1].in_braces,
            cut=plain and re.match(r"[ \t]+#", self._text[end : end + 80]) is not None,
            raw=self._text[start:end],
        )
        self._last = node
        if plain and self._tells_invisible(node):
            node = replace(node, misread=True)
        self._attach(node)

    def _attach(self, node: Node) -> None:
        """Put a node where it belongs: the next element, a key, or the value of the key before it."""
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if isinstance(parent, Items):
            parent.append(node)
            return
        key = self._pending[-1]
        if key is None:
            self._pending[-1] = node if isinstance(node, Scalar) else Scalar("", node.place, "")
            return
        self._pending[-1] = None
        if key.plain and key.text == "<<":
            self._findings.add("P113", key.place, "fusion « << »", "merge key '<<'", _WRITE_OUT)
        elif (name := _HIDDEN.sub("", key.text)) in parent:
            before = parent.places[name].line
            self._findings.add(
                "P104",
                key.place,
                f"« {quoted(key.text)} » est déjà écrit ligne {before}",
                f"'{quoted(key.text)}' already stands in line {before}",
                Text(fr="gardez une seule des deux", en="keep one of the two"),
            )
        else:
            if isinstance(node, Fields):
                node.named_at = key.place
            parent[name] = node
            parent.places[name] = key.place

    def _key(self) -> str:
        """Name the key that the next node belongs to."""
        if not self._open:
            return ""
        parent, key = self._open[-1], self._pending[-1]
        return parent.key if isinstance(parent, Items) or key is None else key.text

    def _place(self, event: yaml.Event) -> Place:
        assert event.start_mark is not None
        return Place(self._name, event.start_mark.line + 1, event.start_mark.column + 1)

    def _refuse_marks(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            self._refuse(event, f"ancre « &{quoted(event.anchor)} »", f"anchor '&{quoted(event.anchor)}'")
        if event.tag is not None:
            self._refuse(event, f"étiquette « {quoted(event.tag)} »", f"tag '{quoted(event.tag)}'")

    def _refuse(self, event: yaml.Event, fr: str, en: str) -> None:
        self._findings.add("P113", self._place(event), fr, en, _WRITE_OUT)

    def _tells_invisible(self, node: Scalar) -> bool:
        """Tell spaces that nobody sees and YAML does not take for spaces (a paste from a word processor)."""
        text = node.text
        is_key = bool(self._open) and isinstance(self._open[-1], Fields) and self._pending[-1] is None
        zero = re.search(f"[{INVISIBLE['zero']}]", text)
        edge = re.search(f"^[{_EDGES}]|[{_EDGES}]$", text)
        after_key = _KEY_LIKE.match(text)
        inside_key = re.search(f"[{_EDGES}]", text) if is_key else None
        found = bool(zero or edge or after_key or inside_key)
        if found:
            at = min(
                match.end() if match is after_key else match.start()
                for match in (zero, edge, after_key, inside_key)
                if match is not None
            )
            self._findings.add(
                "P112",
                node.place_at(at),
                f"espace invisible (U+{ord(text[at]):04X}) que YAML ne prend pas pour une espace",
                f"invisible space (U+{ord(text[at]):04X}) that YAML does not take for a space",
                Text(
                    fr="tapez une espace ordinaire ; une phrase se met entre guillemets doubles",
                    en="type an ordinary space; a sentence goes between double quotes",
                ),
            )
        return found


_WRITE_OUT = Text(
    fr="écrivez la valeur en toutes lettres ; une phrase se met entre guillemets doubles",
    en="write the value out; a sentence goes between double quotes",
)
