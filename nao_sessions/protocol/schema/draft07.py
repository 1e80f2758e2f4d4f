"""From the key table to a JSON Schema (draft-07), as yaml-language-server reads it.

What an editor accepts, ``check`` accepts, as far as JSON Schema can say it. Two habits of that server decide
the form: it chooses between alternatives by how many keys match, so that one is chosen by ``if`` on the type
instead; and it begins maps with obligatory texts without quotes, unless their type stands deeper. Each rule
between keys is a condition of its own, which the editor reports in its own words and at its place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from nao_sessions.protocol.keys.values import FIXED_DURATION, LANGUAGE, TRUTH
from nao_sessions.protocol.reading.kinds import Either, Keys, Kind, ListOf, NamesOf, SentenceKind, ValueKind
from nao_sessions.protocol.reading.shape import (
    Alone,
    AtLeastOne,
    AtMost,
    AtMostOne,
    Follows,
    Needs,
    Rule,
    Says,
    Shape,
)
from nao_sessions.protocol.schema.table import SchemaKey, keys_of
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import EMPTY_TEXT, Text, msg

Schema = dict[str, Any]

NEVER: Schema = {"doNotSuggest": True, "type": "string", "const": None}
"""The schema of a key that may not stand here: no value fits it; an ``errorMessage`` beside it says why."""

DRAFT = "http://json-schema.org/draft-07/schema#"

_QUOTED = '"$1"'


def json_schema(root: type[Shape], title: Text, language: Language | None = None) -> Schema:
    """Return the JSON Schema (draft-07) of a kind of file.

    Args:
        root: the keys of the file as a whole.
        title: what the file is called.
        language: of the descriptions; None: both, French first.
    """
    writer = _Writer(language)
    file = writer.shape(Keys(root), writer.say(title))
    return {"$schema": DRAFT, **file, "definitions": dict(sorted(writer.definitions.items()))}


class _Writer:
    """Writes kinds as JSON schemas; ``definitions`` holds those that others refer to, by name."""

    def __init__(self, language: Language | None) -> None:
        self.definitions: dict[str, Schema] = {}
        self._language = language

    def say(self, text: Text) -> str:
        """Return a text in the language of the schema, or in both."""
        fr, en = french(text.fr), text.en
        if self._language is not None:
            return fr if self._language == "fr" else en
        return fr if fr == en else f"{fr} — {en}"

    def shape(self, kind: Keys, title: str) -> Schema:
        """Return the schema of a map of keys, written out in place."""
        keys = keys_of(kind.shape)
        properties = {key.name: self._property(key) for key in keys}
        for name, reason in {**kind.shape.elsewhere, **kind.without}.items():
            properties[name] = {**NEVER, "errorMessage": self.say(reason)}
        required = [key.name for key in keys if key.required or key.name in kind.needed]
        schema: Schema = {"title": title, "type": "object", "properties": properties}
        if required:
            schema["required"] = required
        schema["additionalProperties"] = False
        add_rules(schema, kind.shape.rules, tuple(key.name for key in keys), self.say, self.kind)
        return schema

    def kind(self, kind: Kind) -> Schema:
        """Return the schema of a kind; maps of keys, words and patterns become definitions of their own."""
        match kind:
            case ValueKind() if kind.pattern or kind.words:
                return self._alike(_slug(kind), self._value(kind))
            case ValueKind():
                return self._value(kind)
            case SentenceKind():
                return self._alike(_slug(kind), self._sentence(kind))
            case Keys():
                return self._map(kind)
            case ListOf():
                return self._list(kind)
            case NamesOf():
                return self._named(kind)
            case Either():
                return self._either(kind)

    def _map(self, kind: Keys) -> Schema:
        """Return a reference to the definition of a map of keys, which may contain itself."""
        name = _called(kind)
        if name not in self.definitions:
            self.definitions[name] = {}
            self.definitions[name] = self.shape(kind, self.say(kind.shape.called))
        return _reference(name)

    def _alike(self, name: str, schema: Schema) -> Schema:
        """Return a reference to a kind's definition; a number is added if another kind has its name."""
        count = 1
        while self.definitions.get(named := name if count == 1 else f"{name}_{count}", schema) != schema:
            count += 1
        self.definitions[named] = schema
        return _reference(named)

    def _property(self, key: SchemaKey) -> Schema:
        described: Schema = {"title": key.name, "description": self.say(key.description)}
        described["markdownDescription"] = self._page(key)
        return {**described, **self.kind(key.kind)}

    def _page(self, key: SchemaKey) -> str:
        """Return what an editor shows beside a key: its description, what it takes, an example."""
        said = [french(key.description.fr), f"*{key.description.en}*"]
        if self._language is not None:
            said = [self.say(key.description)]
        if key.default is not None:
            # No ``default``: the server would write it into every map that it begins.
            shown = json.dumps(written(key), ensure_ascii=False)
            said.append(self.say(msg("else: {shown}", shown=shown)))
        if example := example_of(key):
            said.append(f"```yaml\n{key.name}: {example}\n```")
        return "\n\n".join(said)

    def _value(self, kind: ValueKind) -> Schema:
        if kind.words:
            return self._words(kind)
        types = _types_of(kind)
        schema: Schema = {"type": types[0] if len(types) == 1 else types}
        if kind.pattern:
            schema["pattern"] = f"^(?:=|(?:{kind.pattern})$)" if kind.computed else f"^(?:{kind.pattern})$"
        if kind.least is not None:
            schema["minimum"] = kind.least
        if kind.most is not None:
            schema["maximum"] = kind.most
        schema["errorMessage"] = self._needed(kind.name, kind.example)
        if kind.pattern == TRUTH.pattern:
            return schema
        if kind.example.startswith('"'):
            return self._in_quotes(schema)
        return {**(_or_truth(schema) if kind.truth else schema), "defaultSnippets": self._offered(kind)}

    def _in_quotes(self, schema: Schema) -> Schema:
        """Return the schema of a text, such that the editor's server writes quotes around it."""
        said = self.say(msg("a text in quotes"))
        return {**_or_truth(schema), "defaultSnippets": [{"label": f'"…"  {said}', "body": _QUOTED}]}

    def _words(self, kind: ValueKind) -> Schema:
        words: Schema = {"enum": list(kind.words)}
        if any(meaning != EMPTY_TEXT for meaning in kind.words.values()):
            words["markdownEnumDescriptions"] = [self.say(meaning) for meaning in kind.words.values()]
        if not kind.computed:
            return words
        # Two alternatives that differ in nothing but type would hide the key's own description.
        title = self.say(msg("computed value"))
        computed = {"title": title, "type": "string", "pattern": "^="}
        return {"anyOf": [words, computed]}

    def _sentence(self, kind: SentenceKind, *, listed: int | None = None) -> Schema:
        """Return the schema of a text, or one for each language; ``listed``: or at least so many texts."""
        sign = rf"[^{re.escape(kind.barred)}]" if kind.barred else r"[\s\S]"
        pattern = rf"^(?!=)(?=[\s\S]*\S){sign}*$"
        text = {"type": ["string", "number"], "pattern": pattern, "errorMessage": self._quote(kind)}
        inner: Schema = {
            **text,
            "type": ["string", "number", "object", *([] if listed is None else ["array"])],
            "minProperties": 1,
            "propertyNames": {
                "type": "string",
                "pattern": f"^(?:{LANGUAGE.pattern})$",
                "errorMessage": self._needed(LANGUAGE.name, LANGUAGE.example),
            },
            "additionalProperties": text,
        }
        if listed is not None:
            inner |= {"minItems": listed, "items": self.kind(kind)}
        return self._in_quotes(inner)

    def _list(self, kind: ListOf) -> Schema:
        element = kind.element
        dash = msg("a list: each element begins with a dash")
        items: Schema = {"type": "array", "errorMessage": self._needed(dash), "items": self.kind(element)}
        if kind.least:
            items["minItems"] = kind.least
        if not kind.or_one:
            return items
        if isinstance(element, SentenceKind):
            return self._sentence(element, listed=kind.least)
        if isinstance(element, ValueKind):
            return self._chosen([("array", items)], self.kind(element), self._offered(element))
        assert isinstance(element, Keys), f"a list or one of {element}"
        one = self.shape(element, self.say(element.shape.called))
        return {**items, **one, "type": ["object", "array"]}

    def _named(self, kind: NamesOf) -> Schema:
        said = msg("names with what they hold")
        if kind.names is LANGUAGE:
            said = msg("languages with their words")
        schema: Schema = {"type": "object", "errorMessage": self._needed(said)}
        if kind.names is not None and kind.names.words:
            schema["propertyNames"] = self._words(kind.names)
        elif kind.names is not None:
            schema["propertyNames"] = {
                "title": kind.names.example,
                "type": ["string", "boolean"],
                "pattern": f"^(?:{kind.names.pattern})$",
                "errorMessage": self._needed(kind.names.name, kind.names.example),
            }
        known = {
            name: {
                "title": name,
                "description": self.say(column.description),
                **self.kind(column.kind),
            }
            for name, column in kind.known.items()
        }
        if kind.known:
            schema["properties"] = known
        schema["additionalProperties"] = self.kind(kind.value)
        if kind.least:
            schema["minProperties"] = kind.least
        return schema

    def _either(self, kind: Either) -> Schema:
        """Return the schema of alternatives that differ by the type of the value."""
        maps = [one for one in kind.kinds if isinstance(one, Keys | NamesOf)]
        lists = [one for one in kind.kinds if isinstance(one, ListOf)]
        values = [one for one in kind.kinds if isinstance(one, ValueKind | Either)]
        chosen: list[tuple[str, Schema]] = [("array", self._list(one)) for one in lists]
        if len(maps) == 2:
            # A map of keys is told from names that the author gives by a key that is no such name.
            keys, names = maps
            assert isinstance(keys, Keys)
            assert isinstance(names, NamesOf)
            schema = self._chosen([("required", self.kind(keys))], self.kind(names), [], names.but)
            # The key is proposed before it is there.
            proposed = {key.name: self._property(key) for key in keys_of(keys.shape) if key.name in names.but}
            return {"properties": proposed, **schema}
        chosen += [("object", self.kind(one)) for one in maps]
        (value,) = values
        if isinstance(value, Either):
            return self._chosen(chosen, self._either(value), [])
        return self._chosen(chosen, self.kind(value), self._offered(value))

    def _chosen(
        self,
        chosen: list[tuple[str, Schema]],
        otherwise: Schema,
        offered: list[Schema],
        required: tuple[str, ...] = (),
    ) -> Schema:
        schema = otherwise
        for how, then in reversed(chosen):
            condition: Schema = {"required": list(required)} if how == "required" else {"type": how}
            schema = {"if": condition, "then": then, "else": schema}
        if offered:
            schema["defaultSnippets"] = offered
        return schema

    def _offered(self, kind: ValueKind) -> list[Schema]:
        """Return a value's words as snippets, where the editor's server does not look for an ``enum``."""
        if kind.example.startswith('"'):
            return [{"label": kind.example, "body": _QUOTED}]
        if not kind.words:
            return [{"label": word, "body": f"${{1:{word}}}"} for word in kind.offered or (kind.example,)]
        return [
            {"label": word, "body": word, "description": self.say(meaning)}
            for word, meaning in kind.words.items()
        ]

    def _needed(self, name: Text, example: str = "") -> str:
        such = msg("needed here: {name}", name=name)
        if example:
            such = msg("{such}: {example}", such=such, example=example)
        return self.say(such)

    def _quote(self, kind: SentenceKind) -> str:
        return self.say(
            msg("needed here: {name} between double quotes: {example}", name=kind.name, example=kind.example)
        )


def written(key: SchemaKey) -> object:
    """Return a key's default as an author would write it: ``5 s`` for a duration."""
    if key.kind is FIXED_DURATION and isinstance(key.default, int):
        return f"{key.default / 1000:g} s"
    return key.default


def example_of(key: SchemaKey) -> str:
    """Return an example of a key's value: its own, or one of its kind."""
    return key.example or _example(key.kind)


def _example(kind: Kind) -> str:
    match kind:
        case ValueKind() | SentenceKind():
            return kind.example
        case ListOf() if kind.or_one:
            return _example(kind.element)
        case Either():
            return next((found for one in kind.kinds if (found := _example(one))), "")
        case _:
            return ""


def _called(kind: Keys) -> str:
    """Return the name of the definition of a map of keys; a map narrowed in its place has its own."""
    name = kind.shape.__name__.removesuffix("Keys").lower()
    without = [f"without_{key}" for key in kind.without]
    return "_".join([name, *without, *(f"with_{key}" for key in kind.needed)])


def _slug(kind: ValueKind | SentenceKind) -> str:
    """Return the name of the definition of a kind of value, made of the kind's name or of its words."""
    name = kind.name.en.lower()
    if isinstance(kind, ValueKind) and kind.named_by_words:
        name = " ".join((name, *list(kind.words)[:2]))
    return "_".join(re.findall(r"[a-z0-9]+", re.sub(r"^an? ", "", name)))


def _reference(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def _types_of(kind: ValueKind) -> list[str]:
    """Return the JSON types that YAML may give a value; an editor assumes the first."""
    types = ["string"]
    if kind.numbers != "none":
        types.append("integer" if kind.numbers == "whole" else "number")
    if kind.pattern == TRUTH.pattern:
        types.append("boolean")
    counted = kind.numbers == "whole" and kind.example.isdigit()
    return types[::-1] if counted or types[-1] == "boolean" else types


def _or_truth(schema: Schema) -> Schema:
    """Return a schema that also accepts ``true`` and ``false``, without the server proposing them."""
    return {"if": {"type": "boolean"}, "else": schema}


def add_rules(
    schema: Schema,
    rules: Sequence[Rule],
    keys: Sequence[str],
    say: Callable[[Text], str],
    written: Callable[[Kind], Schema],
) -> None:
    """Add the rules of a map of keys to its schema.

    Args:
        schema: the map's; conditions are added to it.
        rules: what holds.
        keys: all keys of the map.
        say: returns a text in the language of the schema.
        written: returns the schema of a kind.
    """
    always: list[Schema] = []
    beside: dict[str, list[Schema]] = {}
    for rule in rules:
        condition = rule.condition
        match condition:
            case AtLeastOne():
                always.append(_one_of(condition.keys, keys, say(rule.message())))
            case AtMostOne():
                if condition.needed:
                    always.append(_one_of(condition.keys, keys, say(rule.message())))
                for pair in condition.pairs():
                    beside.setdefault(pair.key, []).extend(_alone(pair, rule, say))
            case Alone() if condition.itself:
                always.append(_alone_itself(condition, keys, say(rule.message(condition.key))))
            case Alone():
                beside.setdefault(condition.key, []).extend(_alone(condition, rule, say))
            case Needs():
                needed = _needs(condition, say(rule.message(condition.key, condition.other)))
                beside.setdefault(condition.key, []).append(needed)
            case Says():
                message = say(rule.message())
                word = {"doNotSuggest": True, "const": condition.word, "errorMessage": message}
                beside.setdefault(condition.key, []).append(
                    {
                        "required": [condition.other],
                        "properties": {condition.other: word},
                        "errorMessage": message,
                    }
                )
            case AtMost():
                most: Schema = {
                    "properties": {condition.key: {"doNotSuggest": True, "maxItems": condition.most}}
                }
                (beside.setdefault(condition.beside, []) if condition.beside else always).append(most)
            case Follows():
                always += _follows(condition, say(rule.sentence), written)
    if beside:
        schema["dependencies"] = {
            key: found[0] if len(found) == 1 else {"allOf": found} for key, found in beside.items()
        }
    if always:
        schema["allOf"] = always


def _one_of(some: Sequence[str], keys: Sequence[str], message: str) -> Schema:
    """Return the schema of the rule that one of some keys must be written, unless an unknown key is."""
    others = [key for key in keys if key not in some]
    none: Schema = {"propertyNames": {"enum": others}} if others else {"maxProperties": 0}
    return {"if": none, "then": {"required": [some[0]], "errorMessage": message}}


def _alone(condition: Alone, rule: Rule, say: Callable[[Text], str]) -> Iterator[Schema]:
    """Yield schemas that forbid keys beside one key, one for all keys with the same message."""
    by_message: dict[str, list[str]] = {}
    for other in condition.others:
        by_message.setdefault(say(rule.message(condition.key, other)), []).append(other)
    for message, others in by_message.items():
        forbidden: Schema = {"properties": dict.fromkeys(others, False), "errorMessage": message}
        if condition.without:
            forbidden = {"if": {"not": {"required": [condition.without]}}, "then": forbidden}
        yield forbidden


def _alone_itself(rule: Alone, keys: Sequence[str], message: str) -> Schema:
    """Return the schema of the rule that a key must stand alone, so that the key itself is underlined."""
    allowed = [key for key in keys if key not in rule.others]
    beside: Schema = {"required": [rule.key], "not": {"propertyNames": {"enum": allowed}}}
    if rule.as_map:
        beside["properties"] = {rule.key: {"type": "object"}}
    if rule.without:
        beside = {"allOf": [beside, {"not": {"required": [rule.without]}}]}
    then = {"properties": {rule.key: False}, "errorMessage": message}
    return {"if": beside, "then": then}


def _needs(rule: Needs, message: str) -> Schema:
    needed: Schema = {"required": [rule.other], "errorMessage": message}
    if rule.word:
        return {"if": {"properties": {rule.key: {"const": rule.word}}}, "then": needed}
    return needed


def _follows(rule: Follows, message: str, written: Callable[[Kind], Schema]) -> list[Schema]:
    found = []
    for word, kind in rule.kinds.items():
        if kind is None:
            value: Schema = {**NEVER, "errorMessage": message}
        else:
            value = {"doNotSuggest": True, "allOf": [written(kind)]}
        found.append(
            {
                "if": {"required": [rule.key], "properties": {rule.key: {"const": word}}},
                "then": {"properties": dict.fromkeys(rule.others, value)},
            }
        )
    return found


_BEFORE = re.compile(r" (?=[:;!?»](?:\s|$|[.,)]))")
_AFTER = re.compile(r"(?<=«) ")


def french(text: str) -> str:
    """Return a text with no-break spaces before « : ; ! ? » and inside guillemets."""
    return _AFTER.sub("\u00a0", _BEFORE.sub("\u00a0", text))
