"""What an expression is for the items of a table, where an item alone decides it."""

from __future__ import annotations

from collections.abc import Sequence

from nao_sessions.protocol.expression import Expression, ExpressionFailed, Lookup, Value
from nao_sessions.protocol.trials import Item


def holds_for(condition: Expression, items: Sequence[Item]) -> tuple[Item, ...] | None:
    """Return the items for which a condition holds, or None where more than the item decides."""
    if not items or not condition.paths or any(path[0] != "item" for path in condition.paths):
        return None
    try:
        return tuple(item for item in items if condition.evaluate(_values_of(item)))
    except ExpressionFailed:
        return None


def value_for(expression: Expression, item: Item) -> Value:
    """Return the value of an expression for an item, or None where more than the item decides."""
    if any(path[0] != "item" for path in expression.paths):
        return None
    try:
        return expression.evaluate(_values_of(item))
    except ExpressionFailed:
        return None


def _values_of(item: Item) -> Lookup:
    return lambda path: item.values.get(path[1])
