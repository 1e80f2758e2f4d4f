"""The ethogram of a BORIS project: behaviours, whether they last, and their sets of modifiers.

BORIS keeps of an event the chosen values alone, in the order of the behaviour's sets: ``peu|None``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from nao_sessions.session.annotations import Annotation

Sets = Mapping[str, Sequence[str]]
"""The names of the sets of modifiers of each behaviour, in their order."""
BETWEEN = "|"
NONE = "None"
"""What BORIS writes where nothing of a set was chosen."""
_ONE_OF_A_LIST = 0


def sets_of(coded: Iterable[Annotation]) -> dict[str, tuple[str, ...]]:
    """Give the sets of modifiers by behaviour, in the order in which they were first used."""
    found: dict[str, dict[str, None]] = {}
    for one in coded:
        if one.modifiers:
            found.setdefault(one.behaviour, {}).update(dict.fromkeys(one.modifiers))
    return {behaviour: tuple(names) for behaviour, names in found.items()}


def chosen(one: Annotation, sets: Sets) -> str:
    """Give an annotation's modifiers as BORIS keeps them."""
    values = [one.modifiers.get(name) for name in sets.get(one.behaviour, ())]
    return BETWEEN.join(NONE if value is None else shown(value) for value in values)


def named(text: str, names: Sequence[str]) -> dict[str, str]:
    """Read them again; a value of a set without a name gets its place as one."""
    values = [value.strip() for value in text.split(BETWEEN)] if text else []
    keys = [*names, *(str(place) for place in range(len(names) + 1, len(values) + 1))]
    pairs = zip(keys, values, strict=False)
    return {name: value for name, value in pairs if value and value != NONE}


def shown(value: str) -> str:
    """Give a value without the sign that parts values in BORIS."""
    return value.replace(BETWEEN, "/")


def ethogram(states: Mapping[str, bool], coded: Sequence[Annotation]) -> list[dict[str, Any]]:
    """Give the behaviours: their codes, and whether they last; a code that was coded as a state is one."""
    last = dict(states)
    values: dict[tuple[str, str], dict[str, None]] = {}
    for one in coded:
        last[one.behaviour] = last.get(one.behaviour, False) or one.stop_ns is not None or one.open
        for name, value in one.modifiers.items():
            values.setdefault((one.behaviour, name), {})[shown(value)] = None
    sets = sets_of(coded)
    return [
        {
            "type": "State event" if lasts else "Point event",
            "key": "",
            "code": code,
            "description": "",
            "color": "",
            "category": "",
            "modifiers": {
                str(number): {
                    "name": name,
                    "description": "",
                    "type": _ONE_OF_A_LIST,
                    "ask at stop": False,
                    "values": list(values[code, name]),
                }
                for number, name in enumerate(sets.get(code, ()))
            },
            "excluded": "",
            "coding map": "",
        }
        for code, lasts in last.items()
    ]
