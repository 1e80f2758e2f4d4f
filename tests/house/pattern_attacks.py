"""Texts made to be slow for a regular expression: what a repetition takes, repeated, and then what fails it.

Built from the parsed expression alone (``re._parser``): for each repetition without a bound, its way there,
samples of its body and pairs of them, pumped, before an end that does not match.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import permutations
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_MOST = 14
"""Samples kept of one part: each branch, each kind of character."""
_UNBOUNDED = 30
"""Repetitions that may go on so long count as endless."""
_USUAL = "aA0 \n\t_-.,:;=\\\"'<>|/é!"
_ENDS = ("", "\x00", "!", "a")
_REPEATS = {codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT}
_Part = tuple[Any, Any]


def attacks(pattern: re.Pattern[Any], pumps: int) -> Iterator[str]:
    """Return texts that are slow for a pattern, if it can be slow: each body ``pumps`` times."""
    parts = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    letters = list(dict.fromkeys([*_letters(parts), *_USUAL]))[:60]
    for way, bodies in _endless(parts, "", letters):
        pairs = ["".join(pair) for pair in permutations(bodies[:5], 2)]
        for body in dict.fromkeys([*bodies, *pairs]):
            for before in sorted({way, ""}) if body else ():
                yield from (before + body * pumps + end for end in _ENDS)


def _inside(op: Any, value: Any) -> list[Any]:
    """Return the sequences that a part holds."""
    if op is codes.BRANCH:
        return list(value[1])
    if op is codes.SUBPATTERN:
        return [value[3]]
    if op in _REPEATS:
        return [value[2]]
    if op in {codes.ASSERT, codes.ASSERT_NOT}:
        return [value[1]]
    return [value] if op is codes.ATOMIC_GROUP else []


def _letters(parts: Any) -> Iterator[str]:
    for op, value in parts:
        if op in {codes.LITERAL, codes.NOT_LITERAL}:
            yield chr(value)
        elif op is codes.IN:
            for kind, one in value:
                if kind is codes.LITERAL:
                    yield chr(one)
                elif kind is codes.RANGE:
                    yield from map(chr, one)
        for inner in _inside(op, value):
            yield from _letters(inner)


def _endless(parts: Any, way: str, letters: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Return each repetition without a bound: a way to it, and samples of its body."""
    for op, value in parts:
        if op in _REPEATS and value[1] >= _UNBOUNDED:
            yield way, _samples(value[2], letters)
        for inner in _inside(op, value):
            yield from _endless(inner, way, letters)
        way += _of_part(op, value, letters)[0]


def _samples(parts: Any, letters: list[str]) -> list[str]:
    """Return texts that a sequence takes: the plainest, and those that differ from it in one part."""
    each = [_of_part(op, value, letters) for op, value in parts]
    plain = [one[0] for one in each]
    found = ["".join(plain)]
    for place, one in enumerate(each):
        found += ["".join([*plain[:place], other, *plain[place + 1 :]]) for other in one[1:]]
    return list(dict.fromkeys(found))[:_MOST]


def _of_part(op: Any, value: Any, letters: list[str]) -> list[str]:
    if op is codes.LITERAL:
        return [chr(value)]
    if op in {codes.NOT_LITERAL, codes.ANY, codes.IN}:
        return [letter for letter in letters if _takes(op, value, letter)][:6] or ["a"]
    if op is codes.BRANCH:
        return [one for branch in value[1] for one in _samples(branch, letters)][:_MOST] or [""]
    if op in _REPEATS:
        least, _, body = value
        bodies = _samples(body, letters)
        return list(dict.fromkeys([bodies[0] * least, *(one * max(least, 1) for one in bodies)]))
    if op is codes.SUBPATTERN:
        return _samples(value[3], letters)
    return _samples(value, letters) if op is codes.ATOMIC_GROUP else [""]


def _takes(op: Any, value: Any, letter: str) -> bool:
    number = ord(letter)
    if op is codes.NOT_LITERAL:
        return bool(number != value)
    if op is codes.ANY:
        return letter != "\n"
    taken = False
    for kind, one in value:
        if kind is codes.LITERAL:
            taken |= number == one
        elif kind is codes.RANGE:
            taken |= one[0] <= number <= one[1]
        elif kind is codes.CATEGORY:
            name = str(one)
            of_kind = letter.isdigit() if "DIGIT" in name else letter.isspace()
            of_kind = letter.isalnum() or letter == "_" if "WORD" in name else of_kind
            taken |= of_kind != ("NOT" in name)
    return taken != (value[0][0] is codes.NEGATE)
