"""What another program's coding scheme has in common with ours, and taking back what was changed there.

Its words become titles, by which codings made with them are read, and codes are made of them. What has no
counterpart here becomes a remark with its place, and is never left out in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from nao_sessions.analysis.formats.name_filter import holds_first_name
from nao_sessions.analysis.schemes.model import (
    BORIS,
    RESERVED_KEYS,
    Behaviour,
    Modifier,
    ModifierValue,
    Scheme,
    There,
    plain_code,
)
from nao_sessions.analysis.schemes.yaml_files import as_yaml, read_scheme
from nao_sessions.core.errors import Finding, Place, SchemeRefused
from nao_sessions.protocol.reading.source import CONTROL
from nao_sessions.text.messages import Localized, Text, verbatim


@dataclass(frozen=True, slots=True)
class ForeignScheme:
    """A scheme that was read, with remarks (K109) on what its file holds and a scheme cannot."""

    scheme: Scheme
    remarks: tuple[Finding, ...] = ()


class Codes:
    """The codes made of words, each once: ``Regarde Nao`` is ``regarde_nao``; a word that is a code stays."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        """Prepare codes; those of ``words`` that are codes already stay, whatever words come before them."""
        self._by_word = {word: word for word in words if word and plain_code(word) == word}

    def of(self, word: str) -> str:
        """Return the code of a word, which differs from the codes of all other words."""
        if word not in self._by_word:
            code, number = plain_code(word), 2
            while code in self._by_word.values():
                code, number = f"{plain_code(word)[:36]}_{number}", number + 1
            self._by_word[word] = code
        return self._by_word[word]


Standing = Mapping[tuple[str, str], Place]
"""The places of a scheme's parts in its file: by ``behaviours`` or ``modifiers``, and the part's code."""


def checked(scheme: Scheme, file: str, standing: Standing) -> Scheme:
    """Return a scheme checked by the rules for schemes written by hand, with keys added.

    Raises:
        SchemeRefused: with places in the file, and not in the YAML, which nobody sees.
    """
    written = as_yaml(scheme)
    try:
        return read_scheme(written.encode("utf-8"), file)
    except SchemeRefused as refused:
        lines = written.split("\n")
        found = [
            replace(one, place=standing.get(_whose(lines[: one.place.line]), Place(file)))
            for one in refused.findings
        ]
        raise SchemeRefused(list(dict.fromkeys(found))) from refused


def _whose(lines: Sequence[str]) -> tuple[str, str]:
    """Return the section and the code that the last of some lines of a scheme's YAML belongs to."""
    code = next((found[1] for line in reversed(lines) if (found := _OWN_LINE.fullmatch(line))), "")
    part = next((found[1] for line in reversed(lines) if (found := _PART_LINE.fullmatch(line))), "")
    return part, code


_OWN_LINE = re.compile(r"  (\w+):")
_PART_LINE = re.compile(r"(\w+):.*")


def kept_scheme(text: object) -> Scheme | None:
    """Return the scheme that a file written here carries as YAML; None where there is none to be read."""
    try:
        return read_scheme(text.encode("utf-8"), "") if isinstance(text, str) and text else None
    except (SchemeRefused, ValueError):
        return None


def can_be_kept(value: object, depth: int = 0) -> bool:
    """Return whether a JSON value can be written into a scheme's file and read back unchanged."""
    if depth > _DEEPEST:
        return False
    if isinstance(value, dict):
        named = all(key and len(key) <= _LONGEST_KEY and can_be_kept(key) for key in value)
        return named and all(can_be_kept(each, depth + 1) for each in value.values())
    if isinstance(value, list):
        return all(can_be_kept(each, depth + 1) for each in value)
    return not (isinstance(value, str) and (CONTROL.search(value) or len(value) > _LONGEST))


_DEEPEST = 8
_LONGEST_KEY = 200
_LONGEST = 10_000


def there_of(word: str, code: str, alone: There, program: str = BORIS) -> There:
    """Return what another program has of a scheme's part: its word if that is no code, and its own facts."""
    return ({"word": word} if word != code else {}) | ({program: alone} if alone else {})


def says_first_name(value: object) -> bool:
    """Return whether a value of any shape holds a common first name."""
    if isinstance(value, dict):
        return any(says_first_name(each) for pair in value.items() for each in pair)
    if isinstance(value, list):
        return any(map(says_first_name, value))
    return isinstance(value, str) and holds_first_name(value)


UNNAMED = "scheme"


def unnamed(texts: Iterable[str]) -> str:
    """Return the first text that is not empty and holds no first name; "" where none does."""
    return next((text for text in texts if text and not says_first_name(text)), "")


def free_key(key: str, taken: set[str]) -> str:
    """Return a key if it is valid and free, and mark it as taken; else "", so that the scheme chooses."""
    key = key.lower()
    if len(key) != 1 or key in RESERVED_KEYS or key in taken:
        return ""
    taken.add(key)
    return key


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


def _called(one: Behaviour | Modifier | ModifierValue, code: str) -> There:
    """Return what another program knows of a new part, with its word where that is not the code."""
    return {**({WORD: one.word} if one.word != code else {}), **one.there}


def _free(wanted: str, taken: Set[str]) -> str:
    """Return the wanted code, or that code with a number where it is taken."""
    code, number = wanted, 2
    while code in taken:
        code, number = f"{wanted[:36]}_{number}", number + 1
    return code
