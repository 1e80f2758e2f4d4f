"""Frozen values as plain JSON and back: dataclasses carry their kind, lists stand for tuples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

KIND = "@"


def to_plain(value: Any) -> Any:
    """Give a value as JSON has it."""
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if is_dataclass(value):
        return {
            KIND: type(value).__name__,
            **{f.name: to_plain(getattr(value, f.name)) for f in fields(value)},
        }
    return value


def from_plain(value: Any, kinds: Mapping[str, type]) -> Any:
    """Read what :func:`to_plain` gave. Raises: KeyError for a kind that is not known."""
    if isinstance(value, list):
        return tuple(from_plain(item, kinds) for item in value)
    if isinstance(value, Mapping):
        return kinds[value[KIND]](
            **{name: from_plain(item, kinds) for name, item in value.items() if name != KIND}
        )
    return value
