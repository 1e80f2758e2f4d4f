"""Coding schemes as YAML, read and written: all that is wrong with a file is reported at once, in its place.

Reading is as strict as for protocols: the same YAML without anchors, tags and merges, and no unknown key.
Written texts are in double quotes.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, get_args

from nao_sessions.analysis.schemes.model import (
    A_PROTOCOL,
    CHECK_IT,
    GROUP_OF_POINTS,
    KEY_LENGTH,
    KEY_RESERVED,
    KEY_TAKEN,
    KINDS,
    LEAVE_GROUP_OUT,
    MISSING,
    MODIFIER_KINDS,
    NAMES_A_PERSON,
    NO_CODE,
    NO_KIND,
    NO_MODIFIER_KIND,
    NO_SUCH_GROUP,
    NOT_A_LIST,
    NOT_A_MAP,
    NOT_A_TEXT,
    NOT_THERE,
    OTHER_KEY,
    OTHER_VERSION,
    PARTICIPANTS,
    RESERVED_KEYS,
    UNKNOWN_KEY,
    VERSION,
    WRITE_VERSION,
    Behaviour,
    Kind,
    Modifier,
    ModifierKind,
    ModifierValue,
    Scheme,
    There,
)
from nao_sessions.core.codes import is_code
from nao_sessions.core.errors import Finding, Place, SchemeRefused
from nao_sessions.protocol.findings import Findings, TooManyFindings, did_you_mean, quoted
from nao_sessions.protocol.reading.nodes import Fields, Items, Node, Scalar
from nao_sessions.protocol.reading.parsing import read_nodes
from nao_sessions.protocol.reading.source import decode, read_bytes
from nao_sessions.text.messages import Localized, Text, verbatim

ROLES = ("nao", "adult", "group")
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_HEAD = ("scheme", "id", "title", "version", "subjects", "behaviours", "groups", "modifiers", "there")
_BEHAVIOUR = ("title", "kind", "key", "group", "modifiers", "definition", "there")
_KEYS = "asdfghqwertuiopxcvbnm123456789"
"""The keys for behaviours and values whose author chose none, in this order."""


def load_scheme(path: Path) -> Scheme:
    """Return the scheme in a YAML file. Raises: SchemeRefused."""
    shared = Findings(str(path), path.name)
    content = read_bytes(path, path.name, shared)
    if content is None:
        raise SchemeRefused(shared.sorted())
    return read_scheme(content, str(path))


def read_scheme(content: bytes, name: str) -> Scheme:
    """Return the scheme in the bytes of a YAML file; errors name the file *name*. Raises: SchemeRefused."""
    shared = Findings(name)
    node: Node | None = None
    with contextlib.suppress(TooManyFindings):
        text = decode(content, name, shared)
        node = None if text is None else read_nodes(text, name, shared)
    reader = _Reader()
    scheme = None if node is None else reader.scheme(node)
    errors = [one for one in shared.sorted() if one.severity == "error"] + reader.found
    if errors or scheme is None:
        raise SchemeRefused(sorted(errors, key=lambda one: (one.place.line, one.place.col)))
    return scheme


class _Reader:
    """The reading of YAML nodes as a scheme; ``found`` gathers what is wrong."""

    def __init__(self) -> None:
        self.found: list[Finding] = []

    def add(self, code: str, place: Place, sentence: Text, hint: Text | None = None) -> None:
        self.found.append(Finding(code, place, sentence, hint))

    def scheme(self, node: Node) -> Scheme | None:
        if not isinstance(node, Fields):
            self.add("K102", node.place, NOT_A_MAP)
            return None
        if "protocol" in node and "scheme" not in node:
            # one finding, and not one for each key of it that a scheme does not have
            self.add("K101", node.places.get("protocol", node.place), A_PROTOCOL, CHECK_IT)
            return None
        self._known(node, _HEAD)
        version = self._plain(node.get("scheme"))
        if version != str(VERSION):
            place = node.places.get("scheme", node.place)
            self.add(
                "K106", place, OTHER_VERSION.format(known=VERSION, found=version),
                WRITE_VERSION.format(known=VERSION),
            )  # fmt: skip
        for key in ("id", "behaviours"):
            if key not in node:
                self.add("K105", node.place, MISSING.format(key=key))
        code = self._plain(node.get("id"))
        if "id" in node:
            self._is_code(code, node["id"].place)
        modifiers = {one.code: one for one in self._modifiers(node.get("modifiers"))}
        behaviours = tuple(self._behaviours(node.get("behaviours"), modifiers))
        return Scheme(
            id=code,
            title=self._text(node.get("title"), code),
            version=self._plain(node.get("version")) or "1",
            behaviours=behaviours,
            modifiers=modifiers,
            subjects=tuple(self._subjects(node.get("subjects"))),
            groups=dict(self._groups(node.get("groups"), [one.group for one in behaviours])),
            there=self._there(node.get("there")),
        )

    def _behaviours(self, node: Node | None, modifiers: dict[str, Modifier]) -> Iterable[Behaviour]:
        fields = self._map(node)
        if fields is not None and not fields:
            self.add("K105", fields.place, MISSING.format(key="behaviours"))
        keys = _KeysTaken(self)
        entries = list((fields or {}).items())
        for code, entry in entries:
            if isinstance(entry, Fields):
                keys.take(code, entry.get("key"))
        for code, entry in entries:
            assert fields is not None
            self._is_code(code, fields.places[code])
            behaviour = self._map(entry)
            if behaviour is None:
                continue
            self._known(behaviour, _BEHAVIOUR)
            kind = self._kind(behaviour, fields.places[code])
            group = self._plain(behaviour.get("group"))
            if group and kind == "point":
                self.add(
                    "K102", behaviour.places["group"], GROUP_OF_POINTS.format(code=code), LEAVE_GROUP_OUT
                )
            named = tuple(self._texts(behaviour.get("modifiers")))
            for scalar in named:
                if scalar.text not in modifiers:
                    self.add(
                        "K104", scalar.place, NOT_THERE.format(name=quoted(scalar.text)),
                        did_you_mean(scalar.text, modifiers),
                    )  # fmt: skip
            yield Behaviour(
                code=code,
                title=self._text(behaviour.get("title"), code),
                kind=kind,
                key=keys.of(code),
                group=group,
                modifiers=tuple(scalar.text for scalar in named),
                definition=self._text(behaviour.get("definition"), ""),
                there=self._there(behaviour.get("there")),
            )

    def _groups(self, node: Node | None, used: list[str]) -> Iterable[tuple[str, Text]]:
        fields = self._map(node)
        for code, title in (fields or {}).items():
            assert fields is not None
            if code not in used:
                sentence = NO_SUCH_GROUP.format(name=quoted(code))
                self.add("K104", fields.places[code], sentence, did_you_mean(code, used))
            yield code, self._text(title, code)

    def _modifiers(self, node: Node | None) -> Iterable[Modifier]:
        fields = self._map(node)
        for code, entry in (fields or {}).items():
            assert fields is not None
            self._is_code(code, fields.places[code])
            modifier = self._map(entry)
            if modifier is None:
                continue
            self._known(modifier, ("title", "values", "kind", "there"))
            values = self._map(modifier.get("values")) or Fields(modifier.place, code)
            sort = self._modifier_kind(modifier, fields.places[code])
            if not values and sort != "number":
                self.add("K105", fields.places[code], MISSING.format(key="values"))
                continue
            keys = _KeysTaken(self)
            for name, value in values.items():
                if isinstance(value, Fields):
                    self._known(value, ("title", "key", "there"))
                    keys.take(name, value.get("key"))
            found = tuple(self._value(name, value, keys) for name, value in values.items())
            there = self._there(modifier.get("there"))
            yield Modifier(code, self._text(modifier.get("title"), code), found, sort, there)

    def _value(self, name: str, node: Node, keys: _KeysTaken) -> ModifierValue:
        if not isinstance(node, Fields):
            return ModifierValue(name, self._text(node, name), keys.of(name))
        title, there = self._text(node.get("title"), name), self._there(node.get("there"))
        return ModifierValue(name, title, keys.of(name), there)

    def _there(self, node: Node | None) -> There:
        """Return the values under ``there`` as JSON values; empty without."""
        found = self._map(node)
        return {} if found is None else {key: _plain_value(one) for key, one in found.items()}

    def _subjects(self, node: Node | None) -> Iterable[str]:
        if node is None or (isinstance(node, Scalar) and node.text == PARTICIPANTS):
            return
        for scalar in self._texts(node):
            if scalar.text not in ROLES and not is_code(scalar.text):
                self.add("K102", scalar.place, NAMES_A_PERSON.format(subject=quoted(scalar.text)))
            yield scalar.text

    def _kind(self, behaviour: Fields, where: Place) -> Kind:
        kind = self._plain(behaviour.get("kind"))
        if kind == "point":
            return "point"
        if kind != "state":
            place = behaviour.places.get("kind", where)
            sentence = NO_KIND.format(kind=quoted(kind)) if kind else MISSING.format(key="kind")
            self.add("K102" if kind else "K105", place, sentence, KINDS)
        return "state"

    def _modifier_kind(self, modifier: Fields, where: Place) -> ModifierKind:
        kind = self._plain(modifier.get("kind")) or "one"
        if kind not in get_args(ModifierKind):
            place = modifier.places.get("kind", where)
            self.add("K102", place, NO_MODIFIER_KIND.format(kind=quoted(kind)), MODIFIER_KINDS)
        return "several" if kind == "several" else "number" if kind == "number" else "one"

    def _known(self, fields: Fields, known: tuple[str, ...]) -> None:
        """Add a finding for each key that is not known."""
        for name in fields:
            if name not in known:
                self.add(
                    "K101",
                    fields.places[name],
                    UNKNOWN_KEY.format(key=quoted(name)),
                    did_you_mean(name, known),
                )

    def _is_code(self, code: str, place: Place) -> None:
        if _CODE.fullmatch(code) is None:
            self.add("K102", place, NO_CODE.format(code=quoted(code)))

    def _map(self, node: Node | None) -> Fields | None:
        """Return a map; None, with a finding, for any other value."""
        if node is None or isinstance(node, Fields):
            return node
        self.add("K102", node.place, NOT_A_MAP)
        return None

    def _plain(self, node: Node | None) -> str:
        """Return a text; "" without one, and a finding for any other value."""
        if node is None or isinstance(node, Scalar):
            return "" if node is None else node.text
        self.add("K102", node.place, NOT_A_TEXT)
        return ""

    def _texts(self, node: Node | None) -> Iterable[Scalar]:
        """Yield the texts of a list; a finding for whatever else is there."""
        if node is None:
            return
        if not isinstance(node, Items):
            self.add("K102", node.place, NOT_A_LIST)
            return
        for one in node:
            if isinstance(one, Scalar):
                yield one
            else:
                self.add("K102", one.place, NOT_A_TEXT)

    def _text(self, node: Node | None, otherwise: str) -> Text:
        """Return a text in French and English; one that stands alone, or in one of them, counts for both."""
        if isinstance(node, Fields):
            self._known(node, ("fr", "en"))
            fr, en = self._plain(node.get("fr")), self._plain(node.get("en"))
            return Localized(fr=fr or en or otherwise, en=en or fr or otherwise)
        text = self._plain(node) or otherwise
        return verbatim(text)


def _plain_value(node: Node) -> Any:
    if isinstance(node, Fields):
        return {key: _plain_value(one) for key, one in node.items()}
    if isinstance(node, Items):
        return [_plain_value(one) for one in node]
    if not isinstance(node, Scalar):
        return ""
    try:
        value = json.loads(node.text) if node.plain else node.text
    except ValueError:
        return node.text
    return value if value is None or isinstance(value, bool | int | float | str) else node.text


class _KeysTaken:
    """The keys of the behaviours, or of a modifier's values: each once; one without a key gets a free one."""

    def __init__(self, reader: _Reader) -> None:
        self._reader = reader
        self._owners: dict[str, str] = {}

    def take(self, owner: str, node: Node | None) -> None:
        """Take the key that an author chose for an owner; a finding where it cannot be had."""
        if not isinstance(node, Scalar):
            return
        key = node.text.lower()
        if len(key) != 1:
            self._reader.add("K103", node.place, KEY_LENGTH.format(key=quoted(node.text)), OTHER_KEY)
        elif key in RESERVED_KEYS:
            self._reader.add("K103", node.place, KEY_RESERVED.format(key=key), OTHER_KEY)
        elif key in self._owners:
            other = self._owners[key]
            self._reader.add("K103", node.place, KEY_TAKEN.format(key=key, other=other), OTHER_KEY)
        else:
            self._owners[key] = owner

    def of(self, owner: str) -> str:
        """Return the key of an owner, a free one if the author chose none; "" where none is left."""
        for key, known in self._owners.items():
            if known == owner:
                return key
        free = next((key for key in owner + _KEYS if key not in self._owners and key in _KEYS), "")
        if free:
            self._owners[free] = owner
        return free


def as_yaml(scheme: Scheme) -> str:
    """Return a scheme as YAML, with every text in double quotes."""
    lines = [f"scheme: {VERSION}", f"id: {scheme.id}", f"title: {_both(scheme.title)}"]
    lines.append(f"version: {_quoted(scheme.version)}")
    subjects = f"[{', '.join(scheme.subjects)}]" if scheme.subjects else "participants"
    lines += [f"subjects: {subjects}", "", "behaviours:"]
    for one in scheme.behaviours:
        lines += [f"  {one.code}:", f"    title: {_both(one.title)}", f"    kind: {one.kind}"]
        if one.group:
            lines.append(f"    group: {_quoted(one.group)}")
        if one.key:
            lines.append(f"    key: {_quoted(one.key)}")
        if one.modifiers:
            lines.append(f"    modifiers: [{', '.join(one.modifiers)}]")
        if one.definition.fr:
            lines.append(f"    definition: {_both(one.definition)}")
        if one.there:
            lines.append(f"    there: {_flow(one.there)}")
    if scheme.groups:
        lines += ["", "groups:"]
        lines += [f"  {_quoted(code)}: {_both(title)}" for code, title in scheme.groups.items()]
    if scheme.modifiers:
        lines += ["", "modifiers:"]
    for modifier in scheme.modifiers.values():
        lines += [f"  {modifier.code}:", f"    title: {_both(modifier.title)}"]
        if modifier.kind != "one":
            lines.append(f"    kind: {modifier.kind}")
        if modifier.there:
            lines.append(f"    there: {_flow(modifier.there)}")
        if modifier.values:
            lines.append("    values:")
        for value in modifier.values:
            more = f", key: {_quoted(value.key)}" if value.key else ""
            more += f", there: {_flow(value.there)}" if value.there else ""
            lines.append(f"      {value.code}: {{title: {_both(value.title)}{more}}}")
    if scheme.there:
        lines += ["", f"there: {_flow(scheme.there)}"]
    return "\n".join(lines) + "\n"


def _both(text: Text) -> str:
    return f"{{fr: {_quoted(text.fr)}, en: {_quoted(text.en)}}}"


def _flow(value: Any) -> str:
    """Return a JSON value on one line of YAML, every text in double quotes."""
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_quoted(str(key))}: {_flow(one)}' for key, one in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_flow, value))}]"
    return json.dumps(value)


_ESCAPED = re.compile('["\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')


def _quoted(text: str) -> str:
    """Return a text in double quotes; characters that YAML does not take as text are escaped."""
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    return f"\\{found[0]}" if found[0] in '"\\' else f"\\u{ord(found[0]):04x}"
