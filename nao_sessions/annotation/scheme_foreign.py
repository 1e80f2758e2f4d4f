"""What another program's coding scheme has in common with ours, whichever program it is.

Its words become titles, by which codings made with them are read, and their codes are made from these. What
has no counterpart here is told with its place, and never left out in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

from nao_sessions.annotation.scheme import RESERVED_KEYS, Behaviour, Modifier, Scheme, There, plain_code
from nao_sessions.annotation.scheme_reading import read_scheme
from nao_sessions.annotation.scheme_words import BORIS
from nao_sessions.annotation.scheme_writing import as_yaml
from nao_sessions.core.errors import Finding, Place, SchemeRefused
from nao_sessions.core.text import Text
from nao_sessions.importing.first_names import holds_first_name
from nao_sessions.protocol.reading.source import CONTROL


@dataclass(frozen=True, slots=True)
class Taken:
    """A scheme, and what of its file has no place in it (K109)."""

    scheme: Scheme
    remarks: tuple[Finding, ...] = ()


class Codes:
    """Codes made of words, each once: ``Regarde Nao`` is ``regarde_nao``; a word that is one stays."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        """Begin; of ``words``, those that are codes already get themselves, whatever comes before them."""
        self._by_word = {word: word for word in words if word and plain_code(word) == word}

    def of(self, word: str) -> str:
        """Give the code of a word; another word never has the same."""
        if word not in self._by_word:
            code, number = plain_code(word), 2
            while code in self._by_word.values():
                code, number = f"{plain_code(word)[:36]}_{number}", number + 1
            self._by_word[word] = code
        return self._by_word[word]


Standing = Mapping[tuple[str, str], Place]
"""Where what a scheme is made of stands in its file: by ``behaviours`` or ``modifiers``, and its code."""


def checked(scheme: Scheme, file: str, standing: Standing) -> Scheme:
    """Read the scheme again as if it had been written by hand: keys are given, and the same rules hold.

    Raises:
        SchemeRefused: at the place of the file, and not of the YAML, which nobody sees.
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
    """Give what the last of some lines of a scheme is of."""
    code = next((found[1] for line in reversed(lines) if (found := _OWN_LINE.fullmatch(line))), "")
    part = next((found[1] for line in reversed(lines) if (found := _PART_LINE.fullmatch(line))), "")
    return part, code


_OWN_LINE = re.compile(r"  (\w+):")
_PART_LINE = re.compile(r"(\w+):.*")


def kept_scheme(text: object) -> Scheme | None:
    """Read the scheme that travelled in a file which was written here; None where that is none."""
    try:
        return read_scheme(text.encode("utf-8"), "") if isinstance(text, str) and text else None
    except (SchemeRefused, ValueError):
        return None


def as_it_left(
    read: Scheme, written: Scheme, kept: Scheme, order: Sequence[str], key: Callable[[Behaviour], Any]
) -> Scheme:
    """Give a scheme that comes back: what was changed there as it is there, and all else as it was here.

    Args:
        read: what the file shows now, in its own words.
        written: what it showed as it left, read the same way: what is equal was not touched.
        kept: the scheme that it was written from.
        order: the codes of its behaviours, in the order in which they left.
        key: what a behaviour of the file is known by.
    """
    if read == written:
        return kept
    pairs = [
        (was, own)
        for was, code in zip(written.behaviours, order, strict=False)
        if (own := kept.behaviour(code)) is not None
    ]
    left = {key(was): (was, own) for was, own in pairs}
    sets = {was: own for pair in pairs for was, own in zip(*(one.modifiers for one in pair), strict=False)}
    knows_none = not written.modifiers  # as ELAN: what it does not know, it did not take away
    modifiers = dict(kept.modifiers) if knows_none else {}
    renamed: dict[str, str] = {}
    for code, modifier in read.modifiers.items():
        ours, before = kept.modifiers.get(sets.get(code, "")), written.modifiers.get(code)
        # of two of one name, the second, which has another code, is new
        if ours is not None and before is not None and before.word == modifier.word:
            modifier = ours if modifier == before else _modifier(modifier, before, ours)
        renamed[code] = modifier.code
        modifiers[modifier.code] = modifier
    keys = {one.key for one in read.behaviours}
    behaviours = tuple(
        _behaviour(one, left.get(key(one)), [renamed[code] for code in one.modifiers], keys, knows_none)
        for one in read.behaviours
    )
    groups, known = {one.group for one in behaviours}, {one.group for one in kept.behaviours}
    new = {code: title for code, title in read.groups.items() if code in groups - known}
    return replace(
        kept,
        behaviours=behaviours,
        modifiers=modifiers,
        subjects=kept.subjects if read.subjects == written.subjects else read.subjects,
        # a group that nothing is of any more has no title
        groups={code: title for code, title in kept.groups.items() if code in groups} | new,
        there=kept.there if read.there == written.there else read.there,
    )


def _modifier(now: Modifier, was: Modifier, own: Modifier) -> Modifier:
    known = {before.word: value for before, value in zip(was.values, own.values, strict=False)}
    values = [
        replace(value, code=known[value.word].code, title=known[value.word].title)
        if value.word in known
        else value
        for value in now.values
    ]
    return replace(now, code=own.code, title=own.title, values=tuple(values))


def _behaviour(
    one: Behaviour,
    left: tuple[Behaviour, Behaviour] | None,
    modifiers: Sequence[str],
    keys: Set[str],
    knows_none: bool,
) -> Behaviour:
    if left is None:
        return replace(one, modifiers=tuple(modifiers))
    was, own = left
    return Behaviour(
        code=own.code,
        title=own.title,
        kind=own.kind if one.kind == was.kind else one.kind,
        key=own.key if one.key == was.key and own.key not in keys - {one.key} else one.key,
        group=own.group if one.group == was.group else one.group,
        modifiers=(*(own.modifiers if knows_none else ()), *modifiers),
        definition=_definition(one.definition, was.definition, own.definition),
        there=_there(one.there, was.there, own.there),
    )


def _definition(now: Text, was: Text, own: Text) -> Text:
    """Give a definition as it is there now, without the title that stood before it as it left."""
    if now == was:
        return own
    fr = _without_title(now.fr, was.fr, own.fr)
    if was.fr != was.en:
        return Text(fr=fr, en=_without_title(now.en, was.en, own.en))
    return Text(fr=fr, en=fr)  # it has one language: what was said in the other one may be true no more


def _without_title(now: str, was: str, own: str) -> str:
    title = was.removesuffix(own)
    return now.removeprefix(title).lstrip(". ") if was.endswith(own) and title else now


def _there(now: There, was: There, own: There) -> There:
    """Give what another program has of something as it is there now; its word is the one that it had."""
    if now == was:
        return own
    kept = {key: value for key, value in own.items() if key == "word" or key not in {*now, *was}}
    return kept | {key: value for key, value in now.items() if key != "word"}


def can_be_kept(value: object, depth: int = 0) -> bool:
    """Tell whether a value of JSON can stand in a scheme's file and be read again there as it is."""
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
    """Give what another program has of something: its word where it is no code, and what it alone knows."""
    return ({"word": word} if word != code else {}) | ({program: alone} if alone else {})


def says_first_name(value: object) -> bool:
    """Tell whether a value of any shape holds a common first name."""
    if isinstance(value, dict):
        return any(says_first_name(each) for pair in value.items() for each in pair)
    if isinstance(value, list):
        return any(map(says_first_name, value))
    return isinstance(value, str) and holds_first_name(value)


UNNAMED = "scheme"


def unnamed(texts: Iterable[str]) -> str:
    """Give the first of some texts that says anything and no first name; "" where none does."""
    return next((text for text in texts if text and not says_first_name(text)), "")


def free_key(key: str, taken: set[str]) -> str:
    """Give a key if it can be one here and is not taken; "" lets the scheme choose another."""
    key = key.lower()
    if len(key) != 1 or key in RESERVED_KEYS or key in taken:
        return ""
    taken.add(key)
    return key


def same(text: str) -> Text:
    """Give a text of which nobody knows the language."""
    return Text(fr=text, en=text)
