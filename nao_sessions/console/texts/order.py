"""The steps of a file in the order in which a session goes through them, read from its keys alone.

It holds for a file that cannot be loaded too: the form must show what there is to mend.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from nao_sessions.console.texts.sites import Path, child, word

_USUAL = "completed"


@dataclass(frozen=True, slots=True)
class StepAt:
    """A step: its path in the file, its name, the names of the groups around it, the outermost first."""

    path: Path
    name: str
    groups: tuple[str, ...]


def steps_in_order(root: yaml.MappingNode) -> tuple[StepAt, ...]:
    """Give every step once: from the start along the ways on, a group before its own steps.

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
    """Give where a step leads to, what is most usual first; names of its own steps do no harm."""
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
    """Give every way on inside a node, in the order of the file."""
    if isinstance(node, yaml.SequenceNode):
        for element in node.value:
            yield from _inside(element)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _targets(value) if key.value == "next" else _inside(value)


def _targets(node: yaml.Node | None) -> Iterator[str]:
    """Give the steps of a ``next``: one name, or branches."""
    if isinstance(node, yaml.ScalarNode):
        yield str(node.value)
    elif isinstance(node, yaml.SequenceNode):
        for branch in node.value:
            yield from _targets(child(branch, "next"))
