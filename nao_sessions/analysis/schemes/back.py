"""A scheme that comes back from another program: what was changed there is as there, all else as it was here.

Three schemes are compared: what the file shows now, what it showed as it left, and the one that it was
written from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import replace
from itertools import product
from typing import Any

from nao_sessions.analysis.schemes.model import Behaviour, Modifier, Scheme, There, Value
from nao_sessions.text.messages import Localized, Text, verbatim

WORD = "word"
"""The key of ``there`` under which another program's word stands."""
Pair = tuple[Behaviour, Behaviour]
"""A behaviour as the file showed it when it left, and as it is here."""


def as_it_left(
    read: Scheme, written: Scheme, kept: Scheme, order: Sequence[str], key: Callable[[Behaviour], Any]
) -> Scheme:
    """Return the scheme kept here, updated by the changes that were made in another program.

    Args:
        read: what the file shows now, in its own words.
        written: what it showed as it left, read the same way: what is equal was not touched.
        kept: the scheme that it was written from.
        order: the codes of that scheme's behaviours, in the order in which they were written.
        key: returns what identifies a behaviour of the file.
    """
    if read == written:
        return kept
    known = {
        key(was): (was, own)
        for was, code in zip(written.behaviours, order, strict=False)
        if (own := kept.behaviour(code)) is not None
    }
    left = {one.code: known[key(one)] for one in read.behaviours if key(one) in known}
    knows_none = not written.modifiers  # as ELAN: what it does not know, it did not take away
    modifiers, renamed = _modifiers(read, written, kept, left)
    keys = {one.key for one in read.behaviours}
    taken = {own.code for _, own in left.values()}
    behaviours = []
    for one in read.behaviours:
        pair = left.get(one.code)
        sets = [renamed[code] for code in one.modifiers]
        if pair is None:
            code = _free(one.code, taken)
            taken.add(code)
            behaviours.append(replace(one, code=code, modifiers=tuple(sets), there=_called(one, code)))
        else:
            behaviours.append(_behaviour(one, *pair, sets, keys, knows_none))
    groups, before = {one.group for one in behaviours}, {one.group for one in kept.behaviours}
    new = {code: title for code, title in read.groups.items() if code in groups - before}
    return replace(
        kept,
        behaviours=tuple(behaviours),
        modifiers=({**kept.modifiers} if knows_none else {}) | modifiers,
        subjects=kept.subjects if read.subjects == written.subjects else read.subjects,
        # a group that nothing is of any more has no title
        groups={code: title for code, title in kept.groups.items() if code in groups} | new,
        there=merged(read.there, written.there, kept.there),
    )


def _modifiers(
    read: Scheme, written: Scheme, kept: Scheme, left: Mapping[str, Pair]
) -> tuple[dict[str, Modifier], dict[str, str]]:
    """Return the modifiers as they are now, by code, and their codes here by those in the file."""
    ours: dict[str, Modifier] = {}
    for code, (before, own) in _met(read, written, left).items():
        modifier, was = read.modifiers[code], written.modifiers[before]
        same = _as_said(modifier) == _as_said(was)
        ours[code] = kept.modifiers[own] if same else _modifier(modifier, was, kept.modifiers[own])
    renamed = {code: one.code for code, one in ours.items()}
    taken = {*renamed.values(), *(kept.modifiers if not written.modifiers else ())}
    for code, modifier in read.modifiers.items():
        if code not in ours:
            renamed[code] = _free(code, taken)
            taken.add(renamed[code])
            there = _called(modifier, renamed[code])
            ours[code] = replace(modifier, code=renamed[code], there=there)
    return {ours[code].code: ours[code] for code in read.modifiers}, renamed


def _met(read: Scheme, written: Scheme, left: Mapping[str, Pair]) -> dict[str, tuple[str, str]]:
    """Return, by each modifier's code in the file, the code that it left with and its code here.

    A modifier is the one of its behaviour that says the same, else the one of its name: one that two
    behaviours shared, and that was changed in one of them, becomes two.
    """
    found: dict[str, tuple[str, str]] = {}
    for alike, at_its_place in product((_as_said, _named), (True, False)):
        for one in read.behaviours:
            was, own = left.get(one.code, (None, None))
            codes = list(zip(was.modifiers, own.modifiers, strict=False)) if was and own else []
            for place, code in enumerate(one.modifiers):
                ones = codes[place : place + 1] if at_its_place else codes
                free = [pair for pair in ones if pair not in found.values()]
                now = alike(read.modifiers[code])
                pair = next((pair for pair in free if alike(written.modifiers[pair[0]]) == now), None)
                if pair is not None:
                    found.setdefault(code, pair)
    return found


def _as_said(one: Modifier) -> object:
    """Return everything of a modifier except its code, to compare it with another."""
    return one.word, one.title, one.values, one.kind, {**one.there, WORD: one.word}


def _named(one: Modifier) -> object:
    """Return a modifier's word, to compare it with another by name."""
    return one.word


def _modifier(now: Modifier, was: Modifier, own: Modifier) -> Modifier:
    """Return a modifier with the changes made elsewhere, under its code and titles here."""
    known = {value.word: (value, ours) for value, ours in zip(was.values, own.values, strict=False)}
    taken = {known[value.word][1].code for value in now.values if value.word in known}
    values = []
    for value in now.values:
        if value.word in known:
            before, ours = known[value.word]
            there = _there(value.there, before.there, ours.there)
            values.append(replace(value, code=ours.code, title=ours.title, there=there))
            continue
        code = _free(value.code, taken)
        taken.add(code)
        values.append(replace(value, code=code, there=_called(value, code)))
    there = _there(now.there, was.there, own.there)
    return replace(now, code=own.code, title=own.title, values=tuple(values), there=there)


def _behaviour(
    one: Behaviour, was: Behaviour, own: Behaviour, sets: Sequence[str], keys: Set[str], knows_none: bool
) -> Behaviour:
    """Return a behaviour with the changes made elsewhere, under its code and title here."""
    return Behaviour(
        code=own.code,
        title=own.title,
        kind=own.kind if one.kind == was.kind else one.kind,
        key=own.key if one.key == was.key and own.key not in keys - {one.key} else one.key,
        group=own.group if one.group == was.group else one.group,
        modifiers=(*(own.modifiers if knows_none else ()), *sets),
        definition=_definition(one.definition, was.definition, own.definition),
        there=_there(one.there, was.there, own.there),
    )


def _definition(now: Text, was: Text, own: Text) -> Text:
    """Return the definition as it is in the file now, without the title that was written before it."""
    if now == was:
        return own
    fr = _without_title(now.fr, was.fr, own.fr)
    if was.fr != was.en:
        return Localized(fr=fr, en=_without_title(now.en, was.en, own.en))
    return verbatim(fr)  # it has one language: what was said in the other one may be true no more


def _without_title(now: str, was: str, own: str) -> str:
    """Return a definition without the title that stood before it when it left, if it still stands there."""
    title = was.removesuffix(own).removesuffix(". ") if was.endswith(own) else ""
    if not title or now == title:
        return "" if title else now
    return now.removeprefix(f"{title}. ")


def _there(now: There, was: There, own: There) -> There:
    """Return what another program alone knows of a part, as it is there now; the word stays as it was."""
    now, was = ({key: value for key, value in one.items() if key != WORD} for one in (now, was))
    return merged(now, was, own)


def merged(now: Mapping[str, Any], was: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return a map with the changes made elsewhere, and everything else as it was here, map by map.

    A key that was in the file as it left, and is not there now, was removed elsewhere.
    """
    found: dict[str, Any] = {}
    for key in dict.fromkeys([*own, *now]):
        if key in now and key in was and now[key] == was[key]:
            found |= {key: own[key]} if key in own else {}
        elif key in now:
            inner = now[key], was.get(key, {}), own.get(key, {})
            maps = all(isinstance(each, Mapping) for each in inner)
            found[key] = merged(*inner) if maps else now[key]
        elif key not in was:
            found[key] = own[key]
    return found


def _called(one: Behaviour | Modifier | Value, code: str) -> There:
    """Return what another program knows of a new part, with its word where that is not the code."""
    return {**({WORD: one.word} if one.word != code else {}), **one.there}


def _free(wanted: str, taken: Set[str]) -> str:
    """Return the wanted code, or that code with a number where it is taken."""
    code, number = wanted, 2
    while code in taken:
        code, number = f"{wanted[:36]}_{number}", number + 1
    return code
