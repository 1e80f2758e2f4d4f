"""What another program's coding scheme has in common with ours, whichever program it is.

Its words become titles, by which codings made with them are read, and codes are made of them. What has no
counterpart here becomes a remark with its place, and is never left out in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from nao_sessions.analysis.formats.first_names import holds_first_name
from nao_sessions.analysis.schemes.model import RESERVED_KEYS, Scheme, There, plain_code
from nao_sessions.analysis.schemes.reading import read_scheme
from nao_sessions.analysis.schemes.words import BORIS
from nao_sessions.analysis.schemes.writing import as_yaml
from nao_sessions.core.errors import Finding, Place, SchemeRefused
from nao_sessions.protocol.reading.source import CONTROL


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
