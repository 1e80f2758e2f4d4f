"""What holds between the keys of one map, as JSON Schema says it.

Each rule becomes a condition of its own, so that the editor reports it in its own words and at its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from nao_sessions.protocol.reading.kinds import Kind
from nao_sessions.protocol.reading.rules import Alone, AtMost, AtMostOne, Follows, Needs, OneOf, Rule, Says
from nao_sessions.text.messages import Text

Schema = dict[str, Any]

NEVER: Schema = {"doNotSuggest": True, "type": "string", "const": None}
"""The schema of a key that may not stand here: no value fits it; an ``errorMessage`` beside it says why."""


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
            case OneOf():
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
