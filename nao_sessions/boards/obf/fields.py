"""The fields of one JSON object of a board, each taken once, with its place where it is wrong.

What is left when all known ones were taken is what the board says more.
"""

from __future__ import annotations

import math
from typing import Any

from nao_sessions.boards.bounds import DEEPEST
from nao_sessions.boards.findings import BoardFindings
from nao_sessions.core.errors import Place
from nao_sessions.core.json_places import LineStarts, Located
from nao_sessions.text.messages import Text, msg


class ObfFields:
    """One JSON object of a board's file, whose fields are taken out one by one while it is read.

    A value of another type than is asked for is reported as an error, and None is returned.
    """

    def __init__(self, node: Located, what: Text, places: LineStarts, findings: BoardFindings) -> None:
        """Prepare the fields of an object for reading; ``what`` names the object for people.

        Raises:
            BoardRefused: it is no object.
        """
        if not isinstance(node.value, dict):
            raise findings.refuse(
                "B104",
                places.place(node.offset),
                msg("{what} should be an object {...}", what=what),
            )
        self.what = what
        self.place = places.place(node.offset)
        self._offset = node.offset
        self._left: dict[str, Located] = dict(node.value)
        self._places = places
        self._findings = findings

    def text(self, key: str) -> str | None:
        """Return the text of a key, which is then no longer left over; None where there is none."""
        node = self._take(key)
        if node is None:
            return None
        if not isinstance(node.value, str):
            self._wrong(node, key, msg("a text"))
            return None
        return self._clean(node, node.value)

    def id(self, key: str) -> str | None:
        """Return the id of a key, written as a text or, by some programs, as a number; None without one."""
        node = self._take(key)
        if node is None:
            return None
        return self.id_of(node, key)

    def id_of(self, node: Located, key: str) -> str | None:
        """Return the id in a value of a list, whose key is *key*; None, and reported, where it is none."""
        if isinstance(node.value, bool) or not isinstance(node.value, str | int):
            self._wrong(node, key, msg("an id in quotes"))
            return None
        return self._clean(node, str(node.value))

    def truth(self, key: str) -> bool | None:
        """Return the true or false of a key; None where there is none."""
        node = self._take(key)
        if node is None or isinstance(node.value, bool):
            return None if node is None else bool(node.value)
        self._wrong(node, key, msg("true or false"))
        return None

    def whole(self, key: str) -> int | None:
        """Return the whole number of a key; None where there is none."""
        node = self._take(key)
        if node is None:
            return None
        if isinstance(node.value, bool) or not isinstance(node.value, int):
            self._wrong(node, key, msg("a whole number"))
            return None
        return node.value

    def listed(self, key: str) -> list[Located] | None:
        """Return the list of a key; None where there is none."""
        node = self._take(key)
        if node is None:
            return None
        if not isinstance(node.value, list):
            self._wrong(node, key, msg("a list [...]"))
            return None
        return list(node.value)

    def texts(self, key: str) -> tuple[str, ...] | None:
        """Return the list of texts of a key, others left out and reported; None where there is none."""
        nodes = self.listed(key)
        if nodes is None:
            return None
        found = []
        for node in nodes:
            if isinstance(node.value, str):
                found.append(self._clean(node, node.value))
            else:
                self._wrong(node, key, msg("texts"))
        return tuple(found)

    def object(self, key: str) -> Located | None:
        """Return the value of a key as it is in the file, with its place; None where there is none."""
        return self._take(key)

    def place_of(self, node: Located | None) -> Place:
        """Return the place of a value, or of the object itself."""
        return self.place if node is None else self._places.place(node.offset)

    def missing(self, key: str) -> None:
        """Report a field that has to be there."""
        sentence = msg("{what} has no '{key}'")
        self._findings.error("B105", self.place, sentence.format(what=self.what, key=key))

    def more(self) -> dict[str, Any]:
        """Return the fields not read yet, as plain values. Raises: BoardRefused: nested too deeply."""
        return {self._clean(node, key): self._plain(node) for key, node in self._left.items()}

    def _take(self, key: str) -> Located | None:
        node = self._left.pop(key, None)
        return None if node is None or node.value is None else node

    def _wrong(self, node: Located, key: str, wanted: Text) -> None:
        sentence = msg("'{key}' of {what} should be {wanted}", key=key, what=self.what, wanted=wanted)
        self._findings.error("B104", self._places.place(node.offset), sentence)

    def _clean(self, node: Located, text: str) -> str:
        """Return a text; empty, and an error, where it holds half a character of UTF-16."""
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            self._findings.error("B104", self._places.place(node.offset), _HALF_LETTER)
            return ""
        return text

    def _plain(self, node: Located, depth: int = 0) -> Any:
        value = node.value
        if depth > DEEPEST:
            raise self._findings.refuse("B109", self._places.place(node.offset), _TOO_DEEP)
        if isinstance(value, dict):
            return {self._clean(node, key): self._plain(one, depth + 1) for key, one in value.items()}
        if isinstance(value, list):
            return [self._plain(one, depth + 1) for one in value]
        if isinstance(value, str):
            return self._clean(node, value)
        if isinstance(value, float) and not math.isfinite(value):
            self._findings.error("B104", self._places.place(node.offset), _NO_NUMBER)
            return None
        return value


_HALF_LETTER = msg("a text holds half a character (\\ud800 to \\udfff)")
_NO_NUMBER = msg("NaN and Infinity are not JSON")
_TOO_DEEP = msg("more than {deepest} brackets inside one another", deepest=DEEPEST)
