"""The operations of expressions, as closures over a lookup.

Numbers stay bounded, so that a counter that is squared at every turn fails instead of filling the memory.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from nao_sessions.protocol.expression import ExpressionFailed, Lookup, Path, Value

Closure = Callable[[Lookup], Value]
Link = Callable[[Value, Value], bool]

LARGEST = 2**53
"""The largest whole number that a float, and so any reader of the log, holds exactly (IEEE 754)."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A compiled part: its type, how to compute it, and for a list the type of its elements."""

    type: str
    evaluate: Closure
    element: str = "any"


def constant(value: Value) -> Closure:
    """Always give a value."""
    return lambda look: value


def lookup(path: Path) -> Closure:
    """Return what stands at a path."""
    return lambda look: look(path)


def listed(parts: Sequence[Closure]) -> Closure:
    """Return a list."""
    return lambda look: tuple(part(look) for part in parts)


def every(parts: Sequence[Closure]) -> Closure:
    """``and``: stop at the first that does not hold."""
    return lambda look: all(_truth(part(look)) for part in parts)


def some(parts: Sequence[Closure]) -> Closure:
    """``or``: stop at the first that holds."""
    return lambda look: any(_truth(part(look)) for part in parts)


def negated(part: Closure) -> Closure:
    """``not``."""
    return lambda look: not _truth(part(look))


def opposite(part: Closure) -> Closure:
    """Return a number with the other sign."""
    return lambda look: -_number(part(look))


def choice(condition: Closure, yes: Closure, no: Closure) -> Closure:
    """``yes if condition else no``: the other side is not computed."""
    return lambda look: yes(look) if _truth(condition(look)) else no(look)


def chain(parts: Sequence[Closure], links: Sequence[Link]) -> Closure:
    """Compare neighbours, each computed once; stop at the first comparison that does not hold."""

    def compare(look: Lookup) -> Value:
        left = parts[0](look)
        for part, link in zip(parts[1:], links, strict=True):
            right = part(look)
            if not link(left, right):
                return False
            left = right
        return True

    return compare


def function(name: str, parts: Sequence[Closure]) -> Closure:
    """Compute ``len`` of one value, ``min`` or ``max`` of several numbers."""
    if name == "len":
        return lambda look: len(_sized(parts[0](look)))
    pick: Callable[[list[int | float]], int | float] = min if name == "min" else max
    return lambda look: pick([_number(part(look)) for part in parts])


def equal(left: Value, right: Value) -> bool:
    """Tell whether two values are the same; true is not 1."""
    return isinstance(left, bool) == isinstance(right, bool) and left == right


def contains(left: Value, right: Value) -> bool:
    """Tell whether a list holds a value, or a text another text."""
    if isinstance(right, str):
        if not isinstance(left, str):
            raise ExpressionFailed("only a text is looked for in a text")
        return left in right
    if not isinstance(right, tuple):
        raise ExpressionFailed("'in' looks into a list or a text")
    return any(equal(left, item) for item in right)


def _ordered(compare: Callable[[int | float, int | float], bool]) -> Link:
    return lambda left, right: compare(_number(left), _number(right))


def _arithmetic(
    compute: Callable[[int | float, int | float], int | float],
) -> Callable[[Closure, Closure], Closure]:
    return lambda left, right: lambda look: _bounded(compute(_number(left(look)), _number(right(look))))


ORDER: Mapping[type[ast.cmpop], Link] = {
    ast.Lt: _ordered(operator.lt),
    ast.LtE: _ordered(operator.le),
    ast.Gt: _ordered(operator.gt),
    ast.GtE: _ordered(operator.ge),
}

ARITHMETIC: Mapping[type[ast.operator], Callable[[Closure, Closure], Closure]] = {
    ast.Add: _arithmetic(operator.add),
    ast.Sub: _arithmetic(operator.sub),
    ast.Mult: _arithmetic(operator.mul),
    ast.Div: _arithmetic(operator.truediv),
}


def _truth(value: Value) -> bool:
    if not isinstance(value, bool):
        raise ExpressionFailed(f"yes or no is needed, not {value!r}")
    return value


def _number(value: Value) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ExpressionFailed(f"a number is needed, not {value!r}")
    return value


def _sized(value: Value) -> str | tuple[Value, ...]:
    if not isinstance(value, str | tuple):
        raise ExpressionFailed(f"a text or a list is needed, not {value!r}")
    return value


def _bounded(value: int | float) -> int | float:
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise ExpressionFailed("the number is too large")
    return value
