"""The ethogram of a BORIS project: behaviours, their sets of modifiers, and how states end beside each other.

BORIS keeps of an event the chosen values alone, in the order of the behaviour's sets: ``peu|None``.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from nao_sessions.record.additions.annotations import Annotation

Sets = Mapping[str, Sequence[str]]
"""The names of the sets of modifiers of each behaviour, in their order."""
BETWEEN = "|"
"""What BORIS writes between the modifiers of an event."""
NONE = "None"
"""What BORIS writes where nothing of a set was chosen."""
CALLED = "called"
"""Our key of a set, until it is written: its name in BORIS, where it needs none and two may have one."""
_ONE_OF_A_LIST, _SEVERAL_OF_A_LIST = 0, 1
"""BORIS's numbers of types of sets; above are numbers."""

Behaviours = Sequence[Mapping[str, Any]]
"""Behaviours of an ethogram, as a BORIS project has them."""


def is_state(one: Mapping[str, Any]) -> bool:
    """Return whether a behaviour is a state, which lasts, and no point."""
    return str(one.get("type", "")).casefold().startswith("state")


def sets_of(coded: Iterable[Annotation], schemes: Behaviours = ()) -> dict[str, tuple[str, ...]]:
    """Return the names of each behaviour's modifier sets: the scheme's, then others by their first use."""
    found: dict[str, dict[str, None]] = {}
    for known in schemes:
        names = [one["name"] for one in known["modifiers"].values()]
        if names:
            found.setdefault(known["code"], {}).update(dict.fromkeys(names))
    for one in coded:
        if one.modifiers:
            found.setdefault(one.behaviour, {}).update(dict.fromkeys(one.modifiers))
    return {behaviour: tuple(names) for behaviour, names in found.items()}


def chosen(one: Annotation, sets: Sets) -> str:
    """Return an annotation's modifiers as one text, as BORIS writes them."""
    values = [one.modifiers.get(name) for name in sets.get(one.behaviour, ())]
    return BETWEEN.join(NONE if value is None else shown(value) for value in values)


def called_of(schemes: Behaviours, sets: Sets) -> dict[str, list[str]]:
    """Return the names of each behaviour's sets of modifiers in BORIS, in their order."""
    known = {(one["code"], each["name"]): each for one in schemes for each in one["modifiers"].values()}
    return {
        behaviour: [str(known.get((behaviour, name), {}).get(CALLED, name)) for name in names]
        for behaviour, names in sets.items()
    }


def as_called(one: Mapping[str, Any]) -> dict[str, Any]:
    """Return a behaviour whose sets of modifiers have the names that BORIS shows."""
    sets = {}
    for number, each in one["modifiers"].items():
        bare = {key: value for key, value in each.items() if key != CALLED}
        sets[number] = {**bare, "name": each.get(CALLED, each["name"])}
    return {**one, "modifiers": sets}


def names_here(there: Sequence[str], called: Sequence[str], names: Sequence[str]) -> list[str]:
    """Return the present names of a behaviour's sets of modifiers in a file, in the file's order.

    Args:
        there: how the file calls them; a set that is new, has no name or shares one has its place as one.
        called: how it called those that it was written with.
        names: the names of these.
    """
    left = list(zip(called, names, strict=False))
    found = []
    for place, name in enumerate(there, start=1):
        known = next((pair for pair in left if pair[0] == name), None)
        if known is not None:
            left.remove(known)
        alone = name if name and there.count(name) == 1 else str(place)
        found.append(alone if known is None else known[1])
    return found


def named(text: str, names: Sequence[str]) -> dict[str, str]:
    """Return modifiers by the names of their sets, read from BORIS's text; a nameless one gets its place."""
    values = [value.strip() for value in text.split(BETWEEN)] if text else []
    keys = [*names, *(str(place) for place in range(len(names) + 1, len(values) + 1))]
    pairs = zip(keys, values, strict=False)
    return {name: value for name, value in pairs if value and value != NONE}


def shown(value: str) -> str:
    """Return a value with a slash for the bar, which separates values in BORIS."""
    return value.replace(BETWEEN, "/")


def ethogram(
    states: Mapping[str, bool], coded: Sequence[Annotation], schemes: Behaviours = ()
) -> list[dict[str, Any]]:
    """Return the ethogram's behaviours: the session's, those of the schemes, and others that were coded.

    A code that was coded as a state is one; what was said beside a scheme stands among its values.
    """
    of_scheme: dict[str, Mapping[str, Any]] = {}
    for known in schemes:
        code = str(known["code"])
        of_scheme[code] = _of_both(of_scheme[code], known) if code in of_scheme else known
    last = {**states, **{code: is_state(of_scheme[code]) for code in of_scheme}}
    values: dict[tuple[str, str], dict[str, None]] = {}
    for one in coded:
        last[one.behaviour] = last.get(one.behaviour, False) or one.stop_ns is not None or one.open
        for name, value in one.modifiers.items():
            values.setdefault((one.behaviour, name), {})[shown(value)] = None
    sets = sets_of(coded, schemes)
    return [
        {
            **(of_scheme.get(code) or {**_PLAIN, "code": code}),
            "type": "State event" if lasts else "Point event",
            "modifiers": {
                str(number): _set(name, list(values.get((code, name), ())), of_scheme.get(code))
                for number, name in enumerate(sets.get(code, ()))
            },
        }
        for code, lasts in last.items()
    ]


_PLAIN: Mapping[str, Any] = {
    "type": "", "key": "", "code": "", "description": "", "color": "", "category": "", "modifiers": {},
    "excluded": "", "coding map": "",
}  # fmt: skip


def _of_both(first: Mapping[str, Any], other: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a behaviour of one kind that two schemes have: what either lets be chosen.

    Of sets of one name that are a number in one alone, the first counts.
    """
    sets = {one["name"]: dict(one) for one in first["modifiers"].values()}
    for one in other["modifiers"].values():
        there = sets.setdefault(one["name"], dict(one))
        if max(there["type"], one["type"]) <= _SEVERAL_OF_A_LIST:
            there["type"] = max(there["type"], one["type"])
            there["values"] = _values_of_both(there["values"], one["values"])
    rivals = [*first["excluded"].split(","), *other["excluded"].split(",")]
    return {
        **first,
        "modifiers": {str(number): one for number, one in enumerate(sets.values())},
        "excluded": ",".join(dict.fromkeys(filter(None, rivals))),
    }


def _values_of_both(first: Sequence[str], other: Sequence[str]) -> list[str]:
    """Return the values of both lists; a key that is taken chooses the first one alone."""
    there = {_without_key(value) for value in first}
    keys = {value.removeprefix(_without_key(value)) for value in first}
    new = {value: _without_key(value) for value in other if _without_key(value) not in there}
    return [*first, *(bare if value.removeprefix(bare) in keys else value for value, bare in new.items())]


_KEY = re.compile(r"^((?:(?! \().)*+) \((.*)\)", re.MULTILINE)


def value_and_key(text: str) -> tuple[str, str]:
    """Return a modifier's value without its key, and the key, which is "" where there is none.

    ``weak (1)``: how BORIS writes the key of a modifier's value, and takes it off wherever it stands.
    """
    found = _KEY.search(text)
    return _KEY.sub(r"\1", text), "" if found is None else found[2]


def _without_key(value: str) -> str:
    """Return a modifier's value without the key that BORIS writes behind it."""
    return value_and_key(value)[0]


def _set(name: str, coded: Sequence[str], of_scheme: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return a set of modifiers with the values that coders said; sets of another type stay as they are."""
    known = of_scheme["modifiers"].values() if of_scheme is not None else ()
    found = next((dict(one) for one in known if one["name"] == name), None)
    if found is None:
        common = {"name": name, "description": "", "type": _ONE_OF_A_LIST, "ask at stop": False}
        return {**common, "values": list(coded)}
    if found["type"] == _ONE_OF_A_LIST:
        there = {_without_key(value) for value in found["values"]}
        found["values"] = [*found["values"], *(value for value in coded if value not in there)]
    return found


_NEVER = float("inf")

State = tuple[Hashable, int, int | None]
"""What BORIS distinguishes states by, and the start and end of one (ns); None: its end was not coded."""


def paired_ends(states: Sequence[State]) -> list[int | None]:
    """Return the end of each state in BORIS, so that all states together fill the same time as here.

    One that overlaps the next ends where that begins, and the last of them where the last of all ends.
    None: its end was not coded.
    """
    found: list[int | None] = [None] * len(states)
    last: dict[Hashable, tuple[int, float]] = {}
    for place in sorted(range(len(states)), key=lambda place: states[place][1]):
        key, start, stop = states[place]
        end = _NEVER if stop is None else stop
        before = last.get(key)
        if before is not None and start < before[1]:
            found[before[0]] = start
            end = max(end, before[1])
        found[place] = None if end == _NEVER else int(end)
        last[key] = place, end
    return found
