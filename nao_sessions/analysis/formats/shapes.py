"""What is read of JSON of which nothing is sure: what has another shape is read as nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def called(values: object, key: str) -> list[dict[str, Any]]:
    """Return the maps of a list that have a text under a key, as a text."""
    maps = [one for one in listed(values) if isinstance(one, Mapping)]
    return [{**one, key: text} for one in maps if (text := text_of(one.get(key))).strip()]


def texts_in(values: object) -> list[str]:
    """Return the texts of a list."""
    return [text for one in listed(values) if (text := text_of(one))]


def listed(value: object) -> Sequence[Any]:
    """Return a list; an empty one for whatever else stands in a layout there."""
    return value if isinstance(value, list | tuple) else ()


def mapped(value: object) -> Mapping[str, Any]:
    """Return a map; an empty one for whatever else stands in a layout there."""
    return value if isinstance(value, Mapping) else {}


def text_of(value: object) -> str:
    """Return a text, or a number as one, as events have it; "" for anything else."""
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def shaped_alike(one: object, other: object) -> bool:
    """Tell whether two values of JSON are both texts, numbers, truths, lists or maps."""
    return _shape(one) == _shape(other)


def _shape(value: object) -> int:
    kinds = (bool, str, int | float, list | tuple, Mapping)
    return next((number for number, kind in enumerate(kinds) if isinstance(value, kind)), -1)
