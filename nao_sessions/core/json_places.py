"""JSON with the place of every value, which the standard library does not report.

Leaves are read by the standard library; only the brackets are walked here.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Any

from nao_sessions.core.errors import Place

MOST_DEPTH = 64
"""The deepest nesting; what this program writes has 8 at most, a project of BORIS some ten."""

_SPACE = re.compile(r"[ \t\r\n]*")
_ESCAPED = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)"
)
"""What a backslash begins: a pair of escapes that is one character, half of one, or anything else."""


class HalfCharacter(json.JSONDecodeError):
    """A text holds half of a character (a surrogate alone): no file in UTF-8 can hold it."""


@dataclass(frozen=True, slots=True)
class Located:
    """A value and where its text begins; ``value`` is a dict or a list of Located, or a leaf."""

    value: Any
    offset: int

    def get(self, key: str) -> Located | None:
        """Return the value of a key of an object; None where the key is missing, or this is no object."""
        return self.value.get(key) if isinstance(self.value, dict) else None

    def items(self) -> list[tuple[str, Located]]:
        """Return the keys and values of an object; empty where the value is no object."""
        return list(self.value.items()) if isinstance(self.value, dict) else []

    def elements(self) -> list[Located]:
        """Return the elements of a list; empty where the value is no list."""
        return list(self.value) if isinstance(self.value, list) else []

    def plain(self) -> Any:
        """Return the value as plain Python values, without places."""
        if isinstance(self.value, dict):
            return {key: value.plain() for key, value in self.value.items()}
        return [element.plain() for element in self.value] if isinstance(self.value, list) else self.value


class LineStarts:
    """The lines of a text, to find the line and column of an offset; both count from 1.

    ``first_line`` is the line at which the text begins in its file.
    """

    def __init__(self, text: str, file: str, first_line: int = 1) -> None:
        self._file = file
        self._first = first_line
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def place(self, offset: int) -> Place:
        """Return the place (file, line, column) of an offset in the text."""
        line = bisect_right(self._starts, offset)
        return Place(self._file, self._first + line - 1, offset - self._starts[line - 1] + 1)


def locate(text: str) -> Located:
    """Return the value of a JSON text, with the offset at which each value in it begins.

    Raises:
        ValueError: it is not JSON (a JSONDecodeError, which knows the line), or it is nested too deeply.
    """
    try:
        json.loads(text)
        found, _ = _value(text, _skip(text, 0), json.JSONDecoder(), MOST_DEPTH)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return found


def check_characters(text: str) -> None:
    """Raise HalfCharacter if a JSON text holds half a surrogate pair, which cannot be written again."""
    half = next((found for found in _ESCAPED.finditer(text) if found["half"]), None)
    if half is not None:
        raise HalfCharacter("half of a character", text, half.start())


def _value(text: str, place: int, decoder: json.JSONDecoder, left: int) -> tuple[Located, int]:
    """Return the value that begins at an offset, and the offset after it; the text is known to be JSON.

    Raises: ValueError: it is nested more deeply than ``left``.
    """
    if text[place] in "{[" and not left:
        raise ValueError("nested too deeply")
    if text[place] == "{":
        return _object(text, place, decoder, left - 1)
    if text[place] == "[":
        elements: list[Located] = []
        at = _skip(text, place + 1)
        while text[at] != "]":
            element, at = _value(text, at, decoder, left - 1)
            elements.append(element)
            at = _skip(text, at)
            at = _skip(text, at + 1) if text[at] == "," else at
        return Located(elements, place), at + 1
    leaf, end = decoder.raw_decode(text, place)
    return Located(leaf, place), end


def _object(text: str, place: int, decoder: json.JSONDecoder, left: int) -> tuple[Located, int]:
    members: dict[str, Located] = {}
    at = _skip(text, place + 1)
    while text[at] != "}":
        key, at = decoder.raw_decode(text, at)
        at = _skip(text, _skip(text, at) + 1)
        members[key], at = _value(text, at, decoder, left)
        at = _skip(text, at)
        at = _skip(text, at + 1) if text[at] == "," else at
    return Located(members, place), at + 1


def _skip(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return place if found is None else found.end()
