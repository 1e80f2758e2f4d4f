"""What a format cannot hold of an annotation travels beside it, and is found again by what it does show.

What the other tool shows wins: an annotation that was changed there comes back changed, and one that was not
comes back to the nanosecond.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from nao_sessions.session.annotations import Annotation, from_json, to_json

Shown = Callable[[Annotation], Hashable]
"""What a format shows of an annotation, as that format rounds it."""


def to_keep(coded: Iterable[Annotation]) -> str:
    """Give annotations as one line of JSON, for the part of a file that its program does not read."""
    return json.dumps([to_json(one) for one in coded], ensure_ascii=False, separators=(",", ":"))


def kept(text: str) -> tuple[Annotation, ...]:
    """Read them again; nothing where the text is not what was written: what is shown is enough to go on."""
    try:
        return tuple(from_json(record) for record in json.loads(text))
    except (ValueError, KeyError, TypeError):
        return ()


def restored(
    read: Iterable[Annotation], before: Iterable[Annotation], shown: Shown
) -> tuple[Annotation, ...]:
    """Give what was read, each as it was before where nothing of it was changed, in the order of time.

    Args:
        read: what the file shows; new ones have ids that are made up.
        before: what was written.
        shown: what the format shows of one.
    """
    waiting: dict[Hashable, list[Annotation]] = defaultdict(list)
    for one in before:
        waiting[shown(one)].append(one)
    found: list[Annotation] = []
    new: list[Annotation] = []
    for one in read:
        same = waiting[shown(one)]
        if same:
            found.append(same.pop(0))
        else:
            new.append(one)
    taken = {one.id for one in found}
    for one in new:
        number = 1
        while f"{one.id}{'' if number == 1 else f'-{number}'}" in taken:
            number += 1
        found.append(replace(one, id=one.id if number == 1 else f"{one.id}-{number}"))
        taken.add(found[-1].id)
    return _in_order(found)


def _in_order(coded: Iterable[Annotation]) -> tuple[Annotation, ...]:
    return tuple(sorted(coded, key=lambda one: (one.start_ns, one.id)))


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
