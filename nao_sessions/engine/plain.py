"""Named tuples as plain JSON and back: each carries its kind, lists stand for tuples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

KIND = "@"


def to_plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    if not isinstance(value, tuple):
        return value
    names = getattr(value, "_fields", None)
    if names is None:
        return [to_plain(item) for item in value]
    return {KIND: type(value).__name__, **dict(zip(names, map(to_plain, value), strict=True))}


def from_plain(value: Any, kinds: Mapping[str, type]) -> Any:
    """Read what :func:`to_plain` gave. Raises: KeyError for a kind that is not known."""
    if isinstance(value, list):
        return tuple(from_plain(item, kinds) for item in value)
    if isinstance(value, Mapping):
        return kinds[value[KIND]](
            **{name: from_plain(item, kinds) for name, item in value.items() if name != KIND}
        )
    return value
