"""Faults that an author may put into a protocol, as transformations of its YAML: a stated list of operators.

The list was fixed before anything was tuned to catch them. An operator is applied at every place where it
applies; the same file, operator and place give the same mutant.

- ``timeout_removed``: what time does is taken away: an entry of ``after``, the ``silence`` of ``always``,
  the ``limit`` of a wait inside a moment, the ``patience`` of a block of trials, the session's limit.
- ``target_swapped``: a ``next`` (or the ``start`` of a group) names another step of the same level.
- ``guard_negated``: an ``if`` or a ``stop_when`` holds where it did not, and the other way round.
- ``answer_dropped``: one answer of a block of trials, of its list, or of an item's list is missing.
- ``prompt_dropped``: one help of a block of trials is missing.
- ``finish_unreachable``: the command ``finish`` is missing, leads to the first step, or the step that it
  leads to goes back to the first step instead of ending.
- ``wrong_help_order``: two helps that follow each other have changed places.
- ``count_off_by_one``: one more or one less: how many trials, rounds, attempts, errors in a row; a number
  that a condition compares with; what a ``set`` adds.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

Change = Callable[[], None]
Places = Iterator[tuple[str, Change]]
Operator = Callable[[MappingNode, random.Random], Places]

_STRING = "tag:yaml.org,2002:str"
_COMPARED = re.compile(r"(?<=[<>=] )\d+\b(?!\.)")
_ADDED = re.compile(r"(?<=[+-] )\d+\b(?!\.)")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A protocol with one fault: by which operator, where, and its bytes."""

    operator: str
    place: str
    content: bytes


def mutants(content: bytes, name: str, *, most: int | None = None) -> Iterator[Mutant]:
    """Give the mutants of a protocol's file, at most so many of each operator, drawn by the file's name."""
    for operator in OPERATORS:
        count = len(list(OPERATORS[operator](_root(content), random.Random(name))))
        chosen = list(range(count))
        if most is not None and count > most:
            chosen = sorted(random.Random(f"{name}/{operator}").sample(chosen, most))
        for number in chosen:
            root = _root(content)
            place, change = list(OPERATORS[operator](root, random.Random(name)))[number]
            change()
            yield Mutant(operator, place, _written(root))


def unchanged(content: bytes) -> bytes:
    """Give a file as a mutant is written, without a fault."""
    return _written(_root(content))


def _root(content: bytes) -> MappingNode:
    root = yaml.compose(content.decode(), Loader=yaml.CSafeLoader)
    assert isinstance(root, MappingNode)
    return root


def _written(root: Node) -> bytes:
    text: str = yaml.serialize(root, Dumper=yaml.CSafeDumper, allow_unicode=True, width=100_000)
    return text.encode()


def _timeout_removed(root: MappingNode, _: random.Random) -> Places:
    for where, mapping, index, key, value in _pairs(root):
        if key in ("after", "silence") and where:
            entries = value.value if isinstance(value, SequenceNode) else [value]
            if key == "after" and isinstance(value, ScalarNode):
                continue  # when a prompt comes, not an entry
            for number in range(len(entries)):
                if len(entries) > 1:
                    yield f"{where}/{key}.{number}", _deleting(value.value, number)
                else:
                    yield f"{where}/{key}", _deleting(mapping.value, index)
        elif key == "patience" and where.endswith("trials"):
            yield f"{where}/patience", _deleting(mapping.value, index)
        elif key == "limit" and (where.endswith("wait") or where == "duration"):
            yield f"{where}/limit", _deleting(mapping.value, index)


def _target_swapped(root: MappingNode, rng: random.Random) -> Places:
    for level, siblings, around in _levels(root, ()):
        for where, scalar in level:
            if scalar.value in ("back", "done"):
                others = [name for name in siblings if name != scalar.value]
            else:
                others = [name for name in (*siblings, *around) if name != scalar.value]
            if others:
                other = rng.choice(sorted(others))
                yield f"{where} {scalar.value} -> {other}", _writing(scalar, other)


def _guard_negated(root: MappingNode, _: random.Random) -> Places:
    for where, _mapping, _index, key, value in _pairs(root):
        if key in ("if", "stop_when") and isinstance(value, ScalarNode):
            yield f"{where}/{key} {value.value}", _writing(value, f"not ({value.value})")


def _answer_dropped(root: MappingNode, _: random.Random) -> Places:
    columns: set[str] = set()
    for where, _mapping, _index, key, value in _pairs(root):
        if key != "answers" or not isinstance(value, MappingNode):
            continue
        names = [pair[0].value for pair in value.value]
        if "from" not in names:
            for number, answer in enumerate(names):
                yield f"{where}/answers {answer}", _deleting(value.value, number)
            continue
        given = value.value[names.index("from")][1]
        if isinstance(given, SequenceNode):
            for number, node in enumerate(given.value):
                yield f"{where}/answers {_told(node)}", _deleting(given.value, number)
        elif given.value.startswith("= item."):
            columns.add(given.value.removeprefix("= item."))
    for where, _mapping, _index, key, value in _pairs(root):
        if where.startswith("items/") and key in columns and isinstance(value, SequenceNode):
            for number, node in enumerate(value.value):
                yield f"{where}/{key} {_told(node)}", _deleting(value.value, number)


def _prompt_dropped(root: MappingNode, _: random.Random) -> Places:
    for where, mapping, index, key, value in _pairs(root):
        if key == "prompts" and isinstance(value, SequenceNode):
            for number in range(len(value.value)):
                if len(value.value) > 1:
                    yield f"{where}/prompts.{number}", _deleting(value.value, number)
                else:
                    yield f"{where}/prompts.{number}", _deleting(mapping.value, index)


def _finish_unreachable(root: MappingNode, _: random.Random) -> Places:
    top = _fields(root)
    commands, steps = top["commands"], _fields(top["steps"])
    assert isinstance(commands, MappingNode)
    names = [pair[0].value for pair in commands.value]
    index = names.index("finish")
    target = _fields(commands.value[index][1])["next"]
    assert isinstance(target, ScalarNode)
    first = top["start"].value
    yield "commands/finish missing", _deleting(commands.value, index)
    yield f"commands/finish {target.value} -> {first}", _writing(target, first)
    for name in _ending(steps, target.value):
        for pair in steps[name].value:
            if pair[0].value == "end":
                yield f"{name}/end -> next: {first}", _turning(pair, first)


def _wrong_help_order(root: MappingNode, _: random.Random) -> Places:
    for where, _mapping, _index, key, value in _pairs(root):
        if key == "prompts" and isinstance(value, SequenceNode):
            for number in range(len(value.value) - 1):
                yield f"{where}/prompts {number} <-> {number + 1}", _swapping(value.value, number)


def _count_off_by_one(root: MappingNode, _: random.Random) -> Places:
    for where, _mapping, _index, key, value in _pairs(root):
        if not isinstance(value, ScalarNode):
            continue
        source = value.value
        if key in ("count", "rounds", "attempts", "errors_in_row", "each_item") and where:
            for sign in "+-":
                if source.isdigit():
                    changed = str(int(source) + (1 if sign == "+" else -1))
                else:
                    changed = f"{source} {sign} 1"
                yield f"{where}/{key} {source} -> {changed}", _writing(value, changed)
        elif key in ("if", "stop_when") or (source.startswith("= ") and "/set" in f"/{where}"):
            pattern = _ADDED if source.startswith("= ") else _COMPARED
            for match in pattern.finditer(source):
                for step in (1, -1):
                    number = int(match.group()) + step
                    changed = f"{source[: match.start()]}{number}{source[match.end() :]}"
                    yield f"{where}/{key} {source} -> {changed}", _writing(value, changed)


OPERATORS: Mapping[str, Operator] = {
    "timeout_removed": _timeout_removed,
    "target_swapped": _target_swapped,
    "guard_negated": _guard_negated,
    "answer_dropped": _answer_dropped,
    "prompt_dropped": _prompt_dropped,
    "finish_unreachable": _finish_unreachable,
    "wrong_help_order": _wrong_help_order,
    "count_off_by_one": _count_off_by_one,
}


def _pairs(node: Node, where: str = "") -> Iterator[tuple[str, MappingNode, int, str, Node]]:
    """Give every key of a tree: where, its mapping, its position there, the key, its value."""
    if isinstance(node, MappingNode):
        for index, (key, value) in enumerate(node.value):
            yield where, node, index, key.value, value
            yield from _pairs(value, f"{where}/{key.value}".lstrip("/"))
    elif isinstance(node, SequenceNode):
        for number, one in enumerate(node.value):
            yield from _pairs(one, f"{where}.{number}")


Targets = list[tuple[str, ScalarNode]]


def _levels(
    root: MappingNode, around: tuple[str, ...], where: str = ""
) -> Iterator[tuple[Targets, tuple[str, ...], tuple[str, ...]]]:
    """Give, for each level of steps, what names a target there, its steps, and those of the levels around."""
    fields = _fields(root)
    steps = _fields(fields["steps"])
    siblings = tuple(steps)
    targets: Targets = []
    if not where:
        for part in ("commands", "always"):
            if part in fields:
                targets += _nexts(fields[part], part)
    if isinstance(fields.get("start"), ScalarNode) and where:
        targets.append((f"{where}/start", fields["start"]))
    for name, step in steps.items():
        inner = [pair for pair in step.value if pair[0].value != "steps"]
        for key, value in inner:
            targets += _nexts_of(key.value, value, f"{where}/steps/{name}".lstrip("/"))
    yield targets, siblings, around
    for name, step in steps.items():
        if "steps" in _fields(step):
            yield from _levels(step, (*siblings, *around), f"{where}/steps/{name}".lstrip("/"))


def _nexts(node: Node, where: str) -> Targets:
    found: Targets = []
    for key, value in node.value if isinstance(node, MappingNode) else []:
        found += _nexts_of(key.value, value, where)
    for number, one in enumerate(node.value if isinstance(node, SequenceNode) else []):
        found += _nexts(one, f"{where}.{number}")
    return found


def _nexts_of(key: str, value: Node, where: str) -> Targets:
    if key == "next" and isinstance(value, ScalarNode):
        return [(f"{where}/next", value)]
    return _nexts(value, f"{where}/{key}")


def _ending(steps: Mapping[str, Node], name: str) -> Iterator[str]:
    """Give the steps with an ``end`` that a step comes to, by its plain ``next`` and its branches."""
    seen, todo = set(), [name]
    while todo:
        name = todo.pop(0)
        if name in seen or name not in steps:
            continue
        seen.add(name)
        fields = _fields(steps[name])
        if "end" in fields:
            yield name
        if "next" in fields:
            todo += [scalar.value for _, scalar in _nexts_of("next", fields["next"], name)]


def _fields(node: Node) -> dict[str, Node]:
    assert isinstance(node, MappingNode)
    return {key.value: value for key, value in node.value}


def _told(node: Node) -> str:
    return node.value if isinstance(node, ScalarNode) else str(_fields(node)["word"].value)


def _deleting(values: list[object], index: int) -> Change:
    def change() -> None:
        del values[index]

    return change


def _writing(scalar: ScalarNode, text: str) -> Change:
    def change() -> None:
        scalar.value = text
        scalar.tag = scalar.tag if text.lstrip("-").isdigit() else _STRING

    return change


def _swapping(values: list[object], index: int) -> Change:
    def change() -> None:
        values[index], values[index + 1] = values[index + 1], values[index]

    return change


def _turning(pair: tuple[ScalarNode, ScalarNode], target: str) -> Change:
    """Make ``end: completed`` into ``next: target``."""

    def change() -> None:
        pair[0].value = "next"
        pair[1].value = target

    return change
