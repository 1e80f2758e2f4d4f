"""How often a loop turns before something that it counts leads out of it.

The data that a loop sets are set turn by turn, from their first values on, until a condition says that it is
left. Nothing else changes in the model: what hangs on answers is not known, and never leads out at worst.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nao_sessions.protocol.expression import Expression, Value
from nao_sessions.protocol.flow import Assignments, Branch, Entry, Protocol
from nao_sessions.protocol.timing.values import KnownValues

MOST_TURNS = 1_000
"""Turns that are counted: after so many transitions without anybody the engine gives up (``stalled``)."""

Branching = Sequence[tuple[tuple[Expression, ...], bool]]
"""A choice in a loop: the conditions of each way in their order, and whether it leads out of the loop."""


def conditions_of(one: Branch | Entry) -> tuple[Expression, ...]:
    """Return the condition of a branch or entry as a tuple; empty without a condition."""
    return () if one.condition is None else (one.condition,)


@dataclass(frozen=True, slots=True)
class Turns:
    """How often a loop turns at most; None: no count of its own ends it.

    ``certain``: nothing unknown was met on the way.
    """

    count: int | None
    certain: bool


def turns(
    protocol: Protocol,
    known: KnownValues,
    steps: Iterable[str],
    choices: Sequence[Branching],
    more: Assignments = (),
) -> Turns:
    """Count how often a loop turns at most.

    Args:
        protocol: the protocol.
        known: the values that are known before the loop.
        steps: the steps of the loop, with those inside them.
        choices: where it can be left.
        more: what its reactions set each turn.
    """
    sets, unclear = assignments(protocol, steps)
    sets = (*sets, *more)
    names = [name for name, _ in sets]
    unclear |= {name for name in names if names.count(name) > 1}
    read = {
        path[1] for choice in choices for conditions, _ in choice for one in conditions for path in one.paths
        if path[0] == "data"
    }  # fmt: skip
    now = known.without(unclear)
    if not read & set(names):
        # Nothing that the conditions hang on changes from turn to turn: one look is enough.
        leaves, sure = _leaves(choices, now)
        return Turns(1 if leaves else None, sure)
    certain = True
    for turn in range(1, MOST_TURNS + 1):
        for name, value in sets:
            if name not in unclear:
                now = now.with_data({name: now.value(value, None)})
        leaves, sure = _leaves(choices, now)
        certain = certain and sure
        if leaves:
            return Turns(turn, certain)
    return Turns(None, certain)


def _leaves(choices: Sequence[Branching], known: KnownValues) -> tuple[bool, bool]:
    """Return whether the loop is left now, and whether that is certain."""
    certain = True
    for choice in choices:
        for conditions, out in choice:
            holds = [known.value(condition, None) for condition in conditions]
            if False in holds:
                continue
            if None in holds:
                certain = False
                continue
            if out:
                return True, certain
            break
    return False, certain


def assignments(protocol: Protocol, steps: Iterable[str]) -> tuple[Assignments, set[str]]:
    """Return the assignments in the contents of steps, and the data that are assigned under a condition."""
    found: list[tuple[str, Value | Expression]] = []
    unclear: set[str] = set()
    for step in steps:
        for moment in protocol.blocks.get(protocol.steps[step].block, ()):
            for act in moment.acts:
                if act.verb == "set" and isinstance(act.argument, tuple):
                    found += act.argument
                    if moment.condition is not None:
                        unclear |= {name for name, _ in act.argument}
    return tuple(found), unclear
