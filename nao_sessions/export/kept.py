"""What a format cannot hold of an annotation travels beside it, and is found again by what it does show.

What the other tool shows wins: an annotation that was changed there comes back changed, and one that was not
comes back to the nanosecond.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from nao_sessions.session.annotations import Annotation, from_json, to_json


def to_keep(coded: Iterable[Annotation]) -> str:
    """Give annotations as one line of JSON, for the part of a file that its program does not read."""
    return json.dumps([to_json(one) for one in coded], ensure_ascii=False, separators=(",", ":"))


def kept(text: str) -> tuple[Annotation, ...]:
    """Read them again; nothing where the text is not what was written: what is shown is enough to go on."""
    try:
        return tuple(from_json(record) for record in json.loads(text))
    except (ValueError, KeyError, TypeError):
        return ()


def modifiers_shown(modifiers: Mapping[str, Any]) -> str:
    """Give modifiers in one cell: ``force=peu|main=gauche``."""
    return "|".join(f"{name}={value}" for name, value in modifiers.items())


def modifiers_read(text: str) -> dict[str, str]:
    """Read them again: a value without a name gets its place as one."""
    found: dict[str, str] = {}
    for place, part in enumerate(filter(None, text.split("|")), start=1):
        name, equals, value = part.partition("=")
        found[name if equals else str(place)] = value if equals else name
    return found
