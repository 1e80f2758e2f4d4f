"""The free shapes of ALMotion's arguments: one value for all joints, one each, or a list of lists.

A shape that does not fit is refused with the sentence that says which lengths differ.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from nao_simulator.errors import CallError


def per_joint(resolved: Sequence[str], values: Any, names: Any) -> list[Any]:
    """Return one value for each resolved joint; a scalar serves them all.

    Raises:
        CallError: there are neither one nor as many values as joints.
    """
    if not isinstance(values, list | tuple):
        return [number(values)] * len(resolved)
    if len(values) == len(resolved):
        return list(values)
    if isinstance(names, str) and len(resolved) == 1:
        return [list(values)]
    raise CallError(
        f"The number of values ({len(values)}) does not match the number of joints ({len(resolved)})."
    )


def numbers(values: Any) -> list[float]:
    """Return a scalar or a list of numbers as a list of floats."""
    if isinstance(values, list | tuple):
        return [number(value) for value in values]
    return [number(values)]


def trajectories(
    resolved: Sequence[str], names: Any, angles: Any, times: Any
) -> list[tuple[list[float], list[float]]]:
    """Return (times, angles) of each joint for an interpolation, from all the shapes that NAOqi accepts.

    Raises:
        CallError: lengths do not match, or times do not strictly increase from above 0.
    """
    single = len(resolved) == 1
    angle_lists = [numbers(angles)] if single and not _nested(angles) else _lists(resolved, angles)
    time_lists = [numbers(times)] if single and not _nested(times) else _lists(resolved, times)
    found: list[tuple[list[float], list[float]]] = []
    for name, its_angles, its_times in zip(resolved, angle_lists, time_lists, strict=True):
        if len(its_angles) != len(its_times):
            raise CallError(
                f"{name} has {len(its_angles)} angles and {len(its_times)} times: the numbers must be equal."
            )
        if any(b <= a for a, b in zip([0.0, *its_times], its_times, strict=False)):
            raise CallError(f"The times of {name} must be positive and strictly increasing.")
        found.append((its_times, its_angles))
    return found


def _lists(resolved: Sequence[str], values: Any) -> list[list[float]]:
    if not isinstance(values, list | tuple):
        return [[number(values)]] * len(resolved)
    if len(values) == len(resolved):
        return [numbers(value) for value in values]
    if len(values) == 1:
        return [numbers(values[0])] * len(resolved)
    if not _nested(values):
        return [numbers(values)] * len(resolved)
    raise CallError(
        f"The number of lists ({len(values)}) does not match the number of joints ({len(resolved)})."
    )


def _nested(values: Any) -> bool:
    return isinstance(values, list | tuple) and any(isinstance(value, list | tuple) for value in values)


def number(value: Any) -> float:
    """Return a finite number as a float.

    Raises:
        CallError: it is none.
    """
    if isinstance(value, bool | int | float) and math.isfinite(value):
        return float(value)
    raise CallError(f"A number was expected, not {value!r}.")
