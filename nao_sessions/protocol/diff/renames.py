"""Which steps, settings, data and tables are the same ones under other names.

By their name first; what is left over on both sides is the same when its content is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nao_sessions.protocol.diff.align import likeness
from nao_sessions.protocol.diff.meaning import Kind, Names, Side
from nao_sessions.protocol.diff.pairs import telling_of
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.outline import entry_outline
from nao_sessions.protocol.outline.moments import moment_line

SAME_STEP = 0.6
"""How alike two steps of different names have to be (0 to 1) to be one that was renamed."""

NAME_COUNTS = 0.15
"""How much of that the names themselves make: it decides between steps that do the same."""

MOST_COMPARED = 3_000
"""Characters of a step that are compared."""

ROUTINE = "routines/"


def find_names(before: Protocol, after: Protocol) -> Names:
    """Return the names that the second protocol has for the things of the first that it renames."""
    renamed: dict[tuple[Kind, str], str] = {}
    for old, new in _steps(before, after).items():
        if old != new:
            renamed["step", old] = new
    _others(before, after, renamed)
    return Names(renamed)


def _step_key(protocol: Protocol, name: str) -> tuple[str, ...]:
    """Return a key for a step in any group: its own name, after the steps whose files contain it."""
    used = protocol.used_by(name)
    own = name.rpartition(".")[2]
    return (own,) if used is None else (*_step_key(protocol, used), own)


def _steps(before: Protocol, after: Protocol) -> dict[str, str]:
    """Return, by name, the step of the second protocol for each step of the first that has one."""
    by_key = {_step_key(after, name): name for name in after.steps}
    found = {name: by_key[key] for name in before.steps if (key := _step_key(before, name)) in by_key}
    taken = set(found.values())
    lost = [name for name in before.steps if name not in found]
    new = [name for name in after.steps if name not in taken]
    for old, other in _pairs(
        {name: _content(before, name) for name in lost}, {name: _content(after, name) for name in new}
    ):
        found[old] = other
    return found


def _pairs(lost: Mapping[str, str], new: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return pairs of old and new names, the most similar first, as long as they are similar enough."""
    scores = [
        (-_score(old, lost[old], other, new[other]), row, column, old, other)
        for row, old in enumerate(lost)
        for column, other in enumerate(new)
    ]
    pairs: list[tuple[str, str]] = []
    for score, _, _, old, other in sorted(scores):
        free = all(old != one and other != two for one, two in pairs)
        if free and -score >= SAME_STEP:
            pairs.append((old, other))
    return pairs


def _score(old: str, content: str, new: str, other: str) -> float:
    names = likeness(old.rpartition(".")[2], new.rpartition(".")[2])
    alike = 1.0 if content == other else likeness(content[:MOST_COMPARED], other[:MOST_COMPARED])
    return (1 - NAME_COUNTS) * alike + NAME_COUNTS * names


def _content(protocol: Protocol, name: str) -> str:
    """Return what a step does and asks, as text, without where it leads: names may have changed."""
    side, step = Side(protocol), protocol.steps[name]
    telling = telling_of(side)
    lines = [moment_line(telling, moment).fr for block in step.blocks() for moment in protocol.blocks[block]]
    lines += [entry_outline(telling, entry).cause.fr for entry in step.level.entries()]
    if step.title is not None:
        lines.append(step.title.as_written().fr)
    if step.trials is not None:
        lines.append(f"{step.trials.deck} {step.trials.order} {side.meaning(step.trials.answers)}")
    parts = (step.end, step.use and step.use.file, step.each and side.meaning(step.each), bool(step.children))
    lines += [str(part) for part in parts if part]
    return "\n".join(lines)


def _others(before: Protocol, after: Protocol, renamed: dict[tuple[Kind, str], str]) -> None:
    """Find renamed settings, data, remembered values, tables and routines, by their equal content."""
    tables: Sequence[tuple[Kind, Mapping[str, Any], Mapping[str, Any]]] = (
        ("settings", _named(before.settings), _named(after.settings)),
        ("data", _named(before.data), _named(after.data)),
        ("participant", _named(before.remembered), _named(after.remembered)),
        ("items", before.decks, after.decks),
        ("routine", routines(before), routines(after)),
    )
    for kind, mine, theirs in tables:
        lost = {name: Side(before).meaning(value) for name, value in mine.items() if name not in theirs}
        new = {name: Side(after).meaning(value) for name, value in theirs.items() if name not in mine}
        for old, content in lost.items():
            same = [name for name, other in new.items() if other == content]
            rivals = [name for name, other in lost.items() if other == content]
            if len(same) == 1 and len(rivals) == 1:
                renamed[kind, old] = same[0]


def routines(protocol: Protocol) -> dict[str, Any]:
    """Return the moments of each routine of a protocol, by the name of its block."""
    return {
        name: block
        for name, block in protocol.blocks.items()
        if name.rpartition(":")[2].startswith(ROUTINE) and name.rpartition(":")[2].count("/") == 1
    }


def _named(values: Sequence[Any]) -> dict[str, Any]:
    return {value.name: value for value in values}
