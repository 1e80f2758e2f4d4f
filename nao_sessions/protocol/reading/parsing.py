"""From the text of a YAML file to its nodes.

Built from the parser's events without recursion, so that neither depth nor aliases cost anything: what is
not in the language (anchors, aliases, tags, merges, a second document) is refused while it is read.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

import yaml

from nao_sessions.core.errors import Place
from nao_sessions.protocol.findings import Findings, quoted
from nao_sessions.protocol.reading.nodes import Fields, Items, Node, Nothing, Scalar
from nao_sessions.protocol.reading.yaml_traps import (
    DEEPEST,
    HIDDEN,
    QUOTE_HINT,
    syntax_finding,
    tell_escapes,
    tell_unquoted,
    tells_invisible,
    too_deep,
)
from nao_sessions.text.messages import Text, msg

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # a PyYAML that was built without libyaml: slower, the same events
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

_COMMENT = re.compile(r"[ \t]{1,80}#(\S?)")

MOST_NODES = 20_000
"""Values in one file; keeps a file of brackets within a second."""


def read_nodes(text: str, name: str, findings: Findings) -> Node | None:
    """Read a text as YAML; None where it is not YAML, which is reported at the first wrong place."""
    reader = _Reader(text, name, findings)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if not reader.take(event):
                return None
    except yaml.YAMLError as error:
        syntax_finding(error, text, name, reader.long_quote(), reader.open_braces(), findings)
        return None
    if reader.root is None or (isinstance(reader.root, Scalar) and reader.root.empty):
        findings.add("P108", Place(name), msg("the file holds nothing"))
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
        """Process one event of the parser; return False when reading on is useless."""
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._refuse(event, msg("a second document begins here"))
                return False
        elif isinstance(event, yaml.AliasEvent):
            self._refuse(event, msg("alias '*{anchor}'", anchor=event.anchor))
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
                msg("more than {most_nodes} values in one file", most_nodes=MOST_NODES),
            )
            return False
        return True

    def long_quote(self) -> Place | None:
        """Return where the last value begins, if it is quoted and has several lines: it may be unclosed."""
        last = self._last
        if last is None or last.plain or last.raw[:1] not in ('"', "'") or "\n" not in last.raw:
            return None
        return last.place

    def open_braces(self) -> list[Place]:
        """Return the places of the braces and brackets that are still open, the innermost first."""
        return [node.place for node in reversed(self._open) if node.in_braces]

    def _begin(self, event: yaml.CollectionStartEvent) -> bool:
        self._refuse_marks(event)
        if len(self._open) >= DEEPEST:
            too_deep(self._place(event), self._findings)
            return False
        kind = Fields if isinstance(event, yaml.MappingStartEvent) else Items
        node = kind(self._place(event), self._key(), bool(event.flow_style))
        if self._at_key():
            self._findings.add(
                "P103",
                self._place(event),
                msg("a key is a word, not a list nor a map"),
                msg('put a sentence that holds { } or [ ] between double quotes: "…"'),
            )
            return False
        if kind is Fields and self._is_pair_without_braces(event):
            # [va : viens] is a sentence with a colon, whatever YAML makes of it.
            tell_unquoted(self._place(event), self._findings)
        self._attach(node)
        self._open.append(node)
        self._pending.append(None)
        return True

    def _is_pair_without_braces(self, event: yaml.CollectionStartEvent) -> bool:
        """Return whether YAML turned an element between brackets into a map because of a colon in it."""
        assert event.start_mark is not None
        parent = self._open[-1] if self._open else None
        return isinstance(parent, Items) and parent.in_braces and self._text[event.start_mark.index] != "{"

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        assert event.start_mark is not None
        assert event.end_mark is not None
        start, end = event.start_mark.index, event.end_mark.index
        plain = event.style is None or event.style == ""
        # A block ends with a line end, which nobody says; an escape may spell an accent apart.
        value = event.value.strip("\n") if event.style in ("|", ">") else event.value
        comment = _COMMENT.match(self._text, end) if plain else None
        parent, is_key = self._open[-1] if self._open else None, self._at_key()
        in_braces = parent is not None and parent.in_braces
        node = Scalar(
            text=value if value.isascii() else unicodedata.normalize("NFC", value),
            place=self._place(event),
            key=self._key(),
            plain=plain,
            in_braces=in_braces,
            listed=in_braces and isinstance(parent, Items),
            cut=comment is not None,
            cut_in_word=comment is not None and comment[1] not in ("", "#"),
            raw=self._text[start:end],
        )
        self._last = node
        if plain and tells_invisible(node, is_key, self._findings):
            node = replace(node, misread=True)
        elif is_key and self._follows_question_mark(start):
            self._refuse(event, msg("'?' before a key"))
        elif event.style == '"':
            tell_escapes(node, self._findings)
        self._attach(node)

    def _at_key(self) -> bool:
        """Return whether the next node is a key."""
        return bool(self._open) and isinstance(self._open[-1], Fields) and self._pending[-1] is None

    def _follows_question_mark(self, start: int) -> bool:
        """Return whether a ``?`` is before a key: YAML takes it as an indicator, and drops it."""
        while start and self._text[start - 1] == " ":
            start -= 1
        return self._text[start - 1 : start] == "?"

    def _attach(self, node: Node) -> None:
        """Attach a node to the open list or map: as an element, a key, or the last key's value."""
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if isinstance(parent, Items):
            parent.append(node)
            return
        key = self._pending[-1]
        if key is None:
            no_key = Scalar("", node.place, "", misread=True)
            self._pending[-1] = node if isinstance(node, Scalar) else no_key
            return
        self._pending[-1] = None
        if key.plain and key.text == "<<":
            self._findings.add("P113", key.place, msg("merge key '<<'"), _WRITE_OUT)
        elif not (name := HIDDEN.sub("", key.text) if key.misread else key.text).strip():
            if not key.misread:
                self._findings.add(
                    "P114",
                    key.place,
                    msg("a word is missing before ':'"),
                    QUOTE_HINT,
                )
        elif name in parent:
            before = parent.places[name].line
            self._findings.add(
                "P104",
                key.place,
                msg("'{text}' already stands in line {before}", text=quoted(key.text), before=before),
                msg("keep one of the two"),
            )
        else:
            if isinstance(node, Fields):
                node.named_at = key.place
            parent[name] = node
            parent.places[name] = key.place

    def _key(self) -> str:
        """Return the key that the next node belongs to."""
        if not self._open:
            return ""
        parent, key = self._open[-1], self._pending[-1]
        return parent.key if isinstance(parent, Items) or key is None else key.text

    def _place(self, event: yaml.Event) -> Place:
        assert event.start_mark is not None
        return Place(self._name, event.start_mark.line + 1, event.start_mark.column + 1)

    def _refuse_marks(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            self._refuse(event, msg("anchor '&{anchor}'", anchor=quoted(event.anchor)))
        if event.tag is not None:
            self._refuse(event, msg("tag '{tag}'", tag=quoted(event.tag)))

    def _refuse(self, event: yaml.Event, sentence: Text) -> None:
        self._findings.add("P113", self._place(event), sentence, _WRITE_OUT)


_WRITE_OUT = msg("write the value out; a sentence goes between double quotes")
