"""What a format cannot hold of an annotation travels beside it, and is found again by what it does show.

What the other tool shows wins: an annotation that was changed there comes back changed, and one that was not
comes back to the nanosecond.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from nao_sessions.record.additions.annotations import Annotation, from_json, to_json

_IN_NAME, _IN_VALUE, _SPELT = re.compile(r"[\\|=]"), re.compile(r"[\\|]"), r"\\\g<0>"
_SPELT_NAME, _SPELT_VALUE = re.compile(r"\\([\\|=])"), re.compile(r"\\([\\|])")
_PARTS = re.compile(r"(?:\\[\\|=]|[^|])+")
_NAMED = re.compile(r"((?:\\[\\|=]|[^\\=]|\\(?![\\|=]))*)=(.*)", re.DOTALL)
"""A name up to its equals sign. Each character can be read in one way only: else the time that a text without
an equals sign takes doubles with each backslash."""


def to_keep(coded: Iterable[Annotation]) -> str:
    """Return annotations as one line of JSON, for the part of a file that its program does not read."""
    return json.dumps([to_json(one) for one in coded], ensure_ascii=False, separators=(",", ":"))


def kept(text: str) -> tuple[Annotation, ...]:
    """Read them again; nothing where the text is not what was written: what is shown is enough to go on."""
    try:
        return tuple(from_json(record) for record in json.loads(text))
    except (ValueError, KeyError, TypeError):
        return ()


def modifiers_shown(modifiers: Mapping[str, Any]) -> str:
    """Return modifiers in one cell: ``force=peu|main=gauche``.

    A bar that is no end of one has a backslash before it, and so has an equals sign of a name.
    """
    return "|".join(
        f"{_IN_NAME.sub(_SPELT, name)}={_IN_VALUE.sub(_SPELT, str(value))}"
        for name, value in modifiers.items()
    )


def modifiers_read(text: str) -> dict[str, str]:
    """Read them again: a value without a name gets its place as one.

    Spaces around each are left out: around the whole cell they do not come back from ELAN.
    """
    found: dict[str, str] = {}
    for place, part in enumerate(_PARTS.findall(text), start=1):
        named = _NAMED.fullmatch(part)
        name = str(place) if named is None else _SPELT_NAME.sub(r"\1", named[1]).strip()
        found[name] = _SPELT_VALUE.sub(r"\1", part if named is None else named[2]).strip()
    return found
