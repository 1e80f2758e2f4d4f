"""The same protocol written another way, and the same text with one value changed: through YAML's own nodes.

A rewriting keeps what each value is (plain or quoted); a mutation changes one value, key or element.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from itertools import islice
from typing import Any

import yaml

from nao_sessions.core.errors import Place
from nao_sessions.protocol.catalogue import COLOURS, GESTURES, LOOKS, POSES, POSTURES, TOUCH_PARTS

CLOSED = [tuple(sorted(words)) for words in (GESTURES, POSTURES, LOOKS, COLOURS, POSES, TOUCH_PARTS)] + [
    ("listed", "shuffled"),
    ("least_to_most", "most_to_least", "simultaneous", "constant_delay"),
    ("with_prompt", "without"),
    ("verbal", "visual", "gestural", "model", "physical_partial", "physical_full"),
    ("completed", "refused", "distress"),
    ("question", "sentence"),
    ("board", "word", "touch", "card"),
    ("silence", "wrong"),
    ("true", "false"),
]
"""Lists of words: one of them is changed into the next."""


def rewritten(text: str, seed: int) -> str:
    """Write a file another way: keys in another order, other quotes, other braces, no comments."""
    draw = random.Random(seed)
    root = _read(text)
    for node in _nodes(root):
        if isinstance(node, yaml.MappingNode):
            if not _ordered(node):
                draw.shuffle(node.value)
            node.flow_style = draw.random() < 0.4 and _may_stand_in_braces(node)
        elif isinstance(node, yaml.SequenceNode):
            node.flow_style = draw.random() < 0.4 and _may_stand_in_braces(node)
        elif isinstance(node, yaml.ScalarNode) and node.style in ("'", '"'):
            node.style = draw.choice(("'", '"'))
    return _written(root)


def _may_stand_in_braces(node: Any) -> bool:
    """Tell whether everything plain in a list or a map is a word, which braces do not cut."""
    plain = [one.value for one in _nodes(node) if isinstance(one, yaml.ScalarNode) and not one.style]
    return all(re.fullmatch(r"[a-z0-9][\w ./-]*", value) for value in plain)


def _ordered(node: yaml.MappingNode) -> bool:
    """Tell a map whose order means something: the first way of a column decides how a table is printed."""
    return any(key.value == "id" for key, _ in node.value)


def _read(text: str) -> Any:
    return yaml.compose(text, Loader=yaml.CSafeLoader)


def _written(root: Any) -> str:
    return str(yaml.serialize(root, Dumper=yaml.CSafeDumper, width=10_000, allow_unicode=True))


def _nodes(node: Any) -> Iterator[Any]:
    yield node
    children = node.value if isinstance(node, yaml.SequenceNode) else []
    if isinstance(node, yaml.MappingNode):
        children = [child for pair in node.value for child in pair]
    for child in children:
        yield from _nodes(child)


@dataclass(frozen=True)
class Mutation:
    """A file with one thing changed: where (path of keys), in which step, and the new text."""

    where: str
    step: str | None
    text: str


def mutations(text: str, most: int, seed: int = 0) -> Iterator[Mutation]:
    """Give mutations of values, keys and elements one a file: ``most`` of them by lot."""
    numbers = list(range(sum(1 for _ in _changes(_read(text)))))
    random.Random(seed).shuffle(numbers)
    for number in sorted(numbers[:most]):
        root = _read(text)
        where, step, change = next(islice(_changes(root), number, None))
        change()
        yield Mutation(where, step, _written(root))


def _changes(root: yaml.MappingNode) -> Iterator[tuple[str, str | None, Any]]:
    for key, value in root.value:
        if key.value == "steps":
            yield from _steps(value, "steps")
        else:
            yield from _inside(value, key.value, None)


def _steps(steps: yaml.MappingNode, where: str) -> Iterator[tuple[str, str | None, Any]]:
    for key, value in steps.value:
        yield from _inside(value, f"{where}.{key.value}", key.value)


def _inside(node: Any, where: str, step: str | None) -> Iterator[tuple[str, str | None, Any]]:
    if isinstance(node, yaml.MappingNode):
        for number, (key, value) in enumerate(list(node.value)):
            inner = f"{where}.{key.value}"
            yield f"{inner} (dropped)", step, lambda node=node, number=number: node.value.pop(number)
            if key.value == "steps":
                yield from _steps(value, inner)
            else:
                yield from _inside(value, inner, step)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(list(node.value)):
            inner = f"{where}[{number}]"
            yield f"{inner} (dropped)", step, lambda node=node, number=number: node.value.pop(number)
            yield from _inside(value, inner, step)
            if number:
                yield f"{inner} (swapped)", step, lambda node=node, number=number: _swap(node, number)
    else:
        for other in _others(node):
            yield f"{where}: {node.value} -> {other}", step, lambda node=node, other=other: _set(node, other)


def _swap(node: yaml.SequenceNode, number: int) -> None:
    node.value[number - 1 : number + 1] = node.value[number - 1 : number + 1][::-1]


def _set(node: yaml.ScalarNode, value: str) -> None:
    node.value = value


def _others(node: yaml.ScalarNode) -> list[str]:
    """Give other values of the same kind."""
    value = node.value
    if node.style in ("'", '"', "|", ">"):
        return [f"{value} Oui."]
    if value.startswith("="):
        return [f"{value} + 1", "= 7"]
    number = re.fullmatch(r"(\d+)( s| min| ms| reversals)?", value)
    if number:
        return [f"{int(number[1]) + 1}{number[2] or ''}"]
    found = [words[(words.index(value) + 1) % len(words)] for words in CLOSED if value in words]
    if re.search(r"[<>=]", value):
        found.append(f"not ({value})")
    return [*found, f"{value}x", "aurevoir", "fruit", "pomme"]


def without_places(value: Any) -> Any:
    """Give a value of the flow as plain tuples that hold everything but where it stands in the file."""
    if isinstance(value, Place):
        return None
    if is_dataclass(value) and not isinstance(value, type):
        return (
            type(value).__name__,
            *(
                without_places(getattr(value, one.name))
                for one in fields(value)
                if one.name not in ("evaluate", "sources", "correct_at")
            ),
        )
    if isinstance(value, dict):
        return tuple((key, without_places(one)) for key, one in sorted(value.items()))
    if isinstance(value, tuple | list):
        return tuple(without_places(one) for one in value)
    return tuple(sorted(value)) if isinstance(value, frozenset) else value
