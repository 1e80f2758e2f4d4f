"""What holds between the keys of one map, as JSON Schema says it.

Each rule becomes a condition of its own, so that the editor tells it in its own words and at its place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from nao_sessions.protocol.reading.kinds import Kind
from nao_sessions.protocol.reading.rules import Alone, AtMost, Follows, Needs, OneOf, Rule, Says
from nao_sessions.text.messages import Text

Schema = dict[str, Any]

NEVER: Schema = {"doNotSuggest": True, "type": "string", "const": None}
"""What no value is: a key that may not stand here, told by an ``errorMessage`` beside it."""


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
        say: gives a text in the language of the schema.
        written: writes a kind.
    """
    always: list[Schema] = []
    beside: dict[str, list[Schema]] = {}
    for rule in rules:
        match rule:
            case OneOf():
                always.append(_one_of(rule, keys, say))
            case Alone() if rule.itself:
                always.append(_alone_itself(rule, keys, say))
            case Alone():
                beside.setdefault(rule.key, []).append(_alone(rule, say))
            case Needs():
                beside.setdefault(rule.key, []).append(_needs(rule, say))
            case Says():
                message = say(rule.sentence)
                word = {"doNotSuggest": True, "const": rule.word, "errorMessage": message}
                beside.setdefault(rule.key, []).append(
                    {"required": [rule.other], "properties": {rule.other: word}, "errorMessage": message}
                )
            case AtMost():
                most = {"properties": {rule.key: {"doNotSuggest": True, "maxItems": rule.count}}}
                (beside.setdefault(rule.beside, []) if rule.beside else always).append(most)
            case Follows():
                always += _follows(rule, say, written)
    if beside:
        schema["dependencies"] = {
            key: found[0] if len(found) == 1 else {"allOf": found} for key, found in beside.items()
        }
    if always:
        schema["allOf"] = always


def _one_of(rule: OneOf, keys: Sequence[str], say: Callable[[Text], str]) -> Schema:
    """Write that one key must be there, where nothing unknown stands that may be meant."""
    others = [key for key in keys if key not in rule.keys]
    none: Schema = {"propertyNames": {"enum": others}} if others else {"maxProperties": 0}
    return {"if": none, "then": {"required": [rule.keys[0]], "errorMessage": say(rule.sentence)}}


def _alone(rule: Alone, say: Callable[[Text], str]) -> Schema:
    forbidden: Schema = {
        "properties": dict.fromkeys(rule.others, False),
        "errorMessage": say(rule.sentence),
    }
    if rule.without:
        forbidden = {"if": {"not": {"required": [rule.without]}}, "then": forbidden}
    return forbidden


def _alone_itself(rule: Alone, keys: Sequence[str], say: Callable[[Text], str]) -> Schema:
    """Write that a key may not stand beside others, so that the key itself is underlined."""
    allowed = [key for key in keys if key not in rule.others]
    beside: Schema = {"required": [rule.key], "not": {"propertyNames": {"enum": allowed}}}
    if rule.as_map:
        beside["properties"] = {rule.key: {"type": "object"}}
    if rule.without:
        beside = {"allOf": [beside, {"not": {"required": [rule.without]}}]}
    then = {"properties": {rule.key: False}, "errorMessage": say(rule.sentence)}
    return {"if": beside, "then": then}


def _needs(rule: Needs, say: Callable[[Text], str]) -> Schema:
    needed: Schema = {"required": [rule.other], "errorMessage": say(rule.sentence)}
    if rule.word:
        return {"if": {"properties": {rule.key: {"const": rule.word}}}, "then": needed}
    return needed


def _follows(rule: Follows, say: Callable[[Text], str], written: Callable[[Kind], Schema]) -> list[Schema]:
    found = []
    for word, kind in rule.kinds.items():
        if kind is None:
            value: Schema = {**NEVER, "errorMessage": say(rule.sentence)}
        else:
            value = {"doNotSuggest": True, "allOf": [written(kind)]}
        found.append(
            {
                "if": {"required": [rule.key], "properties": {rule.key: {"const": word}}},
                "then": {"properties": dict.fromkeys(rule.others, value)},
            }
        )
    return found
