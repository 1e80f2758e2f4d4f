"""The nodes of a YAML file: scalars as their source text, lists and maps, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from nao_sessions.core.errors import Place


@dataclass(frozen=True, slots=True, eq=False)
class Scalar:
    """One value as the author wrote it; ``key`` names the key it belongs to."""

    text: str
    place: Place
    key: str
    plain: bool = True
    in_braces: bool = False
    listed: bool = False
    """Whether it stands between brackets itself: a comma separates it from its neighbours."""
    cut: bool = False
    """Whether a comment follows it on its line."""
    cut_in_word: bool = False
    """Whether that comment begins as no comment does: ``#1``."""
    raw: str = ""
    misread: bool = False
    """Whether what is wrong with it was reported already: it is not what the author meant it to be."""

    @property
    def empty(self) -> bool:
        """Return whether nothing is written there (``do:`` and no more)."""
        return self.plain and not self.text

    def place_at(self, offset: int) -> Place:
        """Return the place in the file of a character of ``text``: quotes, escapes, folded lines counted."""
        indexes, line_starts = _source_map(self)
        at = indexes[min(max(offset, 0), len(self.text))]
        line = bisect_right(line_starts, at) - 1
        col = self.place.col + at if line == 0 else at - line_starts[line] + 1
        return Place(self.place.file, self.place.line + line, col)


@lru_cache(maxsize=4)
def _source_map(scalar: Scalar) -> tuple[list[int], list[int]]:
    """Return each character's index in the source of a value, and where the source's lines begin."""
    raw, at = scalar.raw, 0
    if not scalar.plain and raw[:1] in ('"', "'"):
        at = 1
    elif not scalar.plain:
        at = raw.find("\n") + 1
    indexes: list[int] = []
    for char in scalar.text:
        width = 1
        if scalar.plain or raw[at : at + 1] != char or char == "\\":
            at, width = _aligned(raw, at, char)
        indexes.append(at)
        at += width
    indexes.append(at)
    return indexes, [0, *(match.end() for match in re.finditer("\n", raw))]


def _aligned(raw: str, at: int, char: str) -> tuple[int, int]:
    """Return where a character of a value is in its source, and how long it is there: (index, length)."""
    if raw[at : at + 1] == "\\":
        length = {"x": 4, "u": 6, "U": 10}.get(raw[at + 1 : at + 2], 2)
        return at, length
    while at < len(raw) and raw[at] != char and raw[at] in " \t\r\n":
        at += 1
    return min(at, max(len(raw) - 1, 0)), 1


class Items(list["Node"]):
    """A YAML list of nodes; ``key`` names the key it belongs to."""

    def __init__(self, place: Place, key: str, in_braces: bool = False) -> None:
        super().__init__()
        self.place = place
        self.key = key
        self.in_braces = in_braces


class Fields(dict[str, "Node"]):
    """A YAML map of nodes; ``places`` holds where each key stands, ``named_at`` where the map's name does."""

    def __init__(self, place: Place, key: str, in_braces: bool = False) -> None:
        super().__init__()
        self.place = place
        self.named_at = place
        self.key = key
        self.in_braces = in_braces
        self.places: dict[str, Place] = {}

    def only(self, names: set[str]) -> Fields:
        """Return a copy of the map with only some of its keys."""
        chosen = Fields(self.place, self.key, self.in_braces)
        chosen.named_at = self.named_at
        chosen.places = self.places
        chosen.update((name, node) for name, node in self.items() if name in names)
        return chosen


@dataclass(frozen=True, slots=True, eq=False)
class Nothing:
    """Stands where a value is missing or refused, and a finding already says so."""

    place: Place
    key: str


Node = Scalar | Items | Fields | Nothing
